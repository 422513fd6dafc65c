"""Who gets which letter, what stands in it, and that nothing of a supplier's text can leave its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include.lake import parquet_bytes
from include.outreach.letters import Letter, letters_due, write_outbox
from include.schemas import MARTS
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.marts import Marts, NoMarts

YEAR, AS_OF = 2025, date(2025, 11, 3)
PROFILE = CompanyProfile.model_validate(
    {
        "registrant": {
            "name": "Brightwater Instruments, Inc.",
            "jurisdiction": "Delaware",
            "commission_file_number": "000-00000",
            "cik": "0000000000",
            "address": ["1 Invented Way"],
        },
        "accepted_template_versions": ["6.4", "6.5"],
        "reply_to": "minerals@brightwater.example",
        "sample": True,
    }
)


def marts(settings: Settings, **tables: Sequence[Mapping[str, Any]]) -> Marts:
    """Marts of one run that hold these rows; columns that are not named are null."""
    store = open_store(settings.lake)
    for name in ("supplier_status", "open_item"):
        schema = MARTS[name]
        rows = [dict.fromkeys(schema.names) | {"reporting_year": YEAR} | dict(row) for row in tables.get(name, ())]
        store.replace(f"marts/run/{name}.parquet", parquet_bytes(rows, schema))
    store.replace("marts/CURRENT", b"run\n")
    return Marts(store)


def supplier(number: str, state: str, letters: int = 0, in_scope: bool = True, **other: Any) -> dict[str, Any]:
    named = {"supplier_id": number, "supplier_name": f"Company {number}", "state": state, "in_scope": in_scope}
    return named | {"letters": letters} | other


def item(number: str, cell: str, said: str, severity: str = "critical") -> dict[str, Any]:
    return {"supplier_id": number, "file_sha256": "f", "source_sheet": "Declaration", "source_cell": cell,
            "supplier_message": said, "severity": severity, "code": "x", "finding_id": cell}  # fmt: skip


def due(found: Marts) -> list[Letter]:
    return list(letters_due(found, PROFILE, YEAR, AS_OF))


def test_each_state_gets_its_letter_and_the_rest_none(settings: Settings) -> None:
    found = marts(
        settings,
        open_item=[item("V4", "D15", "Please name a contact.")],
        supplier_status=[
            supplier("V1", "no_response"),
            supplier("V2", "no_response", letters=1, last_letter_on=date(2025, 10, 6)),
            supplier("V3", "complete"),
            supplier("V4", "answered_incomplete"),
            supplier("V5", "exempt"),
            supplier("V6", "no_response", in_scope=False),
        ],
    )

    assert [(letter.supplier_id, letter.letter_kind) for letter in due(found)] == [
        ("V1", "survey"),
        ("V2", "reminder"),
        ("V4", "correction"),
    ]


def test_a_survey_says_who_asks_what_until_when_it_stands(settings: Settings) -> None:
    (letter,) = due(marts(settings, supplier_status=[supplier("V1", "no_response")]))

    for words in ("Company V1", "vendor number V1", "Brightwater Instruments, Inc.", "2025", "6.4, 6.5",
                  "minerals@brightwater.example", "SAMPLE - NOT A REAL LETTER", "Status of 2025-11-03"):  # fmt: skip
        assert words in letter.text
        assert words in letter.html


def test_what_the_company_does_not_say_is_not_in_the_letter(settings: Settings) -> None:
    (letter,) = letters_due(
        marts(settings, supplier_status=[supplier("V1", "no_response")]), CompanyProfile(), YEAR, AS_OF
    )

    for words in ("From:", "We accept these revisions", "Please answer to", "SAMPLE", "None"):
        assert words not in letter.text
        assert words not in letter.html


def test_a_reminder_names_the_day_of_the_last_letter(settings: Settings) -> None:
    (letter,) = due(
        marts(
            settings,
            supplier_status=[supplier("V1", "no_response", letters=2, last_letter_on=date(2025, 10, 20))],
        )
    )

    assert "We wrote to you on 2025-10-20 and have not received" in letter.text
    assert letter.text.count("Subject: Reminder") == 1


def test_a_correction_lists_exactly_what_to_mend_where(settings: Settings) -> None:
    found = marts(
        settings,
        supplier_status=[supplier("V4", "answered_incomplete"), supplier("V5", "exempt")],
        open_item=[
            item("V4", "D9", "Please choose a scope."),
            item("V4", "D15", "Please name a contact."),
            item("V4", "D57", "Please answer question 6 for Tin.", "warning"),
            item("V5", "D10", "A fault of somebody else."),
        ],
    )

    (letter,) = due(found)

    items = [line for line in letter.text.splitlines() if line.startswith("- ")]
    assert items == [
        "- Declaration, cell D9: Please choose a scope.",
        "- Declaration, cell D15: Please name a contact.",
        "- Declaration, cell D57: Please answer question 6 for Tin.",
    ]
    assert letter.html.count("<li>") == 3


def test_whose_declaration_counts_is_asked_to_mend_what_is_open_and_not_told_that_it_does_not(
    settings: Settings,
) -> None:
    found = marts(
        settings,
        supplier_status=[supplier("V4", "answered_incomplete"), supplier("V5", "complete"), supplier("V6", "complete")],
        open_item=[item("V4", "D9", "Please choose a scope."), item("V5", "D57", "Please answer.", "warning")],
    )

    faulty, counting = due(found)

    assert (faulty.letter_kind, counting.letter_kind) == ("correction", "correction")
    for form in (counting.text, counting.html):
        assert "Please check the following" in form
        assert "Before we can count it" not in form
    for form in (faulty.text, faulty.html):
        assert "Before we can count it" in form
    assert "- Declaration, cell D57: Please answer." in counting.text
    assert "Subject: Your conflict minerals declaration for 2025: please check\n" in counting.text


def test_nobody_is_asked_to_correct_nothing(settings: Settings) -> None:
    found = marts(
        settings,
        supplier_status=[supplier("V4", "answered_incomplete")],
        open_item=[],
    )

    assert due(found) == []


def test_text_of_others_stays_text(settings: Settings) -> None:
    hostile = "Evil</li><script>alert(1)</script>\r\nSubject: pay now\u2028{{ 7*7 }}"
    found = marts(
        settings,
        supplier_status=[supplier("V4", "answered_incomplete", supplier_name=f"Company\nBcc: {hostile}")],
        open_item=[item("V4", "D15", hostile)],
    )

    (letter,) = due(found)

    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html
    lines = letter.text.splitlines()
    assert sum(line.startswith("Subject:") for line in lines) == 1
    assert not any(line.startswith("Bcc:") for line in lines)
    assert "{{ 7*7 }}" in letter.text


@pytest.mark.parametrize("number", ["../../etc/passwd", "..", "/root", "V1/../V2", "a\x00b", "", "x" * 300, "供应商"])
def test_a_vendor_number_never_becomes_a_path(settings: Settings, number: str) -> None:
    (letter,) = due(marts(settings, supplier_status=[supplier(number, "no_response")]))

    folder, name = letter.address.split("/")
    assert name == "survey"
    assert len(folder) < 60
    assert folder.isascii()
    assert "." not in folder


def test_two_vendor_numbers_never_share_a_folder(settings: Settings) -> None:
    found = marts(settings, supplier_status=[supplier("V/1", "no_response"), supplier("V_1", "no_response")])

    assert len({letter.address for letter in due(found)}) == 2


def test_the_outbox_holds_both_forms_and_the_same_bytes_again(settings: Settings) -> None:
    marts(settings, supplier_status=[supplier("V1", "no_response"), supplier("V2", "no_response", letters=1)])

    assert write_outbox(settings, PROFILE, YEAR, AS_OF) == {"reminder": 1, "survey": 1}
    first = {path: path.read_bytes() for path in Path(settings.outbox).rglob("*") if path.is_file()}
    assert sorted(path.suffix for path in first) == [".html", ".html", ".txt", ".txt"]
    assert {path.relative_to(settings.outbox).parts[0] for path in first} == {"2025"}
    write_outbox(settings, PROFILE, YEAR, AS_OF)
    assert {path: path.read_bytes() for path in Path(settings.outbox).rglob("*") if path.is_file()} == first


def test_before_the_first_refresh_it_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(NoMarts, match="run reconcile_smelters first"):
        write_outbox(settings, PROFILE, YEAR, AS_OF)


def test_who_sent_what_could_not_be_read_is_asked_to_correct_though_nothing_counts(settings: Settings) -> None:
    found = marts(
        settings,
        supplier_status=[supplier("V1", "no_response", letters=1)],
        open_item=[
            {"supplier_id": "V1", "supplier_message": "Please send the workbook again.", "severity": "critical"}
        ],
    )

    (letter,) = due(found)

    assert letter.letter_kind == "correction"
    assert "- Please send the workbook again." in letter.text
