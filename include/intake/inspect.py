"""One file as the JSON object that ``inspect`` prints: every value as the sheets show it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from include.intake.drop_folder import readable
from include.intake.inside import CONTAINERS, Place, as_inside
from include.intake.model import Member, ReadFile, Row
from include.intake.reader_process import Reader
from include.intake.receipts import inner_name
from include.intake.zipfiles import MAX_ARCHIVE_BYTES
from include.lake import sha256
from include.schemas import LANDED

_DECLARATION = (
    "company_name", "declaration_scope", "declaration_scope_reported", "scope_description", "company_unique_id",
    "company_authority", "company_address", "contact_name", "contact_email", "contact_phone", "authorizer_name",
    "authorizer_title", "authorizer_email", "authorizer_phone", "effective_date", "effective_date_reported",
    "template_trust",
)  # fmt: skip
_ANSWER = ("question", "question_reported", "metal", "answer", "answer_reported", "comment", "source_cell")
_SMELTER = (
    "metal", "smelter_lookup", "smelter_name_reported", "facility_country", "smelter_id_reported", "mine",
    "mine_country", "recycled", "comment", "source_sheet", "source_row",
)  # fmt: skip
_PRODUCT = (
    "product_number", "product_name", "requester_product_number", "requester_product_name", "comment", "source_row",
)  # fmt: skip
_MINE = (
    "metal", "smelter_name_reported", "mine", "mine_id_reported", "mine_country", "comment", "source_sheet",
    "source_row",
)  # fmt: skip
_MINERAL = ("metal", "metal_reported", "reason", "source_cell")
_MAIL = tuple(name for name in LANDED["mail"].names if name not in ("file_sha256", "source_sheet", "source_row"))
_FINDING = ("code", "severity", "message", "source_sheet", "source_cell", "source_row", "value")


def inspect_file(path: Path, reader: Reader) -> dict[str, Any]:
    """What a file says, as a JSON-ready object with the keys of the ``inspect`` command in their order.

    A zip archive and an e-mail have one more key, ``members``: such an object for each file in it; an e-mail also
    ``mail``, what its head and its words say. Never raises on bad input: a missing file, a folder and an unreadable
    file have kind ``unreadable`` and a reason.
    """
    try:
        if not path.is_file():
            return _object(path, None, ReadFile("unreadable", "no such file" if not path.exists() else "not a file"))
        if path.stat().st_size > MAX_ARCHIVE_BYTES:
            return _object(path, None, ReadFile("unreadable", f"larger than {MAX_ARCHIVE_BYTES >> 20} MB"))
        content = path.read_bytes()
    except OSError as error:
        return _object(path, None, ReadFile("unreadable", f"the file cannot be opened: {error.strerror or error}"))
    digest = sha256(content)
    read = reader.read(digest, readable(path.name), content)
    found = _object(path, digest, read)
    return _opened(found, path, read, (), reader)


def is_unreadable(found: dict[str, Any]) -> bool:
    """Whether the object of a file, or of one inside it, gives a reason why it is not read."""
    return found["reason"] is not None or any(is_unreadable(member) for member in found.get("members", ()))


def _opened(found: dict[str, Any], path: Path | str, read: ReadFile, place: Place, reader: Reader) -> dict[str, Any]:
    """The object of a file, with those of the files inside it."""
    if read.kind == "mail" and not read.reason:
        found["mail"] = _picked(read, "mail", _MAIL)[0]
    if read.kind in CONTAINERS and not read.reason:
        found["members"] = [_inner(path, member, (*place, read.kind), reader) for member in read.members]
    return found


def _inner(path: Path | str, member: Member, place: Place, reader: Reader) -> dict[str, Any]:
    name, digest = inner_name(member.name), sha256(member.content)
    read = as_inside(reader.read(digest, name, member.content), (place,))
    return _opened(_object(f"{path}/{name}", digest, read), f"{path}/{name}", read, place, reader)


def _object(path: Path | str, sha256: str | None, read: ReadFile) -> dict[str, Any]:
    declarations = _picked(read, "declaration", _DECLARATION)
    return {
        "file": readable(str(path)),
        "sha256": sha256,
        "kind": read.kind,
        "reason": read.reason,
        "template_revision": read.template_revision,
        "template_language": read.template_language,
        "declaration": declarations[0] if declarations else None,
        "answers": _picked(read, "answer", _ANSWER),
        "company_answers": _picked(read, "company_answer", _ANSWER),
        "smelters": _picked(read, "declared_smelter", _SMELTER),
        "products": _picked(read, "declared_product", _PRODUCT),
        "mines": _picked(read, "declared_mine", _MINE),
        "minerals": _picked(read, "declared_mineral", _MINERAL),
        "findings": _picked(read, "intake_finding", _FINDING),
    }


def _picked(read: ReadFile, table: str, fields: Sequence[str]) -> list[Row]:
    return [{field: _json(row[field]) for field in fields} for row in read.tables.get(table, [])]


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
