"""The Smelter Look-up sheet of a template: the reference list of that revision (table ``reference_smelter``)."""

from __future__ import annotations

from include.countries import country
from include.intake.cmrt.context import Context
from include.intake.metals import canonical_metal
from include.intake.model import Row
from include.intake.values import folded, text_not_zero

_CHOICES = ("smelter not listed", "smelter not yet identified")
"""The last two choices of each metal: no smelters, so no rows of the reference."""


def read_lookup(context: Context) -> list[Row]:
    """Every name or alias of the look-up list, in sheet order; no rows when the template has lost the sheet."""
    layout = context.layout
    if layout.lookup_sheet not in context.workbook:
        context.findings.add("lookup_missing", "warning", f"the template has no sheet {layout.lookup_sheet!r}")
        return []
    rows = []
    for number, cells in enumerate(context.cells(layout.lookup_sheet), start=1):
        if number <= layout.lookup_heading_row:
            continue
        values = {
            field: text_not_zero(cells[column - 1]) if column <= len(cells) else None
            for field, column in layout.lookup_columns.items()
        }
        if not _is_reference(values):
            continue
        facility = country(values["facility_country"])
        rows.append(
            context.row(
                layout.lookup_sheet,
                number,
                list_version=context.form.revision_number,
                list_date=context.form.revision_date,
                facility_country_code=facility.alpha_2 if facility else None,
                **{**values, "metal": canonical_metal(values["metal"]) or values["metal"]},
            )
        )
    return rows


def _is_reference(values: dict[str, str | None]) -> bool:
    written = [value for value in values.values() if value]
    if not written or (len(written) == 1 and written[0].startswith("©")):
        return False
    return folded(values["smelter_alias"]) not in _CHOICES
