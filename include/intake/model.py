"""What recognising and reading a file give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "cmrt", "emrt", "amrt", "crt", "smelter_lookup", "smelter_status", "old_smelter_id", "supplier", "product",
    "bill_of_materials", "outreach_log", "unreadable",
]  # fmt: skip
Row = dict[str, Any]
Cells = list[list[Any]]
"""A sheet from A1: rows of cells, each text, float, bool, date, datetime, time, timedelta or the empty string."""


class UnreadableError(Exception):
    """A file cannot be read; the message is the reason in plain words. Never leaves the intake."""


@dataclass(frozen=True)
class Recognised:
    """What a file is, by its content. ``reason`` says in plain words why it is not read; null when it is."""

    kind: Kind
    reason: str | None = None
    template_revision: str | None = None
    template_language: str | None = None
    blank: bool = False


@dataclass(frozen=True)
class ReadFile:
    """A file as rows: table of ``include.schemas.LANDED`` -> rows with every column, in sheet order.

    A file with a ``reason`` has no rows. A blank template gives reference rows and no declaration.
    """

    kind: Kind
    reason: str | None = None
    template_revision: str | None = None
    template_language: str | None = None
    blank: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)
