"""What one letter to a supplier says: everything its templates may use, and what rendering gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from include.campaign import Signer

LetterKind = Literal["survey", "reminder", "correction", "thank_you", "official_notice", "closing"]
KINDS: tuple[LetterKind, ...] = ("survey", "reminder", "correction", "thank_you", "official_notice", "closing")
Scope = Literal["company", "product"]


def place(sheet: str | None, cell: str | None = None, row: int | None = None, file: str | None = None) -> str:
    """Where something stands, in Excel's own notation, for ``Item.where``: ``[answer.xlsx]Declaration!D15``.

    A row without a cell is its number alone. ``file`` is given when a letter asks about more than one file.
    """
    return (f"[{file}]" if file else "") + (f"{sheet}!{cell or row or ''}" if sheet else "")


@dataclass(frozen=True)
class Item:
    """One thing to mend: the rule that asks it, where (see ``place``), and with which words of the supplier's own.

    ``value`` and ``subject`` fill the sentence of a language (``finding`` has both); ``message`` is that sentence in
    English, used as it is where a language has no sentence of its own for the code.
    """

    code: str
    where: str
    value: str | None
    subject: str | None
    message: str


@dataclass(frozen=True)
class LetterContext:
    """One letter: who writes to whom, what about, by when. What is null or empty takes its sentence with it."""

    kind: LetterKind
    language: str
    number: int  # 1 for the first of its kind to this entity in the year
    supplier_id: str  # vendor number written to
    supplier_name: str
    contact_name: str | None
    vendor_numbers: tuple[str, ...]  # all of the entity in scope
    company: str | None
    reporting_year: int
    as_of: date  # the day of the letter
    due_on: date | None
    first_letter_on: date | None
    last_letter_on: date | None
    accepted_versions: tuple[str, ...]
    scope_asked: Scope | None
    part_numbers: tuple[str, ...]
    distributor: bool
    items: tuple[Item, ...]
    counts: bool  # the declaration counts: items are requests, not conditions
    refused: bool
    set_aside: bool  # the only declaration was set aside: a new one is asked for
    cut_off: date | None
    reply_to: str | None
    signer: Signer | None
    template_name: str | None  # file name of the blank template attached
    policy_url: str | None
    sample: bool


@dataclass(frozen=True)
class Rendered:
    """One letter in both forms; they are made of the same paragraphs."""

    subject: str
    text: str
    html: str
    template_version: str
