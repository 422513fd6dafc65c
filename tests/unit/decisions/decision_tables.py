"""Tables of decisions for tests: one good line, changed at will."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from include.sample.table import build_table

LINE: dict[str, Any] = {
    "metal": "Tin",
    "smelter_name_reported": "Hazel",
    "facility_country": None,
    "smelter_id_reported": None,
    "supplier_id": None,
    "judgement": "accepted",
    "smelter_cid": "CID900201",
    "metal_decided": None,
    "evidence": None,
    "note": None,
    "decided_by": "pat",
    "decided_at": "2026-02-01",
}


def decisions(*changes: dict[str, Any], kind: Any = "csv") -> bytes:
    """A table with one line for each set of changes to the good line."""
    return build_table([LINE | change for change in changes], kind)


def written(folder: Path, *changes: dict[str, Any]) -> Path:
    """The same as a file outside of the drop folder."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / "decisions.csv"
    path.write_bytes(decisions(*changes))
    return path
