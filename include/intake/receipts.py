"""Receipts: the ledger's word that a file came, where it lay, and for which year it counts.

A file inside another one (today a zip archive) has a receipt of its own, made from that of the outer file.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from include.events import Event, event
from include.intake.dates import date_in_name
from include.intake.drop_folder import default_reporting_year, readable
from include.settings import Settings
from include.storage import Entry

ACTOR = "intake_supplier_files"
_IDENTITY = ("file_sha256", "drop_path", "file_modified_at", "reporting_year")
_MAX_INNER_NAME = 300


def receipt(entry: Entry, file_sha256: str, kind: str, settings: Settings, received_at: datetime) -> Event:
    """The receipt of a file of the drop folder; ``received_at`` is the moment of the run."""
    year, rule = default_reporting_year(entry.path, settings.reporting_year)
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
    }
    return event("receipt", received_at.astimezone(UTC).isoformat(timespec="seconds"), ACTOR, payload, _IDENTITY)


def inner_receipt(outer: Event, name: str, file_sha256: str, size_bytes: int, kind: str) -> Event:
    """The receipt of a file that came inside another: same time and year, its path below the path of the outer file."""
    path = f"{outer.payload['drop_path']}/{inner_name(name)}"
    payload = outer.payload | {
        "file_sha256": file_sha256,
        "drop_path": path,
        "size_bytes": size_bytes,
        "kind": kind,
        "list_as_of": _day_in(path),
        "within": outer.payload["file_sha256"],
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
