"""The state a person gives to findings: sent to the supplier, answered, waived, or open again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date
from typing import Any, Literal

from include.events import Event
from include.findings.ledger import record, said_last, subjects
from include.findings.statement import Refused, Statement
from include.settings import Settings
from include.storage import Store, open_store
from include.warehouse.marts import Marts

KIND = "finding_state"
State = Literal["sent", "answered", "waived", "open"]
_FROM: dict[State, tuple[str, ...]] = {
    "sent": ("open", "sent", "answered"),
    "answered": ("open", "sent"),
    "waived": ("open", "sent", "answered", "waived"),
    "open": ("sent", "answered", "waived"),
}
_GRAVITY = ("critical", "warning", "info")
_PLACE = (
    "reporting_year", "code", "severity", "message", "supplier_id", "file_sha256", "drop_path", "source_sheet",
    "source_row", "source_cell", "value", "subject",
)  # fmt: skip
"""What the person saw is kept with the state; a waiver finds the same fault in a newer file by it."""


def record_states(settings: Settings, finding_ids: Sequence[str], state: State, statement: Statement) -> int:
    """Give findings of the newest refresh a state; returns how many events are new. All of them, or none.

    A waiver needs a reason and may name its last day; ``open`` withdraws what was said and needs a reason too. It
    counts from the next refresh on. Raises Refused (unknown finding, closed by a newer declaration, a state that cannot
    follow, no person, no reason, a day that has passed), LeaseHeld or NoMarts.
    """
    wanted = list(dict.fromkeys(finding_ids))

    def judge(lake: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=state in ("waived", "open"), may_end=state == "waived")
        if not wanted:
            yield "no finding is named"
        rows = subjects(lake, "finding", "finding_id", wanted)
        said = said_last("stg_finding_state", KIND, "finding_id", events)
        for finding_id in wanted:
            row = rows.get(finding_id)
            if row is None:
                yield f"{finding_id[:40]}: no finding of the newest refresh has this id"
            elif (now := _state_now(row, said.get(finding_id), statement.at.astimezone(UTC).date())) in _FROM[state]:
                yield statement.event(KIND, {"finding_id": finding_id, "state": state} | _seen(row))
            else:
                yield f"{finding_id}: is {now} and cannot become {state}"

    return record(settings, statement, judge)


def to_send(settings: Settings, supplier_id: str, reporting_year: int) -> list[str]:
    """The findings a supplier is to be asked about, in the order of its letter.

    Raises Refused when there are none, NoMarts before the first refresh.
    """
    rows = Marts(open_store(settings.lake)).rows("open_item", reporting_year)
    found = [row["finding_id"] for row in rows if row["supplier_id"] == supplier_id]
    if not found:
        raise Refused([f"supplier {supplier_id[:40]!r} is asked nothing for {reporting_year}"])
    return found


def _seen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in _PLACE}


def _state_now(row: dict[str, Any], said: dict[str, Any] | None, today: date) -> str:
    """The state of the marts, or what was said since; a newer declaration closes for good."""
    if row["state"] == "closed" or said is None:
        return str(row["state"])
    return "open" if _has_ended(row, said, today) else str(said["state"])


def _has_ended(row: dict[str, Any], said: dict[str, Any], today: date) -> bool:
    """What was said of another supplier's file, and a waiver past its day or of a lesser fault; as finding_state."""
    if said["supplier_id"] and said["supplier_id"] != row["supplier_id"]:
        return True
    worse = said["severity"] and _GRAVITY.index(row["severity"]) < _GRAVITY.index(said["severity"])
    return said["state"] == "waived" and bool(worse or (said["until"] and said["until"] < today))
