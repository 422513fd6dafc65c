"""What the tasks of the DAG follow_up_suppliers do, as plain functions: plan, send or lay out, ask, answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from include.events import ALERT, Event, facts, ledger_head, read_all
from include.mail_session import NotAccepted, Session, has_connection
from include.outreach import ledger, official, outbox
from include.outreach.attached import blank_template
from include.outreach.compose import Composer
from include.outreach.letter_facts import LetterFacts
from include.outreach.plan import OFFICIAL, Planned, counted, plan
from include.outreach.send import NotAllSent, Sending
from include.review_links import review_links
from include.settings import CompanyProfile, Settings, load_profile
from include.storage import Store, open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

_OWN = (ALERT, ledger.KIND, official.KIND)


@dataclass(frozen=True)
class Round:
    """What one look at the suppliers goes by: a run of the marts, the ledger as it is now, the day and the moment."""

    settings: Settings
    profile: CompanyProfile
    marts: Marts
    events: tuple[Event, ...]
    reporting_year: int
    as_of: date
    moment: datetime

    @property
    def lake(self) -> Store:
        """The lake."""
        return open_store(self.settings.lake)

    def planned(self) -> tuple[Planned, ...]:
        """Every step that is due."""
        return plan(self.marts, self.profile, self.events, self.reporting_year, self.as_of)

    def composer(self, session: Session | None) -> Composer:
        """Makes the letters; raises NotAccepted when the connection names no sender."""
        found = LetterFacts(self.marts, self.profile, self.reporting_year, self.as_of)
        template = blank_template(self.lake, self.events, self.marts, self.profile, self.reporting_year)
        return Composer(found, self.profile, session.sender if session else None, template)


def look(settings: Settings, reporting_year: int, as_of: date, moment: datetime, run: str | None = None) -> Round:
    """Read a run of the marts and the present ledger; without ``run`` the marts of that day are built first.

    They are built aside, as for a filing: what readers of the lake see does not change. The moment of a round, and with
    it its day, is never before what its marts know: a letter must follow what it answers.
    """
    profile, lake = load_profile(settings.profile_address), open_store(settings.lake)
    if run is None:
        moment = _after_all(read_all(lake), moment)
        as_of = max(as_of, moment.date())
        run = build_marts(settings, profile, as_of, make_current=False).run
    return Round(settings, profile, Marts(lake, run), tuple(read_all(lake)), reporting_year, as_of, moment)


def _after_all(events: Sequence[Event], moment: datetime) -> datetime:
    """The moment, or one just after the newest fact that people or files brought."""
    newest = max((item.occurred_at for item in events if item.kind not in _OWN), default=None)
    return max(moment, datetime.fromisoformat(newest) + timedelta(microseconds=1)) if newest else moment


def plan_letters(
    settings: Settings,
    reporting_year: int,
    as_of: date,
    moment: datetime,
    dry_run: bool = False,
    today: date | None = None,
) -> dict[str, Any]:
    """Bring the marts up to the day and count what is due; a dry run also lays the whole list into the outbox.

    Raises ValueError for a day later than ``today``, that of the run, and for one before the newest receipt or
    statement, unless it is a dry run: letters of such a day would be on record where they do not belong.
    """
    if not dry_run and today and as_of > today:
        raise ValueError(f"{as_of} is still to come: letters of that day can only be tried, with dry_run")
    found = look(settings, reporting_year, as_of, moment)
    if not dry_run and today and as_of < today and found.as_of > as_of:
        raise ValueError(f"what is known on {found.as_of} came after {as_of}: that day can only be tried, with dry_run")
    planned = found.planned()
    if dry_run:
        place = outbox.year_of(settings, reporting_year)
        place.replace(outbox.PLAN, outbox.plan_csv(planned).encode())
    by_state = {state: counted(item for item in planned if item.state == state) for state in ("send", "ask", "held")}
    return by_state | {
        "run": found.marts.run,
        "ledger_head": ledger_head(facts(found.events)),
        "reporting_year": reporting_year,
        "inputs_head": _inputs_head(found.events),
        "as_of": found.as_of.isoformat(),
        "moment": found.moment.isoformat(),
    }


def write_letters(settings: Settings, planned: Mapping[str, Any], now: datetime | None = None) -> dict[str, Any]:
    """Send the letters that are due, or lay them into the outbox without a connection; letters by outcome and kind.

    Official notices are among them when their approval stands. May be repeated after whatever end: no letter leaves a
    second time, and one cleared on a later day (``now``), or after more has come in, looks again who is due what.
    Raises NotAllSent when the mail server cannot be used.
    """
    found = _again(settings, planned, now)
    steps = found.planned()
    done = _deliver(found, [item for item in steps if item.state == "send"], alone=True)
    return done | {"held": counted(item for item in steps if item.state == "held")}


def propose_official_notices(
    settings: Settings, planned: Mapping[str, Any], run_id: str, now: datetime | None = None
) -> dict[str, Any] | None:
    """Put the notices that need an approval on record as one batch, with the question to the person; null for none."""
    found = _again(settings, planned, now)
    batch = official.batch_id(found.reporting_year, run_id)
    asked = [item for item in found.planned() if item.state == "ask"]
    again = found.profile.campaign.official_notice_again_days
    items = official.to_propose(asked, found.events, found.reporting_year, found.as_of, again, batch)
    officer = found.profile.campaign.senior_officer
    if not items or officer is None:
        return None
    official.propose(found.lake, batch, items, officer, found.moment)
    specimen = found.composer(None).compose(items[0]).text
    page = review_links(settings, found.reporting_year).campaign()
    asks = official.question(items, specimen, f"{officer.name}, {officer.title}", page)
    return {"batch_id": batch, "notices": len(items), "question": asks}


def send_official_notices(
    settings: Settings, reporting_year: int, proposal: Mapping[str, Any], answer: Mapping[str, Any], moment: datetime
) -> dict[str, Any]:
    """Record the approval and send its notices, by what is known now: who has answered since is left out.

    Letters by outcome and kind. Raises NotAllSent; what is left then goes out with the next run, under this approval.
    """
    before = look(settings, reporting_year, moment.date(), moment)
    due = {item.letter_id for item in before.planned() if item.letter_kind == OFFICIAL and item.state != "held"}
    approved = official.record_answer(before.lake, proposal["batch_id"], "approved", before.moment, answer, due)
    found = look(settings, reporting_year, before.as_of, before.moment, before.marts.run)
    letters = [item for item in found.planned() if item.letter_id in approved and item.state == "send"]
    return _deliver(found, letters, alone=False) | {"left_out": proposal["notices"] - len(approved)}


def reject_official_notices(
    settings: Settings, proposal: Mapping[str, Any], answer: Mapping[str, Any], moment: datetime
) -> None:
    """Record that a person rejected the notices."""
    official.record_answer(open_store(settings.lake), proposal["batch_id"], "rejected", moment, answer)


def lapse_official_notices(settings: Settings, planned: Mapping[str, Any], proposal: Mapping[str, Any]) -> None:
    """Record that nobody answered in time."""
    moment = datetime.fromisoformat(planned["moment"]) + timedelta(days=official.WAITS_DAYS)
    official.record_answer(open_store(settings.lake), proposal["batch_id"], "lapsed", moment)


def something_recorded(settings: Settings, planned: Mapping[str, Any]) -> bool:
    """Whether the ledger says more than it did when the letters were planned: marts and pages must follow."""
    known: str = planned["ledger_head"]
    return ledger_head(facts(read_all(open_store(settings.lake)))) != known


def _again(settings: Settings, planned: Mapping[str, Any], now: datetime | None) -> Round:
    """The round of a plan, with the ledger as it is now; another one when the day is past, or the inputs are others."""
    as_of, moment = date.fromisoformat(planned["as_of"]), datetime.fromisoformat(planned["moment"])
    year = planned["reporting_year"]
    if now and now.date() > as_of:
        return look(settings, year, now.date(), now)
    found = look(settings, year, as_of, moment, planned["run"])
    head = _inputs_head(found.events)
    return found if planned.get("inputs_head", head) == head else look(settings, year, as_of, moment)


def _inputs_head(events: Sequence[Event]) -> str:
    """Hash of what files and people brought: all but the letters and proposals of the campaign itself."""
    return ledger_head(item for item in facts(events) if item.kind not in _OWN)


def _deliver(found: Round, due: Sequence[Planned], alone: bool) -> dict[str, Any]:
    """Send, or lay out; ``alone`` when these are all letters of the year that are due."""
    place = outbox.year_of(found.settings, found.reporting_year)
    if not has_connection(found.settings.smtp_connection):
        composer = found.composer(None)
        places = outbox.lay_out(place, (composer.compose(item) for item in due))
        if alone:
            outbox.take_out_others(place, places)
        return {"outbox": counted(due)}
    if alone:
        outbox.take_out_others(place, set())  # what is due leaves by mail: nobody shall send it a second time
    with Session(found.settings.smtp_connection) as session:
        sending = Sending(found.lake, session, _composer(found, session, due), found.moment)
        sending.send(due, ledger.newest(ledger.attempts(found.events)))
    left = sum(sending.counts.get("left", {}).values())
    if sending.stopped or left:
        raise NotAllSent(f"{sending.stopped or 'the time of a run is used up'}; {left} letter(s) left for the next try")
    return dict(sending.counts)


def _composer(found: Round, session: Session, due: Sequence[Planned]) -> Composer:
    try:
        return found.composer(session)
    except NotAccepted as error:
        raise NotAllSent(f"{error}; {len(due)} letter(s) left for the next try") from None
