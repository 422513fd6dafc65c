"""One rule as its YAML says it, and what makes it wrong: a wrong rule would check nothing, and nobody would notice."""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from include.checks.columns import columns_of

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
_OF_A_SUITE = ("expectation", "column", "kwargs", "when", "cell", "cell_column", "label")


class SuiteError(ValueError):
    """A suite cannot be used; the message names the file, the rule and what is wrong with it."""


class Rule(BaseModel):
    """One rule of a suite.

    ``when`` limits it to rows: column -> the values it may have, or ``present`` or ``absent``. ``cell`` is a cell such
    as ``D8`` or ``B{row}``, ``cell_column`` a column that holds it. ``label`` words the value from several columns.
    ``reader_codes`` are findings of the reader at the same place that this rule says better: they are not said twice.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Name
    severity: Literal["critical", "warning", "info"]
    message: Words
    source: Words
    supplier_message: Words | None = None
    expectation: Annotated[str, StringConstraints(pattern=r"^expect_[a-z_]+$")] | None = None
    column: str | None = None
    kwargs: dict[str, Any] = Field(default_factory=dict)
    when: dict[str, Literal["present", "absent"] | list[Any]] = Field(default_factory=dict)
    cell: str | None = None
    cell_column: str | None = None
    label: str | None = None
    reader_codes: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _placeholders(self) -> Rule:
        for text, named in ((self.message, ["value"]), (self.supplier_message or "", ["value", "subject"])):
            if other := {field for _, field in parts_of(text) if field is not None} - set(named):
                raise ValueError(f"a message may name {{value}}, for the supplier {{subject}}, not {sorted(other)}")
        if self.cell and {field for _, field in parts_of(self.cell) if field is not None} - {"row"}:
            raise ValueError(f"a cell may name {{row}} alone: {self.cell}")
        if self.cell and self.cell_column:
            raise ValueError("a rule has a cell or a cell_column, not both")
        return self

    def columns(self) -> set[str]:
        """Every column the rule names."""
        labelled = {field for _, field in parts_of(self.label or "") if field is not None}
        named = {self.column, self.cell_column, *self.when, *self.kwargs.get("column_list", ()), *labelled}
        return {name for name in named if name}


def parts_of(text: str) -> Iterator[tuple[str, str | None]]:
    """Literal text and the placeholder after it, in turn; raises ValueError on braces that do not close."""
    for literal, field, style, conversion in string.Formatter().parse(text):
        if style or conversion:
            raise ValueError(f"a placeholder is a plain name: {text}")
        yield literal, field


def refuse_wrong_rule(table: str, rule: Rule) -> None:
    """Raise ValueError when a rule does not fit its table.

    ``table`` is empty for the rules across tables and ``reader`` for what the reader says: those are words alone.
    """
    if table in ("", "reader"):
        if given := [name for name in _OF_A_SUITE if getattr(rule, name)]:
            raise ValueError(f"only a rule of a landed table has {', '.join(given)}")
        return
    if not rule.expectation or not rule.column:
        raise ValueError("a rule of a landed table names an expectation and a column")
    if unknown := rule.columns() - columns_of(table):
        raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
    if rule.cell and "{row}" not in rule.cell and table != "declaration":
        raise ValueError(f"{table} has many rows a file: the cell must name {{row}}, such as B{{row}}")
