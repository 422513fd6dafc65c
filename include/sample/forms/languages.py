"""Every label in every language, as the template holds them: sheet L, or in 2.00 to 2.02 the sheets themselves."""

from __future__ import annotations

from typing import Any

from include.sample.cells import put, put_at
from include.sample.forms.families import FOOTER
from include.sample.forms.page import Page
from include.sample.layout import LANGUAGES

_L_HEADINGS = ("Sheets", "Cells", *LANGUAGES)
_IN_THE_SHEET = ("English", "Chinese", "Japanese", "Korean", "French", "Portugese", "German", "Spanish")


def write_languages(sheet: Any, page: Page) -> None:
    """Sheet L: key (sheet and cell), sheet, cell, English, Chinese and German."""
    for column, heading in zip("BCDEFGHIJKLM", _L_HEADINGS, strict=True):
        put_at(sheet, f"{column}1", heading)
    for row, (of_sheet, cell, label) in enumerate(page.labels, start=2):
        texts = (f"{of_sheet}{cell}", of_sheet, cell, *label)
        for column, text in zip("ABCDEJ", texts, strict=True):
            put_at(sheet, f"{column}{row}", text)


def write_translations(book: Any, page: Page) -> None:
    """Below the sheets of 2.00 to 2.02: footer, padding, a heading row of languages and a row a label.

    As in ``write_languages`` the columns of languages the sample does not speak have a heading only.
    """
    for name, first in page.family.translations.items():
        sheet = book[name]
        top, left = sheet[first].row, sheet[first].column
        put(sheet, top - 2, 2, FOOTER)
        put(sheet, top - 1, left, "A" * 80)
        for column, language in enumerate(_IN_THE_SHEET, start=left):
            put(sheet, top, column, language)
        labels = dict.fromkeys(label for of_sheet, _, label in page.labels if of_sheet == name)
        for row, label in enumerate(labels, start=top + 1):
            for language, text in zip(("English", "Chinese", "German"), label, strict=True):
                put(sheet, row, left + _IN_THE_SHEET.index(language), text)
