"""Turns a narrative and a context into sections of sentences; what the data does not carry disappears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, meta
from jinja2.environment import TemplateExpression
from markupsafe import Markup

from include.filing.facts.base import sources, values
from include.filing.narrative_model import Block, Kind, Narrative, Section, SentenceText
from include.filing.wording import count, join_and, plural

ITEM = "item"


@dataclass(frozen=True)
class Statement:
    """One rendered sentence, and the data that carries it: context field, its value, and where that comes from."""

    id: str
    kind: Kind
    html: Markup
    data: Mapping[str, Any]
    sources: Mapping[str, str]

    def as_json(self, document: str) -> dict[str, Any]:
        """The statement as plain JSON values; ``text`` is what a reader sees."""
        carried = [{"key": key, "value": self.data[key], "source": self.sources[key]} for key in sorted(self.data)]
        return {"id": self.id, "document": document, "kind": self.kind, "text": self.text, "data": carried}

    @property
    def text(self) -> str:
        """The sentence as a reader sees it, without markup."""
        return " ".join(self.html.striptags().split())


@dataclass(frozen=True)
class RenderedBlock:
    """A paragraph, then a list (one statement an item), then a table by name, then small notes; any may be missing."""

    paragraph: tuple[Statement, ...] = ()
    items: tuple[Statement, ...] = ()
    notes: tuple[Statement, ...] = ()
    table: str | None = None


@dataclass(frozen=True)
class RenderedSection:
    """A section with at least one block or one section in it."""

    id: str
    heading: str
    level: int
    page_break: bool
    blocks: tuple[RenderedBlock, ...]
    sections: tuple[RenderedSection, ...]

    def statements(self) -> Iterator[Statement]:
        """Every statement in reading order."""
        for section in self.walk():
            for block in section.blocks:
                yield from (*block.paragraph, *block.items, *block.notes)

    def walk(self) -> Iterator[RenderedSection]:
        """This section and every one in it, in reading order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@cache
def environment() -> Environment:
    """The Jinja2 environment of the narrative: escaping always on, a missing name is an error."""
    created = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    created.filters.update(count=count, join_and=join_and, plural=plural, number=lambda value: f"{value:,}")
    return created


@cache
def variables(source: str) -> frozenset[str]:
    """Names a Jinja2 text takes from its context."""
    return frozenset(meta.find_undeclared_variables(environment().parse(source)))


def narrate(narrative: Narrative, context: Any, tables: Mapping[str, str]) -> tuple[RenderedSection, ...]:
    """Render a narrative over a context dataclass; ``tables`` names, for each table, the field that fills it."""
    teller = _Teller(values(context), sources(type(context)), tables)
    rendered = (teller.section(section) for section in narrative.sections)
    return tuple(section for section in rendered if section)


@dataclass(frozen=True)
class _Teller:
    facts: Mapping[str, Any]
    sources: Mapping[str, str]
    tables: Mapping[str, str]

    def section(self, section: Section) -> RenderedSection | None:
        if not self._holds(section.when):
            return None
        blocks = tuple(block for block in map(self._block, section.blocks) if block)
        inner = tuple(found for found in map(self.section, section.sections) if found)
        if not blocks and not inner:
            return None
        return RenderedSection(section.id, section.heading, section.level, section.page_break, blocks, inner)

    def _block(self, block: Block) -> RenderedBlock | None:
        if block.table and _absent(self.facts[self.tables[block.table]]):
            return None
        paragraph, items, notes = (self._all(part) for part in (block.paragraph, block.items, block.notes))
        if block.items and not items:  # an introduction never stands without its list
            return None
        return (
            RenderedBlock(paragraph, items, notes, block.table) if paragraph or items or notes or block.table else None
        )

    def _all(self, texts: tuple[SentenceText, ...]) -> tuple[Statement, ...]:
        return tuple(found for text in texts for found in self._sentence(text))

    def _sentence(self, text: SentenceText) -> Iterator[Statement]:
        used = variables(text.text) | ({text.each} if text.each else frozenset())
        asked = variables(f"{{{{ {text.when} }}}}") if text.when else frozenset()
        needed, names = used - {ITEM}, (used | asked) - {ITEM}
        if any(_absent(self.facts[name]) for name in needed) or not self._holds(text.when):
            return
        template = _template(text.text)
        where = {name: self.sources[name] for name in names}
        data = {name: plain(self.facts[name]) for name in names}
        if text.each is None:
            yield Statement(text.id, text.kind, Markup(template.render(self.facts)), data, where)  # noqa: S704
            return
        for index, item in enumerate(self.facts[text.each], start=1):
            html = Markup(template.render(self.facts, item=item))  # noqa: S704  (escaped by the template itself)
            yield Statement(f"{text.id}.{index}", text.kind, html, data | {text.each: plain(item)}, where)

    def _holds(self, when: str | None) -> bool:
        return when is None or bool(_condition(when)(**self.facts))


@cache
def _template(text: str) -> Template:
    return environment().from_string(text)


@cache
def _condition(when: str) -> TemplateExpression:
    return environment().compile_expression(when, undefined_to_none=False)


def _absent(value: Any) -> bool:
    return value is None or value == () or value == ""


def plain(value: Any) -> Any:
    """A value of a context as plain JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
