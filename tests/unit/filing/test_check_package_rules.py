"""Every rule of ``check-package`` has a package that breaks it and is told so, with the line where there is one."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import filing_company as company
import pytest

from include.filing.crosscheck import check_package
from include.filing.manifest import to_json
from include.filing.rules.registry import RULES
from include.lake import sha256

Files = dict[str, bytes]
Fault = Callable[[Files], None]
FINAL = replace(company.PARAMETERS, package="final")
CCC = "aB3$efg8"


def text(name: str, old: str, new: str) -> Fault:
    """The first place of a text in a file made another."""

    def change(files: Files) -> None:
        assert old.encode() in files[name], f"{old!r} is not in {name}: the fault cannot be injected"
        files[name] = files[name].replace(old.encode(), new.encode(), 1)

    return change


def everywhere(name: str, old: str, new: str) -> Fault:
    def change(files: Files) -> None:
        text(name, old, new)(files)
        files[name] = files[name].replace(old.encode(), new.encode())

    return change


def said(name: str, words: str) -> Fault:
    """A paragraph more at the end of a document."""
    return text(name, "</body>", f"<p>{words}</p>\n</body>")


def edited(name: str, edit: Callable[[Any], None]) -> Fault:
    def change(files: Files) -> None:
        content = json.loads(files[name])
        edit(content)
        files[name] = to_json(content)

    return change


def without(name: str) -> Fault:
    return lambda files: files.__delitem__(name)


def with_file(name: str, content: bytes) -> Fault:
    return lambda files: files.update({name: content})


def every(*faults: Fault) -> Fault:
    def change(files: Files) -> None:
        for fault in faults:
            fault(files)

    return change


def determined(**values: Any) -> Fault:
    return edited("determination.json", lambda content: content.update(values))


def cut(name: str, pattern: str, new: str = "") -> Fault:
    def change(files: Files) -> None:
        files[name], number = re.subn(pattern.encode(), new.encode(), files[name], count=1, flags=re.DOTALL)
        assert number, f"{pattern} is not in {name}: the fault cannot be injected"

    return change


def _recorded_total(content: Any) -> None:
    for statement in content["statements"]:
        for carried in statement["data"]:
            if carried["key"] == "facilities_total":
                carried["value"] = 41


def _one_more_named(content: Any) -> None:
    for statement in content["statements"]:
        if statement["id"] == "results.facilities":
            statement["text"] = statement["text"].replace("identified 40", "identified 41")


def _swapped(files: Files) -> None:
    first, second = (base64.encodebytes(files[name]) for name in ("sd.htm", "ex101.htm"))
    files["submission.xml"] = files["submission.xml"].replace(first, b"@").replace(second, first).replace(b"@", second)


def _sealed(**manifest: Any) -> Fault:
    return edited("manifest.json", lambda content: content.update({"state": "sealed", **manifest}))


_of_another_release = edited("manifest.json", lambda content: content["wording"].update(sha256="0" * 64))
FIRST = "<com:conformedName>sd.htm</com:conformedName>"
ACCESSION = "<accessionNumber>0000000000-26-000001</accessionNumber>"
FAULTS: dict[str, tuple[str, Fault]] = {
    "record missing": ("file-missing", without("statements.json")),
    "submission missing": ("file-missing", without("submission.xml")),
    "web copy missing": ("file-missing", without("web_copy.html")),
    "determination cut short": ("unreadable", with_file("determination.json", b"{")),
    "workbook that is none": ("unreadable", with_file("appendix_a.xlsx", b"x")),
    "submission with a document type": (
        "unreadable",
        text("submission.xml", "<edgarSubm", "<!DOCTYPE a []><edgarSubm"),
    ),
    "accented letter": ("edgar-characters", said("sd.htm", "caf\u00e9")),
    "byte-order mark": ("edgar-characters", lambda files: files.update({"sd.htm": b"\xef\xbb\xbf" + files["sd.htm"]})),
    "script": ("edgar-elements", text("ex101.htm", "</body>", "<script>1</script></body>")),
    "event handler": ("edgar-attributes", text("ex101.htm", "<p style", '<p onclick="x()" style')),
    "table in a table": ("edgar-nested-tables", said("sd.htm", "<table><tr><td><table></table></td></tr></table>")),
    "style that loads": ("edgar-active-content", text("sd.htm", 'style="', 'style="background: url(x);')),
    "paragraph never closed": ("edgar-structure", text("sd.htm", "</p>", "")),
    "link to the company's site": ("edgar-links", said("sd.htm", '<a href="https://www.example.com/">x</a>')),
    "picture in the page": ("edgar-images", said("sd.htm", '<img src="data:image/gif;base64,AA"/>')),
    "moving picture": ("edgar-images", with_file("logo.gif", b"GIF89a" + b"\x21\xf9\x04" * 2)),
    "picture of another format": ("edgar-images", with_file("logo.jpg", b"GIF89a")),
    "document in capitals": ("edgar-file-name", with_file("Annex.htm", b"<html></html>")),
    "link to a missing file": ("links", without("ex101.htm")),
    "missing picture": ("links", said("sd.htm", '<img src="logo.jpg"/>')),
    "another year on the form": ("period", everywhere("sd.htm", "31, 2025", "31, 2024")),
    "another year in the submission": ("period", text("submission.xml", "12-31-2025", "12-31-2024")),
    "another year in the header": ("period", text("preview_header.txt", "20251231", "20241231")),
    "another deadline": ("deadline", determined(deadline="2026-05-31")),
    "deadline not shown": ("deadline", text("sd.htm", "due by June 1, 2026", "due soon")),
    "exhibit missing": ("exhibits", without("ex101.htm")),
    "exhibit not asked for": ("exhibits", determined(exhibits=[])),
    "item not asked for": ("items", determined(items=["1.01"])),
    "item 1.01 alone with a report": (
        "item-1-02",
        cut("submission.xml", r"<rule13P1ItemPeriod>\s*<rule13P1Item>1\.02.*?</rule13P1ItemPeriod>"),
    ),
    "another company on the form": ("registrant", everywhere("sd.htm", "Brightwater", "Darkwater")),
    "another company on the web": ("registrant", everywhere("web_copy.html", "Brightwater", "Darkwater")),
    "another filer": ("registrant", text("submission.xml", "<filerId>0000000000", "<filerId>0000000001")),
    "another file number": ("registrant", text("submission.xml", "000-00000", "000-00001")),
    "another file number on the form": ("registrant", text("sd.htm", "000-00000", "000-00001")),
    "another CIK in the header": ("registrant", text("preview_header.txt", "KEY:\t\t0000000000", "KEY:\t\t0000000001")),
    "typed signature": ("signature", text("sd.htm", "By: ____________________", "By: /s/ Robin Sample")),
    "draft without its mark": ("marks", text("ex101.htm", "DRAFT - NOT FILED", "FILED")),
    "sample without its mark": ("marks", text("sd.htm", "SAMPLE - NOT A FILING", "A FILING")),
    "web copy without its mark": ("marks", text("web_copy.html", "SAMPLE - NOT A FILING", "A FILING")),
    "figure changed in the text": ("statements", text("ex101.htm", "identified 40", "identified 41")),
    "sentence taken out": ("statements", text("ex101.htm", "Status is as of March 31, 2026.", "")),
    "false sentence": ("foreign-sentence", said("ex101.htm", "All our suppliers answered.")),
    "false sentence among true ones": (
        "foreign-sentence",
        text("ex101.htm", "Status is as of", "Every status was verified. Status is as of"),
    ),
    "false half sentence": ("foreign-sentence", text("ex101.htm", "Status is as of", "Verified. Status is as of")),
    "true sentence told twice": ("foreign-sentence", said("ex101.htm", "Status is as of March 31, 2026.")),
    "false heading": ("foreign-sentence", text("ex101.htm", "</body>", "<h2>A Clean Supply Chain</h2>\n</body>")),
    "heading taken out": ("foreign-sentence", cut("ex101.htm", r"<h2[^>]*>2\. Our Covered Products</h2>")),
    "false sentence on the form": ("foreign-sentence", said("sd.htm", "No audit is needed.")),
    "document that nobody rendered": ("foreign-sentence", with_file("annex.htm", b"<html></html>")),
    "false title": ("foreign-sentence", text("ex101.htm", "<title>Conflict", "<title>Audited Conflict")),
    "false text outside of any paragraph": ("foreign-sentence", text("ex101.htm", "</body>", "All is well.\n</body>")),
    "false figure in text and record": (
        "statement-wording",
        every(text("ex101.htm", "identified 40", "identified 41"), edited("statements.json", _one_more_named)),
    ),
    "wording of another release": ("wording-version", _of_another_release),
    "figure changed in a table": ("tables", text("ex101.htm", ">81%</td>", ">91%</td>")),
    "row taken out of a table": ("tables", cut("ex101.htm", r"<tr[^>]*>\s*<td[^>]*>Reminder</td>.*?</tr>")),
    "table more": ("tables", said("ex101.htm", "</p><table><tr><td>Audited: yes</td></tr></table><p>")),
    "figure changed in the record": ("counts", edited("statements.json", _recorded_total)),
    "facility of another number": ("appendix-a", text("ex101.htm", "CID900020", "CID900920")),
    "facility twice": ("duplicate-facility", text("ex101.htm", "CID900020", "CID900021")),
    "figure changed on the web": ("web-copy", text("web_copy.html", "identified 40", "identified 41")),
    "false sentence on the web": ("web-copy", said("web_copy.html", "All our suppliers answered.")),
    "figure changed in a table on the web": ("web-copy", text("web_copy.html", ">81%</td>", ">91%</td>")),
    "claim": ("conflict-free-claim", text("ex101.htm", "Minerals Report<br/>", "Free Report<br/>")),
    "facilities that were used": (
        "wording-facilities",
        everywhere("ex101.htm", "may have been used to process", "were used to process"),
    ),
    "countries traced to products": ("wording-origin", everywhere("ex101.htm", "not traced", "traced")),
    "company level without its footnote": (
        "wording-company-level",
        cut("ex101.htm", r"<p[^>]*>Note: [^<]*made at company"),
    ),
    "status no list gives": ("wording-status", said("ex101.htm", "One facility is non-conformant.")),
    "sanctions without list and date": (
        "wording-sanctions",
        said("ex101.htm", "No facility is sanctioned: not listed."),
    ),
    "sanctions as a clearance": (
        "wording-sanctions",
        said("ex101.htm", "Not listed in the sanctions list names.csv of March 1, 2026."),
    ),
    "EU regulation as if it applied": ("wording-eu", said("ex101.htm", "We meet the EU Regulation.")),
    "status of after the filing": ("hindsight", determined(filing_date="2026-03-01")),
    "said as of a later day": ("hindsight", said("ex101.htm", "So it was as of July 1, 2026.")),
    "elements in another order": (
        "submission-schema",
        cut("submission.xml", r"(<liveTestFlag>TEST</liveTestFlag>)\s*(<submissionType>SD</submissionType>)", r"\2\1"),
    ),
    "telephone with a plus sign": (
        "submission-schema",
        text(
            "submission.xml",
            "<submissionType>",
            "<contact><com:phoneNumber>+1</com:phoneNumber></contact><submissionType>",
        ),
    ),
    "documents exchanged": ("submission-documents", _swapped),
    "document of another type": ("submission-documents", text("submission.xml", ">EX-1.01<", ">EX-1.02<")),
    "exhibit not attached": (
        "submission-documents",
        cut("submission.xml", r"<com:document>\s*<com:conformedName>ex.*?document>"),
    ),
    "document changed after the submission": ("submission-documents", said("ex101.htm", "x")),
    "picture not attached": ("submission-documents", with_file("logo.gif", b"GIF89a")),
    "document named .html": ("submission-name", text("submission.xml", FIRST, FIRST.replace(".htm<", ".html<"))),
    "document named too long": ("submission-name", text("submission.xml", FIRST, FIRST.replace("sd.", "s" * 40 + "."))),
    "description not ASCII": ("submission-description", text("submission.xml", "Form SD for", "Form SD \u2013 for")),
    "amendment without its number": ("submission-amendment", text("submission.xml", ">SD<", ">SD/A<")),
    "number without an amendment": ("submission-amendment", text("submission.xml", "<filer>", f"{ACCESSION}<filer>")),
    "number that is none": (
        "submission-amendment",
        text("submission.xml", "<filer>", "<accessionNumber>26-1</accessionNumber><filer>"),
    ),
    "amendment without its reason": (
        "submission-amendment",
        every(
            determined(amendment_of="0000000000-26-000001"),
            text("submission.xml", "<filer>", f"{ACCESSION}<filer>"),
            text("submission.xml", ">SD</submissionType>", ">SD/A</submissionType>"),
        ),
    ),
    "sample that goes live": ("submission-live", text("submission.xml", ">TEST<", ">LIVE<")),
    "CCC in the submission": ("ccc", text("submission.xml", "(no-ccc)", CCC)),
    "CCC of another length in the submission": ("ccc", text("submission.xml", "(no-ccc)", "x")),
    "CCC in the determination": ("ccc", determined(filerCcc=CCC)),
    "CCC in the header": ("ccc", text("preview_header.txt", "FILER:", f"CCC: {CCC}\nFILER:")),
    "another form in the header": ("header", text("preview_header.txt", "TYPE:\t\tSD", "TYPE:\t\tSD/A")),
    "another count in the header": ("header", text("preview_header.txt", "COUNT:\t\t2", "COUNT:\t\t1")),
    "byte after the manifest": ("manifest", lambda files: files.update({"sd.htm": files["sd.htm"] + b" "})),
    "file the manifest does not name": ("manifest", with_file("extra.txt", b"x")),
    "file only the manifest names": ("manifest", without("web_copy.html")),
    "sealed by nobody": ("sealed", _sealed(seal={})),
    "sealed with an error": (
        "sealed",
        _sealed(
            seal={"responded_by": "filer"}, problems=[{"severity": "error", "file": "x", "rule": "x", "message": "x"}]
        ),
    ),
}
PLACED = {
    "false sentence",
    "false heading",
    "figure changed in a table",
    "facility of another number",
    "typed signature",
    "claim",
    "status no list gives",
    "sanctions as a clearance",
    "said as of a later day",
    "document of another type",
    "description not ASCII",
    "CCC in the submission",
    "CCC in the header",
    "another filer",
    "telephone with a plus sign",
}
"""Faults of one place in a text file: the problem names its line."""


@pytest.fixture(scope="module")
def draft() -> Files:
    return dict(company.package().files)


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_rule_is_told(name: str, draft: Files) -> None:
    rule, inject = FAULTS[name]
    files = dict(draft)
    inject(files)
    found = [problem for problem in check_package(files) if problem.rule == rule]
    assert found
    assert rule not in {problem.rule for problem in check_package(draft)}
    if name in PLACED:
        changed = {file for file in files if files[file] != draft[file]}
        assert any(problem.file in changed and problem.message in _at(files, draft, problem) for problem in found), (
            found
        )


def _at(files: Files, draft: Files, problem: Any) -> str:
    """The message, when the line it names is the first that differs; else nothing."""
    pairs = zip(files[problem.file].split(b"\n"), draft[problem.file].split(b"\n"), strict=False)
    first = next(number for number, (now, before) in enumerate(pairs, start=1) if now != before)
    return problem.message if problem.message.startswith(f"line {first}: ") else ""


def test_every_rule_has_a_package_that_breaks_it() -> None:
    """Those of the company's own CMRT are broken in the tests of the roll-up."""
    ours = {code for code in RULES if not code.startswith("rollup-")}
    assert {rule for rule, _ in FAULTS.values()} == ours


@pytest.mark.parametrize("parameters", [company.PARAMETERS, FINAL], ids=["draft", "final"])
@pytest.mark.parametrize("metals", ["with a report", "form alone"])
def test_a_package_as_built_breaks_none(parameters: Any, metals: str) -> None:
    rows = company.tables()["metal_answer"] if metals == "with a report" else []
    package = company.package({"sample": False}, parameters, metal_answer=rows)
    assert [problem for problem in check_package(package.files) if problem.severity == "error"] == []


def test_the_password_is_not_repeated_when_it_is_found(draft: Files) -> None:
    files = draft | {"notes.txt": f'"filerCcc": "{CCC}"'.encode()}
    found = check_package(files)
    assert "ccc" in {problem.rule for problem in found}
    assert not [problem for problem in found if CCC in problem.message]


def test_sanctions_with_list_and_date_and_no_clearance_may_be_said(draft: Files) -> None:
    files = dict(draft)
    said("ex101.htm", "Not listed in the sanctions list names.csv of March 1, 2026; not a clearance.")(files)
    assert "wording-sanctions" not in {problem.rule for problem in check_package(files)}


def test_a_signature_stands_with_the_signed_document_in_the_archive() -> None:
    files = dict(company.package({"sample": False}, FINAL).files)
    text("sd.htm", "By: ____________________", "By: /s/ Robin Sample")(files)
    signed = sha256(b"the signed page")
    edited("manifest.json", lambda content: content.update(signature={"document_sha256": signed}))(files)
    assert "signature" in {problem.rule for problem in check_package(files)}
    assert "signature" in {problem.rule for problem in check_package(files, lambda asked: False)}
    assert "signature" not in {problem.rule for problem in check_package(files, lambda asked: asked == signed)}


def test_an_amendment_as_built_breaks_none() -> None:
    amended = replace(FINAL, amendment_of="0000000000-26-000001", amendment_reason="a facility was missing")
    files = company.package({"sample": False}, amended).files
    assert check_package(files) == []
    assert b"<submissionType>SD/A</submissionType>" in files["submission.xml"]
    assert b"SD/A" in files["preview_header.txt"]


def test_another_years_wording_is_not_held_against_ours(draft: Files) -> None:
    files = dict(draft)
    _of_another_release(files)
    assert {problem.rule for problem in check_package(files)} == {"wording-version"}
