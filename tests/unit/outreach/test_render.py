"""A letter in both forms: they say the same, and nothing that a supplier writes leaves its place."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from include.campaign import Signer
from include.outreach.context import KINDS, Item, LetterContext, LetterKind, Rendered, place
from include.outreach.languages import LANGUAGES, template_version
from include.outreach.lines import WIDTH, columns
from include.outreach.render import MAX_ITEMS, MAX_PARTS, SAMPLE, UNREVIEWED, render
from include.outreach.specimen import specimens

ALL = [(code, name, context) for code in LANGUAGES for name, context in specimens(code)]
IDS = [f"{code}-{context.kind}-{name}" for code, name, context in ALL]
HOSTILE = (
    "<script>alert(1)</script>",
    "Evil\r\nBcc: everyone@example.com\n\nSend your bank details to us",
    "\u202eevil\u202c \u200bhidden\u2066",
    "{{ 7*7 }} {% raw %} {{ items_here }}",
    "W" * 3000,
    "\x1ea\x1eb\x1fc\x1f",
)


def letter(kind: LetterKind = "survey", language: str = "en", **changed: Any) -> LetterContext:
    _, context = next(specimens(language, (kind,)))
    return replace(context, **changed)


def words(made: Rendered) -> tuple[str, str]:
    """The words of the text and of the HTML, without what lays them out."""
    body = made.html.partition("<body")[2]
    shown = html.unescape(re.sub(r"<[^>]*>", "", body.partition(">")[2]))
    return re.sub(r"\s+", "", re.sub(r"^- ", "", made.text, flags=re.MULTILINE)), re.sub(r"\s+", "", shown)


def elements(made: Rendered) -> list[str]:
    """What the HTML is built of, but for what keeps short numbers on one line."""
    return [name for name in re.findall(r"</?(\w+)|<", made.html) if name != "span"]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("code", "name", "context"), ALL, ids=IDS)
def test_both_forms_say_the_same_in_full_sentences(code: str, name: str, context: LetterContext) -> None:
    made = render(context)
    text, shown = words(made)

    assert text == shown
    assert made.subject
    assert "\n" not in made.subject
    assert f'<html lang="{LANGUAGES[code].tag}" dir="ltr">' in made.html
    assert made.template_version == template_version(code)
    for wrong in ("None", "{", "}", "  ", " ,", " .", "..", "()", "（）", "\x1e", "\x1f", "\u00a0", "\u2060"):
        assert wrong not in re.sub(r"\n +", "\n", made.text), wrong
    assert not re.search(r"[a-zß][.!?][A-Z]|\n\n\n", made.text)
    assert max(columns(line) for line in made.text.split("\n")) <= WIDTH


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_hostile_text_stays_text_in_its_place(code: str, kind: LetterKind, value: str) -> None:
    at = {"supplier_name": value, "contact_name": value, "supplier_id": value, "vendor_numbers": (value, value)}
    items = tuple(
        Item("contact_name_says_nothing", place(value, value, None, value), value, value, value) for _ in "ab"
    )
    tame = {name: "Plain" if isinstance(text, str) else ("Plain", "Plain") for name, text in at.items()}
    made = render(letter(kind, code, **at, part_numbers=(value,), items=items, reply_to=value, template_name=value))
    plain = render(
        letter(kind, code, **tame, part_numbers=("Plain",), items=(items[0],), reply_to="Plain", template_name="Plain")
    )

    assert elements(made) == elements(plain)
    assert made.text.count("\n\n") == plain.text.count("\n\n")
    assert not re.search(r"[\r\n\u202a-\u202e\u200b\u2066\u2067]", made.subject)
    assert not re.search(r"[\r\u202a-\u202e\u200b\u2066\u2067\x00-\x09\x0b-\x1f]", made.text + made.html)
    assert "49" not in made.text
    assert len(made.subject) < 250
    assert words(made)[0] == words(made)[1]


def test_a_name_written_from_right_to_left_reorders_nothing_beside_it() -> None:
    made = render(letter(supplier_name="שלום בע״מ"))

    assert "\u2068שלום בע״מ\u2069\n" in made.text
    assert "\u2068שלום בע״מ\u2069<br>" in made.html


def test_a_translation_nobody_approved_says_so_in_its_first_line_and_english_never() -> None:
    for code in LANGUAGES:
        marked, clean = render(letter(language=code, sample=False)), render(letter(language=code, sample=False), True)
        assert marked.text.startswith(UNREVIEWED) == (code != "en")
        assert (UNREVIEWED in marked.html) == (code != "en")
        assert UNREVIEWED not in clean.text + clean.html
    assert render(letter(sample=True)).text.startswith(SAMPLE)
    assert SAMPLE not in render(letter(sample=False)).text


def test_a_survey_says_the_rule_what_is_asked_until_when_and_how_to_send() -> None:
    text = flat(render(letter(distributor=True)).text)

    for said in (
        "Section 1502 of the Dodd-Frank Act and SEC Rule 13p-1 (17 CFR 240.13p-1)",
        "tin, tantalum, tungsten and gold",
        "calendar year 2025",
        "every smelter and refiner in your supply chain, with its identification number",
        '"B. Product (or List of Products)"',
        "A-100; A-101",
        "the manufacturers' declarations",
        "by March 4, 2026",
        "attached to this letter (CMRT.xlsx)",
        "6.4, 6.5, 6.6",
        "Please send no PDF and no picture",
        "minerals@sample-instruments.example",
        "at least five years",
        "not our suppliers",
        "not legal advice",
        "Robin Sample Director of Supply Chain Sample Instruments, Inc.",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("changed", "gone"),
    [
        ({"due_on": None}, "March 4"),
        ({"accepted_versions": ()}, "revisions"),
        ({"reply_to": None}, "reach us at"),
        ({"policy_url": None}, "Our policy"),
        ({"template_name": None}, "is attached to this letter"),
        ({"scope_asked": None}, "declaration scope"),
        ({"scope_asked": None}, "part numbers"),
        ({"scope_asked": "company"}, "part numbers"),
        ({"part_numbers": ()}, "part numbers"),
        ({"distributor": False}, "manufacturers"),
        ({"signer": None}, "Robin Sample"),
        ({"contact_name": None}, "Attention"),
        ({"company": None}, "Sample Instruments, Inc."),
    ],
)
def test_what_is_not_known_takes_its_sentence_with_it(changed: dict[str, Any], gone: str) -> None:
    whole, less = render(letter(distributor=True)), render(replace(letter(distributor=True), **changed))

    assert gone in flat(whole.text)
    assert gone not in flat(less.text)
    assert gone not in flat(less.html)


def test_all_part_numbers_are_listed_or_their_count_never_some_of_them() -> None:
    numbers = tuple(f"PN-{number:05}" for number in range(MAX_PARTS + 1))
    some, many = render(letter(part_numbers=numbers[:-1])).text, render(letter(part_numbers=numbers)).text

    assert [number for number in numbers if number in some] == list(numbers[:-1])
    assert not [number for number in numbers if number in many]
    assert "201 part numbers. We send you the list" in flat(many)


def test_many_vendor_numbers_are_counted_beyond_the_first() -> None:
    text = flat(render(letter(vendor_numbers=tuple(f"V{number}" for number in range(1201)))).text)

    assert "V48, V49 and 1,151 more" in text


def test_a_reminder_is_firmer_with_its_number_and_names_the_days() -> None:
    first, second, third = (flat(render(context).text) for _, context in list(specimens("en", ("reminder",)))[:3])

    assert "On January 12, 2026 we asked you" in first
    assert "last on January 26, 2026" in second
    assert "January 30, 2026, has passed" in third
    assert "without further delay" in third
    assert "without further delay" not in first + second


def test_a_correction_lists_each_thing_once_with_its_cells() -> None:
    items = (
        Item("contact_name_missing", place("Declaration", "D15"), None, None, "Please name a contact."),
        Item("smelter_lookup_missing", place("Smelter List", "C7"), None, None, "Please choose the smelter."),
        Item("smelter_lookup_missing", place("Smelter List", "C9"), None, None, "Please choose the smelter."),
        Item("smelter_lookup_missing", place("Smelter List", row=12), None, None, "Please choose the smelter."),
        Item("smelter_lookup_missing", place("Smelter List", row=13), None, None, "Please choose the smelter."),
        Item("file_quarantined", place(None), "no workbook", None, "Please send the Excel workbook again."),
    )
    text = render(letter("correction", items=items)).text

    assert "- Declaration, cell D15: Please name a contact.\n" in text
    assert "- Smelter List, cells C7, C9, rows 12, 13: Please choose the smelter.\n" in text
    assert "- Please send the Excel workbook again.\n" in text
    assert text.count("\n- ") == 3


def test_the_file_is_named_where_there_are_several() -> None:
    items = tuple(
        Item("contact_name_missing", place("Declaration", "D15", file=file), None, None, "Please name a contact.")
        for file in ("north [1].xlsx", "south.xlsx")
    )
    made = render(letter("correction", items=items))

    assert "- file north [1].xlsx, Declaration, cell D15: Please name a contact." in made.text
    assert "- file south.xlsx, Declaration, cell D15: Please name a contact." in made.text


def test_a_list_beyond_its_bound_says_how_much_is_not_in_it() -> None:
    items = tuple(Item("x", place(f"Sheet {at}", "A1"), None, None, "Mend it.") for at in range(MAX_ITEMS + 5))
    cells = tuple(Item("x", place("Smelter List", f"B{at}"), None, None, "Mend it.") for at in range(45))
    long, wide = render(letter("correction", items=items)).text, flat(render(letter("correction", items=cells)).text)

    assert long.count("\n- ") == MAX_ITEMS
    assert "There are 5 further points" in long
    assert "B28, B29 and 15 more: Mend it." in wide


@pytest.mark.parametrize(
    ("changed", "said", "unsaid"),
    [
        ({}, "Before we can count your declaration, please correct", "counts as an answer"),
        ({"counts": True}, "Your declaration counts as an answer", "Before we can count"),
        ({"set_aside": True, "items": ()}, "cannot use it. Please make a new one", "please correct"),
    ],
)
def test_a_correction_requests_of_what_counts_and_asks_anew_of_what_was_set_aside(
    changed: dict[str, Any], said: str, unsaid: str
) -> None:
    text = flat(render(replace(letter("correction"), **changed)).text)

    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "To this day we have received no declaration from you."),
        ({"refused": True}, "You have told us that you will not make a declaration."),
        ({"items": letter("correction").items}, "these points are still open: - Declaration, cell D15"),
        ({"set_aside": True}, "We could not use the declaration you sent us"),
    ],
)
def test_an_official_notice_says_what_became_of_the_letters_before(changed: dict[str, Any], said: str) -> None:
    officer = Signer(name="Sam Officer", title="Vice President, Operations")
    text = flat(render(replace(letter("official_notice", signer=officer), **changed)).text)

    assert "first on January 12, 2026 and last on January 26, 2026" in text
    assert said in text
    assert "As Vice President, Operations of Sample Instruments, Inc. I write" in text
    assert not re.search(r"terminat|cancel|penalt|legal action|breach|comply with the law", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("code", "written"),
    [("en", "March 4, 2026"), ("de", "4. März 2026"), ("es", "4 de marzo de 2026"), ("zh", "2026年3月4日"),
     ("ja", "2026年3月4日"), ("ko", "2026년 3월 4일")],
)  # fmt: skip
def test_days_are_written_as_the_language_writes_them(code: str, written: str) -> None:
    assert written in flat(render(letter(language=code, due_on=date(2026, 3, 4))).text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_sheet_cell_number_and_address_are_the_same_in_every_language(code: str) -> None:
    items = (Item("answer_missing", place("Declaration", "D28"), "question 1 (Gold)", None, "Please answer it."),)
    text = flat(render(letter("correction", code, items=items)).text)

    for kept in ("Declaration", "D28", "V1001", "6.4, 6.5, 6.6", "Excel", "minerals@sample-instruments.example"):
        assert kept in text
    assert ("question 1 (Gold)" if code != "en" else "Please answer it.") in text


def test_equal_facts_give_equal_bytes() -> None:
    assert render(letter("correction", "ja")) == render(letter("correction", "ja"))
