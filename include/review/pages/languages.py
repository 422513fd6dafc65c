"""The letters of one language, whole, for the native reader who approves them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response

from include.findings.statement import Refused
from include.outreach.languages import ENGLISH, LANGUAGES, approve_language, states_by, withdraw_language
from include.outreach.render import render
from include.outreach.specimen import every_message, specimens
from include.review.decide import refusals
from include.review.render import page
from include.review.said import statement
from include.review.visit import Deciding, Reading, Visit

router = APIRouter()


@dataclass(frozen=True)
class Specimen:
    """A letter to an invented supplier: its kind, which variant of it, and what it says."""

    kind: str
    variant: str
    subject: str
    text: str


def languages(visit: Visit) -> list[dict[str, str]]:
    """Every language with version and state, as the ledger is now."""
    return states_by(visit.events)


@router.get("/campaign/languages/{code}")
def letters(visit: Reading, code: str) -> Response:
    """All letters of a language with the form that approves them; raises HTTPException 404 for another language."""
    return _page(visit, code)


@router.post("/campaign/languages/{code}/approve")
def approve(visit: Deciding, code: str) -> Response:
    """Record the visitor as the native reader who approves the version that the form shows."""
    return _said(visit, code, refusals(lambda: _approve(visit, code)), "approved")


@router.post("/campaign/languages/{code}/withdraw")
def withdraw(visit: Deciding, code: str) -> Response:
    """Take the approval of a language back."""
    reasons = refusals(lambda: withdraw_language(visit.settings, code, statement(visit)))
    return _said(visit, code, reasons, "withdrawn")


def _approve(visit: Visit, code: str) -> None:
    if visit.sent("native") != "yes":
        raise Refused(["say that you are a native reader of this language and have read the letters"])
    # Without the version of the form that was read, the present one would be approved, whatever it is.
    approve_language(visit.settings, code, visit.sent("version") or "none", statement(visit))


def _said(visit: Visit, code: str, reasons: Sequence[str], word: str) -> Response:
    if reasons:
        return _page(visit, code, reasons)
    return RedirectResponse(visit.there(f"/campaign/languages/{code}", said=word), 303)


def _page(visit: Visit, code: str, refused: Sequence[str] = ()) -> Response:
    if code not in LANGUAGES:
        raise HTTPException(404, "There are no letters in this language. Look at the campaign for those there are.")
    (state,) = [row for row in languages(visit) if row["language"] == code]
    return page(
        replace(visit, at=f"/campaign/languages/{code}"),
        "languages.html",
        409 if refused else 200,
        language=LANGUAGES[code],
        state=state,
        english=code == ENGLISH,
        unreviewed=visit.profile.campaign.unreviewed_language,
        letters=_specimens(code, state["version"]),
        refused=refused,
        typed={name: visit.sent(name) for name in ("note", "native")},
    )


@lru_cache(maxsize=16)
def _specimens(code: str, version: str) -> tuple[Specimen, ...]:
    """Letters of a version; the sentence about a translation that nobody approved is not part of what is read."""
    found = [*specimens(code), ("everything that can be asked", every_message(code))]
    made = [(context.kind, variant, render(context, approved=True)) for variant, context in found]
    return tuple(Specimen(kind, variant, letter.subject, letter.text) for kind, variant, letter in made)
