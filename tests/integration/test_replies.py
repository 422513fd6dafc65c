"""A folder of replies through the real intake and a refresh: each mail is somebody's, and nothing is lost."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from include.events import Event, append, event
from include.refresh import check, finish_intake, land, plan_intake
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.mails import build_bounce, build_reply, letter_message_id
from include.sample.references import blank_template
from include.sample.table import build_table
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts
from tests.workbook_files import zipped

YEAR = 2025
NOW = datetime(2026, 2, 3, 8, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)
LETTERS = {"V1001": "a1" * 16, "V1005": "a5" * 16, "V1006": "a6" * 16}


def company(name: str, **fields: Any) -> bytes:
    """A declaration of a company that no rule of its content ties to a supplier of the list."""
    return build_cmrt(replace(complete_spec(name, metals=("Tin",)), lookup=(), **fields))


SUPPLIERS = build_table(
    [
        {"supplier_id": f"V100{n}", "supplier_name": f"{name} Components Ltd",
         "contact_email": f"minerals@{name}.example", "email_domains": f"{name}.example"}
        for n, name in enumerate(("alder", "birch", "cedar", "dogwood", "elm", "fir"), start=1)
    ]
)  # fmt: skip
REPLIES = {
    "letter.eml": build_reply(
        "kim@holding.example",
        {"CMRT.xlsx": company("Northern Holding")},
        answers=letter_message_id(LETTERS["V1001"], YEAR),
    ),
    "1770112800.M2P1.host:2,S": build_reply("minerals@birch.example", {"CMRT.xlsx": company("Southern Holding")}),
    "domain.eml": build_reply(
        "sales@cedar.example",
        {"all.zip": zipped({"CMRT.xlsx": company("Eastern Holding")}), "scan.pdf": b"%PDF-1.7 copy"},
    ),
    "passed on.eml": build_reply(
        "colleague@ours.example",
        {"fw.eml": build_reply("minerals@dogwood.example", {"CMRT.xlsx": company("Western Holding")})},
    ),
    "maker by a distributor.eml": build_reply("sales@cedar.example", {"CMRT.xlsx": company("Elm Components")}),
    "words.eml": build_reply("minerals@fir.example", {"logo.png": PNG}, subject="We need two more weeks"),
    "out of office.eml": build_reply("minerals@fir.example", headers={"Auto-Submitted": "auto-replied"}),
    "bounce.eml": build_bounce("minerals@fir.example", letter_message_id(LETTERS["V1006"], YEAR)),
    "forged.eml": build_reply(
        "kim@nowhere.example",
        {"CMRT.xlsx": company("Nobody Known"), "suppliers.csv": build_table([{"supplier_id": "V6666"}])},
        answers=letter_message_id("66" * 16, YEAR),
    ),
    "broken.eml": build_reply("minerals@fir.example", {"CMRT.xlsx": b"PK\x03\x04 cut off"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    settings = Settings(data=str(tmp_path_factory.mktemp("replies")), reporting_year=YEAR, settle_seconds=0)
    lists = {"lists/suppliers.csv": SUPPLIERS, "lists/blank.xlsx": blank_template("6.5")}
    for path, content in (lists | {f"replies/{name}": mail for name, mail in REPLIES.items()}).items():
        target = Path(settings.drop, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        os.utime(target, (NOW.timestamp(), NOW.timestamp()))
    sent = [step for vendor, letter_id in LETTERS.items() for step in letter(vendor, letter_id)]
    append(open_store(settings.lake), sent)
    for batch in plan_intake(settings, "tests", NOW + timedelta(days=1)):
        land(settings, batch, "tests", NOW)
    finish_intake(settings, "tests")
    check(settings)
    assert [path for path in Path(settings.drop).rglob("*") if path.is_file()] == []
    return Marts(open_store(settings.lake), build_marts(settings, CompanyProfile(), date(2026, 3, 1)).run)


def letter(vendor: str, letter_id: str) -> list[Event]:
    """The ledger's word that a survey went out."""
    recipient = "minerals@fir.example" if vendor == "V1006" else "kim@holding.example"
    steps = {
        "intent": {"reporting_year": YEAR, "entity_id": vendor, "supplier_id": vendor, "letter_kind": "survey",
                   "number": 1, "recipient": recipient},
        "send": {},
        "sent": {},
    }  # fmt: skip
    said = [{"letter_id": letter_id, "attempt": 1, "step": step, **more} for step, more in steps.items()]
    return [event("letter", "2026-01-10T08:00:00+00:00", "follow_up_suppliers", item, item) for item in said]


def test_each_declaration_is_that_of_its_sender_unless_it_says_otherwise_itself(marts: Marts) -> None:
    ties = {
        row["drop_path"].split("/")[1]: (row["supplier_id"], row["tied_by"])
        for row in marts.rows("declaration_status", YEAR)
    }

    assert ties == {
        "letter.eml": ("V1001", "letter"),
        "1770112800.M2P1.host:2,S": ("V1002", "sender_address"),
        "domain.eml": ("V1003", "sender_domain"),
        "passed on.eml": ("V1004", "sender_address"),
        "maker by a distributor.eml": ("V1005", "company_name"),
        "forged.eml": (None, None),
    }


def test_each_mail_is_in_the_list_of_replies(marts: Marts) -> None:
    found = {
        row["drop_path"].removeprefix("replies/"): (row["supplier_id"], row["mail_kind"], row["declarations"])
        for row in marts.rows("reply", YEAR)
    }

    assert found == {
        "letter.eml": ("V1001", "reply", 1),
        "1770112800.M2P1.host:2,S": ("V1002", "reply", 1),
        "domain.eml": ("V1003", "reply", 1),
        "passed on.eml": ("V1004", "reply", 1),
        "passed on.eml/fw.eml": ("V1004", "reply", 1),
        "maker by a distributor.eml": ("V1003", "reply", 1),
        "words.eml": ("V1006", "reply", 0),
        "out of office.eml": ("V1006", "auto_reply", 0),
        "bounce.eml": ("V1006", "bounce", 0),
        "forged.eml": (None, "reply", 1),
        "broken.eml": ("V1006", "reply", 0),
    }


def test_what_a_person_must_see_is_a_finding_and_nothing_else_is(marts: Marts) -> None:
    codes = {"reply_without_declaration", "reply_sender_unknown", "letter_bounced", "file_quarantined",
             "file_quarantined_answered", "supplier_untied", "supplier_tie_disagrees", "member_left_out"}  # fmt: skip
    found = sorted(
        (row["code"], row["drop_path"].removeprefix("replies/"), row["supplier_id"])
        for row in marts.rows("finding", YEAR)
        if row["code"] in codes
    )

    assert found == [
        ("file_quarantined", "broken.eml/CMRT.xlsx", "V1006"),
        ("file_quarantined", "forged.eml/suppliers.csv", None),
        ("file_quarantined_answered", "domain.eml/scan.pdf", "V1003"),
        ("letter_bounced", "bounce.eml", "V1006"),
        ("member_left_out", "words.eml", None),
        ("reply_without_declaration", "broken.eml", "V1006"),
        ("reply_without_declaration", "words.eml", "V1006"),
        ("supplier_untied", "forged.eml/CMRT.xlsx", None),
    ]


def test_a_list_in_a_mail_changes_nothing(marts: Marts) -> None:
    assert {row["supplier_id"] for row in marts.rows("supplier_contact", YEAR)} == {f"V100{n}" for n in range(1, 7)}


def test_the_letter_that_came_back_is_known_as_such(marts: Marts) -> None:
    bounced = {row["supplier_id"]: row["bounced"] for row in marts.rows("letter", YEAR)}

    assert bounced == {"V1001": False, "V1005": False, "V1006": True}
