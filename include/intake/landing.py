"""From files to one landed batch: each is read in the reader process, and its rows alone are kept till the end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import pyarrow as pa

from include.intake.again import may_read_otherwise
from include.intake.inside import CONTAINERS, Inner, Place, as_inside
from include.intake.model import ReadFile
from include.intake.originals import keep_original
from include.intake.reader_process import Reader
from include.intake.receipts import inner_name
from include.lake import HandledFile, arrow_table, batches, handled_files, write_batch
from include.schemas import LANDED
from include.storage import Store

_MAX_ROWS_BYTES = 256 << 20  # of Arrow tables: a hundred real files hold 3 MB
_MEMBERS_SECONDS = 300
TOO_LONG_TOGETHER = (
    "the files inside this archive take too long to read together: unpack it and drop the files themselves"
)


_Key = TypeVar("_Key")


@dataclass(frozen=True)
class Source:
    """A file to be read, with the places it came in: for each the kinds of what it lay inside, from the outermost."""

    name: str
    file_sha256: str
    content: bytes
    places: tuple[Place, ...] = ((),)


class _Asked(NamedTuple):
    """A file that is dealt with, without its content."""

    file_sha256: str
    size_bytes: int
    places: tuple[Place, ...]


class Landing:
    """One batch in the making. Not written before ``write``: until then nothing has happened."""

    def __init__(self, lake: Store, reader: Reader) -> None:
        """Learn which files the lake knows already."""
        self._lake, self._reader = lake, reader
        self._known = {sha: handled for sha, (_, handled) in handled_files(batches(lake)).items()}
        self._tables: dict[str, dict[str, pa.Table]] = {}
        self._held_bytes = 0
        self.handled: dict[str, HandledFile] = {}
        self.letters: dict[str, str] = {}
        """The letter of ours that a mail says it answers, by the hash of the mail."""

    @property
    def full(self) -> bool:
        """Whether the rows read so far are as many as may be held in memory."""
        return self._held_bytes > _MAX_ROWS_BYTES

    def kind(self, file_sha256: str) -> str:
        """What a file is that the lake knows or this batch has read."""
        return (self.handled.get(file_sha256) or self._known[file_sha256]).kind

    def take(self, files: Iterable[tuple[_Key, Source]]) -> Iterator[tuple[_Key, list[Inner] | None]]:
        """Read files that are new; each key with the files found inside, null when reading those takes too long.

        The next file is fetched from ``files`` while one is read; no more than two are in memory at once.
        """
        for key, asked, read in self._read(files):
            inner = self._take_inner(read, asked.places, time.monotonic() + _MEMBERS_SECONDS) if read else []
            if inner is None:
                self.handled.pop(asked.file_sha256, None)  # to be read again
                self._tables.pop(asked.file_sha256, None)
            yield key, inner

    def write(self) -> None:
        """Land what was read as one batch; nothing when nothing was new."""
        if not self.handled:
            return
        rows = {}
        for table in LANDED:
            if parts := [tables[table] for _, tables in sorted(self._tables.items()) if table in tables]:
                rows[table] = pa.concat_tables(parts).combine_chunks()
        write_batch(self._lake, list(self.handled.values()), rows)

    def _read(self, files: Iterable[tuple[_Key, Source]]) -> Iterator[tuple[_Key, _Asked, ReadFile | None]]:
        """Each key with what its file was read as; null for a known one. The reader is idle meanwhile.

        A known zip archive or mail is read again, because the files inside it need receipts of this time and place; a
        file that was set aside for want of time or memory or for where it lay, because it may be read now.
        """
        asked: tuple[_Key, _Asked] | None = None
        for key, source in files:
            if asked:
                yield *asked, self._answered(asked[1])
                asked = None
            known = self.handled.get(source.file_sha256) or self._known.get(source.file_sha256)
            if known is None or known.kind in CONTAINERS or may_read_otherwise(known.reason):
                self._reader.ask(source.file_sha256, source.name, source.content)
                asked = (key, _Asked(source.file_sha256, len(source.content), source.places))
            else:
                yield key, _Asked(source.file_sha256, len(source.content), source.places), None
        if asked:
            yield *asked, self._answered(asked[1])

    def _answered(self, asked: _Asked) -> ReadFile:
        read = as_inside(self._reader.answer(), asked.places)
        known = self.handled.get(asked.file_sha256) or self._known.get(asked.file_sha256)
        if known is None or (known.reason and not read.reason):
            self._add(asked.file_sha256, asked.size_bytes, read)
        if letter_id := next((row["letter_id"] for row in read.tables.get("mail", ()) if row["letter_id"]), None):
            self.letters[asked.file_sha256] = letter_id
        return read

    def _add(self, file_sha256: str, size_bytes: int, read: ReadFile) -> None:
        try:
            tables = {table: arrow_table(rows, LANDED[table]) for table, rows in read.tables.items() if rows}
        except (ValueError, TypeError) as error:  # would otherwise cost the batch
            read = ReadFile(read.kind, f"the reader failed on this file, which is a fault of the reader: {error}")
            tables = {}
        self._tables[file_sha256] = tables
        self._held_bytes += sum(table.nbytes for table in tables.values())
        self.handled[file_sha256] = HandledFile(
            file_sha256,
            read.kind,
            size_bytes,
            read.reason,
            read.template_revision,
            read.template_language,
            read.blank,
            {table: len(tables[table]) for table in sorted(tables)},
        )

    def _take_inner(self, read: ReadFile, places: tuple[Place, ...], until: float) -> list[Inner] | None:
        """The files inside one that came in these places, and what is inside those; null when the time is over."""
        below = tuple((*place, read.kind) for place in places)
        found = []
        for name, asked, inside in self._read(self._archived(read, below)):
            deeper = self._take_inner(inside, below, until) if inside else []
            if deeper is None or time.monotonic() > until:
                return None
            found.append(Inner(name, asked.file_sha256, asked.size_bytes, tuple(deeper)))
        return found

    def _archived(self, read: ReadFile, places: tuple[Place, ...]) -> Iterator[tuple[str, Source]]:
        """The files inside, each let go of once it is in the archive and read."""
        while read.members:
            name, content = read.members.pop(0)
            digest = keep_original(self._lake, content)
            yield name, Source(inner_name(name), digest, content, places)
