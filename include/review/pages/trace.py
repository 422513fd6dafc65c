"""From a line of Appendix A, or one declared row, back to file, sheet, row, supplier and decision."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from include.events import Event
from include.review.render import page
from include.review.visit import Reading, Visit

router = APIRouter()
SIZE = 25
_ORDER = "outcome_rank, metal, drop_path, file_sha256, source_sheet, source_row"


@router.get("/trace")
def trace(visit: Reading) -> HTMLResponse:
    """What stands behind a facility (``cid``, ``metal``), or behind one row (``file``, ``sheet``, ``row``).

    Status 404 and a next step where nobody declared it.
    """
    cid, metal, file = (visit.asked(name) for name in ("cid", "metal", "file"))
    cid = cid.upper() if cid else None
    if not cid and not file:
        return page(visit, "trace_ask.html")
    sheet, row = visit.asked("sheet"), visit.number("row", 0) or None
    listing = visit.data.listing(
        "trace", _ORDER, visit.number("page", 1), SIZE,
        year=visit.year, cid=cid, metal=metal, file=file, sheet=sheet, row=row,
    )  # fmt: skip
    return page(
        visit,
        "trace.html",
        status=200 if listing.total else 404,
        cid=cid,
        metal=metal,
        file=file,
        lines=visit.rows("trace_lines", cid=cid, metal=metal) if cid else [],
        listing=listing,
        decisions=_decisions(visit, {item["decision_id"] for item in listing.rows if item["decision_id"]}),
    )


def _decisions(visit: Visit, wanted: set[str]) -> dict[str, Event]:
    return {item.event_id: item for item in visit.events if item.event_id in wanted} if wanted else {}
