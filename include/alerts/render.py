"""Alerts in their two forms, text and HTML. Whatever comes from others is on one line before it gets here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment

from include.mail_templates import mail_environment

if TYPE_CHECKING:
    from include.alerts.digest import Digest

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Notice:
    """A short alert: what is the matter, the facts, one link, what is in doubt, and why the reader gets it."""

    title: str
    paragraphs: tuple[str, ...]
    facts: Mapping[str, str]
    link: str | None
    footer: str
    doubts: tuple[str, ...] = ()


def render_digest(digest: Digest) -> tuple[str, str]:
    """Text and HTML of a digest."""
    return _render("digest", digest=digest)


def render_notice(notice: Notice) -> tuple[str, str]:
    """Text and HTML of a notice."""
    return _render("notice", notice=notice)


def _render(name: str, **context: object) -> tuple[str, str]:
    text, html = (_environment().get_template(f"{name}.{form}.j2").render(context) for form in ("txt", "html"))
    return text, html


@cache
def _environment() -> Environment:
    return mail_environment(_TEMPLATES)
