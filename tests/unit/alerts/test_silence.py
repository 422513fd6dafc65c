"""Data engineering hears that no refresh ran: once for each silence, and compliance does not."""

from __future__ import annotations

from datetime import timedelta

from include.alerts.silence import note_refresh, watch
from include.settings import Settings, load_profile
from tests.mail_server import MailServer
from tests.unit.alerts.conftest import ENGINEERS, MONDAY


def watched(settings: Settings, days: float) -> str | None:
    done = watch(settings, load_profile(settings.profile_address), MONDAY + timedelta(days=days), True)
    return done.outcome if done else None


def test_each_silence_is_told_once_and_to_data_engineering_alone(addressed: Settings, server: MailServer) -> None:
    note_refresh(addressed, "run1", MONDAY)
    assert [watched(addressed, days) for days in (1, 7.9, 8, 9, 30)] == [None, None, "sent", None, None]

    note_refresh(addressed, "run1", MONDAY + timedelta(days=31))  # the same marts again: a refresh nevertheless
    assert [watched(addressed, days) for days in (32, 38, 39, 40)] == [None, None, "sent", None]

    assert [to for to, _ in server.taken] == [[ENGINEERS]] * 2
    assert [str(mail["Subject"]) for _, mail in server.taken] == [
        "No refresh since 2026-05-11 06:00 UTC",
        "No refresh since 2026-06-11 06:00 UTC",
    ]


def test_how_long_is_a_setting(addressed: Settings, server: MailServer) -> None:
    note_refresh(addressed, "run1", MONDAY)
    daily = addressed.model_copy(update={"refresh_alert_hours": 26})

    assert [watched(daily, 1), watched(daily, 1.1)] == [None, "sent"]


def test_before_the_first_refresh_there_is_no_silence(addressed: Settings) -> None:
    assert watched(addressed, 400) is None
