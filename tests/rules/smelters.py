"""The Smelter List and the Mine List, row by row, and what becomes of each row."""

from __future__ import annotations

from dataclasses import replace

from include.sample.cmrt import CmrtSpec, complete_spec, listed, lookup_rows, unidentified, unlisted, with_answer
from tests.rules.case import Case, Found, cmrt, smelter_row
from tests.rules.forms import emrt

CLEAN = complete_spec()
TANTALUM, TIN, GOLD, TUNGSTEN = CLEAN.smelters
SHEET = "Smelter List"
MINE = {"metal": "Cobalt", "smelter_name_reported": "Fernmoor Cobalt Oy", "mine": "Invented Hill",
        "mine_country": "FINLAND"}  # fmt: skip


def found(code: str, cell: str, value: str | None = None, severity: str = "critical") -> Found:
    return Found(code, severity, SHEET, cell, value=value)


def added(fault: str, row: object, *expected: Found, **more: object) -> Case:
    """A clean declaration with one more smelter row, row 9."""
    return cmrt(fault, replace(CLEAN, smelters=(*CLEAN.smelters, row)), *expected, **more)


def awaiting(value: str, row: int = 9) -> Found:
    return found("smelter_awaiting_review", f"C{row}", value, "warning")


def no_answers(spec: CmrtSpec, metal: str) -> CmrtSpec:
    for question in ("1", "2", "3", "4", "5", "6", "7", "8"):
        spec = with_answer(spec, question, metal, None)
    return spec


def mine(fault: str, cell: str, code: str, **columns: object) -> Case:
    form = replace(emrt(), mines=({**MINE, **columns},))
    return cmrt(fault, form, Found(code, "warning", "Mine List", cell))


OTHER_TIN = next(listed(row) for row in lookup_rows() if row.smelter_cid == "CID900202")
NOT_KNOWN = "(no list received knows this tin smelter by number or name)"
NOBODY = "a row that names no facility of the lists waits for a person"
_ROWS = (
    added("a smelter without metal", replace(OTHER_TIN, metal=None), found("smelter_metal_missing", "B9"),
          companions=(awaiting('Bangkasura Tin Tbk (CID900202 is in no list received for a row without a metal; '
                               'look-up "Bangkasura Tin Tbk" is in no list of that metal)'),), because=NOBODY),
    added("cobalt in a cmrt", replace(OTHER_TIN, metal="Cobalt"), found("smelter_metal_unknown", "B9", "Cobalt"),
          companions=(found("smelter_for_metal_out_of_scope", "C9",
                            "Cobalt: Bangkasura Tin Tbk (Cobalt is not a conflict mineral of Form SD)", "warning"),),
          because="cobalt is not reported on Form SD"),
    added("a smelter without choice", replace(OTHER_TIN, smelter_lookup=None), found("smelter_lookup_missing", "C9")),
    added("unlisted without name", replace(unlisted("Tin", "x", "PERU"), smelter_name_reported=None),
          found("unlisted_smelter_name_missing", "D9"),
          companions=(awaiting(f"Tin: Smelter not listed {NOT_KNOWN}"),), because=NOBODY),
    added("unlisted without country", replace(unlisted("Tin", "Invented Tin", "x"), facility_country=None),
          found("unlisted_smelter_country_missing", "E9"),
          companions=(awaiting(f"Tin: Invented Tin {NOT_KNOWN}"),), because=NOBODY),
    smelter_row("a listed name in another spelling",
                found("smelter_lookup_not_in_list", "C5", "Tantalum: Aldercrag Tantalum, L.L.C.", "info"),
                smelter_lookup="Aldercrag Tantalum, L.L.C."),
    cmrt("smelters of a metal whose questions are blank", no_answers(CLEAN, "Tin"),
         found("smelter_of_unanswered_metal", "B6", "Tin, 1 row(s)", "warning"),
         companions=tuple(Found("answer_missing", "critical", "Declaration", cell, value=f"question {number} for Tin")
                          for number, cell in (("1", "D27"), ("2", "D33"))),
         because="questions 1 and 2 are asked of every metal"),
    smelter_row("a typed number that is not the one shown", found("smelter_ids_differ", "A5", "CID900999", "warning"),
                smelter_id_input="CID900999"),
)  # fmt: skip
_OUTCOMES = (
    added("a name no list knows", unlisted("Tin", "Quenby Works", "PERU"), awaiting(f"Tin: Quenby Works {NOT_KNOWN}")),
    added("not yet identified", unidentified("Tin"),
          found("smelter_not_yet_identified", "C9", "Tin: Unknown (the supplier has not identified this smelter)",
                "warning"),
          companions=(Found("q7_yes_while_unidentified", "warning", "Declaration", "D63", value="Tin: row 9"),),
          because="question 7 says that all are identified"),
    added("the same smelter twice", TIN,
          found("smelter_declared_twice", "C9",
                "Tin: Andesmira Fundición S.A. (repeats row 6 of the same declaration)", "info")),
    cmrt("a smelter of a metal not used", replace(complete_spec(metals=("Tin",)), smelters=(TIN, GOLD)),
         found("smelter_for_metal_out_of_scope", "C6",
               "Gold: Arvendal Gold Refining AB (the same declaration says gold is not used (question 1: No))",
               "warning")),
    cmrt("a metal without smelter", replace(CLEAN, smelters=CLEAN.smelters[:3]),
         found("metal_without_smelter", None, "Tungsten")),
    smelter_row("another country than the list", found("facility_country_disagrees", "E5",
                "CID900101: declared CHILE, in the list UNITED STATES OF AMERICA", "warning"),
                facility_country="CHILE"),
)  # fmt: skip
_MINES = (
    mine("a mine without mineral", "A5", "mine_metal_missing", metal=None),
    mine("a mine without name", "C5", "mine_name_missing", mine=None),
    mine("a mine without country", "F5", "mine_country_missing", mine_country=None),
    cmrt("clean emrt with a mine", replace(emrt(), mines=(MINE,))),
)
CASES = (*_ROWS, *_OUTCOMES, *_MINES)
