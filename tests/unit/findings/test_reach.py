"""A person says which of our parts a declaration reaches: it counts from the next refresh on, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.cli import main
from include.findings.reach import record_reach
from include.findings.statement import Refused, Statement
from include.intake.receive import land_batch
from include.sample.cmrt import SCOPE_USER_DEFINED, build_cmrt, complete_spec
from include.sample.table import build_table
from include.settings import Settings
from include.warehouse.marts import Marts
from tests.unit.findings.conftest import RECEIVED
from tests.unit.findings.refreshed import refreshed

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
PAT = Statement("pat", NOW, "they told us which by telephone")
FILE = "V1001/user defined.xlsx"
BILL = build_table(
    [
        {"product_id": "P1", "part_id": "C1", "supplier_id": "V1001"},
        {"product_id": "P1", "part_id": "C2", "supplier_id": "V1001"},
        {"product_id": "P1", "part_id": "C3", "supplier_id": "V1002"},
    ]
)


@pytest.fixture
def own_words(faulty: Settings, drop: Callable[..., Path]) -> Settings:
    """The lake of this folder, a declaration for a scope in the supplier's words, and a bill of materials."""
    spec = complete_spec(
        metals=("Tin",), declaration_scope=SCOPE_USER_DEFINED, scope_description="Valves, without those in blue"
    )
    drop(FILE, build_cmrt(spec))
    drop("lists/bill.csv", BILL)
    land_batch(faulty, [FILE, "lists/bill.csv"], RECEIVED + timedelta(days=1))
    return faulty


def reached(marts: Marts) -> dict[str, str | None]:
    """Part of V1001 -> why it is not reached; null when it is."""
    return {
        row["part_id"]: row["why_not_reached"] for row in marts.rows("supplier_part", 2025) if row["part_id"] != "C3"
    }


def unjudged(marts: Marts) -> list[str]:
    codes = ("user_defined_scope_unjudged",)
    return [row["state"] for row in marts.rows("finding", 2025) if row["code"] in codes]


def test_a_part_is_reached_when_a_person_says_so_until_it_is_taken_back(own_words: Settings) -> None:
    before = refreshed(own_words)
    assert (reached(before), unjudged(before)) == ({"C1": "not_valid", "C2": "not_valid"}, [])

    main(["declarations", "set-aside", "V1001/no contact.xlsx", *_said(own_words)])
    waiting = refreshed(own_words)
    assert (reached(waiting), unjudged(waiting)) == ({"C1": "unjudged", "C2": "unjudged"}, ["open"])

    assert record_reach(own_words, FILE, 2025, "listed_parts", ["C2", "C2"], PAT) == 1
    judged = refreshed(own_words)
    assert (reached(judged), unjudged(judged)) == ({"C1": "not_listed", "C2": None}, [])

    again = Statement("kim", NOW + timedelta(days=1), "they had meant others")
    assert record_reach(own_words, FILE, 2025, "withdrawn", [], again) == 1
    assert unjudged(refreshed(own_words)) == ["open"]


REFUSED = {
    "unknown file": ("nothing.xlsx", "all_parts", [], PAT, "no declaration of 2025 in the newest refresh"),
    "part of another": (FILE, "listed_parts", ["C3"], PAT, "'C3': V1001 is asked for no part of this number"),
    "no part": (FILE, "listed_parts", [], PAT, "no part is named"),
    "parts beside all": (FILE, "all_parts", ["C1"], PAT, "parts go with listed_parts alone"),
    "nothing to take back": (FILE, "withdrawn", [], PAT, "nobody has said what it reaches"),
    "no reason": (FILE, "all_parts", [], Statement("pat", NOW), "no reason is given"),
    "too many": (FILE, "listed_parts", [f"C{n}" for n in range(20_001)], PAT, "20,001 parts at once: at most 20,000"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_said_is_refused(own_words: Settings, case: str) -> None:
    file, reach, parts, statement, words = REFUSED[case]
    refreshed(own_words)

    with pytest.raises(Refused, match=words):
        record_reach(own_words, file, 2025, reach, parts, statement)  # type: ignore[arg-type]


def test_a_declaration_set_aside_reaches_nothing(own_words: Settings) -> None:
    refreshed(own_words)
    main(["declarations", "set-aside", FILE, *_said(own_words)])
    refreshed(own_words)

    with pytest.raises(Refused, match="does not count"):
        record_reach(own_words, FILE, 2025, "all_parts", [], PAT)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["--all"], {"C1": None, "C2": None}),
        (["--parts", "C1", "C2"], {"C1": None, "C2": None}),
        (["--none"], {"C1": "not_listed", "C2": "not_listed"}),
    ],
)
def test_the_command_says_what_is_reached(
    own_words: Settings, said: list[str], expected: dict[str, str | None]
) -> None:
    refreshed(own_words)
    main(["declarations", "set-aside", "V1001/no contact.xlsx", *_said(own_words)])
    refreshed(own_words)

    assert main(["declarations", "reach", FILE, *said, *_said(own_words)]) == 0
    assert reached(refreshed(own_words)) == expected
    assert main(["declarations", "reach", FILE, "--withdraw", *_said(own_words)]) == 0
    assert main(["declarations", "reach", FILE, "--withdraw", *_said(own_words)]) == 1


def _said(settings: Settings) -> list[str]:
    return ["--data", settings.data, "--year", "2025", "--by", "pat", "--reason", "why"]
