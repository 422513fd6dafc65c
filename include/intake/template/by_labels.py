"""The layout of a template whose revision is not on record, told by its English labels.

Nothing is guessed: each field, question, answer row and column must be named by a label of its own. A template in
another language is read by the labels its own sheet of languages gives in English.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from include.intake.metals import canonical_metal
from include.intake.model import UnreadableError
from include.intake.template.form import DECLARATION, Form
from include.intake.template.labels import NO_SUCCESSOR, EnglishLabels, Part, columns_named, label_words, named_by
from include.intake.template.layout import Columns, Layout, Question, Table, get_layout
from include.intake.workbook import Workbook

_B = 2
_FIRST_ROW, _LAST_ROW = 5, 200
_METAL_MARK, _COMPANY_MARK = re.compile(r"\d{1,2}\)"), re.compile(r"[A-Z]\.")
_MINERALS = 10
_HEADING_ROWS = range(1, 9)
_LAST_SCOPE_COLUMN = "I"
_NEEDED_FIELDS = ("company_name", "declaration_scope", "authorizer_name", "effective_date")
_NEEDED_SINCE_3 = ("contact_name", "contact_email", "authorizer_email")
_NEEDED_QUESTIONS = {
    "v2": {"1", "3", "5", "6", "7"},
    "v3": {"1", "2", "3", "5", "6", "7", "8"},
    "v6": {"1", "2", "3", "4", "5", "6", "7", "8"},
    "emrt": {"1", "4", "6", "7"},
    "amrt": {"1", "6"},
}
_NEEDED_OF_COMPANY = {"cmrt": set("ABCDEFGH"), "emrt": set("ABCDEFG"), "amrt": set[str]()}
_NEEDED_COLUMNS: dict[str, tuple[str, ...]] = {
    "smelter": ("metal", "smelter_name_reported", "facility_country"),
    "product": ("product_number",),
    "lookup": ("metal", "smelter_name_standard", "smelter_cid"),
    "mine": ("metal", "mine", "mine_country"),
}
_HIDDEN = ("smelter_name_standard_reported",)
_LOOKUPS = ("Smelter Look-up", "Smelter Reference List", "Standard Smelter Names")


def layout_by_labels(form: Form, workbook: Workbook) -> Layout:
    """The layout that the labels of this template state; its ``trust`` is ``labels``.

    Raises UnreadableError that names the first label not found, or found twice: then nothing of it is landed.
    """
    try:
        return _Reader(form, workbook).layout()
    except _Unproved as missing:
        raise UnreadableError(
            f"{form.named}: the cells of this revision are not on record here, and its labels do not prove where they "
            f"stand ({missing}); ask for a revision 6.x, filled in the template itself"
        ) from None


class _Unproved(Exception):
    """A label that would prove the layout is missing or stands twice."""


class _Reader:
    def __init__(self, form: Form, workbook: Workbook) -> None:
        self._form, self._workbook, self._nearest = form, workbook, _nearest(form)
        self._labels = EnglishLabels(workbook, form.english)
        if not self._labels.known:
            raise _Unproved(f"its labels are in {form.language!r} and it has lost its sheet of languages")
        shown = {row: self._labels.at(DECLARATION, row, _B) or "" for row in range(_FIRST_ROW, _LAST_ROW)}
        self._shown = {row: label.strip() for row, label in shown.items() if label.strip()}

    def layout(self) -> Layout:
        base = get_layout(self._nearest, "three")
        metal = self._questions(_METAL_MARK, "metal")
        company = self._questions(_COMPANY_MARK, "company", after=max((q.row for q in metal), default=0))
        missing = _NEEDED_QUESTIONS[self._nearest] - {question.name or "" for question in metal}
        missing |= _NEEDED_OF_COMPANY[self._form.kind] - {question.name or "" for question in company}
        if missing:
            raise _Unproved(f"no question like question {min(missing)} of CMRT 6.x")
        answer, comment = self._answer_columns(metal[0].row)
        fields, smelters = self._fields(metal[0].row, answer), self._needed("smelter", base.smelters.sheet)
        return replace(
            base,
            declaration=fields,
            metal_questions=metal,
            company_questions=company,
            metals=self._metals(metal) if base.metals else (),
            metal_rows=len(base.metals) or self._mineral_rows(metal),
            answer_column=answer,
            comment_column=comment,
            smelters=smelters,
            smelter_last_supplier_column=max(c for f, c in smelters.columns.items() if f not in _HIDDEN),
            products=self._needed("product", base.products.sheet),
            lookup=self._lookup(),
            aliases=None,
            mines=self._table("mine", base.mines.sheet) if base.mines else None,
            scope_cells="" if base.metals else self._scope_cells(metal[0].row),
            trust="labels",
        )

    def _fields(self, before: int, answer_column: int) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for row, label in self._shown.items():
            name = named_by("declaration", label) if row < before else None
            if name in found:
                raise _Unproved(f"two labels for {_plain(name)}: rows {found[name][0]} and {row}")
            if name and name != "minerals":
                found[name] = (row, answer_column)
        needed = _NEEDED_FIELDS + (() if self._nearest == "v2" else _NEEDED_SINCE_3)
        if missing := [name for name in needed if name not in found]:
            raise _Unproved(f"no label for {_plain(missing[0])}")
        # Under product scope the label of the description is gone, and the cell holds nothing.
        link = found["declaration_scope"][0] + 2
        if link not in {row for row, _ in found.values()}:
            found["scope_link"] = (link, answer_column)
        return found

    def _questions(self, mark: re.Pattern[str], part: Part, after: int = 0) -> tuple[Question, ...]:
        found: list[Question] = []
        for row, label in self._shown.items():
            match = mark.match(label) if row > after else None
            if match is None:
                continue
            if found and _order(match[0]) != _order(found[-1].label) + 1:
                break  # lists and translations further down begin again
            if not found and _order(match[0]) != 1:
                raise _Unproved(f"the first question stands as {match[0]} in row {row}")
            found.append(Question(named_by(part, label[match.end() :]) or None, match[0], row))
        names = [question.name for question in found if question.name not in (None, NO_SUCCESSOR)]
        if twice := {name for name in names if names.count(name) > 1}:
            raise _Unproved(f"two questions like question {min(str(name) for name in twice)} of CMRT 6.x")
        return tuple(found)

    def _answer_columns(self, row: int) -> tuple[int, int]:
        words = {
            label_words(label): place for place, label in enumerate(self._labels.row(DECLARATION, row), 1) if label
        }
        try:
            return words["answer"], words["comments"]
        except KeyError as missing:
            raise _Unproved(f"no heading {missing} in row {row}") from None

    def _metals(self, questions: tuple[Question, ...]) -> tuple[str, ...]:
        """The four metals in the order of the rows below every question; they must be the same below each."""
        orders = {
            tuple(canonical_metal(self._shown.get(question.row + place)) for place in range(1, 5))
            for question in questions
        }
        order = orders.pop()
        if orders or set(order) != {"Tantalum", "Tin", "Gold", "Tungsten"}:
            raise _Unproved("the rows below its questions do not name the four metals in one order")
        return tuple(str(metal) for metal in order)

    def _mineral_rows(self, questions: tuple[Question, ...]) -> int:
        gaps = [after.row - before.row - 1 for before, after in pairwise(questions)]
        return min([_MINERALS, *gaps])

    def _scope_cells(self, before: int) -> str:
        """Where the minerals are chosen: from their label down to the next label of the company block."""
        rows = [row for row, label in self._shown.items() if row < before and named_by("declaration", label)]
        start = next((row for row in rows if named_by("declaration", self._shown[row]) == "minerals"), None)
        if start is None:
            return ""
        end = min((row for row in rows if row > start), default=start + 1) - 1
        return f"D{start}:{_LAST_SCOPE_COLUMN}{end}"

    def _needed(self, part: Part, sheet: str) -> Table:
        table = self._table(part, sheet)
        if table is None:
            raise _Unproved(f"no headings of sheet {sheet!r}")
        return table

    def _table(self, part: Part, sheet: str) -> Table | None:
        """The table of a sheet, under the first row that names its columns; null when no row does."""
        if sheet not in self._workbook:
            return None
        for row in _HEADING_ROWS:
            columns: Columns = columns_named(part, self._labels.row(sheet, row))
            if all(name in columns for name in _NEEDED_COLUMNS[part]):
                return Table(sheet, row, columns)
        return None

    def _lookup(self) -> Table | None:
        return next((table for sheet in _LOOKUPS if (table := self._table("lookup", sheet))), None)


def _nearest(form: Form) -> str:
    """The layout on record whose answer lists and scopes come nearest."""
    if form.kind != "cmrt":
        return str(form.kind)
    major = int((form.stated_revision or "6").split(".")[0])
    return "v2" if major < 3 else "v3" if major < 6 else "v6"


def _order(mark: str) -> int:
    """1 for '1)', 1 for 'A.'."""
    return int(mark[:-1]) if mark[:-1].isdigit() else ord(mark[0]) - 64


def _plain(name: str | None) -> str:
    return (name or "").replace("_", " ")
