"""An .xls workbook of Excel 97 to 2003 (BIFF8), from its workbook stream."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

from include.intake.biff import BOF, BOUNDSHEET, EOF, read_globals, record
from include.intake.biff_cells import SheetCells, read_sheet
from include.intake.bounds import MAX_CELLS, MAX_TEXT_BYTES
from include.intake.model import UnreadableError
from include.intake.ole import SMALLEST_STREAM
from include.intake.ole_writer import container_of
from include.intake.shared_texts import damaged
from include.intake.workbook import Workbook, sheet_info

_WORKSHEET = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)


class XlsWorkbook(Workbook):
    """The sheets of an .xls file."""

    def __init__(self, stream: bytes) -> None:
        """Read names and visibility of the sheets from the workbook stream, which must not be encrypted."""
        self._stream = stream
        self._globals = read_globals(stream)
        starts = sorted(start for _, _, start in self._globals.sheets)
        if len(set(starts)) < len(starts):
            raise damaged("two sheets stand in one place")
        ends = dict(zip(starts, [*starts[1:], len(stream)], strict=False))
        super().__init__([sheet_info(name, visible) for name, visible, _ in self._globals.sheets])
        self._extents = {name: (start, ends[start]) for name, _, start in self._globals.sheets}
        self._read: dict[str, SheetCells] = {}

    def errors(self, sheet: str) -> dict[tuple[int, int], str]:
        """As ``Workbook.errors``."""
        self.load(sheet)
        return self._read[sheet].errors if sheet in self else {}

    def uncomputed(self, sheet: str) -> set[tuple[int, int]]:
        """As ``Workbook.uncomputed``: the text of a formula stands in a record of its own, which may be missing."""
        self.load(sheet)
        return self._read[sheet].uncomputed if sheet in self else set()

    def _container_for(self, sheets: list[str]) -> io.BytesIO:
        bodies = [self._body(sheet) for sheet in sheets]
        names = [f"s{n}".encode() for n in range(1, len(sheets) + 1)]
        start = len(b"".join(self._globals.kept)) + sum(len(_entry(name, 0)) for name in names) + len(record(EOF, b""))
        entries = []
        for name, body in zip(names, bodies, strict=True):
            entries.append(_entry(name, start))
            start += len(body)
        stream = b"".join([*self._globals.kept, *entries, record(EOF, b""), *bodies])
        return io.BytesIO(container_of({"Workbook": stream.ljust(SMALLEST_STREAM, b"\0")}))

    def _body(self, sheet: str) -> bytes:
        """The sheet as the reader gets it; what was noted on the way is kept, the cells are not."""
        cells = read_sheet(self._stream, *self._extents[sheet], self._globals.text_lengths)
        _check_size(sheet, cells)
        self._read[sheet] = replace(cells, copied=[])
        return b"".join([record(BOF, _WORKSHEET), *cells.copied, record(EOF, b"")])


def _entry(name: bytes, start: int) -> bytes:
    return record(BOUNDSHEET, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)


def _check_size(sheet: str, cells: SheetCells) -> None:
    if cells.rows * cells.columns > MAX_CELLS:
        raise UnreadableError(
            f"sheet {sheet!r} spans {cells.rows:,} rows and {cells.columns:,} columns; "
            f"at most {MAX_CELLS:,} cells are read"
        )
    if 2 * cells.shared_text > MAX_TEXT_BYTES:
        raise UnreadableError(f"sheet {sheet!r} repeats more than {MAX_TEXT_BYTES >> 20} MB of text")
