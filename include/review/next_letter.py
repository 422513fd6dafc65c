"""What comes next for suppliers, as the next run of follow_up_suppliers would have it, and the letter itself."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from include.outreach.context import KINDS, Rendered
from include.outreach.languages import LANGUAGES, Language, approved
from include.outreach.letter_facts import LetterFacts
from include.outreach.plan import Planned, plan
from include.outreach.render import render
from include.review.data import Row
from include.review.visit import Visit
from include.warehouse.marts import Marts

_LOCK = threading.Lock()
_PLANS: dict[str, tuple[tuple[object, ...], dict[str, Planned]]] = {}


@dataclass(frozen=True)
class NextLetter:
    """The next letter to an entity with the state it would leave in; ``early`` when its day is still to come."""

    planned: Planned
    letter: Rendered
    language: Language
    approved: bool
    early: bool


class _OfSuppliers(Marts):
    """The marts of a run, with the rows of some vendor numbers alone."""

    def __init__(self, visit: Visit, numbers: Iterable[str]) -> None:
        super().__init__(visit.lake, visit.data.run)
        self._numbers = pa.array(numbers, pa.string())

    def rows(self, name: str, reporting_year: int) -> list[dict[str, Any]]:
        """Of a mart that names suppliers."""
        table = self.table(name)
        wanted = pc.and_(
            pc.is_in(table["supplier_id"], self._numbers), pc.equal(table["reporting_year"], reporting_year)
        )
        found: list[dict[str, Any]] = table.filter(wanted).to_pylist()
        return found


def today() -> date:
    """The day that decides what is due."""
    return datetime.now(UTC).date()


def steps(visit: Visit) -> Mapping[str, Planned]:
    """Entity -> its step of today, by the present marts and the ledger as it is now; see ``plan``."""
    asked = (visit.data.run, visit.year, len(visit.events), today(), visit.profile.model_dump_json())
    with _LOCK:
        known = _PLANS.get(visit.settings.lake)
        if known is None or known[0] != asked:
            marts = Marts(visit.lake, visit.data.run)
            found = plan(marts, visit.profile, visit.events, visit.year, today())
            known = _PLANS[visit.settings.lake] = (asked, {item.entity_id: item for item in found})
        return known[1]


def held(found: Mapping[str, Planned]) -> list[str]:
    """Entities whose letter is due and held; not those where a sending or an address is what a person must mend."""
    return sorted(item.entity_id for item in found.values() if item.state == "held" and item.letter_kind in KINDS)


def next_letter(visit: Visit, supplier: Row) -> NextLetter | None:
    """The letter that would go out next to the entity of a row of supplier_status; none where no letter is next."""
    if supplier["next_action"] not in KINDS:
        return None
    numbers = [row["supplier_id"] for row in visit.rows("entity_numbers", supplier=supplier["supplier_id"])]
    marts, on = _OfSuppliers(visit, numbers), max(today(), supplier["next_action_on"])
    for planned in plan(marts, visit.profile, visit.events, visit.year, on):
        context, _ = LetterFacts(marts, visit.profile, visit.year, on).of(planned, None)
        known = approved(planned.language, visit.events)
        return NextLetter(planned, render(context, known), LANGUAGES[planned.language], known, on > today())
    return None
