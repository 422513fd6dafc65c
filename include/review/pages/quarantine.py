"""Files that could not be used: why, whose, and the two ways on: read again where that can help, or ask for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.findings.states import KIND
from include.intake.again import KIND as REREAD
from include.intake.again import NotAgain, lay_again, may_read_otherwise
from include.review.data import Row
from include.review.decide import refusals
from include.review.lists import LongList
from include.review.render import page
from include.review.said import said_since
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()
LIST = LongList(
    query="quarantine",
    sorts={"file": "drop_path", "supplier": "lower(coalesce(supplier_name, ''))", "reason": "value", "state": "state"},
    default="file",
    tie="drop_path, finding_id",
    columns=(),
    name="quarantine",
)


@router.get("/quarantine")
def quarantine(visit: Reading) -> Response:
    """The files of the year that wait in quarantine, or those that are settled."""
    return _list(visit)


@router.post("/quarantine/retry")
def retry(visit: Deciding) -> Response:
    """Lay one original into the drop folder again; refused where a second reading could only say the same."""
    found = [
        row for row in visit.rows("quarantine", show="waiting", text=None) if row["finding_id"] == visit.sent("one")
    ]
    if not found:
        raise HTTPException(404, "This file waits in quarantine no more. Nothing was changed: go back to the list.")
    reasons = refusals(lambda: _again(visit, found[0]))
    return _list(visit, reasons) if reasons else RedirectResponse(visit.there("/quarantine", said="retried"), 303)


def _again(visit: Visit, row: Row) -> None:
    if not may_read_otherwise(row["value"]):
        raise NotAgain("this version of the reader would say the same of these bytes again: ask for another file")
    try:
        lay_again(
            visit.settings, row["file_sha256"], visit.year, row["supplier_id"], visit.visitor.name, datetime.now(UTC)
        )
    except FileNotFoundError as error:
        raise NotAgain(str(error)) from error


def _list(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit = replace(visit, at="/quarantine")
    values = {"text": visit.asked("text"), "show": visit.asked("show", ("settled",)) or "waiting"}
    listing = LIST.page(visit, **values)
    other = values | {"show": "waiting" if values["show"] == "settled" else "settled"}
    return page(
        visit,
        "quarantine.html",
        409 if refused else 200,
        listing=listing,
        sort=LIST.sort(visit),
        asked=values,
        others=visit.data.count("quarantine", year=visit.year, **other),
        receipts=_receipts(visit, {row["file_sha256"] for row in listing.rows}),
        again=said_since(visit, REREAD, "file_sha256"),
        since=said_since(visit, KIND, "finding_id"),
        may_help={row["finding_id"] for row in listing.rows if may_read_otherwise(row["value"])},
        refused=refused,
    )


def _receipts(visit: Visit, files: set[str]) -> dict[str, dict[str, Any]]:
    """Newest receipt of each file for the year: when it came, and how large it is."""
    return {
        item.payload["file_sha256"]: item.payload | {"received_at": item.occurred_at}
        for item in visit.events
        if item.kind == "receipt"
        and item.payload["file_sha256"] in files
        and item.payload["reporting_year"] == visit.year
    }
