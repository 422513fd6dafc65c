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
    "supplier_said": "supplier {said} {until}",
    "supplier_tie": "declaration {drop_path} tied to {supplier_id}",
    "declaration_reach": "declaration {drop_path} reaches {reach}",
}


@dataclass(frozen=True)
class Moment:
    """One entry: a day or moment in ISO 8601, what happened, who did it, and a remark."""

    at: str
    what: str
    by: str = ""
    note: str = ""


def timeline(visit: Visit, supplier: Row, declarations: Iterable[Row]) -> list[Moment]:
    """All entries of all years about a supplier (a row of supplier_status), its entity and the files tied to that."""
    declared, supplier_id = list(declarations), supplier["supplier_id"]
    letters = visit.rows("supplier_letters", supplier=supplier_id)
    replies = visit.rows("supplier_replies", supplier=supplier_id)
    files = {row["file_sha256"] for row in declared}
    decisions = {row["decision_id"] for row in visit.rows("supplier_decisions", supplier=supplier_id)}
    found = [
        *(Moment(row["received_at"], f"received {row['drop_path']} for {row['reporting_year']}") for row in declared),
        *(_letter(row) for row in letters),
        *(Moment(row["sent_at"] or row["received_at"], _reply(row), row["from_address"] or "") for row in replies),
        *_said(visit.events, {supplier_id, supplier["entity_id"]}, files, decisions),
    ]
    return sorted(found, key=lambda item: (item.at, item.what), reverse=True)


def _said(events: Iterable[Event], numbers: set[str], files: set[str], decisions: set[str]) -> Iterator[Moment]:
    for item in events:
        said = item.payload
        about = (
            not numbers.isdisjoint((said.get("supplier_id"), said.get("entity_id"))) or said.get("file_sha256") in files
        )
        if item.kind in _SAID and (item.event_id in decisions if item.kind == "decision" else about):
            words = _SAID[item.kind].format_map(defaultdict(str, {name: value or "" for name, value in said.items()}))
            yield Moment(item.occurred_at, words.strip(), item.actor, said.get("note") or "")


def _letter(row: Row) -> Moment:
    number = f" {row['number']}" if row["number"] else ""
    outcome = "sent, and came back" if row["bounced"] else row["outcome"].replace("_", " ")
    times = f"{row['letters']} letters" if row["letters"] > 1 else ""
    note = "; ".join(part for part in (row["recipient"], row["reason"], times) if part)
    return Moment(str(row["occurred_on"]), f"{row['letter_kind'].replace('_', ' ')}{number}: {outcome}", note=note)


def _reply(row: Row) -> str:
    kind = {"reply": "reply", "auto_reply": "automatic reply", "bounce": "letter returned"}[row["mail_kind"]]
    brought = f", with {row['declarations']} declaration(s)" if row["declarations"] else ""
    return f"{kind}{brought}: {row['subject'] or 'no subject'}"
