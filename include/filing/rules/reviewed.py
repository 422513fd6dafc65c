"""The recorded sentences against the wording that was reviewed: what it says again with the data they carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from include.filing.inputs import Problem
from include.filing.narrate import ITEM, environment
from include.filing.narrative_model import Block, Section, SentenceText, load_narrative
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach

_NARRATIVES = {"sd.htm": "sd", "ex101.htm": "report"}


def check_reviewed(package: PackageFiles) -> Iterator[Problem]:
    """Each recorded sentence again from the reviewed wording and its recorded data."""
    for row in package.statements:
        known, _, number = row["id"].rpartition(".")
        sentences = _sentences_of(_NARRATIVES[row["document"]])
        sentence = sentences.get(row["id"]) or (sentences.get(known) if number.isdecimal() else None)
        if sentence is None or _said(sentence, row) != row["text"]:
            message = f"{row['id']} is not what the reviewed wording says with its data"
            line = package.pages[row["document"]].line_of(row["text"]) if row["document"] in package.pages else 1
            yield breach("statement-wording", row["document"], message, line)


def _said(sentence: SentenceText, row: Mapping[str, Any]) -> str:
    data = {carried["key"]: carried["value"] for carried in row["data"]}
    item = {ITEM: data[sentence.each]} if sentence.each else {}
    html = environment().from_string(sentence.text).render({**data, **item})
    return " ".join(Markup(html).striptags().split())  # noqa: S704  (escaped by the template itself)


@cache
def _sentences_of(narrative: str) -> dict[str, SentenceText]:
    """Every sentence of a narrative by its id."""

    def walk(section: Section) -> Iterator[Block]:
        yield from section.blocks
        for inner in section.sections:
            yield from walk(inner)

    blocks = [block for section in load_narrative(narrative).sections for block in walk(section)]
    return {text.id: text for block in blocks for text in (*block.paragraph, *block.items, *block.notes)}
