"""Checks of a whole package by its files alone: do the documents agree with each other and with the determination?"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from python_calamine import CalamineWorkbook

from include.filing.edgar import check_html
from include.filing.inputs import Problem
from include.filing.manifest import DRAFT_MARK, SAMPLE_MARK
from include.filing.pages import Page, read_page
from include.filing.tables import APPENDIX_A_HEAD, APPENDIX_B_HEAD
from include.filing.workbook import HEAD_ROW

ALWAYS = ("sd.htm", "determination.json", "statements.json", "appendix_a.xlsx")
_LABEL_CLAIM = re.compile(r"conflict[\s-]+free", re.IGNORECASE)
_LABEL_STATEMENT = "intro.no_label"


@dataclass(frozen=True)
class _Files:
    files: Mapping[str, bytes]

    @cached_property
    def determination(self) -> dict[str, Any]:
        return dict(json.loads(self.files["determination.json"]))

    @cached_property
    def statements(self) -> list[dict[str, Any]]:
        return list(json.loads(self.files["statements.json"])["statements"])

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {name: read_page(content) for name, content in sorted(self.files.items()) if name.endswith(".htm")}

    @cached_property
    def appendix_sheet(self) -> list[list[str]]:
        book = CalamineWorkbook.from_filelike(io.BytesIO(self.files["appendix_a.xlsx"]))
        rows = book.get_sheet_by_name("Appendix A").to_python(skip_empty_area=False)
        return [[str(value) for value in row[:5]] for row in rows[HEAD_ROW:] if any(row)]


def check_package(files: Mapping[str, bytes]) -> list[Problem]:
    """Every problem of a finished package, its manifest included; ``files`` is file name to bytes. Never raises."""
    return sorted([*check_documents(files), *_guarded("manifest.json", lambda: check_manifest(files))])


def check_documents(files: Mapping[str, bytes]) -> list[Problem]:
    """Every problem of the documents of a package, without its manifest. Never raises."""
    missing = [name for name in ALWAYS if name not in files]
    if missing:
        return [Problem("error", name, "file-missing", "the package does not hold this file") for name in missing]
    package = _Files(files)
    problems: list[Problem] = []
    for name, content in sorted(files.items()):
        if name.endswith(".htm"):
            problems += check_html(content.decode("utf-8", "replace"), name)
    for rule in _RULES:
        problems += _guarded("package", lambda rule=rule: list(rule(package)))  # type: ignore[misc]
    return sorted(set(problems))


def check_manifest(files: Mapping[str, bytes]) -> list[Problem]:
    """Whether the manifest names exactly the files there are, with their hashes, and its marks stand in them."""
    if "manifest.json" not in files:
        return [Problem("error", "manifest.json", "file-missing", "the package does not hold this file")]
    manifest = json.loads(files["manifest.json"])
    outputs: dict[str, dict[str, Any]] = manifest["outputs"]
    problems: list[Problem] = []
    for name in sorted(set(outputs) | set(files) - {"manifest.json"}):
        if name not in files:
            problems.append(Problem("error", name, "manifest", "named in the manifest and not in the package"))
        elif name not in outputs:
            problems.append(Problem("error", name, "manifest", "in the package and not named in the manifest"))
        elif hashlib.sha256(files[name]).hexdigest() != outputs[name]["sha256"]:
            problems.append(Problem("error", name, "manifest", "changed after the manifest was written"))
    marks = [DRAFT_MARK] * (manifest["state"] == "draft") + [SAMPLE_MARK] * (manifest["mark"] == SAMPLE_MARK)
    for name, page in _Files(files).pages.items():
        problems += [Problem("error", name, "marks", f"does not say {mark}") for mark in marks if mark not in page.text]
        if manifest["state"] != "draft" and DRAFT_MARK in page.text:
            problems.append(Problem("error", name, "marks", "a final document is marked as a draft"))
    return problems


def _guarded(file: str, rule: Callable[[], list[Problem]]) -> list[Problem]:
    try:
        return rule()
    except Exception as error:  # whatever is broken in a file is a finding, not a crash
        return [Problem("error", file, "unreadable", f"a file of the package cannot be read: {error}")]


def _exhibits(package: _Files) -> Iterator[Problem]:
    wanted, present = bool(package.determination["exhibits"]), "ex101.htm" in package.files
    if wanted and not present:
        yield Problem("error", "ex101.htm", "exhibits", "the determination asks for Exhibit 1.01 and it is not there")
    if present and not wanted:
        yield Problem("error", "ex101.htm", "exhibits", "Exhibit 1.01 is there and the determination asks for none")


def _period(package: _Files) -> Iterator[Problem]:
    period = f"January 1 to December 31, {package.determination['reporting_year']}"
    for name, page in package.pages.items():
        if period not in page.text:
            yield Problem("error", name, "period", f"does not name the reporting period {period}")


def _links(package: _Files) -> Iterator[Problem]:
    for name, page in package.pages.items():
        for link in page.links:
            if not link.startswith(("#", "https://")) and link not in package.files:
                yield Problem("error", name, "links", f"links to {link}, which is not in the package")


def _same_words(package: _Files) -> Iterator[Problem]:
    for statement in package.statements:
        page = package.pages.get(statement["document"])
        if page is None or statement["text"] not in page.text:
            message = f"the statement {statement['id']} does not stand in the document as it was rendered"
            yield Problem("error", statement["document"], "statements", message)


def _counts(package: _Files) -> Iterator[Problem]:
    """Every statement that carries one of these keys says what the tables of the same document show."""
    page = package.pages.get("ex101.htm")
    if page is None:
        return
    appendix, origins = page.table(APPENDIX_A_HEAD) or [], page.table(APPENDIX_B_HEAD) or []
    expected = {
        "facilities_total": len(appendix),
        "facilities_distinct": len({row[1] for row in appendix}),
        "origin_countries": len({row[1] for row in origins}),
    }
    for statement in package.statements:
        for carried in statement["data"]:
            key, value = carried["key"], carried["value"]
            if key in expected and value is not None and value != expected[key]:
                message = f"{statement['id']} says {key} = {value}, the appendix has {expected[key]}"
                yield Problem("error", statement["document"], "counts", message)


def _appendix(package: _Files) -> Iterator[Problem]:
    sheet = package.appendix_sheet
    yield from _duplicates("appendix_a.xlsx", sheet)
    page = package.pages.get("ex101.htm")
    if page is None:
        return
    shown = page.table(APPENDIX_A_HEAD) or []
    yield from _duplicates("ex101.htm", shown)
    in_page, in_sheet = ({tuple(row[:3]) for row in rows} for rows in (shown, sheet))
    for metal, cid, name in sorted(in_page ^ in_sheet):
        where = "the report" if (metal, cid, name) in in_page else "the workbook"
        yield Problem("error", "ex101.htm", "appendix-a", f"{metal} {cid} {name} stands only in {where}")


def _duplicates(file: str, rows: list[list[str]]) -> Iterator[Problem]:
    for (metal, cid), number in sorted(Counter((row[0], row[1]) for row in rows).items()):
        if number > 1:
            yield Problem("error", file, "duplicate-facility", f"{metal} {cid} stands {number} times in Appendix A")


def _no_label_claim(package: _Files) -> Iterator[Problem]:
    allowed = {row["text"] for row in package.statements if row["id"] == _LABEL_STATEMENT}
    for name, page in package.pages.items():
        text = page.text
        for sentence in allowed:
            text = text.replace(sentence, "")
        if _LABEL_CLAIM.search(text):
            message = "the words 'conflict free' stand outside the sentence that disclaims them"
            yield Problem("warning", name, "conflict-free-claim", message)


_RULES = (_exhibits, _period, _links, _same_words, _counts, _appendix, _no_label_claim)
