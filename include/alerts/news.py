"""What a refresh has to tell compliance: items from the marts of one run, each with an id that stays the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from include.plain_text import one_line
from include.review_links import ReviewLinks
from include.settings import CompanyProfile
from include.warehouse.marts import Marts

Topic = Literal["facility", "critical", "quarantined", "uncertain", "overdue"]
UNSETTLED = ("open", "sent", "answered")
FACILITY_FLAGS = ("sanctioned", "smelter_not_eligible", "smelter_delisted")
QUARANTINED = "file_quarantined"
FACILITIES, COMPANY, UNTIED = "Smelters and refiners", "Company and reference data", "Files tied to no supplier"
_COMPANY_SOURCES = ("company data", "reference data")
COMES_BACK = ("finding|", "red_flag|")
"""Beginnings of the ids of news that can be over and come back; silence after a letter is told by the letter's day."""
_RANK = {"critical": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Item:
    """One thing to tell: what it is, under which heading it stands, where it was seen, and its review page.

    ``place`` is file and sheet, ``cell`` the cell or row in it; either may be empty.
    """

    news_id: str
    topic: Topic
    severity: str
    supplier_id: str | None
    heading: str
    place: str
    cell: str
    message: str
    link: str | None

    @property
    def rank(self) -> int:
        """0 is the most severe."""
        return _RANK.get(self.severity, 2)


def items(marts: Marts, links: ReviewLinks, profile: CompanyProfile, as_of: date) -> list[Item]:
    """All that is worth an alert in the reporting year, the most severe first; what is settled or waived is not."""
    year = links.reporting_year
    suppliers = marts.rows("supplier_status", year)
    names = {row["supplier_id"]: row["supplier_name"] or row["supplier_id"] for row in suppliers}
    found = [
        *_facilities(marts, links, names),
        *_findings(marts, links, names),
        *_uncertain(marts, links, names),
        *(item for days in profile.follow_up_days[:1] for item in _overdue(suppliers, links, days, as_of)),
    ]
    return sorted(found, key=lambda item: item.rank)  # stable: within a severity the order of the marts


def unsettled_by_severity(marts: Marts, reporting_year: int) -> dict[str, frozenset[str]]:
    """Ids of the findings of the year that wait for somebody, by severity."""
    table = _unsettled(marts, reporting_year)
    pairs = zip(table["severity"].to_pylist(), table["finding_id"].to_pylist(), strict=True)
    grouped: dict[str, set[str]] = {}
    for severity, finding_id in pairs:
        grouped.setdefault(severity, set()).add(finding_id)
    return {severity: frozenset(ids) for severity, ids in grouped.items()}


def _unsettled(marts: Marts, reporting_year: int) -> pa.Table:
    table = marts.table("finding")
    wanted = pc.and_(
        pc.equal(table["reporting_year"], reporting_year), pc.is_in(table["state"], pa.array(UNSETTLED, pa.string()))
    )
    return table.filter(wanted)


def _findings(marts: Marts, links: ReviewLinks, names: dict[str, str]) -> Iterator[Item]:
    table = _unsettled(marts, links.reporting_year)
    for row in table.filter(pc.equal(table["severity"], "critical")).to_pylist():
        supplier = row["supplier_id"]
        quarantined = row["code"] == QUARANTINED
        yield Item(
            f"finding|{row['finding_id']}",
            "quarantined" if quarantined else "critical",
            row["severity"],
            supplier,
            _heading(row, names),
            ", ".join(one_line(part, 160) for part in (row["drop_path"], row["source_sheet"]) if part),
            one_line(row["source_cell"] or (f"row {row['source_row']}" if row["source_row"] else ""), 40),
            one_line(row["message"]),
            links.quarantine() if quarantined else _finding_link(links, row),
        )


def _heading(row: dict[str, Any], names: dict[str, str]) -> str:
    if row["supplier_id"]:
        return _named(row["supplier_id"], names)
    return COMPANY if row["rule_source"] in _COMPANY_SOURCES else UNTIED


def _named(supplier_id: str, names: dict[str, str]) -> str:
    name, number = one_line(names.get(supplier_id, supplier_id), 80), one_line(supplier_id, 40)
    return name if name == number else f"{name} ({number})"


def _finding_link(links: ReviewLinks, row: dict[str, Any]) -> str | None:
    """The list of findings, narrowed to this rule and file: one link for all cells that break it there."""
    file = {"file_sha256": row["file_sha256"]} if row["file_sha256"] else {}
    return links.findings(code=row["code"], **file)


def _facilities(marts: Marts, links: ReviewLinks, names: dict[str, str]) -> Iterator[Item]:
    declared: dict[tuple[str, str], list[str]] = {}
    for row in marts.rows("smelter_attribution", links.reporting_year):
        declared.setdefault((row["metal"], row["smelter_cid"]), []).append(row["supplier_id"])
    for row in marts.rows("red_flag", links.reporting_year):
        if row["code"] in FACILITY_FLAGS and row["state"] == "open":
            metal, cid = row["metal"], row["smelter_cid"]
            facility = one_line(f"{row['smelter_name_standard'] or cid} ({metal}, {cid})", 120)
            yield Item(
                f"red_flag|{row['red_flag_id']}",
                "facility",
                row["severity"],
                None,
                FACILITIES,
                _declared_by(sorted({one for one in declared.get((metal, cid), []) if one}), names),
                "",
                f"{facility}: {one_line(row['detail'])}",
                links.smelter(metal, cid),
            )


def _declared_by(suppliers: list[str], names: dict[str, str], shown: int = 3) -> str:
    if not suppliers:
        return ""
    more = f" and {len(suppliers) - shown} more" if len(suppliers) > shown else ""
    return f"declared by {', '.join(_named(one, names) for one in suppliers[:shown])}{more}"


def _uncertain(marts: Marts, links: ReviewLinks, names: dict[str, str]) -> Iterator[Item]:
    """Letters of which nobody knows whether they left: their suppliers get nothing else until somebody says."""
    for row in marts.rows("letter", links.reporting_year):
        if row["outcome"] == "uncertain":
            yield Item(
                f"uncertain|{row['letter_id']}|{row['attempt']}",
                "uncertain",
                "critical",
                row["supplier_id"],
                _named(row["supplier_id"], names),
                "",
                "",
                f"Nobody knows whether the {row['letter_kind'].replace('_', ' ')} of {row['occurred_on']} left: "
                "look it up in the log of the mail server, and settle it",
                links.campaign(),
            )


def _overdue(rows: Iterable[dict[str, Any]], links: ReviewLinks, follow_up_days: int, as_of: date) -> Iterator[Item]:
    for row in rows:
        last = row["last_letter_on"]
        silent = row["in_scope"] and row["response"] == "no_response" and last is not None
        if silent and last + timedelta(days=follow_up_days) < as_of:
            supplier = row["supplier_id"]
            letters = "1 letter" if row["letters"] == 1 else f"{row['letters']} letters"
            yield Item(
                f"overdue|{links.reporting_year}|{supplier}|{last}",  # silence after each letter is news of its own
                "overdue",
                "warning",
                supplier,
                _named(supplier, {supplier: row["supplier_name"] or supplier}),
                "",
                "",
                f"No answer {(as_of - last).days} days after the last letter, of {last} ({letters} sent)",
                links.supplier(supplier),
            )
