"""Words for values: numbers with their noun, shares, dates and lists in American legal English."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

_PLURALS = {"facility": "facilities", "country": "countries", "company": "companies", "inquiry": "inquiries"}
STATUS_LABELS = {
    "conformant": "Conformant",
    "active": "Active",
    "cross_recognized": "Cross-recognized",
    "not_eligible": "Not eligible",
    "delisted": "Delisted",
    "listed_only": "Listed only",
    "unclear": "Unclear",
    "unknown": "No status list",
}
"""Status words of a smelter, in the order in which tables show them; see ``status_key`` for the last two."""
STATUS_MEANINGS = {
    "conformant": "the facility is shown as conformant with the assessment standard of the list",
    "active": "the facility is shown as engaged in an assessment that is not finished",
    "cross_recognized": "the facility is shown as assessed by another program that the list recognizes",
    "not_eligible": "the list shows the facility as not eligible for assessment",
    "delisted": "the facility was on an earlier list and is no longer shown; the list gives no reason, and the word "
    "does not mean that the facility failed an assessment",
    "listed_only": "the facility is known to the reference list, and no assessment status is shown for it",
    "unclear": "a list shows the facility with a status word that we do not know, or current lists contradict each "
    "other; we report no status for it until this is resolved",
    "unknown": "we hold no list of assessment statuses that could show one for the facility",
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def status_key(row: Mapping[str, Any]) -> str:
    """The key of ``STATUS_LABELS`` for a row of ``appendix_a``.

    An unknown status beside the name of a list is "unclear": that list shows a word we do not know, or several lists
    contradict each other. Without a list it stays "unknown".
    """
    status = row["smelter_status"] or "unknown"
    if status not in STATUS_LABELS or (status == "unknown" and row["status_source"]):
        return "unclear"
    return str(status)


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 supplier", "12 suppliers", "1,204 declarations", "no facilities" never "0"."""
    shown = "no" if number == 0 else f"{number:,}"
    return f"{shown} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Plural of a noun; the last word of a phrase is inflected, before a "that" or "of" if the phrase has one."""
    for joint in (" of ", " that "):
        if joint in noun:
            head, tail = noun.split(joint, 1)
            return f"{plural(head)}{joint}{tail}"
    *before, last = noun.split(" ")
    return " ".join([*before, _PLURALS.get(last, f"{last}s")])


def percent(numerator: int, denominator: int) -> str | None:
    """A share in whole percent; never "0%" or "100%" for what is not exactly so. None when there is nobody to ask."""
    if denominator <= 0:
        return None
    if 0 < numerator * 200 < denominator:
        return "less than 1%"
    if 199 * denominator < numerator * 200 < 200 * denominator:
        return "more than 99%"
    return f"{(200 * numerator + denominator) // (2 * denominator)}%"


def long_date(day: date) -> str:
    """A date as American filings write it, whatever the locale of the machine: "March 31, 2026"."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def read_long_date(written: str) -> date | None:
    """The day that ``long_date`` wrote; None for what is no day."""
    month, _, rest = written.partition(" ")
    day, _, year = rest.partition(", ")
    try:
        return date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def join_and(items: Sequence[str]) -> str:
    """A list in a sentence, with the serial comma: "gold, tantalum, tin, and tungsten"."""
    if len(items) < 3:
        return " and ".join(items)
    return f"{', '.join(items[:-1])}, and {items[-1]}"


def clean_text(text: str) -> str:
    """Supplier text with whitespace folded, and each character that hides, reorders or breaks shown as U+FFFD."""
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return folded
    return "".join(REPLACEMENT if unicodedata.category(char) in _HIDDEN else char for char in folded)
