"""Declarations that only a person can judge: whose one is that no rule ties, and what a user-defined scope reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.findings.reach import KIND as REACH
from include.findings.reach import Reach, record_reach
from include.findings.statement import Refused
from include.findings.tie import KIND as TIE
from include.findings.tie import record_tie
from include.review.data import Row
from include.review.decide import refusals
from include.review.lists import SIZE
from include.review.render import page
from include.review.said import said_since, statement
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()
REACHES = ("all_parts", "listed_parts", "none", "withdrawn")
MOST_PARTS = 200
"""Parts that the page names for each declaration."""
_ORDERS = {"untied": "received_at DESC, drop_path, file_sha256", "user_defined": "NOT unjudged, drop_path, file_sha256"}


@router.get("/campaign/declarations")
def declarations(visit: Reading) -> Response:
    """Both lists, each with its form."""
    return _page(visit)


@router.post("/campaign/declarations/tie")
def tie(visit: Deciding) -> Response:
    """Tie a declaration to a vendor number."""

    def work() -> None:
        if not visit.sent("supplier"):
            raise Refused(["no supplier is named: choose a vendor number of the list"])
        record_tie(visit.settings, visit.sent("file"), visit.year, visit.sent("supplier"), statement(visit))

    return _done(visit, work, "tied")


@router.post("/campaign/declarations/reach")
def reach(visit: Deciding) -> Response:
    """Record which parts a declaration reaches."""
    said = visit.sent("reach")
    if said not in REACHES:
        raise HTTPException(422, "This form does not say what is reached. Nothing was recorded: go back and choose.")
    parts = [line for line in visit.sent("parts").splitlines() if line] if said == "listed_parts" else []
    file, words = visit.sent("file"), cast("Reach", said)
    return _done(
        visit, lambda: record_reach(visit.settings, file, visit.year, words, parts, statement(visit)), "reached"
    )


def _done(visit: Visit, work: Callable[[], object], word: str) -> Response:
    if reasons := refusals(work):
        return _page(visit, reasons)
    return RedirectResponse(visit.there("/campaign/declarations", said=word), 303)


def _page(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit = replace(visit, at="/campaign/declarations")
    lists: dict[str, Any] = {
        name: visit.data.listing(name, order, visit.number(name, 1), SIZE, year=visit.year)
        for name, order in _ORDERS.items()
    }
    return page(
        visit,
        "declarations.html",
        409 if refused else 200,
        **lists,
        vendors=visit.rows("vendor_numbers") if visit.visitor.may_decide and lists["untied"].total else [],
        parts={row["supplier_id"]: _parts(visit, row) for row in lists["user_defined"].rows},
        most_parts=MOST_PARTS,
        tied=said_since(visit, TIE, "file_sha256"),
        reached=_reached(visit),
        since=said_since(visit, REACH, "file_sha256"),
        refused=refused,
        typed={name: visit.sent(name) for name in ("file", "supplier", "parts", "note")},
    )


def _parts(visit: Visit, row: Row) -> list[Row]:
    return visit.rows("asked_parts", supplier=row["supplier_id"])


def _reached(visit: Visit) -> dict[str, dict[str, Any]]:
    """File -> what was said last of its reach in this year, with who and when."""
    return {
        item.payload["file_sha256"]: item.payload | {"by": item.actor, "at": item.occurred_at}
        for item in visit.events
        if item.kind == REACH and item.payload["reporting_year"] == visit.year
    }
