"""Declarations of the 2024 campaign: fewer suppliers, other facilities, so that the years differ."""

from __future__ import annotations

from datetime import date

from include.sample.drop_file import DropFile, spec_of
from include.sample.spec import CmrtSpec

_FACILITIES = {
    "V1001": "101 103 108 201 203",
    "V1002": "001 003 005 006 012 017 101 102 201 202 204 205 213 301 303 309",
    "V1003": "001 004 012 018 203 206",
    "V1010": "202",
    "V1022": "206",
}


def kolvane() -> CmrtSpec:
    """The declaration this supplier sends every year, unchanged: the same bytes serve two years."""
    return spec_of("V1012", "105 302 309", date(2024, 11, 18), revision="6.4")


def prior_year() -> list[DropFile]:
    """Files of the year before, all tied by the supplier id in the file name."""
    specs = {key: spec_of(key, cids, date(2024, 11, 4), revision="6.4") for key, cids in _FACILITIES.items()}
    specs["V1012"] = kolvane()
    return [
        DropFile(
            f"2024/{supplier_id}_CMRT_2024.xlsx",
            date(2024, 11, 20),
            spec,
            supplier_id=supplier_id,
            tied_by="supplier_id",
        )
        for supplier_id, spec in specs.items()
    ]
