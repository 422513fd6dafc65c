"""Lines of a plain-text mail: broken by words, and in Chinese and Japanese by the width of the signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from include.plain_text import one_line

WIDTH = 78
_NARROW = 24
_HARD_SPACE, _HOLD = "\N{NO-BREAK SPACE}", "\N{WORD JOINER}"
_HELD = re.compile(f"((?:[^{_HOLD}]{_HOLD})+[^{_HOLD}])")
_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_NO_LINE_BEGINS_WITH = "、。，．・：；？！）］｝」』】〉》”’…々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ%"
_NO_LINE_ENDS_WITH = "（［｛「『【〈《“‘"


def wrapped(text: str, begin: str = "", rest: str = "", width: int = WIDTH) -> str:
    """One paragraph in lines of at most ``width`` columns, the first after ``begin``, the others after ``rest``.

    An address, a number or a word is never broken: one that is wider than a line has a line to itself.
    """
    lines = [begin]
    for gap, word in _words(text):
        empty = lines[-1] in (begin, rest)
        if not empty and columns(lines[-1] + gap + word) > width:
            lines.append(rest + word)
        else:
            lines[-1] += word if empty else gap + word
    return released("\n".join(lines))


def held(text: str) -> str:
    """A date or a number, marked to stay on one line; every function that lays lines out takes the marks away."""
    return _HOLD.join(text.replace(" ", _HARD_SPACE))


def released(text: str) -> str:
    """The text without the marks of ``held``."""
    return text.replace(_HARD_SPACE, " ").replace(_HOLD, "")


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in its pieces without marks, each with whether a narrow window, too, can keep it on one line."""
    found = ((released(piece), at % 2 == 1) for at, piece in enumerate(_HELD.split(text)) if piece)
    return [(piece, whole and columns(piece) <= _NARROW) for piece, whole in found]


def supplier_text(value: str, limit: int = 300) -> str:
    """Text of others on one line; what is written from right to left cannot reorder what stands beside it."""
    shown = one_line(value, limit)
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in shown):
        return _ISOLATE + shown + _END_ISOLATE
    return shown


def columns(text: str) -> int:
    """Columns that a text takes in a terminal or a mail in a fixed font: signs of the East are two wide."""
    return sum(_width(sign) for sign in text)


def breaks_anywhere(sign: str) -> bool:
    """Whether a line may break beside this sign without a space: Chinese and Japanese, but not Korean."""
    return _width(sign) == 2 and not unicodedata.name(sign, "").startswith("HANGUL")


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _words(text: str) -> Iterator[tuple[str, str]]:
    """What must stay on one line, each with the space before it."""
    for part in re.findall(r"[ \n]*[^ \n]+", text):
        word = part.lstrip(" \n")
        pieces = list(_pieces(word))
        yield (" " if len(word) < len(part) else "", pieces[0])
        yield from (("", piece) for piece in pieces[1:])


def _pieces(word: str) -> Iterable[str]:
    pieces = [word[0]]
    for before, sign in pairwise(word):
        may_break = (breaks_anywhere(before) or breaks_anywhere(sign)) and _HOLD not in (before, sign)
        if may_break and sign not in _NO_LINE_BEGINS_WITH and before not in _NO_LINE_ENDS_WITH:
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces
