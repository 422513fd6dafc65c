"""An .xlsx or .xlsm workbook: sheet names and visibility, and the cells of the sheets asked for.

python-calamine reads the cells (a tenth of the time openpyxl takes). It is handed a container made here, of nothing but
the wanted sheets, shared strings and styles, each inflated and measured before: what was checked is what it reads.
Formulas are never evaluated, macros never looked at.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from python_calamine import CalamineError, CalamineWorkbook

from include.intake.bounds import MAX_CELLS, check_document_type, check_shared_text, check_sheet, shared_lengths
from include.intake.model import Cells, UnreadableError
from include.intake.unused_rows import without_unused_rows
from include.intake.zipfiles import MAX_INFLATED_BYTES, BoundedZip

_MAX_INDEX_BYTES = 8 * 1024 * 1024
_MAX_SHEETS = 500
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class SheetInfo:
    """A sheet of the workbook: its name, whether people see it, and the part that holds its cells."""

    name: str
    visible: bool
    part: str


class Workbook:
    """The sheets of an .xlsx or .xlsm file.

    Raises UnreadableError when the container is damaged, lacks what a workbook must have, or goes beyond the bounds.
    """

    def __init__(self, container: BoundedZip, thinned: frozenset[str] = frozenset()) -> None:
        """Read names and visibility of the sheets; cells are read by ``cells``.

        Rows of the sheets ``thinned`` that hold nothing but zeros and #N/A come out empty: see ``unused_rows``.
        """
        self._zip = container
        self._thinned = thinned
        index = _parse(container, "xl/workbook.xml")
        relations = _targets(_parse(container, "xl/_rels/workbook.xml.rels"))
        properties = _first(index, "workbookPr")
        self._date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true", "on")
        self.sheets = _sheets(index, relations)
        self._by_name = {sheet.name: sheet for sheet in self.sheets}
        self._cache: dict[str, Cells] = {}

    def __contains__(self, sheet: str) -> bool:
        """Whether the workbook has a sheet of that name."""
        return sheet in self._by_name

    def load(self, *names: str) -> None:
        """Read the cells of these sheets in one go; names that do not exist are passed over."""
        wanted = [self._by_name[name] for name in names if name in self._by_name and name not in self._cache]
        if wanted:
            self._cache |= _read_cells(self._container_for(wanted), wanted)

    def cells(self, sheet: str) -> Cells:
        """Cells of a sheet from A1 on, empty ones as the empty string; no rows when there is no such sheet."""
        self.load(sheet)
        return self._cache.get(sheet, [])

    def _container_for(self, sheets: list[SheetInfo]) -> io.BytesIO:
        shared = self._part("sharedStrings.xml")
        lengths = shared_lengths(shared)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as container:
            _write(container, "[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>'.encode())
            _write(container, "_rels/.rels", _package_xml())
            _write(container, "xl/workbook.xml", _workbook_xml(len(sheets), self._date1904))
            _write(container, "xl/_rels/workbook.xml.rels", _relations_xml(len(sheets)))
            _write(container, "xl/sharedStrings.xml", shared or f'<sst xmlns="{_MAIN}"/>'.encode())
            _write(container, "xl/styles.xml", self._part("styles.xml") or f'<styleSheet xmlns="{_MAIN}"/>'.encode())
            for number, sheet in enumerate(sheets, start=1):
                xml = self._zip.read(sheet.part)
                if target.tell() + len(xml) > MAX_INFLATED_BYTES:
                    raise UnreadableError("a workbook whose sheets repeat one part again and again")
                check_document_type(xml, sheet.part)
                if sheet.name in self._thinned:
                    xml = without_unused_rows(xml)
                check_sheet(xml, sheet.name)
                check_shared_text(xml, lengths, sheet.name)
                _write(container, f"xl/worksheets/sheet{number}.xml", xml)
        target.seek(0)
        return target

    def _part(self, name: str) -> bytes:
        part = f"xl/{name}"
        if part not in self._zip:
            return b""
        xml = self._zip.read(part)
        check_document_type(xml, part)
        return xml


def _write(container: zipfile.ZipFile, name: str, content: bytes) -> None:
    container.writestr(zipfile.ZipInfo(name), content)


def _read_cells(container: io.BytesIO, sheets: list[SheetInfo]) -> dict[str, Cells]:
    try:
        book = CalamineWorkbook.from_filelike(container)
        found: dict[str, Cells] = {}
        laid_out = 0
        for number, sheet in enumerate(sheets, start=1):
            cells = book.get_sheet_by_name(f"s{number}")
            laid_out += cells.total_height * cells.total_width
            if laid_out > MAX_CELLS:
                raise UnreadableError(f"a workbook whose sheets span more than {MAX_CELLS:,} cells")
            found[sheet.name] = cells.to_python(skip_empty_area=False)
        return found
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(f"a damaged workbook: {error}") from error
    except BaseException as error:
        # A Rust panic arrives as pyo3_runtime.PanicException, which is no Exception and cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise UnreadableError(f"a damaged workbook: its cells cannot be read ({error})") from error


def _parse(container: BoundedZip, part: str) -> ElementTree.Element:
    xml = container.read(part)
    if len(xml) > _MAX_INDEX_BYTES:
        raise UnreadableError(f"a workbook whose part {part} is larger than {_MAX_INDEX_BYTES >> 20} MB")
    check_document_type(xml, part)
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 - a document type, which entities need, was refused above
    except (ElementTree.ParseError, ValueError) as error:
        raise UnreadableError(f"a damaged workbook: {part} is not well-formed XML ({error})") from error


def _first(root: ElementTree.Element, local_name: str) -> ElementTree.Element | None:
    return next((element for element in root.iter() if _local(element.tag) == local_name), None)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _targets(relations: ElementTree.Element) -> dict[str, str]:
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in relations.iter()
        if _local(relation.tag) == "Relationship" and relation.get("Type", "").endswith("/worksheet")
    }


def _sheets(index: ElementTree.Element, relations: dict[str, str]) -> list[SheetInfo]:
    found = []
    for element in index.iter():
        if _local(element.tag) != "sheet":
            continue
        identifier = next((value for key, value in element.items() if key.startswith("{") and _local(key) == "id"), "")
        if identifier in relations:  # a chart sheet has no cells
            visible = element.get("state", "visible") == "visible"
            found.append(SheetInfo(element.get("name", ""), visible, relations[identifier]))
    if not found:
        raise UnreadableError("a workbook without a sheet that holds cells")
    if len(found) > _MAX_SHEETS:
        raise UnreadableError(f"a workbook of {len(found):,} sheets; at most {_MAX_SHEETS} are opened")
    return found


def _workbook_xml(sheets: int, date1904: bool) -> bytes:
    entries = "".join(
        f"<sheet name={quoteattr(f's{n}')} sheetId={quoteattr(str(n))} r:id={quoteattr(f'rId{n}')}/>"
        for n in range(1, sheets + 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr date1904="{int(date1904)}"/>'
        f"<sheets>{entries}</sheets></workbook>"
    ).encode()


def _package_xml() -> bytes:
    target = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    return f'<Relationships xmlns="{_PACKAGE}">{target}</Relationships>'.encode()


def _relations_xml(sheets: int) -> bytes:
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'.encode()
