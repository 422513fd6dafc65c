"""What parts of ours a declaration reaches, said by a person: of a user-defined scope nobody else can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from include.events import Event
from include.findings.ledger import record, said_last
from include.findings.statement import MAX_SUBJECTS, Statement
from include.settings import Settings
from include.storage import Store
from include.warehouse.marts import Marts

KIND = "declaration_reach"
Reach = Literal["all_parts", "listed_parts", "none", "withdrawn"]
Row = dict[str, Any]


def record_reach(
    settings: Settings, file: str, reporting_year: int, reach: Reach, part_ids: Sequence[str], statement: Statement
) -> int:
    """Say which parts that its supplier is asked for a CMRT of a year reaches, with a reason; the number of new events.

    ``file`` is its hash or its path in the drop folder, as ``declaration_status`` has them; ``part_ids`` are numbers of
    ours and go with ``listed_parts`` alone. It wins over the declaration's own scope as long as the file stays tied to
    that supplier, and counts from the next refresh on. Raises Refused, LeaseHeld or NoMarts.
    """
    parts = sorted(set(part_ids))

    def judge(lake: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=True, may_end=False)
        marts = Marts(lake)
        found = [row for row in marts.rows("declaration_status", reporting_year) if file in _names(row)]
        if len(found) != 1:
            known = f"{len(found)} declarations" if found else "no declaration"
            yield f"{known} of {reporting_year} in the newest refresh: {file[:200]!r}"
            return
        (row,) = found
        yield from _unfit(row)
        if reach == "withdrawn" and row["file_sha256"] not in _said(events, reporting_year):
            yield f"{row['drop_path']}: nobody has said what it reaches"
        yield from _wrong_parts(marts, row, reach, parts)
        said = {name: row[name] for name in ("file_sha256", "drop_path", "supplier_id", "company_name")}
        yield statement.event(KIND, said | {"reporting_year": reporting_year, "reach": reach, "part_ids": parts})

    return record(settings, statement, judge)


def _names(row: Row) -> tuple[str, str]:
    return row["file_sha256"], row["drop_path"]


def _said(events: Sequence[Event], reporting_year: int) -> set[str]:
    of_year = [item for item in events if item.kind == KIND and item.payload["reporting_year"] == reporting_year]
    return set(said_last("stg_reach", KIND, "file_sha256", of_year))


def _unfit(row: Row) -> Iterator[str]:
    """Why this declaration can reach no part, whatever is said of it."""
    if row["template_kind"] != "cmrt":
        yield f"{row['drop_path']}: an {row['template_kind'].upper()} is no answer to the survey"
    elif row["supplier_id"] is None:
        yield f"{row['drop_path']}: is tied to no supplier"
    elif row["superseded_by"] or row["set_aside"]:
        yield f"{row['drop_path']}: does not count, a newer one replaces it or it is set aside"


def _wrong_parts(marts: Marts, row: Row, reach: Reach, parts: Sequence[str]) -> Iterator[str]:
    """What is wrong with the parts named: each is a number of ours that the entity of the declaration is asked for."""
    if reach != "listed_parts":
        if parts:
            yield "parts go with listed_parts alone"
        return
    if not parts:
        yield "no part is named"
    elif len(parts) > MAX_SUBJECTS:
        yield f"{len(parts):,} parts at once: at most {MAX_SUBJECTS:,}"
    else:
        asked = _asked_parts(marts, row)
        for part in parts:
            if part not in asked:
                yield f"{part[:100]!r}: {row['supplier_id']} is asked for no part of this number"


def _asked_parts(marts: Marts, row: Row) -> set[str]:
    contacts = marts.rows("supplier_contact", row["reporting_year"])
    entity_of = {item["supplier_id"]: item["entity_id"] for item in contacts}
    own = entity_of.get(row["supplier_id"])
    lines = marts.rows("supplier_part", row["reporting_year"])
    return {line["part_id"] for line in lines if line["part_id"] and entity_of.get(line["supplier_id"]) == own}
