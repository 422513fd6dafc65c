"""Failing rows found all at once are those that Great Expectations finds cell by cell, with the same words."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from row_by_row import findings as row_by_row

from include.checks import check_new_batches, findings_path, suites
from include.checks.rules import Rule
from include.checks.validation import validate
from include.intake.receive import land_batch
from include.lake import HandledFile, batches, landed_path, read_parquet, write_batch
from include.schemas import LANDED
from include.settings import Settings
from include.storage import Store, open_store
from tests.rules.case import content_of
from tests.rules.registry import all_cases

LAKES = itertools.count()
TABLES = sorted(set(suites()) - {"", "reader"})
WORDS = (None, "", "Tin", "Cobalt", "Yes", "1", "No such thing", "CID000001", "jo@example.com", "n/a", "{value} %s é")


def key(row: Mapping[str, Any]) -> list[str]:
    return [str(value) for value in row.values()]


def landed_findings(store: Store) -> list[dict[str, Any]]:
    parts = [read_parquet(store.read(findings_path(batch.batch))) for batch in batches(store)]
    return pa.concat_tables(parts).to_pylist()


def plain_findings(store: Store) -> list[dict[str, Any]]:
    (batch,) = batches(store)
    rows = {name: read_parquet(store.read(landed_path(name, batch.batch))) for name in batch.tables}
    declared = rows["declaration"].to_pylist() if "declaration" in rows else []
    kinds = {row["file_sha256"]: row["template_kind"] for row in declared}
    return [row for name in TABLES if name in rows for row in row_by_row(name, suites()[name], rows[name], kinds)]


def test_the_findings_of_all_fault_files_are_the_same_both_ways(settings: Settings, drop: Any) -> None:
    paths = []
    for number, case in enumerate(all_cases()):
        for name, content in case.files.items():
            paths.append(f"2025/{number}/{name.rsplit('/', 1)[-1]}")
            drop(paths[-1], content_of(content))
    land_batch(settings, paths, datetime(2026, 1, 20, tzinfo=UTC))
    store = open_store(settings.lake)

    counts = check_new_batches(store)

    found = landed_findings(store)
    assert sorted(found, key=key) == sorted(plain_findings(store), key=key)
    assert sum(counts.values()) == len(found) > 50


def strategy(field: pa.Field) -> st.SearchStrategy[Any]:
    """Values of one column, with null and what the rules ask for among them."""
    if field.name == "source_cells":
        return st.sampled_from(["{}", '{"company_name": "D8", "contact_email": "D16"}'])
    kinds = {
        pa.string(): st.sampled_from(WORDS) | st.text(max_size=5),
        pa.int32(): st.integers(1, 9),
        pa.bool_(): st.none() | st.booleans(),
        pa.date32(): st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    }
    return kinds.get(field.type, st.none())


@st.composite
def landed(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    name = draw(st.sampled_from(TABLES))
    columns = {field.name: strategy(field) for field in LANDED[name]}
    columns |= {"file_sha256": st.sampled_from(["a", "b"]), "source_row": st.integers(1, 9)}
    return name, draw(st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=12))


@given(landed())
@hypothesis_settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a check takes 50 ms: making a failing case smaller would take minutes
    suppress_health_check=[HealthCheck.too_slow],
)
def test_the_findings_of_any_rows_are_the_same_both_ways(made: tuple[str, list[dict[str, Any]]]) -> None:
    name, rows = made
    store = open_store(f"memory://failing-rows-{next(LAKES)}")
    write_batch(store, [HandledFile("a", "table", 1), HandledFile("b", "table", 1)], {name: rows})

    check_new_batches(store)

    assert sorted(landed_findings(store), key=key) == sorted(plain_findings(store), key=key)


def test_every_failing_row_is_named_however_many_there_are() -> None:
    """Great Expectations caps its lists of values at 200; the numbers of the rows are not among them."""
    import pandas as pd

    rule = Rule(code="a", severity="info", message="m", source="s", column="x", when={"y": ["k"]},
                expectation="expect_column_values_to_not_be_null")  # fmt: skip
    frame = pd.DataFrame({"x": [None, "v", None, None] * 1000, "y": ["k", "k", "k", "other"] * 1000})

    (outcome,) = validate("any", [rule], frame)

    assert outcome.evaluated == 3000
    assert outcome.failing.tolist() == [n for n in range(4000) if n % 4 in (0, 2)]


@pytest.mark.parametrize(
    ("expectation", "words"),
    [
        ("expect_column_values_to_be_lucky", "Great Expectations has no expect_column_values_to_be_lucky"),
        ("expect_column_mean_to_be_between", "does not say which rows fail"),
        ("expect_column_values_to_be_between", "t.a"),
    ],
)
def test_an_expectation_that_finds_no_rows_stops_the_refresh(expectation: str, words: str) -> None:
    """A rule that silently checks nothing would be worse than a failed run."""
    import pandas as pd

    more = {"min_value": 5, "max_value": 9} if "between" in expectation else {}
    rule = Rule(code="a", severity="info", message="m", source="s", column="x", expectation=expectation, kwargs=more)
    values = ["text", "words"] if words == "t.a" else [1, 2]

    with pytest.raises(RuntimeError, match=words):
        validate("t", [rule], pd.DataFrame({"x": values}))
