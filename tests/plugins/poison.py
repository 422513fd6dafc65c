"""The sample's lake twice: the words of others in it followed by an attack, and by harmless letters."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from include.events import append, read_all
from include.lake import parquet_bytes, read_parquet
from include.schemas import MARTS
from include.settings import Settings
from include.storage import open_store

ATTACK = (
    "\"'><script id=boom>document.title='run'</script><img src=x onerror=\"document.title='run'\"><svg/onload=run()>"
    '</option></select></td></tr></table></main><a href="javascript:run()">x</a><!-- {{ 7*7 }} \u202e\u2066\u0007'
)
_FORMULA = '=HYPERLINK("https://example.com","x")'
_LONG = "W" * 10_000
_IDS = {"supplier_id", "entity_id", "part_supplier_id", "product_id", "part_id", "written_to"}
_OTHERS = _IDS | {
    "assessment_cycle", "body_text", "caveat", "commodity", "company_name", "contact_email", "contact_name",
    "country", "detail", "drop_path", "email_domains", "entity_name", "evidence", "exempt_reason", "explanation",
    "facility_country", "first_list", "from_address", "last_list", "match_detail", "message", "message_id", "note",
    "origin_source", "owner", "part_name", "product_family", "product_name", "reason", "recipient",
    "scope_evidence", "scope_reason", "set_aside_reason", "smelter_id_reported", "smelter_name",
    "smelter_name_before", "smelter_name_reported", "smelter_name_standard", "source_sheet", "source_sheet_after",
    "source_sheet_before", "state_by", "state_note", "status_source", "subject", "supplier_message",
    "supplier_name", "supplier_part_number", "supplier_role", "tied_by", "undeliverable", "value", "value_after",
    "value_before", "what",
}  # fmt: skip
"""Columns of marts and fields of events that hold what suppliers, lists, files or persons wrote."""
_NUMBERS = {"supplier_ids", "entities"}
Change = Callable[[str, str], str]


def hostile(column: str, value: str) -> str:
    """An attack around the value; equal values stay equal, ids stay short enough for an address."""
    if column in _IDS:
        return f"{value}/../{ATTACK[:60]}"
    return f"{_FORMULA}{value}{ATTACK}{_LONG if len(value) % 3 == 0 else ''}"


def harmless(column: str, value: str) -> str:
    """Letters in the same place; others in a value, so that no message ends with it, as none does with an attack."""
    return f"{value} cell" if column == "value" else f"{value} example"


def lake_of_words(sample: Settings, folder: Path, change: Change) -> None:
    """Copy the sample's lake into a folder, with its words changed in marts and ledger."""
    lake, target = open_store(sample.lake), open_store(str(folder / "lake"))
    run = lake.read("marts/CURRENT").decode().strip()
    shutil.copytree(Path(sample.lake), folder / "lake", ignore=shutil.ignore_patterns("events", "landed"))
    for name, schema in MARTS.items():
        rows = read_parquet(lake.read(f"marts/{run}/{name}.parquet")).to_pylist()
        changed = [{column: _changed(column, value, change) for column, value in row.items()} for row in rows]
        target.replace(f"marts/{run}/{name}.parquet", parquet_bytes(changed, schema))
    append(
        target,
        [
            replace(
                item, actor=change("actor", item.actor), payload=json.loads(json.dumps(_payload(item.payload, change)))
            )
            for item in read_all(lake)
        ],
    )


def _payload(payload: dict[str, Any], change: Change) -> dict[str, Any]:
    return {name: _changed(name, value, change) for name, value in payload.items()}


def _changed(column: str, value: Any, change: Change) -> Any:
    if isinstance(value, list):
        return [_changed("supplier_id", part, change) if column in _NUMBERS else part for part in value]
    if column == "supplier_ids" and value:
        return ", ".join(change("supplier_id", part) for part in value.split(", "))
    return change(column, value) if column in _OTHERS and isinstance(value, str) and value else value
