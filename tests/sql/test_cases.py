"""Every YAML case, and that no model, check or assertion is without one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from harness import all_cases, rows_of

from include.checks import suites
from include.warehouse.models import SQL, assertion_texts, model_texts, run_order

ALL = list(all_cases())


@pytest.mark.parametrize("case", [case for _, case in ALL], ids=[name for name, _ in ALL])
def test_case(case: dict[str, Any]) -> None:
    rows = rows_of(case)

    expected = case["expect"]
    columns = {column for row in expected for column in row}
    assert [{name: value for name, value in row.items() if name in columns} for row in rows] == [
        {name: None for name in columns} | row for row in expected
    ]


def test_case_names_are_told_apart() -> None:
    names = [name for name, _ in ALL]

    assert len(names) == len(set(names))


def covered(kind: str) -> set[str]:
    return {case[kind] for _, case in ALL if kind in case}


def test_every_model_has_a_case() -> None:
    assert set(model_texts()) - {"check_finding"} - covered("model") == set()


def test_every_assertion_has_a_case_that_makes_it_speak() -> None:
    speaking = {case["assertion"] for _, case in ALL if "assertion" in case and case["expect"]}

    assert set(assertion_texts()) - speaking == set()


def test_every_cross_table_rule_has_a_case_and_every_check_a_rule() -> None:
    rules = {rule.code for rule in suites()[""]}
    speaking = {case["check"] for _, case in ALL if "check" in case and case["expect"]}
    written = set(re.findall(r"'([a-z0-9_]+)'", model_texts()["check_finding"]))

    assert rules - speaking == set()
    assert rules - written == set()


def test_a_model_comes_after_what_it_reads_and_a_subset_needs_no_more() -> None:
    order = run_order()

    assert order.index("stg_receipt") < order.index("stg_file") < order.index("smelter_accounting")
    assert set(run_order(("smelter_match",))) < set(order)
    assert "response_rate" not in run_order(("smelter_match",))
    assert len(order) == len(set(order)) == len(model_texts())


def test_models_and_checks_begin_by_saying_what_a_row_is() -> None:
    for path in sorted(SQL.rglob("*.sql")):
        first = path.read_text("utf-8").splitlines()[0]
        assert first.startswith("-- "), path
        if path.parent.name in {"staging", "matching", "status", "marts"}:
            assert first.startswith("-- Grain: one "), path
