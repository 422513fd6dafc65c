"""What the form asks: period, deadline, exhibits, items, one registrant, no signature without its document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from include.filing.header_preview import ITEMS
from include.filing.header_preview import NAME as HEADER
from include.filing.inputs import Problem
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach
from include.filing.submission import NAME as SUBMISSION
from include.filing.wording import clean_text
from include.filing_deadline import filing_deadline

_SIGNED = re.compile(r"/s/", re.IGNORECASE)


def check_form(package: PackageFiles) -> Iterator[Problem]:
    """Every breach of these rules."""
    yield from _period(package)
    yield from _deadline(package)
    yield from _exhibits(package)
    yield from _items(package)
    yield from _registrant(package)
    yield from _signature(package)


def _period(package: PackageFiles) -> Iterator[Problem]:
    period = f"January 1 to December 31, {package.year}"
    for name, page in package.everything_read.items():
        if period not in page.text:
            yield breach("period", name, f"does not name the reporting period {period}")
    for _, stated in package.submission.periods if package.submission else ():
        if stated.text != f"12-31-{package.year}":
            yield breach("period", SUBMISSION, f"the period is {stated.text}, not 12-31-{package.year}", stated.line)
    header = _header(package)
    if header and (stated_on := header.get("CONFORMED PERIOD OF REPORT")) != [f"{package.year}1231"]:
        yield breach("period", HEADER, f"the period is {stated_on}, not {package.year}1231")


def _deadline(package: PackageFiles) -> Iterator[Problem]:
    due = filing_deadline(package.year).isoformat()
    if package.determination.get("deadline") != due:
        yield breach("deadline", "determination.json", f"the deadline of {package.year} is {due}")
    if package.draft and package.record["cover"]["deadline"] not in package.pages["sd.htm"].text:
        yield breach("deadline", "sd.htm", f"a draft shows the deadline {package.record['cover']['deadline']}")


def _exhibits(package: PackageFiles) -> Iterator[Problem]:
    wanted, present = bool(package.determination["exhibits"]), "ex101.htm" in package.files
    if wanted and not present:
        yield breach("exhibits", "ex101.htm", "the determination asks for Exhibit 1.01 and it is not there")
    if present and not wanted:
        yield breach("exhibits", "ex101.htm", "Exhibit 1.01 is there and the determination asks for none")


def _items(package: PackageFiles) -> Iterator[Problem]:
    if package.submission is None:
        return
    declared = [item.text for item, _ in package.submission.periods]
    line = package.submission.periods[0][0].line if declared else 1
    asked = list(package.determination["items"])
    if declared == ["1.01"] and "ex101.htm" in package.files:
        yield breach("item-1-02", SUBMISSION, "declares item 1.01 alone beside a Conflict Minerals Report", line)
    if declared != asked and not (declared == ["1.01"] and asked == ["1.01", "1.02"]):
        yield breach("items", SUBMISSION, f"declares items {declared}, the determination asks for {asked}", line)


def _registrant(package: PackageFiles) -> Iterator[Problem]:
    """Against ``determination.json``; a registrant the profile does not state is a gap, told elsewhere."""
    stated = package.determination.get("registrant")
    if not stated:
        return
    name, number = clean_text(stated["name"]), stated["commission_file_number"]
    for file, page in package.everything_read.items():
        if name not in page.text:
            yield breach("registrant", file, f"does not name {name}")
        if file != "ex101.htm" and number not in page.text:
            yield breach("registrant", file, f"does not name the file number {number}")
    if package.submission:
        for field, expected in (("filerId", stated["cik"]), ("fileNumber", number)):
            found = package.submission.text(field) or ""
            if found.lstrip("0") != expected.lstrip("0"):
                line = package.submission.line(field)
                yield breach("registrant", SUBMISSION, f"{field} is {found}, the registrant's is {expected}", line)
    yield from _header_registrant(package, name, stated["cik"], number)


def _header_registrant(package: PackageFiles, name: str, cik: str, number: str) -> Iterator[Problem]:
    header = _header(package)
    expected = {"COMPANY CONFORMED NAME": name, "CENTRAL INDEX KEY": cik.zfill(10), "SEC FILE NUMBER": number}
    for key, value in expected.items():
        if header and header.get(key) != [value]:
            yield breach("registrant", HEADER, f"{key} is not {value}")


def _signature(package: PackageFiles) -> Iterator[Problem]:
    """17 CFR 232.302(b): a typed signature stands for a document that was signed, by hand or not, and kept."""
    for name, page in package.everything_read.items():
        signed = next((run for run in page.runs if _SIGNED.search(run.text)), None)
        if signed and not package.authenticated:
            message = "/s/ stands here, and the archive holds no authentication document that the manifest names"
            yield breach("signature", name, message, signed.line)


def check_header(package: PackageFiles) -> Iterator[Problem]:
    """The previewed header against the submission and the files."""
    header, submission = _header(package), package.submission
    if header is None or submission is None:
        return
    expected = {
        "CONFORMED SUBMISSION TYPE": [submission.text("submissionType")],
        "FORM TYPE": [submission.text("submissionType")],
        "PUBLIC DOCUMENT COUNT": [str(len(submission.documents))],
        "ITEM INFORMATION": [ITEMS.get(item.text, item.text) for item, _ in submission.periods],
    }
    for key, values in expected.items():
        if header.get(key) != values:
            yield breach("header", HEADER, f"{key} is {header.get(key)}, the submission says {values}")


def _header(package: PackageFiles) -> dict[str, list[str]] | None:
    if HEADER not in package.files:
        return None
    found: dict[str, list[str]] = {}
    for line in package.files[HEADER].decode("utf-8").splitlines():
        key, colon, value = line.partition(":")
        if colon and value.strip():
            found.setdefault(key.strip(), []).append(value.strip())
    return found
