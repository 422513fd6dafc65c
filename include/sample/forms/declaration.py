"""The Declaration sheet of any family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from include.sample.cells import put_at
from include.sample.forms.families import FOOTER
from include.sample.forms.labels import METAL_NAMES, Label, Question, fields, questions
from include.sample.forms.page import Page
from include.sample.spec import SCOPE_PRODUCT, Formula, Reply

_SYMBOLS = {"Tantalum": "Ta", "Tin": "Sn", "Gold": "Au", "Tungsten": "W"}
_ANSWER = Label("Answer", "回答", "Antwort")
_COMMENTS = Label("Comments", "备注", "Bemerkungen")
_PRODUCT_LINK = "Click here to enter the products this declaration applies to"


def write_declaration(sheet: Any, page: Page) -> None:
    """Title, language and revision in rows 2 and 3, then fields, minerals, questions and the answer lists."""
    form, family = page.form, page.family
    page.put_label(sheet, "D2", family.title)
    put_at(sheet, "B3", "Select your language here:")
    put_at(sheet, "D3", form.language)
    put_at(sheet, "J3", form.revision_text)
    _fields(sheet, page)
    _minerals(sheet, page)
    for question in questions(family.labels, "metal"):
        _heading(sheet, page, question)
        _metal_rows(sheet, page, question.row, form.answers.get(question.mark, {}))
    for question in questions(family.labels, "company"):
        _company_question(sheet, page, question)
    _answer_lists(sheet, page)


def _fields(sheet: Any, page: Page) -> None:
    form, family = page.form, page.family
    for name, row, label in (*fields(family.labels), *fields(family.labels, "heading")):
        page.put_label(sheet, f"B{page.row(row)}", label)
        if name in form.fields:
            put_at(sheet, f"D{page.row(row)}", form.fields[name])
    if form.fields.get("declaration_scope") in (SCOPE_PRODUCT, "D. Product Level"):
        put_at(sheet, f"D{page.row(11)}", _PRODUCT_LINK)
    if family.footer_row:
        put_at(sheet, f"A{page.row(family.footer_row)}", FOOTER)
    for column, scope in zip("PQRS", family.scopes, strict=False):
        put_at(sheet, f"{column}9", scope)


def _minerals(sheet: Any, page: Page) -> None:
    written = {"minerals": page.form.minerals, "other_minerals": page.form.other_minerals}
    for name, row, _ in fields(page.family.labels):
        cells = [f"{letter}{page.row(row + below)}" for below in (0, 1) for letter in page.family.mineral_columns]
        for cell, mineral in zip(cells, written.get(name, ()), strict=False):
            put_at(sheet, cell, mineral)


def _heading(sheet: Any, page: Page, question: Question) -> None:
    row = page.row(question.row)
    appended = question.mark != "1" and not page.family.translations
    page.put_label(sheet, f"B{row}", question.label, star_appended=appended)
    page.put_label(sheet, f"D{row}", _ANSWER)
    page.put_label(sheet, f"G{row}", _COMMENTS)


def _metal_rows(sheet: Any, page: Page, heading: int, replies: Mapping[str, Reply]) -> None:
    for place, metal in enumerate(page.form.metals, start=heading + 1):
        row = page.row(place)
        if metal in METAL_NAMES:
            appended = not page.family.translations
            page.put_label(sheet, f"B{row}", _metal_label(page, metal), star_appended=appended)
        else:  # the template's formula repeats the mineral chosen above
            put_at(sheet, f"B{row}", f"{metal}(*)" if page.form.computed else Formula(f'=AA{row}&"(*)"'))
        _reply(sheet, row, replies.get(metal))


def _metal_label(page: Page, metal: str) -> Label:
    pattern = page.family.metal_label
    return Label(*(pattern.format(metal=name, symbol=_SYMBOLS.get(metal, "")) for name in METAL_NAMES[metal]))


def _company_question(sheet: Any, page: Page, question: Question) -> None:
    row = page.row(question.row)
    page.put_label(sheet, f"B{row}", question.label)
    _reply(sheet, row, page.form.company_answers.get(question.mark))
    if question.mark in page.form.company_metal_answers:
        _metal_rows(sheet, page, question.row, page.form.company_metal_answers[question.mark])


def _reply(sheet: Any, row: int, reply: Reply | None) -> None:
    for column, value in zip("DG", reply or (), strict=False):
        put_at(sheet, f"{column}{row}", value)


def _answer_lists(sheet: Any, page: Page) -> None:
    column, first = page.family.choices_from[0], int(page.family.choices_from[1:])
    for row, choice in enumerate(page.family.choices, start=page.row(first)):
        put_at(sheet, f"{column}{row}", choice)
        sheet.row_dimensions[row].hidden = True
