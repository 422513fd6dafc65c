"""Each rule, broken alone by a file, gives exactly its finding; a clean file gives none.

What may be had only together stands in the case as a companion, with the reason.
"""

from __future__ import annotations

import pytest

from include.checks import suites
from include.intake.metals import MINERALS
from tests.rules.case import Case
from tests.rules.registry import all_cases
from tests.rules.worlds import Worlds

CODES = [rule.code for rules in suites().values() for rule in rules]
ASKED = {rule.code for rules in suites().values() for rule in rules if rule.supplier_message}


def named(case: Case) -> str:
    return f"{case.code or 'clean'}: {case.fault}"


@pytest.mark.parametrize("case", all_cases(), ids=named)
def test_a_fault_gives_exactly_its_findings(worlds: Worlds, case: Case) -> None:
    assert worlds.compared(case) == worlds.expected(case)


@pytest.mark.parametrize("case", [case for case in all_cases() if case.expected], ids=named)
def test_a_finding_is_said_in_words(worlds: Worlds, case: Case) -> None:
    for row in worlds.rows(case):
        said = [row["message"], row["supplier_message"] or ""]
        assert row["message"]
        assert bool(row["supplier_message"]) == (row["code"] in ASKED)
        assert not any("{" in text and "{" not in str(row["value"]) for text in said)


def test_nothing_is_found_that_follows_from_no_case(worlds: Worlds) -> None:
    assert [row for world in worlds.worlds.values() for row in world.of_nobody()] == []


def test_every_rule_has_a_case() -> None:
    assert sorted({case.code for case in all_cases()} - {""}) == sorted(CODES)


def test_companions_are_explained() -> None:
    assert [named(case) for case in all_cases() if bool(case.companions) != bool(case.because)] == []


def test_the_metals_that_lists_may_name_are_those_the_reader_knows() -> None:
    rules = {rule.code: rule for rules in suites().values() for rule in rules}
    for code in ("reference_metal_unknown", "status_metal_unknown"):
        assert sorted(rules[code].kwargs["value_set"]) == sorted(MINERALS)
