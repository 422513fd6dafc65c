"""Text of others, made harmless for a line of ours: a mail, a letter, a page, a log."""

from __future__ import annotations

import unicodedata

LIMIT = 300


def one_line(value: object, limit: int = LIMIT) -> str:
    """A text on one line: no control characters, no marks that reorder or hide, no half characters.

    A longer text is cut, and says how long it was. Escaping for HTML or Markdown remains the template's.
    """
    text = str(value)
    shown = " ".join("".join(_shown(sign) for sign in text[: limit * 4]).split())
    if len(shown) <= limit and len(text) <= limit * 4:
        return shown
    return f"{shown[:limit].rstrip()} ... ({len(text):,} characters)"


def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cc", "Zl", "Zp"):
        return " "  # a line break of theirs must not begin a line, or a header, of ours
    if category == "Cf":
        return ""  # right-to-left overrides, zero-width marks, soft hyphens
    return "\N{REPLACEMENT CHARACTER}" if category in ("Cs", "Cn", "Co") else sign
