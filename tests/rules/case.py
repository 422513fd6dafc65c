"""What a case says: the rule, the fault, the files that hold it, and the findings that must follow, no other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from include.sample.cmrt import CmrtSpec, build_cmrt, complete_spec
from include.sample.forms import build_form
from include.sample.forms.spec import FormSpec
from include.sample.spec import Cell
from include.sample.table import TableRow, build_table
from include.settings import CompanyProfile

Severity = Literal["critical", "warning", "info"]
Content = CmrtSpec | FormSpec | Sequence[TableRow] | bytes
Files = Mapping[str, Content]
ACCEPTED = CompanyProfile(accepted_template_versions=("2.03a", "3.01", "3.02", "6.4", "6.5", "6.6"))


@dataclass(frozen=True)
class Found:
    """A finding as a case expects it. Where there is a cell, the row is that of the cell and is not compared."""

    code: str
    severity: Severity
    sheet: str | None = ""
    cell: str | None = None
    row: int | None = None
    value: str | None = None
    by: bool = True
    """Whether it names a supplier: the case's own, where it has one."""

    @property
    def place(self) -> tuple[Any, ...]:
        """What is compared, in an order of its own."""
        row = None if self.cell else self.row
        return tuple(str(item) for item in (self.code, self.severity, self.sheet, self.cell, row, self.value, self.by))


@dataclass(frozen=True)
class Case:
    """One fault. ``fault`` is in plain words and names the folder.

    ``where`` says how the files come:
    ``supplier`` into drop/2025/<vendor number>/ of a supplier of its own, beside the whole company's clean lists;
    ``post`` into drop/2025/<fault>/ of that same world;
    ``year`` into drop/<year>/ of a year of its own, where nothing else is; ``list`` into drop/2025/<fault>/ of a world
    of lists; ``alone`` into a world of its own, the files by path below drop/. ``later`` are received a day later.
    ``companions`` are further findings that the fault cannot be had without; ``because`` says why.
    ``filed`` is the Appendix A of the year before, imported.
    ``supplier`` changes columns of its line in the supplier list, ``parts`` are its lines in the bill of materials.
    """

    code: str
    fault: str
    files: Files
    expected: tuple[Found, ...] = ()
    companions: tuple[Found, ...] = ()
    because: str = ""
    where: Literal["supplier", "post", "year", "list", "alone"] = "supplier"
    later: Files = field(default_factory=dict)
    supplier: Mapping[str, Cell] = field(default_factory=dict)
    parts: tuple[dict[str, Cell], ...] = ({},)
    filed: bytes = b""
    profile: CompanyProfile = ACCEPTED
    as_of: date = date(2026, 3, 31)

    @property
    def name(self) -> str:
        """The fault as part of a path: words of letters and figures."""
        return re.sub(r"[^a-z0-9]+", "-", self.fault.lower()).strip("-")


def cmrt(fault: str, spec: CmrtSpec | FormSpec, *expected: Found, **more: Any) -> Case:
    """A supplier's declaration with one fault; the code is that of the first finding expected."""
    name = more.pop("file", "declaration.xlsx")
    return Case(expected[0].code if expected else "", fault, {name: spec}, expected, **more)


def changed(fault: str, expected: Found | Sequence[Found], /, **fields: Any) -> Case:
    """A clean CMRT 6.4 in which some fields of the Declaration, the smelters or the products are others."""
    found = (expected,) if isinstance(expected, Found) else tuple(expected)
    return cmrt(fault, replace(complete_spec(), **fields), *found)


def smelter_row(fault: str, expected: Found | Sequence[Found], /, **columns: Cell) -> Case:
    """A clean CMRT 6.4 whose first smelter row, row 5, has other values in some columns."""
    first, *others = complete_spec().smelters
    return changed(fault, expected, smelters=(replace(first, **columns), *others))


def content_of(content: Content) -> bytes:
    """The bytes of a file."""
    if isinstance(content, CmrtSpec):
        return build_cmrt(content)
    if isinstance(content, FormSpec):
        return build_form(content)
    return content if isinstance(content, bytes) else build_table(content)
