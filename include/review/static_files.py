"""The style sheet and the script: fixed names, read from the package, for signed-in readers like everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from include.review.access import Visitor, reader

router = APIRouter()
_FOLDER = Path(__file__).parent / "static"
_TYPES = {"style.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}


@router.get("/static/{name}")
def static(name: str, visitor: Annotated[Visitor, Depends(reader)]) -> Response:
    """One of our files; raises HTTPException 404 for any other name."""
    if name not in _TYPES:
        raise HTTPException(404, "There is no such file.")
    content = (_FOLDER / name).read_bytes()
    return Response(content, media_type=_TYPES[name], headers={"cache-control": "private, max-age=300"})
