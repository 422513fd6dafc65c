"""Leave the unused rows of a template's list out before its sheet is parsed: 2,460 of 2,500 in a real file.

A row is unused when every value in it is empty, or a zero or #N/A where the template's own formulas show that in rows
nobody filled. Any other value, any text and any form of XML that Excel does not write keeps the rows as they are.
Five million bytes with 200,000 elements are looked at in every file: as vectors, which takes half the time of patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

_Places = NDArray[numpy.intp]
_Letters = NDArray[numpy.uint8]
_PREFIXED = re.compile(rb":(?:v[\s>/]|is[\s>]|row|c[\s>])")
_ROW, _NUMBERED_ROW, _ROW_END = b"<row ", b'<row r="', b"</row>"


@dataclass(frozen=True)
class _Rows:
    """A sheet up to the end of its last row, the place of each element from the first row on, and two letters of it."""

    xml: bytes
    letters: _Letters
    starts: _Places
    second: _Letters
    third: _Letters


def without_unused_rows(xml: bytes, of_formulas: bool) -> bytes:
    """The sheet with the rows that hold a value; the same bytes when its XML is not in the form Excel writes.

    ``of_formulas``: zeros and #N/A are what formulas show that found nothing, and no values.
    """
    first, last = xml.find(_ROW), xml.rfind(_ROW_END)
    if first < 0 or last < first or _PREFIXED.search(xml, last):
        return xml
    end = last + len(_ROW_END)
    rows = _rows(xml, first, end)
    if not _as_excel_writes(rows):
        return xml
    kept = _rows_with(xml, _values(rows, of_formulas))
    return xml if kept is None else b"".join([xml[:first], *kept, xml[end:]])


def _rows(xml: bytes, first: int, end: int) -> _Rows:
    letters = numpy.frombuffer(xml, numpy.uint8, end)
    # An element begins before the last end of a row, and so with as many letters behind it as are looked at.
    starts = numpy.flatnonzero(letters[first : -len(_ROW_END)] == ord("<"))
    starts += first
    return _Rows(xml, letters, starts, letters[1:][starts], letters[2:][starts])


def _as_excel_writes(rows: _Rows) -> bool:
    """Whether there is nothing but rows with a number, cells, formulas and values: nothing that could hide a value."""
    kinds = numpy.bincount(rows.second.astype(numpy.uint16) << 8 | rows.third, minlength=1 << 16).reshape(256, 256)
    known = kinds[list(b"cfv")][:, list(b" >/")].sum() + kinds[ord("/")].sum()
    of_row = rows.starts[rows.second == ord("r")].tolist()
    return bool(known + len(of_row) == len(rows.starts)) and all(
        rows.xml.startswith(_NUMBERED_ROW, place) for place in of_row
    )


def _values(rows: _Rows, of_formulas: bool) -> list[int]:
    """Where a value begins, or a cell with a zero that is the number of a text."""
    order = numpy.flatnonzero(rows.second == ord("v"))
    values, third = rows.starts[order], rows.third[order]
    length = numpy.append(rows.starts, len(rows.letters) - len(_ROW_END))[order + 1] - values - 3
    length[third != ord(">")] = -1
    letter = rows.letters[3:][values]
    empty = (length == 0) | ((third == ord("/")) & (letter == ord(">")))
    if not of_formulas:
        return list(values[~empty].tolist())
    missing = numpy.flatnonzero(length == 4)
    for offset, expected in enumerate(b"#N/A", start=3):
        missing = missing[rows.letters[values[missing] + offset] == expected]
    empty[missing] = True
    zero = (length == 1) & (letter == ord("0"))
    return sorted([*values[~(empty | zero)].tolist(), *_cells_of_text(rows, values[zero])])


def _cells_of_text(rows: _Rows, zeros: _Places) -> list[int]:
    """The cells of these values that may have the type "s"."""
    order = numpy.flatnonzero(rows.second == ord("c"))
    following = numpy.searchsorted(rows.starts[order], zeros)
    before = order[following[following > 0] - 1]
    heads = zip(rows.starts[before].tolist(), rows.starts[before + 1].tolist(), strict=True)
    return [cell for cell, end in heads if _may_be_text(rows.xml[cell:end])]


def _may_be_text(head: bytes) -> bool:
    return b's"' in head or b"'" in head or b"&" in head


def _rows_with(xml: bytes, places: list[int]) -> list[bytes] | None:
    """The rows in which these places lie; null when one lies in none."""
    kept = []
    end = 0
    for place in places:
        if end <= place:
            start = xml.rfind(_ROW, end, place)
            if start < 0:
                return None
            end = xml.find(_ROW_END, place) + len(_ROW_END)
            kept.append(xml[start:end])
    return kept
