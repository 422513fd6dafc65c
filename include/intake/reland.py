"""Read the archive again with the present parser, and say what is different from what an older one landed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from include.events import read_all
from include.intake.read import read_file
from include.intake.receive import handled_file, landed_rows
from include.lake import HandledFile, batches, handled_files, write_batch
from include.schemas import PARSER_VERSION
from include.settings import Settings
from include.storage import Store, open_store


def reland(settings: Settings) -> list[dict[str, Any]]:
    """Land every archived file that the present parser has not read yet; returns each file that came out differently.

    A difference names the file, its kind and reason, and its rows by table, before and after. The archive and what the
    older parser landed stay as they are.
    """
    lake = open_store(settings.lake)
    done, before = handled_files(batches(lake)), _older(lake)
    names = {
        item.payload["file_sha256"]: item.payload["drop_path"] for item in read_all(lake) if item.kind == "receipt"
    }
    todo = sorted(set(names) - set(done))
    differences = []
    for start in range(0, len(todo), settings.batch_files):
        part = todo[start : start + settings.batch_files]
        contents = {sha: _archived(lake, sha) for sha in part}
        reads = {sha: read_file(contents[sha], sha, names[sha].rsplit("/", 1)[-1]) for sha in part}
        handled = [handled_file(sha, len(contents[sha]), read) for sha, read in reads.items()]
        write_batch(lake, handled, landed_rows(reads.values()))
        differences += list(_differences(handled, before))
    return differences


def _archived(lake: Store, file_sha256: str) -> bytes:
    for name in lake.names(f"archive/{file_sha256[:2]}"):
        if name.startswith(file_sha256):
            return lake.read(f"archive/{file_sha256[:2]}/{name}")
    raise FileNotFoundError(f"the archive has lost {file_sha256}: restore it from a backup before landing again")


def _older(lake: Store) -> dict[str, dict[str, Any]]:
    """What the newest parser before this one made of each file."""
    manifests = [json.loads(lake.read(f"batches/{name}")) for name in lake.names("batches")]
    older = sorted((m for m in manifests if m["parser"] < PARSER_VERSION), key=lambda m: m["parser"])
    return {item["file_sha256"]: item for manifest in older for item in manifest["files"]}


def _differences(handled: list[HandledFile], before: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in handled:
        old = before.get(item.file_sha256)
        now = {"kind": item.kind, "reason": item.reason, "rows": item.rows}
        was = {name: old[name] for name in now} if old else None
        if was != now:
            yield {"file_sha256": item.file_sha256, "before": was, "after": now}
