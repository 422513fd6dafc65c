"""Every rule of ``check-package``: its code, how severe a breach is, what it asks, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from include.filing.inputs import Problem, Severity

FORM_SD = "Form SD (17 CFR 249b.400)"
HTML = "EDGAR Filer Manual, volume II, 5.2.2"
SUBMISSION = "EDGARLink form SD, reconstructed schema"
OURS = "the package's own consistency"


@dataclass(frozen=True)
class PackageRule:
    """One rule; ``in_draft`` is the severity while the package is a draft, where what is missing may still come."""

    code: str
    asks: str
    source: str
    severity: Severity = "error"
    in_draft: Literal["error", "warning"] | None = None


_ALL = (
    PackageRule("file-missing", "Every file is there, submission, header and web copy when a form is filed.", OURS),
    PackageRule("unreadable", "Every file can be read as what its name says.", OURS),
    PackageRule("edgar-characters", "Only characters that EDGAR takes, without a byte-order mark.", HTML),
    PackageRule("edgar-elements", "Only elements that EDGAR takes.", HTML),
    PackageRule("edgar-attributes", "Only attributes that EDGAR takes.", HTML),
    PackageRule("edgar-nested-tables", "No table inside a table.", HTML),
    PackageRule("edgar-active-content", "Nothing in a style that acts or loads.", HTML),
    PackageRule("edgar-structure", "Every element is closed, in order.", HTML),
    PackageRule("edgar-links", "Links lead into the package or to EDGAR's archives.", HTML),
    PackageRule("edgar-images", "Images are attached .jpg or .gif files, none of them moving.", HTML),
    PackageRule("edgar-file-name", "At most 32 characters, lower case, a letter first, one each of . - _", HTML),
    PackageRule("links", "Every link and image of a document is in the package.", OURS),
    PackageRule("period", "Documents, submission and header name the calendar year of the determination.", FORM_SD),
    PackageRule("deadline", "31 May or the next business day is stated.", "Form SD, B.1; 17 CFR 240.0-3"),
    PackageRule("exhibits", "Exhibit 1.01 is there exactly when the determination asks for it.", FORM_SD),
    PackageRule("items", "The submission declares the items of the determination.", FORM_SD),
    PackageRule(
        "item-1-02",
        "With a Conflict Minerals Report the submission declares item 1.02 beside 1.01.",
        SUBMISSION,
        severity="warning",
    ),
    PackageRule("registrant", "Name, CIK and file number are the same wherever they stand.", OURS),
    PackageRule("signature", "No /s/ without an authentication document in the archive.", "Regulation S-T, 302(b)"),
    PackageRule("marks", "SAMPLE and DRAFT stand on every document of such a package, and on no other.", OURS),
    PackageRule("statements", "Every recorded sentence stands in its document as it was rendered.", OURS),
    PackageRule("foreign-sentence", "A document holds no sentence or heading that the record does not.", OURS),
    PackageRule("statement-wording", "A recorded sentence is what the reviewed wording says with its data.", OURS),
    PackageRule(
        "wording-version",
        "The package is checked by the release whose wording it was made with; by another, no sentence is made again.",
        OURS,
        severity="warning",
    ),
    PackageRule("tables", "Every table of a document is the recorded one, cell by cell.", OURS),
    PackageRule("counts", "Counts in the text are those of the appendices.", OURS),
    PackageRule("appendix-a", "Appendix A of the report is that of the workbook.", OURS),
    PackageRule("duplicate-facility", "A facility stands once a metal.", OURS),
    PackageRule("web-copy", "The web copy says the same as the documents.", FORM_SD),
    PackageRule("conflict-free-claim", "Nothing is called conflict free.", FORM_SD, severity="warning"),
    PackageRule("wording-facilities", "Facilities *may have been used*; no more is claimed of them.", FORM_SD),
    PackageRule("wording-origin", "Countries of origin are *not traced to our products*.", FORM_SD),
    PackageRule("wording-company-level", "Company-level declarations carry their footnote.", FORM_SD),
    PackageRule(
        "wording-status", "Statuses in the lists' own words; delisted is not non-conformant.", FORM_SD, "warning"
    ),
    PackageRule("wording-sanctions", "Not being listed names list and date, and is *not a clearance*.", FORM_SD),
    PackageRule("wording-eu", "Words on the EU are *not an applicability determination*.", FORM_SD, "warning"),
    PackageRule(
        "hindsight",
        "No status and no date it speaks *as of* is later than the filing date.",
        FORM_SD,
        in_draft="warning",
    ),
    PackageRule("submission-schema", "submission.xml follows the schema.", SUBMISSION),
    PackageRule("submission-documents", "Its documents are the files, byte for byte, SD first.", SUBMISSION),
    PackageRule("submission-name", "A document's name is one that EDGAR takes (.html is none).", SUBMISSION),
    PackageRule("submission-description", "Descriptions are plain ASCII, 1 to 255 characters.", SUBMISSION),
    PackageRule("submission-amendment", "SD/A names the filing it amends, with a reason; SD names none.", SUBMISSION),
    PackageRule("submission-live", "LIVE only for a final package of a real company.", OURS, in_draft="warning"),
    PackageRule("ccc", "No CCC stands in any file: it is a password.", "EDGAR Filer Manual, volume I"),
    PackageRule("header", "The previewed header agrees with the submission.", OURS),
    PackageRule("rollup-facilities", "The company's own CMRT lists the facilities of Appendix A, each once.", OURS),
    PackageRule("rollup-answers", "Every answer of that CMRT is the one whose derivation stands in rollup.json.", OURS),
    PackageRule("rollup-supplier", "Nothing of a supplier stands in that CMRT.", OURS),
    PackageRule("manifest", "The manifest names every file with its hash, and no other.", OURS),
    PackageRule("sealed", "A sealed package names who sealed it and has no error on record.", OURS),
)
RULES = {rule.code: rule for rule in _ALL}


def breach(code: str, file: str, message: str, line: int | None = None, draft: bool = False) -> Problem:
    """A problem of that rule; ``line`` is put before the message. Raises KeyError for a code that is no rule."""
    rule = RULES[code]
    severity = rule.in_draft if draft and rule.in_draft else rule.severity
    return Problem(severity, file, code, message if line is None else f"line {line}: {message}")
