"""The list of smelters in a template: the reference of that revision (table ``reference_smelter``).

From 6.x on the sheet Smelter Look-up; before, standard names in one sheet and in later ones their aliases in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from include.countries import country
from include.intake.metals import canonical_metal
from include.intake.model import Row
from include.intake.template.context import Context, row_values, table_rows
from include.intake.template.headings import wrong_headings
from include.intake.template.layout import Table
from include.intake.values import folded

CHOICES = ("smelter not listed", "smelter not yet identified")
"""The last two choices of each metal: no smelters, so no rows of the reference."""
_OLD_ID = re.compile(r"\d[A-Z]{3}\d{3}")
_BETWEEN_ALIASES = re.compile(r",(?=\S)")  # "Co., Ltd." has a space behind its comma, the list of aliases has none


class OwnList:
    """The list of smelters in a template, by number and by name; read when a row first asks for it."""

    def __init__(self, context: Context) -> None:
        """Nothing is read yet; ``columns`` are those of the Smelter List, whose rows ask."""
        self._context = context
        self.columns = context.layout.smelters.columns

    @cached_property
    def _uncomputed(self) -> set[tuple[int, int]]:
        return self._context.workbook.uncomputed(self._context.layout.smelters.sheet)

    def is_uncomputed(self, row: int, column: int) -> bool:
        """Whether a cell of the Smelter List holds a formula without a value."""
        return (row, column) in self._uncomputed

    @cached_property
    def _rows(self) -> dict[tuple[str | None, str], list[Row]]:
        found: dict[tuple[str | None, str], list[Row]] = {}
        for row in read_lookup(self._context):
            found.setdefault((None, folded(row["smelter_cid"])), []).append(row)
            found.setdefault((row["metal"] or "", folded(row["smelter_alias"])), []).append(row)
        return found

    def by_cid(self, smelter_cid: str) -> list[Row]:
        """Lines of that identification number."""
        return self._rows.get((None, folded(smelter_cid)), [])

    def by_name(self, metal: str | None, name: str | None) -> list[Row]:
        """Lines of that metal and name."""
        return self._rows.get((metal or "", folded(name)), [])


def read_lookup(context: Context) -> list[Row]:
    """Every name or alias of the template's lists, in sheet order; no rows when it has lost the sheet."""
    table = context.layout.lookup
    if table is None or table.sheet not in context.workbook:
        wanted = repr(table.sheet) if table else "of smelters"
        context.findings.add("lookup_missing", "warning", f"the template has no sheet {wanted}")
        return []
    if fault := next(wrong_headings("lookup", table, context.workbook), None):
        context.findings.add("lookup_not_proved", "critical", f"a template {fault}: its list is not believed")
        return []
    rows = [row for values, number in _values(context, table) for row in _names(context, table, number, values)]
    aliases = context.layout.aliases
    if aliases and aliases.sheet in context.workbook:
        old_ids = {(row["metal"], folded(row["smelter_name_standard"])): row["old_smelter_id"] for row in rows}
        found = [_row(context, aliases, number, values) for values, number in _values(context, aliases)]
        for row in found:
            row["old_smelter_id"] = old_ids.get((row["metal"], folded(row["smelter_name_standard"])))
        rows += found
    return rows


def _values(context: Context, table: Table) -> Iterator[tuple[dict[str, str | None], int]]:
    for number, cells in table_rows(context, table):
        values = row_values(table, cells)
        name = values.get("smelter_alias") or values.get("smelter_name_standard")
        if name and folded(name) not in CHOICES:
            yield values, number


def _names(context: Context, table: Table, number: int, values: dict[str, Any]) -> Iterator[Row]:
    """The row of a standard name, and one for each alias that stands beside it in one cell."""
    aliases = values.pop("known_aliases", None)
    yield _row(context, table, number, values)
    for alias in _BETWEEN_ALIASES.split(aliases) if aliases else ():
        if alias.strip():
            yield _row(context, table, number, {**values, "smelter_alias": alias.strip()})


def _row(context: Context, table: Table, number: int, values: dict[str, str | None]) -> Row:
    place, cid, old_id = values["facility_country"], values.get("smelter_cid"), values.get("old_smelter_id")
    facility = country(place)
    return context.row(
        table.sheet,
        number,
        list_version=context.form.list_version,
        list_date=context.form.revision_date,
        metal=canonical_metal(values["metal"]) or values["metal"],
        smelter_alias=values.get("smelter_alias") or values["smelter_name_standard"],
        smelter_name_standard=values["smelter_name_standard"],
        facility_country=place,
        facility_country_code=facility.alpha_2 if facility else None,
        smelter_cid=cid,
        old_smelter_id=old_id if old_id and _OLD_ID.fullmatch(old_id) else None,
        city=values.get("city"),
        state=values.get("state"),
    )
