"""What a person records on the page of a supplier: what it said, and that a declaration was tied to it wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.findings.statement import Refused
from include.findings.tie import record_tie
from include.review.decide import refusals
from include.review.links import supplier_page
from include.review.pages.supplier import show
from include.review.said import statement
from include.review.visit import Deciding, Visit
from include.suppliers_said import Said, record_said

router = APIRouter()
SAID = ("refused", "extended", "withdrawn")


@router.post("/supplier/say")
def say(visit: Deciding) -> Response:
    """Record a refusal, an extension or neither, for the entity of the vendor number in the address."""
    said, number = visit.sent("said"), _number(visit)
    if said not in SAID:
        raise HTTPException(422, "This form does not say what the supplier said. Nothing was recorded: go back.")

    def work() -> None:
        until = visit.sent("until") if said == "extended" else ""
        if said == "extended" and not until:
            raise Refused(["an extension names its last day"])
        whole = statement(visit, until)
        evidence = visit.sent("evidence") or None
        record_said(visit.settings, number, visit.year, cast("Said", said), whole, whole.until, evidence)

    return _done(visit, number, work, "said")


@router.post("/supplier/untie")
def untie(visit: Deciding) -> Response:
    """Take a person's tie of a declaration back: the rules tell whose it is again."""
    number = _number(visit)
    file = visit.sent("file")
    return _done(visit, number, lambda: record_tie(visit.settings, file, visit.year, None, statement(visit)), "untied")


def _number(visit: Visit) -> str:
    """The vendor number of the address: it may hold signs that a form's text may not."""
    return visit.request.query_params.get("number", "")


def _done(visit: Visit, number: str, work: Callable[[], object], word: str) -> Response:
    if reasons := refusals(work):
        return show(visit, number, reasons)
    return RedirectResponse(supplier_page(visit, number, said=word), 303)
