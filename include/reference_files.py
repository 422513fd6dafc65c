"""Lists named on a command line instead of dropped: reference files and tables of smelter names, as rows."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from include.intake.read import date_in_name, reference_tables
from include.lake import sha256

NEEDED = ("metal", "smelter_name_reported", "facility_country")


class UnusableFile(ValueError):
    """A file that cannot be used; the message names it and says why, in plain words."""


@dataclass
class References:
    """Rows by landed table, and for each file (by hash) its name and the date the name states, if any."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    dates: dict[str, date | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def read_references(paths: Sequence[Path]) -> References:
    """The lists in these files; raises UnusableFile for one that is no template, status list or list of old numbers."""
    found = References()
    for path in paths:
        content = path.read_bytes()
        digest = sha256(content)
        read = reference_tables(content, digest, path.name)
        if read.reason:
            raise UnusableFile(f"{path}: {read.reason}")
        if digest in found.dates:
            continue
        found.dates[digest], found.names[digest] = date_in_name(path.name), path.name
        for table, rows in read.tables.items():
            found.tables.setdefault(table, []).extend(rows)
    return found


def read_names(path: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows of a table of smelter names (CSV with commas, semicolons or tabs).

    Raises UnusableFile when it is no UTF-8 text or lacks metal, smelter_name_reported or facility_country.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = max(",;\t", key=file.readline().count)
            file.seek(0)
            reader = csv.DictReader(file, delimiter=separator)
            columns, rows = list(reader.fieldnames or []), list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnusableFile(f"{path}: no CSV in UTF-8: {error}") from None
    if missing := [column for column in NEEDED if column not in columns]:
        raise UnusableFile(f"{path}: column(s) missing: {', '.join(missing)}")
    return columns, rows
