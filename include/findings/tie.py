"""Whose a declaration is, said by a person: what no rule can tell, or tells wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from include.events import Event
from include.findings.ledger import record
from include.findings.statement import Statement
from include.settings import Settings
from include.storage import Store
from include.warehouse.marts import Marts

KIND = "supplier_tie"


def record_tie(
    settings: Settings, file: str, reporting_year: int, supplier_id: str | None, statement: Statement
) -> int:
    """Tie a declaration of a year to a vendor number, or take that back (null), with a reason.

    Returns the number of new events.

    ``file`` is its hash or its path in the drop folder, as ``declaration_status`` has them; the vendor number stands in
    the supplier list of the year. It wins over every rule from the next refresh on. Raises Refused, LeaseHeld or
    NoMarts.
    """

    def judge(lake: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=True, may_end=False)
        marts = Marts(lake)
        rows = marts.rows("declaration_status", reporting_year)
        found = [row for row in rows if file in (row["file_sha256"], row["drop_path"])]
        if len(found) != 1:
            known = f"{len(found)} declarations" if found else "no declaration"
            yield f"{known} of {reporting_year} in the newest refresh: {file[:200]!r}"
            return
        (row,) = found
        if supplier_id == _said(events, row["file_sha256"], reporting_year):
            known = "is tied to that supplier by a person already" if supplier_id else "is tied by no person"
            yield f"{row['drop_path']}: {known}"
        if supplier_id is not None and supplier_id not in _listed(marts, reporting_year):
            yield f"{supplier_id[:40]!r}: the supplier list of {reporting_year} has no such vendor number"
        said = {name: row[name] for name in ("file_sha256", "drop_path", "company_name")}
        said |= {"tied_before_to": row["supplier_id"], "reporting_year": reporting_year, "supplier_id": supplier_id}
        yield statement.event(KIND, said)

    return record(settings, statement, judge)


def _listed(marts: Marts, reporting_year: int) -> set[str]:
    return {row["supplier_id"] for row in marts.rows("supplier_contact", reporting_year)}


def _said(events: Sequence[Event], file_sha256: str, reporting_year: int) -> str | None:
    """The vendor number a person has tied the file to last, also since the newest refresh (see file_supplier)."""
    said = [
        item.payload["supplier_id"]
        for item in events
        if item.kind == KIND
        and item.payload["file_sha256"] == file_sha256
        and item.payload.get("reporting_year", reporting_year) == reporting_year
    ]
    return said[-1] if said else None
