"""Random worlds of the campaign, one a supplier, with what no orderly one has: a reminder before the survey."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

FIRST_DAY = date(2025, 10, 1)
LISTED = "2025-09-30"
DAYS = 240
LETTERS = ("survey", "survey", "reminder", "reminder", "correction", "official_notice", "thank_you", "closing")
OUTCOMES = ("sent",) * 9 + ("settled sent", "uncertain", "failed", "refused", "settled not_sent", "planned")
ANSWERS = ("valid", "valid", "warning", "faulty", "faulty", "ours", "aside", "unreadable")
_FAULTS = {"warning": "contact_email_malformed", "faulty": "company_name_missing", "ours": "letter_day_missing"}
Row = dict[str, Any]


@dataclass
class World:
    """One supplier: its vendor number, its address as the list has it now, whether it is exempt, and what happened."""

    number: str
    address: str | None
    exempt: bool
    events: list[Row]

    @property
    def old_address(self) -> str:
        return f"old@{self.number.lower()}.example"


def worlds(seed: int, count: int) -> list[World]:
    """The same worlds for the same seed."""
    return [_world(f"V{1001 + place}", random.Random(seed * 100_000 + place)) for place in range(count)]


def _world(number: str, dice: random.Random) -> World:
    home = f"info@{number.lower()}.example"
    events = [_happening(dice) for _ in range(dice.randint(0, 9))]
    if dice.random() < 0.6:
        events.append(_letter(dice, "survey", dice.randint(0, 60)))
    if dice.random() < 0.4:
        day = dice.randint(0, 120)
        events.append({"what": "answer", "day": day, "worth": dice.choice(ANSWERS)})
        events += [_letter(dice, "correction", day + dice.randint(0, 60)) for _ in range(dice.randint(0, 4))]
    world = World(number, None if dice.random() < 0.1 else home, dice.random() < 0.05, events)
    for place, event in enumerate(events):
        # A minute of its own for each: what happens at one moment contradicts itself, and is tried elsewhere.
        event |= {"minute": 9 * 60 + place, "to": home if dice.random() < 0.8 else world.old_address}
    return world


def _happening(dice: random.Random) -> Row:
    day, luck = dice.randrange(DAYS), dice.random()
    if luck < 0.5:
        return _letter(dice, dice.choice(LETTERS), day)
    if luck < 0.6:
        return {"what": "log", "day": day, "kind": dice.choice(LETTERS)}
    if luck < 0.85:
        return {"what": "answer", "day": day, "worth": dice.choice(ANSWERS)}
    said = dice.choice(("refused", "extended", "withdrawn"))
    return {"what": "said", "day": day, "said": said, "until": day + dice.randint(1, 60)}


def _letter(dice: random.Random, kind: str, day: int) -> Row:
    due = day + 20 if kind == "survey" and dice.random() < 0.5 else None
    bounced = dice.choice((None,) * 8 + ("5.1.1", "4.2.2"))
    return {
        "what": "letter",
        "day": day,
        "kind": kind,
        "outcome": dice.choice(OUTCOMES),
        "due": due,
        "bounced": bounced,
    }


def given(found: list[World]) -> dict[str, Any]:
    """The worlds as the tables and events of a case."""
    files: dict[str, Row] = {"list": {"kind": "supplier", "at": f"{LISTED}T08:00:00+00:00"}}
    tables: dict[str, list[Row]] = {
        "supplier": [],
        "declaration": [],
        "suite_finding": [],
        "outreach_log": [],
        "mail": [],
    }
    events: list[Row] = []
    for world in found:
        reason = "packaging only" if world.exempt else None
        line = {"supplier_id": world.number, "contact_email": world.address, "exempt_reason": reason}
        tables["supplier"].append({"file": "list"} | line)
        for place, event in enumerate(world.events):
            _lay(world, place, event, files, tables, events)
    return {"files": files, "events": events} | tables


def _lay(
    world: World, place: int, event: Row, files: dict[str, Row], tables: dict[str, list[Row]], events: list[Row]
) -> None:
    name, at = f"{world.number}-{place}", _moment(event)
    if event["what"] == "answer":
        unreadable = event["worth"] == "unreadable"
        kind = {"kind": "unreadable", "reason": "a picture"} if unreadable else {"kind": "cmrt"}
        files[name] = kind | {"path": f"{world.number} {place}.xlsx", "at": at}
        if not unreadable:
            tables["declaration"].append({"file": name})
        if code := _FAULTS.get(event["worth"]):
            tables["suite_finding"].append({"file": name, "code": code, "source_sheet": "Declaration"})
        if event["worth"] == "aside":
            payload = {"file_sha256": name, "reporting_year": 2025, "state": "set_aside", "note": "another company's"}
            events.append({"kind": "declaration_state", "at": "2026-07-01T00:00:00+00:00", "payload": payload})
    elif event["what"] == "said":
        until = _iso(event["until"]) if event["said"] == "extended" else None
        payload = {"reporting_year": 2025, "supplier_id": world.number, "said": event["said"], "until": until}
        events.append({"kind": "supplier_said", "at": at, "payload": payload})
    elif event["what"] == "log":
        files["log"] = {"kind": "outreach_log"}
        logged = {"supplier_id": world.number, "letter_kind": event["kind"], "sent_on": _iso(event["day"])}
        tables["outreach_log"].append({"file": "log"} | logged)
    else:
        events.extend(_steps(world, name, place, event, at))
        if event["bounced"]:
            files["mail"] = {"kind": "mail"}
            said = {"mail_kind": "bounce", "letter_id": name, "letter_year": 2025, "bounce_recipient": event["to"]}
            tables["mail"].append({"file": "mail", "bounce_status": event["bounced"]} | said)


def _steps(world: World, name: str, place: int, event: Row, at: str) -> Iterator[Row]:
    intent = {
        "reporting_year": 2025, "entity_id": world.number, "supplier_id": world.number, "letter_kind": event["kind"],
        "number": place + 1, "recipient": event["to"].upper(),
        "due_on": None if event["due"] is None else _iso(event["due"]),
    }  # fmt: skip
    said: dict[str, list[Row]] = {
        "planned": [],
        "uncertain": [{"step": "send"}],
        "sent": [{"step": "send"}, {"step": "sent"}],
        "failed": [{"step": "send"}, {"step": "failed", "reason": "try later", "permanent": False}],
        "refused": [{"step": "send"}, {"step": "failed", "reason": "no such mailbox", "permanent": True}],
        "settled sent": [{"step": "send"}, {"step": "settled", "outcome": "sent"}],
        "settled not_sent": [{"step": "send"}, {"step": "settled", "outcome": "not_sent"}],
    }
    for step in ({"step": "intent"} | intent, *said[event["outcome"]]):
        yield {"kind": "letter", "at": at, "payload": {"letter_id": name, "attempt": 1} | step}


def _moment(event: Row) -> str:
    day = FIRST_DAY + timedelta(days=event["day"])
    return (datetime(day.year, day.month, day.day) + timedelta(minutes=event["minute"])).isoformat() + "+00:00"


def _iso(day: int) -> str:
    return (FIRST_DAY + timedelta(days=day)).isoformat()
