"""From a fault to its end: sent, waived, lapsed, mended; what it does to the rates and the letter; what is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from include.cli import main
from include.events import append, read_all
from include.findings.statement import Refused, Statement
from include.findings.states import record_states, to_send
from include.intake.receive import land_batch
from include.lake import LeaseHeld, acquire_lease
from include.outreach.compose import Composer
from include.outreach.letter_facts import LetterFacts
from include.outreach.plan import plan
from include.sample.cmrt import build_cmrt, complete_spec
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.marts import Marts, NoMarts
from tests.unit.findings.refreshed import AS_OF, finding, refreshed

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
KIM = Statement("kim", NOW)
WAIVER = Statement("pat", NOW + timedelta(hours=1), "we know the contact", date(2026, 6, 30))
AGAIN = "V1001/with a contact.xlsx"


def rates(marts: Marts) -> dict[str, tuple[int, str | None]]:
    rows = [row for row in marts.rows("response_rate", 2025) if row["basis"] == "supplier"]
    return {row["measure"]: (row["numerator"], row["detail"]) for row in rows}


def letters(marts: Marts) -> dict[str, list[str]]:
    profile = CompanyProfile()
    composer = Composer(LetterFacts(marts, profile, 2025, AS_OF), profile, None, None)
    due = [composer.compose(item) for item in plan(marts, profile, [], 2025, AS_OF) if item.letter_kind != "thank_you"]
    return {made.planned.supplier_id: [line for line in made.text.splitlines() if line[:2] == "- "] for made in due}


def test_a_critical_finding_from_its_first_refresh_to_the_newer_declaration(
    faulty: Settings, drop: Callable[..., Path]
) -> None:
    first = refreshed(faulty)
    found = finding(first)
    assert (found["state"], found["source_cell"]) == ("open", "D15")
    assert rates(first)["received_not_valid"] == (1, "with critical findings: 1")
    assert rates(first)["valid"] == (0, None)
    assert [row["metal"] for row in first.rows("appendix_a", 2025)] == ["Tin"], "its smelters are reported all the same"
    assert letters(first) == {"V1001": ["- Declaration, cell D15: Please name a contact."], "V1002": []}

    assert record_states(faulty, to_send(faulty, "V1001", 2025), "sent", KIM) == 1
    sent = refreshed(faulty)
    assert finding(sent)["state"] == "sent"
    assert letters(sent) == letters(first), "what was sent is still asked"
    assert rates(sent)["valid"] == (0, None)

    assert record_states(faulty, [found["finding_id"]], "waived", WAIVER) == 1
    waived = refreshed(faulty)
    assert (finding(waived)["state"], finding(waived)["state_note"]) == ("waived", "we know the contact")
    assert rates(waived)["valid"] == (1, "with a waived critical finding: 1")
    assert letters(waived) == {"V1002": []}
    assert rates(refreshed(faulty, date(2026, 7, 1)))["valid"] == (0, None)

    drop(AGAIN, build_cmrt(complete_spec(metals=("Tin",), effective_date=date(2025, 11, 30))))
    land_batch(faulty, [AGAIN], NOW + timedelta(days=1))
    mended = refreshed(faulty, date(2026, 7, 1))
    assert finding(mended)["state"] == "closed"
    assert AGAIN in finding(mended)["state_note"]
    assert rates(mended)["valid"] == (1, None)
    with pytest.raises(Refused, match="is closed and cannot become sent"):
        record_states(faulty, [found["finding_id"]], "sent", KIM)


def test_the_ledger_keeps_what_the_person_saw_and_every_word_said(faulty: Settings) -> None:
    found = finding(refreshed(faulty))
    record_states(faulty, [found["finding_id"]], "sent", KIM)
    record_states(faulty, [found["finding_id"]], "waived", WAIVER)

    said = [item for item in read_all(open_store(faulty.lake)) if item.kind == "finding_state"]

    assert [(item.actor, item.payload["state"]) for item in said] == [("kim", "sent"), ("pat", "waived")]
    assert said[1].payload["message"] == found["message"]
    assert said[1].payload["source_cell"] == "D15"
    assert said[1].payload["until"] == "2026-06-30"


def test_a_waiver_of_a_lesser_fault_has_ended_and_the_finding_can_be_sent(faulty: Settings) -> None:
    row = finding(refreshed(faulty))
    said = {name: row[name] for name in ("finding_id", "reporting_year", "code", "supplier_id")}
    waived = WAIVER.event("finding_state", said | {"state": "waived", "severity": "warning"})
    append(open_store(faulty.lake), [waived])

    (found,) = [item for item in refreshed(faulty).rows("finding", 2025) if item["finding_id"] == row["finding_id"]]

    assert (found["state"], found["severity"]) == ("open", "critical")
    assert record_states(faulty, [row["finding_id"]], "sent", Statement("kim", NOW + timedelta(hours=2))) == 1


def test_said_again_it_adds_nothing(faulty: Settings) -> None:
    found = finding(refreshed(faulty))["finding_id"]
    assert record_states(faulty, [found, found], "waived", WAIVER) == 1
    assert record_states(faulty, [found], "waived", WAIVER) == 0


LONG = "x" * 2001
REFUSED = {
    "unknown finding": ("no-such-id", "waived", WAIVER, "no finding of the newest refresh has this id"),
    "waived without a reason": (None, "waived", Statement("pat", NOW), "no reason is given"),
    "waived for blanks": (None, "waived", Statement("pat", NOW, "  "), "no reason is given"),
    "reason without end": (None, "waived", Statement("pat", NOW, LONG), "longer than 2,000 characters"),
    "last day passed": (None, "waived", Statement("pat", NOW, "why", date(2026, 3, 31)), "2026-03-31 has passed"),
    "last day of a sending": (None, "sent", Statement("pat", NOW, None, date(2026, 9, 1)), "goes with a waiver"),
    "nobody": (None, "sent", Statement(" ", NOW), "no person is named"),
    "unknown actor": (None, "sent", Statement("Unknown", NOW), "no person is named"),
    "name of two lines": (None, "sent", Statement("pat\nkim", NOW), "no person is named"),
    "reopened though open": (None, "open", Statement("pat", NOW, "why"), "is open and cannot become open"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_said_is_refused_in_plain_words_and_nothing_is_written(faulty: Settings, case: str) -> None:
    named, state, statement, words = REFUSED[case]
    found = finding(refreshed(faulty))["finding_id"]

    with pytest.raises(Refused, match=words):
        record_states(faulty, [found, named or found], state, statement)  # type: ignore[arg-type]

    assert not [item for item in read_all(open_store(faulty.lake)) if item.kind == "finding_state"]


def test_no_finding_at_all_is_refused(faulty: Settings) -> None:
    refreshed(faulty)
    with pytest.raises(Refused, match="no finding is named"):
        record_states(faulty, [], "sent", KIM)


def test_a_waiver_may_be_withdrawn_before_the_next_refresh_and_after_its_end(faulty: Settings) -> None:
    found = finding(refreshed(faulty))["finding_id"]
    record_states(faulty, [found], "waived", WAIVER)
    record_states(faulty, [found], "open", Statement("kim", NOW + timedelta(hours=2), "it was another's"))
    assert finding(refreshed(faulty))["state"] == "open"

    record_states(faulty, [found], "waived", Statement("pat", NOW + timedelta(hours=3), "why", date(2026, 5, 1)))
    late = datetime(2026, 5, 2, 9, tzinfo=UTC)
    assert record_states(faulty, [found], "waived", Statement("pat", late, "still", date(2026, 6, 1))) == 1


def test_before_the_first_refresh_and_beside_another_writer_nothing_is_recorded(faulty: Settings) -> None:
    with pytest.raises(NoMarts):
        record_states(faulty, ["x"], "sent", KIM)
    acquire_lease(open_store(faulty.lake), "an intake", 60)
    with pytest.raises(LeaseHeld):
        record_states(faulty, ["x"], "sent", KIM)


def listed(faulty: Settings, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["findings", "--data", faulty.data, "--year", "2025", *more]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_the_commands_list_by_state_and_say_what_was_recorded(
    faulty: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    refreshed(faulty)
    (open_one,) = [row for row in listed(faulty, capsys) if row["code"] == "contact_name_missing"]
    reason = ["--by", "pat", "--reason", "=we know the contact"]

    assert main(["findings", "waive", open_one["finding_id"], "--data", faulty.data, *reason]) == 0
    assert "1 recorded; the next refresh goes by it" in capsys.readouterr().out
    refreshed(faulty)

    assert [row for row in listed(faulty, capsys) if row["code"] == "contact_name_missing"] == []
    (waived,) = listed(faulty, capsys, "--state", "waived")
    assert (waived["state_by"], waived["state_note"]) == ("pat", "'=we know the contact")
    assert main(["findings", "reopen", open_one["finding_id"], "--data", faulty.data, *reason]) == 0
    refreshed(faulty)
    assert (
        main(["findings", "sent", "--supplier", "V1001", "--year", "2025", "--data", faulty.data, "--by", "kim"]) == 0
    )
    refreshed(faulty)
    assert [row["code"] for row in listed(faulty, capsys, "--state", "sent")] == ["contact_name_missing"]


def test_the_commands_refuse_in_one_sentence(faulty: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    refreshed(faulty)
    said = ["--data", faulty.data, "--by", "pat"]

    assert main(["findings", "sent", "--supplier", "V1002", "--year", "2025", *said]) == 1
    assert "supplier 'V1002' is asked nothing for 2025" in capsys.readouterr().err
    assert main(["findings", "answered", "no-such-id", *said]) == 1
    assert "no-such-id: no finding of the newest refresh has this id" in capsys.readouterr().err
    for wrong in (["findings"], ["findings", "waive", "x", *said], ["findings", "sent", "--supplier", "V1", *said]):
        with pytest.raises(SystemExit):
            main(wrong)
        assert "required" in (told := capsys.readouterr().err) or "goes with --year" in told
