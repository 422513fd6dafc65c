"""What a person says of a red flag: somebody answers for it, it is accepted for a reason, or it is open again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from include.events import Event
from include.findings.ledger import record, subjects
from include.findings.statement import MAX_NAME, Statement
from include.settings import Settings
from include.storage import Store

KIND = "red_flag_state"
State = Literal["acknowledged", "accepted", "open"]
_PLACE = ("reporting_year", "code", "severity", "metal", "smelter_cid", "detail")


def record_red_flags(
    settings: Settings, red_flag_ids: Sequence[str], state: State, owner: str | None, statement: Statement
) -> int:
    """Give red flags of the newest refresh a state and a person answerable; returns how many events are new.

    ``acknowledged`` and ``accepted`` name an owner; ``accepted`` and ``open`` need a reason, and an acceptance may name
    its last day. All of them, or none: raises Refused, LeaseHeld or NoMarts.
    """
    wanted = list(dict.fromkeys(red_flag_ids))

    def judge(lake: Store, _: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=state != "acknowledged", may_end=state == "accepted")
        if (state != "open") != _named(owner):
            yield "an owner goes with acknowledged and accepted: name the person answerable"
        if not wanted:
            yield "no red flag is named"
        rows = subjects(lake, "red_flag", "red_flag_id", wanted)
        for red_flag_id in wanted:
            if row := rows.get(red_flag_id):
                said = {"red_flag_id": red_flag_id, "state": state, "owner": (owner or "").strip() or None}
                yield statement.event(KIND, said | {name: row[name] for name in _PLACE})
            else:
                yield f"{red_flag_id[:40]}: no red flag of the newest refresh has this id"

    return record(settings, statement, judge)


def _named(owner: str | None) -> bool:
    return bool(owner and owner.strip() and owner.isprintable() and len(owner) <= MAX_NAME)
