"""The sample in the middle of its campaign: a letter nobody knows the outcome of, one refused, a reply, notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from include.events import Event, append, event
from include.outreach import ledger, official
from include.refresh import build, check, land, plan_intake
from include.settings import Settings
from include.storage import open_store

YEAR = 2025
UNCERTAIN, REFUSED, SENT = "V1008", "V1009", "V1018"
"""Vendor numbers whose correction has an unknown outcome, was refused by the mail server, was sent and answered."""
PROPOSED = ("V1022", "V1024")
ADDRESS = "kornyezet@quorra.example"
SAID = "we need four weeks more, as our own supplier <b>Tin & Sons</b> has not answered."
_WRITTEN = datetime(2026, 5, 10, 9, tzinfo=UTC)


def trouble(settings: Settings) -> None:
    """Add the campaign to the refreshed sample of these settings, and refresh it again."""
    append(open_store(settings.lake), [*_letters(), *_notices()])
    dropped = Path(settings.data, "drop", str(YEAR), "reply.eml")
    dropped.parent.mkdir(parents=True, exist_ok=True)
    dropped.write_bytes(_reply())
    taken = datetime(2026, 5, 12, 9, tzinfo=UTC)
    for batch in plan_intake(settings, "tests", taken):
        land(settings, batch, "tests", taken)
    check(settings)
    build(settings, date(2026, 5, 15))


def letter_id(entity_id: str) -> str:
    """The correction to one of them."""
    return ledger.letter_id(YEAR, entity_id, "correction", 1)


def _letters() -> Iterator[Event]:
    for entity, address, outcome, said in (
        (UNCERTAIN, "someone@greyloft.example", None, {}),
        (REFUSED, "nobody@harrowgate.example", "failed", {"reason": "550 no such user", "permanent": True}),
        (SENT, ADDRESS, "sent", {}),
    ):
        yield _intent(entity, address)
        yield ledger.step(letter_id(entity), 1, "send", _WRITTEN)
        if outcome:
            yield ledger.step(letter_id(entity), 1, outcome, _WRITTEN, **said)


def _intent(entity: str, address: str) -> Event:
    letter = letter_id(entity)
    said = {
        "reporting_year": YEAR, "entity_id": entity, "supplier_id": entity, "supplier_ids": [entity],
        "letter_kind": "correction", "number": 1, "language": "en", "template_version": "0" * 16,
        "recipient": address, "subject": f"Conflict minerals 2025, vendor number {entity}", "content_sha256": "1" * 64,
        "message_id": f"<{ledger.mail_id(YEAR, letter)}@quillmere.example>", "due_on": "2026-06-01", "asked": [],
        "approved_by": None,
    }  # fmt: skip
    return ledger.step(letter, 1, "intent", _WRITTEN, **said)


def _notices() -> Iterator[Event]:
    """One batch that was rejected, one that waits."""
    waits = datetime.now(UTC) - timedelta(days=2)
    yield _step("1" * 32, "proposed", _WRITTEN, official.ACTOR, None)
    yield _step("1" * 32, "rejected", _WRITTEN, "olga officer", "wait for the trade fair")
    yield _step("2" * 32, "proposed", waits, official.ACTOR, None)


def _step(batch: str, step: str, moment: datetime, actor: str, note: str | None) -> Event:
    payload = {
        "step": step, "batch_id": batch, "reporting_year": YEAR, "entities": list(PROPOSED),
        "letters": ["a" * 32, "b" * 32], "note": note,
    }  # fmt: skip
    return event(official.KIND, moment.isoformat(), actor, payload, ("batch_id", "step"))


def _reply() -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Bence Halmosi <{ADDRESS}>"
    mail["To"] = "minerals@quillmere.example"
    mail["Date"] = "Mon, 11 May 2026 08:00:00 +0000"
    mail["Subject"] = "Re: Conflict minerals 2025"
    mail["Message-ID"] = "<1@quorra.example>"
    mail["In-Reply-To"] = f"<{ledger.mail_id(YEAR, letter_id(SENT))}@quillmere.example>"
    mail.set_content(f"Dear Sirs,\n\n{SAID}\n\nKind regards\nBence Halmosi\n")
    return mail.as_bytes()
