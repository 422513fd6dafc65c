"""The invented smelter list, by revision of the template."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from include.sample.spec import LookupRow

_HERE = Path(__file__).parent


def read_rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file that lies beside this code."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def lookup_rows(revision: str = "6.4") -> tuple[LookupRow, ...]:
    """Look-up entries of the sample list that ``revision`` holds; from 6.5 on the later list, before it the first."""
    number = tuple(int(part) for part in revision.split("."))
    edition = "6.5" if number in {(6, 5), (6, 6)} else "6.4"
    return tuple(
        LookupRow(
            metal=row["metal"],
            smelter_alias=row["smelter_alias"],
            smelter_name_standard=row["smelter_name_standard"],
            facility_country=row["facility_country"],
            smelter_cid=row["smelter_cid"],
            city=row["city"],
            state=row["state"] or None,
        )
        for row in read_rows("smelters.csv")
        if edition in row["editions"].split(" ")
    )
