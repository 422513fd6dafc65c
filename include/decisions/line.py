"""One decision as a line of a table: its question, its answer, and what forbids it to count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Line = Mapping[str, Any]

JUDGEMENTS = ("accepted", "rejected", "not_a_smelter", "new_facility", "revoked")
QUESTION = ("metal", "smelter_name_reported", "facility_country", "smelter_id_reported", "supplier_id")
"""What was asked. A null country or supplier means any; a null number, rows whose number names no other facility."""
ANSWER = ("judgement", "smelter_cid", "metal_decided", "evidence", "note")
MAX_LINES = 20_000
MAX_TEXT = 2_000
_NAMES_A_FACILITY = ("accepted", "new_facility")
_ANYBODY = frozenset(
    {"smelter not listed", "smelter not yet identified", "not yet identified", "unknown", "n/a", "na", "none",
     "not available", "not applicable", "various", "tbd", "-", "?"}
)  # fmt: skip


def is_open(line: Line) -> bool:
    """Whether a line leaves its question open: no judgement, and nothing that would go with one."""
    return not any(line[field] for field in ANSWER)


def problems(line: Line) -> Iterator[tuple[str, str]]:
    """(field, reason in plain words) for all that forbids a line of the landed table ``decision`` to count.

    An open line has none. Whether the lists have the facility cannot be told from the line alone.
    """
    if is_open(line):
        return
    judgement = line["judgement"]
    if judgement not in JUDGEMENTS:
        written = f"{judgement[:40]!r} is no judgement" if judgement else "no judgement"
        yield "judgement", f"{written}: write {', '.join(JUDGEMENTS[:-1])} or {JUDGEMENTS[-1]}"
    yield from _question(line)
    yield from _facility(line)
    for field in ("decided_by", "decided_at"):
        if not line[field]:
            yield field, f"no {field}: a decision says who took it and when"
    for field in (*QUESTION, *ANSWER, "decided_by"):
        if len(line[field] or "") > MAX_TEXT:
            yield field, f"{field} is longer than {MAX_TEXT:,} characters"


def _question(line: Line) -> Iterator[tuple[str, str]]:
    number = (line["smelter_id_reported"] or "").casefold().strip()
    if not line["smelter_name_reported"] and (not number or number in _ANYBODY):
        yield "smelter_name_reported", "neither a smelter name nor a reported number: nothing is asked"
    if not line["metal"] and line["judgement"] in _NAMES_A_FACILITY and not line["metal_decided"]:
        yield "metal", "no metal: a row without one is accepted only under a metal_decided"
    name = " ".join((line["smelter_name_reported"] or "").casefold().split())
    if (
        name in _ANYBODY
        and line["judgement"] in _NAMES_A_FACILITY
        and not (line["supplier_id"] or line["smelter_id_reported"])
    ):
        yield "smelter_name_reported", "this name stands for any smelter: state the supplier or the number"


def _facility(line: Line) -> Iterator[tuple[str, str]]:
    judgement, cid = line["judgement"], line["smelter_cid"]
    if judgement == "accepted" and not cid:
        yield "smelter_cid", "accepted without a smelter_cid: as which facility?"
    if judgement in _NAMES_A_FACILITY and cid and not re.fullmatch(r"CID\d{6}", cid):
        yield "smelter_cid", f"{cid[:40]!r} is no smelter identification number: CID and six digits"
    if judgement not in _NAMES_A_FACILITY:
        for field in ("smelter_cid", "metal_decided"):
            if judgement in JUDGEMENTS and line[field]:
                yield field, f"{field} goes with accepted or new_facility, not with {judgement}"
