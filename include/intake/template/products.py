"""The Product List (table ``declared_product``)."""

from __future__ import annotations

from include.intake.model import Row
from include.intake.template.context import Context, table_rows
from include.intake.template.labels import columns_named
from include.intake.template.layout import Columns
from include.intake.values import text

_FIELDS = ("product_number", "product_name", "requester_product_number", "requester_product_name", "comment")
_THREE = 3


def read_products(context: Context) -> list[Row]:
    """Every row of the Product List that holds text, in sheet order; the copyright line below is no row."""
    table, columns = context.layout.products, _columns(context)
    rows = []
    for number, cells in table_rows(context, table):
        written = {place: value for place, cell in enumerate(cells, start=1) if (value := text(cell))}
        known = {field: written.pop(columns[field], None) if field in columns else None for field in _FIELDS}
        if any(known.values()):
            rows.append(context.row(table.sheet, number, **known))
        for place, value in written.items():
            message = "text outside the known columns of the product list"
            context.report("text_outside_layout", "info", message, table.sheet, number, place, value)
    return rows


def _columns(context: Context) -> Columns:
    """The columns when each heading names one; else, as in another language, those of the revision.

    A 6.6 that still has three headings, as some were published, has those three.
    """
    table = context.layout.products
    cells = context.cells(table.sheet)
    headings = [text(cell) for cell in cells[table.heading_row - 1]] if len(cells) >= table.heading_row else []
    shown = [heading for heading in headings if heading]
    named = columns_named("product", headings)
    if len(named) == len(shown) and "product_number" in named:
        return named
    first = table.columns["product_number"]
    if len(table.columns) > _THREE and len(shown) == _THREE:
        return {"product_number": first, "product_name": first + 1, "comment": first + 2}
    return table.columns
