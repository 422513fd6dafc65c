"""Documents written from the code, so that they cannot disagree with it: ``python -m include.document [--check]``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from include.checks import Rule, suites
from include.schemas import LANDED, MARTS

ROOT = Path(__file__).parent.parent
_SECTIONS = {"": "Rules across tables (sql/checks)", "reader": "What the reader notices"}
_NOTE = "<!-- Written by `make format` from the code; edit there. -->\n\n"


def documents() -> dict[str, str]:
    """Path below the repository -> text of each generated document."""
    return {
        "docs/data-dictionary.md": _NOTE + _dictionary(),
        "docs/rules.md": _NOTE + _rules(),
        "docs/dags.md": _NOTE + _dags(),
    }


def main(arguments: list[str]) -> int:
    """Write the documents, or with ``--check`` name those that differ; exit code 1 when one does."""
    different = [
        path for path, text in documents().items() if not (ROOT / path).exists() or (ROOT / path).read_text() != text
    ]
    if "--check" in arguments:
        for path in different:
            sys.stderr.write(f"{path} is not what the code says: run `make format`\n")
        return 1 if different else 0
    for path in different:
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(documents()[path])
    return 0


def _dictionary() -> str:
    parts = ["# Data dictionary\n", "## Landed tables (`lake/landed/<table>/`)\n", *_tables(LANDED)]
    return "\n".join([*parts, "## Marts (`lake/marts/<run>/`)\n", *_tables(MARTS)])


def _tables(schemas: Mapping[str, pa.Schema]) -> list[str]:
    found = []
    for name, schema in schemas.items():
        rows = [
            f"| `{column.name}` | {column.type} | {_cell((column.metadata or {}).get(b'doc', b'').decode())} |"
            for column in schema
        ]
        found.append("\n".join([f"### {name}\n", "| column | type | meaning |", "|---|---|---|", *rows]) + "\n")
    return found


def _rules() -> str:
    lines = [
        "# Rules\n",
        "What is checked, how severe a failure is, where the rule comes from, and what is said about it.",
    ]
    lines.append(
        "A critical finding keeps a declaration from counting as a valid response; it never removes a smelter.\n"
    )
    for table, rules in suites().items():
        lines.append(f"## {_SECTIONS.get(table, table)}\n")
        lines += ["| code | severity | source | message | asked of the supplier |", "|---|---|---|---|---|"]
        lines += [_rule(rule) for rule in rules]
        lines.append("")
    return "\n".join(lines)


def _rule(rule: Rule) -> str:
    cells = (f"`{rule.code}`", rule.severity, rule.source, rule.message, rule.supplier_message or "")
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _dags() -> str:
    parts = ["# DAGs\n", "Each text is also shown in Airflow's own pages.\n"]
    for path in sorted((ROOT / "dags").glob("*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        title, _, rest = text.partition("\n")
        parts.append(f"## `{path.stem}`\n\n**{title.removeprefix('### ')}**\n{rest}\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
