"""The decisions of the ledger as the models see them: all ever taken, and those in force, up to this moment."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from include.decisions.in_force import tables
from include.events import Event
from include.review.data import Row, Tables
from include.review.visit import Visit

_LOCK = threading.Lock()
_OPEN: dict[str, tuple[int, Decided]] = {}


class Decided(Tables):
    """Tables ``decision_recorded`` and ``stg_decision`` of one ledger."""

    def __init__(self, decisions: Sequence[Event]) -> None:
        """Build the tables from events of the kind ``decision``."""
        super().__init__(tables(decisions))
        self.in_force: list[Row] = self.rows("decision_in_force")
        self._by_name: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows("decision_recorded"):
            self._by_name.setdefault((row["metal_clean"], row["name_clean"]), []).append(row)

    def about(self, question: Row) -> list[Row]:
        """Every decision ever taken that speaks of a question of ``review_queue``, the newest first."""
        found = self._by_name.get((question["metal_clean"], question["name_clean"]), ())
        return [row for row in reversed(found) if speaks_of(row, question)]


def speaks_of(decision: Row, question: Row) -> bool:
    """Whether a decision is about rows of a question: the same name, and no other country or number."""
    return (
        (decision["metal_clean"], decision["name_clean"]) == (question["metal_clean"], question["name_clean"])
        and decision["country_clean"] in ("", question["country_clean"])
        and decision["id_clean"] in ("", question["id_clean"])
    )


def decided(visit: Visit) -> Decided:
    """The decisions as they stand now; built again only when the ledger has more of them, for it never has fewer."""
    decisions = [item for item in visit.events if item.kind == "decision"]
    lake = visit.settings.lake
    with _LOCK:
        known = _OPEN.get(lake)
        if known is None or known[0] != len(decisions):
            known = _OPEN[lake] = (len(decisions), Decided(decisions))
        return known[1]


def waiting_for_refresh(visit: Visit) -> list[dict[str, Any]]:
    """The decisions in force that the present run does not know."""
    return [row for row in decided(visit).in_force if row["event_id"] not in visit.data.events]
