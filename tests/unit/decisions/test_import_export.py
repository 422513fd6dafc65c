"""Decisions from a terminal: all lines or none, nothing twice, and out again as they came."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from include.cli import main
from include.decisions.export import decisions_csv, open_questions_csv
from include.decisions.importing import Imported, NotImportable, import_decisions
from include.events import Event, read_all
from include.intake.decision_file import read_decision_file
from include.lake import LeaseHeld, acquire_lease
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts
from tests.unit.decisions.decision_tables import written

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
AS_OF = date(2026, 4, 30)


def take_in(settings: Settings, path: Path, now: datetime = NOW) -> Imported:
    lines, unreadable = read_decision_file(path)
    assert unreadable == []
    return import_decisions(settings, lines, "kim", now)


def recorded(settings: Settings) -> list[Event]:
    return [item for item in read_all(open_store(settings.lake)) if item.kind == "decision"]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_line_becomes_a_decision_with_who_when_and_why(lists: Settings, tmp_path: Path) -> None:
    path = written(
        tmp_path / "in", {"note": "seen on site", "evidence": "audit 7"}, {"judgement": None, "smelter_cid": None}
    )

    assert take_in(lists, path) == Imported(recorded=1, known=0, left_open=1)

    (decision,) = recorded(lists)
    assert (decision.actor, decision.occurred_at) == ("pat", "2026-02-01T00:00:00+00:00")
    assert decision.payload["smelter_cid"] == "CID900201"
    assert decision.payload["note"] == "seen on site"
    assert decision.payload["evidence"] == "audit 7"
    assert decision.payload["source_row"] == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"judgement": "maybe"}, "'maybe' is no judgement: write accepted, rejected, not_a_smelter"),
        ({"smelter_name_reported": None}, "neither a smelter name nor a reported number"),
        ({"smelter_cid": None}, "accepted without a smelter_cid"),
        ({"smelter_cid": "Hazel"}, "'HAZEL' is no smelter identification number"),
        ({"smelter_cid": "CID999999"}, "CID999999 is in no list received for tin"),
        ({"smelter_cid": "CID900001"}, "no list received for tin; it is a facility of gold: state metal_decided"),
        ({"metal_decided": "Gold"}, "CID900201 is in no list received for gold; it is a facility of tin"),
        ({"judgement": "rejected"}, "smelter_cid goes with accepted or new_facility, not with rejected"),
        ({"metal": None}, "no metal"),
        ({"supplier_id": "V9999"}, "no supplier list has the vendor number 'V9999'"),
        ({"smelter_name_reported": "Unknown"}, "this name stands for any smelter"),
        ({"decided_at": "2027-01-01"}, "lies in the future"),
        ({"note": "x" * 2001}, "note is longer than 2,000 characters"),
        ({"judgement": None}, "no judgement"),
        ({"smelter_cid": "CID900202"}, "contradicts line 2: one question, one moment, two answers"),
    ],
)  # fmt: skip
def test_one_bad_line_and_nothing_is_written(
    lists: Settings, tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    path = written(tmp_path / "in", {}, change)

    with pytest.raises(NotImportable) as refused:
        take_in(lists, path)

    assert any(line.startswith("line 3: ") and problem in line for line in refused.value.lines), refused.value.lines
    assert recorded(lists) == []


def test_a_date_that_may_be_two_is_not_taken_for_today(lists: Settings, tmp_path: Path) -> None:
    _, unreadable = read_decision_file(written(tmp_path / "in", {"decided_at": "03/02/2026"}))

    assert len(unreadable) == 1
    assert unreadable[0].startswith("line 2: the date ")


def test_the_same_file_twice_adds_nothing(lists: Settings, tmp_path: Path) -> None:
    path = written(tmp_path / "in", {}, {"smelter_name_reported": "Larch", "decided_at": None})
    take_in(lists, path)

    assert take_in(lists, path, NOW + timedelta(hours=1)) == Imported(recorded=0, known=2, left_open=0)
    assert len(recorded(lists)) == 2


def test_a_decision_taken_back_twice_is_taken_back_once(lists: Settings, tmp_path: Path) -> None:
    take_in(lists, written(tmp_path / "yes", {"decided_at": None}))
    back = written(tmp_path / "back", {"decided_at": None, "judgement": "revoked", "smelter_cid": None})
    for hour in (1, 2):
        take_in(lists, back, NOW + timedelta(hours=hour))

    assert [item.payload["judgement"] for item in recorded(lists)] == ["accepted", "revoked"]


def test_who_asks_the_ledger_may_forbid_the_lines(lists: Settings, tmp_path: Path) -> None:
    lines, _ = read_decision_file(written(tmp_path / "in", {}))

    with pytest.raises(NotImportable) as refused:
        import_decisions(lists, lines, "kim", NOW, lambda events: ["decided meanwhile"])

    assert refused.value.lines == ("decided meanwhile",)
    assert recorded(lists) == []


def test_a_decision_taken_again_after_another_one_counts_again(lists: Settings, tmp_path: Path) -> None:
    yes = written(tmp_path / "yes", {"decided_at": None})
    no = written(tmp_path / "no", {"decided_at": None, "judgement": "rejected", "smelter_cid": None})
    for hour, path in enumerate((yes, no, yes)):
        take_in(lists, path, NOW + timedelta(hours=hour))

    (row,) = rows(decisions_csv(lists))
    assert row["judgement"] == "accepted"
    assert len(recorded(lists)) == 3


def test_an_export_read_into_an_empty_lake_gives_the_same_decisions(lists: Settings, tmp_path: Path) -> None:
    path = written(
        tmp_path / "in",
        {"smelter_name_reported": "=HYPERLINK(0)", "note": "-1\nsecond line", "evidence": "'=quoted"},
        {"smelter_name_reported": '银白精錬; "Co", Ltd', "facility_country": "Peru", "supplier_id": "V1001"},
        {"smelter_name_reported": "Bank of Elm", "judgement": "not a smelter", "smelter_cid": None},
        {"smelter_name_reported": "Cedar", "smelter_cid": "CID900001", "metal_decided": "Gold", "decided_at": None},
        {
            "smelter_name_reported": "Rowan",
            "judgement": "new_facility",
            "smelter_cid": None,
            "smelter_id_reported": "CID 999999",
        },
        {"smelter_name_reported": "Oak"},
        {"smelter_name_reported": "Oak", "judgement": "revoked", "smelter_cid": None, "decided_at": "2026-02-02"},
    )
    take_in(lists, path)
    given = decisions_csv(lists)
    (tmp_path / "given.csv").write_text(given, encoding="utf-8")
    empty = Settings(data=str(tmp_path / "empty"))

    assert take_in(empty, tmp_path / "given.csv") == Imported(recorded=5, known=0, left_open=0)

    assert decisions_csv(empty) == given
    assert len(rows(given)) == 5
    assert not any(value.startswith(("=", "-", "+", "@")) for row in rows(given) for value in row.values())


def test_nothing_is_written_while_another_writer_holds_the_lake(lists: Settings, tmp_path: Path) -> None:
    acquire_lease(open_store(lists.lake), "a run", 60)

    with pytest.raises(LeaseHeld):
        take_in(lists, written(tmp_path / "in", {}))
    assert recorded(lists) == []


def test_the_queue_comes_back_as_decisions_and_its_rows_are_settled(sample: Settings, tmp_path: Path) -> None:
    build_marts(sample, CompanyProfile(), AS_OF)
    waiting = rows(open_questions_csv(sample))
    assert waiting
    affected = [(int(row["products"]), int(row["suppliers"]), int(row["declared_rows"])) for row in waiting]
    assert affected == sorted(affected, reverse=True)
    before = awaiting(sample)
    assert sum(int(row["declared_rows"]) for row in waiting) == before

    path = tmp_path / "queue.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, waiting[0])
        writer.writeheader()
        writer.writerows([waiting[0] | {"judgement": "Not a smelter", "note": "a bank"}, *waiting[1:]])
    assert main(["decisions", "import", "--data", sample.data, str(path), "--by", "pat"]) == 0

    assert rows(open_questions_csv(sample)) == waiting[1:]
    build_marts(sample, CompanyProfile(), AS_OF)
    assert rows(open_questions_csv(sample)) == waiting[1:]
    assert awaiting(sample) == before - int(waiting[0]["declared_rows"])


def awaiting(settings: Settings) -> int:
    found = Marts(open_store(settings.lake)).table("smelter_accounting").to_pylist()
    return sum(row["outcome"] == "awaiting_review" for row in found)


def test_the_command_says_which_line_is_wrong(
    lists: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "in", {"judgement": "perhaps"})

    assert main(["decisions", "import", "--data", lists.data, str(path), "--by", "pat"]) == 1
    said = capsys.readouterr()
    assert "line 2: 'perhaps' is no judgement" in said.err
    assert said.out == ""


def test_a_file_of_another_kind_is_refused_by_its_kind(
    lists: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bill.csv").write_text("product id,part id\nP1,C1\n")

    assert main(["decisions", "import", "--data", lists.data, str(tmp_path / "bill.csv"), "--by", "pat"]) == 3
    assert "a file of kind bill_of_materials, not one of decisions" in capsys.readouterr().err
