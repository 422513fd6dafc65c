"""A reporting template as rows: a filled one is a declaration, a blank one is a reference list."""

from __future__ import annotations

from dataclasses import dataclass, field

from include.intake.findings import Findings
from include.intake.model import Row
from include.intake.template.answers import read_answers, read_company_answers
from include.intake.template.blank import report_filled_cells
from include.intake.template.context import Context
from include.intake.template.declaration import read_declaration
from include.intake.template.errors import report_empty_looking
from include.intake.template.form import Form
from include.intake.template.lookup import read_lookup
from include.intake.template.mines import read_minerals, read_mines
from include.intake.template.outside import report_text_outside
from include.intake.template.products import read_products
from include.intake.template.proof import proven_layout
from include.intake.template.smelters import read_origins, read_smelters
from include.intake.workbook import Workbook


@dataclass(frozen=True)
class Parsed:
    """Rows by table, and whether the template is blank: no company, no answers, no smelter rows."""

    blank: bool
    tables: dict[str, list[Row]] = field(default_factory=dict)


def parse_template(form: Form, workbook: Workbook, file_sha256: str) -> Parsed:
    """Rows of a readable template. Raises UnreadableError when its sheets do not stand as the revision has them."""
    context = _context(form, workbook, file_sha256)
    declaration = read_declaration(context)
    answers = read_answers(context)
    company_answers = read_company_answers(context, answers)
    smelters = read_smelters(context)
    answered = any(row["answer_reported"] for row in (*answers, *company_answers))
    blank = not (declaration["company_name"] or answered or smelters)
    tables = {
        "declaration": [declaration],
        "answer": answers,
        "company_answer": company_answers,
        "declared_smelter": smelters,
        "declared_origin": read_origins(context, smelters),
        "declared_product": read_products(context),
        "declared_mine": read_mines(context),
        "declared_mineral": read_minerals(context),
    }
    report_text_outside(context, [*answers, *company_answers])
    report_empty_looking(context, [*answers, *company_answers], smelters)
    if blank:
        report_filled_cells(context, tables)
        return Parsed(True, _with_findings({"reference_smelter": read_lookup(context)}, context))
    return Parsed(False, _with_findings(tables, context))


def parse_reference(form: Form, workbook: Workbook, file_sha256: str) -> dict[str, list[Row]]:
    """The reference rows of any readable template, blank or filled."""
    context = _context(form, workbook, file_sha256)
    return _with_findings({"reference_smelter": read_lookup(context)}, context)


def _context(form: Form, workbook: Workbook, file_sha256: str) -> Context:
    layout = proven_layout(form, workbook)
    return Context(file_sha256, workbook, form, layout, Findings(file_sha256))


def _with_findings(tables: dict[str, list[Row]], context: Context) -> dict[str, list[Row]]:
    return {**tables, "intake_finding": context.findings.rows}
