"""Behind a line of Appendix A stands who decided, when and why."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from include.decisions.importing import import_decisions
from include.intake.decision_file import read_decision_file
from include.sample.table import build_table
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.trace import trace
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
AS_OF = date(2026, 5, 15)


def test_a_line_that_a_person_decided_shows_the_decision(sample: Settings, tmp_path: Path) -> None:
    build_marts(sample, CompanyProfile(), AS_OF)
    marts = Marts(open_store(sample.lake))
    waiting = next(row for row in marts.table("review_queue").to_pylist() if row["metal"] == "Tin")
    facility = next(row["smelter_cid"] for row in marts.rows("appendix_a", 2025) if row["metal"] == "Tin")
    asked = {
        name: waiting[name] for name in ("metal", "smelter_name_reported", "facility_country", "smelter_id_reported")
    }
    answer = {
        "judgement": "accepted",
        "smelter_cid": facility,
        "evidence": "their letter of May",
        "note": "renamed in 2025",
    }
    path = tmp_path / "decided.csv"
    path.write_bytes(build_table([asked | answer | {"decided_by": "pat", "decided_at": "2026-02-01"}]))
    import_decisions(sample, read_decision_file(path)[0], "kim", NOW)
    build_marts(sample, CompanyProfile(), AS_OF)

    found = trace(sample, 2025, facility)

    (decision,) = found["decisions"]
    assert (decision["decided_by"], decision["decided_at"]) == ("pat", "2026-02-01T00:00:00+00:00")
    assert (decision["note"], decision["evidence"]) == ("renamed in 2025", "their letter of May")
    decided = [row for row in found["declared_rows"] if row["decision_id"] == decision["event_id"]]
    assert {row["outcome"] for row in decided} == {"consolidated"}
    assert all(row["reason"] == "pat decided on 2026-02-01" for row in decided)
