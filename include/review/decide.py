"""Decisions from a page into the ledger, by the one way in: right and still asked for, or nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from include.decisions.importing import NotImportable, import_decisions
from include.decisions.in_force import key, recorded, said_last
from include.decisions.line import ANSWER, QUESTION
from include.events import Event
from include.findings.statement import Refused
from include.intake.again import NotAgain
from include.lake import LeaseHeld
from include.review.data import Row
from include.review.decided import speaks_of
from include.review.visit import Visit


@dataclass(frozen=True)
class Answer:
    """One answer to a question; ``seen`` is the decision the person saw when answering, empty for none."""

    question: Row
    seen: str
    judgement: str
    smelter_cid: str | None = None
    metal_decided: str | None = None
    supplier_id: str | None = None
    evidence: str | None = None
    note: str | None = None
    speaks: Callable[[Row, Row], bool] = field(default=speaks_of)

    def line(self, number: int) -> Row:
        """The answer as a row of the landed table ``decision``, which names nobody and no moment yet."""
        asked = {name: self.question.get(name) for name in QUESTION}
        said = {name: getattr(self, name) or None for name in ANSWER}
        place = {"file_sha256": None, "source_sheet": "", "source_row": number}
        return asked | {"supplier_id": self.supplier_id or None, "decided_by": None, "decided_at": None} | said | place


def record(visit: Visit, answers: Sequence[Answer]) -> None:
    """Write the answers under the visitor's name, all or none; the same answer given twice is written once.

    Raises NotImportable with what is wrong or was decided meanwhile, or LeaseHeld.
    """

    def doubts(events: Sequence[Event]) -> Iterator[str]:
        rows = recorded(item for item in events if item.kind == "decision")
        for answer in answers:
            found = [row for row in rows if answer.speaks(row, answer.question)]
            newest = max(found, key=lambda row: (row["decided_at"], row["event_id"]), default=None)
            if newest and newest["event_id"] != answer.seen and not _same(newest, answer, visit.visitor.name):
                yield _meanwhile(newest)

    lines = [answer.line(number) for number, answer in enumerate(answers, start=1)]
    try:
        import_decisions(visit.settings, lines, visit.visitor.name, datetime.now(UTC), doubts)
    except NotImportable as error:
        raise NotImportable([_named(line, answers) for line in error.lines]) from error


def undo(visit: Visit, decisions: Sequence[str], note: str) -> None:
    """Give the questions of decisions back to the machine: a newer decision each, which takes the old one back.

    Raises NotImportable when one is not what was said last, or LeaseHeld.
    """
    wanted, last = set(decisions), said_last(visit.events).values()
    found = [row for row in last if row["event_id"] in wanted or _undone(visit, row, wanted)]
    if not wanted or len(found) < len(wanted):
        raise NotImportable(["this decision is not the last word on its question: load the page again"])
    answers = [
        Answer(row, row["event_id"], "revoked", supplier_id=row["supplier_id"], note=note, speaks=_same_question)
        for row in found
        if row["judgement"] != "revoked"
    ]
    if answers:
        record(visit, answers)


def refusals(work: Callable[[], object]) -> list[str]:
    """Do the work; why it was refused, in plain words, one a line. Empty when it was done."""
    try:
        work()
    except NotImportable as error:
        return list(error.lines)
    except Refused as error:
        return list(error.reasons)
    except NotAgain as error:
        return [str(error)]
    except LeaseHeld as error:
        return [f"Just now {error}. What you entered is kept: send it again in a moment."]
    return []


def _undone(visit: Visit, row: Row, wanted: set[str]) -> bool:
    """Whether a revocation by this person is newest and what it took back is wanted: the form was sent twice."""
    if row["judgement"] != "revoked" or row["actor"] != visit.visitor.name:
        return False
    before = [old for old in recorded(visit.events) if key(old) == key(row) and old["event_id"] in wanted]
    return bool(before)


def _same_question(decision: Row, question: Row) -> bool:
    return key(decision) == key(question)


def _same(row: Row, answer: Answer, by: str) -> bool:
    line = answer.line(1)
    said = (row["actor"], row["supplier_id"], *[row[name] for name in ANSWER])
    return said == (by, line["supplier_id"] or "", *[line[name] for name in ANSWER])


def _named(line: str, answers: Sequence[Answer]) -> str:
    """What is wrong with the n-th answer, by the name it is about instead of a number that no page shows."""
    place = re.match(r"line (\d+): ", line)
    return f"{_name(answers[int(place[1]) - 1].question)}: {line[place.end() :]}" if place else line


def _name(row: Row) -> str:
    return str(row["smelter_name_reported"] or row["smelter_id_reported"] or "this question")[:80]


def _meanwhile(row: Row) -> str:
    cid = f" as {row['smelter_cid']}" if row["smelter_cid"] else ""
    said = f"{row['judgement'].replace('_', ' ')}{cid}"
    at = row["decided_at"][:16].replace("T", " ")
    return f"{_name(row)}: {row['actor'][:80]} decided meanwhile, at {at} UTC: {said}. Look again."
