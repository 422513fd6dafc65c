"""Plausibility that needs a company of its own: its thresholds, its lists, an earlier year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from include.plausibility import Plausibility
from include.sample.cmrt import complete_spec, listed, lookup_rows
from include.sample.spec import LookupRow, SmelterRow
from tests.rules.case import ACCEPTED, Case, Found
from tests.rules.clean import company
from tests.rules.plausibility import CLEAN, GOLD, IN_65, TANTALUM, TIN, TUNGSTEN, answered, entry, on_list, said


def alone(code: str, fault: str, files: dict[str, Any], *expected: Found, **more: Any) -> Case:
    """A case in a lake of its own; what is no companion or reason is a threshold of its company profile."""
    thresholds = {name: value for name, value in more.items() if name in Plausibility.model_fields}
    others = {name: value for name, value in more.items() if name not in thresholds}
    plausibility = ACCEPTED.plausibility.model_copy(update=thresholds)
    profile = ACCEPTED.model_copy(update={"plausibility": plausibility})
    return Case(code, fault, files, expected, where="alone", profile=profile, **others)


def once_each(rows: tuple[LookupRow, ...], metal: str) -> tuple[SmelterRow, ...]:
    """One row for each facility of a metal's list."""
    first: dict[str | None, LookupRow] = {}
    for row in rows:
        if row.metal == metal:
            first.setdefault(row.smelter_cid, row)
    return tuple(listed(row) for row in first.values())


WHOLE_LIST = once_each(IN_65, "Gold")
GONE = tuple(listed(entry(cid, lookup_rows("6.4"))) for cid in ("CID900017", "CID900018"))
OLD_DECLARATION = complete_spec(revision="6.4", effective_date=date(2024, 5, 1))
ORIGIN = [{"smelter_cid": TIN.smelter_id_reported, "metal": "Tin", "country of origin": "Rwanda", "source": "RCOI data",
           "list date": "2025-07-01"}]  # fmt: skip
AREAS = [{"country": "Rwanda", "region": None, "source": "List X", "list date": "2025-06-30"}]
COMPANY = company(V1000={})
MINED = replace(TIN, mine_country="Rwanda")
CASES = (
    alone(
        "scope_not_as_asked",
        "the company answered where products were asked",
        {**company(V1000={"scope_asked": "product"}), "2025/V1000/declaration.xlsx": CLEAN},
        said("scope_not_as_asked", "D9", "company instead of product"),
    ),
    alone(
        "supplier_scope_asked_unknown",
        "a scope that nobody can ask for",
        {**company(V1000={"scope_asked": "everything"}), "2025/V1000/declaration.xlsx": CLEAN},
        Found("supplier_scope_asked_unknown", "warning", "", row=2, value="everything", by=False),
    ),
    alone(
        "look_up_list_pasted",
        "almost the whole list of gold pasted in",
        {
            **COMPANY,
            "2025/V1000/declaration.xlsx": complete_spec(revision="6.5", metals=("Gold",), smelters=WHOLE_LIST[1:]),
        },
        on_list(
            "look_up_list_pasted",
            "C5",
            f"Gold: {len(WHOLE_LIST) - 1} of the {len(WHOLE_LIST)} facilities of the smelter look-up 6.5",
        ),
        pasted_list_facilities=10,
    ),
    alone(
        "smelter_list_outdated",
        "facilities that the new list no longer has",
        {
            **COMPANY,
            "2025/V1000/declaration.xlsx": complete_spec(revision="6.5", metals=("Gold",), smelters=(GOLD, *GONE)),
        },
        on_list(
            "smelter_list_outdated",
            "C5",
            "Gold: 2 of 3 facilities are no longer in the smelter look-up 6.5, such as CID900017",
        ),
        outdated_list_facilities=2,
    ),
    alone(
        "smelter_list_unchanged",
        "the smelters of the year before on a new template",
        {
            **COMPANY,
            "2024/V1000/declaration.xlsx": OLD_DECLARATION,
            "2025/V1000/declaration.xlsx": complete_spec(revision="6.5"),
        },
        on_list(
            "smelter_list_unchanged",
            "C5",
            "4 facilities, the same as in 2024/V1000/declaration.xlsx of 2024-05-01 (template 6.4)",
        ),
        unchanged_list_facilities=4,
    ),
    alone(
        "q3_no_while_others_name_covered",
        "another supplier names a covered country, and question 3 no",
        {
            **company(V1000={}, V1001={}),
            "2025/V1000/declaration.xlsx": CLEAN,
            "2025/V1001/declaration.xlsx": answered(
                replace(CLEAN, company_address="2", smelters=(TANTALUM, MINED, GOLD, TUNGSTEN)), q3="Yes"
            ),
        },
        said(
            "q3_no_while_others_name_covered",
            "D39",
            f"Tin: {TIN.smelter_id_reported} from Rwanda by 1 other declaration(s)",
            "info",
        ),
    ),
    alone(
        "q4_no_while_origin_data_in_cahra",
        "origin data of a high-risk area, and question 4 no",
        {
            **COMPANY,
            "2025/lists/origin.csv": ORIGIN,
            "2025/lists/areas.csv": AREAS,
            "2025/V1000/declaration.xlsx": answered(q3="Yes"),
        },
        said(
            "q4_no_while_origin_data_in_cahra",
            "D45",
            f"Tin: {TIN.smelter_id_reported} from Rwanda by origin data of RCOI data, 2025-07-01 (List X, 2025-06-30)",
        ),
    ),
    alone(
        "q4_no_while_origin_in_cahra",
        "a mine in a high-risk area, and question 4 no",
        {
            **COMPANY,
            "2025/lists/areas.csv": AREAS,
            "2025/V1000/declaration.xlsx": answered(
                replace(CLEAN, smelters=(TANTALUM, MINED, GOLD, TUNGSTEN)), q3="Yes"
            ),
        },
        said("q4_no_while_origin_in_cahra", "D45", "Tin: Rwanda (List X, 2025-06-30)"),
    ),
)
