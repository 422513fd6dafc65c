"""Red flags on facilities: what they say, who answers for them, and whether the facility is new."""

from __future__ import annotations

from collections import Counter

from include.filing.inputs import Marts, Parameters, Row
from include.filing.management.parts import LISTED, NONE, Part, Section, Table, left_out, name, number, words
from include.filing.wording import STATUS_LABELS, count
from include.plain_text import one_line

FLAGS = {
    "sanctioned": "On a sanctions list",
    "smelter_not_eligible": "Not eligible for assessment",
    "sanction_name_similar": "Named like a listed party",
    "smelter_delisted": "No longer on the status list",
    "facility_in_cahra": "Stands in a conflict-affected or high-risk area",
    "origin_in_cahra": "Origin in a conflict-affected or high-risk area",
    "smelter_assessment_overdue": "Next assessment overdue",
    "smelter_status_unknown": "No status list",
    "smelter_not_assessed": "Never on a status list",
}
"""Codes of ``red_flag`` in plain words, the worst first."""
_WEIGHT = {"critical": 0, "warning": 1, "info": 2}
_SOURCE = "red_flag, year_over_year"


def risks(marts: Marts, parameters: Parameters) -> Section:
    """The section on red flags of one year."""
    year = parameters.reporting_year
    flags, facilities = marts.rows("red_flag", year), marts.rows("appendix_a", year)
    changes = {(row["metal"], row["smelter_cid"]): row for row in marts.rows("year_over_year", year)}
    parts = (_counts(flags, changes, bool(facilities)), *_named(flags, changes))
    return Section("risks", "Risks", parts)


def still_open(flags: list[Row]) -> list[Row]:
    """Flags that weigh and that nobody accepted for a reason; what is for information only does not weigh."""
    return [row for row in flags if row["severity"] != "info" and row["state"] != "accepted"]


def _counts(flags: list[Row], changes: dict[tuple[str, str], Row], facilities: bool) -> Part:
    title = "Red flags"
    if not flags:
        said = (
            "No facility has a red flag. A list that is silent about a facility clears nothing."
            if facilities
            else "No facility is identified, so none can be weighed."
        )
        return Part(title, _SOURCE, (said, _LISTS))
    kinds = [(label, [row for row in flags if row["code"] == code]) for code, label in _codes(flags).items()]
    head = ("Red flag", "Weight", "Facilities", "Open", "Acknowledged", "Accepted", "New or changed")
    weighing = still_open(flags)
    critical = sum(1 for row in weighing if row["severity"] == "critical")
    said = (
        f"{count(len(weighing), 'red flag')} not accepted, {number(critical)} of them critical."
        if weighing
        else "No red flag that weighs is left: each was accepted for a reason, or is for information only."
    )
    rows = tuple(_count(label, found, changes) for label, found in kinds)
    table = Table("Red flags by kind", head, rows, (2, 3, 4, 5, 6))
    notes = (
        "New or changed: on a facility that is new in the report, or whose status is another than a year before.",
        _LISTS,
    )
    return Part(title, _SOURCE, (said,), table=table, notes=notes)


_LISTS = "Red flags rest on the lists of statuses, sanctions, and high-risk areas that were dropped: no list, no flag."


def _codes(flags: list[Row]) -> dict[str, str]:
    present = {row["code"] for row in flags}
    unknown = {code: words(code) for code in sorted(present - set(FLAGS))}
    return {code: label for code, label in FLAGS.items() if code in present} | unknown


def _count(label: str, flags: list[Row], changes: dict[tuple[str, str], Row]) -> tuple[str, ...]:
    states = Counter(row["state"] for row in flags)
    moved = sum(1 for row in flags if _since(changes.get((row["metal"], row["smelter_cid"]))) not in (NONE, "Same"))
    figures = (len(flags), states["open"], states["acknowledged"], states["accepted"], moved)
    return (label, min((row["severity"] for row in flags), key=_WEIGHT.__getitem__), *map(number, figures))


def _named(flags: list[Row], changes: dict[tuple[str, str], Row]) -> list[Part]:
    order = list(FLAGS)
    weighing = sorted(
        still_open(flags),
        key=lambda row: (
            _WEIGHT[row["severity"]],
            order.index(row["code"]) if row["code"] in order else len(order),
            -row["suppliers"],
            row["metal"],
            row["smelter_cid"],
        ),
    )
    if not weighing:
        return []
    rows = tuple(_line(row, changes.get((row["metal"], row["smelter_cid"]))) for row in weighing[:LISTED])
    head = ("Facility", "Red flag", "What is known", "Suppliers", "Owner", "State", "Since last year")
    table = Table("Red flags that nobody has accepted, the worst first", head, rows, (3,))
    return [Part("Red flags by name", _SOURCE, table=table, notes=left_out(weighing, "Risks"))]


def _line(row: Row, change: Row | None) -> tuple[str, ...]:
    return (
        f"{name(row['smelter_name_standard'])} ({row['metal']}, {row['smelter_cid']})",
        f"{FLAGS.get(row['code'], one_line(row['code']))} ({row['severity']})",
        one_line(row["detail"]),
        number(row["suppliers"]),
        name(row["owner"]) if row["owner"] else "nobody",
        row["state"],
        _since(change),
    )


def _since(change: Row | None) -> str:
    """How the facility, not the flag, stands to the year before: lists of then are not weighed again."""
    if change is None or change["change"] == "first_year":
        return NONE
    if change["change"] == "new":
        return "New facility"
    if change["change"] == "status_changed":
        return f"Status was {STATUS_LABELS.get(change['status_before'], NONE).lower()}"
    return "Same"
