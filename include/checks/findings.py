"""Findings of the suites as Arrow columns: made for all failing rows of a rule at once, never row by row."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from include.checks.rules import Rule, parts_of
from include.checks.suites import suites_version

MAX_VALUE = 200
_EMPTY = "empty"
FINDING_SCHEMA = pa.schema(
    [
        pa.field("code", pa.string()),
        pa.field("file_sha256", pa.string()),
        pa.field("source_sheet", pa.string()),
        pa.field("source_row", pa.int32()),
        pa.field("source_cell", pa.string()),
        pa.field("value", pa.string()),
    ]
)


def findings_path(batch: str) -> str:
    """Address of the findings of one landed batch under the present suites."""
    return f"findings/suites={suites_version()}/{batch}.parquet"


def findings_of(rule: Rule, failing: pa.Table) -> pa.Table:
    """The finding of a rule at each of its failing rows: FINDING_SCHEMA, in the order of the rows."""
    columns = {
        "code": pa.repeat(pa.scalar(rule.code, pa.string()), failing.num_rows),
        "file_sha256": failing.column("file_sha256"),
        "source_sheet": failing.column("source_sheet"),
        "source_row": failing.column("source_row"),
        "source_cell": _cell(rule, failing),
        "value": pc.utf8_slice_codeunits(_value(rule, failing), 0, MAX_VALUE),
    }
    return pa.table(columns).cast(FINDING_SCHEMA)


def in_order(findings: pa.Table) -> pa.Table:
    """Findings by code and place: equal findings give equal bytes."""
    return findings.sort_by([(name, "ascending") for name in FINDING_SCHEMA.names])


def by_code(findings: pa.Table) -> dict[str, int]:
    """Findings counted by code, ordered by code."""
    counted = pc.value_counts(findings.column("code").combine_chunks()).to_pylist()
    return {item["values"]: item["counts"] for item in sorted(counted, key=lambda item: str(item["values"]))}


def _cell(rule: Rule, failing: pa.Table) -> pa.Array | pa.ChunkedArray:
    if rule.cell_column:
        return failing.column(rule.cell_column)
    if not rule.cell:
        return pa.nulls(failing.num_rows, pa.string())
    row = pc.cast(failing.column("source_row"), pa.string())
    parts = [part for literal, field in parts_of(rule.cell) for part in (literal, row if field else "")]
    return pc.binary_join_element_wise(*parts, "")


def _value(rule: Rule, failing: pa.Table) -> pa.Array | pa.ChunkedArray:
    """What the row says: the rule's column, or its label with the columns it names.

    A label of one column alone is that column, null where it is; within other words an empty cell reads as empty.
    """
    parts = list(parts_of(rule.label or f"{{{rule.column}}}"))
    if len(parts) == 1 and not parts[0][0]:
        return pc.cast(failing.column(parts[0][1]), pa.string())
    texts = [
        text
        for literal, field in parts
        for text in (literal, pc.cast(failing.column(field), pa.string()) if field else "")
    ]
    return pc.binary_join_element_wise(*texts, "", null_handling="replace", null_replacement=_EMPTY)
