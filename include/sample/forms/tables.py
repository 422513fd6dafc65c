"""The sheets that hold a table: smelters, mines, products, minerals in scope, and the lists of reference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from include.sample.cells import put_at
from include.sample.forms.labels import columns
from include.sample.forms.page import Page
from include.sample.forms.spec import FormRow


def write_smelters(sheet: Any, page: Page) -> None:
    """Headings in row 4, smelters from row 5."""
    put_at(sheet, "B2", "TO BEGIN:")
    _write_table(sheet, page, page.family.smelters, 4, page.form.smelters)


def write_mines(sheet: Any, page: Page) -> None:
    """Headings in row 4, mines from row 5."""
    put_at(sheet, "B2", "TO BEGIN:")
    _write_table(sheet, page, "v6", 4, page.form.mines)


def write_products(sheet: Any, page: Page) -> None:
    """Headings in row 5, products from row 6."""
    put_at(sheet, "A1", "Only needed when the declaration covers listed products.")
    put_at(sheet, "B4", "Click here to return to Declaration tab")
    _write_table(sheet, page, page.family.products, 5, page.form.products)


def write_minerals_scope(sheet: Any, page: Page) -> None:
    """Headings in B7 and C7, minerals and the reasons why they are asked for below."""
    put_at(sheet, "B4", "Click here to return to Declaration tab")
    put_at(sheet, "B7", "Select Minerals/Metals in Scope")
    put_at(sheet, "C7", "Reasons for inclusion on the AMRT")
    for row, (mineral, reason) in enumerate(page.form.mineral_reasons.items(), start=8):
        put_at(sheet, f"B{row}", mineral)
        put_at(sheet, f"C{row}", reason)


def write_lookup(sheet: Any, page: Page) -> None:
    """The list of 4.x and later: headings in row 4, a row a name or alias."""
    put_at(sheet, "A1", "Names suppliers choose from. An entry here says nothing about conformance.")
    rows = ({**row, "joined": f"{row['metal']}{row['smelter_alias']}"} for row in page.form.reference)
    _write_reference(sheet, page, 4, rows, "Look-up")


def write_standard_names(sheet: Any, page: Page) -> None:
    """The list of 2.x and 3.x: headings in row 2, a row a facility, in 2.x with its aliases joined by comma."""
    put_at(sheet, "A1", "Note: the list of smelter names says nothing about conformance.")
    _write_reference(sheet, page, 2, _facilities(page.form.reference))


def write_aliases(sheet: Any, page: Page) -> None:
    """The hidden list of names of 2.03a and 3.x: headings in row 1, a row a name or alias."""
    choices = [{"metal": metal, "smelter_alias": "Smelter not yet identified"} for metal in page.form.metals]
    rows: list[FormRow] = [*choices, *page.form.reference]
    joined = ({**row, "joined": f"{row['metal']}{row['smelter_alias']}"} for row in rows)
    _write_reference(sheet, page, 1, joined)


def _facilities(reference: Iterable[FormRow]) -> list[FormRow]:
    blocks: defaultdict[tuple[Any, Any], list[FormRow]] = defaultdict(list)
    for row in reference:
        blocks[row["metal"], row["smelter_name_standard"]].append(row)
    found: list[FormRow] = []
    for (_, name), rows in blocks.items():
        aliases = [str(row["smelter_alias"]) for row in rows if row["smelter_alias"] != name]
        found.append({**rows[0], "known_aliases": ",".join(aliases) or None})
    return found


def _write_table(
    sheet: Any, page: Page, layout: str, heading_row: int, rows: Iterable[FormRow], name: str | None = None
) -> None:
    letters = {}
    for field, letter, label in columns(name or sheet.title, layout):
        page.put_label(sheet, f"{letter}{heading_row}", label)
        letters[field] = letter
    for number, row in enumerate(rows, start=heading_row + 1):
        for field, value in row.items():
            put_at(sheet, f"{letters[field]}{number}", value)


def _write_reference(
    sheet: Any, page: Page, heading_row: int, rows: Iterable[FormRow], name: str | None = None
) -> None:
    """As ``_write_table``, without what this family's list does not hold."""
    layout = page.family.reference
    held = {column.field for column in columns(name or sheet.title, layout)}
    picked = ({field: value for field, value in row.items() if field in held} for row in rows)
    _write_table(sheet, page, layout, heading_row, picked, name)
