"""Documents written from the code, so that they cannot disagree with it: ``python -m include.document [--check]``."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from include.checks import Rule, suites
from include.filing.rules.registry import RULES as PACKAGE_RULES
from include.schemas import LANDED, MARTS

ROOT = Path(__file__).parent.parent
_SECTIONS = {"": "Rules across tables (sql/checks)", "reader": "What the reader notices"}
_RULES_HEAD = """# Rules

What is checked, how severe a failure is, where the finding stands, where the rule comes from, and what is said of it.
A finding names file, sheet and cell; of a plain table, the row. `{value}` is what stands there, `{subject}`
what of it was declared, without what our lists say.

What a severity does:

* **critical**: the declaration does not count as a valid response, until a newer one mends it or a person waives the
  finding and says why. Its smelters are in the report all the same. In a list of ours: what it touches is not used.
* **warning**: the declaration counts. The supplier is asked where a sentence for the supplier stands beside the rule;
  else our reviewer looks.
* **info**: for whoever reads the declaration. Nobody is asked.

A file that cannot be read at all is put into quarantine, with the reason. No finding stops a refresh; only a broken
accounting does, and then nothing readers see has changed.

Where a rule comes from:

* template completeness: the template's own Checker, or its instructions, ask for it
* template plausibility: answers, rows or lists contradict each other, or the file was saved so that it says too little
* company policy: what the company has decided, in `company.yaml` and in the decisions on record
* company data: our supplier list, products, bill of materials and log of letters
* reference data: look-up, status, sanctions and origin lists
* a rule of law is named itself
"""
_PACKAGE_HEAD = """# Rules of a filing package

What `python -m include.cli check-package DIR` holds a package against, by its files alone. It prints one line a breach
(`error|warning  file  rule  message`; the message names the line where there is one) and ends with 1 on any error. A
package with an error is not sealed and not handed over.

The schema of the submission and the rules of EDGAR are reconstructed from public descriptions. This is a pre-check
without a network: only an EDGAR TEST filing validates. The law is described for builders, not as advice.
"""
_NOTE = "<!-- Written by `make format` from the code; edit there. -->\n\n"


def documents() -> dict[str, str]:
    """Path below the repository -> text of each generated document."""
    return {
        "docs/data-dictionary.md": _NOTE + _dictionary(),
        "docs/rules.md": _NOTE + _rules(),
        "docs/dags.md": _NOTE + _dags(),
        "docs/package-rules.md": _NOTE + _package_rules(),
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
    lines = [_RULES_HEAD]
    for table, rules in suites().items():
        lines.append(f"## {_SECTIONS.get(table, f'Table `{table}`')}\n")
        lines += ["| code | severity | where | source | message | asked of the supplier |", "|---|---|---|---|---|---|"]
        lines += [_rule(table, rule) for rule in rules]
        lines.append("")
    return "\n".join(lines)


def _rule(table: str, rule: Rule) -> str:
    where = _model_of(rule.code) if table == "" else _place(rule) if table != "reader" else "the cell it names"
    cells = (f"`{rule.code}`", rule.severity, where, rule.source, rule.message, rule.supplier_message or "")
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _place(rule: Rule) -> str:
    """Where the finding of a suite stands: the template's cell, else the row of the table."""
    if rule.cell:
        return f"column {rule.cell.removesuffix('{row}')}" if rule.cell.endswith("{row}") else f"cell {rule.cell}"
    if rule.cell_column == "source_cell":
        return "the cell of the answer" if "answer" in rule.code else "the cell"
    if rule.cell_column == "comment_cell":
        return "the comment beside the answer"
    return f"the cell of `{rule.column}`" if rule.cell_column else f"the row, `{rule.column}`"


def _model_of(code: str) -> str:
    """The SQL that finds it, which names the cell: the model of that name, else the one that speaks of the code."""
    folder = ROOT / "sql" / "checks"
    if not (folder / f"{code}.sql").exists():
        return ", ".join(f"`{path.name}`" for path in sorted(folder.glob("*.sql")) if f"'{code}'" in path.read_text())
    return f"`{code}.sql`"


def _package_rules() -> str:
    lines = [_PACKAGE_HEAD, "| rule | a breach is | what is asked | source |", "|---|---|---|---|"]
    for rule in PACKAGE_RULES.values():
        severity = f"{rule.severity}; in a draft {rule.in_draft}" if rule.in_draft else rule.severity
        lines.append(f"| `{rule.code}` | {severity} | {_cell(rule.asks)} | {_cell(rule.source)} |")
    return "\n".join(lines) + "\n"


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
