"""The Appendix A of an earlier filing as lines: from a CSV, or from the tables of the HTML that was filed.

Nothing is fetched and nothing is run: of a page, only the text of its tables is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from include.countries import country
from include.intake.html_tables import html_tables, looks_like_html
from include.intake.metals import canonical_metal
from include.intake.model import UnreadableError
from include.intake.tables import heading_key
from include.intake.textfile import decode, read_cells
from include.intake.values import text

MAX_BYTES = 20 << 20
MAX_LINES = 20_000
_HEADING_WITHIN = 10
_HEADINGS = {
    "metal": {"metal", "mineral", "conflict mineral", "subject mineral", "3tg", "metals", "minerals"},
    "name": {
        "smelter name reported", "smelter name", "standard smelter name", "standard smelter names", "name of smelter",
        "smelter or refiner name", "smelter/refiner name", "smelter or refiner", "smelter and refiner name",
        "smelter/refiner", "smelter", "refiner name", "name of smelter or refiner", "name of smelter/refiner",
        "facility name", "facility", "name of facility", "name", "smelter or refinery name", "smelter or refinery",
    },
    "country": {
        "facility country", "country", "smelter country", "country location", "location", "facility location",
        "smelter location", "country of facility", "country of smelter", "location of facility", "location of smelter",
        "smelter facility location", "smelter facility location: country", "country of location",
    },
    "cid": {
        "smelter cid", "cid", "smelter id", "smelter identification", "smelter identification number", "cid number",
        "rmi id", "smelter id number", "facility id", "cid no",
    },
}  # fmt: skip
Columns = dict[str, list[int]]


class FiledLine(NamedTuple):
    """One facility as it was filed; ``source_row`` counts rows of the CSV, or of all tables of the page together."""

    source_row: int
    metal: str
    smelter_name_reported: str
    facility_country: str | None
    facility_country_code: str | None
    smelter_cid: str | None


@dataclass
class Filed:
    """The lines, what is wrong with lines that cannot be taken, and what was passed over or not understood."""

    lines: list[FiledLine] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_filed(content: bytes) -> Filed:
    """Read an Appendix A. Raises UnreadableError when no table of it names metals and smelters."""
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES >> 20} MB: save the Appendix A alone")
    words, _ = decode(content)
    tables = html_tables(words) if looks_like_html(words) else [read_cells(words)]
    found = Filed()
    headed = _take(tables, found)
    if not headed:
        raise UnreadableError("no table with a column for the metal or mineral and one for the smelter's name")
    if len(found.lines) > MAX_LINES:
        raise UnreadableError(f"more than {MAX_LINES:,} lines")
    return found


def _take(tables: Iterable[list[list[str]]], found: Filed) -> bool:
    """Read every table that has headings, and those right after it that continue it without."""
    columns, passed = None, 0
    headed = False
    for table in tables:
        start, own = _find_columns(table)
        columns = own or (columns if columns and _continues(table, columns) else None)
        if columns:
            headed = True
            _read_rows(table[start:], passed + start, columns, found)
        passed += len(table)
    return headed


def _find_columns(table: list[list[str]]) -> tuple[int, Columns | None]:
    """How many rows the headings take, and the columns of each field: a heading may span several."""
    for number, row in enumerate(table[:_HEADING_WITHIN], start=1):
        keys = [heading_key(cell) for cell in row]
        columns = {name: [at for at, key in enumerate(keys) if key in words] for name, words in _HEADINGS.items()}
        if columns["name"] and (columns["metal"] or _sections(table[number:])):
            return number, columns
    return 0, None


def _sections(rows: list[list[str]]) -> bool:
    return any(canonical_metal(only) for row in rows if (only := _only_value(row)))


def _continues(table: list[list[str]], columns: Columns) -> bool:
    first = next((row for row in table if any(map(text, row))), [])
    return bool(canonical_metal(_value(first, columns["metal"])) and _value(first, columns["name"]))


def _read_rows(rows: list[list[str]], before: int, columns: Columns, found: Filed) -> None:
    section: str | None = None
    for number, row in enumerate(rows, start=before + 1):
        only = _only_value(row)
        if not any(map(text, row)) or heading_key(_value(row, columns["name"])) in _HEADINGS["name"]:
            continue
        if only and (metal := canonical_metal(only)):
            section = metal
        elif only and len(row) > 1:
            found.notes.append(f"row {number} passed over: {only[:80]!r}")
        else:
            _read_row(row, number, columns, section, found)


def _read_row(row: list[str], number: int, columns: Columns, section: str | None, found: Filed) -> None:
    written, name = _value(row, columns["metal"]), _value(row, columns["name"])
    metal = canonical_metal(written) if written else section
    if not metal or not name:
        what = "no smelter name" if metal else f"{written[:40]!r} is no metal known here" if written else "no metal"
        found.problems.append(f"row {number}: {what}")
        return
    place, reported = _value(row, columns["country"]), _value(row, columns["cid"])
    cid = re.sub(r"\s", "", reported or "").upper() or None
    if cid and not re.fullmatch(r"CID\d{6}", cid):
        found.notes.append(f"row {number}: {str(reported)[:40]!r} is no CID; the line is tied by its name")
        cid = None
    known = country(place)
    found.lines.append(FiledLine(number, metal, name, place, known.alpha_2 if known else None, cid))


def _value(row: list[str], places: list[int]) -> str | None:
    return next((value for at in places if at < len(row) and (value := text(row[at]))), None)


def _only_value(row: list[str]) -> str | None:
    """The text of a row that says one thing: a section, or a remark across the table."""
    values = {value for cell in row if (value := text(cell))}
    return values.pop() if len(values) == 1 else None


def as_json(lines: Iterable[FiledLine]) -> Iterator[dict[str, str | int | None]]:
    """Lines as a ledger event keeps them."""
    return (line._asdict() for line in lines)
