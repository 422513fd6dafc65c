"""Answers that cannot both be right, or that the lists contradict."""

from __future__ import annotations

from dataclasses import replace

from include.sample.cmrt import complete_spec, listed, lookup_rows, with_answer
from tests.rules.case import Case, Found, cmrt

CLEAN = complete_spec()
TANTALUM, TIN, GOLD, TUNGSTEN = CLEAN.smelters
LISTED = {row.smelter_cid: listed(row) for row in lookup_rows()}
BELGIUM, PERU, RWANDA = LISTED["CID900203"], LISTED["CID900205"], LISTED["CID900214"]
"""Facilities that no other case declares: what is said of a facility is compared over all declarations."""
ORIGIN = [{"smelter_cid": "CID900205", "country": "Rwanda", "source": "Data A", "date": "2026-01-05"}]


def found(code: str, cell: str, value: str, severity: str = "warning") -> Found:
    return Found(code, severity, "Declaration", cell, value=value)


CASES = (
    cmrt("all identified though not all answered",
         with_answer(with_answer(CLEAN, "6", "Tin", "Greater than 75%"), "3", "Tin", "Unknown"),
         found("q7_yes_while_q6_below_100", "D63", "Tin: Greater than 75%")),
    cmrt("no covered country though not all answered",
         with_answer(with_answer(CLEAN, "6", "Tin", "Greater than 90%"), "7", "Tin", "No"),
         found("q3_no_while_inquiry_incomplete", "D39", "Tin: question 6: Greater than 90%, question 7: No"),
         companions=(found("q7_no", "D63", "Tin: No", "info"),),
         because="with Yes to question 7 another rule speaks too"),
    cmrt("not all smelters reported", with_answer(CLEAN, "8", "Tin", "No"), found("q8_no", "D69", "Tin: No")),
    cmrt("all recycled but a row that is not",
         replace(with_answer(CLEAN, "5", "Tin", "Yes"),
                 smelters=(TANTALUM, replace(TIN, recycled="No"), GOLD, TUNGSTEN)),
         found("q5_yes_while_row_not_recycled", "D51", "Tin: row 6")),
    cmrt("no covered country but a mine in one",
         # A facility that no other case lists: what one supplier says of it is held against the others.
         replace(CLEAN, smelters=(*CLEAN.smelters, replace(LISTED["CID900206"], mine="one", mine_country="Rwanda"))),
         found("q3_no_while_origin_covered", "D39", "Tin: Rwanda", "critical")),
    cmrt("no covered country but a facility in one", replace(CLEAN, smelters=(*CLEAN.smelters, RWANDA)),
         found("q3_no_while_facility_covered", "D39", "Tin: CID900214 stands in Rwanda")),
    Case("q3_no_while_origin_data_covered", "no covered country but origin data for one",
         {"declaration.xlsx": replace(CLEAN, smelters=(*CLEAN.smelters, PERU)), "origin.csv": ORIGIN},
         (found("q3_no_while_origin_data_covered", "D39",
                "Tin: CID900205 from Rwanda by origin data of Data A, 2026-01-05"),)),
)  # fmt: skip
