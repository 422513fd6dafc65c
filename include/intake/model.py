"""What recognising and reading a file give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Kind = Literal[
    "cmrt", "emrt", "amrt", "crt", "smelter_lookup", "smelter_status", "old_smelter_id", "supplier", "product",
    "bill_of_materials", "outreach_log", "decisions", "sanction", "cahra", "smelter_origin", "zip", "mail",
    "ipc1755", "unreadable",
]  # fmt: skip
Row = dict[str, Any]
Cells = list[list[Any]]
"""A sheet from A1: rows of cells, each text, float, bool, date, datetime, time, timedelta or the empty string."""


class UnreadableError(Exception):
    """A file cannot be read; the message is the reason in plain words. Never leaves the intake.

    ``kind`` says what the file is, where that can be told although it is not read.
    """

    def __init__(self, reason: str, kind: Kind = "unreadable") -> None:
        """Keep the reason as the message."""
        super().__init__(reason)
        self.kind = kind


class Member(NamedTuple):
    """A file inside a zip archive or an e-mail: its name as text only, never a path, and its bytes."""

    name: str
    content: bytes


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

    A file with a ``reason`` has no rows. A blank template gives reference rows and no declaration. A zip archive and an
    e-mail give their ``members``, each a file of its own.
    """

    kind: Kind
    reason: str | None = None
    template_revision: str | None = None
    template_language: str | None = None
    blank: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
