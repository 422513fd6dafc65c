"""Renders a document from its context: narrative, tables, layout, then the encoding that EDGAR takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from include.filing.context import FormSdContext, ReportContext
from include.filing.edgar import encode
from include.filing.facts.base import values
from include.filing.narrate import RenderedSection, Statement, narrate
from include.filing.narrative_model import load_narrative
from include.filing.tables import REPORT_TABLES, Table

LONGEST_WORD = 12
"""Characters of a word of a cell that still fit beside the other columns in a window 400 pixels wide."""


@dataclass(frozen=True)
class Document:
    """A rendered document: its bytes as EDGAR takes them, and its sections with their tables, in reading order."""

    name: str
    content: bytes
    sections: tuple[RenderedSection, ...]
    tables: Mapping[str, Table]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in reading order."""
        return tuple(statement for section in self.sections for statement in section.statements())


def render_form_sd(context: FormSdContext) -> Document:
    """``sd.htm``."""
    return _document("sd.htm", context, narrate(load_narrative("sd"), context, {}), {})


def render_report(context: ReportContext) -> Document:
    """``ex101.htm``."""
    fields = {name: spec.field for name, spec in REPORT_TABLES.items()}
    sections = narrate(load_narrative("report"), context, fields)
    tables = {name: spec.build(context) for name, spec in REPORT_TABLES.items()}
    return _document("ex101.htm", context, sections, tables)


def empty_document(name: str, cover: Mapping[str, Any]) -> bytes:
    """A document without its sections: what the layout itself says with the cover's values.

    Raises jinja2.TemplateNotFound for a name that is none of the documents.
    """
    return encode(layout().get_template(f"{name}.j2").render(cover, sections=(), tables={}))


@cache
def layout() -> Environment:
    """The Jinja2 environment of the layout: escaping always on, a missing name is an error."""
    created = Environment(
        loader=PackageLoader("include.filing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    created.tests["breakable"] = _breakable
    return created


def _breakable(text: str) -> bool:
    """Whether a cell holds a word so long that it must be allowed to break for the table to fit a narrow window."""
    return any(len(word) > LONGEST_WORD for word in text.split())


def _document(
    name: str,
    context: FormSdContext | ReportContext,
    sections: tuple[RenderedSection, ...],
    tables: Mapping[str, Table],
) -> Document:
    html = layout().get_template(f"{name}.j2").render(**values(context), sections=sections, tables=tables)
    return Document(name, encode(html), sections, tables)
