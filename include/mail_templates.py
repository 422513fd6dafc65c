"""How mails are rendered, letters and alerts alike: HTML escaped, nothing unknown passed over in silence."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def mail_environment(folder: Path) -> Environment:
    """Templates ``*.txt.j2`` and ``*.html.j2`` of a folder; a variable that is not given raises UndefinedError."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
