"""Data engineering hears, once, that no refresh has run for too long. A refresh leaves the moment of its run."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from include.alerts.deliver import Delivered
from include.alerts.notice import Subject, send_notice
from include.alerts.render import Notice
from include.events import canonical_json
from include.review_links import review_links
from include.settings import CompanyProfile, Settings
from include.storage import open_store

KIND = "silence"
REFRESHED = "last_refresh.json"
"""Beside the lake, not in it: equal inputs give equal lakes, whenever they are refreshed."""
_WHAT_TO_DO = (
    "reconcile_smelters has not finished for longer than it should. It follows intake_supplier_files, which runs by "
    "its schedule: see whether both are switched on, whether runs fail or wait, and whether files come in. If there is "
    "simply nothing new, trigger reconcile_smelters by hand: statuses are then those of today."
)


def note_refresh(settings: Settings, run: str, moment: datetime) -> None:
    """Leave the moment of the latest refresh, also of one that found nothing new."""
    open_store(settings.data).replace(REFRESHED, canonical_json({"run": run, "moment": moment.isoformat()}))


def last_refresh(settings: Settings) -> datetime | None:
    """When the latest refresh ran; null before the first one."""
    store = open_store(settings.data)
    return datetime.fromisoformat(json.loads(store.read(REFRESHED))["moment"]) if store.exists(REFRESHED) else None


def watch(settings: Settings, profile: CompanyProfile, moment: datetime, last_try: bool) -> Delivered | None:
    """Tell data engineering when the latest refresh is too old, once for each silence; null when nothing is to be told.

    Before the first refresh there is nothing to measure from. Raises like deliver.
    """
    last = last_refresh(settings)
    if last is None or moment - last < timedelta(hours=settings.refresh_alert_hours):
        return None
    notice = Notice(
        title=f"No refresh since {last.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        paragraphs=(_WHAT_TO_DO,),
        facts={"Told after": f"{settings.refresh_alert_hours} hours without a refresh"},
        link=review_links(settings, settings.reporting_year).overview(),
        footer="company.yaml names you under data_engineering_alerts. Each silence is told once.",
    )
    about = Subject(KIND, "data_engineering", settings.reporting_year, f"silence|{last.isoformat()}")
    return send_notice(settings, profile, about, notice, moment, last_try)
