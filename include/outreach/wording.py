"""What a letter asks to mend: the sentence of each item in the letter's language, once, with all its places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from babel.numbers import format_decimal

from include.checks.suites import suites
from include.outreach.context import Item
from include.outreach.lines import supplier_text

TEMPLATES = Path(__file__).parent / "templates"
MAX_CELLS = 30
_PLACE = re.compile(r"(?:\[(?P<file>.*)\])?(?P<sheet>.*?)(?:!(?P<at>[^!]*))?", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """One line of the list: where, and what is asked there."""

    where: str
    sentence: str


@dataclass(frozen=True)
class Words:
    """``messages.yaml`` of a language: how places are named, and the sentences by what they say in English."""

    places: dict[str, str]
    messages: dict[str, str]


@cache
def words_of(language: str) -> Words:
    """The words of a language; English takes its sentences from the rules themselves."""
    content = yaml.safe_load((TEMPLATES / language / "messages.yaml").read_text(encoding="utf-8"))
    return Words(content["places"], {pair["en"]: pair[language] for pair in content.get("messages", ())})


@cache
def english_messages() -> dict[str, str]:
    """What each rule asks of a supplier, by its code."""
    rules = (rule for found in suites().values() for rule in found)
    return {rule.code: rule.supplier_message for rule in rules if rule.supplier_message}


def asked(items: Iterable[Item], language: str) -> list[Asked]:
    """What is asked, each sentence once for a sheet, with its cells and rows in their order."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for item in items:
        place = _PLACE.fullmatch(item.where)
        file, sheet, at = (place.groups() if place else None) or (None, item.where, None)
        found.setdefault((supplier_text(file or ""), supplier_text(sheet), _sentence(item, language)), []).append(
            at or ""
        )
    return [Asked(_where(language, file, sheet, at), sentence) for (file, sheet, sentence), at in found.items()]


def and_more(language: str, count: int) -> str:
    """Words for what a line leaves out."""
    return words_of(language).places["more"].format(count=format_decimal(count, locale=language))


def _sentence(item: Item, language: str) -> str:
    """A sentence is translated by what it says in English: one whose English has changed is not used any more."""
    words = words_of(language)
    translated = words.messages.get(english_messages().get(item.code, ""))
    if not translated:
        return supplier_text(item.message, 1000)
    empty = words.places["empty"]
    value, subject = (supplier_text(text) if text is not None else empty for text in (item.value, item.subject))
    return translated.format(value=value, subject=subject)


def _where(language: str, file: str, sheet: str, at: list[str]) -> str:
    """The place in words: rows are numbers alone, cells begin with their column."""
    places = words_of(language).places
    given = [supplier_text(each, 20) for each in dict.fromkeys(at) if each]
    rows = [each for each in given if each.isdigit()]
    cells = [each for each in given if not each.isdigit()]
    parts = [places["file"].format(file=file)] if file else []
    parts += [places["sheet"].format(sheet=sheet)] if sheet else []
    parts += [_counted(language, "cell", cells)] if cells else []
    parts += [_counted(language, "row", rows)] if rows else []
    return places["comma"].join(parts)


def _counted(language: str, noun: str, named: list[str]) -> str:
    shown = ", ".join(named[:MAX_CELLS])
    left = len(named) - MAX_CELLS
    shown += f" {and_more(language, left)}" if left > 0 else ""
    return words_of(language).places[noun if len(named) == 1 else f"{noun}s"].format(named=shown)
