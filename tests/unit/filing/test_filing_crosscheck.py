"""Each rule of the package check has a package that breaks it and is told so."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import filing_company as company
import pytest

from include.filing.crosscheck import check_documents, check_package

Files = dict[str, bytes]


def _replace(name: str, old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        before = files[name]
        files[name] = before.replace(old.encode(), new.encode())
        assert files[name] != before, "the fault was not injected"

    return change


def _json(name: str, edit: Callable[[Any], None]) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        content = json.loads(files[name])
        edit(content)
        files[name] = json.dumps(content).encode()

    return change


def _drop(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


def _second_line(files: Files) -> None:
    row = files["ex101.htm"].split(b"<tr style")[-12]
    files["ex101.htm"] = files["ex101.htm"].replace(b"<tr style" + row, (b"<tr style" + row) * 2)


def _facility_total(content: Any) -> None:
    for statement in content["statements"]:
        for carried in statement["data"]:
            if carried["key"] == "facilities_total":
                carried["value"] = 41


FAULTS: dict[str, tuple[str, Callable[[Files], None]]] = {
    "a figure changed in the text": (
        "statements",
        _replace("ex101.htm", "identified 40", "identified 41"),
    ),
    "a figure changed in the record": ("counts", _json("statements.json", _facility_total)),
    "a facility taken out of the page": ("appendix-a", _replace("ex101.htm", "CID900020", "CID900920")),
    "a facility twice": ("duplicate-facility", _replace("ex101.htm", "CID900020", "CID900021")),
    "another year": ("period", _replace("sd.htm", "January 1 to December 31, 2025", "January 1 to December 31, 2024")),
    "exhibit missing": ("exhibits", _drop("ex101.htm")),
    "link to the missing exhibit": ("links", _drop("ex101.htm")),
    "exhibit not asked for": ("exhibits", _json("determination.json", lambda content: content.update(exhibits=[]))),
    "a claim": (
        "conflict-free-claim",
        _replace("ex101.htm", "Minerals Report<br/>", "Free Report<br/>"),
    ),
    "a script": ("edgar-elements", _replace("ex101.htm", "</body>", "<script>1</script></body>")),
    "a file missing": ("file-missing", _drop("statements.json")),
    "a file that is no file": ("unreadable", lambda files: files.update({"determination.json": b"{"})),
    "a workbook that is no workbook": ("unreadable", lambda files: files.update({"appendix_a.xlsx": b"x"})),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(fault: str) -> None:
    rule, inject = FAULTS[fault]
    files = dict(company.package().files)
    inject(files)
    found = check_documents(files)
    assert rule in {problem.rule for problem in found}, found


@pytest.mark.parametrize("name", ["sd.htm", "ex101.htm", "determination.json", "statements.json", "appendix_a.xlsx"])
def test_a_byte_changed_after_the_manifest_is_found(name: str) -> None:
    files = dict(company.package().files)
    files[name] += b" "
    assert "manifest" in {problem.rule for problem in check_package(files) if problem.file == name}


def test_a_file_the_manifest_does_not_name_is_found() -> None:
    files = dict(company.package().files) | {"extra.htm": b"<html></html>"}
    assert ("extra.htm", "manifest") in {(problem.file, problem.rule) for problem in check_package(files)}


def test_missing_marks_are_found() -> None:
    files = dict(company.package().files)
    _replace("sd.htm", "SAMPLE - NOT A FILING", "A FILING")(files)
    _replace("ex101.htm", "DRAFT - NOT FILED", "FILED")(files)
    assert {problem.file for problem in check_package(files) if problem.rule == "marks"} == {"sd.htm", "ex101.htm"}


def test_a_package_as_built_passes() -> None:
    assert check_package(company.package().files) == []


def test_an_empty_folder_is_a_problem_and_no_crash() -> None:
    assert {problem.rule for problem in check_package({})} == {"file-missing"}
