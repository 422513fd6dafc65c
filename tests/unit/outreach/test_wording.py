"""Every language says all that English says, each letter and each sentence of the rules, and shows it to its reader."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterator

import pytest
from jinja2 import Environment, meta, nodes

from include.outreach.context import KINDS, Item, LetterKind
from include.outreach.languages import ENGLISH, LANGUAGES
from include.outreach.render import render
from include.outreach.specimen import every_message, specimens
from include.outreach.wording import TEMPLATES, asked, english_messages, words_of

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
GRAMMAR = {"numbers_count"}  # a plural that only some languages have


def placeholders(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


def parsed(code: str, name: str) -> nodes.Template:
    return Environment().parse((TEMPLATES / code / name).read_text(encoding="utf-8"))


def facts_of(code: str, name: str) -> set[str]:
    """What a template and all it includes may name."""
    tree = parsed(code, name)
    found = meta.find_undeclared_variables(tree)
    for other in meta.find_referenced_templates(tree):
        assert other
        folder, _, file = other.partition("/")
        assert folder == code, f"{code}/{name} takes in {other}"
        found |= facts_of(code, file)
    return found


def said_by(code: str, name: str) -> Iterator[str]:
    """Everything a template says itself, in pieces between its variables."""
    for node in parsed(code, name).find_all((nodes.TemplateData, nodes.Const, nodes.Compare)):
        if isinstance(node, nodes.TemplateData):
            yield from (flat(part) for part in node.data.split("\n\n"))
        elif isinstance(node, nodes.Const) and isinstance(node.value, str) and not node.value.endswith(".j2"):
            yield flat(node.value)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def shown(code: str, kinds: tuple[LetterKind, ...] = KINDS) -> str:
    return flat(html.unescape("".join(render(context).html for _, context in specimens(code, kinds))))


def unshown(code: str, letters: str) -> list[str]:
    values = {"product", "company"}
    names = [path.name for path in sorted((TEMPLATES / code).glob("*.j2"))]
    return [said for name in names for said in said_by(code, name) if said not in letters and said not in values]


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_the_rules_is_translated_with_its_placeholders_and_no_other_is(code: str) -> None:
    translated, english = words_of(code).messages, set(english_messages().values())

    assert sorted(english - translated.keys()) == []
    assert sorted(translated.keys() - english) == []
    assert {one for one, other in translated.items() if placeholders(one) != placeholders(other)} == set()
    assert {one for one, other in translated.items() if one == other} == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_names_places_in_the_same_ways(code: str) -> None:
    places, english = words_of(code).places, words_of(ENGLISH).places

    assert {name: placeholders(text) for name, text in places.items()} == {
        name: placeholders(text) for name, text in english.items()
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", OTHERS)
def test_a_letter_names_the_same_facts_in_every_language(code: str, kind: LetterKind) -> None:
    assert facts_of(code, f"{kind}.j2") - GRAMMAR == facts_of(ENGLISH, f"{kind}.j2") - GRAMMAR


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_specimens_show_every_sentence_to_the_reader_who_approves_them(code: str) -> None:
    assert unshown(code, shown(code)) == []
    assert unshown(code, shown(code, ("survey",))), "this test would see a sentence that is not shown"


@pytest.mark.parametrize("code", LANGUAGES)
def test_one_letter_shows_everything_that_can_be_asked(code: str) -> None:
    text = flat(render(every_message(code)).text)
    sentences = words_of(code).messages.values() if code != ENGLISH else english_messages().values()

    assert [said for said in sentences if flat(said.format(value="(value)", subject="(subject)")) not in text] == []


def test_a_value_that_is_not_there_is_called_empty_in_the_language() -> None:
    (found,) = asked([Item("effective_date_in_future", "Declaration!D22", None, None, "English")], "de")

    assert found.sentence.endswith(": leer")


def test_a_code_without_a_translation_is_said_in_english() -> None:
    (found,) = asked([Item("a_rule_of_ones_own", "Declaration!D22", "x", "y", "Please mend {value} here.")], "ja")

    assert found.sentence == "Please mend {value} here."


def test_a_value_with_braces_stays_as_it_is() -> None:
    (found,) = asked([Item("answer_missing", "", "{0.__class__} {subject}", None, "English")], "de")

    assert found.sentence == "Bitte beantworten Sie {0.__class__} {subject}."
