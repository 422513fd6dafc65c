"""The traps seen in real files. Those not here are held by:

1 default password, a real one   test_protection::test_the_default_password_opens_every_form_of_protection,
                                 ::test_a_password_of_the_suppliers_own_is_said_with_what_to_do
2 labels follow the language     test_old_templates, test_other_templates: test_a_translated_template_reads_the_same;
                                 test_unknown_revisions::test_a_new_revision_with_the_known_labels_is_read_with_a_warning
4 A empty or F empty             test_read_smelters::test_the_id_is_that_of_column_f_else_of_a
5 dates, spaces                  test_dates; test_read_template::test_the_date_is_read_when_it_can_mean_one_day,
                                 ::test_white_space_of_any_script_is_trimmed_and_nothing_else
6 spellings of countries         test_countries (whole module), test_read_smelters::test_origins_are_split_...
8 exact duplicates               test_read_smelters::test_gaps_and_exact_duplicates_stay_rows_of_their_own
9 JPEG named .xls, PDF, zip      test_containers::test_what_is_no_workbook_is_named, test_archive; EMRT and AMRT:
                                 test_other_templates
11 template text as data         test_read_template::test_link_text_below_a_product_scope_is_no_description,
                                 test_old_templates::test_answer_lists_and_translations_below_the_questions_...
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file
from include.sample.cmrt import CmrtSpec, LookupRow, ProductRow, SmelterRow, build_cmrt, complete_spec, listed
from include.sample.forms import FormSpec, amrt_form, build_form, cmrt_form, emrt_form
from include.sample.spec import NOT_LISTED, SCOPE_PRODUCT, Cell, ErrorValue, Formula

LOST = Formula('=IFERROR(VLOOKUP($C5,Lookup,2,FALSE),"")')
"""What a program leaves that saves formulas without computing them."""
ENTRY = LookupRow("Tin", "Aldercrag Tin", "Aldercrag Tin Works S.A.", "PERU", "CID900201", city="Lima", state="Lima")
OTHER = LookupRow("Gold", "Aldercrag Tin", "Aldercrag Gold Ltd", "GHANA", "CID900099")
NOT_COMPUTED = {
    name: LOST for name in ("smelter_name_reported", "facility_country", "smelter_id_reported", "city", "state")
}


def read(content: CmrtSpec | FormSpec) -> ReadFile:
    built = build_cmrt(content) if isinstance(content, CmrtSpec) else build_form(content)
    return read_file(built, "d" * 64, "answer.xlsx")


def with_rows(*rows: SmelterRow, **fields: Any) -> ReadFile:
    return read(complete_spec(smelters=rows, lookup=(ENTRY, OTHER), **fields))


def smelter(found: ReadFile) -> dict[str, Any]:
    return found.tables["declared_smelter"][0]


def findings(found: ReadFile) -> list[tuple[str, str, str | None]]:
    return [(row["code"], row["severity"], row["source_cell"]) for row in found.tables["intake_finding"]]


# 2. Labels are formulas that follow the language cell; answers stay English.
@pytest.mark.parametrize("language", ["中文 Chinese", "Deutsch"])
def test_trap_2_translated_labels_english_answers(language: str) -> None:
    found = read(replace(cmrt_form("6.4"), language=language))
    assert (found.reason, found.template_language, findings(found)) == (None, language, [])
    assert {row["answer"] for row in found.tables["answer"]} == {"Yes", "No", "100%"}


# 3. Columns of the Smelter List are formulas whose values are gone.
IDENTITY = (
    "metal",
    "smelter_name_reported",
    "facility_country",
    "facility_country_code",
    "smelter_id_reported",
    "city",
)


@pytest.mark.parametrize(
    "row",
    [
        SmelterRow("CID900201", LOST, LOST, **NOT_COMPUTED),
        SmelterRow(" cid900201 ", LOST, LOST, **NOT_COMPUTED),
        SmelterRow(None, "Tin", "Aldercrag Tin", **NOT_COMPUTED),
        SmelterRow(None, "tin", "ALDERCRAG  TIN", **NOT_COMPUTED),
    ],
    ids=["CID", "CID in small letters", "metal and name", "metal and name in other letters"],
)
def test_trap_3_values_of_formulas_gone_are_looked_up_again(row: SmelterRow) -> None:
    found = with_rows(row)
    expected = ("Tin", "Aldercrag Tin Works S.A.", "PERU", "PE", "CID900201", "Lima")
    assert tuple(smelter(found)[field] for field in IDENTITY) == expected
    place = "A5" if row.smelter_id_input else "C5"
    assert findings(found) == [("row_recomputed", "info", place)]
    message = found.tables["intake_finding"][0]["message"]
    assert all(word in message for word in ("smelter name", "facility country", "smelter id"))


def test_trap_3_a_value_that_is_there_is_never_replaced() -> None:
    found = with_rows(replace(SmelterRow("CID900201", LOST, LOST, **NOT_COMPUTED), comment="by ship", mine="Mina Alta"))
    assert (smelter(found)["comment"], smelter(found)["mine"]) == ("by ship", "Mina Alta")
    agreed = with_rows(listed(ENTRY, smelter_name_reported="Aldercrag of Lima"))
    assert (smelter(agreed)["smelter_name_reported"], findings(agreed)) == ("Aldercrag of Lima", [])


@pytest.mark.parametrize("kept", ["smelter_name_reported", "facility_country", "smelter_id_reported"])
def test_trap_3_one_value_kept_does_not_hide_the_others_that_are_gone(kept: str) -> None:
    value = {
        "smelter_name_reported": "Aldercrag Tin Works S.A.", "facility_country": "PERU",
        "smelter_id_reported": "CID900201",
    }[kept]  # fmt: skip
    found = with_rows(SmelterRow(None, "Tin", "Aldercrag Tin", **{**NOT_COMPUTED, kept: value}))
    assert (smelter(found)["smelter_id_reported"], smelter(found)["facility_country_code"]) == ("CID900201", "PE")
    assert findings(found) == [("row_recomputed", "info", "C5")]


def test_trap_3_a_number_the_list_does_not_have_is_reported() -> None:
    found = with_rows(SmelterRow("CID999999", LOST, LOST, **NOT_COMPUTED))
    assert (smelter(found)["smelter_id_reported"], smelter(found)["facility_country"]) == ("CID999999", None)
    assert findings(found) == [("row_not_computed", "warning", "A5")]


def test_trap_3_a_name_that_means_two_facilities_is_not_guessed() -> None:
    twin = replace(ENTRY, smelter_cid="CID900202", smelter_name_standard="Aldercrag Tin of Cusco")
    row = SmelterRow(None, "Tin", "Aldercrag Tin", **NOT_COMPUTED)
    found = read(complete_spec(smelters=(row,), lookup=(ENTRY, twin)))
    assert (smelter(found)["smelter_id_reported"], smelter(found)["smelter_name_reported"]) == (None, None)
    assert findings(found) == [("row_not_computed", "warning", "C5")]


def test_trap_3_a_name_the_list_does_not_have_stays_as_chosen() -> None:
    found = with_rows(SmelterRow(None, "Tin", "Nobody Knows Tin", **NOT_COMPUTED))
    assert (smelter(found)["smelter_lookup"], smelter(found)["smelter_id_reported"]) == ("Nobody Knows Tin", None)


def test_trap_3_a_smelter_typed_because_it_is_not_listed_needs_no_look_up() -> None:
    row = SmelterRow(None, "Tin", NOT_LISTED, "Torhaven Tin", "PERU", LOST, LOST)
    found = with_rows(row)
    assert (smelter(found)["smelter_name_reported"], findings(found)) == ("Torhaven Tin", [])


def test_trap_3_without_the_list_nothing_is_guessed() -> None:
    found = with_rows(SmelterRow("CID900201", LOST, LOST, **NOT_COMPUTED), left_out_sheets=("Smelter Look-up",))
    assert smelter(found)["smelter_name_reported"] is None
    assert ("row_not_computed", "warning", "A5") in findings(found)


@pytest.mark.parametrize(
    ("revision", "number"), [("2.03a", "1ZZZ001"), ("3.01", "CID900001"), ("4.20", "CID900001"), ("5.12", "CID900001")]
)
def test_trap_3_older_lists_tell_the_smelter_of_an_alias(revision: str, number: str) -> None:
    row: dict[str, Cell] = {"metal": "Gold", "smelter_lookup": "Arvendal Guldverk"}
    lost = dict.fromkeys(("smelter_name_reported", "facility_country", "smelter_id_reported"), LOST)
    found = read(replace(cmrt_form(revision), smelters=({**row, **lost},)))
    assert smelter(found)["smelter_name_reported"] == "Arvendal Gold Refining AB"
    assert smelter(found)["facility_country_code"] == "SE"
    assert smelter(found)["smelter_id_reported"] == number


def test_trap_3_an_emrt_is_looked_up_in_its_own_list() -> None:
    lost = dict.fromkeys(("metal", "smelter_lookup", "smelter_name_reported", "facility_country"), LOST)
    found = read(replace(emrt_form(), smelters=({"smelter_id_input": "CID910002", **lost},)))
    row = smelter(found)
    assert (row["metal"], row["smelter_name_reported"]) == ("Cobalt", "Ostrahaven Kobalt NV")


# 4. "0" where a formula found nothing.
def test_trap_4_zeros_in_contact_mine_and_city_are_empty() -> None:
    row = listed(ENTRY, mine=0, mine_country=0.0, city="0", state=0, contact_name=0, contact_email=0, next_steps=0)
    found = with_rows(row, contact_phone=0, authorizer_title=0.0)
    nothing = ("mine", "mine_country", "city", "state", "next_steps")
    assert [smelter(found)[field] for field in nothing] == [None] * 5
    declaration = found.tables["declaration"][0]
    assert (declaration["contact_phone"], declaration["authorizer_title"]) == (None, None)
    assert (found.tables["declared_origin"], findings(found)) == ([], [])


# 5. Trailing tabs and line breaks in names, non-breaking spaces, full-width forms.
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Torhaven Tin\t\t\n", "Torhaven Tin"),
        ("Torhaven\u00a0Tin", "Torhaven\u00a0Tin"),
        ("\u3000Ｔｏｒｈａｖｅｎ　Ｔｉｎ", "Ｔｏｒｈａｖｅｎ　Ｔｉｎ"),
        ("Torhaven\nTin", "Torhaven\nTin"),
        ("Torhaven\u200b  Tin", "Torhaven\u200b  Tin"),
    ],
)
def test_trap_5_a_name_keeps_its_spelling_beside_a_clean_form(written: str, kept: str) -> None:
    found = with_rows(SmelterRow(None, "Tin", NOT_LISTED, written, "PERU"), company_name=written)
    row, declaration = smelter(found), found.tables["declaration"][0]
    assert (row["smelter_name_reported"], row["smelter_name_clean"]) == (kept, "Torhaven Tin")
    assert (declaration["company_name"], declaration["company_name_clean"]) == (kept, "Torhaven Tin")


# 6. Country lists inside one cell.
@pytest.mark.parametrize(
    "cell",
    [
        "Peru, Bolivia, Recycled/Scrap", "Peru; Bolivia; Recycled/Scrap", "Peru | Bolivia | Recycled/Scrap",
        "PERU\nBOLIVIA (PLURINATIONAL STATE OF)\nRecycled/Scrap",
    ],
)  # fmt: skip
def test_trap_6_a_list_of_countries_in_one_cell_is_cut(cell: str) -> None:
    origins = with_rows(listed(ENTRY, mine_country=cell)).tables["declared_origin"]
    assert [(row["origin_country_code"], row["recycled"]) for row in origins] == [
        ("PE", False), ("BO", False), (None, True),
    ]  # fmt: skip
    assert {row["source_cell"] for row in origins} == {"O5"}


# 7. Company, scope and date blank while the smelter list is full; Product List empty under scope B; footers.
def test_trap_7_a_list_without_a_declarant_is_a_declaration_all_the_same() -> None:
    found = read(CmrtSpec(smelters=(listed(ENTRY),), lookup=(ENTRY, OTHER)))
    declaration = found.tables["declaration"][0]
    assert (found.reason, found.blank) == (None, False)
    assert [declaration[f] for f in ("company_name", "declaration_scope", "effective_date")] == [None] * 3
    assert len(found.tables["declared_smelter"]) == 1


def test_trap_7_product_scope_without_products_has_none() -> None:
    found = read(complete_spec(declaration_scope=SCOPE_PRODUCT))
    assert found.tables["declaration"][0]["declaration_scope"] == "product"
    assert (found.tables["declared_product"], found.tables["declaration"][0]["scope_description"]) == ([], None)


@pytest.mark.parametrize("revision", ["2.00", "2.02", "2.03a", "3.01", "5.12", "6.4"])
def test_trap_7_footer_and_translations_are_no_products_and_no_smelters(revision: str) -> None:
    found = read(replace(cmrt_form(revision), products=({"product_number": "P-1"},)))
    assert [row["product_number"] for row in found.tables["declared_product"]] == ["P-1"]
    assert [row["source_row"] for row in found.tables["declared_smelter"]] == [5, 6, 7, 8]


def test_trap_7_a_product_far_down_the_list_is_one() -> None:
    """The template's own test files keep one in row 275."""
    found = read(cmrt_form("2.03a").with_cells({("Product List", "B275"): "P-275", ("Product List", "C275"): "tool"}))
    assert [(row["source_row"], row["product_number"]) for row in found.tables["declared_product"]] == [(275, "P-275")]


def test_trap_7_a_product_that_is_a_zero_is_a_product() -> None:
    found = read(complete_spec(products=(ProductRow(0, "cable"), ProductRow("0"))))
    assert [row["product_number"] for row in found.tables["declared_product"]] == ["0", "0"]


# 9. An EMRT or AMRT dropped as a CMRT.
def test_trap_9_an_emrt_under_the_name_of_a_cmrt_is_an_emrt() -> None:
    found = read_file(build_form(emrt_form()), "d" * 64, "CMRT 2025 final.xlsx")
    assert (found.kind, found.tables["declaration"][0]["template_kind"]) == ("emrt", "emrt")


# 10. Header cells that come out empty although the data is there.
@pytest.mark.parametrize("revision", ["2.00", "2.02", "2.03a", "3.01", "6.4"])
def test_trap_10_headings_lost_do_not_lose_the_rows(revision: str) -> None:
    form = cmrt_form(revision)
    gone: dict[tuple[str, str], Cell] = {("Smelter List", f"{letter}4"): None for letter in "ABCDEFGHIJKLMNOPQR"}
    gone |= {("Product List", f"{letter}5"): None for letter in "BCD"}
    found = read(form.with_cells(gone))
    assert found.reason is None
    assert found.tables["declared_smelter"] == read(form).tables["declared_smelter"]


# 11. Template text in data cells.
def test_trap_11_the_link_under_product_scope_of_2_x_is_no_description() -> None:
    found = read(cmrt_form("2.03a").with_fields(declaration_scope="D. Product Level"))
    assert found.tables["declaration"][0]["scope_description"] is None
    assert findings(found) == []


def test_trap_11_a_suppliers_text_below_the_questions_is_not_taken_for_the_templates() -> None:
    found = read(cmrt_form("3.01").with_cells({("Declaration", "D120"): "see our letter of May"}))
    assert ("text_outside_layout", "info", "D120") in findings(found)


# Errors of formulas in cells that matter.
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!"])
def test_an_error_value_in_a_smelter_row_is_reported(error: str) -> None:
    found = with_rows(listed(ENTRY, facility_country=ErrorValue(error)))
    severity = "info" if error == "#N/A" else "warning"  # the template's own formulas show #N/A for a new name
    assert findings(found) == [("cell_error", severity, "E5")]
    assert smelter(found)["facility_country"] is None
    assert found.tables["intake_finding"][0]["value"] == error


@pytest.mark.parametrize("cell", ["D8", "D22", "D26", "D75", "G26"])
def test_an_error_value_in_the_declaration_is_reported(cell: str) -> None:
    found = read(complete_spec(extra_cells={("Declaration", cell): ErrorValue("#REF!")}))
    assert ("cell_error", "warning", cell) in findings(found)


def test_error_values_of_the_templates_own_helpers_are_passed_over() -> None:
    helpers: dict[tuple[str, str], Cell] = {("Smelter List", "S5"): ErrorValue("#N/A")}
    helpers |= {("Smelter List", "T3000"): ErrorValue("#N/A"), ("Declaration", "B13"): ErrorValue("#N/A")}
    assert findings(read(complete_spec(extra_cells=helpers))) == []


# Notes outside the cells the template asks for.
FAMILIES = {
    **{f"CMRT {revision}": cmrt_form(revision) for revision in ("2.00", "2.03a", "3.01", "5.12", "6.6", "6.7")},
    "EMRT 2.0": emrt_form(),
    "AMRT 1.3": amrt_form(),
}


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(
    ("sheet", "cell", "code"),
    [
        ("Declaration", "I32", "text_outside_layout"), ("Declaration", "H78", "text_outside_layout"),
        ("Smelter List", "AK9", "text_outside_layout"), ("Product List", "I7", "text_outside_layout"),
        ("More smelters", "C4", "sheet_outside_layout"),
    ],
)  # fmt: skip
def test_a_note_outside_the_layout_is_reported_with_its_cell(name: str, sheet: str, cell: str, code: str) -> None:
    found = read(FAMILIES[name].with_cells({(sheet, cell): "but see our second list"}))
    notes = [row for row in found.tables["intake_finding"] if row["value"] == "but see our second list"]
    assert [(row["code"], row["source_sheet"], row["source_cell"]) for row in notes] == [(code, sheet, cell)]


@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "CMRT 2.00"])
def test_a_note_below_the_form_is_reported_with_its_cell(name: str) -> None:
    """2.00 to 2.02 keep their translations there."""
    found = read(FAMILIES[name].with_cells({("Declaration", "C190"): "but see our second list"}))
    assert ("text_outside_layout", "info", "C190") in findings(found)
