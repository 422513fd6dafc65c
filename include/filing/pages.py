"""Reads a rendered page back: its visible text and its tables, for checks that trust only the bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BREAKS = frozenset("p li h1 h2 h3 h4 h5 h6 br td th tr div caption".split())


@dataclass
class Page:
    """What a reader sees of a page: the text with single spaces, each table as rows of cells, headings, and links."""

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def table(self, head: tuple[str, ...]) -> list[list[str]] | None:
        """Rows below the head row of the table with that head; None when the page has no such table."""
        return next((rows[1:] for rows in self.tables if rows and tuple(rows[0]) == head), None)


def read_page(content: bytes) -> Page:
    """Parse a page; anything that is not HTML gives a page without text."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", "replace"))
    reader.close()
    reader.page.text = _single_spaced("".join(reader.text))
    return reader.page


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.text: list[str] = []
        self.cell: list[str] | None = None
        self.heading: list[str] | None = None
        self.in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.handle_data(" ")
        if tag == "head":
            self.in_head = True
        if tag == "table":
            self.page.tables.append([])
        elif tag == "tr" and self.page.tables:
            self.page.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag in ("h1", "h2", "h3"):
            self.heading = []
        elif tag == "a":
            self.page.links += [value for key, value in attrs if key == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            if self.page.tables and self.page.tables[-1]:
                self.page.tables[-1][-1].append(_single_spaced("".join(self.cell)))
            self.cell = None
        elif tag in ("h1", "h2", "h3") and self.heading is not None:
            self.page.headings.append(_single_spaced("".join(self.heading)))
            self.heading = None
        elif tag == "head":
            self.in_head = False
        if tag in _BREAKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if self.in_head:
            return
        self.text.append(data)
        for open_text in (self.cell, self.heading):
            if open_text is not None:
                open_text.append(data)
