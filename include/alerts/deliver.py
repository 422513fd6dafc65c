"""The one way an alert goes: outbox copy, intent, mail, outcome. At most one mail for the same news."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage

from include import mail, mail_session
from include.alerts import ledger
from include.alerts.redact import redacted
from include.events import canonical_json, read_all
from include.settings import CompanyProfile, Settings
from include.storage import Store, open_store

log = logging.getLogger(__name__)
FOLDER = "alerts"
_FORMS = (".html", ".txt", ".eml")


class AlertNotSent(RuntimeError):
    """The mail server did not take an alert; the message says why, and where the alert lies."""


@dataclass(frozen=True)
class Alert:
    """One message to one audience. ``news`` holds the ids of all it tells; an id once told is never news again."""

    kind: str
    audience: ledger.Audience
    reporting_year: int
    news: tuple[str, ...]
    subject: str
    text: str
    html: str
    run: str | None = None


@dataclass(frozen=True)
class Delivered:
    """How an alert went out (sent or outbox), where its copy lies, and who the server refused while taking it."""

    outcome: ledger.Outcome
    copy: str
    refused: tuple[str, ...] = field(default=())


def deliver(
    settings: Settings,
    profile: CompanyProfile,
    alert: Alert,
    known: Sequence[ledger.Attempt],
    moment: datetime,
    last_try: bool = True,
) -> Delivered | None:
    """Send an alert, or lay it into the outbox where there is no connection or nobody to send it to.

    ``known`` is what the ledger held when the news was found to be news. Null when another process was faster since.
    Raises AlertNotSent when the server refused it (on the last try it lies in the outbox then, and counts as told), and
    the error itself when nobody knows whether the server took it.
    """
    lake, outbox, to = open_store(settings.lake), open_store(settings.outbox), _recipients(profile, alert.audience)
    reason = no_mail(settings, profile, alert.audience)
    attempt = _attempt(known, alert, moment)
    made = mail.message(alert.subject, alert.text, alert.html, to, f"{attempt.alert_id}.{attempt.number}")
    _lay_into_outbox(outbox, attempt, alert, made)
    if not ledger.record_intent(lake, attempt):
        _leave_to_other(lake, outbox, attempt)
        return None
    if reason:
        log.warning("The %s lies in the outbox (%s): %s", alert.kind, attempt.copy, reason)
        ledger.record_outcome(lake, attempt, "outbox", reason)
        return Delivered("outbox", attempt.copy)
    try:
        refused = mail_session.send(made, to, settings.smtp_connection)
    except mail_session.NotAccepted as error:
        raise _not_sent(lake, outbox, attempt, redacted(str(error)), last_try) from None
    return _sent(lake, outbox, attempt, refused, len(to))


def no_mail(settings: Settings, profile: CompanyProfile, audience: ledger.Audience) -> str | None:
    """Why an alert to this audience does not go by mail; null when it does."""
    if not _recipients(profile, audience):
        return f"company.yaml names nobody under {audience}_alerts"
    if not mail_session.has_connection(settings.smtp_connection):
        return f"Airflow has no connection {settings.smtp_connection or '(the setting is empty)'}"
    return None


def _recipients(profile: CompanyProfile, audience: ledger.Audience) -> tuple[str, ...]:
    return profile.compliance_alerts if audience == "compliance" else profile.data_engineering_alerts


def _attempt(known: Sequence[ledger.Attempt], alert: Alert, moment: datetime) -> ledger.Attempt:
    identity = ledger.alert_id(alert.kind, alert.reporting_year, alert.news)
    before = [item for item in known if item.alert_id == identity]
    content = hashlib.sha256(canonical_json([alert.subject, alert.text, alert.html])).hexdigest()
    return ledger.Attempt(
        alert_id=identity,
        number=max((item.number for item in before), default=0) + 1,
        kind=alert.kind,
        audience=alert.audience,
        reporting_year=alert.reporting_year,
        news=tuple(sorted(alert.news)),
        content_sha256=content,
        copy=f"{FOLDER}/{moment.date()}-{identity[:8]}/{alert.kind}",
        run=alert.run,
        moment=moment.astimezone(UTC).isoformat(),
    )


def _lay_into_outbox(outbox: Store, attempt: ledger.Attempt, alert: Alert, made: EmailMessage) -> None:
    contents = (alert.html.encode(), alert.text.encode(), mail.draft(made))
    for ending, content in zip(_FORMS, contents, strict=True):
        outbox.replace(attempt.copy + ending, content)


def _leave_to_other(lake: Store, outbox: Store, attempt: ledger.Attempt) -> None:
    """Take our copy out where the other process has sent its mail; before that, it does so itself."""
    same = (attempt.alert_id, attempt.number)
    if any((one.alert_id, one.number) == same and one.outcome == "sent" for one in ledger.attempts(read_all(lake))):
        _take_out(outbox, attempt)


def _not_sent(lake: Store, outbox: Store, attempt: ledger.Attempt, reason: str, last_try: bool) -> AlertNotSent:
    ledger.record_outcome(lake, attempt, "outbox" if last_try else "failed", reason)
    if last_try:
        return AlertNotSent(f"{reason}; the {attempt.kind} lies in the outbox: {attempt.copy}")
    _take_out(outbox, attempt)
    return AlertNotSent(f"{reason}; the next try sends the {attempt.kind} again")


def _sent(lake: Store, outbox: Store, attempt: ledger.Attempt, refused: Sequence[str], asked: int) -> Delivered:
    missing = f"the server refused {len(refused)} of {asked} recipients" if refused else None
    ledger.record_outcome(lake, attempt, "sent", missing)
    if refused:
        log.error("The server took the %s, but refused %s; a copy lies in the outbox", attempt.kind, ", ".join(refused))
    else:
        _take_out(outbox, attempt)
    return Delivered("sent", attempt.copy, tuple(refused))


def _take_out(outbox: Store, attempt: ledger.Attempt) -> None:
    for ending in _FORMS:
        outbox.remove(attempt.copy + ending)
