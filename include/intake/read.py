"""Read one file of the drop folder into rows of the landed tables.

This is the boundary of the intake: whatever is wrong with a file, ``read_file`` answers with a reason in plain words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from include.intake.dates import date_in_name
from include.intake.findings import Findings
from include.intake.identify import Identified, identify
from include.intake.mail import Mail
from include.intake.model import ReadFile, Row, UnreadableError
from include.intake.tables import read_table
from include.intake.template.parse import parse_reference, parse_template

__all__ = ["ReadFile", "Row", "date_in_name", "read_file", "reference_tables"]

_REFERENCE_TABLES = ("reference_smelter", "smelter_status", "old_smelter_id", "intake_finding")


def read_file(content: bytes, file_sha256: str, name: str) -> ReadFile:
    """Rows of one file for the landed tables; ``name`` only words reasons.

    Never raises on bad input but MemoryError, which is for who bounds the memory: what cannot be read has a ``reason``
    and no rows. A filled template gives declaration, answer, company_answer, the declared_ tables and intake_finding; a
    blank one gives reference_smelter and intake_finding; a table file gives the table its headings name, and
    intake_finding; a zip archive its members; an e-mail a row of mail, intake_finding and its members.
    """
    return _guarded(content, name, lambda found: _read(found, file_sha256))


def reference_tables(content: bytes, file_sha256: str, name: str) -> ReadFile:
    """Reference rows of one file: of any template with a look-up sheet, also a filled one, or of a status or id list.

    Never raises on bad input; a file of another kind gives a reason.
    """
    return _guarded(content, name, lambda found: _read_reference(found, file_sha256))


def _guarded(content: bytes, name: str, read: Callable[[Identified], ReadFile]) -> ReadFile:
    try:
        found = identify(content, name)
    except UnreadableError as error:
        return ReadFile(error.kind, reason=str(error))
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours must cost one file, not the batch: it is quarantined with its name
        return ReadFile("unreadable", reason=_fault(error))
    if found.reason:
        return ReadFile(found.kind, found.reason, **_template(found))
    try:
        return read(found)
    except UnreadableError as error:
        return ReadFile(found.kind, str(error), **_template(found))
    except MemoryError:
        raise
    except Exception as error:  # as above
        return ReadFile(found.kind, _fault(error), **_template(found))


def _fault(error: Exception) -> str:
    return f"the reader failed on this file, which is a fault of the reader: {type(error).__name__}: {error}"


def _read(found: Identified, file_sha256: str) -> ReadFile:
    if found.form and found.workbook:
        parsed = parse_template(found.form, found.workbook, file_sha256)
        return ReadFile(found.kind, blank=parsed.blank, tables=parsed.tables, **_template(found))
    if found.mail:
        return _read_mail(found.mail, file_sha256)
    if found.kind == "zip":
        return ReadFile("zip", tables=_left_out(found, file_sha256), members=found.members)
    return ReadFile(found.kind, tables=_read_tables(found, file_sha256))


def _read_reference(found: Identified, file_sha256: str) -> ReadFile:
    if found.form and found.workbook:
        tables = parse_reference(found.form, found.workbook, file_sha256)
    else:
        tables = {t: rows for t, rows in _read_tables(found, file_sha256).items() if t in _REFERENCE_TABLES}
    if not any(rows for table, rows in tables.items() if table != "intake_finding"):
        return ReadFile(found.kind, f"a file of kind {found.kind}: no reference of smelters in it", **_template(found))
    return ReadFile(found.kind, tables=tables, **_template(found))


def _read_tables(found: Identified, file_sha256: str) -> dict[str, list[Row]]:
    findings = Findings(file_sha256)
    tables: dict[str, list[Row]] = {}
    if found.encoding == "cp1252":
        findings.add("encoding_guessed", "warning", "the text is no UTF-8: read as Windows-1252, accents may be wrong")
    for cells, heading in found.tables:
        tables.setdefault(heading.table, []).extend(read_table(cells, heading, findings))
    if found.encoding:
        _report_line_breaks(found, findings)
    for sheet in found.unread_sheets:
        findings.add("sheet_not_read", "warning", "a sheet with headings of no kind known here", sheet=sheet)
    return {**tables, "intake_finding": findings.rows}


def _report_line_breaks(found: Identified, findings: Findings) -> None:
    """A quote that was never closed takes the following rows into one field: such fields are told."""
    for cells, _ in found.tables:
        for number, row in enumerate(cells, start=1):
            broken = next((cell for cell in row if "\n" in cell.strip()), None)
            if broken:
                message = "a field that goes over several lines: look whether its quotes are where they belong"
                findings.add("line_break_in_field", "info", message, row=number, value=broken)


def _left_out(found: Identified, file_sha256: str) -> dict[str, list[Row]]:
    findings = Findings(file_sha256)
    for name in found.left_out:
        findings.add("member_left_out", "info", "a file that programs add to an archive: not taken", value=name)
    return {"intake_finding": findings.rows}


def _read_mail(mail: Mail, file_sha256: str) -> ReadFile:
    findings = Findings(file_sha256)
    if mail.left_out:
        message = "pictures in the text, signatures and the like that mail programs add: not taken"
        findings.add("member_left_out", "info", message, value=", ".join(mail.left_out))
    row = {"file_sha256": file_sha256, "source_sheet": "", "source_row": 1, **mail.row}
    return ReadFile("mail", tables={"mail": [row], "intake_finding": findings.rows}, members=mail.members)


def _template(found: Identified) -> dict[str, Any]:
    if found.form is None:
        return {}
    return {"template_revision": found.form.revision_number, "template_language": found.form.language}
