"""The questions of the review queue that a form speaks of, as the present run asks them."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import HTTPException
from fastapi.responses import RedirectResponse, Response

from include.review.data import Row
from include.review.decided import decided
from include.review.visit import Visit


def known_questions(visit: Visit, ids: Sequence[str]) -> list[Row]:
    """Rows of ``review_queue`` by id, of any year, the most affected first; ids that are not asked are left out."""
    return visit.data.rows("queue_questions", questions=list(ids)) if ids else []


def questions(visit: Visit, ids: Sequence[str]) -> list[Row]:
    """The same; raises HTTPException 404 when one of them is not asked, or none is named."""
    found = known_questions(visit, ids)
    if not ids or len(found) < len(ids):
        message = "This question is not asked any more: it was decided, or a newer declaration replaced it."
        raise HTTPException(404, f"{message} Nothing was recorded. Go back to the review queue.")
    return found


def candidates(visit: Visit, rows: Sequence[Row]) -> list[Row]:
    """Facilities that questions may mean, the best of each first."""
    return visit.data.rows("queue_candidates", questions=[row["question_id"] for row in rows]) if rows else []


def seen(visit: Visit, rows: Sequence[Row]) -> dict[str, str]:
    """The newest decision that speaks of each question, which a form carries: a newer one forbids to overwrite it."""
    known = decided(visit)
    found = {row["question_id"]: known.about(row) for row in rows}
    return {question: about[0]["event_id"] if about else "" for question, about in found.items()}


def done(visit: Visit) -> Response:
    """Back to the queue with its filters, which says that something was recorded."""
    return RedirectResponse(visit.there("/queue", said="decided"), 303)
