"""Originals as they were sent, by hash. Nothing but the archive is within reach, and only what a receipt names."""

from __future__ import annotations

import os
import re
import unicodedata
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from include.intake.originals import read_original
from include.review.visit import Reading, Visit

router = APIRouter()
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 120
_GONE = "The archive does not have this file. Check its hash, or look for it on the supplier's page."


@router.get("/files/{sha256:path}")
def file(visit: Reading, sha256: str) -> Response:
    """An original as an attachment under its own name.

    Readers get declarations, which they are to check; whoever may decide gets any file that was received: files in
    quarantine may be hostile, and supplier lists and origin data are not everybody's to copy. Raises HTTPException 404
    for what no receipt names, 403 for what the reader's role does not cover.
    """
    path = _received_as(visit, sha256) if _HASH.fullmatch(sha256) else None
    if path is None:
        raise HTTPException(404, _GONE)
    if not visit.visitor.may_decide and not visit.row("file", sha256=sha256):
        raise HTTPException(403, "This file is no declaration that was read: only who may decide can download it.")
    try:
        content = read_original(visit.lake, sha256)
    except FileNotFoundError as error:
        raise HTTPException(404, _GONE) from error
    headers = {"content-disposition": attachment(path.rsplit("/", 1)[-1])}
    return Response(content, media_type="application/octet-stream", headers=headers)


def attachment(name: str) -> str:
    """A content-disposition that saves under a supplier's name: without path or controls, and bounded (RFC 6266)."""
    shown = "".join(sign if sign.isprintable() and sign not in '/\\:*?"<>|' else "_" for sign in name)
    stem, ending = os.path.splitext(shown.strip(". "))
    cut = (stem[: _LONGEST - 10] + ending[:10]) or "file"
    plain = unicodedata.normalize("NFKD", cut).encode("ascii", "ignore").decode().replace("%", "_") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(cut, safe='')}"


def _received_as(visit: Visit, sha256: str) -> str | None:
    """Where the file lay in the drop folder, by its newest receipt; null for a file that nobody received."""
    received = [item for item in visit.events if item.kind == "receipt" and item.payload.get("file_sha256") == sha256]
    return str(received[-1].payload.get("drop_path") or "") if received else None
