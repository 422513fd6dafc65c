"""Reminders of the filing deadline: on which days, in which state of the package, and when they stop."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from include.alerts.deadlines import deadline_line, mark_due, package_state, remind, years_to_remind
from include.events import append, event
from include.filing_deadline import filing_deadline
from include.settings import CompanyProfile, Settings, load_profile
from include.storage import open_store
from tests.mail_server import MailServer
from tests.unit.alerts.conftest import COMPLIANCE, Refresh, finding, supplier
from tests.unit.alerts.test_digest import text_of

MARKS = CompanyProfile().deadline_alert_days


def record(settings: Settings, kind: str, package: str, year: int = 2025, **more: str) -> None:
    payload = {"reporting_year": year, "package": package, "note": None, **more}
    append(open_store(settings.lake), [event(kind, "2026-05-20T10:00:00+00:00", "filer", payload, payload)])


def put(settings: Settings, path: str) -> None:
    open_store(f"{settings.reports}/2025").replace(f"{path}/manifest.json", b"{}")


def reminder(settings: Settings, day: date, year: int = 2025, chosen: bool = False) -> str | None:
    moment = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    done = remind(settings, load_profile(settings.profile_address), year, moment, True, chosen)
    return done.outcome if done else None


@pytest.mark.parametrize(
    ("reporting_year", "due"),
    [
        (2023, date(2024, 5, 31)),  # a Friday
        (2024, date(2025, 6, 2)),  # 31 May is a Saturday
        (2025, date(2026, 6, 1)),  # a Sunday
        (2026, date(2027, 6, 1)),  # a Monday, and Memorial Day
        (2027, date(2028, 5, 31)),  # a Wednesday
        (2028, date(2029, 5, 31)),  # a Thursday
        (2029, date(2030, 5, 31)),  # a Friday
    ],
)
def test_days_are_counted_to_the_next_business_day(reporting_year: int, due: date, settings: Settings) -> None:
    assert filing_deadline(reporting_year) == due
    assert deadline_line(settings, reporting_year, due - timedelta(days=7)) == f"7 days to the filing deadline {due}."
    assert mark_due((due - (due - timedelta(days=7))).days, MARKS) == "7"


@pytest.mark.parametrize(
    ("days_left", "mark"),
    [(200, None), (61, None), (60, "60"), (59, "60"), (31, "60"), (30, "30"), (8, "14"), (0, "1"), (-1, "passed")],
)  # fmt: skip
def test_a_mark_missed_while_nothing_ran_is_made_up_by_the_nearest(days_left: int, mark: str | None) -> None:
    assert mark_due(days_left, MARKS) == mark


def test_over_a_whole_spring_each_mark_is_told_once(addressed: Settings, server: MailServer) -> None:
    first = date(2026, 3, 1)
    days = [first + timedelta(days=number) for number in range(110)]

    told = {day: outcome for day in days if (outcome := reminder(addressed, day))}

    due = date(2026, 6, 1)
    assert list(told) == [due - timedelta(days=mark) for mark in MARKS] + [due + timedelta(days=1)]
    assert [to for to, _ in server.taken] == [[COMPLIANCE]] * 7
    subjects = [str(mail["Subject"]) for _, mail in server.taken]
    assert subjects[0] == "Form SD for 2025: 60 days to the filing deadline 2026-06-01"
    assert subjects[-2:] == [
        "Form SD for 2025: 1 day to the filing deadline 2026-06-01",
        "Form SD for 2025: the filing deadline 2026-06-01 passed 1 day ago",
    ]


def test_reminders_stop_once_a_package_is_sealed(addressed: Settings, server: MailServer) -> None:
    assert reminder(addressed, date(2026, 5, 2)) == "sent"
    record(addressed, "filing_sealed", "aaaa", submission_flag="LIVE")

    assert [reminder(addressed, date(2026, 5, day)) for day in (18, 25, 29, 31)] == [None] * 4
    assert deadline_line(addressed, 2025, date(2026, 5, 18)).endswith("The package is sealed.")
    assert reminder(addressed, date(2027, 5, 25), year=2026) == "sent"


@pytest.mark.parametrize("flag", [{"submission_flag": "TEST"}, {}], ids=["test", "not_said"])
def test_a_sealed_test_submission_does_not_stop_reminders(
    flag: dict[str, str], addressed: Settings, server: MailServer
) -> None:
    put(addressed, "pending/aaaa")
    record(addressed, "filing_sealed", "aaaa", **flag)

    assert reminder(addressed, date(2026, 5, 25)) == "sent"
    assert "Only a package for a test submission is sealed" in text_of(server.taken[0][1])
    assert "sealed" not in deadline_line(addressed, 2025, date(2026, 5, 25))


def test_the_state_of_the_package_is_read_from_reports_and_ledger(settings: Settings) -> None:
    states = [package_state(settings, 2025)]
    put(settings, "draft")
    states.append(package_state(settings, 2025))
    put(settings, "pending/aaaa")
    states.append(package_state(settings, 2025))
    record(settings, "filing_rejected", "aaaa")
    states.append(package_state(settings, 2025))
    record(settings, "filing_sealed", "bbbb", year=2024, submission_flag="LIVE")
    states.append(package_state(settings, 2025))
    record(settings, "filing_sealed", "cccc", submission_flag="TEST")
    states.append(package_state(settings, 2025))
    record(settings, "filing_sealed", "dddd", submission_flag="LIVE")
    states.append(package_state(settings, 2025))

    assert states == ["none", "draft", "waiting", "draft", "draft", "test", "sealed"]


def test_the_reminder_says_how_far_the_package_is(addressed: Settings, server: MailServer) -> None:
    put(addressed, "draft")

    reminder(addressed, date(2026, 5, 25))

    assert "There is a draft; no package has been put forward for sealing." in text_of(server.taken[0][1])


def test_the_days_are_the_company_s_choice(addressed: Settings, server: MailServer) -> None:
    profile = Path(addressed.data, "company.yaml")
    profile.write_text(profile.read_text("utf-8") + "deadline_alert_days: [90]\n", "utf-8")

    assert [reminder(addressed, date(2026, 3, 2)), reminder(addressed, date(2026, 3, 3))] == [None, "sent"]
    assert [reminder(addressed, date(2026, 5, day)) for day in (2, 18, 25)] == [None] * 3


def test_a_date_chosen_by_hand_uses_up_no_reminder(addressed: Settings, server: MailServer) -> None:
    day = date(2026, 5, 25)

    assert [reminder(addressed, day, chosen=True), reminder(addressed, day, chosen=True)] == ["sent", None]
    assert [reminder(addressed, day), reminder(addressed, day)] == ["sent", None]


def test_years_that_are_not_filed_are_watched_until_their_deadline_is_long_past(
    settings: Settings, refresh: Refresh
) -> None:
    day = date(2026, 5, 25)
    assert years_to_remind(settings, day) == [2025]
    refresh(
        "run1",
        finding=[finding(reporting_year=2024), finding(reporting_year=2026)],
        supplier_status=[supplier(reporting_year=2027)],
    )
    open_store(settings.lake).replace("marts/CURRENT", b"run1")

    assert years_to_remind(settings, day) == [2025, 2027, 2026]
    assert years_to_remind(settings, date(2025, 6, 20)) == [2025, 2027, 2026, 2024]
    record(settings, "filing_sealed", "aaaa", year=2027, submission_flag="LIVE")
    assert years_to_remind(settings, day) == [2025, 2026]
