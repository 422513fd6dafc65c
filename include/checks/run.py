"""The checks of one refresh: new batches alone, each table once over all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from include.checks.columns import landed_columns, with_named_columns
from include.checks.data_docs import write_data_docs
from include.checks.findings import FINDING_SCHEMA, by_code, findings_of, findings_path, in_order
from include.checks.record import MAX_EXAMPLES, RuleRecord, TableRecord
from include.checks.rules import Rule
from include.checks.suites import suites, suites_version
from include.checks.validation import validate
from include.lake import Batch, batches, landed_path, parquet_bytes, read_parquet
from include.storage import Store


@dataclass(frozen=True)
class _Rows:
    """Landed rows of several batches in one table; ``starts`` is where each batch begins, and the end."""

    table: pa.Table
    batches: tuple[str, ...]
    starts: tuple[int, ...]

    def by_batch(self, findings: pa.Table, numbers: Collection[int]) -> Iterator[tuple[str, pa.Table]]:
        """Findings at rows of these numbers, which rise, cut by the batch the rows are of."""
        cuts = np.searchsorted(np.asarray(numbers), self.starts)
        for batch, first, end in zip(self.batches, cuts, cuts[1:], strict=False):
            if end > first:
                yield batch, findings.slice(first, end - first)


def check_new_batches(store: Store) -> dict[str, int]:
    """Validate every landed batch that the present suites have not seen; returns findings by code.

    Great Expectations runs once for each table over all new batches together, and is not even imported when there is
    nothing new. The pages of the validation come first, then the findings, one file a batch: the file is there exactly
    when the batch has been checked.
    """
    seen = set(store.names(f"findings/suites={suites_version()}"))
    new = [batch for batch in batches(store) if f"{batch.batch}.parquet" not in seen]
    if not new:
        return {}
    found: dict[str, list[pa.Table]] = {batch.batch: [FINDING_SCHEMA.empty_table()] for batch in new}
    kinds = _template_kinds(store, new)
    records = []
    for table, rules in suites().items():
        if table not in ("", "reader"):
            rows = _landed_rows(store, table, rules, new, kinds)
            if rows.table.num_rows:
                records.append(_check_table(table, rules, rows, found))
    write_data_docs(store, new, records)
    whole = {batch: in_order(pa.concat_tables(parts)) for batch, parts in found.items()}
    for batch, findings in whole.items():
        store.replace(findings_path(batch), parquet_bytes(findings, FINDING_SCHEMA))
    return by_code(pa.concat_tables(whole.values()))


def _check_table(table: str, rules: Sequence[Rule], rows: _Rows, found: Mapping[str, list[pa.Table]]) -> TableRecord:
    """Add the findings of one table to those found, by batch; what its page says."""
    records = []
    named = rows.table.select(sorted({column for rule in rules for column in rule.columns()}))
    for outcome in validate(table, rules, named.to_pandas(date_as_object=True, use_threads=False)):
        findings = findings_of(outcome.rule, rows.table.take(outcome.failing))
        for batch, part in rows.by_batch(findings, outcome.failing):
            found[batch].append(part)
        examples = tuple(findings.slice(0, MAX_EXAMPLES).to_pylist())
        records.append(RuleRecord(outcome.rule, outcome.evaluated, len(outcome.failing), examples))
    return TableRecord(table, rows.table.num_rows, tuple(records))


def _landed_rows(
    store: Store, table: str, rules: Sequence[Rule], new: Sequence[Batch], kinds: Mapping[str, str]
) -> _Rows:
    """The new rows of one table, with no more columns than its suite names."""
    wanted = {column for rule in rules for column in rule.columns()}
    parts, owners, starts = [], [], [0]
    for batch in new:
        if table in batch.tables:
            content = read_parquet(store.read(landed_path(table, batch.batch)), landed_columns(table, wanted))
            # A file that two workers landed at once stands in two batches and does not repeat itself.
            parts.append(content.append_column("batch", pa.repeat(batch.batch, content.num_rows)))
            owners.append(batch.batch)
            starts.append(starts[-1] + content.num_rows)
    rows = pa.concat_tables(parts) if parts else pa.table({})
    return _Rows(with_named_columns(rows, wanted, kinds) if parts else rows, tuple(owners), tuple(starts))


def _template_kinds(store: Store, new: Sequence[Batch]) -> dict[str, str]:
    """File -> template kind, of the declarations in these batches."""
    paths = [landed_path("declaration", batch.batch) for batch in new if "declaration" in batch.tables]
    columns = ["file_sha256", "template_kind"]
    rows = [row for path in paths for row in read_parquet(store.read(path), columns).to_pylist()]
    return {row["file_sha256"]: row["template_kind"] for row in rows}
