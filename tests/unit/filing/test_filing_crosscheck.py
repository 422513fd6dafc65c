"""The check of a package as a whole: what is built passes, what is changed or damaged is found and never crashes it."""

from __future__ import annotations

import filing_company as company
import pytest

from include.filing.crosscheck import check_documents, check_package

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def built() -> Files:
    return dict(company.package().files)


NAMES = ["sd.htm", "ex101.htm", "determination.json", "statements.json", "appendix_a.xlsx", "submission.xml"]
NAMES += ["preview_header.txt", "web_copy.html", "management_report.html", "manifest.json"]


@pytest.mark.parametrize("name", NAMES[:-1])
def test_a_byte_changed_after_the_manifest_is_found(name: str, built: Files) -> None:
    files = built | {name: built[name] + b" "}
    assert "manifest" in {problem.rule for problem in check_package(files) if problem.file == name}


def test_a_file_the_manifest_does_not_name_is_found(built: Files) -> None:
    files = built | {"extra.htm": b"<html></html>"}
    assert ("extra.htm", "manifest") in {(problem.file, problem.rule) for problem in check_package(files)}


def test_a_package_as_built_passes(built: Files) -> None:
    assert check_package(built) == []


def test_an_empty_folder_is_a_problem_and_no_crash() -> None:
    assert {problem.rule for problem in check_package({})} == {"file-missing"}


DAMAGE = {"nothing": b"", "half JSON": b"{", "a list": b"[]", "zeros": b"\x00" * 100, "not UTF-8": b"\xff\xfe\xfa"}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_a_problem_and_no_crash(name: str, damage: str, built: Files) -> None:
    files = built | {name: DAMAGE[damage]}
    assert "error" in {problem.severity for problem in check_package(files)}


def test_the_documents_alone_are_checked_before_there_is_a_manifest(built: Files) -> None:
    without = {name: content for name, content in built.items() if name != "manifest.json"}
    assert check_documents(without) == []
