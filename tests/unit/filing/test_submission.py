"""``submission.xml`` and the previewed header: what the profile and the trigger form say, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import filing_company as company
import pytest
from lxml import etree
from pydantic import ValidationError

from include.filing.inputs import Parameters
from include.filing.submission import COMMON, FILER
from include.filing.submission_reader import UnreadableSubmission, read_submission
from include.refresh import publish_report
from include.settings import Settings

FULL = {
    "contact_name": "Dana Example",
    "contact_phone": "1-555-0100",
    "notification_addresses": ["filings@brightwater.example", "counsel@brightwater.example"],
    "confirming_copy": False,
    "override_internet": False,
    "return_copy": True,
}


def submission(profile: dict[str, Any] | None = None, parameters: Parameters = company.PARAMETERS, **marts: Any) -> Any:
    return read_submission(company.package(profile, parameters, **marts).files["submission.xml"])


def names(content: bytes) -> list[str]:
    return [etree.QName(element).localname for element in etree.fromstring(content)]


def test_the_whole_header_of_the_submission_in_the_order_of_the_schema() -> None:
    content = company.package({"edgar": FULL}).files["submission.xml"]
    assert read_submission(content).schema_errors == ()
    assert names(content) == [
        "liveTestFlag",
        "flag",
        "contact",
        "submissionType",
        "filer",
        "rule13",
        "notifications",
        "documents",
    ]
    root = etree.fromstring(content)
    assert [element.text for element in root.iter(f"{{{COMMON}}}internetNotificationAddress")] == [
        "filings@brightwater.example",
        "counsel@brightwater.example",
    ]
    assert [(etree.QName(flag).localname, flag.text) for flag in root.find(f"{{{FILER}}}flag")] == [
        ("confirmingCopyFlag", "false"),
        ("overrideInternetFlag", "false"),
        ("returnCopyFlag", "true"),
    ]


def test_what_the_profile_does_not_state_is_left_out() -> None:
    content = company.package().files["submission.xml"]
    assert names(content) == ["liveTestFlag", "submissionType", "filer", "rule13", "documents"]


def test_the_documents_are_the_files_as_they_are() -> None:
    files = company.package().files
    found = read_submission(files["submission.xml"]).documents
    assert [(item.name.text, item.kind.text, item.content == files[item.name.text]) for item in found] == [
        ("sd.htm", "SD", True),
        ("ex101.htm", "EX-1.01", True),
    ]


def test_a_package_is_a_test_until_a_person_says_live() -> None:
    assert submission().text("liveTestFlag") == "TEST"
    live = replace(company.PARAMETERS, package="final", submission_flag="LIVE")
    assert submission({"sample": False}, live).text("liveTestFlag") == "LIVE"


def test_an_amendment_names_the_filing_it_amends() -> None:
    amended = replace(company.PARAMETERS, amendment_of="0000000000-26-000001", amendment_reason="a smelter was missing")
    found = submission(None, amended)
    assert (found.text("submissionType"), found.text("accessionNumber")) == ("SD/A", "0000000000-26-000001")


@pytest.mark.parametrize(
    ("number", "reason"),
    [("0000000000-26-000001", None), (None, "a smelter was missing"), ("26/1", "a smelter was missing")],
)
def test_half_an_amendment_is_refused(number: str | None, reason: str | None) -> None:
    with pytest.raises(ValueError, match=r"an amendment needs|is no accession number"):
        replace(company.PARAMETERS, amendment_of=number, amendment_reason=reason)


def test_the_trigger_form_refuses_half_an_amendment(settings: Settings) -> None:
    params = {"as_of_date": "2026-04-30", "filing_date": "2026-05-20", "reporting_year": 2025, "package": "draft"}
    params |= {"submission_flag": "TEST", "amendment_of": "0000000000-26-000001", "amendment_reason": "  "}
    with pytest.raises(ValueError, match="an amendment needs"):
        publish_report(settings, params, company.AS_OF)


@pytest.mark.parametrize("missing", ["submission.xml", "preview_header.txt"])
def test_nothing_is_prepared_for_an_unknown_registrant(missing: str) -> None:
    package = company.package({"registrant": None})
    assert missing not in package.files
    assert "gap" in {problem.rule for problem in package.problems}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_phone", "+1 555"),
        ("contact_name", "x" * 31),
        ("filer_id", "12345678901"),
        ("notification_addresses", ["nobody"]),
        ("notification_addresses", ["a@b.example"] * 11),
        ("ccc", "aB3$efg8"),
    ],
)
def test_a_profile_the_schema_would_refuse_is_refused_at_once(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        company.profile(edgar={field: value})


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?>" + BOMB + b"<edgarSubmission>&b;</edgarSubmission>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        "<?xml version='1.0' encoding='utf-16'?><x/>".encode("utf-16"),
        b"<edgarSubmission>",
        b"",
    ],
    ids=["entities", "outside entity", "UTF-16", "not closed", "empty"],
)
def test_xml_that_is_not_safe_is_not_read(content: bytes) -> None:
    with pytest.raises(UnreadableSubmission):
        read_submission(content)


def test_the_header_is_never_mistaken_for_edgars() -> None:
    header = company.package().files["preview_header.txt"].decode()
    assert "made offline, not by EDGAR" in header
    assert "ACCESSION NUMBER:\t\t[assigned by EDGAR]" in header
    assert "SAMPLE - NOT A FILING" in header


def test_the_schemas_say_that_they_are_reconstructed() -> None:
    folder = Path(__file__).parents[3] / "include" / "filing" / "schemas"
    texts = [path.read_text() for path in sorted(folder.glob("*.xsd"))]
    assert len(texts) == 2
    assert all("Reconstructed from public descriptions" in text for text in texts)
