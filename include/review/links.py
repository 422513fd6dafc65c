"""Addresses of the pages of one supplier, facility or file, whatever others wrote as its id."""

from __future__ import annotations

import re
from urllib.parse import quote

from include.review.visit import Visit

_PLAIN = re.compile(r"(?!\.{1,2}$)[^%/\\\x00-\x1f\x7f-\x9f]{1,200}")


def supplier_page(visit: Visit, supplier_id: str, **query: object) -> str:
    """The page of a vendor number; one that a browser or proxy would change as part of a path is a parameter."""
    if _PLAIN.fullmatch(supplier_id):
        return visit.address(f"/suppliers/{_part(supplier_id)}", **query)
    return visit.address("/supplier", number=supplier_id, **query)


def smelter_page(visit: Visit, metal: str, smelter_cid: str, **query: object) -> str:
    """The page of a facility for one metal; see ``supplier_page``."""
    if _PLAIN.fullmatch(metal) and _PLAIN.fullmatch(smelter_cid):
        return visit.address(f"/smelters/{_part(metal)}/{_part(smelter_cid)}", **query)
    return visit.address("/smelter", metal=metal, cid=smelter_cid, **query)


def original(visit: Visit, file_sha256: str) -> str:
    """The download of what was sent."""
    return visit.address(f"/files/{_part(file_sha256)}")


def _part(value: str) -> str:
    return quote(value, safe="", errors="replace")
