"""The roll-up in the filing package: what is there, what is said when it is not, and what check-package finds."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import filing_company as company
import openpyxl
import pytest

from include.filing.inputs import Parameters, Problem
from include.filing.publish import publish
from include.filing.rollup.build import NAME, SIDECAR, Rollup, build_rollup
from include.filing.rules.readings import PackageFiles
from include.filing.rules.rollup import check_rollup
from include.filing.workbook import build_workbook
from include.intake.blank_template import BlankTemplate
from include.intake.read import read_file
from include.lake import sha256
from include.settings import Settings, load_profile
from tests import rollup_template as template

ROLLUP = {
    "scope": "company",
    "contact": {"name": "Dana Example", "email": "minerals@brightwater.example", "telephone": "+1-555-0100"},
    "authorizer": {"name": "Robin Sample", "title": "General Counsel", "email": "robin@brightwater.example"},
    "answers": {letter: "Yes" for letter in "ABCDFG"} | {"E": "No", "H": "Yes, with the SEC"},
}


def blank(content: bytes | None = None) -> BlankTemplate:
    return BlankTemplate("6.5", "blank 6.5.xlsx", "ab" * 32, content or template.blank())


def rollup(changes: Mapping[str, Any] | None = None, content: bytes | None = None, **tables: Any) -> Rollup:
    profile = company.profile(**{"rollup": ROLLUP} | dict(changes or {}))
    return build_rollup(blank(content), company.marts(**tables), profile, company.PARAMETERS)


def files(**changes: bytes) -> dict[str, bytes]:
    """The roll-up and the workbook it is held against; ``changes`` replace a file by the start of its name."""
    workbook, _ = build_workbook(company.marts(), company.PARAMETERS, sample=True)
    found = {"appendix_a.xlsx": workbook, **rollup().files}
    return {name: changes.get(name.partition(".")[0], content) for name, content in found.items()}


def problems(found: Mapping[str, bytes]) -> list[Problem]:
    return sorted(check_rollup(PackageFiles(found)))


def edited(sheet: str, cells: Mapping[str, Any]) -> bytes:
    """The roll-up after somebody changed cells in it."""
    book = openpyxl.load_workbook(io.BytesIO(files()[NAME]))
    for cell, value in cells.items():
        book[sheet][cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_the_list_is_appendix_a() -> None:
    read = read_file(rollup().files[NAME], "0" * 64, NAME)
    listed = [(row["metal"], row["smelter_id_reported"]) for row in read.tables["declared_smelter"]]

    assert listed == sorted((row["metal"], row["smelter_cid"]) for row in company.tables()["appendix_a"])


def test_it_is_a_proposal_that_nobody_has_confirmed() -> None:
    sidecar = json.loads(rollup().files[SIDECAR])

    assert sidecar["confirmed_by"] is None
    assert sidecar["mark"] == "SAMPLE - NOT A FILING"
    assert sidecar["fields"]["scope_description"] == "SAMPLE - NOT A FILING | DRAFT - NOT FILED"
    assert sidecar["template"] == {"name": "blank 6.5.xlsx", "revision": "6.5", "sha256": "ab" * 32}


def test_every_answer_stands_beside_the_declarations_that_gave_it() -> None:
    sidecar = json.loads(rollup().files[SIDECAR])
    numbered = {row["number"]: row["file_sha256"] for row in sidecar["declarations"]}
    given = {(row["question"], row["metal"]): row for row in sidecar["answers"]}
    told = {row["file_sha256"]: row["q3"] for row in company.tables()["metal_answer"] if row["metal"] == "Tantalum"}

    yes = given["3", "Tantalum"]["said"]["Yes"]
    assert {numbered[number] for number in yes} == {sha for sha, answer in told.items() if answer == "Yes"}
    assert len(given) == 32


def test_what_the_profile_does_not_give_is_to_do_and_stays_empty() -> None:
    found = rollup({"rollup": None, "registrant": None, "policy_url": None})
    sidecar = json.loads(found.files[SIDECAR])
    declaration = read_file(found.files[NAME], "0" * 64, NAME).tables["declaration"][0]

    assert declaration["authorizer_name"] is declaration["contact_name"] is declaration["declaration_scope"] is None
    for words in ("company name", "rollup.scope", "rollup.contact", "rollup.authorizer", *"ABCDEFGH"):
        assert [line for line in sidecar["to_do"] if words in line], words
    assert [problem.rule for problem in found.problems] == ["rollup-to-do"]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        pytest.param({"scope": "product"}, "product list", id="product scope without products"),
        pytest.param({"scope": "user_defined"}, "description of scope", id="user-defined scope without words"),
        pytest.param({"contact": {"name": "Dana", "email": "none"}}, "contact: no e-mail address", id="no address"),
        pytest.param({"contact": {"name": "Dana", "email": "a@b"}}, "contact: no telephone", id="no telephone"),
        pytest.param(
            {"answers": ROLLUP["answers"] | {"E": "Yes, using other format"}},
            "question E: the template asks for a comment",
            id="no comment",
        ),
    ],
)
def test_what_the_checker_would_ask_for_is_to_do(section: dict[str, Any], told: str) -> None:
    to_do = json.loads(rollup({"rollup": ROLLUP | section}).files[SIDECAR])["to_do"]

    assert [line for line in to_do if told in line]


def test_the_policy_address_of_the_profile_is_the_comment_of_question_b() -> None:
    (row,) = (row for row in json.loads(rollup().files[SIDECAR])["company_answers"] if row["question"] == "B")

    assert row["comment"] == company.PROFILE["policy_url"]


def test_without_a_template_the_package_has_none_and_says_what_to_drop() -> None:
    found = build_rollup(None, company.marts(), company.profile(), company.PARAMETERS)

    assert found.files == {}
    assert [problem.severity for problem in found.problems] == ["warning"]
    assert "drop the blank official template (6.4, 6.5 or 6.6" in found.problems[0].message


def test_a_template_that_cannot_be_filled_is_told_and_not_filled() -> None:
    found = rollup(content=template.blank(extra_cells={("Declaration", "G26"): "a note"}))

    assert found.files == {}
    assert "blank 6.5.xlsx cannot be filled" in found.problems[0].message


def test_nothing_of_a_supplier_reaches_the_file() -> None:
    hostile = [row | {"supplier_name": '=cmd|"/c calc"!A1'} for row in company.tables()["supplier_status"]]
    declared = [row | {"smelter_name_reported": "SECRET ROUTE"} for row in company.tables()["smelter_accounting"]]
    found = rollup(supplier_status=hostile, smelter_accounting=declared)

    assert found.files == rollup().files
    assert b"SECRET" not in found.files[SIDECAR]


def test_a_supplier_named_by_the_company_itself_is_told() -> None:
    answers = ROLLUP["answers"] | {"D": {"answer": "Yes", "comment": "with Supplier 7 since 2020"}}
    found = rollup({"rollup": ROLLUP | {"answers": answers}})

    assert [problem.message for problem in found.problems if problem.rule == "rollup-supplier-name"] == [
        "the supplier Supplier 7 is named in a text of the company profile"
    ]


def test_the_package_of_the_sample_holds_it_and_its_manifest_names_it(sample: Settings) -> None:
    chosen = Parameters(2025, date(2026, 4, 30), date(2026, 5, 20))
    built = publish(sample, load_profile(sample.profile_address), chosen)
    folder = Path(built["folder"])
    outputs = json.loads((folder / "manifest.json").read_text())["outputs"]

    for name in (NAME, SIDECAR):
        assert outputs[name]["sha256"] == sha256((folder / name).read_bytes())
    assert not [problem for problem in built["problems"] if problem["rule"].startswith("rollup")]
    template_used = json.loads((folder / SIDECAR).read_text())["template"]
    assert (template_used["name"], template_used["revision"]) == ("blank_template_6.5.xlsx", "6.5")


def test_a_clean_roll_up_breaks_no_rule() -> None:
    assert problems(files()) == []


@pytest.mark.parametrize(
    ("sheet", "cells", "rule", "told"),
    [
        pytest.param(
            "Smelter List",
            {"A5": "CID999999", "F5": "CID999999"},
            "rollup-facilities",
            "CID999999 stands 1 times",
            id="another facility",
        ),
        pytest.param(
            "Smelter List",
            {"B60": "Tin", "F60": "CID900022"},
            "rollup-facilities",
            "Tin CID900022 stands 2 times",
            id="a facility twice",
        ),
        pytest.param(
            "Declaration", {"D38": "No"}, "rollup-answers", "answer to question 3 Tantalum is 'No'", id="another answer"
        ),
        pytest.param(
            "Declaration", {"D89": "No"}, "rollup-answers", "answer to question H is 'No'", id="another company answer"
        ),
        pytest.param(
            "Declaration", {"G77": "elsewhere"}, "rollup-answers", "comment to question B", id="another comment"
        ),
        pytest.param(
            "Declaration",
            {"D18": "Somebody Else"},
            "rollup-answers",
            "authorizer_name is 'Somebody Else'",
            id="another authorizer",
        ),
        pytest.param(
            "Smelter List",
            {"Q6": "told by them"},
            "rollup-supplier",
            "row 6: the column comment is filled",
            id="a supplier's comment",
        ),
        pytest.param(
            "Smelter List", {"N6": "Mine"}, "rollup-supplier", "row 6: the column mine is filled", id="a mine"
        ),
        pytest.param(
            "Declaration", {"G26": "see V0007 there"}, "rollup-supplier", "vendor number V0007", id="a vendor number"
        ),
    ],
)
def test_a_changed_roll_up_breaks_its_rule(sheet: str, cells: dict[str, Any], rule: str, told: str) -> None:
    found = problems(files(cmrt_rollup=edited(sheet, cells)))

    assert [problem for problem in found if problem.rule == rule and told in problem.message], found
    assert {problem.severity for problem in found} == {"error"}


@pytest.mark.parametrize("lost", [NAME, SIDECAR])
def test_one_file_without_the_other_is_told(lost: str) -> None:
    found = {name: content for name, content in files().items() if name != lost}

    assert [(problem.rule, problem.file) for problem in problems(found)] == [("file-missing", lost)]


def test_a_roll_up_that_cannot_be_read_is_told() -> None:
    assert [problem.rule for problem in problems(files(cmrt_rollup=b"PK\x03\x04"))] == ["unreadable"]
