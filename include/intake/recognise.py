"""Tell what a file is, by its content and never by its name alone."""

from __future__ import annotations

from include.intake.model import Kind, ReadFile, Recognised
from include.intake.read import read_file

__all__ = ["Kind", "Recognised", "recognise"]


def recognise(content: bytes, name: str) -> Recognised:
    """What a file is; ``name`` only words reasons. Never raises: what cannot be read has a reason in plain words.

    A template counts as blank when it names no company, answers nothing and lists no smelter; to know that, and that
    its sheets stand as its revision has them, it is read.
    """
    return recognised(read_file(content, "", name))


def recognised(read: ReadFile) -> Recognised:
    """The recognition a read file carries."""
    return Recognised(read.kind, read.reason, read.template_revision, read.template_language, read.blank)
