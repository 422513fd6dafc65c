"""``preview_header.txt``: the header as EDGAR would show it when it disseminates the filing, as far as we can know it.

What EDGAR assigns (accession number, film number, day of acceptance) or takes from its own record of the company stands
in brackets. The form of the header is that of public filings; nothing in it was made by EDGAR.
"""

from __future__ import annotations

from include.filing.determination import Determination
from include.filing.inputs import Parameters
from include.filing.manifest import DRAFT_MARK, SAMPLE_MARK
from include.filing.submission import DOCUMENTS
from include.filing.wording import clean_text
from include.settings import CompanyProfile, Registrant

NAME = "preview_header.txt"
ASSIGNED = "[assigned by EDGAR]"
ON_RECORD = "[from EDGAR's record of the company]"
ITEMS = {"1.01": "Conflict Minerals Disclosure and Report", "1.02": "Exhibit"}


def build_header(profile: CompanyProfile, parameters: Parameters, determination: Determination) -> bytes | None:
    """The header as bytes; null when nothing is to be filed or the registrant is not stated."""
    if not determination.items or profile.registrant is None:
        return None
    count = 1 + len(determination.exhibits)
    marks = [SAMPLE_MARK] * profile.sample + [DRAFT_MARK] * parameters.draft
    lines = [
        f"<SEC-HEADER>preview.hdr.sgml : {parameters.filing_date:%Y%m%d}",
        _line(0, "PREVIEW", "made offline, not by EDGAR; the day above is the planned one"),
        *(_line(0, "MARK", mark) for mark in marks),
        _line(0, "ACCESSION NUMBER", ASSIGNED),
        _line(0, "CONFORMED SUBMISSION TYPE", parameters.form_type),
        _line(0, "PUBLIC DOCUMENT COUNT", str(min(count, len(DOCUMENTS)))),
        _line(0, "CONFORMED PERIOD OF REPORT", f"{parameters.reporting_year}1231"),
        *(_line(0, "ITEM INFORMATION", ITEMS.get(item, item)) for item in determination.items),
        _line(0, "FILED AS OF DATE", ASSIGNED),
        _line(0, "DATE AS OF CHANGE", ASSIGNED),
        "",
        *_filer(profile.registrant, profile.edgar.filer_id or profile.registrant.cik, parameters),
        "</SEC-HEADER>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _filer(registrant: Registrant, filer_id: str, parameters: Parameters) -> list[str]:
    streets = enumerate(registrant.address, start=1)
    return [
        "FILER:",
        "",
        "\tCOMPANY DATA:",
        _line(2, "COMPANY CONFORMED NAME", registrant.name),
        _line(2, "CENTRAL INDEX KEY", filer_id.zfill(10)),
        _line(2, "STANDARD INDUSTRIAL CLASSIFICATION", ON_RECORD),
        _line(2, "IRS NUMBER", registrant.ein.replace("-", "")),
        _line(2, "STATE OF INCORPORATION", registrant.jurisdiction),
        _line(2, "FISCAL YEAR END", ON_RECORD),
        "",
        "\tFILING VALUES:",
        _line(2, "FORM TYPE", parameters.form_type),
        _line(2, "SEC ACT", "1934 Act"),
        _line(2, "SEC FILE NUMBER", registrant.commission_file_number),
        _line(2, "FILM NUMBER", ASSIGNED),
        "",
        "\tBUSINESS ADDRESS:",
        *(_line(2, f"STREET {number}", line) for number, line in streets),
        _line(2, "BUSINESS PHONE", ON_RECORD),
    ]


def _line(depth: int, key: str, value: str) -> str:
    return "\t" * depth + f"{key}:\t\t{clean_text(value)}"
