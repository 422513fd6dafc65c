"""Who is due which letter on a day, what waits for an approval, and why a letter is held."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from include.events import append
from include.outreach import ledger
from include.outreach.outbox import plan_csv
from include.outreach.plan import MAX_RECIPIENTS, Planned, addresses
from include.settings import Settings
from include.storage import open_store
from tests.unit.outreach.conftest import MOMENT, YEAR, Look, Year, supplier

INTENT = {"reporting_year": YEAR, "entity_id": "V1", "supplier_id": "V1", "supplier_ids": ["V1"], "content_sha256": "0"}


def steps(found: tuple[Planned, ...]) -> list[tuple[str, str, str]]:
    return [(step.supplier_id, step.letter_kind, step.state) for step in found]


def attempt(settings: Settings, letter: str, *names: str, **said: Any) -> None:
    """Put steps of the first attempt of a letter on record."""
    intent = ledger.step(letter, 1, "intent", MOMENT, **INTENT | said)
    append(open_store(settings.lake), [intent, *(ledger.step(letter, 1, name, MOMENT) for name in names)])


def test_each_entity_gets_the_letter_that_is_due_and_the_rest_none(year: Year, round_of: Look) -> None:
    year(
        supplier("V4", "official_notice"),
        supplier("V1", "survey"),
        supplier("V2", "reminder", next_number=2, next_action_on=date(2026, 3, 2)),
        supplier("V3", "reminder", next_action_on=date(2026, 3, 3)),
        supplier("V5", "none", next_action_on=None),
        supplier("V6", "survey", in_scope=False),
        supplier("V7", "thank_you"),
        supplier("V8", "closing"),
        supplier("V9", "survey", exempt_reason="supplies software alone"),
    )

    assert steps(round_of().planned()) == [
        ("V1", "survey", "send"),
        ("V2", "reminder", "send"),
        ("V4", "official_notice", "ask"),
        ("V7", "thank_you", "send"),
        ("V8", "closing", "send"),
    ]


def test_a_group_gets_one_letter_that_names_its_vendor_numbers_in_scope(year: Year, round_of: Look) -> None:
    of_group = {"entity_id": "V1", "written_to": "V2"}
    year(
        supplier("V1", "survey", **of_group, in_scope=False),
        supplier("V2", "survey", **of_group),
        supplier("V3", "survey", **of_group),
    )

    (found,) = round_of().planned()

    assert (found.entity_id, found.supplier_id, found.supplier_ids) == ("V1", "V2", ("V2", "V3"))
    assert found.recipients == ("V2@supplier.example",)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"contact_email": None}, "the supplier list has no address to write to"),
        ({"contact_email": "n/a"}, "'n/a' is no address a letter can go to"),
        ({"contact_email": "a@b.example\r\nBcc: c@d.example"}, "'Bcc:' is no address"),
        ({"contact_email": "<script>@b.example"}, "is no address a letter can go to"),
        ({"language": "de"}, "no native reader has approved the letters in German as they are now"),
        ({"next_action": "settle_letter", "next_reason": "Nobody knows."}, "Nobody knows."),
        ({"next_action": "mend_address", "next_reason": "The address bounced.", "written_to": None}, "The address"),
    ],
)  # fmt: skip
def test_a_letter_that_cannot_go_is_held_with_its_reason(
    fields: dict[str, Any], reason: str, year: Year, round_of: Look
) -> None:
    year(supplier("V1", "survey") | fields)

    (found,) = round_of().planned()

    assert found.state == "held"
    assert reason in (found.held or "")


def test_without_a_senior_officer_an_official_notice_is_held(year: Year, round_of: Look) -> None:
    year(supplier("V1", "official_notice"), profile={"campaign": {}})

    (found,) = round_of().planned()

    assert (found.state, found.held) == (
        "held",
        "company.yaml names no senior_officer under campaign: nobody signs an official notice",
    )


def test_the_company_may_choose_english_where_nobody_has_approved_a_language(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey", language="ja"), profile={"campaign": {"unreviewed_language": "english"}})

    (found,) = round_of().planned()

    assert (found.state, found.language) == ("send", "en")


@pytest.mark.parametrize(
    ("done", "planned"),
    [
        ((), [("V1", "survey", "send")]),
        (("send", "sent"), []),
        (("send",), [("V1", "survey", "held")]),
        (("send", "failed"), [("V1", "survey", "send")]),
    ],
    ids=["only_planned", "sent", "uncertain", "refused"],
)
def test_what_left_since_the_marts_were_built_is_not_due_again(
    done: tuple[str, ...], planned: list[tuple[str, str, str]], settings: Settings, year: Year, round_of: Look
) -> None:
    year(supplier("V1", "survey"))
    attempt(settings, ledger.letter_id(YEAR, "V1", "survey", 1), *done)

    assert steps(round_of().planned()) == planned


def test_nothing_else_goes_to_whom_a_letter_may_have_left(settings: Settings, year: Year, round_of: Look) -> None:
    """Also when the list has moved its vendor number under another parent since."""
    year(supplier("V0", "reminder", written_to="V1"), supplier("V1", "reminder", entity_id="V0", written_to="V1"))
    attempt(settings, ledger.letter_id(YEAR, "V1", "survey", 1), "send")

    (found,) = round_of().planned()

    assert (found.state, found.entity_id) == ("held", "V0")
    assert "nobody knows whether the letter of 2026-03-02 left" in (found.held or "")


def test_a_letter_of_another_year_holds_nothing(settings: Settings, year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"))
    attempt(settings, ledger.letter_id(2024, "V1", "survey", 1), "send", reporting_year=2024)

    assert steps(round_of().planned()) == [("V1", "survey", "send")]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("one@x.example", ("one@x.example",)),
        ("one@x.example; two@x.example,one@x.example", ("one@x.example", "two@x.example")),
        (" one@x.example ;", ("one@x.example",)),
    ],
)
def test_a_contact_may_have_several_addresses(written: str, found: tuple[str, ...]) -> None:
    assert addresses(written) == (found, None)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "one@x.example two",
        "ünï@x.example",
        "one@",
        "@x.example",
        '"a b"@x.example; c',
        "; ".join(f"p{number}@x.example" for number in range(MAX_RECIPIENTS + 1)),
        "x" * 300 + "@x.example",
    ],
)
def test_one_address_that_is_none_holds_the_letter(written: str) -> None:
    found, fault = addresses(written)

    assert found == ()
    assert fault
    assert len(fault) < 200


def test_the_plan_is_a_table_no_spreadsheet_calculates_with(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey", supplier_name="=HYPERLINK(1)"), supplier("V2", "survey", contact_email="@SUM(1)"))

    rows = list(csv.DictReader(io.StringIO(plan_csv(round_of().planned()))))

    assert [row["supplier_name"] for row in rows] == ["'=HYPERLINK(1)", "Company V2"]
    assert [(row["state"], row["recipient"]) for row in rows] == [("send", "V1@supplier.example"), ("held", "")]
    assert rows[0]["reason"] == "It has not been asked yet."
    assert "is no address a letter can go to" in rows[1]["reason"]
