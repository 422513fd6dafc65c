"""The Data Docs as they stand in the lake, read back: the list of validations, one record, one page."""

from __future__ import annotations

import json
import re
from typing import Any

from include.checks.data_docs import FOLDER
from include.storage import Store

_VALIDATION = re.compile(r"[0-9a-f]{16}")
_PAGE = re.compile(r"[a-z_]{1,60}\.html")


def validations(store: Store) -> dict[str, Any]:
    """``count`` of all validations there were, and the ``latest`` of them, newest first; none before the first."""
    path = f"{FOLDER}/validations.json"
    return dict(json.loads(store.read(path))) if store.exists(path) else {"count": 0, "latest": []}


def validation(store: Store, name: str) -> dict[str, Any] | None:
    """The record of one validation; null when there is none of that name."""
    path = f"{FOLDER}/{name}/validation.json"
    return dict(json.loads(store.read(path))) if _VALIDATION.fullmatch(name) and store.exists(path) else None


def docs_page(store: Store, name: str, page: str) -> bytes | None:
    """A page of one validation; null for any name that is none of the site's."""
    path = f"{FOLDER}/{name}/{page}"
    known = _VALIDATION.fullmatch(name) and _PAGE.fullmatch(page) and store.exists(path)
    return store.read(path) if known else None
