"""The campaign: who is due what, letters of unknown outcome, languages, official notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.outreach.settle import settle, uncertain
from include.review import airflow_links
from include.review.decide import refusals
from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.next_letter import held, steps, today
from include.review.notices import batches
from include.review.pages.languages import languages
from include.review.render import page
from include.review.said import statement
from include.review.visit import Deciding, Reading, Visit
from include.review.waiting import FOLLOW_UP

router = APIRouter()
ACTIONS = (
    "settle_letter", "mend_address", "survey", "reminder", "correction", "official_notice", "thank_you", "closing",
    "none",
)  # fmt: skip
STATES = (
    "not_surveyed", "surveyed", "reminded", "answered_incomplete", "in_correction", "refused", "escalated", "complete",
)  # fmt: skip
WHEN = ("due_now", "later")
_Outcome = Literal["sent", "not_sent"]
OUTCOMES = ("sent", "not_sent")
MOST_UNCERTAIN = 100
LIST = LongList(
    query="campaign",
    sorts={
        "on": "next_action_on",
        "supplier": "strip_accents(lower(supplier_name))",
        "state": "state",
        "action": "next_action",
        "answered": "answered_on",
        "asked": "surveyed_on",
    },
    default="on",
    tie="entity_id",
    columns=(
        ("Supplier", "supplier_name"),
        ("Vendor number", "supplier_id"),
        ("Entity", "entity_id"),
        ("Vendor numbers", "vendor_numbers"),
        ("State", "state"),
        ("Next action", "next_action"),
        ("Number", "next_number"),
        ("Next action on", "next_action_on"),
        ("Due now", "due"),
        ("Why", "next_reason"),
        ("Surveyed on", "surveyed_on"),
        ("Answer asked for by", "due_on"),
        ("Reminders", "reminders"),
        ("Answered on", "answered_on"),
        ("Corrections asked", "corrections"),
        ("Given time until", "extended_until"),
        ("Undeliverable", "undeliverable"),
    ),
    name="campaign",
)


@router.get("/campaign")
def campaign(visit: Reading) -> Response:
    """Suppliers by what comes next, those due first; or the file with them that ``export`` asks for."""
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **_values(visit))
    return _page(visit)


@router.post("/campaign/settle")
def settle_letter(visit: Deciding) -> Response:
    """Record what became of an uncertain letter; shows the page again with why not."""
    outcome = visit.sent("outcome")
    if outcome not in OUTCOMES:
        raise HTTPException(422, "This form says neither sent nor not sent. Nothing was recorded: go back and choose.")
    letter = visit.sent("letter")
    reasons = refusals(lambda: settle(visit.settings, letter, cast("_Outcome", outcome), statement(visit)))
    return _page(visit, reasons) if reasons else RedirectResponse(visit.there("/campaign", said="settled"), 303)


def _page(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit = replace(visit, at="/campaign")
    values = _values(visit)
    open_letters = uncertain(visit.events, visit.year)
    return page(
        visit,
        "campaign.html",
        409 if refused else 200,
        listing=LIST.page(visit, **values),
        sort=LIST.sort(visit),
        asked={name: values[name] for name in ("text", "action", "state", "when")} | {"show": _show(visit)},
        choices={"action": ACTIONS, "state": STATES, "when": WHEN},
        steps=steps(visit),
        uncertain=open_letters[:MOST_UNCERTAIN],
        uncertain_in_all=len(open_letters),
        languages=languages(visit),
        batches=batches(visit.events, visit.year),
        required_actions=airflow_links.required_actions(FOLLOW_UP),
        follow_up=airflow_links.dag(FOLLOW_UP),
        refused=refused,
        typed={name: visit.sent(name) for name in ("letter", "note")},
    )


def _show(visit: Visit) -> str | None:
    return visit.asked("show", ("held",))


def _values(visit: Visit) -> dict[str, Any]:
    return {
        "text": visit.asked("text"),
        "action": visit.asked("action", ACTIONS),
        "state": visit.asked("state", STATES),
        "when": visit.asked("when", WHEN),
        "entities": held(steps(visit)) if _show(visit) else None,
        "today": today(),
    }
