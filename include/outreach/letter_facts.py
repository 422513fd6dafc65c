"""What a letter may say, read from one run of the marts: dates, part numbers, and each thing to mend at its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from include.campaign import Signer
from include.outreach.context import Item, LetterContext, place
from include.outreach.plan import OFFICIAL, Planned
from include.settings import CompanyProfile
from include.warehouse.marts import Marts

_LISTS_ITEMS = ("correction", OFFICIAL, "closing")
Row = dict[str, Any]


class LetterFacts:
    """The facts of one year's letters as of a day, by vendor number."""

    def __init__(self, marts: Marts, profile: CompanyProfile, reporting_year: int, as_of: date) -> None:
        """Read the marts once for all letters."""
        self._profile, self._as_of = profile, as_of
        self._status = {row["supplier_id"]: row for row in marts.rows("supplier_status", reporting_year)}
        self._contacts = {row["supplier_id"]: row for row in marts.rows("supplier_contact", reporting_year)}
        self._items = _by_supplier(_with_values(marts, marts.rows("open_item", reporting_year)))
        self._parts = _by_supplier(marts.rows("supplier_part", reporting_year))

    def of(self, planned: Planned, template_name: str | None) -> tuple[LetterContext, tuple[str, ...]]:
        """What the letter's templates may name, and the findings it asks to mend, by their ids."""
        status, contact = self._status[planned.supplier_ids[0]], self._contacts.get(planned.supplier_id, {})
        profile, campaign = self._profile, self._profile.campaign
        rows = [row for each in planned.supplier_ids for row in self._items.get(each, ())]
        asked = rows if planned.letter_kind in _LISTS_ITEMS else []
        context = LetterContext(
            kind=planned.letter_kind,  # type: ignore[arg-type]  # what is planned to be sent is a letter
            language=planned.language,
            number=planned.number,
            supplier_id=planned.supplier_id,
            supplier_name=planned.supplier_name,
            contact_name=contact.get("contact_name"),
            vendor_numbers=planned.supplier_ids,
            company=profile.registrant.name if profile.registrant else None,
            reporting_year=planned.reporting_year,
            as_of=self._as_of,
            due_on=self._due_on(planned, status),
            first_letter_on=status["surveyed_on"],
            last_letter_on=_last_letter(planned.letter_kind, status),
            accepted_versions=profile.accepted_template_versions,
            scope_asked=self._scope(contact),
            part_numbers=self._part_numbers(planned) if self._scope(contact) == "product" else (),
            distributor=(contact.get("supplier_role") or "").strip().casefold() == "distributor",
            items=tuple(_items(asked)),
            counts=status["response"] == "complete",
            refused=status["refused_on"] is not None,
            set_aside=status["set_aside_declarations"] > 0 and status["declarations"] == 0,
            cut_off=campaign.cut_off.get(planned.reporting_year),
            reply_to=profile.reply_to,
            signer=self._signer(planned.letter_kind),
            template_name=template_name,
            policy_url=profile.policy_url,
            sample=profile.sample,
        )
        return context, tuple(row["finding_id"] for row in asked)

    def _due_on(self, planned: Planned, status: Row) -> date | None:
        """The day a letter asks for an answer by: one the company has set, else none; never after the cut-off."""
        campaign, due = self._profile.campaign, None
        if planned.letter_kind == "survey":
            due = self._as_of + timedelta(days=campaign.due_days)
        elif planned.letter_kind == "reminder":
            due = status["due_on"]
        elif planned.letter_kind == "correction" and status["response"] != "complete":
            days = (0, *campaign.correction_days)
            asked = status["corrections"]
            due = self._as_of + timedelta(days=days[asked + 1] - days[asked]) if asked + 1 < len(days) else None
        cut_off = campaign.cut_off.get(planned.reporting_year)
        return min(due, cut_off) if due and cut_off and cut_off >= self._as_of else due

    def _scope(self, contact: Mapping[str, Any]) -> Any:
        scope = contact.get("scope_asked") or self._profile.plausibility.scope_asked
        return scope if scope in ("company", "product") else None

    def _part_numbers(self, planned: Planned) -> tuple[str, ...]:
        """As the supplier numbers its parts, else as we do."""
        rows = [row for each in planned.supplier_ids for row in self._parts.get(each, ())]
        numbers = (row["supplier_part_number"] or row["part_id"] for row in rows)
        return tuple(sorted({number for number in numbers if number}))

    def _signer(self, letter_kind: str) -> Signer | None:
        campaign = self._profile.campaign
        return campaign.senior_officer if letter_kind == OFFICIAL else campaign.signer


def _last_letter(letter_kind: str, status: Row) -> date | None:
    """The day of the letter before this one that asked the same."""
    names = {"reminder": ("last_reminder_on",), "correction": ("last_correction_on",)}
    days = [status[name] for name in names.get(letter_kind, ("surveyed_on", "last_reminder_on", "last_correction_on"))]
    return max((day for day in days if day), default=None)


def _items(rows: Sequence[Row]) -> list[Item]:
    """In the order of the mart; the file is named where there are several."""
    several = len({row["file_sha256"] for row in rows}) > 1
    found = []
    for row in rows:
        file = row["drop_path"].rsplit("/", 1)[-1] if several and row["drop_path"] else None
        where = place(row["source_sheet"], row["source_cell"], row["source_row"], file)
        found.append(Item(row["code"], where, row["value"], row["subject"], row["supplier_message"]))
    return found


def _with_values(marts: Marts, items: list[Row]) -> list[Row]:
    """Open items with the value and the subject of their findings, which a sentence in another language needs."""
    table = marts.table("finding").select(["finding_id", "value", "subject"])
    wanted = pa.array({row["finding_id"] for row in items}, pa.string())
    found = {row["finding_id"]: row for row in table.filter(pc.is_in(table["finding_id"], wanted)).to_pylist()}
    nothing = {"value": None, "subject": None}
    return [row | {name: found.get(row["finding_id"], nothing)[name] for name in nothing} for row in items]


def _by_supplier(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["supplier_id"], []).append(row)
    return found
