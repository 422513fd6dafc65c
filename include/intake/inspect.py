"""One file as the JSON object that ``inspect`` prints: every value as the sheets show it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from include.intake.model import ReadFile, Row
from include.intake.read import read_file
from include.intake.zipfiles import MAX_FILE_BYTES

_DECLARATION = (
    "company_name", "declaration_scope", "declaration_scope_reported", "scope_description", "company_unique_id",
    "company_authority", "company_address", "contact_name", "contact_email", "contact_phone", "authorizer_name",
    "authorizer_title", "authorizer_email", "authorizer_phone", "effective_date", "effective_date_reported",
)  # fmt: skip
_ANSWER = ("question", "question_reported", "metal", "answer", "answer_reported", "comment", "source_cell")
_COMPANY_ANSWER = tuple(field for field in _ANSWER if field != "metal")
_SMELTER = (
    "metal", "smelter_lookup", "smelter_name_reported", "facility_country", "smelter_id_reported", "mine",
    "mine_country", "recycled", "comment", "source_sheet", "source_row",
)  # fmt: skip
_PRODUCT = ("product_number", "product_name", "comment", "source_row")
_FINDING = ("code", "severity", "message", "source_sheet", "source_cell", "source_row", "value")


def inspect_file(path: Path) -> dict[str, Any]:
    """What a file says, as a JSON-ready object with the keys of the ``inspect`` command in their order.

    Never raises on bad input: a missing file, a folder and an unreadable file have kind ``unreadable`` and a reason.
    """
    try:
        if not path.is_file():
            return _object(path, None, ReadFile("unreadable", "no such file" if not path.exists() else "not a file"))
        if path.stat().st_size > MAX_FILE_BYTES:
            return _object(path, None, ReadFile("unreadable", f"larger than {MAX_FILE_BYTES >> 20} MB"))
        content = path.read_bytes()
    except OSError as error:
        return _object(path, None, ReadFile("unreadable", f"the file cannot be opened: {error.strerror or error}"))
    sha256 = hashlib.sha256(content).hexdigest()
    return _object(path, sha256, read_file(content, sha256, path.name))


def _object(path: Path, sha256: str | None, read: ReadFile) -> dict[str, Any]:
    declarations = _picked(read, "declaration", _DECLARATION)
    return {
        "file": str(path),
        "sha256": sha256,
        "kind": read.kind,
        "reason": read.reason,
        "template_revision": read.template_revision,
        "template_language": read.template_language,
        "declaration": declarations[0] if declarations else None,
        "answers": _picked(read, "answer", _ANSWER),
        "company_answers": _picked(read, "company_answer", _COMPANY_ANSWER),
        "smelters": _picked(read, "declared_smelter", _SMELTER),
        "products": _picked(read, "declared_product", _PRODUCT),
        "findings": _picked(read, "intake_finding", _FINDING),
    }


def _picked(read: ReadFile, table: str, fields: Sequence[str]) -> list[Row]:
    return [{field: _json(row[field]) for field in fields} for row in read.tables.get(table, [])]


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
