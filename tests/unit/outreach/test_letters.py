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
    for name in ("supplier_status", "finding", "declaration_status"):
        schema = MARTS[name]
        rows = [dict.fromkeys(schema.names) | {"reporting_year": YEAR} | dict(row) for row in tables.get(name, ())]
        store.replace(f"marts/run/{name}.parquet", parquet_bytes(rows, schema))
    store.replace("marts/CURRENT", b"run\n")
    return Marts(store)


def supplier(number: str, state: str, letters: int = 0, in_scope: bool = True, **other: Any) -> dict[str, Any]:
    named = {"supplier_id": number, "supplier_name": f"Company {number}", "state": state, "in_scope": in_scope}
    return named | {"letters": letters} | other


def finding(number: str, cell: str, said: str | None, severity: str = "critical", sha: str = "f") -> dict[str, Any]:
    return {"supplier_id": number, "file_sha256": sha, "source_sheet": "Declaration", "source_cell": cell,
            "supplier_message": said, "severity": severity, "code": "x", "finding_id": cell}  # fmt: skip


COUNTING: list[dict[str, Any]] = [
    {"file_sha256": "f", "superseded_by": None, "template_kind": "cmrt"},
    {"file_sha256": "old", "superseded_by": "f", "template_kind": "cmrt"},
]


def due(found: Marts) -> list[Letter]:
    return list(letters_due(found, PROFILE, YEAR, AS_OF))


def test_each_state_gets_its_letter_and_the_rest_none(settings: Settings) -> None:
    found = marts(
        settings,
        declaration_status=COUNTING,
        finding=[finding("V4", "D15", "Please name a contact.")],
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
        declaration_status=COUNTING,
        supplier_status=[supplier("V4", "answered_incomplete"), supplier("V5", "complete")],
        finding=[
            finding("V4", "D15", "Please name a contact."),
            finding("V4", "D57", "Please answer question 6 for Tin.", "warning"),
            finding("V4", "C9", "Said for information only.", "info"),
            finding("V4", "D8", None),
            finding("V4", "D9", "A fault of the declaration that was replaced.", sha="old"),
            finding("V5", "D10", "A fault of somebody else."),
        ],
    )

    (letter,) = due(found)

    items = [line for line in letter.text.splitlines() if line.startswith("- ")]
    assert items == [
        "- Declaration, cell D15: Please name a contact.",
        "- Declaration, cell D57: Please answer question 6 for Tin.",
    ]
    assert letter.html.count("<li>") == 2


def test_nobody_is_asked_to_correct_nothing(settings: Settings) -> None:
    found = marts(
        settings,
        declaration_status=COUNTING,
        supplier_status=[supplier("V4", "answered_incomplete")],
        finding=[finding("V4", "D8", None)],
    )

    assert due(found) == []


def test_text_of_others_stays_text(settings: Settings) -> None:
    hostile = "Evil</li><script>alert(1)</script>\r\nSubject: pay now\u2028{{ 7*7 }}"
    found = marts(
        settings,
        declaration_status=COUNTING,
        supplier_status=[supplier("V4", "answered_incomplete", supplier_name=f"Company\nBcc: {hostile}")],
        finding=[finding("V4", "D15", hostile)],
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


def test_an_emrt_answers_no_survey_and_its_faults_are_in_no_letter(settings: Settings) -> None:
    emrt = {"template_kind": "emrt", "file_sha256": "e", "supplier_id": "V1", "source_sheet": "Declaration"}
    faults = [
        emrt | {"code": "company_name_missing", "severity": "critical", "supplier_message": "Please enter a name."},
        emrt | {"code": "file_quarantined", "severity": "critical", "supplier_message": "Please send it again."},
    ]
    found = marts(
        settings,
        declaration_status=[{"file_sha256": "e", "template_kind": "emrt"}],
        supplier_status=[supplier("V1", "no_response")],
        finding=faults,
    )

    (letter,) = due(found)

    assert letter.letter_kind == "survey"
    assert [row["code"] for row in faults if row["supplier_message"] in letter.text] == []
