"""What is wrong with what suppliers sent, cell by cell, and what people say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.findings.statement import Refused
from include.findings.states import KIND, State, record_states
from include.review.data import Row
from include.review.decide import refusals
from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.said import said_since, statement, unsaid
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()
SEVERITIES = ("critical", "warning", "info")
STATES = ("unsettled", "open", "sent", "answered", "waived", "closed")
ACTIONS = {"waived": "waived", "sent": "sent", "answered": "answered", "open": "reopened"}
"""State that a form gives -> what the page then says."""
LIST = LongList(
    query="findings",
    sorts={
        "severity": "severity_order",
        "supplier": "supplier_order",
        "code": "code",
        "file": "drop_path",
        "state": "state",
        "since": "state_at",
    },
    default="severity",
    tie="supplier_order, supplier_id, drop_path, source_sheet, source_row, source_cell, code, finding_id",
    columns=(
        ("Severity", "severity"),
        ("State", "state"),
        ("Supplier", "supplier_name"),
        ("Vendor number", "supplier_id"),
        ("File", "drop_path"),
        ("Sheet", "source_sheet"),
        ("Cell", "source_cell"),
        ("Row", "source_row"),
        ("Value", "value"),
        ("Finding", "message"),
        ("Asked of the supplier", "supplier_message"),
        ("Code", "code"),
        ("Source of the rule", "rule_source"),
        ("State by", "state_by"),
        ("State at", "state_at"),
        ("Why", "state_note"),
        ("Waived until", "waived_until"),
        ("Finding id", "finding_id"),
    ),
    name="findings",
)


@router.get("/findings")
def findings(visit: Reading) -> Response:
    """The findings that the filters let through, or the file with them that ``export`` asks for."""
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **_values(visit))
    return _list(visit)


@router.post("/findings/say")
def say(visit: Deciding) -> Response:
    """Give the chosen findings a state; shows the list again with what was typed when that is refused."""
    state = visit.sent("state")
    if state not in ACTIONS:
        raise HTTPException(422, "This form names no state. Nothing was recorded: go back and choose again.")
    reasons = refusals(lambda: give_state(visit, visit.chosen("finding"), cast("State", state)))
    if reasons:
        return _list(visit, reasons)
    path = "/quarantine" if visit.sent("from") == "quarantine" else "/findings"
    return RedirectResponse(visit.there(path, said=ACTIONS[state]), 303)


def give_state(visit: Visit, ids: Sequence[str], state: State) -> None:
    """Record a state of findings under the visitor's name; on these pages a waiver names its last day.

    Raises Refused, LeaseHeld or NoMarts.
    """
    until = visit.sent("until") if state == "waived" else ""
    if state == "waived" and not until:
        raise Refused(["a waiver needs its last day: name the day up to which it holds"])
    said = statement(visit, until)
    asked = {"state": state, "note": said.note, "until": until or None}
    todo = unsaid(said_since(visit, KIND, "finding_id"), ids, said.by, **asked)
    if todo or not ids:
        record_states(visit.settings, todo, state, said)


def _list(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit, values = replace(visit, at="/findings"), _values(visit)
    choices = visit.rows("finding_choices")
    return page(
        visit,
        "findings.html",
        409 if refused else 200,
        listing=LIST.page(visit, **values),
        sort=LIST.sort(visit),
        grouped=LIST.sort(visit) in ("supplier", "-supplier"),
        asked=values,
        counts=_counts(visit.rows("finding_counts")),
        since=said_since(visit, KIND, "finding_id"),
        codes=sorted({row["code"] for row in choices}),
        sources=sorted({row["rule_source"] for row in choices}),
        severities=SEVERITIES,
        states=STATES,
        refused=refused,
        typed={name: visit.sent(name) for name in ("note", "until", "state")},
        ticked=set(visit.chosen("finding")),
    )


def _counts(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Severity -> findings that weigh, and those that are settled."""
    found = {severity: {"unsettled": 0, "settled": 0} for severity in SEVERITIES}
    for row in rows:
        found[row["severity"]]["settled" if row["state"] in ("waived", "closed") else "unsettled"] += row["findings"]
    return found


def _values(visit: Visit) -> dict[str, Any]:
    """The filters of the address; without a state, what weighs. ``state=all`` shows every state."""
    state = visit.asked("state", (*STATES, "all")) or "unsettled"
    return {
        "severity": visit.asked("severity", SEVERITIES),
        "state": None if state == "all" else state,
        "code": visit.asked("code"),
        "supplier_id": visit.asked("supplier_id"),
        "file": visit.asked("file"),
        "source": visit.asked("source"),
        "text": visit.asked("text"),
    }
