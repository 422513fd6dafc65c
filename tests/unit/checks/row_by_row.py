"""The checks the plain way: Great Expectations looks each failing cell up, Python makes each finding from its row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from include.bench.checks import by_cell
from include.checks.rules import Rule

Row = dict[str, Any]


def findings(table: str, rules: Sequence[Rule], rows: pa.Table, kinds: dict[str, str]) -> list[Row]:
    """The findings of a suite over landed rows of one batch, in no order."""
    named = [{**row, **_named(row, kinds)} for row in rows.to_pylist()]
    frame = pd.DataFrame(named, dtype=object) if named else pd.DataFrame()
    failing = by_cell(table, rules, frame) if named else {}
    return [finding for rule in rules for finding in _of_rule(rule, [named[n] for n in failing.get(rule.code, [])])]


def _of_rule(rule: Rule, rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        cell = rule.cell.format(row=row["source_row"]) if rule.cell else None
        value = row[rule.column]
        if rule.label:
            alone = rule.label.count("{") == 1 and rule.label.startswith("{") and rule.label.endswith("}")
            words = {name: "empty" if text is None else text for name, text in row.items()}
            value = row[rule.label[1:-1]] if alone else rule.label.format(**words)
        yield {
            "code": rule.code,
            "file_sha256": row["file_sha256"],
            "source_sheet": row["source_sheet"],
            "source_row": row["source_row"],
            "source_cell": row[rule.cell_column] if rule.cell_column else cell,
            "value": None if value is None else str(value)[:200],
        }


def _named(row: Row, kinds: dict[str, str]) -> Row:
    found: Row = {"batch": "one", "template_kind": row.get("template_kind", kinds.get(row["file_sha256"]))}
    if "source_cells" in row:
        cells = json.loads(row["source_cells"] or "{}")
        found |= {f"{field}_cell": cells.get(field) for field in row}
    if "question" in row:
        name = f"question {row['question']}" if row["question"] else f'"{row["question_reported"] or "question"}"'
        found["asked"] = f"{name} for {row['metal']}" if row["metal"] else name
        found["comment_cell"] = row["source_cell"] and row["source_cell"].replace("D", "G")
    return found
