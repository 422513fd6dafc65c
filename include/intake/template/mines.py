"""The Mine List and the minerals in scope of EMRT and AMRT (tables ``declared_mine`` and ``declared_mineral``)."""

from __future__ import annotations

from include.countries import country
from include.intake.metals import canonical_metal
from include.intake.model import Row
from include.intake.template.context import Context, cell_name, row_values, table_rows
from include.intake.template.form import DECLARATION
from include.intake.template.layout import Table
from include.intake.values import folded, text_not_zero

_NOT_LANDED = ("street", "mine_contact_name", "mine_contact_email")
"""Read and left out on purpose: persons at a mine and its street serve no step of the report."""


def read_mines(context: Context) -> list[Row]:
    """Every row of the Mine List that holds text, in sheet order; no rows in a template without that sheet."""
    table = context.layout.mines
    if table is None:
        return []
    rows = []
    for number, cells in table_rows(context, table):
        values = row_values(table, cells)
        if any(values.values()):
            rows.append(_mine(context, table, number, values))
    return rows


def _mine(context: Context, table: Table, number: int, values: dict[str, str | None]) -> Row:
    place, metal = values["mine_country"], values["metal"]
    found = country(place)
    if place and found is None and folded(place) != "unknown":
        message, column = "no country of the ISO list, or a word that may mean two", table.columns["mine_country"]
        context.report("country_unrecognised", "info", message, table.sheet, number, column, place)
    landed = {field: value for field, value in values.items() if field not in _NOT_LANDED}
    landed |= {"metal": canonical_metal(metal) or metal, "mine_country_code": found.alpha_2 if found else None}
    return context.row(table.sheet, number, **landed)


def read_minerals(context: Context) -> list[Row]:
    """One row for each mineral the template says it covers, and for each reason of the sheet Minerals Scope."""
    cells = context.cells(DECLARATION)
    rows = [
        context.row(
            DECLARATION,
            row,
            source_cell=cell_name(row, column),
            metal=metal,
            metal_reported=str(cells[row - 1][column - 1]).strip(),
            reason=None,
        )
        for row, column, metal in context.chosen_minerals()
    ]
    return rows + _reasons(context)


def _reasons(context: Context) -> list[Row]:
    table = context.layout.minerals
    if table is None:
        return []
    mineral, reason = table.columns["metal_reported"], table.columns["reason"]
    rows = []
    for number, cells in table_rows(context, table):
        reported = text_not_zero(cells[mineral - 1]) if mineral <= len(cells) else None
        given = text_not_zero(cells[reason - 1]) if reason <= len(cells) else None
        if reported or given:
            rows.append(
                context.row(
                    table.sheet,
                    number,
                    source_cell=cell_name(number, mineral),
                    metal=canonical_metal(reported) or reported,
                    metal_reported=reported,
                    reason=given,
                )
            )
    return rows
