"""Marts that tell one figure in two ways: each disagreement is an error, and agreeing marts have none."""

from __future__ import annotations

from typing import Any

import filing_company as company
import pytest

from include.filing.agreement import agreement_problems


def _rates(**numerators: int) -> list[dict[str, Any]]:
    return [company.rate("supplier", measure, numerator, 10) for measure, numerator in numerators.items()]


DISAGREEING: dict[str, tuple[str, dict[str, Any]]] = {
    "more valid than received": ("rates-disagree", {"response_rate": _rates(received=4, valid=5)}),
    "more than all": ("rates-disagree", {"response_rate": _rates(received=11)}),
    "two denominators": (
        "rates-disagree",
        {"response_rate": [company.rate("supplier", "received", 1, 5), company.rate("supplier", "valid", 1, 6)]},
    ),
    "a row that stands behind no line": ("appendix-a-disagrees", {"appendix_a": company.tables()["appendix_a"][1:]}),
    "a line without a row": ("appendix-a-disagrees", {"smelter_accounting": []}),
    "more facilities of an origin than facilities": (
        "origin-disagrees",
        {"country_of_origin": [row | {"smelters": 99} for row in company.tables()["country_of_origin"]]},
    ),
}


@pytest.mark.parametrize("case", DISAGREEING)
def test_a_disagreement_is_an_error(case: str) -> None:
    rule, tables = DISAGREEING[case]
    found = agreement_problems(company.marts(**tables), company.YEAR)
    assert {(problem.severity, problem.rule) for problem in found} == {("error", rule)}


def test_marts_that_agree_have_none() -> None:
    assert agreement_problems(company.marts(), company.YEAR) == []


def test_a_year_without_rows_has_none() -> None:
    assert agreement_problems(company.marts(**company.no_tables()), company.YEAR) == []
