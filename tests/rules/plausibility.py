"""Plausibility: answers, dates, rows and lists that the template lets pass and a reviewer would not."""

from __future__ import annotations

from dataclasses import replace

from include.sample.cmrt import complete_spec, listed, lookup_rows, unidentified, with_answer, with_company_answer
from include.sample.spec import SCOPE_PRODUCT, CmrtSpec, LookupRow, ProductRow, SmelterRow
from tests.rules.case import Case, Found, changed, cmrt, smelter_row

CLEAN = complete_spec()
TANTALUM, TIN, GOLD, TUNGSTEN = CLEAN.smelters
IN_65 = lookup_rows("6.5")
OPEN_INQUIRY = "an inquiry that is not finished cannot say that all smelters are identified"


def answered(spec: CmrtSpec = CLEAN, metal: str = "Tin", **answers: str) -> CmrtSpec:
    """The declaration with these answers about one metal: q3="No"."""
    for question, answer in answers.items():
        spec = with_answer(spec, question.removeprefix("q"), metal, answer)
    return spec


def said(
    code: str, cell: str, value: str | None = None, severity: str = "warning", sheet: str = "Declaration"
) -> Found:
    return Found(code, severity, sheet, cell, value=value)  # type: ignore[arg-type]


def on_list(code: str, cell: str, value: str | None = None, severity: str = "warning") -> Found:
    return said(code, cell, value, severity, "Smelter List")


def entry(cid: str, rows: tuple[LookupRow, ...] = IN_65) -> LookupRow:
    return next(row for row in rows if row.smelter_cid == cid)


def with_rows(*rows: SmelterRow) -> CmrtSpec:
    """A clean declaration with more smelter rows, from row 9."""
    return replace(CLEAN, smelters=(*CLEAN.smelters, *rows))


_ANSWERS = (
    cmrt(
        "half of the suppliers answered",
        answered(q3="Unknown", q6="50% or less", q7="No"),
        said("q6_half_or_less", "D57", "Tin: 50% or less"),
        companions=(said("q7_no", "D63", "Tin: No", "info"),),
        because=OPEN_INQUIRY,
    ),
    cmrt(
        "not all smelters identified",
        answered(q3="Unknown", q6="Greater than 90%", q7="No"),
        said("q7_no", "D63", "Tin: No", "info"),
    ),
    cmrt(
        "all identified but one is not",
        with_rows(unidentified("Tin")),
        said("q7_yes_while_unidentified", "D63", "Tin: row 9"),
        companions=(
            on_list("smelter_not_yet_identified", "C9", "Tin: Unknown (the supplier has not identified this smelter)"),
        ),
        because="the row itself is said too",
    ),
    cmrt(
        "no smelter of a metal identified",
        answered(replace(CLEAN, smelters=(TANTALUM, unidentified("Tin"), GOLD, TUNGSTEN)), q3="Unknown", q7="No"),
        on_list("metal_without_identified_smelter", "C6", "Tin"),
        companions=(
            on_list("smelter_not_yet_identified", "C6", "Tin: Unknown (the supplier has not identified this smelter)"),
            said("q7_no", "D63", "Tin: No", "info"),
        ),
        because="the row itself and question 7 say it too",
    ),
    cmrt(
        "a facility in a covered country, and question 3 yes", answered(with_rows(listed(entry("CID900214"))), q3="Yes")
    ),
    cmrt(
        "half answered for a metal that is not used",
        answered(complete_spec(metals=("Tantalum", "Gold", "Tungsten")), q6="50% or less", q7="No", q8="No"),
    ),
)
_CELLS = (
    changed(
        "dated in words",
        said("effective_date_as_text", "D22", "02-May-2025, read as 2025-05-02", "info"),
        effective_date="02-May-2025",
    ),
    changed(
        "the contact is the same as above",
        said("contact_name_says_nothing", "D15", "Same as above"),
        contact_name="Same as above",
    ),
    changed("the authorizer is nobody", said("authorizer_says_nothing", "D18", "N/A"), authorizer_name="N/A"),
    changed("people whose names begin like nothing", (), contact_name="Samedi Nonet", authorizer_name="Naomi Sameer"),
    cmrt(
        "conflict-free by its own word",
        with_answer(CLEAN, "3", "Tin", "No", "Only conflict free material"),
        said("conflict_free_claim", "G39", "Only conflict free material", "info"),
    ),
    cmrt(
        "a policy and a programme with conflict-free in their names",
        with_company_answer(CLEAN, "B", "Yes", "https://www.supplier.example/conflict-free-minerals"),
    ),
    smelter_row(
        "recycled from a mine",
        on_list("recycled_while_mine_country", "P5", "Tantalum: Brazil"),
        recycled="Yes",
        mine_country="Brazil",
    ),
    smelter_row("recycled from scrap", (), recycled="Yes", mine_country="Recycled/Scrap"),
)
_ROWS = (
    cmrt(
        "number and name of two smelters",
        with_rows(replace(listed(entry("CID900202")), smelter_id_reported="CID900205")),
        on_list(
            "smelter_number_and_name_disagree",
            "F9",
            "Tin: Bangkasura Tin Tbk (number and name disagree: CID900205 "
            'means CID900205, look-up "Bangkasura Tin Tbk" means CID900202)',
        ),
    ),
    cmrt(
        "a tin smelter under tungsten",
        with_rows(
            SmelterRow(
                metal="Tungsten",
                smelter_lookup="Smelter not listed",
                smelter_name_reported="Bangkasura Tin Tbk",
                facility_country="INDONESIA",
            )
        ),
        on_list(
            "smelter_of_another_metal",
            "B9",
            "Tungsten: Bangkasura Tin Tbk (known as tin (CID900202), declared under tungsten)",
        ),
    ),
    cmrt(
        "one smelter chosen and another typed",
        with_rows(
            replace(
                listed(entry("CID900202")),
                smelter_id_reported=None,
                smelter_name_reported=entry("CID900205").smelter_alias,
            )
        ),
        on_list(
            "smelter_names_disagree",
            "D9",
            f"Tin: {entry('CID900205').smelter_alias} (the names disagree: look-up "
            f'"Bangkasura Tin Tbk" means CID900202, typed "{entry("CID900205").smelter_alias}" means CID900205)',
        ),
    ),
    cmrt(
        "a smelter once for each of its mines",
        with_rows(
            *(
                replace(listed(entry("CID900202")), mine=name, mine_country="Indonesia")
                for name in ("North pit", "South pit")
            )
        ),
    ),
)


def boards(fault: str, spec: CmrtSpec, *expected: Found) -> Case:
    """A maker of assembled boards."""
    parts = ({"part_name": "Main unit", "supplier_part_number": "MB7", "commodity": "Assembled boards"},)
    return cmrt(fault, spec, *expected, parts=parts)


NO_TIN = complete_spec(metals=("Tantalum", "Gold", "Tungsten"))
_COMMODITIES = (
    boards(
        "assembled boards without tin",
        NO_TIN,
        said("commodity_without_metal", "D27", "Tin: MB7 Main unit (solder joints of an assembled board)"),
    ),
    boards("assembled boards with tin", CLEAN),
    boards(
        "other products of a board maker without tin",
        replace(NO_TIN, declaration_scope=SCOPE_PRODUCT, products=(ProductRow("BR-1", "Bracket"),)),
    ),
)
CASES = (*_ANSWERS, *_CELLS, *_ROWS, *_COMMODITIES)
