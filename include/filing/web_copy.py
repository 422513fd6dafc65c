"""``web_copy.html``: the disclosure as a page for the company's own site (Form SD, Item 1.01: publicly available).

The same statements and tables as the documents that are filed; only the look differs. Self-contained: nothing is loaded
from anywhere, nothing acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from include.filing.edgar import visible
from include.filing.narrate import RenderedSection
from include.filing.render import Document, layout

NAME = "web_copy.html"
DISCLOSURE = "conflict_minerals_disclosure"
"""The section of Form SD that the rule wants on the site, under that heading."""
FACTS = (
    "registrant_name",
    "reporting_year",
    "commission_file_number",
    "contact_name",
    "contact_title",
    "contact_telephone",
    "draft",
    "sample",
)
"""Fields of the cover that the page shows."""


def render_web_copy(cover: Mapping[str, Any], form: Document, report: Document | None) -> bytes:
    """The page, in UTF-8, from the cover's values and the rendered documents."""
    disclosure = tuple(replace(part, level=2) for part in disclosure_of(form))
    return _page(cover, disclosure, report.sections if report else (), report.tables if report else {})


def disclosure_of(form: Document) -> tuple[RenderedSection, ...]:
    """The section of the form that stands on the site; none in a document that has no such section."""
    return tuple(part for section in form.sections for part in section.walk() if part.id == DISCLOSURE)


def empty_web_copy(cover: Mapping[str, Any], report: bool) -> bytes:
    """The page without its sections: what the layout itself says. ``report`` tells whether there is one to show."""
    nothing = (RenderedSection("", "", 2, False, (), ()),) if report else ()
    return _page(cover, (), nothing, {})


def _page(
    cover: Mapping[str, Any],
    disclosure: tuple[RenderedSection, ...],
    sections: tuple[RenderedSection, ...],
    tables: Mapping[str, Any],
) -> bytes:
    facts = {name: cover[name] for name in FACTS}
    page = layout().get_template(f"{NAME}.j2")
    return visible(page.render(facts, disclosure=disclosure, sections=sections, tables=tables)).encode("utf-8")
