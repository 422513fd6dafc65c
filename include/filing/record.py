"""``statements.json``: what every document says and which data carry it: what the documents are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from include.filing.context import FormSdContext
from include.filing.edgar import visible
from include.filing.facts.base import values
from include.filing.manifest import SAMPLE_MARK, to_json
from include.filing.narrate import plain
from include.filing.render import Document
from include.filing.tables import Table
from include.filing.web_copy import disclosure_of

NAME = "statements.json"


def build_record(documents: Iterable[Document], cover: FormSdContext) -> bytes:
    """Statements, headings and tables by document, in reading order, and the values that the cover shows."""
    found = list(documents)
    return to_json(
        {
            "mark": SAMPLE_MARK if cover.sample else None,
            "cover": plain(values(cover)),
            "disclosure": _disclosure(found),
            "documents": {document.name: _document(document) for document in found},
            "statements": [statement.as_json(document.name) for document in found for statement in document.statements],
        }
    )


def _disclosure(documents: list[Document]) -> dict[str, Any]:
    """Which part of the form stands on the company's site beside the report."""
    sections = [part for document in documents for section in disclosure_of(document) for part in section.walk()]
    blocks = [block for section in sections for block in section.blocks]
    said = [statement.id for block in blocks for statement in (*block.paragraph, *block.items, *block.notes)]
    return {"headings": [section.heading for section in sections], "statements": said}


def _document(document: Document) -> dict[str, Any]:
    sections = [part for section in document.sections for part in section.walk()]
    names = [block.table for section in sections for block in section.blocks if block.table]
    return {
        "headings": [section.heading for section in sections],
        "tables": [_table(name, document.tables) for name in names],
    }


def _table(name: str, tables: Mapping[str, Table]) -> dict[str, Any]:
    table = tables[name]
    rows = [[" ".join(visible(cell).split()) for cell in row] for row in table.rows]
    return {"name": name, "caption": table.caption, "head": list(table.head), "rows": rows}
