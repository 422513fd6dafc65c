"""A file of decisions from a terminal, read as a dropped one is."""

from __future__ import annotations

from pathlib import Path

from include.intake.drop_folder import readable
from include.intake.model import Row
from include.intake.reader_process import Reader
from include.intake.zipfiles import MAX_FILE_BYTES
from include.lake import sha256

_DATES = ("date_unreadable", "date_ambiguous")


def read_decision_file(path: Path) -> tuple[list[Row], list[str]]:
    """Rows of the landed table ``decision``, or why there are none, a line each.

    A moment that cannot be told makes the file unreadable, as no other may stand in for it. Raises OSError.
    """
    if path.stat().st_size > MAX_FILE_BYTES:
        return [], [f"{path}: larger than {MAX_FILE_BYTES >> 20} MB"]
    content = path.read_bytes()
    with Reader() as reader:
        read = reader.read(sha256(content), readable(path.name), content)
    if read.kind != "decisions" or read.reason:
        return [], [f"{path}: {read.reason or f'a file of kind {read.kind}, not one of decisions'}"]
    undated = [
        f"line {found['source_row']}: {found['message']}"
        for found in read.tables.get("intake_finding", ())
        if found["code"] in _DATES
    ]
    return read.tables.get("decision", []), undated
