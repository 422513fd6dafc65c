"""After a refresh: tell compliance what is new, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from include.alerts import ledger
from include.alerts.deadlines import deadline_line, open_years
from include.alerts.deliver import Alert, deliver, no_mail
from include.alerts.digest import MAX_GROUPS, Digest, Year, groups, summary
from include.alerts.news import COMES_BACK, Item, items, unsettled_by_severity
from include.alerts.render import render_digest
from include.events import read_all
from include.review_links import ReviewLinks, review_links
from include.settings import CompanyProfile, Settings, load_profile
from include.storage import Store, open_store
from include.warehouse.marts import Marts

KIND = "digest"
MAX_NEWS = 50_000  # ids in one event of the ledger; what is beyond is news in the next digest
_NOTHING: dict[str, Any] = {"news": 0, "outcome": "nothing_new", "copy": None}
_LESSER = ("warning", "info")
_NAMES = {"critical": "critical finding", "warning": "warning", "info": "note"}


def tell_compliance(settings: Settings, run: str, moment: datetime, last_try: bool) -> dict[str, Any]:
    """Send the digest of a refresh when it has news; what went out, how, and where its copy lies.

    One mail for all reporting years that are not filed. ``moment`` is the DAG run's, or goes with the as-of date that a
    person chose. Raises AlertNotSent, or the error itself when the end of the sending is not known.
    """
    lake, profile = open_store(settings.lake), load_profile(settings.profile_address)
    events, marts = read_all(lake), Marts(lake, run)
    known = ledger.attempts(events)
    before = ledger.told(known, ledger.over(events))
    lost = ledger.unsettled(known, "compliance", no_mail(settings, profile, "compliance") is None)
    links = [review_links(settings, year) for year in open_years(settings, marts, moment.date())]
    standing = {link.reporting_year: items(marts, link, profile, moment.date()) for link in links}
    _note_what_is_over(lake, known, before, standing.values(), moment)
    fresh = {year: [item for item in found if item.news_id not in before] for year, found in standing.items()}
    told, later = _within(fresh)
    if not told and not lost:
        return _NOTHING
    doubts = (*ledger.doubts(lost), *([f"{later:,} more items follow with the next refresh."] if later else []))
    shown = [link for link in links if told.get(link.reporting_year)] or links[:1]
    years = [_year(settings, marts, link, told.get(link.reporting_year, []), known, moment.date()) for link in shown]
    news = [item for found in told.values() for item in found]
    digest = Digest(moment.date(), _title(profile, years, news), doubts, tuple(years), profile.sample)
    ids = (*(item.news_id for item in news), *(attempt.mention for attempt in lost))
    alert = Alert(KIND, "compliance", settings.reporting_year, ids, digest.title, *render_digest(digest), run)
    done = deliver(settings, profile, alert, known, moment, last_try)
    if done is None:
        return _NOTHING
    return {"news": len(news), "outcome": done.outcome, "copy": done.copy, "refused": list(done.refused)}


def _within(fresh: Mapping[int, list[Item]]) -> tuple[dict[int, list[Item]], int]:
    """Years with news as far as one event has room for it, and how many items are left for the next digest."""
    room, told = MAX_NEWS, {}
    for year, found in fresh.items():
        told[year] = found[:room]
        room -= len(told[year])
    return {year: found for year, found in told.items() if found}, sum(map(len, fresh.values())) - (MAX_NEWS - room)


def _note_what_is_over(
    lake: Store,
    known: Sequence[ledger.Attempt],
    before: frozenset[str],
    standing: Iterable[Sequence[Item]],
    moment: datetime,
) -> None:
    """What was told and stands no more would be news if it came back: a waiver lapses, a declaration is reinstated."""
    there = {item.news_id for found in standing for item in found}
    gone = sorted(news_id for news_id in before - there if news_id.startswith(COMES_BACK))
    if gone:
        times = ledger.times_told(known)
        ledger.record_over(lake, {news_id: times[news_id] for news_id in gone[:MAX_NEWS]}, moment)


def _title(profile: CompanyProfile, years: Sequence[Year], news: Sequence[Item]) -> str:
    mark = "SAMPLE: " if profile.sample else ""
    named = ", ".join(str(year.reporting_year) for year in years)
    return f"{mark}Conflict minerals {named}: {summary(news) or 'an earlier alert may not have arrived'}"


def _year(
    settings: Settings,
    marts: Marts,
    links: ReviewLinks,
    fresh: Sequence[Item],
    known: Sequence[ledger.Attempt],
    as_of: date,
) -> Year:
    year, grouped = links.reporting_year, groups(fresh, links)
    standing = unsettled_by_severity(marts, year)
    earlier = _earlier(open_store(settings.lake), known, year)
    return Year(
        reporting_year=year,
        deadline=deadline_line(settings, year, as_of),
        summary=summary(fresh),
        groups=tuple(grouped[:MAX_GROUPS]),
        more_groups=len(grouped[MAX_GROUPS:]),
        more_items=sum(group.count for group in grouped[MAX_GROUPS:]),
        lesser=_counted({one: standing.get(one, frozenset()) - earlier.get(one, frozenset()) for one in _LESSER}),
        standing=_counted({one: standing.get(one, frozenset()) for one in ("critical", *_LESSER)}),
        overview=links.overview(),
    )


def _earlier(lake: Store, known: Sequence[ledger.Attempt], year: int) -> dict[str, frozenset[str]]:
    """The findings that waited when the last digest went out; none where its marts are gone or of an older shape."""
    runs = [one.run for one in known if one.kind == KIND and one.outcome != "failed"]
    try:
        return unsettled_by_severity(Marts(lake, runs[-1]), year) if runs else {}
    except (FileNotFoundError, KeyError):
        return {}


def _counted(ids: Mapping[str, frozenset[str]]) -> str:
    return ", ".join(
        f"{len(found):,} {_NAMES[severity]}{'' if len(found) == 1 else 's'}" for severity, found in ids.items() if found
    )
