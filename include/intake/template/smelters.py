"""The Smelter List (table ``declared_smelter``) and the countries its rows name (table ``declared_origin``)."""

from __future__ import annotations

from include.countries import country, is_recycled, split_countries
from include.intake.findings import Severity
from include.intake.metals import CONFLICT_MINERALS, canonical_metal
from include.intake.model import Row
from include.intake.template.context import Context, cell_name, row_values, table_rows
from include.intake.template.lookup import OwnList
from include.intake.template.recompute import Recomputed, recomputed
from include.intake.values import clean_text, folded

_LANDED = (
    "smelter_id_input", "metal", "smelter_lookup", "smelter_name_reported", "facility_country", "smelter_id_reported",
    "smelter_id_source", "city", "state", "next_steps", "mine", "mine_country", "recycled", "comment",
    "smelter_name_standard_reported",
)  # fmt: skip
"""Street and persons of a smelter are read and left out on purpose: they serve no step of the report."""
_NO_COUNTRY = "no country of the ISO list, or a word that may mean two"
_PROVES_A_ROW = ("metal", "smelter_id_input", "smelter_lookup", "smelter_name_reported", "smelter_id_reported")


def read_smelters(context: Context) -> list[Row]:
    """Every declared smelter row, in sheet order: a row counts when any supplier's column holds text.

    A zero is what a formula shows that found nothing. Below the template's table a row counts when it names a smelter.
    """
    layout = context.layout
    last, own_list = layout.smelter_last_supplier_column, OwnList(context)
    rows = []
    for number, cells in table_rows(context, layout.smelters):
        if not any(cells[:last]):
            continue
        values = row_values(layout.smelters, cells)
        if _is_declared(context, number, values):
            rows.append(_smelter(context, own_list, number, values))
    return rows


def _is_declared(context: Context, number: int, values: dict[str, str | None]) -> bool:
    layout = context.layout
    columns = layout.smelters.columns
    written = [
        field for field, column in columns.items() if values[field] and column <= layout.smelter_last_supplier_column
    ]
    if not written:
        return False
    if number <= layout.smelter_last_row or sum(field in _PROVES_A_ROW for field in written) > 1:
        return True
    _add(
        context, number, written[0], "text_outside_layout", "text below the table of the template",
        values[written[0]], "info",
    )  # fmt: skip
    return False


def _smelter(context: Context, own_list: OwnList, number: int, values: dict[str, str | None]) -> Row:
    values, found = recomputed(own_list, number, values)
    _report_doubts(context, number, values, found)
    facility = country(values["facility_country"])
    landed = {field: values.get(field) for field in _LANDED}
    landed |= {
        "metal": canonical_metal(values["metal"]) or values["metal"],
        "smelter_name_clean": clean_text(values["smelter_name_reported"]),
        "facility_country_code": facility.alpha_2 if facility else None,
        "smelter_id_reported": values.get("smelter_id_reported") or values.get("smelter_id_input"),
    }
    return context.row(context.layout.smelters.sheet, number, **landed)


def _report_doubts(context: Context, number: int, values: dict[str, str | None], found: Recomputed) -> None:
    metal, place = values["metal"], values["facility_country"]
    typed, shown = values.get("smelter_id_input"), values.get("smelter_id_reported")
    known = canonical_metal(metal)
    if metal and (known is None or (context.form.kind == "cmrt" and known not in CONFLICT_MINERALS)):
        _add(
            context, number, "metal", "metal_unrecognised", "the metal is none of those the template asks about", metal
        )
    if place and country(place) is None and folded(place) != "unknown":
        _add(context, number, "facility_country", "country_unrecognised", _NO_COUNTRY, place, "info")
    if typed and shown and _number(typed) != _number(shown):
        message = f"the identification number typed is not the one the row shows ({shown[:40]})"
        _add(context, number, "smelter_id_input", "smelter_ids_differ", message, typed)
    if found.fields:
        names = ", ".join(field.replace("_", " ") for field in found.fields)
        message = f"the formulas of this row have no values: {names} taken from the workbook's own list by {found.key}"
        _add(context, number, found.by, "row_recomputed", message, values[found.by], "info")
    elif found.by:
        message = f"the formulas of this row have no values, and the workbook's own list does not tell {found.key}"
        _add(context, number, found.by, "row_not_computed", message, values[found.by])


def _number(written: str) -> str:
    return folded(written).replace(" ", "").replace("-", "")


def _add(
    context: Context,
    number: int,
    field: str,
    code: str,
    message: str,
    value: str | None,
    severity: Severity = "warning",
) -> None:
    table = context.layout.smelters
    context.report(code, severity, message, table.sheet, number, table.columns[field], value)


def read_origins(context: Context, smelters: list[Row]) -> list[Row]:
    """One row for each entry of the mine countries of each smelter row; unknown words stay, with a finding."""
    column = context.layout.smelters.columns.get("mine_country")
    rows = []
    for smelter in smelters if column else ():
        sheet, number = smelter["source_sheet"], smelter["source_row"]
        for entry in split_countries(smelter["mine_country"]):
            origin = country(entry)
            recycled = origin is None and is_recycled(entry)
            if origin is None and not recycled:
                context.report("country_unrecognised", "info", _NO_COUNTRY, sheet, number, column or 0, entry)
            rows.append(
                context.row(
                    sheet,
                    number,
                    source_cell=cell_name(number, column or 0),
                    metal=smelter["metal"],
                    origin_country_reported=entry,
                    origin_country=origin.name if origin else None,
                    origin_country_code=origin.alpha_2 if origin else None,
                    recycled=recycled,
                )
            )
    return rows
