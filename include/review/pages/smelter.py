"""One facility for one metal: its names and statuses over time, origin, risks, who declared it, what it may reach."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from include.review.data import Listing
from include.review.render import page
from include.review.visit import Reading, Visit

router = APIRouter()
SIZE = 25
_LISTS = {
    "suppliers": ("smelter_suppliers", "products DESC, supplier_id"),
    "products": ("smelter_products", "product_id"),
    "rows": ("trace", "outcome_rank, drop_path, file_sha256, source_sheet, source_row"),
}
_EVERY_ROW = dict.fromkeys(("file", "sheet", "row"))


@router.get("/smelters/{metal}/{cid:path}")
def smelter(visit: Reading, metal: str, cid: str) -> HTMLResponse:
    """The page of a facility, with status 404 and a next step for one that nobody knows."""
    found = visit.row("smelter", metal=metal, cid=cid)
    if not found:
        return page(visit, "smelter_unknown.html", status=404, metal=metal, cid=cid)
    facility = {"metal": metal, "cid": cid}
    lists: dict[str, Any] = {name: _listing(visit, name, facility) for name in _LISTS}
    return page(
        visit,
        "smelter.html",
        smelter=found,
        names=visit.rows("smelter_names", **facility),
        statuses=visit.rows("smelter_statuses", **facility),
        origins=visit.rows("smelter_origins", **facility),
        flags=visit.rows("smelter_flags", **facility),
        change=visit.row("smelter_change", **facility),
        **lists,
    )


@router.get("/smelter")
def smelter_by_parameters(
    visit: Reading,
    metal: Annotated[str, Query(max_length=1000)] = "",
    cid: Annotated[str, Query(max_length=1000)] = "",
) -> HTMLResponse:
    """The same page for names that no browser keeps as part of a path."""
    return smelter(visit, metal, cid)


def _listing(visit: Visit, name: str, facility: dict[str, str]) -> Listing:
    query, order = _LISTS[name]
    return visit.data.listing(query, order, visit.number(name, 1), SIZE, year=visit.year, **(_EVERY_ROW | facility))
