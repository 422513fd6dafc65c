"""From files to one landed batch: each is read in the reader process, and its rows alone are kept till the end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa

from include.intake.again import ZIP_IN_ZIP, may_read_otherwise
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
    """A file to be read; ``inside`` says that it came inside another one."""

    name: str
    file_sha256: str
    content: bytes
    inside: bool = False


@dataclass(frozen=True)
class Inner:
    """A file that was found inside another, archived and read."""

    name: str
    file_sha256: str
    size_bytes: int


class Landing:
    """One batch in the making. Not written before ``write``: until then nothing has happened."""

    def __init__(self, lake: Store, reader: Reader) -> None:
        """Learn which files the lake knows already."""
        self._lake, self._reader = lake, reader
        self._known = {sha: handled for sha, (_, handled) in handled_files(batches(lake)).items()}
        self._tables: dict[str, dict[str, pa.Table]] = {}
        self._held_bytes = 0
        self.handled: dict[str, HandledFile] = {}

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
        for key, file_sha256, read in self._read(files):
            inner = self._take_inner(read) if read else []
            if inner is None:
                self.handled.pop(file_sha256, None)  # to be read again
                self._tables.pop(file_sha256, None)
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

    def _read(self, files: Iterable[tuple[_Key, Source]]) -> Iterator[tuple[_Key, str, ReadFile | None]]:
        """Each key and hash with what its file was read as; null for a known one. The reader is idle meanwhile.

        A known zip archive is read again, because the files inside it need receipts of this time and place; a file that
        was set aside for want of time or memory, because it may be read now.
        """
        asked: tuple[_Key, str, int, bool] | None = None
        for key, source in files:
            if asked:
                yield *asked[:2], self._answered(*asked[1:])
                asked = None
            known = self.handled.get(source.file_sha256) or self._known.get(source.file_sha256)
            if known is None or known.kind == "zip" or may_read_otherwise(known.reason):
                self._reader.ask(source.file_sha256, source.name, source.content)
                asked = (key, source.file_sha256, len(source.content), source.inside)
            else:
                yield key, source.file_sha256, None
        if asked:
            yield *asked[:2], self._answered(*asked[1:])

    def _answered(self, file_sha256: str, size_bytes: int, inside: bool) -> ReadFile:
        read = refuse_inner_archive(self._reader.answer()) if inside else self._reader.answer()
        known = self.handled.get(file_sha256) or self._known.get(file_sha256)
        if known is None or (known.reason and not read.reason):
            self._add(file_sha256, size_bytes, read)
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

    def _take_inner(self, read: ReadFile) -> list[Inner] | None:
        until = time.monotonic() + _MEMBERS_SECONDS
        found = []
        for inner, _, _ in self._read(self._archived(read)):
            found.append(inner)
            if time.monotonic() > until:
                return None
        return found

    def _archived(self, read: ReadFile) -> Iterator[tuple[Inner, Source]]:
        """The files inside, each let go of once it is in the archive and read."""
        while read.members:
            name, content = read.members.pop(0)
            digest = keep_original(self._lake, content)
            yield Inner(name, digest, len(content)), Source(inner_name(name), digest, content, inside=True)


def refuse_inner_archive(read: ReadFile) -> ReadFile:
    """What a file inside another was read as, but an archive is set aside: archives inside archives have no bound."""
    return ReadFile("zip", ZIP_IN_ZIP) if read.kind == "zip" and not read.reason else read
