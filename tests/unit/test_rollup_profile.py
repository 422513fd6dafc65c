"""Section ``rollup`` of the company profile, as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from include.settings import ProfileError, load_profile


def profile(tmp_path: Path, text: str):
    path = tmp_path / "company.yaml"
    path.write_text(text)
    return load_profile(str(path)).rollup


def test_a_bare_yes_and_no_are_words(tmp_path: Path) -> None:
    answers = profile(
        tmp_path, "rollup:\n  answers: {A: yes, C: No, B: {answer: Yes, comment: www.example.com}}"
    ).answers

    assert {letter: given.answer for letter, given in answers.items()} == {"A": "Yes", "B": "Yes", "C": "No"}
    assert answers["B"].comment == "www.example.com"


def test_nothing_is_assumed(tmp_path: Path) -> None:
    given = profile(tmp_path, "sample: true")

    assert (given.scope, given.contact, given.authorizer, given.answers) == (None, None, None, {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("answers: {A: Unknown}", "question A allows Yes | No"),
        ("answers: {H: yes}", "question H allows Yes, with the SEC"),
        ("answers: {J: yes}", "rollup.answers.J"),
        ("scope: division", "rollup.scope"),
        ("authoriser: {name: X}", "rollup.authoriser"),
        ("scope_description: '=A1'", "rollup.scope_description"),
        ("contact: {email: a@b.example}", "rollup.contact.name"),
    ],
)
def test_what_the_template_does_not_offer_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ProfileError) as error:
        profile(tmp_path, f"rollup:\n  {text}")

    assert told in str(error.value)
