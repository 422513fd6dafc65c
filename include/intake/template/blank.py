"""What stands in a template that is taken as blank: it is a reference list, and yet nothing in it may go unsaid."""

from __future__ import annotations

from include.intake.model import Row
from include.intake.template.context import Context
from include.intake.template.form import DECLARATION

_NO_FIELDS = ("company_name", "scope_link")


def report_filled_cells(context: Context, tables: dict[str, list[Row]]) -> None:
    """A finding for each field, comment, product and mine of a template without company, answers and smelters."""
    layout, declaration = context.layout, tables["declaration"][0]
    for field, (row, column) in layout.declaration.items():
        reported = declaration.get(f"{field}_reported") or declaration.get(field)
        if reported and field not in _NO_FIELDS:
            _report(context, DECLARATION, row, column, reported)
    for answer in (*tables["answer"], *tables["company_answer"]):
        if answer["comment"]:
            _report(context, DECLARATION, answer["source_row"], layout.comment_column, answer["comment"])
    for table, first in (("declared_product", "product_number"), ("declared_mine", "metal")):
        columns = (layout.products if table == "declared_product" else layout.mines or layout.products).columns
        for found in tables[table]:
            shown = next((found[field] for field in columns if found.get(field)), None)
            _report(context, found["source_sheet"], found["source_row"], columns[first], shown)


def _report(context: Context, sheet: str, row: int, column: int, value: object) -> None:
    message = (
        "filled in, in a template without company, answers and smelters: taken as a reference list, not as an answer"
    )
    context.report("blank_but_filled", "warning", message, sheet, row, column, value)
