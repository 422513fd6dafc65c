"""The official blank templates filled with every facility they list: undamaged, and their own Checker satisfied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from include.filing.rollup.fill import fill
from include.filing.rollup.filling import Filling, Smelter
from include.filing.rollup.form import open_form
from include.filing.rollup.proof import differences
from include.filing.rollup.smelter_rows import SmelterRow
from include.intake.read import reference_tables
from tests import rollup_template as template
from tests.libreoffice import needs_libreoffice, recalculated
from tests.workbook_files import unzipped

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not beside the project")
REVISIONS = ("6.4", "6.5")
UNLISTED = Smelter("Tungsten", "CID999999", 'Invented & <Works> "No. 1"', "Peru")
LOOKED_UP = (1, 2, 4, 5, 6, 8, 9, 17)
"""Columns of the Smelter List that formulas fill, from A as 0; without the street, which the template's list lacks."""


def blank(revision: str) -> bytes:
    return (SHARED / "cmrt" / f"blank_{revision}_en.xlsx").read_bytes()


def everything(revision: str) -> Filling:
    """All answers, every facility of the template's own list, and one that it does not have."""
    rows = reference_tables(blank(revision), "c" * 64, "x").tables["reference_smelter"]
    listed = {
        (row["metal"], row["smelter_cid"]): Smelter(
            row["metal"], row["smelter_cid"], row["smelter_name_standard"], row["facility_country"]
        )
        for row in rows
        if row["smelter_cid"]
    }
    return template.complete(*(listed[key] for key in sorted(listed)), UNLISTED)


@cache
def filled(revision: str) -> tuple[bytes, list[SmelterRow]]:
    return fill(open_form(blank(revision), "x"), everything(revision))


@pytest.mark.parametrize("revision", REVISIONS)
def test_it_reads_back_as_it_was_to_be_filled(revision: str) -> None:
    assert differences(filled(revision)[0], everything(revision), "x") == []


@pytest.mark.parametrize(
    ("revision", "not_by_number"),
    [
        # The formula beside one line of 6.4's own list is missing, so that no number or name leads to that facility.
        ("6.4", {"CID004724", "CID999999"}),
        ("6.5", {"CID999999"}),
    ],
)
def test_a_facility_is_entered_by_its_number_where_the_template_knows_it(
    revision: str, not_by_number: set[str]
) -> None:
    rows = filled(revision)[1]

    assert {row.smelter.smelter_cid for row in rows if row.way != "number"} == not_by_number
    assert len(rows) > 349


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_part_but_the_filled_ones_keeps_its_bytes(revision: str) -> None:
    before, after = unzipped(blank(revision)), unzipped(filled(revision)[0])

    assert set(before) - set(after) == {"xl/calcChain.xml"}
    assert {name for name in after if before[name] != after[name]} == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/worksheets/sheet4.xml",  # Declaration
        "xl/worksheets/sheet5.xml",  # Smelter List
        "xl/worksheets/sheet6.xml",  # Checker
    }


@pytest.mark.parametrize("revision", REVISIONS)
def test_around_the_cells_a_sheet_keeps_its_bytes(revision: str) -> None:
    """Protection, validations, conditional formats and extensions stand before and after the table of cells."""
    before, after = unzipped(blank(revision)), unzipped(filled(revision)[0])
    for sheet in ("xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml", "xl/worksheets/sheet6.xml"):
        for part in (0, 1):
            at = b"<sheetData>" if part == 0 else b"</sheetData>"
            assert after[sheet].split(at)[part] == before[sheet].split(at)[part]
        assert after[sheet].count(b"<f") >= before[sheet].count(b"<f") - 2 * 5  # those typed over: two rows


def open_items(sheets: dict[str, list[list[Any]]]) -> list[str]:
    return [row[0] for row in sheets["Checker"][3:69] if row[7] == 1]


@needs_libreoffice
@pytest.mark.parametrize("revision", REVISIONS)
def test_calculated_anew_the_checker_has_nothing_open_and_formulas_show_what_was_saved(
    revision: str, tmp_path: Path
) -> None:
    again = recalculated(filled(revision)[0], tmp_path)

    assert open_items(again) == []
    assert again["Checker"][69][7] == 0
    assert again["Checker"][1][3] == "0"
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled(revision)[0])
    saved = CalamineWorkbook.from_path(path).get_sheet_by_name("Smelter List").to_python(skip_empty_area=False)
    rows = range(4, 4 + len(everything(revision).smelters))
    for row in rows:
        for column in LOOKED_UP:
            if saved[row][column] != "":  # a value that was not saved is no claim
                assert again["Smelter List"][row][column] == saved[row][column], f"row {row + 1}, column {column + 1}"


@needs_libreoffice
@pytest.mark.parametrize("revision", REVISIONS)
def test_the_checker_of_the_untouched_template_is_open(revision: str, tmp_path: Path) -> None:
    found = open_items(recalculated(blank(revision), tmp_path))

    assert len(found) > 40
    assert found[0].startswith("Company Name")
