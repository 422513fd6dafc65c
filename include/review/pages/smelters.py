"""The facilities that declarations of a year name, in all metals: search, filters, sort, export."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.visit import Reading, Visit

router = APIRouter()
FLAGGED = ("any", "critical", "warning", "info")
FLAG_STATES = ("open", "acknowledged", "accepted")
LIST = LongList(
    query="smelters",
    sorts={
        "name": "strip_accents(lower(smelter_name_standard))",
        "metal": "metal",
        "cid": "smelter_cid",
        "country": "facility_country",
        "status": "smelter_status",
        "as_of": "status_as_of",
        "flags": "flag_rank",
        "suppliers": "suppliers",
        "products": "products",
        "rows": "declared_rows",
    },
    default="metal",
    tie="metal, smelter_cid, template_kind",
    columns=(
        ("Metal", "metal"),
        ("CID", "smelter_cid"),
        ("Smelter or refiner", "smelter_name_standard"),
        ("Facility country", "facility_country"),
        ("Status", "smelter_status"),
        ("Status as of", "status_as_of"),
        ("Status source", "status_source"),
        ("Worst flag", "worst"),
        ("Flags", "codes"),
        ("Suppliers", "suppliers"),
        ("Products", "products"),
        ("Declarations", "declarations"),
        ("Consolidated rows", "declared_rows"),
        ("Template", "template_kind"),
    ),
    name="smelters",
)


@router.get("/smelters")
def smelters(visit: Reading) -> Response:
    """The facilities that the filters let through, or the file with them that ``export`` asks for."""
    known = visit.row("smelter_choices") or {}
    choices = {
        "metal": tuple(known.get("metals") or ()),
        "status": tuple(known.get("statuses") or ()),
        "country": tuple(known.get("countries") or ()),
        "kind": tuple(known.get("kinds") or ()),
        "flagged": FLAGGED,
        "flag_state": FLAG_STATES,
    }
    asked = _asked(visit)
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **asked)
    listing = LIST.page(visit, **asked)
    return page(visit, "smelters.html", listing=listing, sort=LIST.sort(visit), asked=asked, choices=choices)


def _asked(visit: Visit) -> dict[str, str | None]:
    """A value that no facility has finds nothing: a mistyped address must not show more than was asked for."""
    return {
        **{name: visit.asked(name) for name in ("text", "metal", "status", "country", "kind")},
        "flagged": visit.asked("flagged", FLAGGED),
        "flag_state": visit.asked("flag_state", FLAG_STATES),
    }
