"""The words of an e-mail as plain text: no markup, no marks that hide or reorder, and no more than people need."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence

from lxml import html

from include.plain_text import one_line

MAX_TEXT = 4_000
MAX_READ = 256 << 10
_MAX_LINE = 2_000
_SLOW_OR_NO_TEXT = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")
# What mail programs call an encoding is often the smaller part of the one they write.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-1": "cp1252"}
_BREAKS = "//br | //p | //div | //tr | //li | //h1 | //h2 | //h3 | //blockquote"


def as_text(content: bytes) -> str:
    """Bytes of no stated encoding as text: UTF-8, else Windows-1252."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def decoded(content: bytes, charset: str | None) -> str:
    """Bytes in the encoding they claim; where that is none, or none of texts, as well as it can be guessed."""
    try:
        known = codecs.lookup(charset or "").name
        if known not in _SLOW_OR_NO_TEXT and known != "ascii":
            return content.decode(_WIDER.get(known, known), "replace")
    except (LookupError, ValueError, UnicodeError):
        pass
    return as_text(content)


def html_words(page: str) -> str:
    """The words of a web page, a line a paragraph; the empty text when there is no page in it."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        found = html.document_fromstring(page.replace("\0", " ").encode("utf-8", "replace"), parser=parser)
    except (html.etree.LxmlError, ValueError, AssertionError):
        return ""
    for element in found.xpath("//script | //style | //head"):
        element.drop_tree()
    for element in found.xpath(_BREAKS):
        element.tail = f"\n{element.tail or ''}"
        if element.tag != "br":
            element.text = f"\n{element.text or ''}"
    return str(found.text_content())


def body_text(plain: Sequence[str], pages: Iterable[str]) -> str | None:
    """What the sender wrote, at most MAX_TEXT signs: the plain text, else the words of the pages; null when nothing.

    Lines that only quote an earlier mail are left out, unless there is nothing else.
    """
    texts = [text for text in plain if text.strip()] or [html_words(page) for page in pages]
    lines = [line for text in texts for line in text.splitlines()]
    own = [line for line in lines if not line.startswith(">")]
    return _shown(own) or _shown(lines) or None


def _shown(lines: Iterable[str]) -> str:
    """The lines, harmless and cut; of empty lines that follow one another one is kept."""
    kept: list[str] = []
    length = 0
    for line in lines:
        shown = one_line(line, _MAX_LINE)
        if not shown and (not kept or not kept[-1]):
            continue
        kept.append(shown)
        length += len(shown) + 1
        if length > MAX_TEXT:
            return "\n".join(kept)[: MAX_TEXT - 1] + "…"
    return "\n".join(kept).strip()
