"""Fill a smelter row whose formulas have lost their values, from the look-up list of the same workbook.

In the template the columns behind the identification number or the choice of a smelter are formulas over its own list.
A program that saves no values leaves them empty; what they would show is looked up again, and flagged.
"""

from __future__ import annotations

from dataclasses import dataclass

from include.intake.metals import canonical_metal
from include.intake.model import Row
from include.intake.template.lookup import CHOICES, OwnList
from include.intake.values import folded

_COPIED = {
    "metal": ("metal",),
    "smelter_lookup": ("smelter_alias",),
    "smelter_name_reported": ("smelter_name_standard",),
    "facility_country": ("facility_country",),
    "smelter_id_reported": ("smelter_cid", "old_smelter_id"),
    "city": ("city",),
    "state": ("state",),
}
"""Column of the Smelter List -> column of the look-up list that its formula shows, the first that has a value."""
_TELLING = ("smelter_name_reported", "facility_country", "smelter_id_reported")
"""Where all of these are empty the formulas themselves may be gone, values and all."""

Values = dict[str, str | None]


@dataclass(frozen=True)
class Recomputed:
    """Which columns were filled; ``by`` the column that told them, ``key`` in words; no ``by``: nothing was missing."""

    fields: tuple[str, ...] = ()
    by: str = ""
    key: str = ""


def recomputed(own_list: OwnList, number: int, values: Values) -> tuple[Values, Recomputed]:
    """The values of a row as its formulas would show them, and what was filled. What is written stays as it is."""
    if all(values.get(field) for field in _COPIED if field in own_list.columns):
        return values, Recomputed()
    typed, chosen, metal = values.get("smelter_id_input"), values["smelter_lookup"], values["metal"]
    if typed:
        by, key = "smelter_id_input", "the identification number"
    elif chosen and metal and folded(chosen) not in CHOICES:
        by, key = "smelter_lookup", "metal and name"
    else:
        return values, Recomputed()
    lost = _lost(own_list, number, values)
    if not lost:
        return values, Recomputed()
    return _filled(own_list, values, lost, by, key)


def _lost(own_list: OwnList, number: int, values: Values) -> list[str]:
    """The empty columns whose formulas have no value; all empty ones where nothing that tells a smelter is left."""
    empty = [field for field in _COPIED if field in own_list.columns and not values.get(field)]
    lost = [field for field in empty if own_list.is_uncomputed(number, own_list.columns[field])]
    gone = not lost and not any(values.get(field) for field in _TELLING)
    return empty if gone else lost


def _filled(own_list: OwnList, values: Values, lost: list[str], by: str, key: str) -> tuple[Values, Recomputed]:
    entries = _entries(own_list, values)
    if not entries and not values.get("smelter_id_input"):
        return values, Recomputed()  # a name the list does not have: then the formulas show nothing either
    entry = _only(entries)
    if entry is None:
        return values, Recomputed((), by, key) if set(lost) & set(_TELLING) else Recomputed()
    shown = {field: next((entry[name] for name in _COPIED[field] if entry[name]), None) for field in lost}
    found = {field: value for field, value in shown.items() if value}
    return {**values, **found}, Recomputed(tuple(found), by, key) if found else Recomputed()


def _entries(own_list: OwnList, values: Values) -> list[Row]:
    typed, metal = values.get("smelter_id_input"), canonical_metal(values["metal"])
    found = own_list.by_cid(typed) if typed else own_list.by_name(metal, values["smelter_lookup"])
    # The line of the standard name before those of its aliases: the template's formula shows the standard name.
    standard = [row for row in found if row["smelter_alias"] == row["smelter_name_standard"]]
    same = standard if typed and standard else found
    return [row for row in same if metal is None or row["metal"] == metal]


def _only(rows: list[Row]) -> Row | None:
    """The one row, or null when there is none or they mean different facilities."""
    facilities = {tuple(row[field] for field in ("metal", "smelter_cid", "smelter_name_standard")) for row in rows}
    return rows[0] if len(facilities) == 1 else None
