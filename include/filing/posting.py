"""Evidence that the disclosure stood on the company's site: where, on which day, who saw it, and whether it was ours.

Source: Form SD, Item 1.01: the disclosure is made publicly available on the registrant's website.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from include.events import Event
from include.filing.manifest import NAME as MANIFEST
from include.filing.web_copy import NAME as WEB_COPY
from include.findings.ledger import record
from include.findings.statement import Statement
from include.settings import Settings
from include.storage import Store, open_store

KIND = "web_posted"
_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,500}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Posting:
    """What somebody saw: ``seen_sha256`` is null when the page was not compared, only looked at."""

    reporting_year: int
    package: str
    url: str
    on: date
    seen_sha256: str | None = None


@dataclass(frozen=True)
class Posted:
    """A posting on record; ``same`` is null when the page was not compared with the web copy."""

    url: str
    on: date
    by: str
    web_copy_sha256: str
    same: bool | None
    reason: str | None


def record_posting(settings: Settings, posting: Posting, statement: Statement) -> int:
    """Record it for a sealed package; 1, or 0 when the ledger knows it already.

    Raises Refused (no such sealed package, an address or a day that cannot be, another page than the web copy without a
    reason), or LeaseHeld.
    """
    reports = open_store(f"{settings.reports}/{posting.reporting_year}")

    def judge(lake: Store, events: Sequence[Event]) -> Iterable[Event | str]:
        hash_of_copy = _web_copy_hash(reports, posting.package)
        refused = [*_problems(posting, statement), *_unlike(posting, statement, hash_of_copy)]
        if refused or hash_of_copy is None:
            return refused
        said = {
            "reporting_year": posting.reporting_year,
            "package": posting.package,
            "url": posting.url,
            "on": posting.on.isoformat(),
            "web_copy_sha256": hash_of_copy,
            "seen_sha256": posting.seen_sha256,
        }
        return [statement.event(KIND, said)]

    return record(settings, statement, judge)


def web_postings(events: Iterable[Event], reporting_year: int, package: str) -> list[Posted]:
    """What is on record for a package, in the order in which it was seen."""
    found = [
        item.payload | {"by": item.actor}
        for item in events
        if item.kind == KIND and (item.payload["reporting_year"], item.payload["package"]) == (reporting_year, package)
    ]
    return sorted((_posted(payload) for payload in found), key=lambda item: (item.on, item.url, item.by))


def _posted(payload: dict[str, Any]) -> Posted:
    seen = payload["seen_sha256"]
    same = None if seen is None else seen == payload["web_copy_sha256"]
    on = date.fromisoformat(payload["on"])
    return Posted(payload["url"], on, payload["by"], payload["web_copy_sha256"], same, payload["note"])


def _web_copy_hash(reports: Store, package: str) -> str | None:
    """Of the web copy that the sealed package's manifest names; null when there is no such package."""
    if not re.fullmatch(r"[0-9a-f]{16}", package) or not reports.exists(f"{package}/{MANIFEST}"):
        return None
    manifest = json.loads(reports.read(f"{package}/{MANIFEST}"))
    stated = manifest["outputs"].get(WEB_COPY) if manifest.get("state") == "sealed" else None
    return str(stated["sha256"]) if stated else None


def _problems(posting: Posting, statement: Statement) -> Iterator[str]:
    yield from statement.problems(needs_note=False, may_end=False)
    if not _ADDRESS.fullmatch(posting.url):
        yield "the address must begin with http:// or https:// and hold no space"
    if posting.on > statement.at.astimezone(UTC).date():
        yield f"{posting.on} has not come yet: record what was seen"
    if posting.seen_sha256 is not None and not _SHA256.fullmatch(posting.seen_sha256):
        yield "a SHA-256 has 64 digits from 0 to f"


def _unlike(posting: Posting, statement: Statement, hash_of_copy: str | None) -> Iterator[str]:
    if hash_of_copy is None:
        yield f"no sealed package {posting.package} with a {WEB_COPY} for {posting.reporting_year}"
    elif posting.seen_sha256 not in (None, hash_of_copy) and not (statement.note or "").strip():
        yield f"what was seen is not the {WEB_COPY} of this package: say why with --reason, or post the right one"
