"""Letters to an invented supplier that together hold every sentence of a language, for whoever reads its wording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from include.campaign import Signer
from include.outreach.context import KINDS, Item, LetterContext, LetterKind, place
from include.outreach.wording import english_messages

_ITEMS = (
    Item("contact_name_missing", place("Declaration", "D15"), None, None, "Please name a contact."),
    Item("answer_missing", place("Declaration", "D28"), "question 1 (Gold)", None, "Please answer question 1 (Gold)."),
    Item("answer_missing", place("Declaration", "D34"), "question 1 (Gold)", None, "Please answer question 1 (Gold)."),
    Item("smelter_lookup_missing", place("Smelter List", row=12), None, None,
         "Please choose the smelter in the look-up column, or 'Smelter not listed'."),
)  # fmt: skip
_CONTEXT = LetterContext(
    kind="survey",
    language="en",
    number=1,
    supplier_id="V1001",
    supplier_name="Example Components Ltd",
    contact_name="Alex Example",
    vendor_numbers=("V1001", "V1002"),
    company="Sample Instruments, Inc.",
    reporting_year=2025,
    as_of=date(2026, 2, 2),
    due_on=date(2026, 3, 4),
    first_letter_on=date(2026, 1, 12),
    last_letter_on=None,
    accepted_versions=("6.4", "6.5", "6.6"),
    scope_asked="product",
    part_numbers=("A-100", "A-101"),
    distributor=False,
    items=(),
    counts=False,
    refused=False,
    set_aside=False,
    cut_off=date(2026, 4, 30),
    reply_to="minerals@sample-instruments.example",
    signer=Signer(name="Robin Sample", title="Director of Supply Chain"),
    template_name="CMRT.xlsx",
    policy_url="www.sample-instruments.example/minerals",
    sample=True,
)
Changes = dict[str, object]
_AGAIN: Changes = {"number": 2, "last_letter_on": date(2026, 1, 26)}
_PLAIN: Changes = {
    "company": None,
    "signer": None,
    "contact_name": None,
    "vendor_numbers": ("V1001",),
    "template_name": None,
}
_UNDATED: Changes = {"first_letter_on": None, "last_letter_on": None, "due_on": None, "cut_off": None}
_MANY = tuple(Item("answer_missing", f"Sheet {n}!D1", "question 1 (Gold)", None, "Please answer.") for n in range(1201))
_VARIANTS: dict[LetterKind, dict[str, Changes]] = {
    "survey": {
        "by part number": {},
        "to a distributor, of more parts than are listed": {
            "distributor": True,
            "part_numbers": tuple(f"A-{n}" for n in range(1201)),
        },
        "for the whole company, to nobody by name": _PLAIN | {"scope_asked": "company"},
    },
    "reminder": {
        "the first": {},
        "the second": _AGAIN,
        "the third, after the day asked for": _AGAIN | {"number": 3, "due_on": date(2026, 1, 30)},
        "a later one, of days not known": _UNDATED | {"number": 2},
        "the first, of days not known": _UNDATED,
    },
    "correction": {
        "before it can count": {"items": _ITEMS},
        "before it can count, asked again": _AGAIN | {"items": _ITEMS},
        "of one that counts": {"items": _ITEMS, "counts": True},
        "of one set aside": {"set_aside": True},
        "of one set aside, asked again": _AGAIN | {"set_aside": True, "items": _ITEMS},
        "of more points than are listed": {"items": _MANY},
    },
    "thank_you": {"": {}},
    "official_notice": {
        "to who never answered": _AGAIN,
        "to who refused": _AGAIN | {"refused": True},
        "of points still open": _AGAIN | {"items": _ITEMS},
        "of one set aside, after one letter": {"set_aside": True, "last_letter_on": date(2026, 1, 12)},
        "signed without a title": _UNDATED | {"signer": None},
        "for a company without a name": _PLAIN | _UNDATED,
    },
    "closing": {
        "to who never answered": {},
        "of points still open": {"items": _ITEMS},
        "of one set aside, without a cut-off": {"set_aside": True, "cut_off": None},
    },
}


def specimens(language: str, kinds: Iterable[LetterKind] = KINDS) -> Iterator[tuple[str, LetterContext]]:
    """Letters of these kinds in all their variants, each with the name of its variant."""
    for kind in kinds:
        as_of = date(2026, 5, 4) if kind == "closing" else _CONTEXT.as_of
        for name, changed in _VARIANTS[kind].items():
            yield name, replace(_CONTEXT, kind=kind, language=language, as_of=as_of, **changed)  # type: ignore[arg-type]


def every_message(language: str) -> LetterContext:
    """A letter that asks for everything the rules can ask for."""
    items = tuple(
        Item(
            code,
            place("Sheet", f"A{at}"),
            "(value)",
            "(subject)",
            sentence.format(value="(value)", subject="(subject)"),
        )
        for at, (code, sentence) in enumerate(sorted(english_messages().items()), 1)
    )
    return replace(_CONTEXT, kind="correction", language=language, items=items)
