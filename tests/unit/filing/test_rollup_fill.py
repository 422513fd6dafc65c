"""A filled template: it reads back as it was to be filled, and what was not to be filled is as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from include.filing.rollup.fill import fill
from include.filing.rollup.filling import Filling, Smelter
from include.filing.rollup.form import FILLABLE, open_form
from include.filing.rollup.proof import differences
from include.filing.rollup.sheet_index import Unfillable
from include.intake.read import read_file
from include.sample.cmrt import CmrtSpec, LookupRow, build_cmrt
from tests import rollup_template as template
from tests.workbook_files import unzipped, zipped

CHANGED = {
    "xl/workbook.xml",
    "xl/worksheets/sheet3.xml",  # Declaration
    "xl/worksheets/sheet4.xml",  # Smelter List
    "xl/worksheets/sheet5.xml",  # Checker
}


def filled(blank: bytes, filling: Filling) -> bytes:
    return fill(open_form(blank, "blank.xlsx"), filling)[0]


def smelter_rows(content: bytes) -> list[dict[str, Any]]:
    return read_file(content, "0" * 64, "x.xlsx").tables["declared_smelter"]


@pytest.mark.parametrize("revision", FILLABLE)
def test_it_reads_back_as_it_was_to_be_filled(revision: str) -> None:
    content = filled(template.blank(revision), template.complete(*template.facilities(revision)))

    assert differences(content, template.complete(*template.facilities(revision)), "x.xlsx") == []


@pytest.mark.parametrize("revision", FILLABLE)
def test_every_other_part_keeps_its_bytes(revision: str) -> None:
    blank = template.blank(revision)
    before, after = unzipped(blank), unzipped(filled(blank, template.complete()))

    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} <= CHANGED


def test_the_same_template_and_filling_give_the_same_bytes() -> None:
    assert filled(template.blank(), template.complete()) == filled(template.blank(), template.complete())


def test_the_order_of_calculation_is_taken_out_and_a_full_one_asked_for() -> None:
    parts = unzipped(template.blank())
    parts["xl/calcChain.xml"] = b'<calcChain><c r="B5" i="4"/></calcChain>'
    relation = b'<Relationship Id="rId99" Type="http://x/relationships/calcChain" Target="calcChain.xml"/>'
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="x"/>'
    for name, closing, added in (
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", relation),
        ("[Content_Types].xml", b"</Types>", override),
    ):
        parts[name] = parts[name].replace(closing, added + closing)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")

    after = unzipped(filled(zipped(parts), template.complete()))

    assert "xl/calcChain.xml" not in after
    assert not [name for name in after if b"calcChain" in after[name]]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_a_number_is_typed_where_the_formulas_lead_back_to_it() -> None:
    (row,) = smelter_rows(filled(template.blank(), template.complete(template.facilities()[0])))

    assert row["smelter_id_input"] == row["smelter_id_reported"] == template.facilities()[0].smelter_cid
    assert row["smelter_name_standard_reported"] == template.facilities()[0].name


@pytest.mark.parametrize(
    ("lines", "way"),
    [
        pytest.param(
            [LookupRow("Tin", "Alias Works", "Alias Refinery", "Peru", "CID900901")],
            "name",
            id="the standard name is no line of its own",
        ),
        pytest.param(
            [
                LookupRow("Gold", "Twin Works", "Twin Works", "Peru", "CID900901"),
                LookupRow("Tin", "Twin Works Tin", "Twin Works Tin", "Peru", "CID900901"),
            ],
            "name",
            id="another metal has the number first",
        ),
        pytest.param(
            [
                LookupRow("Tin", "Same Works", "Same Works", "Chile", "CID900902"),
                LookupRow("Tin", "Same Works", "Same Works", "Peru", "CID900901"),
            ],
            "not listed",
            id="the name leads to another facility",
        ),
        pytest.param(
            [LookupRow("Tin", "W?rks", "W?rks", "Peru", "CID900901")], "not listed", id="a name with a wildcard"
        ),
        pytest.param([], "not listed", id="not on the list"),
    ],
)
def test_a_facility_is_entered_so_that_the_row_means_it(lines: list[LookupRow], way: str) -> None:
    wanted = Smelter("Tin", "CID900901", "Wanted Works", "Peru")
    content, rows = fill(open_form(template.blank("6.5", *lines), "x"), template.complete(wanted))
    (read,) = smelter_rows(content)

    assert rows[0].way == way
    assert (read["metal"], read["smelter_id_reported"]) == ("Tin", "CID900901")
    assert read["facility_country"].casefold() == "peru"
    assert differences(content, template.complete(wanted), "x.xlsx") == []


def test_a_country_is_written_as_the_template_lists_it() -> None:
    blank = template.blank("6.5", extra_cells={("C", "B2"): "KOREA, REPUBLIC OF"})
    content = filled(blank, template.complete(Smelter("Tin", "CID900999", "Seoul Works", "South Korea")))

    assert smelter_rows(content)[0]["facility_country"] == "KOREA, REPUBLIC OF"


def test_products_are_listed_under_scope_product() -> None:
    filling = template.complete(declaration_scope="product", products=(("A-1", "Meter"), ("A-2", None)))

    assert differences(filled(template.blank("6.6"), filling), filling, "x.xlsx") == []


def test_what_is_not_given_stays_empty() -> None:
    empty = Filling({"company_name": "Only Name, Inc."}, {}, {}, ())
    declaration = read_file(filled(template.blank(), empty), "0" * 64, "x").tables["declaration"][0]

    assert declaration["company_name"] == "Only Name, Inc."
    assert not [name for name in template.complete().fields if name != "company_name" and declaration[name]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0" + bytes(600), "without a password", id="protected"),
        pytest.param(template.blank("6.31"), "filled are CMRT 6.4, 6.5, 6.6", id="older revision"),
        pytest.param(template.blank("6.5")[:5000], "damaged", id="cut off"),
        pytest.param(
            build_cmrt(CmrtSpec("6.5", left_out_sheets=("Checker",))), "lacks the sheets Checker", id="no Checker"
        ),
        pytest.param(b"PK no zip at all", "a text table", id="no zip"),
    ],
)
def test_a_template_that_cannot_be_filled_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(Unfillable, match=reason):
        filled(content, template.complete())


def test_more_facilities_than_rows_are_refused_and_not_cut() -> None:
    many = [Smelter("Tin", f"CID{number:06d}", "Works", "Peru") for number in range(2501)]

    with pytest.raises(Unfillable, match="2,500 rows, and Appendix A 2,501 facilities"):
        filled(template.blank(), template.complete(*many))


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        pytest.param({("Declaration", "G26"): "call Supplier 7"}, "call Supplier 7", id="a comment"),
        pytest.param({("Declaration", "D13"): "DUNS of another"}, "DUNS of another", id="a field"),
        pytest.param({("Smelter List", "Q30"): "mine of Supplier 7"}, "Smelter List", id="a note in the list"),
        pytest.param({("Product List", "B6"): "P-77"}, "P-77", id="a product"),
    ],
)
def test_what_stood_in_the_template_before_is_not_handed_to_customers(planted: dict[Any, Any], told: str) -> None:
    filling = template.complete()
    content = filled(template.blank(extra_cells=planted), filling)

    assert [difference for difference in differences(content, filling, "x.xlsx") if told in difference]


def test_the_date_is_that_of_the_figures() -> None:
    content = filled(template.blank(), template.complete(effective_date=date(2026, 1, 31)))

    assert read_file(content, "0" * 64, "x").tables["declaration"][0]["effective_date"] == date(2026, 1, 31)
