"""An .xlsx or .xlsm workbook: the sheets named in its index, each in a part of its own."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from include.intake.bounds import check_document_type, check_shared_text, check_sheet
from include.intake.cell_marks import error_values, formulas_without_value
from include.intake.model import UnreadableError
from include.intake.unused_rows import without_unused_rows
from include.intake.unused_texts import with_own_texts
from include.intake.workbook import SheetInfo, Workbook, sheet_info
from include.intake.zipfiles import MAX_INFLATED_BYTES, BoundedZip

_MAX_INDEX_BYTES = 8 * 1024 * 1024
_MAX_KEPT_BYTES = 4 * 1024 * 1024
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class XlsxWorkbook(Workbook):
    """The sheets of an .xlsx or .xlsm file."""

    def __init__(self, container: BoundedZip, thinned: Mapping[str, bool] | None = None) -> None:
        """Read names and visibility of the sheets; cells are read by ``cells``.

        Rows without a value of the sheets ``thinned`` come out empty, and where that says so those with nothing but
        zeros and #N/A: see ``unused_rows``.
        """
        self._zip = container
        self._thinned = thinned or {}
        index = _parse(container, "xl/workbook.xml")
        related = _parse(container, "xl/_rels/workbook.xml.rels")
        relations = _targets(related, "/worksheet")
        self._shared = next(iter(_targets(related, "/sharedStrings").values()), "xl/sharedStrings.xml")
        self._styles = next(iter(_targets(related, "/styles").values()), "xl/styles.xml")
        properties = _first(index, "workbookPr")
        self._date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true", "on")
        placed = _sheets(index, relations)
        super().__init__([sheet for sheet, _ in placed])
        self._parts = {sheet.name: part for sheet, part in placed}
        self._kept: dict[str, bytes] = {}
        self._errors: dict[str, dict[tuple[int, int], str]] = {}
        self._uncomputed: dict[str, set[tuple[int, int]]] = {}

    def errors(self, sheet: str) -> dict[tuple[int, int], str]:
        """As ``Workbook.errors``; the rows taken out as unused are left out."""
        if sheet not in self._errors:
            self._errors[sheet] = error_values(self._sheet_xml(sheet)) if sheet in self else {}
        return self._errors[sheet]

    def uncomputed(self, sheet: str) -> set[tuple[int, int]]:
        """As ``Workbook.uncomputed``; the rows taken out as unused are left out."""
        if sheet not in self._uncomputed:
            self._uncomputed[sheet] = formulas_without_value(self._sheet_xml(sheet)) if sheet in self else set()
        return self._uncomputed[sheet]

    def part(self, sheet: str) -> str:
        """Name of the part of the package that holds a sheet; raises KeyError when there is no such sheet."""
        return self._parts[sheet]

    def _sheet_xml(self, sheet: str) -> bytes:
        """The sheet's XML, checked; one that is not large is kept for the questions that follow."""
        if sheet in self._kept:
            return self._kept[sheet]
        part = self._parts[sheet]
        xml = self._zip.read(part)
        if sheet in self._thinned:
            xml = without_unused_rows(xml, self._thinned[sheet])
        check_document_type(xml, part)  # what is handed on, whose head is that of the part
        check_sheet(xml, sheet)
        if len(xml) <= _MAX_KEPT_BYTES:
            self._kept[sheet] = xml
        return xml

    def _container_for(self, sheets: list[str]) -> io.BytesIO:
        shared = with_own_texts(self._part(self._shared), [self._sheet_xml(sheet) for sheet in sheets])
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as container:
            _write(container, "[Content_Types].xml", f'<Types xmlns="{_TYPES}"/>'.encode())
            _write(container, "_rels/.rels", _package_xml())
            _write(container, "xl/workbook.xml", _workbook_xml(len(sheets), self._date1904))
            _write(container, "xl/_rels/workbook.xml.rels", _relations_xml(len(sheets)))
            _write(container, "xl/sharedStrings.xml", shared.content or f'<sst xmlns="{_MAIN}"/>'.encode())
            _write(container, "xl/styles.xml", self._part(self._styles) or f'<styleSheet xmlns="{_MAIN}"/>'.encode())
            for number, (sheet, xml) in enumerate(zip(sheets, shared.sheets, strict=True), start=1):
                if target.tell() + len(xml) > MAX_INFLATED_BYTES:
                    raise UnreadableError("a workbook whose sheets repeat one part again and again")
                check_shared_text(xml, shared.lengths, sheet)
                _write(container, f"xl/worksheets/sheet{number}.xml", xml)
        target.seek(0)
        return target

    def _part(self, part: str) -> bytes:
        if part not in self._zip:
            return b""
        xml = self._zip.read(part)
        check_document_type(xml, part)
        return xml


def _write(container: zipfile.ZipFile, name: str, content: bytes) -> None:
    container.writestr(zipfile.ZipInfo(name), content)


def _parse(container: BoundedZip, part: str) -> ElementTree.Element:
    xml = container.read(part)
    if len(xml) > _MAX_INDEX_BYTES:
        raise UnreadableError(f"a workbook whose part {part} is larger than {_MAX_INDEX_BYTES >> 20} MB")
    check_document_type(xml, part)
    try:
        return ElementTree.fromstring(xml)  # noqa: S314 - a document type, which entities need, was refused above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableError(f"a damaged workbook: {part} is not well-formed XML ({error})") from error


def _first(root: ElementTree.Element, local_name: str) -> ElementTree.Element | None:
    return next((element for element in root.iter() if _local(element.tag) == local_name), None)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _targets(relations: ElementTree.Element, kind: str) -> dict[str, str]:
    """Part by identifier, of the relations of one kind."""
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in relations.iter()
        if _local(relation.tag) == "Relationship" and relation.get("Type", "").endswith(kind)
    }


def _sheets(index: ElementTree.Element, relations: dict[str, str]) -> list[tuple[SheetInfo, str]]:
    """Each sheet with cells and the part that holds them; a chart sheet has none."""
    found = []
    for element in index.iter():
        if _local(element.tag) != "sheet":
            continue
        identifier = next((value for key, value in element.items() if key.startswith("{") and _local(key) == "id"), "")
        if identifier in relations:
            visible = element.get("state", "visible") == "visible"
            found.append((sheet_info(element.get("name", ""), visible), relations[identifier]))
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
