"""An Appendix A as companies file it: every facility of it, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from include.intake.filed_appendix import FiledLine, read_filed
from include.intake.model import UnreadableError


def page(*tables: str) -> bytes:
    return f"<!DOCTYPE html><html><body><p>Exhibit 1.01</p>{''.join(tables)}</body></html>".encode()


def table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


TIN = "<td>Tin</td><td>Alder</td><td>Peru</td>"
GOLD = "<td>Gold</td><td>Cedar</td><td>Chile</td>"
SECTIONS = (
    "<th>Smelter Name</th><th>Country</th>",
    "<td colspan=2><b>Tin</b></td>",
    "<td>Alder</td><td>Peru</td>",
    "<td colspan=2>Gold</td>",
    "<td>Cedar</td><td>Chile</td>",
)
SPACED = (
    "<td colspan=2>Metal</td><td></td><td colspan=3>Smelter or Refiner</td><td>Country</td>",
    "<td></td><td>Tin</td><td></td><td></td><td>Alder</td><td></td><td>Peru</td>",
    "<td>Gold</td><td></td><td></td><td>Cedar</td><td></td><td></td><td>Chile</td>",
)
HEAD = "<td>Metal</td><td>Name of Smelter</td><td>Facility Location</td>"


def facilities(content: bytes) -> list[tuple[str, str, str | None, str | None]]:
    found = read_filed(content)
    assert found.problems == []
    return [(line.metal, line.smelter_name_reported, line.facility_country, line.smelter_cid) for line in found.lines]


def test_a_csv_gives_its_lines_with_their_rows() -> None:
    found = read_filed(
        b"metal,smelter_name_reported,facility_country,CID\ngold,Cedar Gold,Germany,cid900001\nTin,Alder,,\n"
    )

    assert found.lines == [
        FiledLine(2, "Gold", "Cedar Gold", "Germany", "DE", "CID900001"),
        FiledLine(3, "Tin", "Alder", None, None, None),
    ]


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("a metal in each row", [table(HEAD, TIN, GOLD)]),
        ("cells that say they span one row", [table(HEAD, TIN.replace("<td>", "<td rowspan='1'>"), GOLD)]),
        ("metals as rows of their own", [table(*SECTIONS)]),
        ("columns that keep their distance", [table(*SPACED)]),
        ("a table continued on the next page without headings", [table(HEAD, TIN), table(GOLD)]),
        ("headings repeated", [table(HEAD, TIN, HEAD, GOLD)]),
        ("scripts and comments between", [table(HEAD, TIN.replace("der", "<!-- x -->der<script>f()</script>"), GOLD)]),
        (
            "other tables before and after",
            [table("<td>Measure</td><td>5</td>"), table(HEAD, TIN, GOLD), table("<td>5</td>")],
        ),
        ("a table inside a table of the layout", ["<table><tr><td>", table(HEAD, TIN, GOLD), "</td></tr></table>"]),
    ],
)
def test_a_page_gives_its_facilities_however_it_is_laid_out(name: str, tables: list[str]) -> None:
    assert facilities(page(*tables)) == [("Tin", "Alder", "Peru", None), ("Gold", "Cedar", "Chile", None)], name


def test_a_cell_that_spans_rows_counts_for_each() -> None:
    rows = (HEAD, "<td rowspan=2>Tin</td><td>Alder</td><td>Peru</td>", "<td>Birch</td><td>Chile</td>")

    assert facilities(page(table(*rows))) == [("Tin", "Alder", "Peru", None), ("Tin", "Birch", "Chile", None)]


def test_a_remark_across_the_table_is_passed_over_and_said() -> None:
    found = read_filed(page(table(HEAD, "<td>Tin</td><td>Alder</td><td>Peru</td>", "<td colspan=3>* as of May</td>")))

    assert len(found.lines) == 1
    assert found.notes == ["row 3 passed over: '* as of May'"]


def test_a_line_that_cannot_be_told_is_a_problem_not_a_gap() -> None:
    found = read_filed(b"metal,name,country\nTin,,Peru\nUnobtainium,Alder,Peru\nTin,Alder,Peru\n")

    assert found.problems == ["row 2: no smelter name", "row 3: 'Unobtainium' is no metal known here"]


def test_a_number_that_is_no_cid_is_said() -> None:
    found = read_filed(b"metal,name,cid\nTin,Alder,1PER001\n")

    assert found.lines[0].smelter_cid is None
    assert found.notes == ["row 2: '1PER001' is no CID; the line is tied by its name"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"product,part\nP1,C1\n", "no table with a column for the metal"),
        (page("<p>Tin: Alder</p>"), "no table with a column for the metal"),
        (b"PK\x03\x04\0\0", "neither a workbook nor text"),
        (b"<html>", "no table with a column for the metal"),
        (page(table(HEAD, "<td colspan=99999999>a</td><td colspan=200>b</td>")), "more than 200 columns"),
    ],
)
def test_what_holds_no_appendix_says_so(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_filed(content)


def test_spans_beyond_all_bounds_cost_nothing() -> None:
    content = page(table(HEAD, "<td rowspan=99999999>Tin</td><td>Alder</td><td colspan=99999999999>Peru</td>"))

    assert facilities(content) == [("Tin", "Alder", "Peru", None)]
