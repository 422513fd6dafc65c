"""A letter as the mail that leaves: heads, both forms, its attachment, and what its intent keeps."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest

from include.lake import sha256
from include.mail import Attachment
from include.outreach.compose import Composed, Composer
from include.outreach.letter_facts import LetterFacts
from include.outreach.plan import Planned
from tests.unit.outreach.conftest import Look, Year, item, supplier

SENDER = Address("Alerts", "alerts", "brightwater.example")
BLANK = Attachment("CMRT_6.5.xlsx", b"PK blank template")


def compose(see: Look, sender: Address | None = SENDER, template: Attachment | None = BLANK) -> list[Composed]:
    found = see()
    facts = LetterFacts(found.marts, found.profile, found.reporting_year, found.as_of)
    composer = Composer(facts, found.profile, sender, template)
    return [composer.compose(planned) for planned in found.planned() if planned.state != "held"]


def parsed(content: bytes) -> EmailMessage:
    made = message_from_bytes(content, policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def test_a_letter_says_from_whom_it_is_and_where_the_answer_goes(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"))

    (letter,) = compose(round_of)
    mail = parsed(letter.whole().as_bytes())

    assert str(mail["From"]) == '"Brightwater Instruments, Inc." <alerts@brightwater.example>'
    assert (mail["To"], mail["Reply-To"]) == ("V1@supplier.example", "minerals@brightwater.example")
    assert mail["Message-ID"] == f"<cm-2025-{letter.planned.letter_id}@brightwater.example>" == letter.message_id
    assert mail["Auto-Submitted"] is None, "an absence note, or a help desk, must answer it"
    assert "Ada Reed" in text_of(mail)
    assert "April 1, 2026" in text_of(mail), "thirty days to answer"


def test_the_message_id_stands_on_one_line(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"))

    (letter,) = compose(
        round_of, sender=Address("", "a", "an-address-as-long-as-companies-have-them.brightwater.example")
    )

    assert f"\r\nMessage-ID: {letter.message_id}\r\n".encode() in letter.whole().as_bytes()


@pytest.mark.parametrize(
    ("kind", "attached"),
    [
        ("survey", True),
        ("reminder", True),
        ("official_notice", True),
        ("correction", False),
        ("thank_you", False),
        ("closing", False),
    ],
)
def test_the_blank_template_goes_with_letters_that_ask_for_one(
    kind: str, attached: bool, year: Year, round_of: Look
) -> None:
    year(supplier("V1", kind))

    (letter,) = compose(round_of)
    files = [(part.get_filename(), part.get_content()) for part in parsed(letter.whole().as_bytes()).iter_attachments()]

    assert files == ([(BLANK.name, BLANK.content)] if attached else [])
    assert (BLANK.name in letter.text) == attached
    assert letter.intent()["attachment_sha256"] == (sha256(BLANK.content) if attached else None)


def test_without_a_template_of_ones_own_the_letter_says_where_to_find_it(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"))

    (letter,) = compose(round_of, template=None)

    assert "www.responsiblemineralsinitiative.org" in letter.text
    assert not parsed(letter.whole().as_bytes()).is_attachment()


def test_equal_facts_give_equal_bytes_and_the_ledger_knows_them(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"), supplier("V2", "correction"), open_item=[item("V2", "D9", "Please choose a scope.")])

    first, again = compose(round_of), compose(round_of)

    assert [one.whole().as_bytes() for one in first] == [one.whole().as_bytes() for one in again]
    assert first[0].intent() == {
        "reporting_year": 2025,
        "entity_id": "V1",
        "supplier_id": "V1",
        "supplier_ids": ["V1"],
        "letter_kind": "survey",
        "number": 1,
        "language": "en",
        "template_version": first[0].template_version,
        "recipient": "V1@supplier.example",
        "subject": first[0].subject,
        "message_id": first[0].message_id,
        "content_sha256": sha256(first[0].copy),
        "attachment_sha256": sha256(BLANK.content),
        "due_on": "2026-04-01",
        "asked": [],
        "approved_by": None,
    }
    assert first[1].intent()["asked"] == ["V2-D9"]


def test_a_correction_asks_for_every_vendor_number_of_the_group_at_its_cell_and_file(
    year: Year, round_of: Look
) -> None:
    group = {"entity_id": "V1", "written_to": "V1", "response": "answered_incomplete"}
    year(
        supplier("V1", "correction", **group),
        supplier("V2", "correction", **group),
        open_item=[
            item("V1", "D9", "Please choose a scope."),
            item("V2", "D15", "Please name a contact.", file_sha256="g", drop_path="2025/other.xlsx"),
        ],
    )

    (letter,) = compose(round_of)

    listed = " ".join(letter.text.split())
    assert "answer.xlsx" in listed
    assert "other.xlsx" in listed
    assert listed.index("cell D9") < listed.index("cell D15")


@pytest.mark.parametrize(
    ("kind", "fields", "due_on"),
    [
        ("survey", {}, date(2026, 4, 1)),
        ("reminder", {"due_on": date(2026, 2, 1)}, date(2026, 2, 1)),
        ("correction", {"response": "answered_incomplete"}, date(2026, 3, 16)),
        ("correction", {"response": "answered_incomplete", "corrections": 1}, date(2026, 3, 16)),
        ("correction", {"response": "answered_incomplete", "corrections": 2}, None),
        ("correction", {"response": "complete"}, None),
        ("official_notice", {}, None),
    ],
)
def test_a_letter_names_a_day_only_where_the_company_has_set_one(
    kind: str, fields: dict[str, Any], due_on: date | None, year: Year, round_of: Look
) -> None:
    year(supplier("V1", kind, **fields), open_item=[item("V1", "D9", "Please choose a scope.")])

    (letter,) = compose(round_of)

    assert letter.due_on == due_on


def test_no_letter_asks_for_an_answer_after_the_cut_off(year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"), profile={"campaign": {"cut_off": {2025: date(2026, 3, 20)}}})

    (letter,) = compose(round_of)

    assert letter.due_on == date(2026, 3, 20)


@pytest.mark.parametrize(
    "name",
    [
        "Evil\r\nBcc: everyone@example.com\r\n\r\n<script>alert(1)</script>",
        "\udcff\udc00 half characters",
        "\x00\x1e\x1f{{ 7*7 }}",
        "供应商" * 200,
        "\u202eevil",
        ".",
    ],
)
def test_hostile_names_stay_text(name: str, year: Year, round_of: Look) -> None:
    year(supplier("V1", "survey"))
    found = round_of()
    facts = LetterFacts(found.marts, found.profile, found.reporting_year, found.as_of)
    (planned,) = found.planned()
    hostile = Planned(**{**vars(planned), "supplier_name": name, "supplier_id": name, "supplier_ids": ("V1",)})

    mail = parsed(Composer(facts, found.profile, SENDER, BLANK).compose(hostile).whole().as_bytes())

    assert mail["Bcc"] is None
    assert [part.get_content_type() for part in mail.walk()][2:4] == ["text/plain", "text/html"]
    assert "<script" not in mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert not mail.defects
