"""The review queue: names that no list settles, the most affected products first, and what a person says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from include.events import canonical_json
from include.review.asked import candidates, done, known_questions, questions, seen
from include.review.data import Row
from include.review.decide import Answer, record, refusals
from include.review.decided import waiting_for_refresh
from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()
LIST = LongList(
    query="queue",
    sorts={
        "affected": "products",
        "name": "name_clean",
        "metal": "metal",
        "suppliers": "suppliers",
        "rows": "declared_rows",
    },
    default="-affected",
    tie="suppliers DESC, declared_rows DESC, metal_clean, name_clean, country_clean, id_clean",
    columns=(
        ("Metal", "metal"),
        ("Reported name", "smelter_name_reported"),
        ("Country", "facility_country"),
        ("Reported number", "smelter_id_reported"),
        ("Why asked", "reason"),
        ("Candidates", "candidates"),
        ("Products", "products"),
        ("Suppliers", "suppliers"),
        ("Declared rows", "declared_rows"),
        ("Vendor numbers", "supplier_ids"),
        ("Years", "reporting_years"),
        ("Decided by", "since_by"),
        ("Decided at", "since_at"),
        ("Decision", "since_judgement"),
        ("Decided as", "since_cid"),
    ),
    name="review_queue",
)


@router.get("/queue")
def queue(visit: Reading) -> Response:
    """What waits for a person, or what was decided since the last refresh; or the file that ``export`` asks for."""
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **_values(visit))
    return _list(visit)


@router.post("/queue/accept")
def accept(visit: Deciding) -> Response:
    """Accept the candidate that stands out for one question: one click."""
    return _record(visit, [visit.sent("one")], "accepted")


@router.post("/queue/confirm")
def confirm(visit: Deciding) -> Response:
    """Show what would be recorded of the chosen questions; nothing is written."""
    judgement = visit.sent("judgement")
    rows = known_questions(visit, visit.chosen("question"))
    if judgement not in ("accepted", "not_a_smelter") or not rows:
        return _list(visit, ["No line is chosen: tick the lines first."])
    best = {row["question_id"]: row for row in candidates(visit, rows) if row["stands_out"]}
    left = [row for row in rows if judgement == "accepted" and row["question_id"] not in best]
    chosen = [row for row in rows if row not in left]
    return page(
        visit,
        "queue_confirm.html",
        judgement=judgement,
        chosen=chosen,
        best=best,
        left=left,
        seen=seen(visit, rows),
    )


@router.post("/queue/record")
def record_chosen(visit: Deciding) -> Response:
    """Record what the page before showed, all of it or none."""
    judgement = visit.sent("judgement")
    if judgement not in ("accepted", "not_a_smelter"):
        raise HTTPException(422, "This form names no decision. Nothing was recorded: choose the lines again.")
    return _record(visit, visit.chosen("question"), judgement)


def _record(visit: Visit, ids: Sequence[str], judgement: str) -> Response:
    rows = questions(visit, ids)
    answers = [
        Answer(
            row,
            visit.sent(f"seen.{row['question_id']}"),
            judgement,
            smelter_cid=visit.sent(f"cid.{row['question_id']}") if judgement == "accepted" else None,
            note=visit.sent("note"),
        )
        for row in rows
    ]
    reasons = refusals(lambda: record(visit, answers))
    return _list(visit, reasons) if reasons else done(visit)


def _values(visit: Visit) -> dict[str, Any]:
    names = ("event_id", "metal_clean", "name_clean", "country_clean", "id_clean", "supplier_id", "judgement",
             "smelter_cid", "actor", "decided_at")  # fmt: skip
    since = [{name: row[name] for name in names} for row in waiting_for_refresh(visit)]
    return {
        "decided": canonical_json(since).decode(),
        "show": visit.asked("show", ("decided",)) or "waiting",
        "metal": visit.asked("metal"),
        "reason": visit.asked("reason"),
        "stands_out": visit.asked("stands_out", ("yes",)),
        "text": visit.asked("text"),
    }


def _list(visit: Visit, refused: Sequence[str] = ()) -> Response:
    visit, values = replace(visit, at="/queue"), _values(visit)
    listing, choices = LIST.page(visit, **values), visit.rows("queue_choices")
    best: dict[str, Row] = {}
    for row in candidates(visit, listing.rows):
        best.setdefault(row["question_id"], row)
    other = values | {"show": "waiting" if values["show"] == "decided" else "decided"}
    return page(
        visit,
        "queue.html",
        409 if refused else 200,
        listing=listing,
        best=best,
        seen=seen(visit, listing.rows),
        asked=values,
        others=visit.data.count("queue", year=visit.year, **other),
        metals=sorted({row["metal"] for row in choices if row["metal"]}),
        reasons=sorted({row["reason_kind"] for row in choices}),
        sort=LIST.sort(visit),
        refused=refused,
    )
