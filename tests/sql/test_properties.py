"""What holds for any declared rows, tried on generated ones: nothing is lost, and rows do not disturb each other."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, Phase, assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from harness import load_case

from include.warehouse.load import connect
from include.warehouse.models import failed_assertions, run_models

# Each example builds a warehouse: shrinking a failing one would take minutes, and it is printed as it stands.
FEW = examples(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
OUTCOMES = {
    "consolidated", "duplicate", "superseded", "metal_out_of_scope", "not_yet_identified", "supplier_untied",
    "awaiting_review", "rejected",
}  # fmt: skip
REPORTED = (
    "appendix_a", "country_of_origin", "metal_answer", "red_flag", "year_over_year", "supplier_status", "response_rate",
    "declaration_status", "finding", "response_course", "letter",
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
answer = st.sampled_from(
    [
        {"judgement": "rejected"},
        {"judgement": "not_a_smelter"},
        {"judgement": "revoked"},
        {"judgement": "new_facility"},
        {"judgement": "new_facility", "smelter_cid": "CID900202"},
        {"judgement": "accepted", "smelter_cid": "CID900201"},
        {"judgement": "accepted", "smelter_cid": "CID900001", "metal_decided": "Gold"},
        {"judgement": "accepted", "smelter_cid": "CID909999"},
    ]
)
question = st.fixed_dictionaries(
    {
        "metal": st.sampled_from(["Tin", "Gold", None]),
        "smelter_name_reported": st.sampled_from(["Elm", "Twin", "Alder Tin", "Smelter not yet identified"]),
        "facility_country": st.sampled_from([None, None, "Peru"]),
        "smelter_id_reported": st.sampled_from([None, None, "CID900201", "n/a"]),
        "supplier_id": st.sampled_from([None, None, "V1001"]),
    }
)
moment = st.sampled_from(["2026-02-01T00:00:00+00:00", "2026-02-02T00:00:00+00:00"])
decision = st.tuples(question, answer, moment).map(
    lambda drawn: {"kind": "decision", "at": drawn[2], "payload": drawn[0] | drawn[1]}
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
    return given | {"files": files, "events": decisions}


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


ASKED = """
SELECT account.metal_declared AS metal, coalesce(key.typed_name, key.lookup_name, key.smelter_name_reported)
    AS smelter_name_reported, account.facility_country, key.id_clean AS smelter_id_reported, account.supplier_id
FROM smelter_accounting AS account
JOIN declared_key USING (file_sha256, source_sheet, source_row)
JOIN match_key AS key USING (key_id)
ORDER BY account.reporting_year, account.file_sha256, account.source_sheet, account.source_row
"""
"""The narrowest question that can be asked about each row, in the order of the accounting."""


def folded(name: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", name or "").lower().split())


@FEW
@given(st.lists(declaration, min_size=1, max_size=3), st.lists(decision, max_size=3), st.integers(0, 17))
def test_a_decision_wins_over_the_machine_and_touches_no_other_question(
    found: list[dict[str, Any]], decisions: list[dict[str, Any]], which: int
) -> None:
    assume(any(item["rows"] for item in found))
    with connect() as connection:
        before = accounted(connection, lake(named(found), decisions))
        questions = connection.sql(ASKED).to_arrow_table().to_pylist()
    row, asked = before[which % len(before)], questions[which % len(before)]
    assume(asked["smelter_name_reported"] or asked["smelter_id_reported"])
    verdict = {"judgement": "accepted", "smelter_cid": "CID900201", "metal_decided": "Tin"}
    last = {"kind": "decision", "at": "2026-03-01T00:00:00+00:00", "payload": asked | verdict}
    with connect() as connection:
        after = accounted(connection, lake(named(found), [*decisions, last]), REPORTED)
        assert failed_assertions(connection) == {}

    ours = f"event-{len(decisions)}"
    for old, new in zip(before, after, strict=True):
        same_row = all(old[name] == row[name] for name in ("file_sha256", "source_row"))
        assert new["decision_id"] == ours or not same_row
        if new["decision_id"] != ours:
            assert new == old
            continue
        assert new["metal_declared"] == row["metal_declared"]
        assert new["supplier_id"] == row["supplier_id"] or row["supplier_id"] is None
        assert folded(new["facility_country"]) == folded(row["facility_country"]) or row["facility_country"] is None
        if new["outcome"] not in {"superseded", "duplicate", "metal_out_of_scope", "supplier_untied"}:
            assert (new["outcome"], new["metal"], new["smelter_cid"]) == ("consolidated", "Tin", "CID900201")


@examples(FEW, max_examples=10)
@given(st.lists(declaration, max_size=3), st.lists(decision, max_size=3))
def test_the_same_lake_gives_the_same_rows_and_the_same_queue(
    found: list[dict[str, Any]], decisions: list[dict[str, Any]]
) -> None:
    runs = []
    for _ in range(2):
        with connect() as connection:
            rows = accounted(connection, lake(named(found), decisions), ("review_queue",))
            runs.append((rows, connection.table("review_queue").order("rowid").to_arrow_table().to_pylist()))

    assert runs[0] == runs[1]
    rows, queue = runs[0]
    waiting = [row for row in rows if row["outcome"] == "awaiting_review" and row["judgement"] != "new_facility"]
    assert sum(line["declared_rows"] for line in queue) == len(waiting)
