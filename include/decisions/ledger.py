"""Decisions as events of the ledger. The id follows from what, by whom and when: a repetition adds nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from include.decisions.line import ANSWER, QUESTION, Line, is_open, problems
from include.events import Event, canonical_json, read_all
from include.lake import batches, handled_files, landed_path, read_parquet
from include.storage import Store

KIND = "decision"
_PLACE = ("file_sha256", "source_sheet", "source_row")


def decision_event(line: Line) -> Event:
    """The event of a line without problems; where it stood is kept, and is no part of its identity."""
    said = {field: line[field] for field in (*QUESTION, *ANSWER)}
    identity = canonical_json([KIND, line["decided_at"], line["decided_by"], said])
    place = {field: line[field] for field in _PLACE}
    event_id = hashlib.sha256(identity).hexdigest()[:32]
    return Event(event_id, KIND, line["decided_at"], line["decided_by"], said | place)


def landed_decisions(lake: Store, files: Iterable[str]) -> list[Event]:
    """The decisions that stand in landed files (by hash), count, and are new to the ledger.

    Read from what was landed, not from the file: a run that was killed after landing finds them again.
    """
    wanted = set(files)
    if not wanted:
        return []
    found = batches(lake)
    owners = {batch for sha, (batch, _) in handled_files(found).items() if sha in wanted}
    lines = [
        line
        for batch in found
        if batch.batch in owners and KIND in batch.tables
        for line in read_parquet(lake.read(landed_path(KIND, batch.batch))).to_pylist()
        if line["file_sha256"] in wanted
    ]
    known = {item.event_id for item in read_all(lake)}
    counting = [decision_event(line) for line in lines if not is_open(line) and not any(problems(line))]
    return list({item.event_id: item for item in counting if item.event_id not in known}.values())
