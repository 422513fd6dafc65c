"""CMRT 2.00 to 5.12: what each revision asked, at its own cells and in its own words, read as the questions of 6.x."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from include.intake.model import ReadFile, Row
from include.intake.read import read_file
from include.sample.forms import FormSpec, blank_form, build_form, cmrt_form
from include.sample.spec import METALS

STATED = ("2.00", "2.02", "2.03a", "3.00", "3.01", "3.02")
BY_LABELS = ("4.01", "4.20", "5.0", "5.12")
ALL = STATED + BY_LABELS

QUESTIONS = {
    "2": {"1": "1", "2": "3", "3": "5", "4": "6", "5": "7", "6": None},
    "3": {"1": "1", "2": "2", "3": "3", "4": "5", "5": "6", "6": "7", "7": "8"},
}
QUESTIONS |= {"4": QUESTIONS["3"], "5": QUESTIONS["3"]}
COMPANY_TEN = {
    "A": "A", "B": "B", "C": None, "D": "C", "E": "D", "F": "E", "G": None, "H": "F", "I": "G", "J": "H",
}  # fmt: skip
COMPANY_NINE = {"A": "A", "B": "B", "C": None, "D": "C", "E": "D", "F": "E", "G": "F", "H": "G", "I": "H"}
COMPANY = {"2": COMPANY_TEN, "3": COMPANY_TEN, "4": COMPANY_TEN, "5": COMPANY_NINE}
"""Major revision -> question as printed -> question of CMRT 6.x; none where 6.x asks nothing like it."""

FIRST_TIN_ANSWER = {"2": "D23", "3": "D27", "4": "D27", "5": "D27"}
FIRST_COMPANY_ANSWER = {"2": "D59", "3": "D69", "4": "D69", "5": "D69"}


def read(form: FormSpec) -> ReadFile:
    return read_file(build_form(form), "a" * 64, "answer.xlsx")


def findings(found: ReadFile, *, beside: tuple[str, ...] = ()) -> list[tuple[str, str, str | None]]:
    rows = found.tables["intake_finding"]
    return [(row["code"], row["severity"], row["source_cell"]) for row in rows if row["code"] not in beside]


def printed_mark(row: Row) -> str:
    return str(row["question_reported"])[0]


@pytest.mark.parametrize("revision", ALL)
def test_a_complete_declaration_of_each_revision_is_read(revision: str) -> None:
    found = read(cmrt_form(revision))
    assert (found.kind, found.reason, found.template_revision, found.blank) == ("cmrt", None, revision, False)
    assert found.template_language == "English"
    assert len(found.tables["declared_smelter"]) == 4
    trust = "stated" if revision in STATED else "labels"
    assert found.tables["declaration"][0]["template_trust"] == trust
    told = [] if revision in STATED else [("template_read_by_labels", "warning", None)]
    assert findings(found, beside=("question_not_mapped",)) == told


@pytest.mark.parametrize("revision", ALL)
def test_each_answer_belongs_to_the_question_6_x_asks(revision: str) -> None:
    rows = read(cmrt_form(revision)).tables["answer"]
    expected = QUESTIONS[revision[0]]
    assert {(row["comment"], row["question"], row["metal"]) for row in rows} == {
        (f"{printed} {metal}", question, metal) for printed, question in expected.items() for metal in METALS
    }
    assert len(rows) == 4 * len(expected)
    assert all(printed_mark(row) == row["comment"][0] for row in rows)
    assert next(row["source_cell"] for row in rows if row["comment"] == "1 Tin") == FIRST_TIN_ANSWER[revision[0]]


@pytest.mark.parametrize("revision", ALL)
def test_each_company_answer_belongs_to_the_question_6_x_asks(revision: str) -> None:
    rows = read(cmrt_form(revision)).tables["company_answer"]
    assert {printed_mark(row): row["question"] for row in rows} == COMPANY[revision[0]]
    assert rows[0]["source_cell"] == FIRST_COMPANY_ANSWER[revision[0]]
    assert all(row["answer_reported"] for row in rows)
    canonical = {row["question"]: row["answer"] for row in rows if row["question"]}
    assert canonical == {
        **dict.fromkeys("ABCDFG", "Yes"),
        "E": "Yes, in conformance with IPC1755",
        "H": "Yes, with the SEC",
    }


@pytest.mark.parametrize("revision", ALL)
def test_a_question_without_successor_keeps_what_was_asked_and_answered(revision: str) -> None:
    rows = [row for row in read(cmrt_form(revision)).tables["company_answer"] if row["question"] is None]
    assert rows[0]["question_reported"].startswith("C. Do you require your direct suppliers to be DRC conflict-free?")
    assert {row["answer_reported"] for row in rows} == {"Yes"}


@pytest.mark.parametrize("revision", ALL)
def test_the_fields_of_the_declaration_are_those_of_the_revision(revision: str) -> None:
    row = read(cmrt_form(revision)).tables["declaration"][0]
    assert (row["company_name"], row["declaration_scope"]) == ("Example Components Ltd", "company")
    assert (row["company_unique_id"], row["company_address"]) == ("00-000-0000", "1 Example Road, Sampleton")
    assert (row["authorizer_name"], row["authorizer_title"]) == ("Robin Sample", "Director of Quality")
    assert (row["authorizer_email"], row["authorizer_phone"]) == ("authorizer@supplier.example", "+1-555-0101")
    assert row["effective_date"] == date(2014, 5, 31)
    asked_since_3 = ("Jordan Sample", "contact@supplier.example", "+1-555-0100", "SAMPLE")
    contact = tuple(row[field] for field in ("contact_name", "contact_email", "contact_phone", "company_authority"))
    assert contact == ((None,) * 4 if revision.startswith("2") else asked_since_3)


SMELTER = {
    "metal": "Tin", "smelter_lookup": "Aldercrag Tin", "smelter_name_reported": "Aldercrag Tin",
    "facility_country": "PERU", "city": "Lima", "state": "Lima region", "next_steps": "visit", "mine": "Mina Alta",
    "mine_country": "Peru", "comment": "by ship",
}  # fmt: skip
MORE = {
    "2.00": {},
    "2.02": {"smelter_id_reported": "2PER901"},
    "2.03a": {"smelter_id_reported": "2PER901"},
    "3.00": {"smelter_id_reported": "CID900201", "smelter_id_source": "SAMPLE", "recycled": "No"},
    "4.20": {"smelter_id_reported": "CID900201", "smelter_id_input": "CID900201", "recycled": "No"},
    "5.12": {"smelter_id_reported": "CID900201", "smelter_id_input": "CID900201", "recycled": "No"},
}


@pytest.mark.parametrize("revision", MORE)
def test_each_column_of_the_smelter_list_is_read_where_the_revision_has_it(revision: str) -> None:
    form = replace(cmrt_form(revision), smelters=({**SMELTER, **MORE[revision]},))
    row = read(form).tables["declared_smelter"][0]
    assert (row["source_sheet"], row["source_row"], row["facility_country_code"]) == ("Smelter List", 5, "PE")
    assert {field: row[field] for field in {**SMELTER, **MORE[revision]}} == {**SMELTER, **MORE[revision]}


def test_an_id_typed_in_column_a_of_2_00_is_the_rows_id() -> None:
    form = replace(cmrt_form("2.00"), smelters=(SMELTER,)).with_cells({("Smelter List", "A5"): "2PER901"})
    assert read(form).tables["declared_smelter"][0]["smelter_id_reported"] == "2PER901"


@pytest.mark.parametrize("revision", ["2.00", "2.03a", "3.01", "4.20", "5.12"])
def test_products_are_listed_under_the_headings_of_the_revision(revision: str) -> None:
    product = {"product_number": "P-1", "product_name": "cable", "comment": "red"}
    row = read(replace(cmrt_form(revision), products=(product,))).tables["declared_product"][0]
    assert (row["source_row"], row["product_number"], row["product_name"], row["comment"]) == (6, "P-1", "cable", "red")


@pytest.mark.parametrize(
    ("revision", "written", "scope"),
    [
        ("2.03a", "A. Company Level", "company"),
        ("2.03a", "B. Division Level [Specify in 'Description of scope']", "user_defined"),
        ("2.03a", "C. Product Category Level [Specify in 'Description of scope']", "user_defined"),
        ("2.03a", "D. Product Level", "product"),
        ("3.01", "B. Product (or List of Products)", "product"),
        ("3.01", "C. User defined [Specify in 'Description of scope']", "user_defined"),
        ("5.12", "B. Product (or List of Products)", "product"),
        ("3.01", "D. Product Level", None),
    ],
)
def test_scopes_follow_the_letters_of_the_revision(revision: str, written: str, scope: str | None) -> None:
    row = read(cmrt_form(revision).with_fields(declaration_scope=written)).tables["declaration"][0]
    assert (row["declaration_scope"], row["declaration_scope_reported"]) == (scope, written)


OLD_ANSWERS = [
    ("2.03a", "2", "3", "Uncertain or Unknown", "Unknown"),
    ("2.03a", "3", "5", "No", "No"),
    ("2.03a", "3", "5", "Uncertain or Unknown", "Unknown"),
    ("2.03a", "4", "6", "Yes", "100%"),
    ("2.03a", "4", "6", "No but > 75%", "Greater than 75%"),
    ("2.03a", "4", "6", "No but > 50%", "Greater than 50%"),
    ("2.03a", "4", "6", "No but > 25%", "50% or less"),
    ("2.03a", "4", "6", "No but < 25%", "50% or less"),
    ("2.03a", "4", "6", "No - none", "None"),
    ("2.03a", "5", "7", "Yes all smelters have been provided", "Yes"),
    ("2.03a", "5", "7", "No", "No"),
    ("3.01", "3", "3", "Unknown", "Unknown"),
    ("3.01", "4", "5", "Yes", "Yes"),
    ("3.01", "5", "6", "Yes, 100%", "100%"),
    ("3.01", "5", "6", "No, but greater than 75% ", "Greater than 75%"),
    ("3.01", "5", "6", "No, but greater than 50%", "Greater than 50%"),
    ("3.01", "5", "6", "No, but greater than 25%", "50% or less"),
    ("3.01", "5", "6", "No, but less than 25%", "50% or less"),
    ("3.01", "5", "6", "None", "None"),
    ("4.20", "5", "6", "Yes, 100%", "100%"),
    ("4.20", "5", "6", "Greater than 90%", "Greater than 90%"),
    ("5.12", "5", "6", "Greater than 75%", "Greater than 75%"),
    ("5.12", "5", "6", 1, "100%"),
]


@pytest.mark.parametrize(("revision", "printed", "question", "written", "answer"), OLD_ANSWERS)
def test_old_answers_are_canonical_and_kept_as_written(
    revision: str, printed: str, question: str, written: str | int, answer: str
) -> None:
    found = read(cmrt_form(revision).with_answer(printed, "Tin", written, "the one"))
    row = next(row for row in found.tables["answer"] if row["comment"] == "the one")
    assert (row["question"], row["metal"], row["answer"]) == (question, "Tin", answer)
    assert row["answer_reported"] == str(written).strip()


@pytest.mark.parametrize(
    ("revision", "printed", "question", "written", "answer"),
    [
        ("2.03a", "H", "F", "Yes (3rd party audit)", "Yes"),
        ("2.03a", "H", "F", "Yes (internal audit)", "Yes"),
        ("2.03a", "H", "F", "Yes (all methods apply)", "Yes"),
        ("2.03a", "J", "H", "No", "No"),
        ("3.01", "F", "E", "No", "No"),
        ("5.12", "F", "E", "Yes, using other format (describe)", "Yes, using other format"),
        ("5.12", "I", "H", "No", "No"),
    ],
)
def test_old_company_answers_are_canonical(
    revision: str, printed: str, question: str, written: str, answer: str
) -> None:
    rows = read(cmrt_form(revision).with_company_answer(printed, written)).tables["company_answer"]
    row = next(row for row in rows if printed_mark(row) == printed)
    assert (row["question"], row["answer"], row["answer_reported"]) == (question, answer, written)


def test_coming_from_a_recycler_is_not_all_recycled() -> None:
    """2.x asked whether the metal comes from a recycler or scrap supplier; 6.x asks whether all of it does."""
    found = read(cmrt_form("2.03a").with_answer("3", "Tin", "Yes"))
    row = next(row for row in found.tables["answer"] if (row["question"], row["metal"]) == ("5", "Tin"))
    assert (row["answer"], row["answer_reported"]) == ("Unknown", "Yes")
    assert findings(found) == [("answer_not_comparable", "info", "D35")]


def test_an_answer_that_is_no_choice_of_its_question_is_reported() -> None:
    found = read(cmrt_form("2.03a").with_answer("4", "Gold", "most of them"))
    assert findings(found) == [("answer_not_in_vocabulary", "warning", "D42")]


@pytest.mark.parametrize("revision", ALL)
def test_a_blank_template_is_a_list_of_reference(revision: str) -> None:
    found = read(blank_form(cmrt_form(revision)))
    assert (found.blank, found.template_revision) == (True, revision)
    assert "declaration" not in found.tables
    names = {(row["metal"], row["smelter_alias"]) for row in found.tables["reference_smelter"]}
    # A name of its own, and one that stands beside another as its alias
    assert {("Gold", "Arvendal Gold Refining AB"), ("Gold", "Arvendal Guldverk")} <= names
    assert not any("not yet identified" in alias.casefold() for _, alias in names)
    assert all(row["list_version"] == revision for row in found.tables["reference_smelter"])


@pytest.mark.parametrize(
    ("revision", "cid", "old"),
    [("2.03a", None, "1ZZZ001"), ("3.01", "CID900001", "1ZZZ001"), ("5.12", "CID900001", None)],
)
def test_reference_rows_carry_the_ids_of_their_revision(revision: str, cid: str | None, old: str | None) -> None:
    rows = read(blank_form(cmrt_form(revision))).tables["reference_smelter"]
    row = next(row for row in rows if row["smelter_alias"] == "Arvendal Gold Refining AB")
    assert (row["smelter_cid"], row["old_smelter_id"], row["facility_country_code"]) == (cid, old, "SE")


def test_a_facility_added_after_the_old_ids_has_none() -> None:
    rows = read(blank_form(cmrt_form("3.01"))).tables["reference_smelter"]
    assert {row["old_smelter_id"] for row in rows if row["smelter_cid"] == "CID900007"} == {None}


def test_the_aliases_of_one_cell_are_names_of_their_own() -> None:
    names = ("Torhaven Tin Co., Ltd.", "Torhaven", "Torhaven Smelting Co., Ltd.")
    entry = {
        "metal": "Tin",
        "smelter_name_standard": names[0],
        "facility_country": "CHINA",
        "old_smelter_id": "2CHN901",
    }
    form = replace(cmrt_form("2.00"), reference=tuple({**entry, "smelter_alias": name} for name in names))
    rows = read(blank_form(form)).tables["reference_smelter"]
    assert [(row["smelter_alias"], row["smelter_name_standard"]) for row in rows] == [(n, names[0]) for n in names]


@pytest.mark.parametrize("language", ["中文 Chinese", "Deutsch"])
@pytest.mark.parametrize("revision", ["2.00", "2.03a", "3.01", "4.20", "5.12"])
def test_a_translated_template_reads_the_same(revision: str, language: str) -> None:
    found, english = (read(replace(cmrt_form(revision), language=word)) for word in (language, "English"))
    assert (found.reason, found.template_language) == (None, language)
    for table in ("answer", "company_answer"):
        seen, same = (
            [(row["question"], row["answer"], row["comment"], row["source_cell"]) for row in read_one.tables[table]]
            for read_one in (found, english)
        )
        assert seen == same
    assert found.tables["declared_smelter"] == english.tables["declared_smelter"]
    fields = {key: value for key, value in found.tables["declaration"][0].items() if key != "template_language"}
    assert fields.items() <= english.tables["declaration"][0].items()


def test_an_inserted_row_of_an_old_template_is_refused() -> None:
    found = read(replace(cmrt_form("3.01"), inserted=(31, 1)))
    assert found.tables == {}
    assert "sheet Declaration was rearranged" in (found.reason or "")


def test_the_columns_of_2_00_are_not_read_as_those_of_2_03a() -> None:
    """2.00 lacks the column of identification numbers: a street read as one would be a number nobody gave."""
    found = read(replace(cmrt_form("2.00"), revision_text="Revision 2.03a\nJuly 25th, 2013"))
    assert found.tables == {}
    assert "Smelter List" in (found.reason or "")


def test_answer_lists_and_translations_below_the_questions_are_not_the_suppliers() -> None:
    for revision in ("2.00", "3.01"):
        found = read(cmrt_form(revision))
        assert len(found.tables["company_answer"]) == 10
        assert not [row for row in found.tables["intake_finding"] if row["code"] == "text_outside_layout"]
