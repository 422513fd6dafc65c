"""The suppliers of a year: search, filters, sort, export."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.visit import Reading, Visit

router = APIRouter()
STATES = (
    "answered", "complete", "answered_incomplete", "in_correction", "no_response", "not_surveyed", "surveyed",
    "reminded", "refused", "escalated", "exempt",
)  # fmt: skip
"""The states and the responses of supplier_status, and ``answered`` for the two responses of whoever has."""
CATEGORIES = (
    "all_identified_smelters_conformant",
    "no_metal_in_scope",
    "not_established",
    "not_valid",
    "no_response",
    "exempt",
)
WAITING = ("silent", "overdue")
SCOPES = ("in_scope", "out_of_scope")
LIST = LongList(
    query="suppliers",
    sorts={
        "supplier": "strip_accents(lower(supplier_name))",
        "number": "supplier_id",
        "state": "state",
        "category": "category",
        "answered": "effective_date",
        "critical": "critical_findings",
        "warnings": "warning_findings",
        "products": "products",
        "smelters": "smelters",
        "letters": "letters",
        "last_letter": "last_letter_on",
    },
    default="supplier",
    tie="supplier_id",
    columns=(
        ("Supplier", "supplier_name"),
        ("Vendor number", "supplier_id"),
        ("State", "state"),
        ("Category", "category"),
        ("In scope", "in_scope"),
        ("Why exempt", "exempt_reason"),
        ("Declarations", "declarations"),
        ("Template revision", "template_revision"),
        ("Effective date", "effective_date"),
        ("Critical findings", "critical_findings"),
        ("Warnings", "warning_findings"),
        ("Products", "products"),
        ("Smelters", "smelters"),
        ("Letters", "letters"),
        ("Last letter", "last_letter_on"),
        ("Overdue", "overdue"),
    ),
    name="suppliers",
)


@router.get("/suppliers")
def suppliers(visit: Reading) -> Response:
    """All suppliers that the filters let through, or the file with them that ``export`` asks for."""
    asked = _asked(visit)
    values = asked | {"follow_up_days": visit.profile.follow_up_days[0]}
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **values)
    return page(
        visit,
        "suppliers.html",
        listing=LIST.page(visit, **values),
        sort=LIST.sort(visit),
        asked=asked,
        choices={"state": STATES, "category": CATEGORIES, "waiting": WAITING, "scope": SCOPES},
    )


def _asked(visit: Visit) -> dict[str, str | None]:
    return {
        "text": visit.asked("text"),
        "state": visit.asked("state", STATES),
        "category": visit.asked("category", CATEGORIES),
        "waiting": visit.asked("waiting", WAITING),
        "scope": visit.asked("scope", SCOPES),
        "critical": visit.asked("critical", ("yes",)),
        "product": visit.asked("product"),
    }
