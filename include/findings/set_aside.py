"""A whole declaration set aside by a person: no valid response, and none of its smelter rows reaches the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from include.events import Event
from include.findings.ledger import record, said_last
from include.findings.statement import Statement
from include.settings import Settings
from include.storage import Store
from include.warehouse.marts import Marts

KIND = "declaration_state"


def record_declaration(
    settings: Settings,
    file: str,
    reporting_year: int,
    state: Literal["set_aside", "reinstated"],
    statement: Statement,
) -> int:
    """Set a declaration of a year aside, or take that back, with a reason; returns how many events are new.

    ``file`` is its hash or its path in the drop folder, as ``declaration_status`` has them. Every smelter row of it is
    rejected from the next refresh on, and what it replaced counts again. Raises Refused, LeaseHeld or NoMarts.
    """

    def judge(lake: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=True, may_end=False)
        rows = Marts(lake).rows("declaration_status", reporting_year)
        found = [row for row in rows if file in (row["file_sha256"], row["drop_path"])]
        if len(found) != 1:
            known = f"{len(found)} declarations" if found else "no declaration"
            yield f"{known} of {reporting_year} in the newest refresh: {file[:200]!r}"
            return
        (row,) = found
        aside = said_last("stg_set_aside", KIND, "file_sha256", _of_year(events, reporting_year))
        if (row["file_sha256"] in aside) == (state == "set_aside"):
            yield f"{row['drop_path']}: is {'' if state == 'set_aside' else 'not '}set aside already"
        elif row["superseded_by"] and state == "set_aside":
            yield f"{row['drop_path']}: a newer declaration replaces it already"
        said = {name: row[name] for name in ("file_sha256", "drop_path", "supplier_id", "company_name")}
        yield statement.event(KIND, said | {"reporting_year": reporting_year, "state": state})

    return record(settings, statement, judge)


def _of_year(events: Sequence[Event], reporting_year: int) -> list[Event]:
    return [item for item in events if item.kind == KIND and item.payload["reporting_year"] == reporting_year]
