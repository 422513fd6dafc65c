"""The rows of the Smelter List: what a person would type into each, and what the template's formulas then show.

A number typed into the first column fills the row by the template's own formulas: they look the number up, take metal
and standard name from there, and find the other columns again by metal and name. Where that does not lead back to the
same facility, metal and name are chosen as a person would; where the template's list does not have the facility at
all, the row says "Smelter not listed" with its name, country and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from include.filing.rollup.filling import Smelter
from include.filing.rollup.form import Form
from include.filing.rollup.sheet_index import Unfillable
from include.filing.rollup.sheet_xml import Value
from include.intake.template.context import row_values
from include.intake.values import column_letters, column_number

NOT_LISTED = "Smelter not listed"
_SOURCE_COLUMN, _KEY_COLUMN = column_number("F"), column_number("J")
"""Columns of the look-up sheet of 6.x that the intake has no use for: who gives the number; metal and name in one."""
_WILDCARD = re.compile(r"[*?~]")  # MATCH() reads them as any signs
_FROM_LIST = {
    "facility_country": "facility_country", "smelter_id_reported": "smelter_cid", "city": "city", "state": "state",
    "smelter_name_standard_reported": "smelter_name_standard", "smelter_id_source": "source",
}  # fmt: skip
"""Column of the Smelter List -> column of the look-up list that its formula shows."""


@dataclass(frozen=True)
class SmelterRow:
    """Field -> what is typed and what formulas show; ``way`` says how the row tells the facility."""

    smelter: Smelter
    way: str
    typed: Mapping[str, str]
    shown: Mapping[str, str]


class SmelterRows:
    """The rows for facilities on one form."""

    def __init__(self, form: Form) -> None:
        """Nothing is looked up yet."""
        self._form = form

    @cached_property
    def _list(self) -> list[dict[str, str | None]]:
        table = self._form.lookup
        columns = table.columns | {"source": _SOURCE_COLUMN, "key": _KEY_COLUMN}
        table = replace(table, columns=columns)
        rows = [row_values(table, cells) for cells in self._form.lookup_cells[table.heading_row :]]
        return [row for row in rows if row["metal"] and row["smelter_alias"]]

    @cached_property
    def _by_name(self) -> dict[str, dict[str, str | None]]:
        """Line that the template's formula finds for metal and name: the first, in any capitals."""
        found: dict[str, dict[str, str | None]] = {}
        keyed = any(row["key"] for row in self._list)  # else the file was saved without the values of formulas
        for row in self._list:
            key = row["key"] if keyed else f"{row['metal']}{row['smelter_alias']}"
            if key:
                found.setdefault(key.casefold(), row)
        return found

    @staticmethod
    def _key(metal: str | None, name: str | None) -> str:
        return f"{metal}{name}".casefold()

    def row(self, smelter: Smelter) -> SmelterRow:
        """What is typed for a facility, and what the formulas of its row will show."""
        lines = [row for row in self._list if row["smelter_cid"] == smelter.smelter_cid]
        first = lines[0] if lines else None
        if first and first["metal"] == smelter.metal and self._leads_back(smelter, first["smelter_name_standard"]):
            chosen = {"metal": smelter.metal, "smelter_lookup": first["smelter_name_standard"] or ""}
            typed = {"smelter_id_input": smelter.smelter_cid}
            return SmelterRow(smelter, "number", typed, chosen | self._shown(smelter.metal, chosen["smelter_lookup"]))
        for line in lines:
            if line["metal"] == smelter.metal and self._leads_back(smelter, line["smelter_alias"]):
                typed = {"metal": smelter.metal, "smelter_lookup": line["smelter_alias"] or ""}
                return SmelterRow(smelter, "name", typed, self._shown(smelter.metal, line["smelter_alias"]))
        return self._not_listed(smelter)

    def _leads_back(self, smelter: Smelter, name: str | None) -> bool:
        found = self._by_name.get(self._key(smelter.metal, name))
        return bool(name and found and found["smelter_cid"] == smelter.smelter_cid and not _WILDCARD.search(name))

    def _shown(self, metal: str, name: str | None) -> dict[str, str]:
        line = self._by_name[self._key(metal, name)]
        return {field: value for field, column in _FROM_LIST.items() if (value := line.get(column))}

    @cached_property
    def _source(self) -> str | None:
        """Who gives the numbers of the template's list, where that is one body."""
        found = {row["source"] for row in self._list if row["source"]}
        return found.pop() if len(found) == 1 else None

    def _not_listed(self, smelter: Smelter) -> SmelterRow:
        if not (smelter.name and smelter.country):
            raise Unfillable(f"no list gives name and country of {smelter.metal} {smelter.smelter_cid}")
        typed = {
            "metal": smelter.metal,
            "smelter_lookup": NOT_LISTED,
            "smelter_name_reported": smelter.name,
            "facility_country": self._form.country(smelter.country),
            "smelter_id_reported": smelter.smelter_cid,
            **({"smelter_id_source": self._source} if self._source else {}),
        }
        return SmelterRow(smelter, "not listed", typed, {})


def cells_of(form: Form, rows: list[SmelterRow]) -> tuple[dict[str, Value], dict[str, Value], range]:
    """Cells typed, cells shown by formulas, and the rows of the sheet they fill.

    Raises Unfillable when there are more facilities than the template has rows.
    """
    first = form.layout.smelters.heading_row + 1
    numbers = range(first, first + len(rows))
    if numbers.stop - 1 > form.layout.smelter_last_row:
        room = form.layout.smelter_last_row - first + 1
        raise Unfillable(f"its Smelter List has {room:,} rows, and Appendix A {len(rows):,} facilities")
    typed = dict(_placed(form, numbers, [row.typed for row in rows]))
    return typed, dict(_placed(form, numbers, [row.shown for row in rows])), numbers


def _placed(form: Form, numbers: range, values: list[Mapping[str, str]]) -> Iterator[tuple[str, Value]]:
    columns = form.layout.smelters.columns
    for number, fields in zip(numbers, values, strict=True):
        for field, value in fields.items():
            yield f"{column_letters(columns[field])}{number}", value
