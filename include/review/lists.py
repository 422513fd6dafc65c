"""Long lists of the pages: one definition says what they can be sorted by and what their export holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi.responses import Response

from include.review.data import Listing
from include.review.export import Columns, export
from include.review.visit import Visit

SIZE = 50
"""Rows on one page."""


@dataclass(frozen=True)
class LongList:
    """A query of sql/review that people sort, turn the pages of, and save.

    ``sorts`` maps the word in an address to an expression over the query's columns; ``tie`` makes every order total.
    """

    query: str
    sorts: Mapping[str, str]
    default: str
    tie: str
    columns: Columns
    name: str

    def sort(self, visit: Visit) -> str:
        """The sort in force: a word of ``sorts``, with a minus before it for falling order."""
        words = tuple(sign + word for word in self.sorts for sign in ("", "-"))
        return visit.asked("sort", words) or self.default

    def order(self, visit: Visit) -> str:
        """The same as SQL, of our own words alone."""
        sort = self.sort(visit)
        direction = "DESC" if sort.startswith("-") else "ASC"
        return f"{self.sorts[sort.removeprefix('-')]} {direction} NULLS LAST, {self.tie}"

    def page(self, visit: Visit, **values: object) -> Listing:
        """The page that the address asks for, the last one when it asks for more."""
        return visit.data.listing(
            self.query, self.order(visit), visit.number("page", 1), SIZE, year=visit.year, **values
        )

    def export(self, visit: Visit, form: str, **values: object) -> Response:
        """All rows of the list as a file; see ``export``."""
        return export(visit, form, self.query, self.order(visit), self.columns, self.name, **values)
