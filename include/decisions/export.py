"""Decisions and open questions as CSV, in the columns that the import reads back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from include.csv_cells import safe_cell
from include.decisions.in_force import in_force, key
from include.decisions.line import ANSWER, QUESTION
from include.events import read_all
from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import Marts

DECISION_COLUMNS = (*QUESTION, *ANSWER, "decided_by", "decided_at", "decision_id")
CONTEXT = ("reason", "candidates", "products", "suppliers", "declared_rows", "supplier_ids", "reporting_years")
OPEN_COLUMNS = (*QUESTION, *ANSWER, "decided_by", "decided_at", *CONTEXT)


def decisions_csv(settings: Settings) -> str:
    """Every decision in force, ordered by moment. Decisions that contradict each other are not in force."""
    rows = [row for row in in_force(read_all(open_store(settings.lake))) if row["judgement"] != "contradicted"]
    rows.sort(key=lambda row: (row["decided_at"], row["event_id"]))
    return _csv(DECISION_COLUMNS, (row | {"decided_by": row["actor"], "decision_id": row["event_id"]} for row in rows))


def open_questions_csv(settings: Settings) -> str:
    """The review queue of the newest refresh without what was decided since, most affected first.

    The columns of the answer are empty, to be filled in. Raises NoMarts before the first refresh.
    """
    store = open_store(settings.lake)
    waiting = Marts(store).table("review_queue").to_pylist()
    decided = {key(row): row["event_id"] for row in in_force(read_all(store))}
    return _csv(OPEN_COLUMNS, [row for row in waiting if decided.get(key(row)) in (None, row["decision_id"])])


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue()
