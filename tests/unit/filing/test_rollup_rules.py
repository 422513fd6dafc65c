"""The answers of the company's own CMRT: each rule with the cases that decide it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import filing_company as company
import pytest

from include.filing.rollup.evidence import MetalEvidence, Survey, gather
from include.filing.rollup.rules import derive, share_of
from include.settings import METALS

YES = {"q1": "Yes", "q2": "Yes", "q3": "No", "q4": "No", "q5": "No", "q6": "100%", "q7": "Yes", "q8": "Yes"}
UNUSED = {"q1": "No"} | {f"q{number}": None for number in range(2, 9)}


def said(**answers: str | None) -> dict[str, Any]:
    """One declaration; complete and clean but for ``answers``."""
    return YES | answers


def evidence(declarations: Sequence[dict[str, Any]], **more: Any) -> MetalEvidence:
    """Tin, one supplier a declaration, all valid, one facility, everything settled, unless ``more`` says otherwise."""
    rows = [
        company.answer(number, "Tin", **{"q3": None, "q5": None} | row)
        | {name: value for name, value in row.items() if name == "in_scope"}
        for number, row in enumerate(declarations, 1)
    ]
    count = len(rows)
    facilities = more.pop("facilities", ("CID900201",))
    survey = Survey(
        more.pop("asked", count), more.pop("received", count), more.pop("valid", count), more.pop("untied", 0)
    )
    given = {
        "products": ("Meters",),
        "consolidated": frozenset(facilities),
        "unresolved": {},
        "covered_facilities": 0,
        "covered_origins": (),
    } | more
    return MetalEvidence("Tin", survey, answers=tuple(rows), facilities=frozenset(facilities), **given)


def answers(found: MetalEvidence) -> dict[str, str | None]:
    return {item.question: item.answer for item in derive(found)}


NOTHING = {"products": (), "facilities": ()}
CASES: list[tuple[str, str, MetalEvidence, str | None]] = [
    ("1", "any Yes", evidence([said(), UNUSED], **NOTHING), "Yes"),
    ("1", "the profile names it", evidence([UNUSED], facilities=()), "Yes"),
    ("1", "a facility was declared", evidence([UNUSED], products=()), "Yes"),
    ("1", "all No", evidence([UNUSED, UNUSED], **NOTHING), "No"),
    ("1", "all No, one missing", evidence([UNUSED], asked=2, **NOTHING), None),
    ("1", "all No, one not valid", evidence([UNUSED, UNUSED], valid=1, **NOTHING), None),
    ("1", "all No, one left open", evidence([UNUSED, UNUSED | {"q1": None}], **NOTHING), None),
    ("1", "nobody asked", evidence([], **NOTHING), None),
    ("2", "any Yes", evidence([said(), said(q2="No")], **NOTHING), "Yes"),
    ("2", "the older template does not ask", evidence([said(q2=None) | {"in_scope": True}], **NOTHING), "Yes"),
    ("2", "all that use it say No", evidence([said(q2="No"), UNUSED], **NOTHING), "No"),
    ("2", "all that use it say No, one missing", evidence([said(q2="No")], asked=2, **NOTHING), None),
    ("2", "not used", evidence([UNUSED], **NOTHING), None),
    ("3", "any Yes", evidence([said(), said(q3="Yes")]), "Yes"),
    ("3", "any Yes beside Unknown and missing", evidence([said(q3="Unknown"), said(q3="Yes")], asked=9), "Yes"),
    ("3", "any Unknown", evidence([said(), said(q3="Unknown")]), "Unknown"),
    ("3", "any empty", evidence([said(), said(q3=None)]), "Unknown"),
    ("3", "a missing response", evidence([said()], asked=2), "Unknown"),
    ("3", "a response that is not valid", evidence([said(), said()], valid=1), "Unknown"),
    ("3", "a declaration of nobody known", evidence([said()], untied=1), "Unknown"),
    ("3", "all No", evidence([said(), said(), UNUSED]), "No"),
    ("3", "Yes of one that does not use it", evidence([said(), UNUSED | {"q3": "Yes"}]), "No"),
    ("3", "all No, a row awaits review", evidence([said()], unresolved={"awaiting_review": 1}), "Unknown"),
    ("3", "all No, a facility in a covered country", evidence([said()], covered_facilities=1), "Unknown"),
    ("3", "all No, a covered country as origin", evidence([said()], covered_origins=("Rwanda",)), "Yes"),
    ("3", "nobody uses it, the profile does", evidence([UNUSED]), "Unknown"),
    ("4", "a covered country as origin", evidence([said()], covered_origins=("Rwanda",)), "Yes"),
    ("4", "all No, question 3 is Yes", evidence([said(), said(q3="Yes")]), "Yes"),
    ("4", "any Unknown", evidence([said(), said(q4="Unknown")]), "Unknown"),
    ("4", "all No, a facility in a covered country", evidence([said()], covered_facilities=1), "Unknown"),
    ("4", "any Yes", evidence([said(), said(q4="Yes")]), "Yes"),
    ("4", "an older template does not ask", evidence([said(), said(q4=None)]), "Unknown"),
    ("4", "all No", evidence([said(), said()]), "No"),
    ("5", "all Yes", evidence([said(q5="Yes"), said(q5="Yes")]), "Yes"),
    ("5", "any No", evidence([said(q5="Yes"), said(q5="No")], asked=9), "No"),
    ("5", "any Unknown", evidence([said(q5="Yes"), said(q5="Unknown")]), "Unknown"),
    ("5", "all Yes, one missing", evidence([said(q5="Yes")], asked=2), "Unknown"),
    ("6", "all responded", evidence([said(), said()]), "100%"),
    ("6", "nobody asked", evidence([], asked=0), None),
    ("6", "nobody responded", evidence([], asked=3, received=0, valid=0), "None"),
    ("7", "complete", evidence([said(), said()]), "Yes"),
    ("7", "a missing response", evidence([said()], asked=2), "No"),
    ("7", "a response that is not valid", evidence([said(), said()], valid=1), "No"),
    ("7", "a row awaits review", evidence([said()], unresolved={"awaiting_review": 1}), "No"),
    ("7", "a row is not yet identified", evidence([said()], unresolved={"not_yet_identified": 1}), "No"),
    ("7", "a supplier says No", evidence([said(), said(q7="No")]), "No"),
    ("7", "no facility", evidence([said()], facilities=()), "No"),
    ("8", "all identified are listed", evidence([said()]), "Yes"),
    ("8", "one identified is not listed", evidence([said()], consolidated=frozenset({"CID900202"})), "No"),
    ("8", "a row awaits review", evidence([said()], unresolved={"awaiting_review": 2}), "No"),
    ("8", "not yet identified brings no smelter", evidence([said()], unresolved={"not_yet_identified": 1}), "Yes"),
    ("8", "no facility", evidence([said()], facilities=()), "No"),
]


@pytest.mark.parametrize(
    ("question", "found", "expected"),
    [pytest.param(question, found, expected, id=f"{question}: {case}") for question, case, found, expected in CASES],
)
def test_the_rule_gives_the_answer(question: str, found: MetalEvidence, expected: str | None) -> None:
    assert answers(found)[question] == expected


def test_every_question_has_cases() -> None:
    assert {question for question, *_ in CASES} == set("12345678")


@pytest.mark.parametrize(
    ("received", "asked", "words"),
    [
        (200, 200, "100%"),
        (199, 200, "Greater than 90%"),
        (181, 200, "Greater than 90%"),
        (180, 200, "Greater than 75%"),
        (151, 200, "Greater than 75%"),
        (150, 200, "Greater than 50%"),
        (101, 200, "Greater than 50%"),
        (100, 200, "50% or less"),
        (1, 200, "50% or less"),
        (0, 200, "None"),
    ],
)
def test_a_share_is_the_choice_of_the_template(received: int, asked: int, words: str) -> None:
    assert share_of(received, asked) == words


def test_a_metal_that_is_not_in_scope_is_asked_nothing_more() -> None:
    assert answers(evidence([UNUSED], **NOTHING)) == {"1": "No"} | dict.fromkeys("2345678")


def test_an_answer_that_cannot_be_given_is_a_to_do_and_the_others_are_not() -> None:
    to_do = {item.question: item.to_do for item in derive(evidence([UNUSED], asked=3, received=1, valid=1, **NOTHING))}

    assert "suppliers without a response: 2" in (to_do.pop("1") or "")
    assert set(to_do.values()) == {None}


def test_an_answer_names_the_declarations_that_say_what() -> None:
    found = {item.question: item for item in derive(evidence([said(), said(q3="Yes"), said(q3=None)]))}

    assert found["3"].said == {"No": (f"{1:064x}",), "Yes": (f"{2:064x}",), "open": (f"{3:064x}",)}
    assert "declarations that say Yes: 1" in found["3"].because


def test_what_is_gathered_is_what_the_marts_hold() -> None:
    tables = company.tables()
    for found in gather(company.marts(), company.profile(), company.YEAR, METALS):
        declared = [row for row in tables["smelter_accounting"] if row["metal"] == found.metal]
        assert found.facilities == {r["smelter_cid"] for r in tables["appendix_a"] if r["metal"] == found.metal}
        assert len(found.answers) == 21
        assert sum(found.unresolved.values()) == sum(
            row["outcome"] in ("awaiting_review", "not_yet_identified", "supplier_untied") for row in declared
        )
        assert found.survey == Survey(asked=26, received=21, valid=17, untied=1)


def test_a_declared_row_without_a_metal_is_open_for_every_metal() -> None:
    rows = [company.accounting(1, "Tin", "awaiting_review") | {"metal": None}]
    gathered = gather(company.marts(smelter_accounting=rows), company.profile(), company.YEAR, METALS)

    assert [found.unresolved["awaiting_review"] for found in gathered] == [1, 1, 1, 1]
