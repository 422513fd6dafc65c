"""Reminders to compliance before the filing deadline, until a package for a LIVE submission is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from include.alerts.deliver import Delivered
from include.alerts.notice import Subject, send_notice
from include.alerts.render import Notice
from include.events import read_all
from include.filing_deadline import filing_deadline
from include.review_links import review_links
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import current_run
from include.warehouse.marts import Marts

KIND = "deadline"
_LONG_PAST = 30  # days; a year taken in late, for comparison, is not one that somebody forgot to file
PackageState = Literal["none", "draft", "test", "waiting", "sealed"]
_STATES: dict[PackageState, str] = {
    "none": "No package has been drafted yet",
    "draft": "There is a draft; no package has been put forward for sealing",
    "test": "Only a package for a test submission is sealed; EDGAR does not take that as a filing",
    "waiting": "A package waits in Airflow's Required Actions to be sealed or rejected",
    "sealed": "The package is sealed",
}


def package_state(settings: Settings, reporting_year: int) -> PackageState:
    """How far the year's filing package is, by the ledger and the reports folder.

    Only a package for a LIVE submission is the filing. A seal that does not say for which of the two it was made counts
    as one for a test: a reminder too many does less harm than a deadline that passes in silence.
    """
    answered = [
        item
        for item in read_all(open_store(settings.lake))
        if item.kind in ("filing_sealed", "filing_rejected") and item.payload["reporting_year"] == reporting_year
    ]
    sealed = [item for item in answered if item.kind == "filing_sealed"]
    if any(item.payload.get("submission_flag") == "LIVE" for item in sealed):
        return "sealed"
    places = [entry.path.split("/") for entry in open_store(f"{settings.reports}/{reporting_year}").entries()]
    if {place[1] for place in places if place[0] == "pending"} - {item.payload["package"] for item in answered}:
        return "waiting"
    if sealed:
        return "test"
    return "draft" if any(place[0] == "draft" for place in places) else "none"


def open_years(settings: Settings, marts: Marts, as_of: date) -> list[int]:
    """The years to tell of: the campaign's, and after it every other one in the marts that is not filed.

    Filed is a year with a LIVE package sealed here. A year whose deadline is long past counts as filed elsewhere.
    """
    named = (marts.table(name)["reporting_year"].unique().to_pylist() for name in ("supplier_status", "finding"))
    known = {year for years in named for year in years if year is not None} - {settings.reporting_year}
    recent = [year for year in known if filing_deadline(year) >= as_of - timedelta(days=_LONG_PAST)]
    others = [year for year in recent if package_state(settings, year) != "sealed"]
    return [settings.reporting_year, *sorted(others, reverse=True)]


def years_to_remind(settings: Settings, as_of: date) -> list[int]:
    """The same of the marts that are current; the campaign's year alone before the first refresh."""
    lake = open_store(settings.lake)
    return open_years(settings, Marts(lake), as_of) if current_run(lake) else [settings.reporting_year]


def deadline_line(settings: Settings, reporting_year: int, as_of: date) -> str:
    """One sentence for a mail: how many days are left, and whether the package is sealed."""
    sealed = " The package is sealed." if package_state(settings, reporting_year) == "sealed" else ""
    return f"{_title(filing_deadline(reporting_year), as_of)}.{sealed}"


def mark_due(days_left: int, marks: Sequence[int]) -> str | None:
    """The reminder that is due so many days before the deadline: the nearest mark reached, or null.

    Of several marks passed while nothing ran only the nearest counts: the others have nothing left to say.
    """
    if days_left < 0:
        return "passed"
    reached = [mark for mark in marks if days_left <= mark]
    return str(min(reached)) if reached else None


def remind(
    settings: Settings,
    profile: CompanyProfile,
    reporting_year: int,
    moment: datetime,
    last_try: bool,
    chosen: bool = False,
) -> Delivered | None:
    """Remind compliance of the deadline of the year when a mark is reached, each mark once; null when nothing is due.

    Nothing is due once a package of the year is sealed for a LIVE submission. A date that a
    person has ``chosen`` uses up no mark: what goes out for it is told once for that date. Raises like deliver.
    """
    deadline, as_of = filing_deadline(reporting_year), moment.date()
    mark = mark_due((deadline - as_of).days, profile.deadline_alert_days)
    state = package_state(settings, reporting_year)
    if mark is None or state == "sealed":
        return None
    notice = Notice(
        title=f"Form SD for {reporting_year}: {_title(deadline, as_of, first=False)}",
        paragraphs=(f"{_STATES[state]}.",),
        facts={"Filing deadline": f"{deadline} (31 May, or the next business day)", "Status of": str(as_of)},
        link=review_links(settings, reporting_year).overview(),
        footer="company.yaml names you under compliance_alerts. Reminders stop once a LIVE package is sealed.",
    )
    by_hand = f"|{as_of}" if chosen else ""
    about = Subject(KIND, "compliance", reporting_year, f"deadline|{reporting_year}|{mark}{by_hand}")
    return send_notice(settings, profile, about, notice, moment, last_try)


def _title(deadline: date, as_of: date, first: bool = True) -> str:
    """How far the deadline is, as a sentence or as the rest of one."""
    left = (deadline - as_of).days
    the = "The" if first else "the"
    if left < 0:
        return f"{the} filing deadline {deadline} passed {_days(-left)} ago"
    return f"{_days(left)} to the filing deadline {deadline}" if left else f"{the} filing deadline is today, {deadline}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
