"""What a sheet may ask for: rows, cells and text, measured on its XML before the reader lays it out in memory.

The reader lays out the rectangle of the used cells, so two cells far apart would ask for billions. It does not expand
XML entities of a document type, and a document type is refused anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from include.intake.model import UnreadableError

MAX_ROWS = 200_000
MAX_CELLS = 8_000_000
MAX_TEXT_BYTES = 256 * 1024 * 1024

# A workbook as Excel writes it has nothing but cells such as <c r="AB1234"; then no exact count is needed:
# 9,999 rows of 702 columns are within the bounds. The letters are those of other elements: cols, cfRule, customPr ...
_OTHER_THAN_SMALL = re.compile(rb'<c(?! r="[A-Z]{1,2}[0-9]{1,4}"|[ofue])')
_PREFIXED = re.compile(rb":c[\s/>]")
_START = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)[\s/>]")
_ELEMENT = re.compile(rb"""<(?:[\w.-]+:)?(row|c)((?:\s(?:[^<>"']|"[^<"]*"|'[^<']*')*)?)/?>""")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(rb"\s*([A-Za-z]{1,3})?([0-9]{1,7})\s*")
_SHARED_CELL = re.compile(rb'"s"')
_SHARED_CELL_SINGLE_QUOTED = re.compile(rb"'s'")
_SHARED_INDEX = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>\s*([0-9]{1,9})\s*<")
# Numbers Excel does not write, but which the reader understands: taken for that of the longest text.
_OTHER_INDEX = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>\s*(?:<!|\+|[0-9]{10}|[^<&]*&)")


def check_sheet(xml: bytes, sheet: str) -> None:
    """Raise UnreadableError when the sheet claims more rows or cells than MAX_ROWS and MAX_CELLS."""
    if not _OTHER_THAN_SMALL.search(xml) and not _PREFIXED.search(xml):
        return
    rows, columns, elements = _extent(xml)
    if elements != sum(1 for _ in _START.finditer(xml)):
        raise UnreadableError(f"a damaged workbook: sheet {sheet!r} is not well-formed XML")
    if rows > MAX_ROWS:
        raise UnreadableError(f"sheet {sheet!r} reaches down to row {rows:,}; at most {MAX_ROWS:,} rows are read")
    if rows * columns > MAX_CELLS:
        raise UnreadableError(
            f"sheet {sheet!r} spans {rows:,} rows and {columns:,} columns; at most {MAX_CELLS:,} cells are read"
        )


def _extent(xml: bytes) -> tuple[int, int, int]:
    """Largest row and column any cell stands in, counted from 1, and how many rows and cells were understood."""
    rows = columns = elements = 0
    for elements, (_, row, column) in enumerate(places(xml), start=1):  # noqa: B007 - the last count is returned
        if column:
            rows, columns = max(rows, row), max(columns, column)
    return rows, columns, elements


def places(xml: bytes) -> Iterator[tuple[int, int, int]]:
    """Offset, row and column, from 1, of each row (in column 0) and cell of a sheet.

    A row or cell without an address follows the one before it. Raises UnreadableError at an address that is none: what
    the reader makes of one cannot be foretold.
    """
    row = column = 0
    for element in _ELEMENT.finditer(xml):
        letters, number = _address(element[2], with_letters=element[1] == b"c")
        if element[1] == b"row":
            row, column = number or row + 1, 0
        elif number:
            row, column = number, _column_number(letters)
        else:
            column += 1
        yield element.start(), row, column


def _address(attributes: bytes, with_letters: bool) -> tuple[bytes, int | None]:
    """Column letters and row number of the attribute r; nothing when there is none."""
    stated = next((found for found in _ATTRIBUTE.finditer(attributes) if found[1] == b"r"), None)
    if stated is None:
        return b"", None
    address = _ADDRESS.fullmatch(stated[2] or stated[3] or b"")
    if address is None or bool(address[1]) != with_letters or not int(address[2]):
        raise UnreadableError("a damaged workbook: a row or cell has an address that is none")
    return address[1] or b"", int(address[2])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def check_shared_text(xml: bytes, shared: list[int], sheet: str) -> None:
    """Raise UnreadableError when the cells together repeat more text than MAX_TEXT_BYTES.

    ``shared`` holds the length of each shared string in bytes; a few long ones named by many cells multiply.
    """
    cells = len(_SHARED_CELL.findall(xml)) + len(_SHARED_CELL_SINGLE_QUOTED.findall(xml))
    if cells * max(shared, default=0) <= MAX_TEXT_BYTES:
        return
    indexes = (int(match[1]) for match in _SHARED_INDEX.finditer(xml))
    text = sum(shared[index] for index in indexes if index < len(shared))
    if text + max(shared) * len(_OTHER_INDEX.findall(xml)) > MAX_TEXT_BYTES:
        raise UnreadableError(f"sheet {sheet!r} repeats more than {MAX_TEXT_BYTES >> 20} MB of text")


def check_document_type(xml: bytes, part: str) -> None:
    """Raise UnreadableError for XML with a document type or in an encoding in which one could hide."""
    if b"\0" in xml[:4096] or b"<!DOCTYPE" in xml:
        raise UnreadableError(f"a workbook whose part {part} declares a document type, which Excel never writes")
