"""Reads a rendered page back: its visible text, its runs and its tables, for checks that trust only the bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

_BREAKS = frozenset("p li h1 h2 h3 h4 h5 h6 br td th tr div caption dt dd".split())
_INLINE = frozenset(
    "a abbr b big br cite code dfn em font i img kbd samp small span strike strong sub sup tt u".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
RunKind = Literal["text", "heading", "cell", "caption", "title"]


@dataclass(frozen=True)
class Run:
    """Text between two borders of block elements, with single spaces, and the line it begins on."""

    kind: RunKind
    text: str
    line: int


@dataclass
class Page:
    """What a reader sees of a page: the text with single spaces, each table as rows of cells, headings, and links."""

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def table(self, head: tuple[str, ...]) -> list[list[str]] | None:
        """Rows below the head row of the table with that head; None when the page has no such table."""
        return next((rows[1:] for rows in self.tables if rows and tuple(rows[0]) == head), None)

    def line_of(self, text: str) -> int:
        """Line of the first run that holds a text; 1 when none does."""
        return next((run.line for run in self.runs if text in run.text), 1)


def read_page(content: bytes) -> Page:
    """Parse a page; anything that is not HTML gives a page without text."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", "replace"))
    reader.close()
    reader.end_run()
    reader.page.text = _single_spaced("".join(reader.text))
    return reader.page


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.text: list[str] = []
        self.run: list[str] = []
        self.run_line = 1
        self.cell: list[str] | None = None
        self.inside: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_run()
        if tag in _BREAKS:
            self.handle_data(" ")
        self.inside.add(tag)
        if tag == "table":
            self.page.tables.append([])
        elif tag == "tr" and self.page.tables:
            self.page.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag in ("a", "img"):
            wanted, found = ("href", self.page.links) if tag == "a" else ("src", self.page.images)
            found += [value for key, value in attrs if key == wanted and value]

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end_run()
        if tag in ("td", "th") and self.cell is not None:
            if self.page.tables and self.page.tables[-1]:
                self.page.tables[-1][-1].append(_single_spaced("".join(self.cell)))
            self.cell = None
        self.inside.discard(tag)
        if tag in _BREAKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        if "style" in self.inside:
            return
        if not "".join(self.run).strip():
            self.run_line = self.getpos()[0] + len(data) - len(data.lstrip("\n"))
        self.run.append(data)
        if "head" in self.inside:
            return
        self.text.append(data)
        if self.cell is not None:
            self.cell.append(data)

    def end_run(self) -> None:
        """Close the run that is open; white space alone is none."""
        text, kind = _single_spaced("".join(self.run)), self._kind()
        self.run = []
        if text:
            self.page.runs.append(Run(kind, text, self.run_line))
        if text and kind == "heading" and not self.inside.isdisjoint({"h1", "h2", "h3"}):
            self.page.headings.append(text)

    def _kind(self) -> RunKind:
        if self.cell is not None:
            return "cell"
        if not self.inside.isdisjoint(_HEADINGS):
            return "heading"
        return "title" if "title" in self.inside else "caption" if "caption" in self.inside else "text"
