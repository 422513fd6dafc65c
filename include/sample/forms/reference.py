"""Invented smelters for lists of reference: those of the sample company, and some of other minerals."""

from __future__ import annotations

from include.sample.forms.spec import FormRow
from include.sample.lists import lookup_rows
from include.sample.spec import NOT_IDENTIFIED, NOT_LISTED, Cell

_OLD_NUMBER = {"Gold": 1, "Tin": 2, "Tantalum": 3, "Tungsten": 4}
NO_OLD_ID = "Added post old ID process"
"""What 3.x writes where a facility never had an id of the old kind."""
_SOME = ("1", "2", "7")
_OTHERS = (
    ("Cobalt", "Fernmoor Cobalt Oy", "FINLAND", "CID910001", "Fernmoor"),
    ("Cobalt", "Ostrahaven Kobalt NV", "BELGIUM", "CID910002", "Ostrahaven"),
    ("Copper", "Quillanta Cobre S.A.", "CHILE", "CID910003", "Quillanta"),
    ("Lithium", "Brackwater Lithium Pty Ltd", "AUSTRALIA", "CID910004", "Brackwater"),
    ("Mica", "Samharpur Mica Works", "INDIA", "CID910005", "Samharpur"),
    ("Nickel", "Tolvaniemi Nikkeli Oy", "FINLAND", "CID910006", "Tolvaniemi"),
    ("Graphite", "Heldrum Grafitt AS", "NORWAY", "CID910007", "Heldrum"),
    ("Silver", "Plataverde S.A.", "PERU", "CID910008", "Plataverde"),
    ("Zinc", "Zinkhorn GmbH", "GERMANY", "CID910009", "Zinkhorn"),
)


def conflict_minerals() -> tuple[FormRow, ...]:
    """Names and aliases of some smelters of each of the four metals, with a CID and an id of the old kind."""
    return tuple(
        {
            "metal": row.metal,
            "smelter_alias": row.smelter_alias,
            "smelter_name_standard": row.smelter_name_standard,
            "facility_country": row.facility_country,
            "smelter_cid": row.smelter_cid,
            "old_smelter_id": old_id(row.metal, str(row.smelter_cid)),
            "source": row.source,
            "city": row.city,
            "state": row.state,
        }
        for row in lookup_rows()
        if str(row.smelter_cid).endswith(_SOME)
    )


def other_minerals(minerals: tuple[str, ...]) -> tuple[FormRow, ...]:
    """Names of these other minerals; each block ends with the two choices for smelters that are not listed."""
    found: list[FormRow] = []
    for mineral in minerals:
        found += [_other(*row) for row in _OTHERS if row[0] == mineral]
        found += [{"metal": mineral, "smelter_alias": choice} for choice in (NOT_LISTED, NOT_IDENTIFIED)]
    return tuple(found)


def old_id(metal: str, smelter_cid: str) -> str:
    """An id as they were before 2014, of a country that does not exist; CIDs that end in 7 never had one."""
    return NO_OLD_ID if smelter_cid.endswith("7") else f"{_OLD_NUMBER[metal]}ZZZ{smelter_cid[-3:]}"


def _other(metal: str, name: str, country: str, cid: str, city: str) -> dict[str, Cell]:
    return {
        "metal": metal,
        "smelter_alias": name,
        "smelter_name_standard": name,
        "facility_country": country,
        "smelter_cid": cid,
        "source": "SAMPLE",
        "city": city,
    }
