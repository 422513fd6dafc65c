"""What goes into a generated CMRT: one frozen dataclass per sheet row, every field blankable.

Column letters are those of the CMRT 6.x template. Tests start from ``complete_spec`` and break one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

METALS = ("Tantalum", "Tin", "Gold", "Tungsten")
"""The metals in the order of the Declaration sheet's answer rows."""

QUESTIONS = ("1", "2", "3", "4", "5", "6", "7", "8")
COMPANY_QUESTIONS = ("A", "B", "C", "D", "E", "F", "G", "H")

SCOPE_COMPANY = "A. Company"
SCOPE_PRODUCT = "B. Product (or List of Products)"
SCOPE_USER_DEFINED = "C. User defined [Specify in 'Description of scope']"
SCOPES = (SCOPE_COMPANY, SCOPE_PRODUCT, SCOPE_USER_DEFINED)

SURVEYS_BY_TEMPLATE = "Yes, in conformance with IPC1755 (e.g., CMRT)"
NOT_LISTED = "Smelter not listed"
NOT_IDENTIFIED = "Smelter not yet identified"

REVISION_DATES = {
    "6.0": "May 13, 2020",
    "6.01": "May 19, 2020",
    "6.1": "April 28, 2021",
    "6.2": "April 27, 2022",
    "6.21": "May 6, 2022",
    "6.22": "May 11, 2022",
    "6.3": "May 5, 2023",
    "6.31": "May 26, 2023",
    "6.4": "April 26, 2024",
    "6.5": "April 25, 2025",
    "6.6": "April 17, 2026",
}
"""Date text printed beside the revision; any other revision needs ``revision_date``."""


@dataclass(frozen=True)
class Formula:
    """A formula without a cached value, as another program leaves it; plain text starting with '=' stays text."""

    text: str


@dataclass(frozen=True)
class ErrorValue:
    """What a cell shows whose formula failed, such as '#N/A'."""

    text: str


Cell = str | int | float | bool | date | datetime | Formula | ErrorValue | None
Reply = tuple[Cell, Cell]
"""Answer (column D) and comment (column G)."""


@dataclass(frozen=True)
class SmelterRow:
    """One row of the Smelter List, columns A to T in order."""

    smelter_id_input: Cell = None
    metal: Cell = None
    smelter_lookup: Cell = None
    smelter_name_reported: Cell = None
    facility_country: Cell = None
    smelter_id_reported: Cell = None
    smelter_id_source: Cell = None
    street: Cell = None
    city: Cell = None
    state: Cell = None
    contact_name: Cell = None
    contact_email: Cell = None
    next_steps: Cell = None
    mine: Cell = None
    mine_country: Cell = None
    recycled: Cell = None
    comment: Cell = None
    smelter_name_standard_reported: Cell = None
    country_code: Cell = None
    state_code: Cell = None


@dataclass(frozen=True)
class ProductRow:
    """One row of the Product List, columns B to D."""

    product_number: Cell = None
    product_name: Cell = None
    comment: Cell = None


@dataclass(frozen=True)
class LookupRow:
    """One row of the Smelter Look-up sheet, columns A to I in order."""

    metal: str
    smelter_alias: str
    smelter_name_standard: str | None = None
    facility_country: str | None = None
    smelter_cid: str | None = None
    source: str | None = "SAMPLE"
    street: str | None = None
    city: str | None = None
    state: str | None = None


@dataclass(frozen=True)
class CmrtSpec:
    """A whole workbook. The default, with look-up rows, is a blank template.

    ``answers`` is {question "1".."8": {metal: (answer, comment)}}, ``company_answers`` {"A".."H": (answer, comment)}.
    ``catch_alls`` ends each metal's look-up block with the two rows for smelters not on the list.
    ``extra_cells`` is {(sheet, cell): value}, written last: the way to plant a fault anywhere.
    ``left_out_sheets`` names sheets the workbook shall lack.
    """

    revision: str = "6.4"
    revision_date: str | None = None
    language: Cell = "English"
    company_name: Cell = None
    declaration_scope: Cell = None
    scope_description: Cell = None
    company_unique_id: Cell = None
    company_authority: Cell = None
    company_address: Cell = None
    contact_name: Cell = None
    contact_email: Cell = None
    contact_phone: Cell = None
    authorizer_name: Cell = None
    authorizer_title: Cell = None
    authorizer_email: Cell = None
    authorizer_phone: Cell = None
    effective_date: Cell = None
    answers: Mapping[str, Mapping[str, Reply]] = field(default_factory=dict)
    company_answers: Mapping[str, Reply] = field(default_factory=dict)
    smelters: tuple[SmelterRow, ...] = ()
    products: tuple[ProductRow, ...] = ()
    lookup: tuple[LookupRow, ...] = ()
    catch_alls: bool = True
    extra_cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    left_out_sheets: tuple[str, ...] = ()

    @property
    def revision_text(self) -> str:
        """Text of Declaration!J3; raises KeyError for a revision without a known or given date."""
        return f"Revision {self.revision}\n{self.revision_date or REVISION_DATES[self.revision]}"


def with_answer(spec: CmrtSpec, question: str, metal: str, answer: Cell, comment: Cell = None) -> CmrtSpec:
    """The same declaration with one answer changed."""
    of_question = {**spec.answers.get(question, {}), metal: (answer, comment)}
    return replace(spec, answers={**spec.answers, question: of_question})


def with_company_answer(spec: CmrtSpec, question: str, answer: Cell, comment: Cell = None) -> CmrtSpec:
    """The same declaration with one company-level answer changed."""
    return replace(spec, company_answers={**spec.company_answers, question: (answer, comment)})


def listed(row: LookupRow, **columns: Cell) -> SmelterRow:
    """A Smelter List row as the template fills it for one look-up entry; ``columns`` are added or replaced.

    ``smelter_id_input`` stays empty: people who choose from the list do not type an id.
    """
    base = SmelterRow(
        metal=row.metal,
        smelter_lookup=row.smelter_alias,
        facility_country=row.facility_country,
        smelter_id_reported=row.smelter_cid,
        smelter_id_source=row.source,
        street=0,  # the template's formula finds nothing and shows a zero
        city=row.city,
        state=row.state,
        smelter_name_standard_reported=row.smelter_name_standard,
    )
    return replace(base, **columns)


def unidentified(metal: str, **columns: Cell) -> SmelterRow:
    """The row of a supplier who does not know the smelter yet."""
    base = SmelterRow(metal=metal, smelter_lookup=NOT_IDENTIFIED, smelter_name_reported="Unknown")
    return replace(base, facility_country="Unknown", **columns)


def unlisted(metal: str, name: str, country: str, **columns: Cell) -> SmelterRow:
    """The row of a smelter the look-up list does not hold: the supplier types name and country."""
    base = SmelterRow(metal=metal, smelter_lookup=NOT_LISTED, smelter_name_reported=name, facility_country=country)
    return replace(base, **columns)
