from __future__ import annotations

from dataclasses import replace

import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file
from include.sample.cmrt import SmelterRow, build_cmrt, complete_spec, lookup_rows


def read(*rows: SmelterRow, **fields: object) -> ReadFile:
    return read_file(build_cmrt(complete_spec(smelters=rows, **fields)), "a" * 64, "answer.xlsx")


ROW = SmelterRow(None, "Tin", "Aldercrag Tin", None, "PERU", "CID900001", "SAMPLE", 0, "Lima", 0)


def test_a_row_lands_with_its_place_and_its_columns() -> None:
    row = read(replace(ROW, mine="Mine A", recycled="No", comment="note")).tables["declared_smelter"][0]
    assert (row["source_sheet"], row["source_row"]) == ("Smelter List", 5)
    assert (row["metal"], row["smelter_lookup"], row["smelter_id_reported"]) == ("Tin", "Aldercrag Tin", "CID900001")
    assert (row["facility_country"], row["facility_country_code"]) == ("PERU", "PE")
    assert (row["city"], row["state"], row["mine"], row["recycled"], row["comment"]) == (
        "Lima",
        None,
        "Mine A",
        "No",
        "note",
    )


def test_gaps_and_exact_duplicates_stay_rows_of_their_own() -> None:
    rows = read(ROW, SmelterRow(), ROW).tables["declared_smelter"]
    assert [row["source_row"] for row in rows] == [5, 7]


def test_zeros_of_the_template_formulas_are_no_row() -> None:
    assert read(SmelterRow(street=0, city=0, smelter_id_source="0")).tables["declared_smelter"] == []


@pytest.mark.parametrize("field", ["comment", "mine", "smelter_id_input", "contact_email", "next_steps"])
def test_text_in_any_supplier_column_makes_a_row(field: str) -> None:
    assert len(read(SmelterRow(**{field: "text"})).tables["declared_smelter"]) == 1


def test_helper_columns_alone_make_no_row() -> None:
    row = SmelterRow(smelter_name_standard_reported="Aldercrag", country_code="PE", state_code="PE-1")
    assert read(row).tables["declared_smelter"] == []


def test_the_copyright_line_is_no_row() -> None:
    assert read(extra_cells={("Smelter List", "B40"): "© 2024 Somebody"}).tables["declared_smelter"] == []


def test_the_id_is_that_of_column_f_else_of_a() -> None:
    rows = read(replace(ROW, smelter_id_reported=None, smelter_id_input="CID900002"), ROW).tables["declared_smelter"]
    assert [row["smelter_id_reported"] for row in rows] == ["CID900002", "CID900001"]


def test_ids_that_differ_are_reported() -> None:
    findings = read(replace(ROW, smelter_id_input="CID900002")).tables["intake_finding"]
    assert [(f["code"], f["source_cell"], f["value"]) for f in findings] == [("smelter_ids_differ", "A5", "CID900002")]


def test_ids_that_differ_by_capitals_only_agree() -> None:
    assert read(replace(ROW, smelter_id_input="cid900001")).tables["intake_finding"] == []


def test_a_row_saved_without_computed_values_is_filled_from_the_workbooks_own_list() -> None:
    found = read(SmelterRow(smelter_id_input="CID900001", comment="by number"))
    row = found.tables["declared_smelter"][0]
    listed = next(row for row in lookup_rows() if row.smelter_cid == "CID900001")
    assert (row["metal"], row["smelter_name_reported"], row["smelter_id_reported"], row["comment"]) == (
        listed.metal, listed.smelter_name_standard, "CID900001", "by number",
    )  # fmt: skip
    assert row["facility_country"] == listed.facility_country
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("row_recomputed", "A5")]


def test_a_number_that_the_workbooks_own_list_does_not_have_stays_alone() -> None:
    found = read(SmelterRow(smelter_id_input="CID999999"))
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("row_not_computed", "A5")]
    row = found.tables["declared_smelter"][0]
    assert (row["metal"], row["smelter_name_reported"], row["smelter_id_reported"]) == (None, None, "CID999999")


def test_a_metal_of_another_language_is_canonical_and_an_unknown_one_stays() -> None:
    found = read(replace(ROW, metal="錫"), replace(ROW, metal="Cobalt"))
    assert [row["metal"] for row in found.tables["declared_smelter"]] == ["Tin", "Cobalt"]
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("metal_unrecognised", "B6")]


def test_rows_below_the_table_count_when_they_name_a_smelter() -> None:
    extra = {
        ("Smelter List", "B2510"): "Tin", ("Smelter List", "C2510"): "Aldercrag Tin",
        ("Smelter List", "C2520"): "end of list",
    }  # fmt: skip
    found = read(ROW, extra_cells=extra)
    assert [row["source_row"] for row in found.tables["declared_smelter"]] == [5, 2510]
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("text_outside_layout", "C2520")]


def test_origins_are_split_and_unknown_words_kept() -> None:
    found = read(replace(ROW, mine_country="Peru, Congo, Recycled/Scrap"))
    origins = found.tables["declared_origin"]
    assert [(o["origin_country_reported"], o["origin_country_code"], o["recycled"]) for o in origins] == [
        ("Peru", "PE", False), ("Congo", None, False), ("Recycled/Scrap", None, True),
    ]  # fmt: skip
    assert {(o["metal"], o["source_cell"], o["source_row"]) for o in origins} == {("Tin", "O5", 5)}
    assert [(f["code"], f["severity"], f["value"]) for f in found.tables["intake_finding"]] == [
        ("country_unrecognised", "info", "Congo")
    ]


def test_a_facility_country_that_is_none_is_reported_but_unknown_is_an_answer() -> None:
    found = read(replace(ROW, facility_country="Atlantis"), replace(ROW, facility_country="Unknown"))
    assert [(f["code"], f["source_cell"]) for f in found.tables["intake_finding"]] == [("country_unrecognised", "E5")]
