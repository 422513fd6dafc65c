"""One question of the review queue: its candidates, the rows behind it, and the form that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response

from include.findings.statement import Refused
from include.review.asked import candidates, done, questions, seen
from include.review.data import Row
from include.review.decide import Answer, record, refusals
from include.review.decided import decided
from include.review.lists import SIZE
from include.review.render import page
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()


@router.get("/queue/{question_id}")
def question(visit: Reading, question_id: str) -> Response:
    """One question with its candidates, its declared rows, and the form that answers it; 404 when it is not asked."""
    return _form(visit, questions(visit, [question_id])[0], {})


@router.post("/queue/{question_id}/decide")
def decide(visit: Deciding, question_id: str) -> Response:
    """Record the answer of the form, or show it again with why it cannot be recorded."""
    (row,) = questions(visit, [question_id])
    names = ("judgement", "candidate", "cid", "metal", "supplier_id", "evidence", "note")
    typed = {name: visit.sent(name) for name in names}
    reasons = refusals(lambda: record(visit, [_typed_answer(visit, row, typed)]))
    return _form(visit, row, typed, reasons) if reasons else done(visit)


def _typed_answer(visit: Visit, row: Row, typed: dict[str, str]) -> Answer:
    """The form's answer. A facility of another metal is accounted under that metal, which the candidate names."""
    metal, cid = typed["metal"], typed["cid"].upper()
    if typed["judgement"] == "accepted" and typed["candidate"]:
        asked = metal, cid
        metal, _, cid = typed["candidate"].rpartition(" ")
        if asked[1] not in ("", cid) or asked[0] not in ("", metal):
            raise Refused(["a candidate is chosen, and another number or metal is given below: which is meant?"])
    names_facility = typed["judgement"] in ("accepted", "new_facility")
    return Answer(
        row,
        visit.sent("seen"),
        typed["judgement"],
        smelter_cid=cid if names_facility else None,
        metal_decided=metal if names_facility and metal != row["metal"] else None,
        supplier_id=typed["supplier_id"],
        evidence=typed["evidence"],
        note=typed["note"],
    )


def _form(visit: Visit, row: Row, typed: dict[str, str], refused: Sequence[str] = ()) -> Response:
    visit = replace(visit, at=f"/queue/{row['question_id']}")
    order = "reporting_year DESC, supplier_id, drop_path, source_sheet, source_row, file_sha256"
    rows = visit.data.listing("queue_rows", order, visit.number("rows", 1), SIZE, question=row["question_id"])
    return page(
        visit,
        "queue_question.html",
        409 if refused else 200,
        row=row,
        candidates=candidates(visit, [row]),
        declared=rows,
        suppliers=visit.data.rows("queue_suppliers", question=row["question_id"]),
        history=decided(visit).about(row),
        seen=visit.sent("seen") if typed else seen(visit, [row])[row["question_id"]],
        metals=sorted({item["metal"] for item in visit.data.rows("reference_metals")}),
        typed=typed,
        refused=refused,
    )
