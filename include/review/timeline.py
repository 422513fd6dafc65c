"""What happened with a supplier, newest first: declarations, letters, and what people said, from marts and ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from include.events import Event
from include.review.data import Row
from include.review.visit import Visit

MOST = 200
"""Entries shown; the page says how many there are."""
_SAID = {
    "finding_state": "finding {code}: {state}",
    "declaration_state": "declaration {drop_path}: {state}",
    "decision": "decided on {smelter_name_reported}: {judgement} {smelter_cid}",
}


@dataclass(frozen=True)
class Moment:
    """One entry: a day or moment in ISO 8601, what happened, who did it, and a remark."""

    at: str
    what: str
    by: str = ""
    note: str = ""


def timeline(visit: Visit, supplier_id: str, declarations: Iterable[Row]) -> list[Moment]:
    """All entries of all years about a supplier and the files tied to its entity."""
    declared = list(declarations)
    letters = visit.rows("supplier_letters", supplier=supplier_id)
    files = {row["file_sha256"] for row in declared}
    decisions = {row["decision_id"] for row in visit.rows("supplier_decisions", supplier=supplier_id)}
    found = [
        *(Moment(row["received_at"], f"received {row['drop_path']} for {row['reporting_year']}") for row in declared),
        *(Moment(str(row["sent_on"]), f"{row['letter_kind']} letter sent", note=_times(row)) for row in letters),
        *_said(visit.events, supplier_id, files, decisions),
    ]
    return sorted(found, key=lambda item: (item.at, item.what), reverse=True)


def _said(events: Iterable[Event], supplier_id: str, files: set[str], decisions: set[str]) -> Iterator[Moment]:
    for item in events:
        said = item.payload
        about = said.get("supplier_id") == supplier_id or said.get("file_sha256") in files
        if item.kind in _SAID and (item.event_id in decisions if item.kind == "decision" else about):
            words = _SAID[item.kind].format_map(defaultdict(str, {name: value or "" for name, value in said.items()}))
            yield Moment(item.occurred_at, words.strip(), item.actor, said.get("note") or "")


def _times(row: Row) -> str:
    return f"{row['letters']} letters" if row["letters"] > 1 else ""
