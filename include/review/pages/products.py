"""The products: why each is in scope or not, and whose declarations reach how many of its parts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.visit import Reading

router = APIRouter()
SCOPES = ("in_scope", "out_of_scope", "all")
RULES = ("assumed", "stated", "no_conflict_minerals", "not_made_in_year", "acquired_deferred")
COVERAGES = ("fully_covered", "not_fully_covered", "represented", "not_represented")
MISSING = {
    "unasked_parts": "without a supplier to ask",
    "unanswered_parts": "no answer",
    "late_parts": "answered after the cut-off",
    "not_valid_parts": "critical findings",
    "unjudged_parts": "user-defined scope not judged",
    "distributor_parts": "distributor answers for makers",
    "not_listed_parts": "not listed in a declaration",
}
"""Column of product_coverage -> why its parts are not reached."""
LIST = LongList(
    query="products",
    sorts={
        "product": "product_id",
        "name": "strip_accents(lower(product_name))",
        "parts": "parts",
        "answered": "answered_parts",
        "reached": "reached_parts",
        "missing": "missing_parts",
    },
    default="product",
    tie="product_id",
    columns=(
        ("Product", "product_id"),
        ("Name", "product_name"),
        ("In scope", "in_scope"),
        ("Scope rule", "scope_rule"),
        ("Reason", "scope_reason"),
        ("Evidence", "scope_evidence"),
        ("Made from", "made_from"),
        ("Made until", "made_until"),
        ("Acquired on", "acquired_on"),
        ("Represented", "represented"),
        ("Fully covered", "fully_covered"),
        ("Parts", "parts"),
        ("Parts whose supplier answered", "answered_parts"),
        ("Parts reached by a valid declaration", "reached_parts"),
        ("Parts without a supplier", "unasked_parts"),
        ("Parts unanswered", "unanswered_parts"),
        ("Parts answered late", "late_parts"),
        ("Parts with critical findings", "not_valid_parts"),
        ("Parts of an unjudged scope", "unjudged_parts"),
        ("Parts of distributors", "distributor_parts"),
        ("Parts not listed", "not_listed_parts"),
    ),
    name="products",
)


@router.get("/products")
def products(visit: Reading) -> Response:
    """The products that the filters let through, or the file with them that ``export`` asks for."""
    asked = {
        "text": visit.asked("text"),
        "coverage": visit.asked("coverage", COVERAGES),
        "rule": visit.asked("rule", RULES),
        "scope": visit.asked("scope", SCOPES) or "in_scope",
    }
    values = asked | {"scope": None if asked["scope"] == "all" else asked["scope"]}
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **values)
    return page(
        visit,
        "products.html",
        listing=LIST.page(visit, **values),
        sort=LIST.sort(visit),
        asked=asked,
        choices={"coverage": COVERAGES, "rule": RULES, "scope": SCOPES},
        missing=MISSING,
    )
