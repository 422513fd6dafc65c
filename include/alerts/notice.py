"""Short alerts: each tells one thing, once, to one audience."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from include.alerts import ledger
from include.alerts.deliver import Alert, Delivered, deliver, no_mail
from include.alerts.render import Notice, render_notice
from include.events import read_all
from include.settings import CompanyProfile, Settings
from include.storage import open_store


@dataclass(frozen=True)
class Subject:
    """What a notice is about: its kind, whom it concerns, the year, and the id under which it is told once."""

    kind: str
    audience: ledger.Audience
    reporting_year: int
    news_id: str


def send_notice(
    settings: Settings, profile: CompanyProfile, about: Subject, notice: Notice, moment: datetime, last_try: bool
) -> Delivered | None:
    """Send a notice with the doubts about earlier alerts to the same audience.

    Null when it was told before, or is being told by another process. Raises like deliver.
    """
    known = ledger.attempts(read_all(open_store(settings.lake)))
    if about.news_id in ledger.told(known):
        return None
    lost = ledger.unsettled(known, about.audience, no_mail(settings, profile, about.audience) is None)
    text, html = render_notice(replace(notice, doubts=ledger.doubts(lost)))
    news = (about.news_id, *(attempt.mention for attempt in lost))
    alert = Alert(about.kind, about.audience, about.reporting_year, news, notice.title, text, html)
    return deliver(settings, profile, alert, known, moment, last_try)
