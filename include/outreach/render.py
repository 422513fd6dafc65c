"""A letter from its template: one list of paragraphs, laid out as text and as HTML, so that the two cannot differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment

from include.mail_templates import mail_environment
from include.outreach.context import LetterContext, Rendered
from include.outreach.languages import ENGLISH, LANGUAGES, template_version
from include.outreach.lines import breaks_anywhere, held, pieces, released, supplier_text, wrapped
from include.outreach.wording import TEMPLATES, Asked, and_more, asked, words_of

UNREVIEWED = "UNREVIEWED TRANSLATION - NOT TO BE SENT"
SAMPLE = "SAMPLE - NOT A REAL LETTER"
MAX_PARTS = 200
MAX_NUMBERS = 50
MAX_ITEMS = 200
_ITEMS, _LINE = "\x1e", "\x1f"  # place of the list, end of a line: supplier_text leaves no such signs
_CITATION = held("17 CFR 240.13p-1")


@dataclass(frozen=True)
class _Block:
    lines: tuple[str, ...] = ()
    items: tuple[Asked, ...] = ()


def render(context: LetterContext, approved: bool = False) -> Rendered:
    """The letter in both forms; without ``approved`` one in another language than English says it is unreviewed.

    Raises KeyError for a language or kind without templates.
    """
    language = LANGUAGES[context.language]
    listed = asked(context.items, language.code)
    template = _environment().get_template(f"{language.code}/{context.kind}.j2")
    subject, *paragraphs = _paragraphs(template.render(_values(context, len(listed) - MAX_ITEMS)))
    marks = [UNREVIEWED] if not approved and language.code != ENGLISH else []
    values: dict[str, Any] = {
        "marks": [*marks, *([SAMPLE] if context.sample else [])],
        "blocks": [_block(paragraph, listed[:MAX_ITEMS]) for paragraph in paragraphs],
        "subject": released(subject),
        "language": language,
        "colon": words_of(language.code).places["colon"],
    }
    text, html = (_environment().get_template(f"layout.{form}.j2").render(values) for form in ("txt", "html"))
    return Rendered(values["subject"], text, html, template_version(language.code))


def _block(paragraph: str, listed: list[Asked]) -> _Block:
    return _Block(items=tuple(listed)) if paragraph == _ITEMS else _Block(tuple(paragraph.split(_LINE)))


def _values(context: LetterContext, more_items: int) -> dict[str, Any]:
    """Everything a template may name; dates are written out, what is not known is null."""
    day = partial(_day, language=context.language)
    signer, parts = context.signer, context.part_numbers
    overdue = context.due_on is not None and context.due_on < context.as_of
    return {
        "number": context.number,
        "supplier_id": _said(context.supplier_id, 60),
        "supplier_name": _said(context.supplier_name) or _said(context.supplier_id, 60),
        "contact_name": _said(context.contact_name),
        "numbers": _numbers(context),
        "numbers_count": len(context.vendor_numbers),
        "company": _said(context.company),
        "year": context.reporting_year,
        "today": day(context.as_of),
        "due_on": None if overdue else day(context.due_on),
        "was_due_on": day(context.due_on) if overdue else None,
        "first_letter_on": day(context.first_letter_on),
        "last_letter_on": day(context.last_letter_on),
        "cut_off": day(context.cut_off),
        "versions": ", ".join(_said(version, 20) or "" for version in context.accepted_versions),
        "scope_asked": context.scope_asked,
        "parts": _parts(parts) if len(parts) <= MAX_PARTS else None,  # some of them would be taken for all
        "parts_count": format_decimal(len(parts), locale=context.language) if len(parts) > MAX_PARTS else None,
        "distributor": context.distributor,
        "asks": bool(context.items),
        "more_items": format_decimal(more_items, locale=context.language) if more_items > 0 else None,
        "counts": context.counts,
        "refused": context.refused,
        "set_aside": context.set_aside,
        "reply_to": _said(context.reply_to),
        "signer_name": _said(signer.name) if signer else None,
        "signer_title": _said(signer.title) if signer else None,
        "template_name": _said(context.template_name),
        "policy_url": _said(context.policy_url),
        "citation": _CITATION,
        "items_here": _ITEMS,
        "br": _LINE,
    }


def _said(text: str | None, limit: int = 300) -> str | None:
    return supplier_text(text or "", limit) or None


def _day(day: date | None, language: str) -> str | None:
    return held(format_date(day, "long", locale=language)) if day else None


def _numbers(context: LetterContext) -> str:
    numbers = context.vendor_numbers or (context.supplier_id,)
    shown = ", ".join(held(_said(number, 60) or "") for number in numbers[:MAX_NUMBERS])
    left = len(numbers) - MAX_NUMBERS
    return f"{shown} {and_more(context.language, left)}" if left > 0 else shown


def _parts(part_numbers: tuple[str, ...]) -> str:
    return "; ".join(held(_said(number, 60) or "") for number in part_numbers)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs stand between empty lines; a line of the template's own ends nothing."""
    found = (_joined(part.split("\n")) for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n")))
    return [part for part in found if part.strip(" " + _LINE)]


def _joined(lines: list[str]) -> str:
    """Lines of a template as one: with a space, but in Chinese and Japanese without one."""
    joined = ""
    for line in (re.sub(r" {2,}", " ", each.strip(" ")) for each in lines):
        glued = not joined or not line or joined[-1] == _LINE or breaks_anywhere(joined[-1]) or breaks_anywhere(line[0])
        joined += line if glued else f" {line}"
    return re.sub(rf" *{_LINE} *", _LINE, joined).strip(_LINE)


@cache
def _environment() -> Environment:
    environment = mail_environment(TEMPLATES)
    environment.filters |= {"wrapped": wrapped, "pieces": pieces}
    return environment
