"""Red flags on facilities of the report, who answers for each, and acceptance for a reason and a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.findings.red_flags import KIND, State, record_red_flags
from include.review.decide import refusals
from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.said import said_since, statement, unsaid
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()
SEVERITIES = ("critical", "warning", "info")
STATES = ("open", "acknowledged", "accepted")
ACTIONS = {"acknowledged": "acknowledged", "accepted": "accepted", "open": "reopened"}
LIST = LongList(
    query="risks",
    sorts={
        "severity": "severity_order",
        "smelter": "smelter_order",
        "code": "code",
        "suppliers": "suppliers",
        "state": "state",
        "owner": "owner",
    },
    default="severity",
    tie="smelter_order, metal, smelter_cid, code",
    columns=(
        ("Severity", "severity"),
        ("Flag", "code"),
        ("Metal", "metal"),
        ("Facility", "smelter_name_standard"),
        ("CID", "smelter_cid"),
        ("Why", "detail"),
        ("Suppliers", "suppliers"),
        ("State", "state"),
        ("Owner", "owner"),
        ("State by", "state_by"),
        ("State at", "state_at"),
        ("Note", "state_note"),
        ("Accepted until", "accepted_until"),
    ),
    name="risks",
)


@router.get("/risks")
def risks(visit: Reading) -> Response:
    """The red flags that the filters let through, or the file with them that ``export`` asks for."""
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **_values(visit))
    return _list(visit)


@router.post("/risks/say")
def say(visit: Deciding) -> Response:
    """Give the chosen flags a state and an owner; shows the list again with what was typed when that is refused."""
    state = visit.sent("state")
    if state not in ACTIONS:
        raise HTTPException(422, "This form names no state. Nothing was recorded: go back and choose again.")
    reasons = refusals(lambda: _give_state(visit, visit.chosen("flag"), cast("State", state)))
    return _list(visit, reasons) if reasons else RedirectResponse(visit.there("/risks", said=ACTIONS[state]), 303)


def _give_state(visit: Visit, ids: Sequence[str], state: State) -> None:
    said = statement(visit, visit.sent("until") if state == "accepted" else "")
    owner = None if state == "open" else visit.sent("owner") or None
    until = said.until.isoformat() if said.until else None
    known = said_since(visit, KIND, "red_flag_id")
    todo = unsaid(known, ids, said.by, state=state, note=said.note, owner=owner, until=until)
    if todo or not ids:
        record_red_flags(visit.settings, todo, state, owner, said)


def _list(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit, values = replace(visit, at="/risks"), _values(visit)
    choices = visit.rows("risk_choices")
    return page(
        visit,
        "risks.html",
        409 if refused else 200,
        listing=LIST.page(visit, **values),
        sort=LIST.sort(visit),
        asked=values,
        since=said_since(visit, KIND, "red_flag_id"),
        codes=sorted({row["code"] for row in choices}),
        metals=sorted({row["metal"] for row in choices}),
        severities=SEVERITIES,
        states=STATES,
        refused=refused,
        typed={name: visit.sent(name) for name in ("note", "until", "owner")},
        ticked=set(visit.chosen("flag")),
    )


def _values(visit: Visit) -> dict[str, Any]:
    return {
        "severity": visit.asked("severity", SEVERITIES),
        "state": visit.asked("state", STATES),
        "code": visit.asked("code"),
        "metal": visit.asked("metal"),
        "text": visit.asked("text"),
    }
