"""The shape of the narrative files, validated when they are read."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

Kind = Literal["fact", "law", "definition", "representation", "outlook"]
PACKAGES = ("include.filing.narrative", "include.filing.templates")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SentenceText(_Strict):
    """One sentence: a stable id and a Jinja2 text; see ``include.filing.narrative`` for the rules."""

    id: str
    text: str
    kind: Kind = "fact"
    when: str | None = None
    each: str | None = None


class Block(_Strict):
    """A paragraph, the list or table it introduces, and small notes below; it goes when its list or table is empty."""

    paragraph: tuple[SentenceText, ...] = ()
    items: tuple[SentenceText, ...] = ()
    table: str | None = None
    notes: tuple[SentenceText, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Block:
        if not any((self.paragraph, self.items, self.table, self.notes)):
            raise ValueError("a block holds at least one of paragraph, items, table, notes")
        return self


class Section(_Strict):
    """A heading with its blocks; it disappears with its last block. ``level`` is that of the HTML heading."""

    id: str
    heading: str
    level: Literal[2, 3] = 2
    when: str | None = None
    page_break: bool = False
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


class Narrative(_Strict):
    """One document's wording; ``version`` rises with every change of meaning."""

    version: int
    document: str
    sections: tuple[Section, ...]


@cache
def load_narrative(name: str) -> Narrative:
    """Read and validate ``<name>*.yaml``, sections in the order of the file names.

    Raises pydantic.ValidationError for a file of another shape: wording is code and fails loudly.
    """
    parts = [
        yaml.safe_load(entry.read_text(encoding="utf-8"))
        for entry in sorted(files(PACKAGES[0]).iterdir(), key=lambda entry: entry.name)
        if entry.name.startswith(f"{name}_") and entry.name.endswith(".yaml")
    ]
    sections = [section for part in parts for section in part["sections"]]
    return Narrative.model_validate(
        {"version": max(part["version"] for part in parts), "document": name, "sections": sections}
    )


@cache
def wording_hash() -> str:
    """SHA-256 over the narrative and layout files, names and contents: what the manifest records."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith((".yaml", ".j2")):
                content = entry.read_bytes().replace(b"\r\n", b"\n")
                digest.update(f"{entry.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
