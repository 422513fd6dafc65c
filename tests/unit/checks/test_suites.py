"""A rule that cannot mean what it says is refused with the file and the rule named, before anything is checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.checks import SuiteError, rule_table, suites
from include.checks.suites import read_suites

RULE = {"code": "a", "severity": "info", "message": "m", "source": "s"}
NOT_NULL = {"expectation": "expect_column_values_to_not_be_null", "column": "metal"}
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a key nobody knows": ({"colour": "red"}, "colour"),
    "a severity nobody knows": ({"severity": "fatal"}, "severity"),
    "an empty message": ({"message": " "}, "message"),
    "no source": ({"source": None}, "source"),
    "a code of two words": ({"code": "a b"}, "code"),
    "no expectation": ({"expectation": None}, "names an expectation and a column"),
    "no column": ({"column": None}, "names an expectation and a column"),
    "something else than an expectation": ({"expectation": "eval"}, "expectation"),
    "a column the table has not": ({"column": "weight"}, "no column weight"),
    "a condition on no column": ({"when": {"weight": "present"}}, "no column weight"),
    "a condition of no kind": ({"when": {"metal": "maybe"}}, "when.metal"),
    "a label of no column": ({"label": "{weight}"}, "no column weight"),
    "a label that computes": ({"label": "{metal!r:>9}"}, "a plain name"),
    "a label left open": ({"label": "{metal"}, "expected '}'"),
    "a message of another word": ({"message": "No {metal}"}, "{value}"),
    "a supplier message of another word": ({"supplier_message": "No {metal}"}, "{value}"),
    "a cell that is every row's": ({"cell": "B8"}, "must name {row}"),
    "a cell of another word": ({"cell": "B{column}"}, "may name {row} alone"),
    "two cells": ({"cell": "B{row}", "cell_column": "metal"}, "not both"),
    "a reader code of two words": ({"reader_codes": ["a b"]}, "reader_codes"),
}


def suite(*rules: Any, **keys: Any) -> str:
    return yaml.safe_dump({**keys, "rules": list(rules)})


def refused(folder: Path, content: str, name: str = "mine.yaml") -> str:
    folder.joinpath(name).write_text(content)
    with pytest.raises(SuiteError) as error:
        read_suites(folder)
    return str(error.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_rule_is_refused_by_name(tmp_path: Path, fault: str) -> None:
    changes, words = FAULTS[fault]
    rule = {name: value for name, value in {**RULE, **NOT_NULL, **changes}.items() if value is not None}

    said = refused(tmp_path, suite(rule, table="declared_smelter"))

    assert said.startswith(f"mine.yaml: rule {rule['code']}: ")
    assert words in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("table: declared_smelter", "must hold 'rules:'"),
        ("just words", "must hold 'rules:'"),
        ("table: [", "not readable YAML"),
        (suite(table="smelter"), "no landed table smelter"),
        (suite(table="declared_smelter", colour="red"), "unknown key colour"),
        (suite("just words", table="declared_smelter"), "rule just words"),
        (suite({**RULE, **NOT_NULL}), "only a rule of a landed table has expectation, column"),
        (suite(RULE, RULE), "these stand more than once: a"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, content: str, words: str) -> None:
    assert words in refused(tmp_path, content)


def test_a_table_has_one_suite(tmp_path: Path) -> None:
    tmp_path.joinpath("first.yaml").write_text(suite(table="answer"))

    assert refused(tmp_path, suite(table="answer")) == "mine.yaml: answer has a suite already"


def test_a_code_means_one_rule_and_every_rule_is_in_the_table() -> None:
    codes = rule_table()["code"].to_pylist()

    assert len(codes) == len(set(codes)) == sum(len(rules) for rules in suites().values())


def test_the_supplier_is_asked_about_the_template_and_never_about_our_own_data() -> None:
    rules = [rule for name, of_table in suites().items() if name not in ("", "reader") for rule in of_table]

    assert [rule.code for rule in rules if rule.source.startswith("template") and not rule.supplier_message] == []
    assert [rule.code for rule in rules if rule.source.endswith(" data") and rule.supplier_message] == []


PATTERNS = {
    rule.code: str(rule.kwargs["regex"])
    for rules in suites().values()
    for rule in rules
    if rule.kwargs and "regex" in rule.kwargs
}


@pytest.mark.parametrize("code", PATTERNS)
def test_a_cell_of_any_text_is_read_in_one_go(code: str) -> None:
    """A pattern that tries every way to read a cell would not come back from these."""
    for cell in (
        "x" + " " * 32_000 + "a", " " * 32_000 + "x", "same" + " " * 32_000 + "x", "n/a" + "\n" * 32_000 + "b",
        "a@" + "." * 32_000, "a@" + "b." * 16_000 + "@", "a.b " * 8000 + "@", "a," * 16_000 + "!", "-" * 32_000 + "a",
        ";" * 32_000, "all " * 8000 + "x", "1" * 32_000 + "-" * 700,
    ):  # fmt: skip
        assert re.search(PATTERNS[code], cell) is None or code in READS_ALL


READS_ALL = {
    "contact_email_malformed", "authorizer_email_malformed", "supplier_id_ties_nothing", "product_number_says_nothing",
}  # fmt: skip
"""Patterns that find what they ask for in some of these cells."""
