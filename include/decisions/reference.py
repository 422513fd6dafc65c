"""What the lists of a lake know, for judging decisions before they are recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from include.decisions.line import Line
from include.events import Event
from include.lake import batches
from include.storage import Store
from include.warehouse.load import connect, load_lake, load_parameters
from include.warehouse.models import run_models


@dataclass(frozen=True)
class Reference:
    """Metals of each facility (CID) and every vendor number, as far as lists have been received."""

    metals_of: dict[str, set[str]]
    suppliers: set[str]

    def doubts(self, line: Line) -> Iterator[str]:
        """Why an accepted facility or a supplier cannot be meant; none where no list of the kind has been received."""
        metal, cid = line["metal_decided"] or line["metal"], line["smelter_cid"]
        listed = {metal for metals in self.metals_of.values() for metal in metals}
        found = self.metals_of.get(cid or "", set())
        if line["judgement"] == "accepted" and metal not in found and (metal in listed or found):
            known = f"; it is a facility of {' and '.join(sorted(found)).lower()}" if found else ""
            hint = ": state metal_decided to account the rows under that metal" if found else ""
            yield f"{cid} is in no list received for {metal.lower()}{known}{hint}"
        if line["metal_decided"] and listed and line["metal_decided"] not in listed:
            yield f"metal_decided {line['metal_decided'][:40]!r} is no metal of the lists received"
        if line["supplier_id"] and self.suppliers and line["supplier_id"] not in self.suppliers:
            yield f"no supplier list has the vendor number {line['supplier_id'][:40]!r}"


def read_reference(lake: Store, events: Sequence[Event], as_of: date) -> Reference:
    """Read the lists that a lake holds, up to a day."""
    with connect() as connection:
        load_lake(connection, lake, batches(lake), events)
        load_parameters(connection, as_of.year, as_of)
        run_models(connection, ("ref_smelter",))
        metals: dict[str, set[str]] = {}
        for cid, metal in connection.sql("SELECT smelter_cid, metal FROM ref_smelter").fetchall():
            metals.setdefault(cid, set()).add(metal)
        suppliers = connection.sql("SELECT DISTINCT supplier_id FROM supplier WHERE supplier_id IS NOT NULL").fetchall()
    return Reference(metals, {number for (number,) in suppliers})
