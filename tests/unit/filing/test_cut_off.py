"""What the report says when answers came after the survey's last day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import filing_company as company
import pytest

from include.filing.agreement import agreement_problems
from include.filing.inputs import MemoryMarts

CUT_OFF = date(2026, 3, 1)
LATE = "After that day, 2 further suppliers submitted declarations, which these figures do not count"


def told(**tables: Any) -> str:
    """Every sentence of the report."""
    statements = json.loads(company.package(**tables).files["statements.json"])["statements"]
    return " ".join(item["text"] for item in statements if item["document"] == "ex101.htm")


def closed(late: int) -> list[dict[str, Any]]:
    rows = [row | {"cut_off": CUT_OFF} for row in company.tables()["response_rate"]]
    return [row | {"late": late} if (row["basis"], row["measure"]) == ("supplier", "received") else row for row in rows]


def test_answers_after_the_cut_off_are_told_beside_the_rates() -> None:
    assert LATE in told(response_rate=closed(2))
    assert "After that day" not in told(response_rate=closed(0))


def test_rates_are_told_as_of_the_cut_off_and_findings_as_of_the_day_they_were_looked_at() -> None:
    text = told(response_rate=closed(0))

    assert "As of March 1, 2026, " in text
    assert (
        f"open critical finding in our checks as of {company.AS_OF:%B} {company.AS_OF.day}, {company.AS_OF.year}"
        in text
    )


def test_a_declaration_after_the_filing_date_is_hindsight_though_no_rate_counts_it() -> None:
    day = company.PARAMETERS.filing_date + timedelta(days=1)
    first, *others = company.tables()["declaration_status"]
    moved = [first | {"received_at": f"{day}T09:00:00+00:00"}, *others]

    problems = company.package(response_rate=closed(0), declaration_status=moved).problems

    assert [(problem.rule, problem.file) for problem in problems] == [("hindsight", "sd.htm")]


@pytest.mark.parametrize(
    ("basis", "part", "whole"), [("part", "reached", "represented"), ("spend", "valid", "received")]
)
def test_a_share_that_is_larger_than_what_it_is_a_share_of_is_an_error(basis: str, part: str, whole: str) -> None:
    rows = [company.rate(basis, part, 3, 5), company.rate(basis, whole, 2, 5)]

    problems = agreement_problems(MemoryMarts({"response_rate": rows}), company.YEAR)

    assert [problem.message for problem in problems] == [f"by {basis}, more is {part} (3) than {whole} (2)"]
