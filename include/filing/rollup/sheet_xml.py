"""Put values into cells of a sheet's XML, and take the values of formulas out that these make stale."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape

from include.filing.rollup.sheet_index import CellPlace, RowPlace, SheetIndex, Unfillable, index_sheet
from include.intake.values import address, column_letters

Value = str | int
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE = re.compile(rb"\s" rb"t=(?:\"[^\"]*\"|'[^']*')")
_Cut = tuple[int, int, int, bytes]
"""First byte, last byte and order of what is replaced, and by what."""


def with_values(
    xml: bytes,
    part: str,
    typed: Mapping[str, Value],
    shown: Mapping[str, Value] | None = None,
    stale_rows: Collection[int] | None = (),
) -> bytes:
    """The sheet with ``typed`` values in their cells ("D8") in place of anything there, styles kept.

    A formula among ``shown`` stays and shows that value; any other formula of ``stale_rows`` (null: of every row) loses
    the value it showed. All other bytes stay. Raises Unfillable when a formula to be replaced serves other cells too.
    """
    index = index_sheet(xml, part)
    wanted = {address(cell): value for cell, value in typed.items()}
    cached = {address(cell): value for cell, value in (shown or {}).items()}
    cuts: list[_Cut] = []
    for (row, column), value in wanted.items():
        cuts.append(_put(index, row, column, value))
    for number, row_place in index.rows.items():
        for cell in row_place.cells.values():
            place = (number, cell.column)
            if cell.formula and place not in wanted and (place in cached or stale_rows is None or number in stale_rows):
                cuts.append(_recall(xml, cell, cached.get(place)))
    return _spliced(xml, cuts + _new_rows(index, wanted))


def _put(index: SheetIndex, row: int, column: int, value: Value) -> _Cut:
    place = index.rows.get(row)
    if place is None or (place.content_end is None and not place.cells):
        return 0, 0, 0, b""  # a row to be made as a whole
    cell = place.cells.get(column)
    if cell is None:
        after = [found.start for found in place.cells.values() if found.column > column]
        at = min(after, default=place.content_end or place.end)
        return at, at, column, _cell(row, column, None, value)
    if cell.formula_type in ("shared", "array"):
        raise Unfillable(f"its cell {column_letters(column)}{row} holds a formula that serves other cells too")
    return cell.start, cell.end, column, _cell(row, column, cell.style, value)


def _new_rows(index: SheetIndex, wanted: Mapping[tuple[int, int], Value]) -> list[_Cut]:
    """Rows the sheet does not have yet, or has without a cell."""
    cuts = []
    for number in sorted({row for row, _ in wanted}):
        place = index.rows.get(number)
        if place is not None and (place.cells or place.content_end is not None):
            continue
        cells = sorted((column, value) for (row, column), value in wanted.items() if row == number)
        content = b"".join(_cell(number, column, None, value) for column, value in cells)
        start, end = _room(index, number, place)
        cuts.append((start, end, number, b'<row r="%d">%b</row>' % (number, content)))
    return cuts


def _room(index: SheetIndex, number: int, place: RowPlace | None) -> tuple[int, int]:
    if place is not None:
        return place.start, place.end
    after = min((found.start for row, found in index.rows.items() if row > number), default=index.end)
    return after, after


def _recall(xml: bytes, cell: CellPlace, value: Value | None) -> _Cut:
    """The cell with its formula and attributes, but for the type of its value, and another value or none."""
    assert cell.formula
    head = _TYPE.sub(b"", xml[cell.start : xml.index(b">", cell.start)])
    kind = b' t="str"' if isinstance(value, str) else b""
    shown = b"" if value is None else b"<v>%b</v>" % _text(str(value))
    formula = xml[cell.formula[0] : cell.formula[1]]
    return cell.start, cell.end, cell.column, b"%b%b>%b%b</c>" % (head, kind, formula, shown)


def _cell(row: int, column: int, style: str | None, value: Value) -> bytes:
    head = _head(row, column, style)
    if isinstance(value, int):
        return b"<c %b><v>%d</v></c>" % (head, value)
    return b'<c %b t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (head, _text(value))


def _head(row: int, column: int, style: str | None) -> bytes:
    place = f'r="{column_letters(column)}{row}"'
    return (f'{place} s="{style}"' if style is not None else place).encode()


def _text(value: str) -> bytes:
    """Text as XML in plain ASCII, which is right in any encoding a part may state; what XML cannot hold is left out."""
    return escape(_NO_XML.sub("", value), {"\r": "&#13;"}).encode("ascii", "xmlcharrefreplace")


def _spliced(xml: bytes, cuts: list[_Cut]) -> bytes:
    pieces, done = [], 0
    for start, end, _, content in sorted(cuts):
        if not content:
            continue
        pieces += [xml[done:start], content]
        done = end
    return b"".join([*pieces, xml[done:]])
