"""People without a terminal drop a table: good lines count, bad ones are findings, a supplier decides nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from include.events import Event, read_all
from include.intake import receive
from include.intake.receive import land_batch
from include.sample.table import build_table
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts
from tests.unit.decisions.decision_tables import LINE, decisions

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
AS_OF = date(2026, 4, 30)
Drop = Callable[..., Path]


def recorded(settings: Settings) -> list[Event]:
    return [item for item in read_all(open_store(settings.lake)) if item.kind == "decision"]


def findings(settings: Settings) -> list[tuple[str, str, str | None, str]]:
    run = build_marts(settings, CompanyProfile(), AS_OF).run
    return [
        (row["code"], row["drop_path"], row["source_cell"], row["message"])
        for row in Marts(open_store(settings.lake), run).rows("finding", 2025)
        if row["code"].startswith("decision_")
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_good_lines_count_and_a_bad_one_is_a_finding_with_its_cell(settings: Settings, drop: Drop, kind: str) -> None:
    drop(
        "answers",
        decisions({}, {"judgement": "perhaps"}, {"decided_by": None}, {"smelter_name_reported": "Larch"}, kind=kind),
    )

    land_batch(settings, ["answers"], NOW)

    assert [item.payload["smelter_name_reported"] for item in sorted(recorded(settings), key=_row)] == [
        "Hazel",
        "Larch",
    ]
    refused = [found for found in findings(settings) if found[0] == "decision_refused"]
    assert [found[1:3] for found in refused] == [("answers", "F3"), ("answers", "K4")]
    assert "'perhaps' is no judgement" in refused[0][3]
    assert "no decided_by" in refused[1][3]


def _row(item: Event) -> int:
    return int(item.payload["source_row"])


def test_a_table_without_the_column_for_who_decided_is_said_line_by_line(settings: Settings, drop: Drop) -> None:
    line = {name: value for name, value in LINE.items() if name != "decided_by"}
    drop("answers.csv", build_table([line]))

    land_batch(settings, ["answers.csv"], NOW)

    assert recorded(settings) == []
    ((_, path, cell, message),) = [found for found in findings(settings) if found[0] == "decision_refused"]
    assert (path, cell) == ("answers.csv", None)
    assert "no decided_by" in message


def test_dropped_again_and_in_another_file_a_decision_is_one(settings: Settings, drop: Drop) -> None:
    for path in ("a.csv", "a.csv", "2024/b.csv"):
        changes = [{}] if path == "a.csv" else [{"smelter_name_reported": "Larch"}, {}]
        drop(path, decisions(*changes))
        land_batch(settings, [path], NOW)

    assert len(recorded(settings)) == 2
    assert {item.payload["source_row"] for item in recorded(settings)} == {2}


def test_a_run_killed_before_the_ledger_was_written_finds_the_decisions_again(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop("a.csv", decisions({}))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(receive, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            land_batch(settings, ["a.csv"], NOW)
    assert recorded(settings) == []

    land_batch(settings, ["a.csv"], NOW)

    assert len(recorded(settings)) == 1
    assert not Path(settings.drop, "a.csv").exists()


def test_decisions_inside_an_archive_do_not_count_and_that_is_said(settings: Settings, drop: Drop) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("decisions.csv", decisions({}))
    drop("V1001.zip", content.getvalue())

    land_batch(settings, ["V1001.zip"], NOW)

    assert recorded(settings) == []
    assert [found[:2] for found in findings(settings)] == [("decision_file_in_archive", "V1001.zip/decisions.csv")]


def test_a_decision_for_a_number_no_list_has_is_said(lists: Settings, drop: Drop) -> None:
    drop("a.csv", decisions({"smelter_cid": "CID999999"}, {"smelter_name_reported": "Larch"}))
    land_batch(lists, ["a.csv"], NOW)

    assert [found[:2] for found in findings(lists)] == [("decision_facility_unknown", "a.csv")]
