"""A workbook being written: puts labels in the form's language and remembers them for the list of languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from include.sample.cells import put_at
from include.sample.forms.families import FAMILIES, Family
from include.sample.forms.labels import Label
from include.sample.forms.spec import FormSpec
from include.sample.spec import Formula


@dataclass
class Page:
    """A form, its family, and every label written so far as (sheet, cell, label)."""

    form: FormSpec
    labels: list[tuple[str, str, Label]] = field(default_factory=list)

    @property
    def family(self) -> Family:
        """The family of the form; raises KeyError for an unknown name."""
        return FAMILIES[self.form.family]

    def row(self, row: int) -> int:
        """Where a row of the family's Declaration stands in this form."""
        first, count = self.form.inserted
        return row + count if row >= first else row

    def put_label(self, sheet: Any, cell: str, label: Label, *, star_appended: bool = False) -> None:
        """Write a label in the form's language, or the formula that would find it.

        ``star_appended``: the list of languages holds it without the asterisk, which the template's formula adds.
        """
        self.labels.append((sheet.title, cell, label.bare() if star_appended else label))
        if self.form.computed:
            put_at(sheet, cell, self.in_language(label))
        else:
            put_at(sheet, cell, Formula(f'=INDEX(L!D:D,MATCH("{sheet.title}{cell}",L!A:A,0))'))

    def in_language(self, label: Label) -> str:
        """The label in the form's language; English for languages the sample does not speak."""
        language = str(self.form.language)
        if "Chinese" in language:
            return label.chinese
        return label.german if language in ("Deutsch", "German") else label.english
