from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pytest

from include.sample.forms import amrt_form, blank_form, build_form, cmrt_form, emrt_form
from include.sample.forms.families import FAMILIES
from include.sample.forms.labels import columns, fields, questions
from include.sample.spec import ErrorValue, Formula

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "cmrt"
CMRT = (
    "2.00",
    "2.01",
    "2.02",
    "2.03",
    "2.03a",
    "3.00",
    "3.01",
    "3.02",
    "4.01",
    "4.20",
    "5.0",
    "5.12",
    "6.4",
    "6.6",
    "6.7",
)
FORMS = {f"CMRT {revision}": cmrt_form(revision) for revision in CMRT}
FORMS |= {f"EMRT {revision}": emrt_form(revision) for revision in ("1.3", "2.0")}
FORMS |= {f"AMRT {revision}": amrt_form(revision) for revision in ("1.1", "1.3")}


@pytest.mark.parametrize("name", FORMS)
def test_each_form_holds_its_revision_its_labels_and_its_answers(name: str, read: Any) -> None:
    form = FORMS[name]
    book = read(build_form(form))
    labels = FAMILIES[form.family].labels
    assert book.cell("Declaration", "J3") == form.revision_text
    for field in fields(labels):
        assert book.cell("Declaration", f"B{field.row}") == field.label.english
        if field.name in form.fields and field.name != "effective_date":
            assert book.cell("Declaration", f"D{field.row}") == form.fields[field.name]
    for question in questions(labels, "metal"):
        assert str(book.cell("Declaration", f"B{question.row}")).startswith(f"{question.mark})")
        for row, metal in enumerate(form.metals, start=question.row + 1):
            assert str(book.cell("Declaration", f"B{row}")).startswith(metal)
            assert book.cell("Declaration", f"G{row}") == f"{question.mark} {metal}"


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_form_has_labels_and_no_answer(name: str, read: Any) -> None:
    form = FORMS[name]
    book = read(build_form(blank_form(form)))
    labels = FAMILIES[form.family].labels
    answered = [f"D{field.row}" for field in fields(labels)]
    answered += [f"D{question.row + 1}" for question in questions(labels, "metal")]
    assert {book.cell("Declaration", cell) for cell in answered} == {""}
    assert [row for row in book.rows("Smelter List", 5)[:900] if row[1] or row[2]] == []


def test_a_translated_form_shows_the_language_and_keeps_english_in_its_list(read: Any) -> None:
    book = read(build_form(replace(cmrt_form("6.4"), language="Deutsch")))
    assert book.cell("Declaration", "B8") == "Name der Firma (*):"
    rows = {row[0]: row for row in book.rows("L", 2)}
    assert rows["DeclarationB8"][1:5] == ["Declaration", "B8", "Company Name (*):", "公司名称 (*)："]
    # As in the template, the asterisk of later questions is no part of the list
    assert rows["DeclarationB31"][3] == "2) Does any 3TG remain in the product(s)?"
    assert book.cell("Declaration", "B31").endswith("(*)")
    assert rows["Smelter ListE4"][3] == "Smelter Country (*)"


def test_2_00_keeps_its_languages_below_its_sheets(read: Any) -> None:
    book = read(build_form(cmrt_form("2.00")))
    assert "L" not in book.sheet_names
    assert [book.cell("Declaration", f"{column}83") for column in "BCH"] == [
        "Company Name (*):", "公司名称 (*)：", "Name der Firma (*):",
    ]  # fmt: skip
    assert book.cell("Smelter List", "D1005") == "Metal (*)"
    assert book.cell("Product List", "A303") == "English"


def test_old_lists_name_each_facility_once_with_its_aliases(read: Any) -> None:
    rows = read(build_form(cmrt_form("2.03a"))).rows("Standard Smelter Names", 3)
    assert rows[0][:5] == ["Gold", "Arvendal Gold Refining AB", "Arvendal Guldverk", "SWEDEN", "1ZZZ001"]
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
    names = read(build_form(cmrt_form("3.01"))).rows("K", 2)
    assert ["Gold", "Arvendal Guldverk", "SWEDEN", "Arvendal Gold Refining AB"] in [row[:4] for row in names]


def test_an_inserted_row_moves_everything_below_it(read: Any) -> None:
    form = cmrt_form("6.4")
    before, after = (read(build_form(item)) for item in (form, replace(form, inserted=(27, 2))))
    for cell, moved in {"B26": "B26", "B27": "B29", "D29": "D31", "B75": "B77", "G89": "G91"}.items():
        assert after.cell("Declaration", moved) == before.cell("Declaration", cell) != ""
    assert after.cell("Declaration", "B27") == ""


def test_labels_that_nobody_computed_are_formulas_without_a_value(read: Any) -> None:
    content = build_form(replace(emrt_form(), computed=False))
    assert [read(content).cell("Declaration", cell) for cell in ("B8", "B29", "B30")] == ["", "", ""]
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Declaration"]
    assert {sheet[cell].data_type for cell in ("B8", "B29", "B30")} == {"f"}


def test_a_formula_and_an_error_stay_what_they_are() -> None:
    cells = {("Smelter List", "E9"): Formula("=1+1"), ("Smelter List", "E10"): ErrorValue("#N/A")}
    cells |= {("Smelter List", "E11"): "#N/A"}  # type: ignore[dict-item]
    sheet = openpyxl.load_workbook(io.BytesIO(build_form(cmrt_form("6.4").with_cells(cells))))["Smelter List"]
    assert [sheet[cell].data_type for cell in ("E9", "E10", "E11")] == ["f", "e", "s"]


def test_the_same_form_gives_the_same_bytes() -> None:
    assert build_form(amrt_form()) == build_form(amrt_form())


def test_a_column_the_revision_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError):
        build_form(replace(cmrt_form("2.00"), smelters=({"metal": "Tin", "recycled": "Yes"},)))


REAL_FILES = {
    "testfill_2.00_validation_needed.xlsx": FORMS["CMRT 2.00"],
    "blank_2.02_ole_in_xlsx.xlsx": FORMS["CMRT 2.02"],
    "testfill_2.03a_green.xlsx": FORMS["CMRT 2.03a"],
    "testfill_3.01_high_risk.xlsx": FORMS["CMRT 3.01"],
    "blank_6.4_en.xlsx": FORMS["CMRT 6.4"],
    "blank_emrt_2.0_en.xlsx": FORMS["EMRT 2.0"],
    "blank_amrt_1.3_zh.xlsx": FORMS["AMRT 1.3"],
}


def opened(name: str) -> bytes:
    content = (REAL / name).read_bytes()
    if content.startswith(b"PK"):
        return content
    target = io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(content))
    office.load_key(password="VelvetSweatshop")
    office.decrypt(target)
    return target.getvalue()


@pytest.mark.skipif(not REAL.exists(), reason="real templates are not on this machine")
@pytest.mark.parametrize("name", REAL_FILES)
def test_labels_stand_where_the_real_template_has_them(name: str, read: Any) -> None:
    form, real = REAL_FILES[name], read(opened(name))
    family = FAMILIES[form.family]
    assert real.cell("Declaration", "J3") == form.revision_text
    assert set(family.sheets) <= set(real.sheet_names)
    for field in (*fields(family.labels), *fields(family.labels, "heading")):
        assert real.cell("Declaration", f"B{field.row}"), field
    for part, end in (("metal", ")"), ("company", ".")):
        for question in questions(family.labels, part):
            assert str(real.cell("Declaration", f"B{question.row}")).startswith(f"{question.mark}{end}"), question
    tables = [("Smelter List", family.smelters, 4), ("Product List", family.products, 5)]
    tables += [("Mine List", "v6", 4)] if "Mine List" in family.sheets else []
    for sheet, layout, row in tables:
        ours = {column.letter for column in columns(sheet, layout)}
        theirs = {
            letter for letter in "BCDEFGHIJKLMNOPQ"[: max(map(ord, ours)) - 65] if real.cell(sheet, f"{letter}{row}")
        }
        assert theirs == ours - {"A", "R", "S", "T"}, sheet


@pytest.mark.skipif(not REAL.exists(), reason="real templates are not on this machine")
@pytest.mark.parametrize("name", [name for name in REAL_FILES if "_zh" not in name])
def test_the_words_of_each_label_are_among_those_of_the_real_one(name: str, read: Any) -> None:
    """Our sentences are shorter; what is left of them must be the template's own words."""
    form, real = REAL_FILES[name], read(opened(name))
    labels = FAMILIES[form.family].labels
    asked = (*fields(labels), *questions(labels, "metal"), *questions(labels, "company"))
    for _, row, label in asked:
        added = words(label.english) - words(str(real.cell("Declaration", f"B{row}")))
        assert len(added) <= 2, (row, added)


def words(label: str) -> set[str]:
    plain = "".join(letter if letter.isalnum() else " " for letter in label.casefold())
    return set(plain.split())


def test_every_family_is_built_by_some_form() -> None:
    assert {form.family for form in FORMS.values()} == set(FAMILIES)
