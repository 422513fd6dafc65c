"""The files inside a zip archive, taken out within bounds. Their names are text and never a path."""

from __future__ import annotations

import re
from typing import NamedTuple

from include.intake.model import Member, UnreadableError
from include.intake.zipfiles import BoundedZip

MAX_FILES = 500
# What Mac and Windows add to an archive by themselves.
_ADDED_BY_THE_SYSTEM = re.compile(
    r"(^|[/\\])(__MACOSX[/\\].*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE | re.DOTALL
)


class Archive(NamedTuple):
    """The files of a zip archive in its order, and the names of those left out because no person put them there."""

    members: list[Member]
    left_out: list[str]


def read_archive(container: BoundedZip) -> Archive:
    """The files of an archive. Raises UnreadableError when it holds none, more than MAX_FILES, or a damaged one."""
    files = [(place, name) for place, name in enumerate(container.names) if not name.endswith(("/", "\\"))]
    sent = [(place, name) for place, name in files if not _ADDED_BY_THE_SYSTEM.search(name)]
    if not sent:
        raise UnreadableError("a zip archive without a file in it: ask for it again")
    if len(sent) > MAX_FILES:
        raise UnreadableError(f"a zip archive of {len(sent):,} files; at most {MAX_FILES} are unpacked")
    left_out = [name for _, name in files if _ADDED_BY_THE_SYSTEM.search(name)]
    return Archive([Member(name, container.read_at(place)) for place, name in sent], left_out)
