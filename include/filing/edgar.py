"""HTML as EDGAR takes it: the encoding of characters, and an offline check of characters, elements and links.

Source: EDGAR Filer Manual, Volume II, section 5.2.2, as summed up for this project. An offline check against a
reconstruction of the rules: only an EDGAR TEST filing validates.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from include.filing.inputs import Problem
from include.filing.wording import REPLACEMENT

_CHARACTERS = "`~!@#$%&*().-+{}[]|\\:;\"'<>,_?/= \t\n\r\f"
ALLOWED_CHARACTERS = frozenset(_CHARACTERS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz" + "0123456789")
ALLOWED_ELEMENTS = frozenset(
    "html head title meta body a address b big blockquote br caption center cite code dd dfn dir div dl dt em font "
    "h1 h2 h3 h4 h5 h6 hr i img kbd li menu ol p pre samp small span strike strong sub sup table tbody td tfoot th "
    "thead tr tt u ul var".split()
)
_COMMON = frozenset("id class style title lang dir align".split())
_CELL = frozenset("rowspan colspan valign nowrap bgcolor width height".split())
ALLOWED_ATTRIBUTES: dict[str, frozenset[str]] = {
    "html": frozenset(),
    "head": frozenset(),
    "meta": frozenset({"http-equiv", "content"}),
    "body": frozenset("bgcolor text link vlink alink".split()),
    "a": frozenset({"name", "href"}),
    "img": frozenset("src alt height width border".split()),
    "font": frozenset({"size", "color"}),
    "br": frozenset({"clear"}),
    "hr": frozenset("noshade size width".split()),
    "table": frozenset("summary width border cellspacing cellpadding bgcolor".split()),
    "td": _CELL,
    "th": _CELL,
    "tr": frozenset({"valign", "bgcolor"}),
    "thead": frozenset({"valign"}),
    "tbody": frozenset({"valign"}),
    "tfoot": frozenset({"valign"}),
    "ul": frozenset({"type", "compact"}),
    "ol": frozenset({"type", "compact", "start"}),
    "li": frozenset({"type"}),
}
"""Attributes beyond the common ones, by element."""
_VOID = frozenset({"br", "hr", "img", "meta"})
_ARCHIVES = "https://www.sec.gov/Archives/edgar/data/"
_LOCAL = re.compile(r"[a-z](?:[a-z0-9]|[._-](?![._-]))*\Z")
_ACTIVE_STYLE = re.compile(r"url\s*\(|expression\s*\(|@import|javascript|behavior\s*:|\\", re.IGNORECASE)


def encode(html: str) -> bytes:
    """The document in the allowed characters: everything else as a numeric entity.

    A control character or lone surrogate has no entity that a browser may show: U+FFFD stands in its place.
    """
    return "".join(char if char in ALLOWED_CHARACTERS else _entity(char) for char in html).encode("ascii")


def visible(text: str) -> str:
    """The text with U+FFFD for each control character or lone surrogate, as ``encode`` has it."""
    return "".join(char if char in ALLOWED_CHARACTERS or not _hidden(ord(char)) else REPLACEMENT for char in text)


def _entity(char: str) -> str:
    return f"&#{ord(REPLACEMENT if _hidden(ord(char)) else char)};"


def _hidden(code: int) -> bool:
    return code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE


def check_html(text: str, name: str) -> list[Problem]:
    """Everything in the document that EDGAR would refuse, with the line it stands on."""
    checker = _Checker(name)
    for number, line in enumerate(text.split("\n"), start=1):
        for char in sorted(set(line) - ALLOWED_CHARACTERS):
            checker.report("edgar-characters", f"character U+{ord(char):04X} is not allowed", number)
    checker.feed(text)
    checker.close()
    checker.finish()
    return checker.problems


class _Checker(HTMLParser):
    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.problems: list[Problem] = []
        self.open: list[str] = []
        self.anchors: set[str] = set()
        self.fragments: list[tuple[str, int]] = []

    def report(self, rule: str, message: str, line: int | None = None) -> None:
        where = self.getpos()[0] if line is None else line
        self.problems.append(Problem("error", self.name, rule, f"line {where}: {message}"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_ELEMENTS:
            self.report("edgar-elements", f"element <{tag}> is not allowed")
        if tag == "table" and "table" in self.open:
            self.report("edgar-nested-tables", "a table stands inside a table")
        if tag not in _VOID:
            self.open.append(tag)
        for key, value in attrs:
            self._attribute(tag, key, value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.report("edgar-structure", f"</{tag}> closes what is not open")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_decl(self, decl: str) -> None:
        self.report("edgar-elements", "a document type or declaration is not allowed")

    def unknown_decl(self, data: str) -> None:
        self.report("edgar-elements", "a marked section is not allowed")

    def handle_pi(self, data: str) -> None:
        self.report("edgar-elements", "a processing instruction is not allowed")

    def finish(self) -> None:
        """Report what was never closed, and local links that lead nowhere."""
        for tag in self.open:
            self.report("edgar-structure", f"<{tag}> is never closed")
        for fragment, line in self.fragments:
            if fragment not in self.anchors:
                self.report("edgar-links", f"link to #{fragment}, which is not in the document", line)

    def _attribute(self, tag: str, key: str, value: str) -> None:
        if key not in _COMMON | ALLOWED_ATTRIBUTES.get(tag, frozenset()):
            self.report("edgar-attributes", f"attribute {key} of <{tag}> is not allowed")
        if key == "style" and _ACTIVE_STYLE.search(value):
            self.report("edgar-active-content", "a style with outside or active content is not allowed")
        if key == "id" or (tag == "a" and key == "name"):
            self.anchors.add(value)
        if key == "href":
            self._link(value)
        if key == "src" and not (_LOCAL.match(value) and value.endswith((".jpg", ".gif"))):
            self.report("edgar-images", "an image must be an attached .jpg or .gif file")

    def _link(self, target: str) -> None:
        if target.startswith("#"):
            self.fragments.append((target[1:], self.getpos()[0]))
        elif not target.startswith(_ARCHIVES) and not (_LOCAL.match(target) and target.endswith(".htm")):
            self.report("edgar-links", f"link to {target}: only files of the package and EDGAR's archives are allowed")
