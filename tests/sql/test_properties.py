"""What holds for any declared rows, tried on generated ones: nothing is lost, and rows do not disturb each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from harness import load_case

from include.warehouse.load import connect
from include.warehouse.models import failed_assertions, run_models

FEW = examples(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
OUTCOMES = {
    "consolidated", "duplicate", "superseded", "metal_out_of_scope", "not_yet_identified", "supplier_untied",
    "awaiting_review", "rejected",
}  # fmt: skip
REPORTED = (
    "appendix_a", "country_of_origin", "metal_answer", "red_flag", "year_over_year", "supplier_status", "response_rate",
)  # fmt: skip
NAMES = (
    "Alder Tin", "ALDER  tin ltd", "Tin Alder GmbH", "Birch Gold", "Twin", "Elm", "银白精錬", "Smelter not listed",
    "Smelter not yet identified", "'; DROP TABLE declared_smelter; --", "%", "",
)  # fmt: skip
NUMBERS = ("CID900201", "cid 900202", "CID900001", "CID999999", "2XXX001", "n/a", "CID")
REFERENCE = [
    {"file": "l", "metal": metal, "smelter_alias": alias, "smelter_cid": cid, "list_date": "2025-04-25"}
    for metal, alias, cid in (
        ("Tin", "Alder Tin", "CID900201"), ("Tin", "Twin", "CID900202"), ("Tin", "Twin", "CID900203"),
        ("Gold", "Birch Gold", "CID900001"), ("Gold", "Alder Tin", "CID900002"), ("Cobalt", "Alder Tin", "CID900401"),
    )
]  # fmt: skip
text = (
    st.sampled_from(NAMES).map(lambda name: name or None)
    | st.none()
    | st.text(max_size=12)
    .map(str.strip)
    .map(lambda name: name.encode("utf-8", "ignore").decode().replace("\x00", "") or None)
)
row = st.fixed_dictionaries(
    {
        "metal": st.sampled_from(["Tin", "Gold", "Tungsten", "Cobalt", None]),
        "smelter_lookup": text,
        "smelter_name_reported": text,
        "facility_country": st.sampled_from(["PERU", "Chile", None]),
        "smelter_id_reported": st.sampled_from(NUMBERS) | st.none(),
    }
)
declaration = st.fixed_dictionaries(
    {
        "rows": st.lists(row, max_size=6),
        "path": st.sampled_from(["V1001.xlsx", "V1002.xlsx", "nobody.xlsx"]),
        "scope": st.sampled_from(["company", "user_defined", None]),
        "date": st.sampled_from(["2025-05-01", "2025-06-01", None]),
        "years": st.sampled_from([[2025], [2024, 2025]]),
        "unused": st.sampled_from(["Tin", "Gold", None]),
        "kind": st.sampled_from(["cmrt", "cmrt", "emrt", "amrt"]),
    }
)
decision = st.fixed_dictionaries(
    {
        "metal": st.sampled_from(["Tin", "Gold"]),
        "smelter_name_reported": st.sampled_from(["Elm", "Twin", "Alder Tin"]),
        "judgement": st.sampled_from(["rejected", "not_a_smelter"]),
        "supplier_id": st.sampled_from(["", "V1001"]),
    }
)


def lake(declarations: dict[str, dict[str, Any]], decisions: list[dict[str, Any]]) -> dict[str, Any]:
    """The given tables of a case; the order of files and rows is that of the dictionary."""
    files: dict[str, Any] = {"s": {"kind": "supplier"}}
    given: dict[str, Any] = {
        "supplier": [{"file": "s", "supplier_id": number} for number in ("V1001", "V1002")],
        "reference_smelter": REFERENCE,
        "old_smelter_id": [{"file": "o", "metal": "Tin", "old_smelter_id": "2XXX001", "smelter_cid": "CID900201"}],
        "declaration": [],
        "declared_smelter": [],
        "answer": [],
    }
    for name, found in declarations.items():
        files[name] = {"path": f"{name}/{found['path']}", "years": found["years"], "kind": found["kind"]}
        values = {"template_kind": found["kind"], "declaration_scope": found["scope"], "effective_date": found["date"]}
        given["declaration"].append({"file": name, **values})
        for place, values in enumerate(found["rows"], start=5):
            given["declared_smelter"].append({"file": name, "source_row": place, **values})
        if found["unused"]:
            given["answer"].append({"file": name, "metal": found["unused"], "question": "1", "answer": "No"})
    events = [{"kind": "decision", "payload": payload} for payload in decisions]
    return given | {"files": files, "events": events}


def accounted(
    connection: duckdb.DuckDBPyConnection, given: dict[str, Any], besides: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    load_case(connection, given, {})
    run_models(connection, (*besides, "smelter_accounting"))
    return connection.sql("FROM smelter_accounting").to_arrow_table().to_pylist()


def named(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {f"f{number}": item for number, item in enumerate(found)}


@FEW
@given(st.lists(declaration, max_size=4), st.lists(decision, max_size=3))
def test_every_declared_row_ends_in_exactly_one_outcome(
    found: list[dict[str, Any]], decisions: list[dict[str, Any]]
) -> None:
    with connect() as connection:
        rows = accounted(connection, lake(named(found), decisions), REPORTED)

        places = [(row["reporting_year"], row["file_sha256"], row["source_row"]) for row in rows]
        declared = [
            (year, name, place)
            for name, item in named(found).items()
            for year in item["years"]
            for place in range(5, 5 + len(item["rows"]))
        ]
        assert sorted(places) == sorted(declared)
        assert {row["outcome"] for row in rows} <= OUTCOMES
        assert all(row["reason"] for row in rows)
        consolidated = sum(row["outcome"] == "consolidated" and row["template_kind"] == "cmrt" for row in rows)
        assert connection.sql("SELECT coalesce(sum(declared_rows), 0) FROM appendix_a").fetchall() == [(consolidated,)]
        assert failed_assertions(connection) == {}


@examples(FEW, max_examples=10)
@given(
    st.lists(declaration, min_size=1, max_size=4),
    st.lists(decision, max_size=2),
    declaration,
    st.randoms(use_true_random=False),
)
def test_neither_the_order_of_files_nor_a_file_of_somebody_else_changes_a_match(
    found: list[dict[str, Any]], decisions: list[dict[str, Any]], stranger: dict[str, Any], random: Any
) -> None:
    given = lake(named(found), decisions)
    # Sheet rows keep their numbers: they are where the supplier wrote.
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in given.items() if name not in {"files", "events"}}
    joined = lake({"a-stranger": stranger | {"path": "V7777.xlsx"}} | named(found), decisions)
    with connect() as one, connect() as two, connect() as three:
        before = accounted(one, given)
        assert accounted(two, given | shuffled) == before
        after = accounted(three, joined)

    years = {year for item in found for year in item["years"]} | {2025}
    assert [row for row in after if row["file_sha256"] != "a-stranger" and row["reporting_year"] in years] == before
