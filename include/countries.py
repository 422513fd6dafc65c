"""Countries as suppliers write them, to one ISO 3166 list; what can mean two countries means none.

The list is pycountry's. ``countries.csv`` beside this file adds the spellings of the templates, the short forms people
type, and the names under which a report speaks of a country; a spelling without a code is known to be ambiguous.
Codes of two letters are not read as countries: audit programmes use CC, HR and LR for risk levels.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import pycountry

COVERED = frozenset({"CD", "AO", "BI", "CF", "CG", "RW", "SS", "TZ", "UG", "ZM"})
"""Alpha-2 codes of the covered countries: the Democratic Republic of the Congo and the countries that share a border
with it (Form SD, Item 1.01(d)(1)): Angola, Burundi, Central African Republic, Republic of the Congo, Rwanda,
South Sudan, Tanzania, Uganda, Zambia."""

_HARD_SEPARATOR = re.compile(r"[;|\r\n\t、，；•·]+")
_SOFT_SEPARATOR = re.compile(r"\s*(?:/|\\|\s&\s|\band\b|\+)\s*", re.IGNORECASE)
_COMMA_OUTSIDE_BRACKETS = re.compile(r",(?![^()]*\))")
_BRACKETED = re.compile(r"^([^()]+)\(([^()]*)\)\s*\.?$")
_RECYCLED = re.compile(r"\b(?:recycle[ds]?|recycling|recyled|recyclable|scraps?|scrapped|r ?/ ?s)\b", re.IGNORECASE)
_BESIDE_RECYCLED = re.compile(
    r"\b(?:100|percent|all|only|from|of|or|and|the|is|are|sources?|sourced|sourcing|materials?|metals?|feedstock|content|"
    r"secondary|post|pre|consumer|industrial|internal|gold|tin|tantalum|tungsten|cobalt|mica|au|sn|ta|w)\b|[\W_]",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|no|non|none|nor|neither|without|except|excepting|excluding|exclud\w+|excl|outside|other than|free of|"
    r"free from|but)\b",
    re.IGNORECASE,
)
_LONGEST_NAME_IN_COMMAS = 3
_LONGEST_LIST = 5_000  # all countries of the world take 3,000 characters
_MOST_ENTRIES = 300  # and they are 249


@dataclass(frozen=True)
class Country:
    """A country: the name a report uses and its ISO 3166 alpha-2 code."""

    name: str
    alpha_2: str

    @property
    def covered(self) -> bool:
        """Whether it is a covered country of Form SD."""
        return self.alpha_2 in COVERED


@lru_cache(maxsize=4096)
def country(text: str | None) -> Country | None:
    """The country a text names, or null when it names none or may mean two (such as 'Congo' or 'Korea')."""
    if not text:
        return None
    names = _names()
    key = _key(text)
    if key in names:
        return names[key]
    bracketed = _BRACKETED.match(text.strip())
    if bracketed is None:
        return None
    # "China (Hunan)" is China; "China (Taiwan)" names two and is left to a person.
    outer, inner = names.get(_key(bracketed[1])), names.get(_key(bracketed[2]))
    return outer if inner in (None, outer) else None


def is_recycled(text: str | None) -> bool:
    """Whether an entry of a country list says recycled or scrap and nothing else: "Rwanda scrap" names a place too."""
    if not text or not _RECYCLED.search(text):
        return False
    return not _BESIDE_RECYCLED.sub("", _RECYCLED.sub("", text))


def split_countries(text: str | None) -> list[str]:
    """The entries of a cell that lists countries, as written, in order.

    Names that hold a comma stay whole ("Korea, Republic of"). A sentence in which nothing is a country stays whole too,
    and so does one that says where something does not come from, and what is longer than any list.
    """
    return list(_entries(text)) if text and text.strip() else []


@lru_cache(maxsize=1024)  # one declaration says the same of many smelters
def _entries(text: str) -> tuple[str, ...]:
    whole = (" ".join(text.split()),)
    if len(text) > _LONGEST_LIST or _NEGATED.search(text):
        return whole
    entries = tuple(entry for line in _HARD_SEPARATOR.split(text) for entry in _split_commas(line))
    if len(entries) > _MOST_ENTRIES or not any(_recognised(entry) for entry in entries):
        return whole
    return entries


def _recognised(entry: str) -> bool:
    return country(entry) is not None or is_recycled(entry)


def _split_commas(line: str) -> list[str]:
    pieces = [" ".join(piece.split()) for piece in _COMMA_OUTSIDE_BRACKETS.split(line)]
    entries: list[str] = []
    start = 0
    while start < len(pieces):
        size = _pieces_of_one_name(pieces, start)
        entries += _split_softly(", ".join(pieces[start : start + size]))
        start += size
    return [entry for entry in entries if entry]


def _pieces_of_one_name(pieces: list[str], start: int) -> int:
    for size in range(min(_LONGEST_NAME_IN_COMMAS, len(pieces) - start), 1, -1):
        name = pieces[start : start + size]
        # "China, Hong Kong" in a list is two countries, "Korea, Republic of" is one.
        if country(", ".join(name)) and not any(country(piece) for piece in name[1:]):
            return size
    return 1


def _split_softly(entry: str) -> list[str]:
    """Cut at 'and', '&', '/' only when every part is a country: not 'Bosnia and Herzegovina', not 'Recycled/Scrap'."""
    if _recognised(entry):
        return [entry]
    parts = [part for part in _SOFT_SEPARATOR.split(entry) if part]
    return parts if len(parts) > 1 and all(_recognised(part) for part in parts) else [entry]


def _key(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and "))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.sub(r"[^\w]+", " ", letters.replace("'", "").replace("’", "").replace(".", " ")).casefold()
    # "U.S.A." and "USA" are one spelling: single letters in a row are joined.
    words = re.sub(r"\b(\w) (?=\w\b)", r"\1", words)
    return re.sub(r"^the ", "", " ".join(words.split()))


@cache
def _names() -> dict[str, Country | None]:
    """Key of a spelling -> country; our own table overrules the list, and nulls an ambiguous spelling."""
    table = list(csv.DictReader(files("include").joinpath("countries.csv").read_text("utf-8").splitlines()))
    preferred = {row["alpha_2"]: row["name"] for row in table if row["name"]}
    by_code: dict[str, Country] = {}
    names: dict[str, Country | None] = {}
    for entry in pycountry.countries:
        common = getattr(entry, "common_name", None)
        by_code[entry.alpha_2] = Country(preferred.get(entry.alpha_2, common or entry.name), entry.alpha_2)
        for spelling in (entry.name, common, getattr(entry, "official_name", None)):
            if spelling:
                names[_key(spelling)] = by_code[entry.alpha_2]
    for row in table:
        names[_key(row["spelling"])] = by_code[row["alpha_2"]] if row["alpha_2"] else None
    return names


def all_countries() -> list[Country]:
    """Every country of the list once, ordered by code."""
    known = {found.alpha_2: found for found in _names().values() if found}
    return [known[code] for code in sorted(known)]
