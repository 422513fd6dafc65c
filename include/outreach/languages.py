"""Languages of the letters, and which of them a native reader has approved in their present wording."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from include.events import Event, canonical_json, read_all
from include.findings.ledger import record
from include.findings.statement import Statement
from include.outreach.wording import TEMPLATES, english_messages
from include.settings import Settings
from include.storage import Store, open_store

KIND = "letter_language"
STATE_COLUMNS = ("language", "name", "version", "state", "by", "at")
ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language letters are written in: its code, BCP 47 tag and names."""

    code: str
    tag: str
    english_name: str
    own_name: str


LANGUAGES = {
    language.code: language
    for language in (
        Language(ENGLISH, "en-US", "English", "English"),
        Language("zh", "zh-Hans", "Chinese (Simplified)", "简体中文"),
        Language("ja", "ja", "Japanese", "日本語"),
        Language("de", "de", "German", "Deutsch"),
        Language("ko", "ko", "Korean", "한국어"),
        Language("es", "es", "Spanish", "Español"),
    )
}
_WRITTEN = {
    name: language.code
    for language in LANGUAGES.values()
    for name in (language.code, language.english_name.casefold(), language.own_name.casefold())
} | {"chinese": "zh", "simplified chinese": "zh", "mandarin": "zh", "中文": "zh", "cn": "zh", "jp": "ja", "kr": "ko",
     "ger": "de", "deu": "de", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "spa": "es", "eng": "en",
     "espanol": "es", "castellano": "es", "zh-cn": "zh", "zh-sg": "zh", "zh-hans": "zh"}  # fmt: skip


@dataclass(frozen=True)
class Approval:
    """Who approved the letters of a language, in which version, when."""

    version: str
    by: str
    at: str


def language_of(written: str | None) -> str:
    """Code of the language a supplier list names: ``de-AT``, ``German``, ``Deutsch``; English for none and for others.

    Traditional Chinese is another script than the letters have: it gets English.
    """
    name = " ".join((written or "").casefold().replace("_", "-").split())
    if name in _WRITTEN:
        return _WRITTEN[name]
    base, _, region = name.partition("-")
    if base == "zh":
        return "zh" if region.startswith("hans") else ENGLISH
    return _WRITTEN.get(base, ENGLISH) if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})+", name) else ENGLISH


@cache
def template_version(code: str) -> str:
    """16 hex digits over all that makes the letters of a language: its files, the layouts, for English the rules."""
    files = [*sorted(TEMPLATES.glob("layout.*.j2")), *sorted((TEMPLATES / LANGUAGES[code].code).iterdir())]
    parts: list[object] = [[path.name, path.read_text(encoding="utf-8")] for path in files]
    if code == ENGLISH:
        parts.append(english_messages())
    return hashlib.sha256(canonical_json(parts)).hexdigest()[:16]


def approvals(events: Iterable[Event]) -> dict[str, Approval]:
    """Language -> the approval said last, unless it was withdrawn."""
    found: dict[str, Approval] = {}
    for event in sorted((each for each in events if each.kind == KIND), key=lambda each: each.occurred_at):
        found.pop(event.payload["language"], None)
        if event.payload["state"] == "approved":
            approval = Approval(event.payload["template_version"], event.actor, event.occurred_at)
            found[event.payload["language"]] = approval
    return found


def approved(code: str, events: Iterable[Event]) -> bool:
    """Whether letters of a language may be sent: English always, others when approved in their present wording."""
    approval = approvals(events).get(code)
    return code == ENGLISH or (approval is not None and approval.version == template_version(code))


def approve_language(settings: Settings, code: str, version: str | None, statement: Statement) -> int:
    """Record that a native reader approves the letters of a language as they are now; returns how many events are new.

    ``version`` is the one that was read; null takes the present one. Raises Refused when it is another, and for
    English, which needs no approval; LeaseHeld while another writer holds the lake.
    """
    return _say(settings, code, version, "approved", statement)


def withdraw_language(settings: Settings, code: str, statement: Statement) -> int:
    """Take the approval of a language back; returns how many events are new. Raises Refused when there is none."""
    return _say(settings, code, None, "withdrawn", statement)


def _say(
    settings: Settings, code: str, version: str | None, state: Literal["approved", "withdrawn"], statement: Statement
) -> int:
    def judge(_: Store, events: Sequence[Event]) -> Iterator[Event | str]:
        yield from statement.problems(needs_note=True, may_end=False)
        if code not in LANGUAGES or code == ENGLISH:
            yield f"letters in {code!r} need no approval" if code == ENGLISH else f"there are no letters in {code!r}"
            return
        present = template_version(code)
        if version not in (None, present):
            yield f"the letters have changed: {version!r} was read, the present version is {present}"
        if state == "withdrawn" and code not in approvals(events):
            yield f"the letters in {LANGUAGES[code].english_name} are not approved"
        yield statement.event(KIND, {"language": code, "template_version": present, "state": state})

    return record(settings, statement, judge)


def states(settings: Settings) -> list[dict[str, str]]:
    """Every language with the version of its letters and whether a native reader approved it."""
    return states_by(read_all(open_store(settings.lake)))


def states_by(events: Iterable[Event]) -> list[dict[str, str]]:
    """The same by the events of a ledger."""
    found = approvals(events)
    rows = []
    for code, language in LANGUAGES.items():
        version, approval = template_version(code), found.get(code)
        state = "approved" if approval and approval.version == version else "unreviewed"
        if approval and approval.version != version:
            state = "changed since approval"
        said = {"by": approval.by, "at": approval.at} if approval else {"by": "", "at": ""}
        state = "needs no approval" if code == ENGLISH else state
        rows.append({"language": code, "name": language.english_name, "version": version, "state": state} | said)
    return rows
