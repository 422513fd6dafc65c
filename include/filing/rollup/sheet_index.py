"""Where the cells of a sheet stand in its XML, byte by byte, so that one can be changed and all others left alone.

A library that writes a workbook anew loses what it does not know: conditional formats and validations of extensions,
protection, rich text. The XML is therefore cut at the cells to fill, and nothing else of it is touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from include.intake.bounds import check_document_type
from include.intake.values import address


class Unfillable(Exception):
    """A template that cannot be filled without damage; the message says why in plain words."""


@dataclass
class CellPlace:
    """A cell: its column, its bytes in the XML, its style, and the bytes and type of its formula where it has one."""

    column: int
    start: int
    end: int = 0
    style: str | None = None
    formula: tuple[int, int] | None = None
    formula_type: str | None = None


@dataclass
class RowPlace:
    """A row: its bytes, where the content of an open one ends, and its cells by column."""

    start: int
    end: int = 0
    content_end: int | None = None
    cells: dict[int, CellPlace] = field(default_factory=dict)


@dataclass
class SheetIndex:
    """The rows of a sheet by number, and where its table of rows ends."""

    rows: dict[int, RowPlace] = field(default_factory=dict)
    end: int = 0


def index_sheet(xml: bytes, part: str) -> SheetIndex:
    """The places of all rows and cells. Raises Unfillable when the XML is not as Excel or LibreOffice write it.

    Raises UnreadableError when it declares a document type: nothing outside of the part is ever read.
    """
    check_document_type(xml, part)
    reader = _Reader(xml)
    try:
        reader.parse()
    except (expat.ExpatError, ValueError, KeyError, IndexError) as error:
        raise Unfillable(f"its part {part} is not as Excel writes it: {error}") from error
    if not reader.index.end:
        raise Unfillable(f"its part {part} has no rows")
    return reader.index


class _Reader:
    def __init__(self, xml: bytes) -> None:
        self.xml, self.index = xml, SheetIndex()
        self._row: RowPlace | None = None
        self._cell: CellPlace | None = None
        self._parser: Any = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def parse(self) -> None:
        self._parser.Parse(self.xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        if name == "row":
            self._row = self.index.rows[int(attributes["r"])] = RowPlace(at)
        elif name == "c" and self._row is not None:
            column = address(attributes["r"])[1]
            self._cell = self._row.cells[column] = CellPlace(column, at, style=attributes.get("s"))
        elif name == "f" and self._cell is not None:
            self._cell.formula, self._cell.formula_type = (at, at), attributes.get("t")

    def _end(self, name: str) -> None:
        if name not in ("row", "c", "f", "sheetData"):
            return
        at = self._parser.CurrentByteIndex
        open_tag = self.xml.startswith(f"</{name}".encode(), at) and self.xml[at + 2 + len(name)] in b"> \t\r\n"
        end = self.xml.index(b">", at) + 1 if open_tag else at  # of an empty element the parser is behind it already
        if name == "f" and self._cell is not None and self._cell.formula:
            self._cell.formula = (self._cell.formula[0], end)
        elif name == "c" and self._cell is not None:
            self._cell.end, self._cell = end, None
        elif name == "row" and self._row is not None:
            self._row.end, self._row.content_end = end, at if open_tag else None
            self._row = None
        elif name == "sheetData" and open_tag:
            self.index.end = at
