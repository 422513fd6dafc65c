"""The cell layouts of the template, read from ``layouts/*.csv``: one row a field, one column a family of revisions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from include.intake.values import address, column_number, folded


@dataclass(frozen=True)
class Revision:
    """A revision of the template: its canonical number, its layout (null: recognised, not read yet)."""

    number: str
    layout: str | None
    product_columns: int


@dataclass(frozen=True)
class Question:
    """A question: canonical name, the mark its label begins with in every language, and its row."""

    name: str
    label: str
    row: int


@dataclass(frozen=True)
class Layout:
    """Where one family of revisions keeps what: cells as (row, column) and columns counted from 1."""

    name: str
    declaration: dict[str, tuple[int, int]]
    metal_questions: tuple[Question, ...]
    company_questions: tuple[Question, ...]
    metals: tuple[str, ...]
    answer_column: int
    comment_column: int
    question_column: int
    smelter_columns: dict[str, int]
    smelter_sheet: str
    smelter_heading_row: int
    smelter_last_row: int
    smelter_last_supplier_column: int
    smelter_last_helper_column: int
    product_sheet: str
    product_heading_row: int
    product_first_column: int
    lookup_columns: dict[str, int]
    lookup_sheet: str
    lookup_heading_row: int


def find_revision(stated: str) -> Revision | None:
    """The revision a template states (such as '6.4'), or null when the table does not know it."""
    return _revisions().get(stated.casefold())


@cache
def _revisions() -> dict[str, Revision]:
    return {
        row["stated"]: Revision(row["revision"], row["layout"] or None, int(row["product_columns"] or 3))
        for row in _table("revisions")
    }


@cache
def get_layout(name: str) -> Layout:
    """The layout of that name; raises KeyError when no such column exists."""
    area = {row["area"]: row[name] for row in _table("areas")}
    questions = [row for row in _table("questions") if row[name]]
    return Layout(
        name=name,
        declaration={row["field"]: address(row[name]) for row in _table("declaration") if row[name]},
        metal_questions=_questions(questions, "metal", name),
        company_questions=_questions(questions, "company", name),
        metals=tuple(area["metals"].split("|")),
        answer_column=column_number(area["answer_column"]),
        comment_column=column_number(area["comment_column"]),
        question_column=column_number(area["question_column"]),
        smelter_columns=_columns("smelter_list", name),
        smelter_sheet=area["smelter_sheet"],
        smelter_heading_row=int(area["smelter_heading_row"]),
        smelter_last_row=int(area["smelter_last_row"]),
        smelter_last_supplier_column=column_number(area["smelter_last_supplier_column"]),
        smelter_last_helper_column=column_number(area["smelter_last_helper_column"]),
        product_sheet=area["product_sheet"],
        product_heading_row=int(area["product_heading_row"]),
        product_first_column=column_number(area["product_first_column"]),
        lookup_columns=_columns("lookup", name),
        lookup_sheet=area["lookup_sheet"],
        lookup_heading_row=int(area["lookup_heading_row"]),
    )


@cache
def scopes(layout: str) -> tuple[dict[str, str], dict[str, str]]:
    """Scope by its leading letter, and by its words without the letter."""
    rows = [row for row in _table("scopes") if row["layout"] == layout]
    return {row["letter"]: row["scope"] for row in rows}, {row["words"]: row["scope"] for row in rows}


@cache
def vocabulary() -> dict[tuple[str, str], str]:
    """(question, answer as written and folded) -> canonical answer."""
    return {
        (question, folded(row["written"])): row["answer"]
        for row in _table("vocabulary")
        for question in row["questions"].split()
    }


def _questions(rows: list[dict[str, str]], kind: str, name: str) -> tuple[Question, ...]:
    return tuple(Question(row["question"], row["label"], int(row[name])) for row in rows if row["kind"] == kind)


def _columns(table: str, name: str) -> dict[str, int]:
    return {row["field"]: column_number(row[name]) for row in _table(table) if row[name]}


def _table(name: str) -> list[dict[str, str]]:
    source = files("include.intake.cmrt").joinpath("layouts", f"{name}.csv")
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))
