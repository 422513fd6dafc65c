"""Official notices: asked for once, sent under a named person's approval, and on record whatever the answer is."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from include.approval import ANSWER, RecordedBranchOperator
from include.events import read_all
from include.follow_up import (
    lapse_official_notices,
    propose_official_notices,
    reject_official_notices,
    send_official_notices,
    something_recorded,
    write_letters,
)
from include.outreach import official
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import MailServer
from tests.unit.outreach.conftest import MOMENT, YEAR, Look, Year, supplier

ANSWERED = {"responded_by": "ines", "note": "go on"}


def planned(moment: datetime = MOMENT, run: str = "run1") -> dict[str, Any]:
    return {"run": run, "reporting_year": YEAR, "as_of": str(moment.date()), "moment": moment.isoformat()}


def propose(settings: Settings, days: int = 0, run_id: str = "weekly", run: str = "run1") -> dict[str, Any] | None:
    return propose_official_notices(settings, planned(MOMENT + timedelta(days=days), run), f"{run_id}{days}")


def said(settings: Settings) -> list[dict[str, Any]]:
    events = [item for item in read_all(open_store(settings.lake)) if item.kind == official.KIND]
    return [item.payload | {"actor": item.actor} for item in events]


@pytest.fixture
def approve(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Approves a proposal; the marts are then those of the given run, and no others are built."""

    def run(proposal: dict[str, Any], days: int = 0, marts: str = "run1") -> dict[str, Any]:
        built = SimpleNamespace(run=marts)
        monkeypatch.setattr("include.follow_up.build_marts", lambda *_, **__: built)
        return send_official_notices(settings, YEAR, proposal, ANSWERED, MOMENT + timedelta(days=days))

    return run


def test_the_question_names_each_supplier_and_shows_a_letter_as_it_would_be(settings: Settings, year: Year) -> None:
    year(
        supplier("V1", "official_notice", next_reason="No answer to the survey of 2025-11-03, reminded 3 times."),
        supplier("V2", "survey"),
        supplier("V3", "official_notice", supplier_name="**Evil** `code` [link](http://x.example)\n# Title"),
    )

    proposal = propose(settings)

    assert proposal
    assert proposal["notices"] == 2
    lines = proposal["question"].splitlines()
    assert lines[0].startswith("2 official notice(s), signed by `Ines Moor, General Counsel`.")
    assert "* `V1` `Company V1`: No answer to the survey of 2025-11-03, reminded 3 times." in lines
    assert "* `V3` `**Evil** 'code' [link](http://x.example) # Title`: It has not been asked yet." in lines
    assert "    As General Counsel of Brightwater Instruments, Inc. I write to you about your" in lines
    assert not [line for line in lines if line.startswith("#")]


def test_a_long_list_is_cut_and_counted(settings: Settings, year: Year) -> None:
    year(*(supplier(f"V{number:03}", "official_notice") for number in range(140)))

    proposal = propose(settings)

    assert proposal
    assert proposal["question"].count("\n* `V") == official.MAX_NAMED
    assert "* and 40 more" in proposal["question"]
    assert len(said(settings)[0]["entities"]) == 140


def test_nobody_is_asked_about_nothing(settings: Settings, year: Year) -> None:
    year(supplier("V1", "survey"))

    assert propose(settings) is None
    assert said(settings) == []


def test_without_an_approval_nothing_leaves(settings: Settings, server: MailServer, year: Year) -> None:
    year(supplier("V1", "official_notice"), supplier("V2", "survey"))
    propose(settings)

    assert write_letters(settings, planned()) == {"sent": {"survey": 1}, "held": {}}
    assert [to for to, _ in server.taken] == [["V2@supplier.example"]]


def test_an_approval_sends_them_in_the_name_of_who_gave_it(
    settings: Settings, server: MailServer, year: Year, approve: Any
) -> None:
    year(supplier("V1", "official_notice"), supplier("V2", "official_notice"))
    proposal = propose(settings)

    assert approve(proposal) == {"sent": {"official_notice": 2}, "left_out": 0}
    assert approve(proposal)["left_out"] == 0, "a task that is cleared sends nothing twice"

    assert set(server.letters.values()) == {1}
    assert "Ines Moor" in server.taken[0][1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    proposed, approved = sorted(said(settings), key=lambda one: one["step"], reverse=True)
    assert (proposed["actor"], proposed["entities"]) == (official.ACTOR, ["V1", "V2"])
    assert (approved["actor"], approved["note"], approved["step"]) == ("ines", "go on", "approved")
    intents = [item.payload for item in read_all(open_store(settings.lake)) if item.payload.get("step") == "intent"]
    assert {one["approved_by"] for one in intents} == {"ines"}


def test_who_has_answered_since_is_left_out_and_on_record(
    settings: Settings, server: MailServer, year: Year, approve: Any
) -> None:
    year(supplier("V1", "official_notice"), supplier("V2", "official_notice"))
    proposal = propose(settings)
    year(supplier("V1", "thank_you"), supplier("V2", "official_notice"), supplier("V3", "official_notice"), run="run2")

    assert approve(proposal, 5, "run2") == {"sent": {"official_notice": 1}, "left_out": 1}

    assert [to for to, _ in server.taken] == [["V2@supplier.example"]], "V3 was not in the list that was approved"
    (approved,) = [one for one in said(settings) if one["step"] == "approved"]
    assert (approved["entities"], approved["left_out"]) == (["V2"], ["V1"])


def test_what_the_server_refused_is_sent_under_the_same_approval_for_a_while(
    settings: Settings, server: MailServer, year: Year, approve: Any
) -> None:
    year(supplier("V1", "official_notice"))
    proposal = propose(settings)
    server.unknown, server.refusal = ("V1@supplier.example",), "452 4.2.2 mailbox full"
    assert approve(proposal)["failed"] == {"official_notice": 1}
    assert propose(settings, 7) is None
    server.unknown = ()

    assert write_letters(settings, planned(MOMENT + timedelta(days=7)))["sent"] == {"official_notice": 1}


@pytest.mark.parametrize("changed", ["signer", "cause"])
def test_an_approval_holds_for_what_was_shown_alone(
    changed: str, settings: Settings, year: Year, approve: Any, server: MailServer
) -> None:
    year(supplier("V1", "official_notice", next_reason="Silent."))
    server.unknown, server.refusal = ("V1@supplier.example",), "452 4.2.2 mailbox full"
    assert approve(propose(settings))["failed"] == {"official_notice": 1}
    server.unknown = ()
    officer = {"name": "Mallory New", "title": "CEO"}
    profile = {"campaign": {"senior_officer": officer}} if changed == "signer" else {}
    why = "It refused." if changed == "cause" else "Silent."
    year(supplier("V1", "official_notice", next_reason=why), profile=profile)

    assert "sent" not in write_letters(settings, planned(MOMENT + timedelta(days=7)))
    assert propose(settings, 7)


def test_an_approval_does_not_hold_for_ever(settings: Settings, year: Year, approve: Any) -> None:
    year(supplier("V1", "official_notice"))
    assert approve(propose(settings))["outbox"] == {"official_notice": 1}

    assert write_letters(settings, planned(MOMENT + timedelta(days=27)))["outbox"] == {"official_notice": 1}
    assert write_letters(settings, planned(MOMENT + timedelta(days=28)))["outbox"] == {}
    assert propose(settings, 28)


@pytest.mark.parametrize(
    ("answer", "asked_again_after"),
    [(None, 14 + 28), ("rejected", 28), ("lapsed", 14 + 28)],
    ids=["waits", "no", "lapsed"],
)
def test_they_are_not_proposed_again_too_soon(
    answer: str | None, asked_again_after: int, settings: Settings, year: Year
) -> None:
    year(supplier("V1", "official_notice"))
    proposal = propose(settings)
    assert proposal
    if answer == "rejected":
        reject_official_notices(settings, proposal, ANSWERED, MOMENT)
    elif answer == "lapsed":
        lapse_official_notices(settings, planned(), proposal)

    assert propose(settings, asked_again_after - 1) is None
    year(supplier("V1", "official_notice"), supplier("V2", "official_notice"), run="run2")
    other = propose(settings, asked_again_after - 1, "by hand", "run2")
    assert other
    assert other["notices"] == 1, "others need not wait"
    assert propose(settings, asked_again_after)


def test_a_task_that_is_tried_again_asks_the_same(settings: Settings, year: Year) -> None:
    year(supplier("V1", "official_notice"))

    first, again = propose(settings), propose(settings)

    assert first == again
    assert len(said(settings)) == 1


def test_a_rejection_is_on_record_with_its_note(settings: Settings, year: Year) -> None:
    year(supplier("V1", "official_notice"))
    proposal = propose(settings)
    assert proposal

    reject_official_notices(settings, proposal, {"responded_by": "ines", "note": "too early"}, MOMENT)

    (rejected,) = [one for one in said(settings) if one["step"] == "rejected"]
    assert (rejected["actor"], rejected["note"], rejected["entities"]) == ("ines", "too early", ["V1"])


def test_marts_follow_only_what_is_on_record(settings: Settings, year: Year, round_of: Look) -> None:
    from include.events import facts, ledger_head

    year(supplier("V1", "official_notice"))
    plan = planned() | {"ledger_head": ledger_head(facts(round_of().events))}
    write_letters(settings, plan)
    assert not something_recorded(settings, plan), "letters in the outbox are no fact"

    propose(settings)

    assert something_recorded(settings, plan)


class _Branches(RecordedBranchOperator):
    """Keeps where it branches to; the rest is Airflow's."""

    def do_branch(self, context: Any, branches_to_execute: Any) -> Any:
        return branches_to_execute


def _question(**other: Any) -> RecordedBranchOperator:
    options = {"options": ["Send", "Reject"], "options_mapping": {"Send": "send", "Reject": "reject"}}
    return _Branches(task_id="ask", subject="Send?", **options, **other)


def test_nobody_answering_in_time_leads_to_the_lapse() -> None:
    event = {"error": "The response timeout has passed.", "error_type": "timeout"}

    assert _question(on_timeout="lapse").execute_complete({}, event) == ["lapse"]
    with pytest.raises(Exception, match="timeout"):
        _question().execute_complete({}, event)


def test_an_answer_is_kept_with_who_gave_it() -> None:
    kept: dict[str, Any] = {}
    ti = SimpleNamespace(xcom_push=lambda key, value: kept.update({key: value}))
    event = {
        "chosen_options": ["Send"],
        "params_input": {},
        "responded_at": MOMENT,
        "responded_by_user": {"id": "7", "name": "ines"},
    }

    assert _question(on_timeout="lapse").execute_complete({"ti": ti}, event) == ["send"]
    assert kept[ANSWER] == {
        "chosen": "Send",
        "responded_by": "ines",
        "responded_by_id": "7",
        "responded_at": MOMENT.isoformat(),
        "note": "",
    }
