"""What one validation came to, as JSON can hold it: the source of its Data Docs pages, and evidence by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from include.checks.rules import Rule
from include.checks.suites import suites_version
from include.events import canonical_json, read_all
from include.lake import Batch, sha256
from include.schemas import PARSER_VERSION
from include.storage import Store

MAX_EXAMPLES = 20
_MAX_PATH = 300
_SHOWN_OF_A_RULE = ("code", "severity", "message", "source", "expectation", "column", "kwargs", "when")


@dataclass(frozen=True)
class RuleRecord:
    """One rule: the rows it looked at, how many fail, and the first failing ones as rows of FINDING_SCHEMA."""

    rule: Rule
    evaluated: int
    failed: int
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class TableRecord:
    """One landed table: its new rows, and what each rule of its suite says of them."""

    table: str
    rows: int
    rules: tuple[RuleRecord, ...]


def validation_record(store: Store, new: Sequence[Batch], tables: Sequence[TableRecord], engine: str) -> dict[str, Any]:
    """A validation as JSON: which batches, received when, by which suites, and each rule's counts and examples."""
    batches = sorted(batch.batch for batch in new)
    receipts = _first_receipts(store, {item.file_sha256 for batch in new for item in batch.files})
    days = sorted(day for _, day in receipts.values())
    return {
        "validation": sha256(canonical_json([suites_version(), PARSER_VERSION, batches]))[:16],
        "suites": suites_version(),
        "parser": PARSER_VERSION,
        "great_expectations": engine,
        "batches": batches,
        "files": len({item.file_sha256 for batch in new for item in batch.files}),
        "received": [days[0], days[-1]] if days else None,
        "tables": [
            {
                "table": table.table,
                "rows": table.rows,
                "rules": [_rule(rule, receipts) for rule in table.rules],
            }
            for table in tables
        ],
    }


def _rule(record: RuleRecord, receipts: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    said = record.rule.model_dump(mode="json", include=set(_SHOWN_OF_A_RULE))
    examples = [{**example, "file": receipts.get(example["file_sha256"], (None,))[0]} for example in record.examples]
    return {**said, "evaluated": record.evaluated, "failed": record.failed, "examples": examples}


def _first_receipts(store: Store, files: set[str]) -> dict[str, tuple[str, str]]:
    """File -> the path it was first dropped at, and the day."""
    found: dict[str, tuple[str, str]] = {}
    for item in read_all(store):
        if item.kind == "receipt" and item.payload["file_sha256"] in files:
            found.setdefault(
                item.payload["file_sha256"], (item.payload["drop_path"][:_MAX_PATH], item.occurred_at[:10])
            )
    return found
