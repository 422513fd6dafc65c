"""The cells of one .xls sheet: measured, and copied as far as the reader needs them.

What is handed to the reader holds no formulas, names or drawings, and no sizes but those counted here. A formula is
copied as the value it was saved with, so that a date or a long text computed by one arrives like a typed one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from include.intake.biff import BOF, EOF, record, records
from include.intake.shared_texts import damaged

_NUMBER, _LABEL, _BOOLERR, _RK, _LABELSST, _MULRK = 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00BD
_RSTRING, _FORMULA, _STRING = 0x00D6, 0x0006, 0x0207
_LEAST = {
    _NUMBER: 14, _LABEL: 9, _BOOLERR: 8, _RK: 10, _LABELSST: 10, _MULRK: 12, _RSTRING: 9, _FORMULA: 20, _STRING: 3,
}  # fmt: skip
_COLUMNS = 256
_MOST_IN_A_RECORD = 0xFFFF
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass
class SheetCells:
    """Cells as records, how far they reach, how many characters of shared text they show, and cells without a value."""

    copied: list[bytes] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    shared_text: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)


def read_sheet(stream: bytes, start: int, end: int, text_lengths: list[int]) -> SheetCells:
    """The cells of the sheet between ``start`` and ``end``; ``text_lengths`` are those of the shared texts.

    A chart within the sheet, which has numbers of its own, begins like a sheet and follows the last cell.
    Raises UnreadableError when damaged.
    """
    steps = records(stream, start, end)
    if next(steps)[0] != BOF:
        raise damaged("a sheet does not start where it should")
    reader = _Reader(text_lengths)
    for kind, parts in steps:
        if kind in (EOF, BOF):
            break
        if kind in _LEAST:
            if len(parts[0]) < _LEAST[kind]:
                raise damaged("a cell is cut off")
            reader.take(kind, parts)
    reader.end_formula()
    return reader.found


class _Reader:
    def __init__(self, text_lengths: list[int]) -> None:
        self.found = SheetCells()
        self._lengths = text_lengths
        self._awaits_text: bytes | None = None

    def take(self, kind: int, parts: list[bytes]) -> None:
        """Copy one record of a cell. The text of a formula follows it in a record of its own."""
        content = parts[0]
        if kind == _STRING:
            if self._awaits_text:
                self._copy(_LABEL, self._awaits_text + _one_text(parts))
            self._awaits_text = None
            return
        self.end_formula()
        if kind == _FORMULA:
            self._take_formula(content)
        elif kind in (_LABEL, _RSTRING):
            self._copy(_LABEL, content[:6] + _one_text([content[6:], *parts[1:]]))
        elif kind == _BOOLERR:
            self._take_bool_or_error(content[:8])
        else:
            self._copy(kind, content)

    def end_formula(self) -> None:
        """Note a formula whose text did not follow."""
        if self._awaits_text:
            self.found.uncomputed.add(_place(self._awaits_text))
        self._awaits_text = None

    def _take_formula(self, content: bytes) -> None:
        """The value of a formula ([MS-XLS] 2.5.133): a number, or by its first byte text, bool, error or empty text."""
        if content[12:14] != b"\xff\xff":
            self._copy(_NUMBER, content[:14])
        elif content[6] == 0:
            self._awaits_text = content[:6]
        elif content[6] in (1, 2):
            self._take_bool_or_error(content[:6] + bytes([content[8], content[6] - 1]))
        elif content[6] != 3:
            raise damaged("a formula has a value of no kind")

    def _take_bool_or_error(self, content: bytes) -> None:
        if content[7]:
            self.found.errors[_place(content)] = _ERRORS.get(content[6], "#UNKNOWN!")
        else:
            self._copy(_BOOLERR, content)

    def _copy(self, kind: int, content: bytes) -> None:
        row, column = _place(content)
        if kind == _MULRK:
            first, column = column, struct.unpack_from("<H", content, len(content) - 2)[0] + 1
            if len(content) != 6 + 6 * (column - first + 1):
                raise damaged("a row of numbers is cut off")
        if column > _COLUMNS:
            raise damaged(f"a cell in column {column:,}")
        if kind == _LABELSST:
            text = struct.unpack_from("<I", content, 6)[0]
            if text >= len(self._lengths):
                raise damaged("a cell names a text that is not there")
            self.found.shared_text += self._lengths[text]
        self.found.rows, self.found.columns = max(self.found.rows, row), max(self.found.columns, column)
        self.found.copied.append(record(kind, content))


def _place(content: bytes) -> tuple[int, int]:
    row, column = struct.unpack_from("<HH", content)
    return row + 1, column + 1


def _one_text(parts: list[bytes]) -> bytes:
    """A text that may run on through further records, as one of wide characters ([MS-XLS] 2.5.294)."""
    length = struct.unpack_from("<H", parts[0])[0]
    pieces = [(parts[0][2], parts[0][3:]), *((part[0], part[1:]) for part in parts[1:] if part)]
    wide = b"".join(text if flags & 1 else text.decode("latin-1").encode("utf-16-le") for flags, text in pieces)
    if len(wide) < 2 * length:
        raise damaged("a text is cut off")
    if 2 * length + 9 > _MOST_IN_A_RECORD:
        raise damaged(f"a text of {length:,} characters in one cell")
    return struct.pack("<HB", length, 1) + wide[: 2 * length]
