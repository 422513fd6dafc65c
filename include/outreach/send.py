"""Letters handed to the mail server, each at most once: intents first, then one hand-over at a time with its outcome.

Killed at any moment, it leaves at most one letter behind of which nobody knows whether it left. The outcome of a letter
goes into the ledger with the hand-over of the next one, in one file; that of the last one by itself.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from include.events import Event, append
from include.mail_session import AnswerUnknown, NotAccepted, Session
from include.outreach import ledger
from include.outreach.compose import Composed, Composer
from include.outreach.plan import Planned
from include.plain_text import one_line
from include.storage import Store

SECONDS = 20 * 60
"""After this a run hands no further letter over, so that its task ends well within its 30 minutes."""
CHUNK = 200
"""Letters prepared together: their intents are one append, and so many are in memory."""
MAX_REFUSED_IN_A_ROW = 10
COPIES = "letters"
_LOG = logging.getLogger(__name__)


class NotAllSent(RuntimeError):
    """Letters that are due were left: the mail server cannot be used. The message says why, and how many are left."""


class Sending:
    """One run of sending. ``counts`` is letters by outcome and kind; ``stopped`` says why it ended early, if it did."""

    def __init__(
        self,
        lake: Store,
        session: Session,
        composer: Composer,
        moment: datetime,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``moment`` is that of the run, and goes into every event; ``clock`` only bounds how long it takes."""
        self._lake, self._session, self._composer, self._moment = lake, session, composer, moment
        self._clock, self._until = clock, clock() + SECONDS
        self._unwritten: list[Event] = []
        self._refused_in_a_row = 0
        self.counts: dict[str, dict[str, int]] = {}
        self.stopped: str | None = None

    def send(self, due: Sequence[Planned], known: Mapping[str, ledger.Attempt]) -> None:
        """Hand letters over in their order. ``known`` is the last attempt of each letter that has one.

        What fails is counted, and due again next time. When the server cannot be used it stops, and counts the rest as
        left.
        """
        try:
            for first in range(0, len(due), CHUNK):
                chunk = due[first : first + CHUNK]
                if self._may_go_on():
                    for letter, attempt in self._prepared(chunk, known):
                        self._next(letter, attempt)
                    self._write()
                else:
                    for planned in chunk:
                        self._count("left", planned, logged=False)
        finally:
            self._write()

    def _may_go_on(self) -> bool:
        return self.stopped is None and self._clock() < self._until

    def _prepared(
        self, chunk: Sequence[Planned], known: Mapping[str, ledger.Attempt]
    ) -> Iterator[tuple[Composed, int]]:
        """Letters with their intents on record, and a copy of each in the lake."""
        ready: list[tuple[Composed, int]] = []
        for planned in chunk:
            letter, before = self._composer.compose(planned), known.get(planned.letter_id)
            attempt = ledger.next_attempt(before, letter.content_sha256, self._moment)
            stale = before is not None and before.outcome == "planned" and attempt != before.number
            if before and stale and not ledger.close_plan(self._lake, before):
                self._count("elsewhere", planned)
                continue
            self._lake.write_once(f"{COPIES}/{letter.content_sha256}.eml", letter.copy)
            ready.append((letter, attempt))
        append(self._lake, [self._step(letter, attempt, "intent", **letter.intent()) for letter, attempt in ready])
        yield from ready

    def _next(self, letter: Composed, attempt: int) -> None:
        """One letter: the session first, then the claim, then the hand-over."""
        if not self._may_go_on():
            return self._count("left", letter.planned, logged=False)
        mail = letter.whole()
        try:
            self._session.open()
        except NotAccepted as error:
            self.stopped = str(error)
            return self._count("left", letter.planned, logged=False)
        planned = letter.planned
        if not ledger.claim_hand_over(self._lake, planned.letter_id, attempt, self._moment, self._unwritten):
            return self._count("elsewhere", planned)
        self._unwritten = []
        try:
            refused = self._session.send(mail, planned.recipients)
        except NotAccepted as error:
            self._failed(letter, attempt, error)
        except (smtplib.SMTPException, OSError, AnswerUnknown) as error:
            self._count("uncertain", planned)
            number = one_line(planned.supplier_id, 40)
            self.stopped = f"nobody knows whether the {planned.letter_kind} to {number} left: {type(error).__name__}"
        else:
            self._refused_in_a_row = 0
            self._unwritten = [self._step(letter, attempt, "sent", refused_recipients=refused)]
            self._count("sent", planned)

    def _failed(self, letter: Composed, attempt: int, error: NotAccepted) -> None:
        said = {"reason": one_line(error), "permanent": error.address_is_bad}
        self._unwritten = [self._step(letter, attempt, "failed", **said)]
        self._count("failed", letter.planned)
        self._refused_in_a_row = 0 if error.address_is_bad else self._refused_in_a_row + 1
        if error.concerns in ("session", "sender"):
            self.stopped = str(error)
        elif self._refused_in_a_row >= MAX_REFUSED_IN_A_ROW:
            self.stopped = (
                f"the mail server refused {self._refused_in_a_row} letters in a row, the last with {error.code}"
            )

    def _write(self) -> None:
        """Put the outcome that rides with no hand-over on record by itself."""
        append(self._lake, self._unwritten)
        self._unwritten = []

    def _step(self, letter: Composed, attempt: int, name: str, **said: object) -> Event:
        return ledger.step(letter.planned.letter_id, attempt, name, self._moment, **said)

    def _count(self, outcome: str, planned: Planned, logged: bool = True) -> None:
        if logged:
            _LOG.info("%s: %s %d %s", one_line(planned.supplier_id, 40), planned.letter_kind, planned.number, outcome)
        kinds = self.counts.setdefault(outcome, {})
        kinds[planned.letter_kind] = kinds.get(planned.letter_kind, 0) + 1
