"""Revisions not on record: proved by their English labels and landed with a warning, or refused with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file
from include.sample.forms import FormSpec, amrt_form, blank_form, build_form, cmrt_form, emrt_form
from include.sample.forms.families import FAMILIES
from include.sample.forms.labels import questions
from include.sample.spec import Cell

QUESTIONS = "12345678"


def read(form: FormSpec) -> ReadFile:
    return read_file(build_form(form), "b" * 64, "answer.xlsx")


def findings(found: ReadFile) -> list[tuple[str, str]]:
    return [(row["code"], row["severity"]) for row in found.tables["intake_finding"]]


def said(found: ReadFile) -> dict[str, Any]:
    """What the supplier said, without where it stood."""
    fields = ("company_name", "declaration_scope", "contact_email", "authorizer_name", "effective_date")
    replies = {
        table: [[row[key] for key in ("question", "metal", "answer", "comment")] for row in found.tables[table]]
        for table in ("answer", "company_answer")
    }
    return {"declaration": [found.tables["declaration"][0][field] for field in fields], **replies}


def labels_from(rows: range, **cells: Cell) -> dict[tuple[str, str], Cell]:
    return {**{("Declaration", f"B{row}"): None for row in rows}, **{("Declaration", c): v for c, v in cells.items()}}


@pytest.mark.parametrize("revision", ["6.7", "7.0"])
@pytest.mark.parametrize("language", ["English", "中文 Chinese", "Deutsch"])
def test_a_new_revision_with_the_known_labels_is_read_with_a_warning(revision: str, language: str) -> None:
    found = read(replace(cmrt_form(revision), language=language))
    assert (found.kind, found.reason, found.template_revision) == ("cmrt", None, revision)
    assert found.tables["declaration"][0]["template_trust"] == "labels"
    assert findings(found) == [("template_read_by_labels", "warning")]
    assert said(found) == said(read(cmrt_form("6.4")))
    assert len(found.tables["declared_smelter"]) == 4


def test_the_warning_names_the_revision() -> None:
    finding = read(cmrt_form("6.7")).tables["intake_finding"][0]
    assert "6.7" in f"{finding['message']} {finding['value']}"


@pytest.mark.parametrize("row", [8, 12, 25, 43, 60, 75])
@pytest.mark.parametrize("language", ["English", "Deutsch"])
def test_moved_rows_are_followed_while_they_are_labelled(row: int, language: str) -> None:
    form = replace(cmrt_form("7.0"), language=language)
    found = read(replace(form, inserted=(row, 2)))
    assert said(found) == said(read(form))
    moved = {row["source_cell"] for row in found.tables["company_answer"]}
    assert moved == {f"D{row}" for row in range(77, 92, 2)}


def test_questions_that_changed_places_are_told_by_their_words() -> None:
    """The number of a question says nothing: only its words say what was answered."""
    covered, risky = (question.label.english for question in questions("v6", "metal")[2:4])
    swapped = cmrt_form("7.0").with_cells(labels_from(range(0), B37=f"3{risky[1:]}", B43=f"4{covered[1:]}"))
    found = read(swapped.with_answer("3", "Tin", "Unknown", "risky").with_answer("4", "Tin", "Yes", "covered"))
    answers = {row["comment"]: (row["question"], row["answer"]) for row in found.tables["answer"]}
    assert (answers["risky"], answers["covered"]) == (("4", "Unknown"), ("3", "Yes"))


def test_a_new_question_is_kept_as_written() -> None:
    new = "9) Do you know the age of every mine? (*)"
    metals = {f"B{row}": metal for row, metal in enumerate(("Tantalum", "Tin", "Gold", "Tungsten"), start=74)}
    form = replace(cmrt_form("7.0"), inserted=(73, 6))
    found = read(form.with_cells(labels_from(range(0), B73=new, **metals, D75="Perhaps")))
    assert found.reason is None
    rows = [row for row in found.tables["answer"] if row["question_reported"] == new]
    assert [(row["question"], row["answer"], row["answer_reported"]) for row in rows if row["metal"] == "Tin"] == [
        (None, "Perhaps", "Perhaps")
    ]


def test_metals_in_another_order_are_told_by_their_rows() -> None:
    found = read(replace(cmrt_form("7.0"), metals=("Gold", "Tin", "Tungsten", "Tantalum")))
    assert all(row["comment"] == f"{row['question']} {row['metal']}" for row in found.tables["answer"])
    assert next(row["source_cell"] for row in found.tables["answer"] if row["metal"] == "Gold") == "D26"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (emrt_form(), "Revision 2.1\nApril 24, 2026"),
        (emrt_form(), "Revision 3.0\nApril 23, 2027"),
        (amrt_form(), "Revision 1.4\nOctober 16, 2026"),
    ],
    ids=["EMRT 2.1", "EMRT 3.0", "AMRT 1.4"],
)
@pytest.mark.parametrize("language", ["English", "Deutsch"])
def test_a_new_revision_of_the_other_templates_is_read_with_a_warning(form: FormSpec, text: str, language: str) -> None:
    found = read(replace(form, revision_text=text, language=language))
    assert findings(found) == [("template_read_by_labels", "warning")]
    assert said(found) == said(read(form))
    kept = ("metal", "source_cell")
    assert [[row[k] for k in kept] for row in found.tables["declared_mineral"]] == [
        [row[k] for k in kept] for row in read(form).tables["declared_mineral"]
    ]


@pytest.mark.parametrize(
    ("stated", "body"), [("3.01", "5.12"), ("5.12", "3.01"), ("6.4", "3.01"), ("3.01", "6.4"), ("6.4", "5.12")]
)
def test_a_revision_over_the_sheets_of_another_is_refused_or_read_as_what_it_asks(stated: str, body: str) -> None:
    """Between 3.x and 5.x only company questions moved: by their letters alone G would be answered for F."""
    found = read(replace(cmrt_form(body), revision_text=cmrt_form(stated).revision_text))
    if found.reason is None:
        expected = said(read(cmrt_form(body)))
        assert said(found)["answer"] == expected["answer"]
        assert said(found)["company_answer"] == expected["company_answer"]


REFUSED = {
    "no label at all": labels_from(range(5, 91)),
    "a question without its words": labels_from(range(0), B49="5) Please answer for each metal (*)"),
    "two questions of the same words": labels_from(
        range(0), B43="4) Do any of the smelters in your supply chain source the 3TG from the covered countries? (*)"
    ),
    "a question that lost its label": labels_from(range(55, 56)),
    "no company name": labels_from(range(8, 9)),
    "two fields of the same words": labels_from(range(0), B13="Company Name (*):"),
    "metals in another order below one question": labels_from(range(0), B38="Tin  (*)", B39="Tantalum  (*)"),
    "a metal that is none": labels_from(range(0), B38="Cobalt  (*)"),
    "no heading of answers": {("Declaration", "D25"): None},
    "no headings of the smelter list": {("Smelter List", f"{letter}4"): None for letter in "ABCDEFGHIJKLMNOPQR"},
    "answers of another question": {
        ("Declaration", f"D{row}"): "100%" for question in (25, 31, 37) for row in range(question + 1, question + 5)
    },
}


@pytest.mark.parametrize("fault", REFUSED)
def test_an_unknown_revision_that_its_labels_do_not_prove_is_refused(fault: str) -> None:
    found = read(cmrt_form("7.0").with_cells(REFUSED[fault]))
    assert (found.kind, found.template_revision, found.tables) == ("cmrt", "7.0", {})
    assert "7.0" in (found.reason or "")
    assert "fault of the reader" not in (found.reason or "")


@pytest.mark.parametrize("revision", ["6.7", "5.12", "4.01"])
def test_a_translated_template_without_its_languages_proves_nothing(revision: str) -> None:
    found = read(replace(cmrt_form(revision), language="中文 Chinese", left_out_sheets=("L",)))
    assert found.tables == {}
    assert "中文 Chinese" in (found.reason or "")


def test_labels_without_values_prove_nothing_in_an_unknown_revision() -> None:
    found = read(replace(cmrt_form("6.7"), computed=False))
    assert (found.tables, found.kind) == ({}, "cmrt")
    assert found.reason


@pytest.mark.parametrize("revision", ["2.00", "2.03a", "3.01", "6.4", "6.6"])
def test_labels_without_values_do_not_stop_a_revision_on_record(revision: str) -> None:
    found = read(replace(cmrt_form(revision), computed=False))
    assert found.reason is None
    assert said(found) == said(read(cmrt_form(revision)))


@pytest.mark.parametrize("stated", ["Revision 6.7\nApril 23, 2027", "Revision 7.0", "Version 6.7", "Revision 12"])
def test_a_blank_template_of_an_unknown_revision_is_a_list_of_reference(stated: str) -> None:
    found = read(replace(blank_form(cmrt_form("6.7")), revision_text=stated))
    assert (found.reason, found.blank) == (None, True)
    assert {row["metal"] for row in found.tables["reference_smelter"]} == {"Gold", "Tantalum", "Tin", "Tungsten"}


def test_a_template_without_a_revision_is_never_taken_for_a_known_one() -> None:
    found = read(replace(cmrt_form("6.4"), revision_text="no version here"))
    assert found.reason or found.tables["declaration"][0]["template_trust"] == "labels"


FORMS = {
    **{revision: cmrt_form(revision) for revision in ("2.00", "3.01", "5.12", "6.4", "6.7")},
    "EMRT 2.0": emrt_form(),
    "EMRT 1.3": emrt_form("1.3"),
    "AMRT 1.3": amrt_form(),
    "AMRT 1.1": amrt_form("1.1"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_row_inserted_anywhere_is_refused_or_changes_nothing(name: str) -> None:
    form = FORMS[name]
    labels = FAMILIES[form.family].labels
    asked, company = questions(labels, "metal"), questions(labels, "company")
    same = said(read(form))
    # Above a field, each question, and inside the last block of metals
    for row in (8, 13, *(question.row for question in (*asked, *company)), asked[-1].row + 2):
        found = read(replace(form, inserted=(row, 1)))
        assert found.reason or said(found) == same, f"a row inserted at {row}"
