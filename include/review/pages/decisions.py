"""Every decision about a reported name: who took it, when, why, what became of it; and the way to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from include.decisions.line import JUDGEMENTS
from include.review.data import Listing
from include.review.decide import refusals, undo
from include.review.decided import decided
from include.review.lists import SIZE, LongList
from include.review.render import page
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()
STATES = ("in_force", "superseded", "taken_back", "contradicted")
LIST = LongList(
    query="decisions",
    sorts={"when": "decided_at", "who": "actor", "name": "name_clean", "metal": "metal", "judgement": "judgement"},
    default="-when",
    tie="event_id",
    columns=(),
    name="decisions",
)


@router.get("/decisions")
def decisions(visit: Reading) -> Response:
    """All decisions that the filters let through, of every year, the newest first."""
    return _list(visit)


@router.post("/decisions/undo")
def take_back(visit: Deciding) -> Response:
    """Take decisions back with a newer one; shows why when that is refused."""
    reasons = refusals(lambda: undo(visit, visit.chosen("decision"), visit.sent("note")))
    if reasons:
        return _list(visit, reasons)
    path = "/queue" if visit.sent("from") == "queue" else "/decisions"
    return RedirectResponse(visit.there(path, said="undone"), 303)


def _list(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit, values = replace(visit, at="/decisions"), _values(visit)
    known = decided(visit)
    listing = known.listing("decisions", LIST.order(visit), visit.number("page", 1), SIZE, **values)
    choices = known.rows("decision_choices")
    return page(
        visit,
        "decisions.html",
        409 if refused else 200,
        listing=listing,
        rows=_settled(visit, listing),
        asked=values,
        people=sorted({row["actor"] for row in choices}),
        metals=sorted({row["metal"] for row in choices if row["metal"]}),
        judgements=JUDGEMENTS,
        states=STATES,
        sort=LIST.sort(visit),
        refused=refused,
        typed_note=visit.sent("note"),
    )


def _settled(visit: Visit, listing: Listing) -> dict[str, int]:
    """Declared rows of the present run that each decision settles."""
    shown = [row["event_id"] for row in listing.rows]
    found = visit.data.rows("decision_rows", decisions=shown) if shown else []
    return {row["decision_id"]: row["declared_rows"] for row in found}


def _values(visit: Visit) -> dict[str, Any]:
    return {
        "text": visit.asked("text"),
        "person": visit.asked("person"),
        "judgement": visit.asked("judgement", JUDGEMENTS),
        "metal": visit.asked("metal"),
        "state": visit.asked("state", STATES),
    }
