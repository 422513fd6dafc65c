"""A file that was set aside, laid into the drop folder again: only where a second reading can come out differently."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from include.events import append, event, read_all
from include.intake.drop_folder import STILL_BEING_WRITTEN
from include.intake.inside import PLACE_REASONS
from include.intake.originals import read_original
from include.lake import holding
from include.settings import Settings
from include.storage import open_store

KIND = "reread"
_OF_THE_MACHINE = ("reading it takes", "reading it stopped", "reading it needs", "the reader failed")
"""How reasons begin that speak of time, memory or a fault of the reader; every other follows from the bytes alone."""
_LONGEST_NAME = 100


class NotAgain(ValueError):
    """A file that is not laid into the drop folder again; the message says why, in plain words."""


def may_read_otherwise(reason: str | None) -> bool:
    """Whether a file set aside for this reason may be read when it comes again, by the same version of the reader."""
    return bool(reason) and (reason in PLACE_REASONS or str(reason).startswith(_OF_THE_MACHINE))


def lay_again(
    settings: Settings, file_sha256: str, reporting_year: int, supplier: str | None, by: str, now: datetime
) -> str:
    """Put an archived original into the drop folder again, below its year and its supplier; returns its path there.

    The path is made here: of a supplier's own words letters, digits, dots and dashes remain. The ledger keeps who asked
    for it. Raises NotAgain, FileNotFoundError when the archive has lost it, or LeaseHeld.
    """
    lake = open_store(settings.lake)
    with holding(lake, settings.writer or f"a second reading for {by}, {now.isoformat()}", settings.lease_seconds):
        received = [
            item.payload["drop_path"]
            for item in read_all(lake)
            if item.kind == "receipt"
            and (item.payload["file_sha256"], item.payload["reporting_year"]) == (file_sha256, reporting_year)
        ]
        if not received:
            raise NotAgain(f"no such file was received for {reporting_year}")
        folders = [str(reporting_year), _harmless(supplier or ""), f"again-{file_sha256[:12]}"]
        path = "/".join([*filter(None, folders), _name(received[-1])])
        open_store(settings.drop).write_once(path, read_original(lake, file_sha256))
        at = now.astimezone(UTC).isoformat()
        said = {"file_sha256": file_sha256, "reporting_year": reporting_year, "drop_path": path, "asked_at": at}
        append(lake, [event(KIND, at, by, said, said)])
    return path


def _name(drop_path: str) -> str:
    """The file's own name, which may hold the date of a list, as harmless text that the intake does not pass over."""
    name = _harmless(drop_path.rsplit("/", 1)[-1])[-_LONGEST_NAME:].lstrip(".~$ ") or "file"
    return f"{name}.bin" if STILL_BEING_WRITTEN.search(name) else name


def _harmless(text: str) -> str:
    kept = re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("._")
    return kept[-_LONGEST_NAME:]
