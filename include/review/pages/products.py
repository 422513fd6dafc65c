"""The products in scope: whose declarations reach how many of their parts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.visit import Reading

router = APIRouter()
COVERAGES = ("fully_covered", "not_fully_covered", "represented", "not_represented")
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
        ("Represented", "represented"),
        ("Fully covered", "fully_covered"),
        ("Parts", "parts"),
        ("Parts whose supplier answered", "answered_parts"),
        ("Parts reached by a valid declaration", "reached_parts"),
    ),
    name="products",
)


@router.get("/products")
def products(visit: Reading) -> Response:
    """The products that the filters let through, or the file with them that ``export`` asks for."""
    asked = {"text": visit.asked("text"), "coverage": visit.asked("coverage", COVERAGES)}
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **asked)
    listing = LIST.page(visit, **asked)
    return page(visit, "products.html", listing=listing, sort=LIST.sort(visit), asked=asked, coverages=COVERAGES)
