"""What waits in the drop folder, in which batches it is taken, and what stays there and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from include.settings import Settings
from include.storage import Entry, open_store

STILL_BEING_WRITTEN = re.compile(r"(^|/)(\.|~\$)|\.(part|partial|filepart|tmp|crdownload)$", re.IGNORECASE)
_NAMED_LIKE_A_FILE = re.compile(r"\.(xls[xmb]?|csv|tsv|txt|zip|xml|pdf|eml|msg)$", re.IGNORECASE)
_TASKS_AT_ONCE = 2  # the slots of the pool in which tasks read
_WORTH_TWO_TASKS = 40  # reading so many takes longer than starting a second task
_STAYS = {
    "symbolic link": "a symbolic link: links are not followed, put the file itself here",
    "named pipe": "a named pipe, not a file",
    "socket": "a socket, not a file",
    "device": "a device, not a file",
    "folder": "a folder, although it is named like a file; files inside it are taken in",
}


def waiting(settings: Settings, now: datetime) -> list[Entry]:
    """Files in the drop folder that are ready to be read, by path; those still being written wait for the next run.

    A time more than a day ahead is a wrong clock: such a file is ready, or it would wait for ever.
    """
    settled, wrong = now - timedelta(seconds=settings.settle_seconds), now + timedelta(days=1)
    ready = [e for e in open_store(settings.drop).entries() if e.modified_at <= settled or e.modified_at > wrong]
    return [entry for entry in ready if not STILL_BEING_WRITTEN.search(entry.path)]


def waiting_files(settings: Settings, now: datetime) -> list[str]:
    """Paths of the waiting files, sorted."""
    return [entry.path for entry in waiting(settings, now)]


def even_share(files: int, most: int) -> int:
    """How many files each batch takes, at most ``most``: so that all tasks that read at once end at the same time."""
    batches = -(-files // most)
    if files >= _WORTH_TWO_TASKS:
        batches = -(-batches // _TASKS_AT_ONCE) * _TASKS_AT_ONCE
    return min(most, max(1, -(-files // max(batches, 1))))


def in_batches(entries: Iterable[Entry], files: int, size_bytes: int, share: int | None = None) -> list[list[str]]:
    """Paths cut into lists of at most ``files`` files and ``size_bytes``, by size; a larger file has a list alone.

    A list that has its ``share`` of files is closed. Files of one size stay together where they fit: they may be one
    file sent twice, which two batches at once would both read, and which of them did would depend on their speed.
    """
    batches: list[list[str]] = [[]]
    held = 0
    for size, group in groupby(sorted(entries, key=lambda entry: (entry.size, entry.path)), lambda entry: entry.size):
        alike = [entry.path for entry in group]
        closed = len(batches[-1]) >= (share or files)
        apart = closed or len(batches[-1]) + len(alike) > files or held + size * len(alike) > size_bytes
        for path in alike:
            if apart or len(batches[-1]) == files or held + size > size_bytes:
                batches.append([])
                held, apart = 0, False
            batches[-1].append(path)
            held += size
    return [batch for batch in batches if batch]


def staying(settings: Settings, now: datetime) -> dict[str, str]:
    """Paths that no run takes in, each with the reason: no regular files, and uploads unfinished for over a day."""
    drop = open_store(settings.drop)
    found = {
        path: _STAYS.get(what, what)
        for path, what in drop.others()
        if what != "folder" or _NAMED_LIKE_A_FILE.search(path)
    }
    old = now - timedelta(days=1)
    for entry in drop.entries():
        if entry.modified_at < old and STILL_BEING_WRITTEN.search(entry.path):
            found[entry.path] = "it is named like an unfinished upload, and has not changed for a day: rename it"
    return dict(sorted(found.items()))


def default_reporting_year(drop_path: str, otherwise: int) -> tuple[int, str]:
    """The reporting year of a dropped file and the rule that gave it: its year folder, else the campaign's year."""
    first = drop_path.split("/", 1)[0]
    if "/" in drop_path and re.fullmatch(r"20\d\d", first) and int(first) >= 2013:
        return int(first), "folder"
    return otherwise, "campaign"


def readable(path: str) -> str:
    """A path as text: bytes of a name that are no UTF-8, which no JSON could hold, as ``\\xfc``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
