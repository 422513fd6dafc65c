from __future__ import annotations

import io
from datetime import date

import openpyxl
import pyarrow as pa
import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file
from include.schemas import LANDED


def read(content: str | bytes, name: str = "table.csv") -> ReadFile:
    found = read_file(content.encode() if isinstance(content, str) else content, "b" * 64, name)
    for table, rows in found.tables.items():
        assert pa.Table.from_pylist(rows, schema=LANDED[table]).num_rows == len(rows)
        assert all(set(row) == set(LANDED[table].names) for row in rows)
    return found


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("headings", "kind", "table"),
    [
        ("supplier_id,supplier_name", "supplier", "supplier"),
        ("Vendor Number,Vendor Name,E-mail", "supplier", "supplier"),
        ("product_id,product_name", "product", "product"),
        ("Product Number,Part Number,Vendor No.", "bill_of_materials", "bill_of_materials"),
        ("supplier_id,letter_kind,sent_on,channel", "outreach_log", "outreach_log"),
        ("Metal,Smelter ID,Smelter Name,Country,RMAP Status", "smelter_status", "smelter_status"),
        ("metal,CID,status", "smelter_status", "smelter_status"),
        ("metal,smelter_name,facility_country,old_smelter_id,cid", "old_smelter_id", "old_smelter_id"),
        ("name,cid,country,list_name,list_date,source", "sanction", "sanction"),
        ("cid,country,source,date", "smelter_origin", "smelter_origin"),
        ("country,region,source,date", "cahra", "cahra"),
        ("Metal,Smelter Look-up (*),Standard Smelter Names,Smelter ID", "smelter_lookup", "reference_smelter"),
    ],
)
def test_headings_tell_the_table(headings: str, kind: str, table: str) -> None:
    values = ",".join(str(n) for n in range(headings.count(",") + 1))
    found = read(f"{headings}\n{values}\n")
    assert (found.kind, len(found.tables[table])) == (kind, 1)


def test_unknown_headings_are_quoted_in_the_reason() -> None:
    found = read("metal,smelter_name_reported,facility_country,smelter_cid,reason_none\nGold,A,China,,\n")
    assert found.kind == "unreadable"
    assert "'metal', 'smelter_name_reported', 'facility_country', 'smelter_cid', 'reason_none'" in (found.reason or "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    lines = [["supplier_id", "supplier_name"], ["0007", "Nürnberg Löttechnik"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    found = read(content)
    row = found.tables["supplier"][0]
    assert (row["supplier_id"], row["supplier_name"], row["source_row"]) == ("0007", "Nürnberg Löttechnik", 2)
    assert found.tables["intake_finding"] == []


def test_a_text_that_is_no_utf_8_is_read_with_a_warning() -> None:
    found = read("supplier_id,supplier_name\n1,Nürnberg\n".encode("cp1252"))
    assert found.tables["supplier"][0]["supplier_name"] == "Nürnberg"
    assert [row["code"] for row in found.tables["intake_finding"]] == ["encoding_guessed"]


def test_a_quoted_comma_and_line_break_stay_inside_their_cell() -> None:
    found = read('supplier_id,supplier_name\n1,"Harbour, Cables\nLtd"\n2,B\n')
    rows = found.tables["supplier"]
    assert [(row["supplier_name"], row["source_row"]) for row in rows] == [("Harbour, Cables\nLtd", 2), ("B", 3)]


def test_rows_without_required_values_land_for_the_checks() -> None:
    rows = read("supplier_id,supplier_name\n,No number\n\n3,\n").tables["supplier"]
    assert [(row["supplier_id"], row["supplier_name"]) for row in rows] == [(None, "No number"), ("3", None)]


def test_columns_nobody_asked_for_and_wider_rows_are_reported() -> None:
    found = read("supplier_id,supplier_name,Colour\n1,A,red\n2,B,,lost\n")
    assert [(f["code"], f["source_row"], f["value"]) for f in found.tables["intake_finding"]] == [
        ("column_not_read", 1, "Colour"), ("row_wider_than_headings", 3, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Compliant", "conformant"), ("Conformant*", "conformant"), ("Active", "active"), ("Progressing", "active"),
        ("Cross-Recognized", "cross_recognized"), ("Not eligible", "not_eligible"), ("Non Conformant", "not_eligible"),
        ("gold star", "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_status_words(word: str, status: str) -> None:
    found = read(f"metal,smelter_id,status\ntin,CID900001,{word}\n")
    row = found.tables["smelter_status"][0]
    assert (row["smelter_status"], row["status_reported"], row["metal"]) == (status, word or None, "Tin")
    assert bool(found.tables["intake_finding"]) is (status == "unknown")


def test_a_status_date_column_is_read_and_an_ambiguous_day_is_not() -> None:
    found = read("cid,status,as of\nCID900001,Active,2026-03-31\nCID900002,Active,03/04/2026\n")
    assert [row["status_as_of"] for row in found.tables["smelter_status"]] == [date(2026, 3, 31), None]
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("date_ambiguous", "C3")]


def test_the_dates_and_the_cycle_of_assessments_are_read() -> None:
    found = read(
        "metal,cid,status,last assessment date,assessment cycle,valid until\n"
        "tin,CID900001,Conformant,2025-06-01,3 years,2028-06-01\n"
    )
    row = found.tables["smelter_status"][0]
    assert (row["last_assessed_on"], row["assessment_cycle"], row["assessment_due_on"], row["status_as_of"]) == (
        date(2025, 6, 1), "3 years", date(2028, 6, 1), None,
    )  # fmt: skip


def test_countries_and_numbers_of_risk_lists_are_read_and_unknown_ones_kept_as_written() -> None:
    read_rows = read("name,cid,country,list\nInvented LLC, cid 900001 ,Congo,List A\nOther,,U.A.E.,List A\n")
    parties = read_rows.tables["sanction"]
    assert [(row["smelter_cid"], row["facility_country"], row["facility_country_code"]) for row in parties] == [
        ("CID900001", "Congo", None), (None, "U.A.E.", "AE"),
    ]  # fmt: skip
    lines = (
        "cid,country of origin,source",
        "CID900001,DR Congo,Data A",
        "CID900001,Scrap,Data A",
        "CID900001,?,Data A",
    )
    origins = read("\n".join(lines)).tables["smelter_origin"]
    assert [(row["origin_country_code"], row["recycled"]) for row in origins] == [
        ("CD", False), (None, True), (None, False),
    ]  # fmt: skip


def test_products_are_in_scope_unless_said_otherwise() -> None:
    found = read("product_id,product_name,in_scope\n1,a,\n2,b,no\n3,c,TRUE\n4,d,perhaps\n")
    assert [row["in_scope"] for row in found.tables["product"]] == [True, False, True, True]
    assert [f["code"] for f in found.tables["intake_finding"]] == ["scope_unrecognised"]


def test_a_product_has_its_dates_and_what_puts_it_out_of_scope() -> None:
    heading = "product_id,product_name,in_scope,scope_reason,evidence,made from,EOP,acquisition date,acquired reporting"
    found = read(f"{heading}\n1,a,no,paper,n/a,2020-01-01,31.12.2024,2024-05-01,NO\n2,b,,,,,soon,,not sure\n")
    first, second = found.tables["product"]
    assert (first["made_from"], first["made_until"], first["acquired_on"]) == (
        date(2020, 1, 1), date(2024, 12, 31), date(2024, 5, 1),
    )  # fmt: skip
    assert (first["in_scope"], first["scope_reason"], first["scope_evidence"]) == (False, "paper", None)
    assert (first["acquired_reporting"], second["acquired_reporting"]) == ("no", "not sure")
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("date_unreadable", "G3")]


def test_a_part_names_its_manufacturer_and_is_in_scope_unless_said_otherwise() -> None:
    found = read(
        "product,part no,vendor,maker id,scope,reason,evidence\nP1,C1,V1,V2,,,\nP1,C2,V1,,out,plastic,drawing 7\n"
    )
    first, second = found.tables["bill_of_materials"]
    assert (first["supplier_id"], first["manufacturer_id"], first["in_scope"]) == ("V1", "V2", True)
    assert (second["in_scope"], second["scope_reason"], second["scope_evidence"]) == (False, "plastic", "drawing 7")


def test_a_spend_is_read_with_its_currency_or_not_at_all() -> None:
    found = read('supplier_id,supplier_name,spend,currency\n1,a,"1,250,000.50",eur\n2,b,"1,250",\n')
    spends = [(row["annual_spend"], row["spend_currency"]) for row in found.tables["supplier"]]
    assert spends == [(1_250_000.5, "EUR"), (None, None)]
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("amount_unreadable", "C3")]


def test_letters_are_dated() -> None:
    row = read("supplier_id,letter_kind,sent_on,channel\n1,Official notice,2025-11-03,mail\n").tables["outreach_log"][0]
    assert (row["letter_kind"], row["sent_on"], row["channel"]) == ("official_notice", date(2025, 11, 3), "mail")


def test_a_workbook_of_several_tables_lands_them_all() -> None:
    content = workbook(
        ("Suppliers", [["our suppliers"], [], ["Vendor Number", "Vendor Name"], [7, "Harbour"], ["0008", "Quay"]]),
        ("BOM", [["Product ID", "Part ID", "Vendor Number"], ["P1", 12.0, 7]]),
        ("Notes", [["call them"]]),
    )
    found = read(content, "erp.xlsx")
    assert found.kind == "supplier"
    assert [(r["supplier_id"], r["source_row"], r["source_sheet"]) for r in found.tables["supplier"]] == [
        ("7", 4, "Suppliers"), ("0008", 5, "Suppliers"),
    ]  # fmt: skip
    assert [(row["part_id"], row["supplier_id"]) for row in found.tables["bill_of_materials"]] == [("12", "7")]
    assert [(f["code"], f["source_sheet"]) for f in found.tables["intake_finding"]] == [("sheet_not_read", "Notes")]


def test_formula_text_of_a_supplier_stays_text() -> None:
    row = read('supplier_id,supplier_name\n1,"=HYPERLINK(""http://x"",""y"")<script>"\n').tables["supplier"][0]
    assert row["supplier_name"] == '=HYPERLINK("http://x","y")<script>'
