"""Drop folder -> archive -> landed Parquet: hash, archive, read, land or quarantine, and only then remove.

Every step may be killed and repeated: the archive is write-once, a batch exists only with its manifest, a receipt's id
follows from what it says, and a file leaves the drop folder last.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from include.decisions.ledger import landed_decisions
from include.events import Event, append
from include.intake.drop_folder import readable, waiting_files
from include.intake.inside import Inner
from include.intake.landing import TOO_LONG_TOGETHER, Landing, Source
from include.intake.letter_years import letter_years
from include.intake.originals import keep_original, original_path
from include.intake.reader_process import Reader
from include.intake.receipts import inner_receipts, receipt
from include.lake import sha256
from include.settings import Settings
from include.storage import Entry, Store, open_store

__all__ = ["Landed", "land_batch", "waiting_files"]

MAX_FILE_BYTES = 200 << 20
BATCH_SECONDS = 600
"""After this a batch takes no further file, so that a task ends well within its 30 minutes whatever it was sent."""


@dataclass
class Landed:
    """What one batch came to.

    Files new to the lake, quarantined ones among them, receipts written, files left in the drop folder with the reason,
    and files that an earlier attempt of the same run had taken already.
    """

    files: int = 0
    quarantined: int = 0
    receipts: int = 0
    earlier: int = 0
    left: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Taken:
    """A file of the drop folder whose copy is in the archive."""

    entry: Entry
    file_sha256: str
    archived_as: str


def land_batch(settings: Settings, paths: Sequence[str], received_at: datetime, reader: Reader | None = None) -> Landed:
    """Take the given files of the drop folder into the lake.

    ``received_at`` (UTC) is the moment of the run, the same for all its batches. Files go through ``reader``, else
    through one of its own. Raises OSError when the lake itself cannot be written, RuntimeError when no reader starts.
    """
    if reader is None:
        with Reader() as own:
            return land_batch(settings, paths, received_at, own)
    lake = open_store(settings.lake)
    batch = _Batch(open_store(settings.drop), lake, Landing(lake, reader))
    received = [
        (taken, inner) for taken, inner in batch.landing.take(batch.files(paths)) if batch.is_whole(taken, inner)
    ]
    batch.landing.write()
    years = letter_years(lake, batch.landing.letters)
    receipts = [
        given
        for taken, inner in received
        for given in _receipts(batch.landing, taken, inner or [], settings, received_at, years.get(taken.file_sha256))
    ]
    # What a supplier sends in an archive or a mail decides nothing: only a file that somebody dropped by itself does.
    dropped = [given.payload for given in receipts if not given.payload["within"]]
    decided = {given["file_sha256"] for given in dropped if given["kind"] == "decisions"}
    append(lake, [*receipts, *landed_decisions(lake, decided)])
    for taken, _ in received:
        batch.leave_drop(taken)
    handled = batch.landing.handled.values()
    batch.result.files, batch.result.quarantined = len(handled), sum(item.reason is not None for item in handled)
    batch.result.receipts = len(receipts)
    return batch.result


def _receipts(
    landing: Landing,
    taken: _Taken,
    inner: list[Inner],
    settings: Settings,
    received_at: datetime,
    letter_year: int | None,
) -> Iterator[Event]:
    kind = landing.kind(taken.file_sha256)
    outer = receipt(taken.entry, taken.file_sha256, kind, settings, received_at, letter_year)
    yield outer
    yield from inner_receipts(outer, inner, landing.kind)


class _Batch:
    """The way of one batch's files out of the drop folder."""

    def __init__(self, drop: Store, lake: Store, landing: Landing) -> None:
        self._drop, self._lake = drop, lake
        self._until = time.monotonic() + BATCH_SECONDS
        self.landing = landing
        self.result = Landed()

    def files(self, paths: Sequence[str]) -> Iterator[tuple[_Taken, Source]]:
        """Read each file and put its copy into the archive; one that cannot be taken is left and reported."""
        for path in paths:
            if reason := self._no_room():
                self.result.left[path] = reason
                continue
            entry = self._drop.entry(path)
            if entry is None:
                self.result.earlier += 1  # by an attempt of this run that was killed before it could say so
                continue
            content = self._content(entry)
            if content is not None:
                digest = keep_original(self._lake, content)
                name = readable(path).rsplit("/", 1)[-1]
                yield _Taken(entry, digest, original_path(content, digest)), Source(name, digest, content)

    def is_whole(self, taken: _Taken, inner: list[Inner] | None) -> bool:
        """Whether all that came in a file is read; one that is not stays in the drop folder."""
        if inner is None:
            self.result.left[taken.entry.path] = TOO_LONG_TOGETHER
        return inner is not None

    def leave_drop(self, taken: _Taken) -> None:
        """Remove a file from the drop folder, unless it was replaced since: then the new one waits for the next run."""
        path = taken.entry.path
        if not self._lake.exists(taken.archived_as):
            raise OSError(f"the archive has lost {taken.file_sha256}; {readable(path)} stays in the drop folder")
        try:
            if sha256(self._drop.read(path)) == taken.file_sha256:
                self._drop.remove(path)
            else:
                self.result.left[path] = "it was replaced while it was read; the new one waits for the next run"
        except OSError as error:
            self.result.left[path] = f"it is archived, but cannot be removed ({error.strerror or error})"

    def _no_room(self) -> str | None:
        if time.monotonic() > self._until:
            return f"its batch has taken more than {BATCH_SECONDS // 60} minutes; it waits for the next run"
        if self.landing.full:
            return "its batch holds as many rows as a task may hold; it waits for the next run"
        return None

    def _content(self, entry: Entry) -> bytes | None:
        if entry.size > MAX_FILE_BYTES:
            self.result.left[entry.path] = (
                f"larger than {MAX_FILE_BYTES >> 20} MB: no workbook is, take it out of the drop folder"
            )
            return None
        try:
            content = self._drop.read(entry.path)
        except OSError as error:
            self.result.left[entry.path] = f"it cannot be read ({error.strerror or error})"
            return None
        if len(content) != entry.size:
            self.result.left[entry.path] = "it was still being written"
            return None
        return content
