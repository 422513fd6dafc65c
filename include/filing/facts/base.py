"""How a fact is declared: a dataclass field with its meaning and the input that carries it."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any


def fact(doc: str, source: str) -> Any:
    """A field of a template context: what it means, and the mart or profile field it comes from."""
    return field(metadata={"doc": doc, "source": source})


def sources(context: type) -> dict[str, str]:
    """Where each field of a context comes from, by field name."""
    return {item.name: item.metadata["source"] for item in fields(context)}


def values(group: Any) -> dict[str, Any]:
    """The fields of one group of facts, one level deep."""
    return {item.name: getattr(group, item.name) for item in fields(group)}


def positive(number: int) -> int | None:
    """The number, or None for zero: a sentence about nothing is absent."""
    return number or None
