"""Read the archive again with the present parser, and say what is different from what an older one landed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from include.decisions.ledger import landed_decisions
from include.events import Event, append, read_all
from include.intake.inside import Inner
from include.intake.landing import TOO_LONG_TOGETHER, Landing, Source
from include.intake.originals import read_original
from include.intake.reader_process import Reader
from include.intake.receipts import inner_receipts, place_of
from include.lake import HandledFile, batches, handled_files
from include.schemas import PARSER_VERSION
from include.settings import Settings
from include.storage import Store, open_store


def reland(settings: Settings) -> list[dict[str, Any]]:
    """Land every archived file that the present parser has not read yet; returns each file that came out differently.

    A difference names the file, its kind and reason, and its rows by table, before and after. The archive and what the
    older parser landed stay as they are. Files inside one that only the present parser opens get receipts of the
    time and place at which the outer file came.
    """
    lake = open_store(settings.lake)
    done, before = handled_files(batches(lake)), _older(lake)
    receipts: dict[str, list[Event]] = {}
    for item in read_all(lake):
        if item.kind == "receipt":
            receipts.setdefault(item.payload["file_sha256"], []).append(item)
    todo = sorted(set(receipts) - set(done))
    differences = []
    with Reader() as reader:
        for start in range(0, len(todo), settings.batch_files):
            landing = Landing(lake, reader)
            sources = ((sha, _source(lake, sha, receipts[sha])) for sha in todo[start : start + settings.batch_files])
            found = dict(landing.take(sources))
            landing.write()
            decided = [
                sha
                for sha, item in landing.handled.items()
                if item.kind == "decisions" and not all(given.payload.get("within") for given in receipts.get(sha, ()))
            ]
            append(lake, [*_inner_receipts(landing, found, receipts), *landed_decisions(lake, decided)])
            late = [HandledFile(sha, "zip", 0, TOO_LONG_TOGETHER) for sha, inner in found.items() if inner is None]
            differences += list(_differences([*landing.handled.values(), *late], before))
    return differences


def _source(lake: Store, file_sha256: str, receipts: list[Event]) -> Source:
    places = tuple(dict.fromkeys(place_of(item) for item in receipts))
    name = receipts[0].payload["drop_path"].rsplit("/", 1)[-1]
    return Source(name, file_sha256, read_original(lake, file_sha256), places)


def _inner_receipts(
    landing: Landing, found: dict[str, list[Inner] | None], receipts: dict[str, list[Event]]
) -> Iterator[Event]:
    """Receipts of files inside others, but for those that the ledger has."""
    known = {item.event_id for given in receipts.values() for item in given}
    for sha, members in found.items():
        for outer in receipts[sha]:
            for given in inner_receipts(outer, members or (), landing.kind):
                if given.event_id not in known:
                    yield given


def _older(lake: Store) -> dict[str, dict[str, Any]]:
    """What the newest parser before this one made of each file."""
    manifests = [json.loads(lake.read(f"batches/{name}")) for name in lake.names("batches")]
    older = sorted((m for m in manifests if m["parser"] < PARSER_VERSION), key=lambda m: m["parser"])
    return {item["file_sha256"]: item for manifest in older for item in manifest["files"]}


def _differences(handled: Iterable[HandledFile], before: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in handled:
        old = before.get(item.file_sha256)
        now = {"kind": item.kind, "reason": item.reason, "rows": item.rows}
        was = {name: old[name] for name in now} if old else None
        if was != now:
            yield {"file_sha256": item.file_sha256, "before": was, "after": now}
