"""The user's own blank official template, found in the archive: letters attach it, the roll-up fills it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from include.events import Event
from include.intake.originals import read_original
from include.intake.template.layout import read_layout_table
from include.lake import Batch, HandledFile, handled_files
from include.storage import Store

_NO_WORD = re.compile(r"[^a-z0-9]+")
_YEAR = re.compile(r"(19|20)\d\d")
_SHORTEST_NUMBER = 4


@dataclass(frozen=True)
class BlankTemplate:
    """A blank CMRT of the archive: its revision, the name it came under, its hash and its bytes."""

    revision: str
    name: str
    file_sha256: str
    content: bytes


def newest_blank_template(
    store: Store,
    found: Sequence[Batch],
    events: Iterable[Event],
    reporting_year: int,
    vendor_numbers: Collection[str],
    accepted: Collection[str] = (),
) -> BlankTemplate | None:
    """The newest accepted revision among the blank CMRTs that came up to that year without a supplier's number.

    ``accepted`` are revisions such as "6.5"; empty for any. Of one revision the English one, then the one received
    last. Null when there is none. Raises FileNotFoundError when the archive has lost it.
    """
    blank = {
        sha: item
        for sha, (_, item) in handled_files(found).items()
        if item.blank and item.kind == "cmrt" and (not accepted or item.template_revision in accepted)
    }
    came = _came_as(events, blank, reporting_year, vendor_numbers)
    if not came:
        return None
    chosen = max(came, key=lambda sha: (*_rank(blank[sha]), came[sha], sha))
    name = came[chosen][1].rsplit("/", 1)[-1]
    return BlankTemplate(str(blank[chosen].template_revision), name, chosen, read_original(store, chosen))


def _came_as(
    events: Iterable[Event], blank: Mapping[str, HandledFile], reporting_year: int, vendor_numbers: Collection[str]
) -> dict[str, tuple[str, str]]:
    """File -> when and under which path it came last; a file that ever came from a supplier is the supplier's."""
    came: dict[str, tuple[str, str]] = {}
    suppliers: set[str] = set()
    for item in events:
        if item.kind != "receipt" or item.payload["file_sha256"] not in blank:
            continue
        sha, path = item.payload["file_sha256"], item.payload["drop_path"]
        if names_a_supplier(path, vendor_numbers):
            suppliers.add(sha)
        elif item.payload["reporting_year"] <= reporting_year:
            came[sha] = max(came.get(sha, ("", "")), (item.occurred_at, path))
    return {sha: place for sha, place in came.items() if sha not in suppliers}


def names_a_supplier(path: str, vendor_numbers: Collection[str]) -> bool:
    """Whether a vendor number stands in a path, as sql/matching/path_supplier.sql reads it."""
    words = f" {_words(path)} "
    numbers = (_words(number) for number in vendor_numbers)
    return any(
        len(number) >= _SHORTEST_NUMBER and not _YEAR.fullmatch(number) and f" {number} " in words for number in numbers
    )


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", text.lower()).strip()


def _rank(item: HandledFile) -> tuple[int, bool]:
    order = [row["revision"] for row in read_layout_table("revisions") if row["kind"] == "cmrt"]
    place = order.index(item.template_revision) if item.template_revision in order else -1
    return place, (item.template_language or "English").startswith("English")
