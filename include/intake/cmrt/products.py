"""The Product List (table ``declared_product``)."""

from __future__ import annotations

from include.intake.cmrt.context import Context, cell_name
from include.intake.model import Row
from include.intake.values import at, text

_FIELDS = ("product_number", "product_name")
_THREE, _FIVE = 3, 5


def read_products(context: Context) -> list[Row]:
    """Every row of the Product List that holds text, in sheet order; the copyright line below is no row.

    Revision 6.6 adds the requester's number and name between the responder's columns and the comment (five headings):
    the requester's are reported as text outside the layout, not landed.
    """
    layout = context.layout
    first, comment = layout.product_first_column, _comment_column(context)
    rows = []
    for number, cells in enumerate(context.cells(layout.product_sheet), start=1):
        if number <= layout.product_heading_row or not any(cells):
            continue
        written = {place: value for place, cell in enumerate(cells, start=1) if (value := text(cell))}
        if not written or (len(written) == 1 and next(iter(written.values())).startswith("©")):
            continue
        known = {field: written.pop(first + place, None) for place, field in enumerate(_FIELDS)}
        known["comment"] = written.pop(comment, None)
        if any(known.values()):
            rows.append(context.row(layout.product_sheet, number, **known))
        for place, value in written.items():
            context.findings.add(
                "text_outside_layout", "info", "text outside the known columns of the product list",
                sheet=layout.product_sheet, row=number, cell=cell_name(number, place), value=value,
            )  # fmt: skip
    return rows


def _comment_column(context: Context) -> int:
    layout, revision = context.layout, context.form.revision
    three = layout.product_first_column + _THREE - 1
    if revision is None or revision.product_columns == _THREE:
        return three
    five = layout.product_first_column + _FIVE - 1
    heading = text(at(context.cells(layout.product_sheet), layout.product_heading_row, five))
    return five if heading else three
