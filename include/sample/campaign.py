"""The files of each campaign and the letters that went out for them."""

from __future__ import annotations

from datetime import date
from functools import cache

from include.sample.drop_file import DropFile
from include.sample.faulty import faulty
from include.sample.good import good
from include.sample.master import asked, children
from include.sample.prior_year import prior_year
from include.sample.table import TableRow

YEARS = (2024, 2025)
SURVEY = {2024: date(2024, 10, 7), 2025: date(2025, 10, 6)}
REMINDERS = {
    2024: (date(2024, 10, 21),),
    2025: (date(2025, 10, 20), date(2025, 11, 3), date(2025, 11, 17)),
}
LOG_SAVED = {2024: date(2024, 10, 22), 2025: date(2025, 12, 9)}
OTHER_LETTERS = {
    2024: (),
    2025: (
        ("V1011", "correction", date(2025, 10, 28), "email"),
        ("V1008", "correction", date(2025, 11, 6), "email"),
        ("V1009", "correction", date(2025, 11, 6), "email"),
        ("V1013", "correction", date(2025, 11, 10), "email"),
        ("V1014", "correction", date(2025, 11, 10), "email"),
        ("V1015", "correction", date(2025, 11, 17), "email"),
        ("V1023", "official_notice", date(2025, 12, 8), "registered mail"),
    ),
}
"""Letters written for one supplier: (supplier_id, letter_kind, sent_on, channel)."""


@cache
def files(year: int) -> tuple[DropFile, ...]:
    """Every supplier file of that campaign; raises KeyError for a year the sample does not have."""
    sources = {2024: (prior_year,), 2025: (good, faulty)}[year]
    return tuple(file for source in sources for file in source())


def outreach(year: int) -> list[TableRow]:
    """The outreach log: a survey to everyone who answers for himself, reminders to whoever had sent nothing yet."""
    letters = [(supplier_id, "survey", SURVEY[year], "email") for supplier_id in addressed(year)]
    for day in REMINDERS[year]:
        letters += [(supplier_id, "reminder", day, "email") for supplier_id in silent(year, day)]
    letters += OTHER_LETTERS[year]
    letters.sort(key=lambda letter: (letter[2], letter[0]))
    columns = ("supplier_id", "letter_kind", "sent_on", "channel")
    return [dict(zip(columns, letter, strict=True)) for letter in letters]


def addressed(year: int) -> list[str]:
    """Suppliers whose answer is needed and for whom no other entity answers: whom the letters go to."""
    return [supplier_id for supplier_id in asked(year) if supplier_id not in children(year)]


def silent(year: int, day: date) -> list[str]:
    """Suppliers written to of whom no file, readable or not, had come before ``day``."""
    heard = {file.supplier_id or file.replies for file in files(year) if file.arrived < day}
    return [supplier_id for supplier_id in addressed(year) if supplier_id not in heard]
