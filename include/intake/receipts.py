"""Receipts: the ledger's word that a file came, where it lay, and for which year it counts.

A file inside another one (a zip archive, an e-mail) has a receipt of its own, made from that of the outer file. It says
what the file lay inside, from the outermost on, and why it counts for nothing there, if so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from include.events import Event, event
from include.intake.dates import date_in_name
from include.intake.drop_folder import default_reporting_year, readable
from include.intake.inside import Inner, aside_because
from include.settings import Settings
from include.storage import Entry

ACTOR = "intake_supplier_files"
_IDENTITY = ("file_sha256", "drop_path", "file_modified_at", "reporting_year")
_MAX_INNER_NAME = 300


def receipt(
    entry: Entry,
    file_sha256: str,
    kind: str,
    settings: Settings,
    received_at: datetime,
    letter_year: int | None = None,
) -> Event:
    """The receipt of a file of the drop folder; ``received_at`` is the moment of the run.

    The year folder gives the reporting year, else the letter that an e-mail answers, else the campaign.
    """
    year, rule = default_reporting_year(entry.path, settings.reporting_year)
    if letter_year and rule != "folder":
        year, rule = letter_year, "letter"
    payload = {
        "file_sha256": file_sha256,
        "drop_path": readable(entry.path),
        "file_modified_at": entry.modified_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "size_bytes": entry.size,
        "kind": kind,
        "reporting_year": year,
        "year_rule": rule,
        "list_as_of": _day_in(entry.path),
        "within": None,
        "inside": [],
        "aside": None,
    }
    return event("receipt", received_at.astimezone(UTC).isoformat(timespec="seconds"), ACTOR, payload, _IDENTITY)


def inner_receipts(outer: Event, found: Iterable[Inner], kind_of: Callable[[str], str]) -> Iterator[Event]:
    """The receipts of all that came inside a file: same time and year, their paths below the path of the outer file.

    ``kind_of`` tells what a file is, by its hash.
    """
    for item in found:
        given = _inner_receipt(outer, item, kind_of)
        yield given
        if given.payload["aside"] is None:
            yield from inner_receipts(given, item.inside, kind_of)


def place_of(given: Event) -> tuple[str, ...]:
    """What a file lay inside; receipts of before e-mails were opened say only that it was an archive."""
    return tuple(given.payload.get("inside", ["zip"] if given.payload.get("within") else []))


def _inner_receipt(outer: Event, item: Inner, kind_of: Callable[[str], str]) -> Event:
    path = f"{outer.payload['drop_path']}/{inner_name(item.name)}"
    kind, place = kind_of(item.file_sha256), (*place_of(outer), kind_of(outer.payload["file_sha256"]))
    payload = outer.payload | {
        "file_sha256": item.file_sha256,
        "drop_path": path,
        "size_bytes": item.size_bytes,
        "kind": kind,
        "list_as_of": _day_in(path),
        "within": outer.payload["file_sha256"],
        "inside": list(place),
        "aside": aside_because(kind, place),
    }
    return event("receipt", outer.occurred_at, outer.actor, payload, _IDENTITY)


def inner_name(name: str) -> str:
    """The name of a file inside another as harmless text: it is shown to people and never used as a path.

    Steps out of the archive and signs that do not print become ``_``; of a very long name the end is kept.
    """
    steps = [step for step in re.split(r"[/\\]", name) if step]
    shown = ["_" if step.strip(" ") in (".", "..") else _printable(step) for step in steps]
    text = "/".join(shown) or "_"
    return text if len(text) <= _MAX_INNER_NAME else f"…{text[1 - _MAX_INNER_NAME :]}"


def _printable(step: str) -> str:
    return "".join(sign if sign.isprintable() else "_" for sign in step)


def _day_in(path: str) -> str | None:
    stated = date_in_name(path.rsplit("/", 1)[-1])
    return stated.isoformat() if stated else None
