"""The labels of a template in three languages, and where each family of revisions keeps them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from include.sample.lists import read_rows

_HERE = Path(__file__).parent.name


class Label(NamedTuple):
    """One text of the template in the languages the sample speaks."""

    english: str
    chinese: str
    german: str

    def marked(self, mark: str) -> Label:
        """The label behind a mark such as ``1)``."""
        return Label(*(f"{mark} {text}" for text in self))

    def bare(self) -> Label:
        """Without the asterisk of a field that must be filled in."""
        return Label(*(text.replace(" (*)", "").replace("(*)", "") for text in self))


class Field(NamedTuple):
    """A field of the Declaration sheet and its row (label in B, value in D)."""

    name: str
    row: int
    label: Label


class Question(NamedTuple):
    """A question: its number or letter as printed in that revision, and its heading row."""

    mark: str
    row: int
    label: Label


class Column(NamedTuple):
    """A column of a table."""

    field: str
    letter: str
    label: Label


METAL_NAMES = {
    "Tantalum": Label("Tantalum", "钽", "Tantal"),
    "Tin": Label("Tin", "锡", "Zinn"),
    "Gold": Label("Gold", "金", "Gold"),
    "Tungsten": Label("Tungsten", "钨", "Wolfram"),
    "Cobalt": Label("Cobalt", "钴", "Kobalt"),
    "Natural Mica": Label("Natural Mica", "天然云母", "Naturglimmer"),
}
"""Metals whose rows the template translates; minerals a supplier chose from a list stay English."""


@cache
def fields(layout: str, part: str = "field") -> tuple[Field, ...]:
    """Fields (or, with ``part="heading"``, headings between them) of a column of ``labels.csv``."""
    rows = _labels(layout, part)
    return tuple(Field(row["name"], int(row[layout]), _label(row)) for row in rows)


@cache
def questions(layout: str, part: str) -> tuple[Question, ...]:
    """Questions of a column of ``labels.csv`` in sheet order; ``part`` is metal or company."""
    found = []
    for row in _labels(layout, part):
        mark, _, number = row[layout].partition("@")
        printed = f"{mark})" if part == "metal" else f"{mark}."
        found.append(Question(mark, int(number), _label(row).marked(printed)))
    return tuple(sorted(found, key=lambda question: question.row))


@cache
def columns(sheet: str, layout: str) -> tuple[Column, ...]:
    """Columns of a table of ``columns.csv``."""
    rows = [row for row in read_rows(f"{_HERE}/columns.csv") if row["sheet"] == sheet and row[layout]]
    return tuple(Column(row["field"], row[layout], _label(row)) for row in rows)


def _labels(layout: str, part: str) -> list[dict[str, str]]:
    return [row for row in read_rows(f"{_HERE}/labels.csv") if row["part"] == part and row[layout]]


def _label(row: dict[str, str]) -> Label:
    return Label(row["english"], row["chinese"], row["german"])
