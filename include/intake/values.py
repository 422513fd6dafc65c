"""Cell values as text and dates, keeping what the supplier wrote.

Text is trimmed of white space of any script and of invisible marks at its ends; nothing inside is touched.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

# White space of any script, and what is invisible too: zero-width marks, byte order mark, soft hyphen.
_TRIMMED = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WHOLE_NUMBERS_EXACT_BELOW = 10**15


def text(cell: Any) -> str | None:
    """A cell as trimmed text; null when empty. Whole numbers lose the '.0' Excel adds, dates become ISO text."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return cell.strip(_TRIMMED) or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return number_text(float(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).strip(_TRIMMED) or None


def number_text(number: float) -> str:
    """A number the way a person would type it: 6, not 6.0; 0.5 stays 0.5."""
    if number.is_integer() and abs(number) < _WHOLE_NUMBERS_EXACT_BELOW:
        return str(int(number))
    return repr(number)


def text_not_zero(cell: Any) -> str | None:
    """Text of a cell in which a zero means that a formula found nothing."""
    found = text(cell)
    return None if found == "0" else found


def text_not_number_zero(cell: Any) -> str | None:
    """Text of a cell in which the number zero means that a formula found nothing; a typed '0' stays."""
    return None if isinstance(cell, int | float) and not isinstance(cell, bool) and cell == 0 else text(cell)


def folded(words: str | None) -> str:
    """Text for comparing with a vocabulary: compatibility forms unified, lower case, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words or "")).strip().casefold()


def clean_text(words: str | None) -> str | None:
    """A name in one line: compatibility forms unified, invisible marks out, single spaces; capitals stay."""
    if not words:
        return None
    unified = unicodedata.normalize("NFKC", words)
    shown = "".join(sign for sign in unified if unicodedata.category(sign) not in ("Cf", "Cc") or sign.isspace())
    return " ".join(shown.split()) or None


def at(cells: list[list[Any]], row: int, column: int) -> Any:
    """The cell in a row and column counted from 1; the empty string outside the used area."""
    if row > len(cells) or column > len(cells[row - 1]):
        return ""
    return cells[row - 1][column - 1]


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(reference: str) -> tuple[int, int]:
    """Row and column, counted from 1, of a reference such as D26."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), column_number(letters)
