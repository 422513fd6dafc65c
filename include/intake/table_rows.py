"""What a row of a table needs beyond its text: dates, statuses, flags, canonical metals and countries."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from include.countries import country, is_recycled
from include.csv_cells import plain_cell
from include.decisions.line import ANSWER, MAX_LINES, QUESTION, problems
from include.intake.amounts import read_amount
from include.intake.dates import read_date
from include.intake.findings import Findings
from include.intake.metals import canonical_metal
from include.intake.model import Row, UnreadableError
from include.intake.values import column_letters, folded

_STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "conformant": ("compliant", "conformant", "validated"),
    "active": ("active", "progressing", "in progress"),
    "cross_recognized": ("cross-recognized", "cross recognized", "cross-recognised", "cross recognised"),
    "not_eligible": (
        "not eligible", "non-conformant", "non conformant", "nonconformant", "not conformant", "non-compliant",
        "non compliant", "not compliant",
    ),
}  # fmt: skip
_STATUS = {word: status for status, words in _STATUS_WORDS.items() for word in words}
_TRUE = frozenset({"yes", "y", "true", "1", "x", "in", "in scope"})
_FALSE = frozenset({"no", "n", "false", "0", "out", "out of scope"})
_NOTHING = frozenset({"", "n/a", "na", "none", "no", "yes", "tbd", "unknown"})  # neither a reason nor evidence


@dataclass(frozen=True)
class Source:
    """Where a row came from: its cells as read, their columns, and where findings about it go."""

    raw: dict[str, Any]
    columns: dict[str, int]
    sheet: str
    row: int
    findings: Findings

    def warn(self, code: str, field: str, message: str, value: str | None) -> None:
        """Add a finding about one field of the row."""
        cell = f"{column_letters(self.columns[field])}{self.row}"
        self.findings.add(code, "warning", message, sheet=self.sheet, row=self.row, cell=cell, value=value)

    def day(self, field: str) -> date | None:
        """The date in a field; a date that cannot be told is null, with a finding."""
        found = read_date(self.raw.get(field))
        if found.problem:
            code = "date_ambiguous" if found.ambiguous else "date_unreadable"
            self.warn(code, field, f"the date {found.problem}", found.reported)
        return found.day

    def amount(self, field: str) -> float | None:
        """The amount in a field; an amount that cannot be told is null, with a finding."""
        found = read_amount(self.raw.get(field))
        if found.problem:
            self.warn("amount_unreadable", field, f"the amount {found.problem}", found.reported)
        return found.amount


def smelter_status(reported: str | None) -> str:
    """conformant, active, cross_recognized or not_eligible; unknown for a word no list is known to use."""
    return _STATUS.get(folded(reported).rstrip("*† "), "unknown")


def _scope(row: Row, source: Source) -> None:
    words = folded(row["in_scope"])
    if words and words not in _TRUE | _FALSE:
        source.warn("scope_unrecognised", "in_scope", "neither yes nor no: taken as in scope", row["in_scope"])
    row["in_scope"] = words not in _FALSE
    for column in ("scope_reason", "scope_evidence"):
        if folded(row[column]).strip(" .-/") in _NOTHING:
            row[column] = None


def _product(row: Row, source: Source) -> None:
    _scope(row, source)
    for column in ("made_from", "made_until", "acquired_on"):
        row[column] = source.day(column)
    reported = folded(row["acquired_reporting"])
    row["acquired_reporting"] = "yes" if reported in _TRUE else "no" if reported in _FALSE else reported or None


def _outreach_log(row: Row, source: Source) -> None:
    row["sent_on"] = source.day("sent_on")
    row["letter_kind"] = folded(row["letter_kind"]).replace(" ", "_") or None


def _supplier(row: Row, source: Source) -> None:
    for column in ("supplier_role", "scope_asked"):
        row[column] = folded(row[column]) or None
    row["annual_spend"] = source.amount("annual_spend")
    row["spend_currency"] = folded(row["spend_currency"]).upper() or None


def _old_smelter_id(row: Row, source: Source) -> None:
    row["metal"] = canonical_metal(row["metal"]) or row["metal"]


def _smelter_status(row: Row, source: Source) -> None:
    reported = row["status_reported"]
    row["metal"] = canonical_metal(row["metal"]) or row["metal"]
    row["smelter_status"] = smelter_status(reported)
    for column in ("status_as_of", "last_assessed_on", "assessment_due_on"):
        row[column] = source.day(column)
    if row["smelter_status"] == "unknown":
        message = "a status word that is not known here" if reported else "no status"
        source.warn("status_unrecognised", "status_reported", message, reported)


def _reference_smelter(row: Row, source: Source) -> None:
    facility = country(row["facility_country"])
    row["metal"] = canonical_metal(row["metal"]) or row["metal"]
    row["facility_country_code"] = facility.alpha_2 if facility else None
    row["list_date"] = source.day("list_date")


def _decision(row: Row, source: Source) -> None:
    if source.row > MAX_LINES:
        raise UnreadableError(f"decisions below line {MAX_LINES:,}: cut the file into parts")
    for field in (*QUESTION, *ANSWER, "decided_by"):
        row[field] = plain_cell(row[field])
    row["judgement"] = re.sub(r"[\s_-]+", "_", folded(row["judgement"])) or None
    row["smelter_cid"] = _cid(row["smelter_cid"])
    for field in ("metal", "metal_decided"):
        row[field] = canonical_metal(row[field]) or row[field]
    row["decided_at"] = _moment(source)
    for field, message in problems(row):
        cell = f"{column_letters(source.columns[field])}{source.row}" if field in source.columns else None
        source.findings.add(
            "decision_refused", "warning", f"this decision does not count: {message}",
            sheet=source.sheet, row=source.row, cell=cell, value=row[field],
        )  # fmt: skip


def _moment(source: Source) -> str | None:
    """When it was decided, ISO 8601 in UTC. A moment without an offset is one of UTC, a day begins at midnight."""
    raw = source.raw.get("decided_at")
    found = raw if isinstance(raw, datetime) else None
    if isinstance(raw, str):
        with contextlib.suppress(ValueError):
            found = datetime.fromisoformat(raw.strip())
    if found is None and (day := source.day("decided_at")):
        found = datetime(day.year, day.month, day.day)
    if found is None:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _sanction(row: Row, source: Source) -> None:
    facility = country(row["facility_country"])
    row["smelter_cid"] = _cid(row["smelter_cid"])
    row["facility_country_code"] = facility.alpha_2 if facility else None
    row["list_date"] = source.day("list_date")


def _cahra(row: Row, source: Source) -> None:
    found = country(row["country"])
    row["country_code"] = found.alpha_2 if found else None
    row["list_date"] = source.day("list_date")


def _smelter_origin(row: Row, source: Source) -> None:
    reported = row["origin_country_reported"]
    found = country(reported)
    row["smelter_cid"] = _cid(row["smelter_cid"])
    row["metal"] = canonical_metal(row["metal"]) or row["metal"]
    row["origin_country"] = found.name if found else None
    row["origin_country_code"] = found.alpha_2 if found else None
    row["recycled"] = found is None and is_recycled(reported)
    row["list_date"] = source.day("list_date")


def _cid(written: str | None) -> str | None:
    return "".join(written.split()).upper() if written else None


FINISH: dict[str, Callable[[Row, Source], None]] = {
    "decision": _decision,
    "product": _product,
    "bill_of_materials": _scope,
    "outreach_log": _outreach_log,
    "supplier": _supplier,
    "old_smelter_id": _old_smelter_id,
    "smelter_status": _smelter_status,
    "reference_smelter": _reference_smelter,
    "sanction": _sanction,
    "cahra": _cahra,
    "smelter_origin": _smelter_origin,
}
"""Table -> what completes its rows; the other tables are text only."""
