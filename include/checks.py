"""Single-table checks: the suites in ``expectations/`` run by Great Expectations, failures landed as findings.

A suite is one YAML file for one landed table. Its rules name the expectation, the severity, the words for our reviewer
and for the supplier, and the source of the rule; the same files feed the rule table of the warehouse.
"""

from __future__ import annotations

import functools
import hashlib
import json
import operator
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from include.events import canonical_json
from include.lake import Batch, batches, landed_path, parquet_bytes, read_parquet
from include.schemas import PARSER_VERSION
from include.storage import Store

FOLDER = Path(__file__).parent.parent / "expectations"
_INDEX = ["file_sha256", "source_sheet", "source_row"]
_MAX_VALUE = 200
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
RULE_SCHEMA = pa.schema(
    [pa.field(name, pa.string()) for name in ("code", "severity", "message", "supplier_message", "rule_source")]
    + [pa.field("reader_codes", pa.list_(pa.string()))]
)


@dataclass(frozen=True)
class Rule:
    """One rule of a suite.

    ``when`` limits it to rows: column -> the values it may have, or ``present`` or ``absent``. ``cell`` is a cell such
    as ``D8`` or ``B{row}``, ``cell_column`` a column that holds it. ``reader_codes`` are findings of the reader at the
    same place that this rule says better: they are not said twice.
    """

    code: str
    severity: str
    message: str
    source: str
    supplier_message: str | None = None
    expectation: str | None = None
    column: str | None = None
    kwargs: Mapping[str, Any] | None = None
    when: Mapping[str, Any] | None = None
    cell: str | None = None
    cell_column: str | None = None
    label: str | None = None
    reader_codes: tuple[str, ...] = ()


@cache
def suites() -> dict[str, tuple[Rule, ...]]:
    """Landed table -> its rules. Raises TypeError on a bad rule.

    The rules across tables stand under the empty name, what the reader notices under ``reader``.
    """
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        name = "reader" if content.get("reader") else content.get("table", "")
        found[name] = tuple(Rule(**rule) for rule in content["rules"])
    return found


def suites_version() -> str:
    """Hash over all suites: findings made by other suites are made again."""
    texts = [[path.name, path.read_text(encoding="utf-8")] for path in sorted(FOLDER.glob("*.yaml"))]
    return hashlib.sha256(canonical_json(texts)).hexdigest()[:16]


def rule_table() -> pa.Table:
    """Every rule as a row of RULE_SCHEMA: the one rule table of warehouse and documentation."""
    rows = [
        {
            "code": rule.code,
            "severity": rule.severity,
            "message": rule.message,
            "supplier_message": rule.supplier_message,
            "rule_source": rule.source,
            "reader_codes": list(rule.reader_codes),
        }
        for rules in suites().values()
        for rule in rules
    ]
    return pa.Table.from_pylist(sorted(rows, key=lambda row: str(row["code"])), schema=RULE_SCHEMA)


def findings_path(batch: str) -> str:
    """Address of the findings of one landed batch under the present suites."""
    return f"findings/suites={suites_version()}/{batch}.parquet"


def check_new_batches(store: Store) -> dict[str, int]:
    """Validate every landed batch that the present suites have not seen; returns findings by code.

    Great Expectations runs once for each table over all new batches together, and is not even imported when there is
    nothing new. Findings are written one file a batch; the file is there exactly when the batch has been checked.
    """
    seen = set(store.names(f"findings/suites={suites_version()}"))
    new = [batch for batch in batches(store) if f"{batch.batch}.parquet" not in seen]
    if not new:
        return {}
    found: dict[str, list[dict[str, Any]]] = {batch.batch: [] for batch in new}
    kinds = _template_kinds(store, new)
    for table, rules in suites().items():
        if table:
            for batch, rows in _check_table(store, table, rules, new, kinds).items():
                found[batch].extend(rows)
    for name, rows in found.items():
        rows.sort(key=lambda row: tuple(str(row[column]) for column in FINDING_SCHEMA.names))
        store.replace(findings_path(name), parquet_bytes(rows, FINDING_SCHEMA))
    return _by_code(row for rows in found.values() for row in rows)


def _by_code(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["code"]] = counts.get(row["code"], 0) + 1
    return dict(sorted(counts.items()))


def _check_table(
    store: Store, table: str, rules: Sequence[Rule], new: Sequence[Batch], kinds: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    parts, owner = [], []
    for batch in new:
        if table in batch.tables:
            content = read_parquet(store.read(landed_path(table, batch.batch, PARSER_VERSION)))
            parts.append(content)
            owner += [batch.batch] * content.num_rows
    if not parts:
        return {}
    whole = pa.concat_tables(parts)
    frame = whole.to_pandas(date_as_object=True, use_threads=False)
    for name, values in _named_by_rules(whole, kinds).items():
        frame[name] = values
    frame["batch"] = owner  # a file that two workers landed at once stands in two batches and does not repeat itself
    frame["row_number"] = range(len(frame))
    found: dict[str, list[dict[str, Any]]] = {}
    for rule, numbers in _failures(table, rules, frame):
        for number in numbers:
            row = frame.iloc[number]
            found.setdefault(owner[number], []).append(_finding(rule, row))
    return found


def _template_kinds(store: Store, new: Sequence[Batch]) -> dict[str, str]:
    """File -> template kind, of the declarations in these batches."""
    paths = [landed_path("declaration", batch.batch, PARSER_VERSION) for batch in new if "declaration" in batch.tables]
    rows = [row for path in paths for row in read_parquet(store.read(path)).to_pylist()]
    return {row["file_sha256"]: row["template_kind"] for row in rows}


def _named_by_rules(landed: pa.Table, kinds: Mapping[str, str]) -> dict[str, list[Any]]:
    """Columns for rules that no landed table has: cells, the question in words, the kind of the file's template."""
    found: dict[str, list[Any]] = {}
    if "template_kind" not in landed.column_names:
        found["template_kind"] = [kinds.get(file) for file in landed.column("file_sha256").to_pylist()]
    if "source_cells" in landed.column_names:
        cells = [json.loads(text or "{}") for text in landed.column("source_cells").to_pylist()]
        found |= {f"{field}_cell": [of_row.get(field) for of_row in cells] for field in landed.column_names}
    if "question" in landed.column_names:
        rows = landed.select(["question", "question_reported", "metal", "source_cell"]).to_pylist()
        found["asked"] = [_asked(row) for row in rows]
        # The comment stands beside the answer.
        found["comment_cell"] = [row["source_cell"] and row["source_cell"].replace("D", "G") for row in rows]
    return found


def _asked(row: Mapping[str, Any]) -> str:
    """A question in words; one without a number of CMRT 6.x as the template words it."""
    name = f"question {row['question']}" if row["question"] else f'"{row["question_reported"] or "question"}"'
    return f"{name} for {row['metal']}" if row["metal"] else name


def _failures(table: str, rules: Sequence[Rule], frame: Any) -> list[tuple[Rule, list[int]]]:
    """Run one suite; the failing rows of each rule by position. Raises RuntimeError when an expectation cannot run."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "False")
    import great_expectations as gx  # takes six seconds: only when there is something to check

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    data = (
        context.data_sources.add_pandas("landed").add_dataframe_asset(table).add_batch_definition_whole_dataframe("new")
    )
    suite = context.suites.add(gx.ExpectationSuite(name=table))
    for rule in rules:
        suite.add_expectation(_expectation(gx, rule))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=table, data=data, suite=suite))
    outcome = definition.run(
        batch_parameters={"dataframe": frame},
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["row_number"]},
    )
    by_code = {rule.code: rule for rule in rules}
    failures = []
    for result in outcome.results:
        rule = by_code[result.expectation_config.meta["code"]]
        if result.exception_info.get("raised_exception"):
            raise RuntimeError(f"{table}.{rule.code}: {result.exception_info['exception_message']}")
        unexpected = result.result.get("unexpected_index_list") or []
        failures.append((rule, sorted(int(item["row_number"]) for item in unexpected)))
    return failures


def _expectation(gx: Any, rule: Rule) -> Any:
    name = "".join(word.capitalize() for word in str(rule.expectation).split("_"))
    arguments: dict[str, Any] = dict(rule.kwargs or {})
    if rule.when:
        arguments["row_condition"] = _condition(rule.when)
    if "column_list" not in arguments:
        arguments["column"] = rule.column
    return getattr(gx.expectations, name)(severity=rule.severity, meta={"code": rule.code}, **arguments)


def _condition(when: Mapping[str, Any]) -> Any:
    from great_expectations.expectations.row_conditions import Column

    parts = []
    for name, values in when.items():
        column = Column(name)
        if isinstance(values, list):
            parts.append(column.is_in([int(value) if isinstance(value, bool) else value for value in values]))
        else:
            parts.append(column.is_null() if values == "absent" else column.is_not_null())
    return functools.reduce(operator.and_, parts)


def _finding(rule: Rule, row: Any) -> dict[str, Any]:
    number = int(row["source_row"])
    cell = row[rule.cell_column] if rule.cell_column else rule.cell.format(row=number) if rule.cell else None
    value = rule.label.format(**row.to_dict()) if rule.label else row[rule.column]
    return {
        "code": rule.code,
        "file_sha256": row["file_sha256"],
        "source_sheet": row["source_sheet"],
        "source_row": number,
        "source_cell": cell,
        "value": None if value is None or value != value else str(value)[:_MAX_VALUE],
    }
