"""The cell layouts of the templates, read from ``layouts/*.csv``: one row a field, one column a family of revisions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from include.intake.values import address, column_number, folded

Columns = dict[str, int]
Trust = Literal["stated", "labels"]


@dataclass(frozen=True)
class Revision:
    """A revision of a template: its canonical number, the layouts it may have, the form of its Product List.

    Without layouts its cells are not on record, and it is read by its labels. With two, the sheets prove which it is.
    """

    number: str
    layouts: tuple[str, ...]
    product_list: str


@dataclass(frozen=True)
class Question:
    """A question: canonical name (null: 6.x no longer asks it), the mark its label begins with, and its row."""

    name: str | None
    label: str
    row: int


@dataclass(frozen=True)
class Table:
    """A table of a sheet: its heading row, and the column of each field, counted from 1."""

    sheet: str
    heading_row: int
    columns: Columns


@dataclass(frozen=True)
class Layout:
    """Where a template keeps what: cells as (row, column), columns counted from 1.

    ``family`` names the answer lists and scopes that hold for it. ``metals`` is empty where the supplier chooses the
    minerals: then each answer row is labelled with its own, ``metal_rows`` of them below each question.
    """

    family: str
    declaration: dict[str, tuple[int, int]]
    metal_questions: tuple[Question, ...]
    company_questions: tuple[Question, ...]
    metals: tuple[str, ...]
    metal_rows: int
    question_column: int
    answer_column: int
    comment_column: int
    smelters: Table
    smelter_last_row: int
    smelter_last_supplier_column: int
    smelter_last_helper_column: int
    products: Table
    lookup: Table | None = None
    aliases: Table | None = None
    mines: Table | None = None
    minerals: Table | None = None
    scope_cells: str = ""
    trust: Trust = "stated"


def find_revision(kind: str, stated: str) -> Revision | None:
    """The revision a template states (such as '6.4'), or null when the table does not know it."""
    return _revisions().get((kind, stated.casefold()))


@cache
def _revisions() -> dict[tuple[str, str], Revision]:
    return {
        (row["kind"], row["stated"]): Revision(row["revision"], tuple(row["layout"].split()), row["product_list"])
        for row in read_layout_table("revisions")
    }


@cache
def get_layout(name: str, product_list: str) -> Layout:
    """The layout of that name with that form of Product List; raises KeyError when no such column exists."""
    area = {row["area"]: row[name] for row in read_layout_table("areas")}
    family = "v2" if name == "v2_00" else name
    return Layout(
        family=family,
        declaration={row["field"]: address(row[family]) for row in read_layout_table("declaration") if row[family]},
        metal_questions=_questions("metal", family),
        company_questions=_questions("company", family),
        metals=tuple(area["metals"].split("|")) if area["metals"] else (),
        metal_rows=int(area["metal_rows"]),
        question_column=column_number(area["question_column"]),
        answer_column=column_number(area["answer_column"]),
        comment_column=column_number(area["comment_column"]),
        smelters=_required(_table(area, "smelter", "smelter_list", name)),
        smelter_last_row=int(area["smelter_last_row"]),
        smelter_last_supplier_column=column_number(area["smelter_last_supplier_column"]),
        smelter_last_helper_column=column_number(area["smelter_last_helper_column"]),
        products=_required(_table(area, "product", "products", product_list)),
        lookup=_table(area, "lookup", "lookup", "v6" if name in ("emrt", "amrt") else family),
        aliases=_table(area, "alias", "aliases", family),
        mines=_table(area, "mine", "mine_list", name),
        minerals=_table(area, "mineral", "minerals", name),
        scope_cells=area["scope_cells"],
    )


def _table(area: dict[str, str], prefix: str, columns: str, name: str) -> Table | None:
    sheet = area[f"{prefix}_sheet"]
    if not sheet:
        return None
    found = {row["field"]: column_number(row[name]) for row in read_layout_table(columns) if row[name]}
    return Table(sheet, int(area[f"{prefix}_heading_row"]), found)


def _required(table: Table | None) -> Table:
    assert table is not None
    return table


def _questions(kind: str, family: str) -> tuple[Question, ...]:
    found = []
    for row in read_layout_table("questions"):
        if row["kind"] == kind and row[family]:
            label, _, number = row[family].partition(":")
            found.append(Question(row["question"] or None, label, int(number)))
    return tuple(sorted(found, key=lambda question: question.row))


@cache
def scopes(family: str) -> tuple[dict[str, str], dict[str, str]]:
    """Scope by its leading letter, and by its words without the letter."""
    rows = [row for row in read_layout_table("scopes") if row["layout"] == ("v2" if family == "v2" else "v6")]
    return {row["letter"]: row["scope"] for row in rows}, {row["words"]: row["scope"] for row in rows}


@cache
def vocabulary(family: str) -> dict[tuple[str, str], str]:
    """(question, answer as written and folded) -> canonical answer. The question '-' is one that 6.x does not ask."""
    return {
        (question, folded(row["written"])): row["answer"]
        for row in read_layout_table("vocabulary")
        if not row["templates"] or family in row["templates"].split()
        for question in row["questions"].split()
    }


@cache
def incomparable(family: str) -> frozenset[tuple[str, str]]:
    """(question, answer as written and folded) of old that does not answer what 6.x asks, only bears on it."""
    return frozenset(
        (question, folded(row["written"]))
        for row in read_layout_table("vocabulary")
        if row["comparable"] == "no" and family in row["templates"].split()
        for question in row["questions"].split()
    )


def read_layout_table(name: str) -> list[dict[str, str]]:
    """Rows of ``layouts/<name>.csv``."""
    source = files("include.intake.template").joinpath("layouts", f"{name}.csv")
    return list(csv.DictReader(source.read_text("utf-8").splitlines()))
