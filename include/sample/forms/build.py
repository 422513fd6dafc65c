"""Build a template of any family from a ``FormSpec``; equal specs give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

from include.fixed_zip import fixed_zip
from include.sample.cells import put_at
from include.sample.forms import tables
from include.sample.forms.declaration import write_declaration
from include.sample.forms.languages import write_languages, write_translations
from include.sample.forms.page import Page
from include.sample.forms.spec import FormSpec

_HIDDEN = ("L", "K", "C", "SorP", "Sheet1")


def build_form(form: FormSpec) -> bytes:
    """Bytes of an .xlsx workbook with the sheets and cells of the form's family.

    An extra cell on a sheet that does not exist makes that sheet. Raises KeyError for an unknown family or a column
    the family's Smelter List, Mine List or Product List does not have.
    """
    page = Page(form)
    book = Workbook()
    book.remove(book.active)
    for name in page.family.sheets:
        sheet = book.create_sheet(name)
        _WRITERS.get(name, _nothing)(sheet, page)
        sheet.sheet_state = "hidden" if name in _HIDDEN else "visible"
    _write_last(book, page)
    for name in form.left_out_sheets:
        book.remove(book[name])
    target = io.BytesIO()
    book.save(target)
    return fixed_zip(target.getvalue())


def _write_last(book: Any, page: Page) -> None:
    write_translations(book, page)
    if "L" in book.sheetnames:
        write_languages(book["L"], page)
    for (name, cell), value in {**page.family.helpers, **page.form.extra_cells}.items():
        put_at(book[name] if name in book.sheetnames else book.create_sheet(name), cell, value)


def _nothing(sheet: Any, page: Page) -> None:
    """A sheet that no reader needs: Definitions, Checker, the lists of countries and states."""


def _revision(sheet: Any, page: Page) -> None:
    put_at(sheet, "B2", "DOCUMENT TITLE")
    put_at(sheet, "B3", page.family.title.english)
    put_at(sheet, "B5", page.form.revision_text)


def _instructions(sheet: Any, page: Page) -> None:
    put_at(sheet, "A1", "Sample workbook with the layout of a template; all companies and smelters are invented.")


_WRITERS: dict[str, Callable[[Any, Page], None]] = {
    "Revision": _revision,
    "Instructions": _instructions,
    "Declaration": write_declaration,
    "Smelter List": tables.write_smelters,
    "Mine List": tables.write_mines,
    "Product List": tables.write_products,
    "Minerals Scope": tables.write_minerals_scope,
    "Standard Smelter Names": tables.write_standard_names,
    "Smelter Reference List": tables.write_lookup,
    "Smelter Look-up": tables.write_lookup,
    "K": tables.write_aliases,
}
