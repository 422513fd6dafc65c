"""What the words may claim: facilities, origins, statuses, sanctions, the EU, and nothing conflict free."""

from __future__ import annotations

import re
from collections.abc import Iterator

from include.filing.inputs import Problem
from include.filing.pages import Page
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach
from include.filing.tables import APPENDIX_A_HEAD, APPENDIX_B_HEAD
from include.filing.wording import MONTHS, read_long_date

_LABEL_CLAIM = re.compile(r"conflict[\s-]+free", re.IGNORECASE)
_LABEL_STATEMENT = "intro.no_label"
_DATE = rf"(?:{'|'.join(MONTHS)}) \d{{1,2}}, \d{{4}}"
_AS_OF = re.compile(rf"\bas of ({_DATE})")
_COMPANY_LEVEL = re.compile(r"^Note: .* made at company level and may name facilities that processed no 3TG")
_NON_CONFORMANT = re.compile(
    r"\b(?:non-?conform\w*|not conformant|failed (?:an|its|the) (?:audit|assessment))", re.IGNORECASE
)
_NOT_FAILED = "does not mean that the facility failed an assessment"
_NOT_LISTED = re.compile(r"\bnot (?:listed|named|found)\b|\bno (?:match|listing)\b", re.IGNORECASE)
_EU = re.compile(r"\b(?:European Union|Regulation \(EU\)|EU Regulation)\b")


def check_wording(package: PackageFiles) -> Iterator[Problem]:
    """Every breach of these rules; a sentence is looked at with its neighbours of the same paragraph."""
    for name, page in package.everything_read.items():
        yield from _no_label_claim(package, name, page)
        yield from _appendices(package, name, page)
        yield from _words(name, page)
        yield from _later(package, name, page)


def _no_label_claim(package: PackageFiles, name: str, page: Page) -> Iterator[Problem]:
    allowed = {row["text"] for row in package.statements if row["id"] == _LABEL_STATEMENT}
    for run in page.runs:
        text = run.text
        for sentence in allowed:
            text = text.replace(sentence, "")
        if _LABEL_CLAIM.search(text):
            message = "the words 'conflict free' stand outside the sentence that disclaims them"
            yield breach("conflict-free-claim", name, message, run.line)


def _appendices(package: PackageFiles, name: str, page: Page) -> Iterator[Problem]:
    if page.table(APPENDIX_A_HEAD) and "may have been used to process" not in page.text:
        message = "Appendix A does not say that these facilities may have been used"
        yield breach("wording-facilities", name, message, page.line_of("Appendix A"))
    if page.table(APPENDIX_B_HEAD) and "not traced to our products" not in page.text:
        message = "Appendix B does not say that these countries are not traced to our products"
        yield breach("wording-origin", name, message, page.line_of("Appendix B"))
    stated = [item["value"] for row in package.statements for item in row["data"] if item["key"] == "company_level"]
    if page.table(APPENDIX_A_HEAD) and any(stated) and not any(map(_COMPANY_LEVEL.search, _texts(page))):
        message = f"{max(filter(None, stated))} declarations are made at company level, and no footnote says so"
        yield breach("wording-company-level", name, message, page.line_of("Appendix A"))


def _texts(page: Page) -> Iterator[str]:
    return (run.text for run in page.runs)


def _words(name: str, page: Page) -> Iterator[Problem]:
    for run in page.runs:
        if _NON_CONFORMANT.search(run.text.replace(_NOT_FAILED, "")):
            yield breach("wording-status", name, "a status that no list gives: say the list's own word", run.line)
        if "sanction" in run.text.casefold() and _NOT_LISTED.search(run.text):
            if "not a clearance" not in run.text or not re.search(_DATE, run.text):
                message = "not being on a sanctions list is said without list and date, or not as no clearance"
                yield breach("wording-sanctions", name, message, run.line)
        if _EU.search(run.text) and "not an applicability determination" not in run.text:
            yield breach("wording-eu", name, "the EU regulation is spoken of as if it applied", run.line)


def _later(package: PackageFiles, name: str, page: Page) -> Iterator[Problem]:
    for run in page.runs:
        for written in _AS_OF.findall(run.text):
            day = read_long_date(written)
            if day and day > package.filing_date:
                message = f"speaks as of {written}, later than the filing date {package.filing_date}"
                yield breach("hindsight", name, message, run.line, draft=package.draft)
