"""What was told to whom, as events of the one ledger: the intent before a mail leaves, the outcome after.

An intent without an outcome is a sending nobody knows the end of: the process was killed, or the connection broke after
the mail was handed over. Its news counts as told, because a mail is never sent twice; the next alert says so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from include.events import ALERT, Event, append, canonical_json, claim, event
from include.storage import Store

Audience = Literal["compliance", "data_engineering"]
Outcome = Literal["sent", "outbox", "failed"]
_INTENT, _OUTCOME, _OVER = "intent", "outcome", "over"
_MENTION = "alert|"
_ACTOR = "alerts"
MAX_DOUBTS = 5


@dataclass(frozen=True)
class Attempt:
    """One try to tell an audience something: which news, in which mail, and how it ended (null: nobody knows)."""

    alert_id: str
    number: int
    kind: str
    audience: Audience
    reporting_year: int
    news: tuple[str, ...]
    content_sha256: str
    copy: str
    run: str | None
    moment: str
    outcome: Outcome | None = None

    @property
    def mention(self) -> str:
        """Under this id a later alert says that this one may not have arrived."""
        return f"{_MENTION}{self.alert_id}|{self.number}"

    @property
    def doubt(self) -> str:
        """What a later alert says of this one, when it may not have arrived, or surely has not."""
        name = f"The {self.kind.replace('_', ' ')} of {self.moment[:16].replace('T', ' ')} UTC"
        what = "may not have arrived: its sending broke off" if self.outcome is None else "was not mailed"
        return f"{name} {what}. It is not sent again; its copy is outbox/{self.copy}.html"


def alert_id(kind: str, reporting_year: int, news: Iterable[str]) -> str:
    """Identity of an alert: the same news to the same people is the same alert, whatever it says of earlier ones."""
    named = sorted(news)
    own = [news_id for news_id in named if not news_id.startswith(_MENTION)]
    return hashlib.sha256(canonical_json([kind, reporting_year, own or named])).hexdigest()[:32]


def attempts(events: Iterable[Event]) -> list[Attempt]:
    """Every attempt on record with its outcome, the oldest first."""
    found: dict[tuple[str, int], Attempt] = {}
    outcomes: dict[tuple[str, int], Outcome] = {}
    for item in events:
        if item.kind == ALERT and item.payload["step"] != _OVER:
            key = (item.payload["alert_id"], item.payload["number"])
            if item.payload["step"] == _INTENT:
                fields = {name: value for name, value in item.payload.items() if name != "step"}
                found[key] = Attempt(**fields | {"news": tuple(fields["news"])}, moment=item.occurred_at)
            else:
                outcomes[key] = item.payload["outcome"]
    whole = [Attempt(**vars(item) | {"outcome": outcomes.get(key)}) for key, item in found.items()]
    return sorted(whole, key=lambda item: (item.moment, item.alert_id, item.number))


def times_told(known: Iterable[Attempt]) -> Counter[str]:
    """How often each news was told: sent, laid into the outbox, or of unknown outcome."""
    return Counter(news_id for item in known if item.outcome != "failed" for news_id in item.news)


def told(known: Iterable[Attempt], over: Mapping[str, int] | None = None) -> frozenset[str]:
    """Ids of all news that is news no more: told since it was over the last time."""
    before = over or {}
    return frozenset(news_id for news_id, times in times_told(known).items() if times > before.get(news_id, 0))


def over(events: Iterable[Event]) -> dict[str, int]:
    """How often each news had been told when it was found to be over: waived, mended, replaced or gone."""
    found: dict[str, int] = {}
    for item in events:
        if item.kind == ALERT and item.payload["step"] == _OVER:
            for news_id, times in item.payload["news"].items():
                found[news_id] = max(times, found.get(news_id, 0))
    return found


def unsettled(known: Sequence[Attempt], audience: Audience, by_mail: bool) -> list[Attempt]:
    """Attempts that may not have reached their audience, and of which no later alert has spoken.

    Those of unknown outcome; and, when the next alert goes by mail, those that were only laid into the outbox.
    """
    spoken_of = told(known)
    lost = (None, "outbox") if by_mail else (None,)
    return [
        item for item in known if item.audience == audience and item.outcome in lost and item.mention not in spoken_of
    ]


def doubts(lost: Sequence[Attempt]) -> tuple[str, ...]:
    """A line for each alert that may be lost; of more than a few, their number."""
    more = len(lost) - MAX_DOUBTS
    lines = [item.doubt for item in lost[:MAX_DOUBTS]]
    return (*lines, *([f"{more:,} more earlier alerts lie in outbox/alerts."] if more > 0 else []))


def record_intent(lake: Store, attempt: Attempt) -> bool:
    """Write down that this mail is about to leave; false when another process is about to send the same news."""
    fields = {name: value for name, value in vars(attempt).items() if name not in ("moment", "outcome")}
    return claim(lake, _event(attempt, _INTENT, fields | {"news": list(attempt.news)}))


def record_outcome(lake: Store, attempt: Attempt, outcome: Outcome, reason: str | None) -> None:
    """Write down how it ended, and why where it did not go by mail."""
    payload = {"alert_id": attempt.alert_id, "number": attempt.number, "outcome": outcome, "reason": reason}
    append(lake, [_event(attempt, _OUTCOME, payload)])


def record_over(lake: Store, news: Mapping[str, int], moment: datetime) -> None:
    """Write down that news is over which was told so many times: when it comes back, it is news again."""
    payload = {"step": _OVER, "news": dict(news)}
    append(lake, [event(ALERT, moment.astimezone(UTC).isoformat(), _ACTOR, payload, payload)])


def _event(attempt: Attempt, step: str, payload: dict[str, object]) -> Event:
    return event(ALERT, attempt.moment, _ACTOR, payload | {"step": step}, ("alert_id", "number", "step"))
