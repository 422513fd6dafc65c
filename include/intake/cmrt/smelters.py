"""The Smelter List (table ``declared_smelter``) and the countries its rows name (table ``declared_origin``)."""

from __future__ import annotations

from include.countries import country, is_recycled, split_countries
from include.intake.cmrt.context import Context, cell_name
from include.intake.findings import Severity
from include.intake.metals import canonical_metal
from include.intake.model import Row
from include.intake.values import folded, text_not_zero

_NOT_LANDED = ("street", "smelter_contact_name", "smelter_contact_email")
"""Read and left out on purpose: persons at a smelter and its street serve no step of the report."""
_NO_COUNTRY = "no country of the ISO list, or a word that may mean two"
_PROVES_A_ROW = ("metal", "smelter_id_input", "smelter_lookup", "smelter_name_reported", "smelter_id_reported")


def read_smelters(context: Context) -> list[Row]:
    """Every declared smelter row, in sheet order: a row counts when any supplier's column holds text.

    A zero is what a formula shows that found nothing. Below the template's table a row counts when it names a smelter.
    """
    layout = context.layout
    rows = []
    last = layout.smelter_last_supplier_column
    for number, cells in enumerate(context.cells(layout.smelter_sheet), start=1):
        if number <= layout.smelter_heading_row or not any(cells[:last]):
            continue
        values = {
            field: text_not_zero(cells[column - 1]) if column <= len(cells) else None
            for field, column in layout.smelter_columns.items()
        }
        if _is_declared(context, number, values):
            rows.append(_smelter(context, number, values))
    return rows


def _is_declared(context: Context, number: int, values: dict[str, str | None]) -> bool:
    layout = context.layout
    written = [
        field
        for field, column in layout.smelter_columns.items()
        if values[field] and column <= layout.smelter_last_supplier_column
    ]
    if not written:
        return False
    if len(written) == 1 and str(values[written[0]]).startswith("©"):
        return False
    if number <= layout.smelter_last_row or sum(field in _PROVES_A_ROW for field in written) > 1:
        return True
    column = layout.smelter_columns[written[0]]
    context.findings.add(
        "text_outside_layout", "info", "text below the table of the template",
        sheet=layout.smelter_sheet, row=number, cell=cell_name(number, column), value=values[written[0]],
    )  # fmt: skip
    return False


def _smelter(context: Context, number: int, values: dict[str, str | None]) -> Row:
    facility = country(values["facility_country"])
    canonical = canonical_metal(values["metal"])
    _report_doubts(context, number, values)
    landed = {field: value for field, value in values.items() if field not in _NOT_LANDED}
    landed |= {
        "metal": canonical or values["metal"],
        "facility_country_code": facility.alpha_2 if facility else None,
        "smelter_id_reported": values["smelter_id_reported"] or values["smelter_id_input"],
    }
    return context.row(context.layout.smelter_sheet, number, **landed)


def _report_doubts(context: Context, number: int, values: dict[str, str | None]) -> None:
    metal, place = values["metal"], values["facility_country"]
    typed, shown = values["smelter_id_input"], values["smelter_id_reported"]
    if metal and canonical_metal(metal) is None:
        _add(context, number, "metal", "metal_unrecognised", "the metal is none of the four", metal)
    if place and country(place) is None and folded(place) != "unknown":
        _add(context, number, "facility_country", "country_unrecognised", _NO_COUNTRY, place, "info")
    if typed and shown and typed.casefold() != shown.casefold():
        message = f"the identification number typed is not the one the row shows ({shown[:40]})"
        _add(context, number, "smelter_id_input", "smelter_ids_differ", message, typed)
    if typed and not any(values[field] for field in ("metal", "smelter_lookup", "smelter_name_reported")):
        message = "only an identification number: the workbook was saved without the values of its formulas"
        _add(context, number, "smelter_id_input", "row_not_computed", message, typed)


def _add(
    context: Context, number: int, field: str, code: str, message: str, value: str, severity: Severity = "warning"
) -> None:
    sheet, cell = context.layout.smelter_sheet, cell_name(number, context.layout.smelter_columns[field])
    context.findings.add(code, severity, message, sheet=sheet, row=number, cell=cell, value=value)


def read_origins(context: Context, smelters: list[Row]) -> list[Row]:
    """One row for each entry of the mine countries of each smelter row; unknown words stay, with a finding."""
    column = context.layout.smelter_columns["mine_country"]
    rows = []
    for smelter in smelters:
        number = smelter["source_row"]
        cell = cell_name(number, column)
        for entry in split_countries(smelter["mine_country"]):
            origin = country(entry)
            recycled = origin is None and is_recycled(entry)
            if origin is None and not recycled:
                context.findings.add(
                    "country_unrecognised", "info", _NO_COUNTRY,
                    sheet=smelter["source_sheet"], row=number, cell=cell, value=entry,
                )  # fmt: skip
            rows.append(
                context.row(
                    smelter["source_sheet"],
                    number,
                    source_cell=cell,
                    metal=smelter["metal"],
                    origin_country_reported=entry,
                    origin_country=origin.name if origin else None,
                    origin_country_code=origin.alpha_2 if origin else None,
                    recycled=recycled,
                )
            )
    return rows
