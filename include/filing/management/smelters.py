"""Smelters and refiners: by metal and status, and what changed against the year before."""

from __future__ import annotations

from collections import Counter

from include.charts import STATUSES, smelters_by_status
from include.filing.context import ReportContext
from include.filing.inputs import Marts, Parameters, Row
from include.filing.management.parts import LISTED, Part, Section, Table, left_out, name, number
from include.filing.wording import STATUS_LABELS, status_key
from include.plain_text import one_line

CAUSES = {
    ("new", "newly_declared"): "New: declared by a supplier for the first time",
    ("new", "merged"): "New: the lists give it the name of another one",
    ("gone", "no_response"): "Gone: its suppliers did not answer this year",
    ("gone", "no_longer_supplier"): "Gone: its suppliers are no longer on the supplier list",
    ("gone", "no_longer_declared"): "Gone: its suppliers answered and no longer name it",
    ("gone", "not_declared"): "Gone: nobody names it now",
    ("gone", "delisted"): "Gone: no longer on the status list",
    ("gone", "merged"): "Gone: its name is another facility’s now",
    ("status_changed", "status_changed"): "Another status",
    ("renamed", "renamed"): "Another name",
}
"""Change and cause of ``year_over_year`` in plain words, in the order of the table."""


def smelters(marts: Marts, parameters: Parameters, report: ReportContext) -> Section:
    """The section on facilities of one year."""
    changes = marts.rows("year_over_year", parameters.reporting_year)
    parts = (
        _statuses(marts.rows("appendix_a", parameters.reporting_year), report),
        _changes(report),
        *_causes(changes, report),
        *_worse(changes),
    )
    return Section("smelters", "Smelters and refiners", parts)


def _statuses(appendix: list[Row], report: ReportContext) -> Part:
    title, source = "By metal and status", "appendix_a"
    if not appendix:
        missing = "No facility is identified. Drop suppliers’ declarations, and a blank template: its look-up sheet is"
        return Part(title, source, (f"{missing} the list of smelters.",))
    pairs = Counter((row["metal"], status_key(row)) for row in appendix)
    counted = [{"metal": metal, "smelter_status": key, "smelters": count} for (metal, key), count in pairs.items()]
    rows = tuple((line.metal, *map(number, line.counts), number(line.total)) for line in report.status_table)
    head = ("Metal", *report.status_columns, "All")
    table = Table("Facilities by metal and status", head, rows, tuple(range(1, len(head))), sum_row=len(rows) > 1)
    chart = smelters_by_status(sorted(counted, key=lambda row: (row["metal"], row["smelter_status"])), STATUS_LABELS)
    meanings = tuple(f"{item.label}: {item.meaning}." for item in report.status_meanings)
    return Part(title, source, _said(report), chart=chart, table=table, notes=meanings)


def _said(report: ReportContext) -> tuple[str, ...]:
    lists = (
        f"Status from {one_line(report.status_lists)}."
        if report.status_lists
        else ("No list of assessment statuses shows one of them. Drop a dated status list.")
    )
    share = f"{number(report.conformant or 0)} of {number(report.facilities_total)} facilities are conformant"
    return (f"{share} ({report.conformant_share}).", lists)


def _changes(report: ReportContext) -> Part:
    title, source = "Against the year before", "year_over_year"
    if not report.change_table:
        return Part(
            title,
            source,
            (
                "This is the first year on record: there is nothing to compare with. An earlier "
                "filing can be taken in with the command import-appendix-a.",
            ),
        )
    lines = report.change_table
    rows = [
        (line.metal, *map(number, (line.new, line.gone, line.status_changed, line.unchanged, line.not_compared)))
        for line in lines
    ]
    sums = [
        sum(getattr(line, key) for line in lines)
        for key in ("new", "gone", "status_changed", "unchanged", "not_compared")
    ]
    head = ("Metal", "New", "Gone", "Other status", "Same", "No status of both years")
    table = Table(
        "Facilities against the year before",
        head,
        (*rows, ("All metals", *map(number, sums))),
        (1, 2, 3, 4, 5),
        sum_row=True,
    )
    return Part(title, source, table=table)


def _causes(changes: list[Row], report: ReportContext) -> list[Part]:
    if not report.change_table:
        return []
    counts = Counter((row["change"], row["cause"]) for row in changes if row["cause"])
    known = [(words, counts[key]) for key, words in CAUSES.items() if counts[key]]
    others = [
        (f"{change}: {cause}".replace("_", " "), counts[change, cause])
        for change, cause in sorted(set(counts) - set(CAUSES))
    ]
    rows = tuple((words, number(count)) for words, count in known + others)
    if not rows:
        return []
    return [
        Part(
            "Causes of the changes",
            "year_over_year",
            table=Table("Changes by cause", ("Change", "Facilities"), rows, (1,)),
        )
    ]


def _worse(changes: list[Row]) -> list[Part]:
    """Facilities of both years whose status is further from conformant now, the furthest first."""
    rank = {status: place for place, status in enumerate(STATUSES)}
    fallen = [
        row
        for row in changes
        if row["change"] == "status_changed" and rank.get(row["status_now"], 0) > rank.get(row["status_before"], 0)
    ]
    fallen.sort(key=lambda row: (-rank[row["status_now"]], row["metal"], row["smelter_cid"]))
    if not fallen:
        return []
    rows = tuple(
        (
            row["metal"],
            row["smelter_cid"],
            name(row["smelter_name_standard"]),
            _label(row["status_before"]),
            _label(row["status_now"]),
        )
        for row in fallen[:LISTED]
    )
    head = ("Metal", "CID", "Facility", "Status before", "Status now")
    table = Table("Facilities whose status is worse than a year before", head, rows)
    return [Part("Status grown worse", "year_over_year", table=table, notes=left_out(fallen, "Smelters"))]


def _label(status: str | None) -> str:
    return STATUS_LABELS.get(status or "unknown") or one_line(status, 40)
