"""What goes into a generated template of any family: one frozen dataclass, every field blankable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from include.sample.spec import METALS, Cell, Reply

FormRow = Mapping[str, Cell]
"""A row of a table by field name, as in ``columns.csv``."""
Replies = Mapping[str, Mapping[str, Reply]]
"""Number or letter as printed in the revision -> metal -> (answer, comment)."""


@dataclass(frozen=True)
class FormSpec:
    """A whole workbook of one family (a key of ``FAMILIES``). The default, with a reference list, is a blank template.

    ``metals`` stand below each question in this order. ``minerals`` are the names in the cells that choose them
    (EMRT 2.x, AMRT), from the first cell on, and ``other_minerals`` the names typed below them.
    ``inserted`` is (row, count): from that row of the Declaration on everything stands that many rows lower.
    With ``computed=False`` labels are formulas without a value, as programs leave them that do not compute.
    ``extra_cells`` is {(sheet, cell): value}, written last.
    """

    family: str
    revision_text: str
    language: str = "English"
    fields: Mapping[str, Cell] = field(default_factory=dict)
    metals: tuple[str, ...] = METALS
    minerals: tuple[Cell, ...] = ()
    other_minerals: tuple[Cell, ...] = ()
    mineral_reasons: Mapping[str, str] = field(default_factory=dict)
    answers: Replies = field(default_factory=dict)
    company_answers: Mapping[str, Reply] = field(default_factory=dict)
    company_metal_answers: Replies = field(default_factory=dict)
    smelters: tuple[FormRow, ...] = ()
    mines: tuple[FormRow, ...] = ()
    products: tuple[FormRow, ...] = ()
    reference: tuple[FormRow, ...] = ()
    inserted: tuple[int, int] = (1, 0)
    computed: bool = True
    extra_cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    left_out_sheets: tuple[str, ...] = ()

    def with_fields(self, **values: Cell) -> FormSpec:
        """The same form with some fields of the Declaration changed."""
        return replace(self, fields={**self.fields, **values})

    def with_answer(self, mark: str, metal: str, answer: Cell, comment: Cell = None) -> FormSpec:
        """The same form with one answer changed."""
        return replace(self, answers={**self.answers, mark: {**self.answers.get(mark, {}), metal: (answer, comment)}})

    def with_company_answer(self, mark: str, answer: Cell, comment: Cell = None) -> FormSpec:
        """The same form with one answer at company level changed."""
        return replace(self, company_answers={**self.company_answers, mark: (answer, comment)})

    def with_cells(self, cells: Mapping[tuple[str, str], Cell]) -> FormSpec:
        """The same form with cells written last, over whatever stands there."""
        return replace(self, extra_cells={**self.extra_cells, **cells})
