"""One supplier: whom to write to, what it supplies, what it declared over the years, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from include.review.data import Listing
from include.review.next_letter import next_letter
from include.review.render import page
from include.review.said import said_since
from include.review.timeline import MOST, timeline
from include.review.visit import Reading, Visit
from include.suppliers_said import KIND

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
    "letters": ("supplier_letters", "occurred_on DESC, reporting_year DESC, letter_kind, number DESC, supplier_id"),
    "replies": ("supplier_replies", "reporting_year DESC, coalesce(sent_at, received_at) DESC, file_sha256"),
}
_ALL = dict.fromkeys(("outcome", "metal", "cid", "kind", "file", "text"))


@router.get("/suppliers/{supplier_id:path}")
def supplier(visit: Reading, supplier_id: str) -> HTMLResponse:
    """The page of a vendor number, with status 404 and a next step for one that no supplier list has."""
    return show(visit, supplier_id)


@router.get("/supplier")
def supplier_by_number(visit: Reading, number: Annotated[str, Query(max_length=20_000)] = "") -> HTMLResponse:
    """The same page for vendor numbers that no browser keeps as part of a path."""
    return show(visit, number)


def show(visit: Visit, supplier_id: str, refused: Sequence[str] = ()) -> HTMLResponse:
    """The page of a vendor number; where a form of it was refused, with the reasons and what was typed."""
    visit = replace(visit, at="/supplier") if refused else visit
    found = visit.row("supplier", supplier=supplier_id)
    years = visit.rows("supplier_years", supplier=supplier_id)
    if not found:
        return page(visit, "supplier_unknown.html", status=404, supplier_id=supplier_id, years=years)
    declarations = visit.rows("supplier_declarations", supplier=supplier_id)
    lists: dict[str, Any] = {name: _listing(visit, name, supplier_id) for name in _LISTS}
    return page(
        visit,
        "supplier.html",
        409 if refused else 200,
        supplier=found,
        years=years,
        vendors=visit.rows("supplier_vendors", supplier=supplier_id),
        declarations=declarations,
        answers=visit.rows("supplier_answers", supplier=supplier_id),
        timeline=timeline(visit, found, declarations),
        most=MOST,
        next_letter=next_letter(visit, found),
        since=said_since(visit, KIND, "entity_id").get(found["entity_id"]),
        refused=refused,
        typed={name: visit.sent(name) for name in ("said", "until", "evidence", "note", "file")},
        **lists,
    )


def _listing(visit: Visit, name: str, supplier_id: str) -> Listing:
    query, order = _LISTS[name]
    return visit.data.listing(
        query, order, visit.number(name, 1), SIZE, year=visit.year, **(_ALL | {"supplier": supplier_id})
    )
