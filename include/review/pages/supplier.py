"""One supplier: whom to write to, what it supplies, what it declared over the years, what is wrong with it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from include.review.data import Listing
from include.review.render import page
from include.review.timeline import MOST, timeline
from include.review.visit import Reading, Visit

router = APIRouter()
SIZE = 25
"""Rows of each list on the page; every list turns its own pages."""
_PLACE = "drop_path, source_sheet, source_row, source_cell"
_LISTS = {
    "parts": ("supplier_parts", "part_id, product_id, supplier_part_number"),
    "changes": (
        "supplier_changes",
        "drop_path, file_sha256, subject, what, change, source_row_after, source_row_before",
    ),
    "findings": ("supplier_findings", f"NOT unsettled, severity_rank, {_PLACE}, finding_id"),
    "items": ("supplier_items", "item_number"),
    "breaks": ("supplier_breaks", f"code, {_PLACE}, metal, detail"),
    "smelters": ("rows", "metal, smelter_cid NULLS LAST, file_sha256, source_sheet, source_row"),
}
_ALL = dict.fromkeys(("outcome", "metal", "cid", "kind", "file", "text"))


@router.get("/suppliers/{supplier_id:path}")
def supplier(visit: Reading, supplier_id: str) -> HTMLResponse:
    """The page of a vendor number, with status 404 and a next step for one that no supplier list has."""
    found = visit.row("supplier", supplier=supplier_id)
    years = visit.rows("supplier_years", supplier=supplier_id)
    if not found:
        return page(visit, "supplier_unknown.html", status=404, supplier_id=supplier_id, years=years)
    declarations = visit.rows("supplier_declarations", supplier=supplier_id)
    lists: dict[str, Any] = {name: _listing(visit, name, supplier_id) for name in _LISTS}
    return page(
        visit,
        "supplier.html",
        supplier=found,
        years=years,
        vendors=visit.rows("supplier_vendors", supplier=supplier_id),
        declarations=declarations,
        answers=visit.rows("supplier_answers", supplier=supplier_id),
        letters=visit.rows("supplier_letters", supplier=supplier_id),
        timeline=timeline(visit, supplier_id, declarations),
        most=MOST,
        **lists,
    )


@router.get("/supplier")
def supplier_by_number(visit: Reading, number: Annotated[str, Query(max_length=20_000)] = "") -> HTMLResponse:
    """The same page for vendor numbers that no browser keeps as part of a path."""
    return supplier(visit, number)


def _listing(visit: Visit, name: str, supplier_id: str) -> Listing:
    query, order = _LISTS[name]
    return visit.data.listing(
        query, order, visit.number(name, 1), SIZE, year=visit.year, **(_ALL | {"supplier": supplier_id})
    )
