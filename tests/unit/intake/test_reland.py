"""A better parser reads the archive again: nothing of it is lost, and what came out otherwise is told."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from include.events import read_all
from include.intake.drop_folder import waiting_files
from include.intake.receive import land_batch
from include.intake.reland import reland
from include.lake import batches, handled_files, sha256
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.table import build_table
from include.schemas import PARSER_VERSION
from include.settings import Settings
from include.storage import open_store

NOW = datetime(2026, 1, 20, 8, tzinfo=UTC)
SUPPLIERS = build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}])
CMRT = build_cmrt(complete_spec())
Drop = Callable[..., Path]


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in files.items():
            archive.writestr(zipfile.ZipInfo(name), member)
    return content.getvalue()


def as_landed_by_an_older_parser(settings: Settings, **changes: dict[str, Any]) -> None:
    """The manifests say that an older parser wrote them; ``changes`` by hash: what it made of a file."""
    for path in Path(settings.lake, "batches").glob("*.json"):
        manifest = json.loads(path.read_text())
        files = [item | changes.get(item["file_sha256"], {}) for item in manifest["files"]]
        path.write_text(json.dumps(manifest | {"parser": PARSER_VERSION - 1, "files": files}))


def receipts(settings: Settings) -> list[dict[str, Any]]:
    return [item.payload for item in read_all(open_store(settings.lake)) if item.kind == "receipt"]


def land(settings: Settings) -> None:
    land_batch(settings, waiting_files(settings, NOW), NOW)


def kinds(settings: Settings) -> dict[str, str]:
    return {sha: item.kind for sha, (_, item) in handled_files(batches(open_store(settings.lake))).items()}


def test_files_are_read_again_and_only_differences_are_told(settings: Settings, drop: Drop) -> None:
    drop("a.xlsx", CMRT)
    drop("suppliers.csv", SUPPLIERS)
    land(settings)
    before, received = kinds(settings), receipts(settings)
    refused = {"kind": "unreadable", "reason": "not read yet", "rows": {}}
    as_landed_by_an_older_parser(settings, **{sha256(SUPPLIERS): refused})

    (difference,) = reland(settings)

    assert difference["file_sha256"] == sha256(SUPPLIERS)
    assert difference["before"] == refused
    assert (difference["after"]["kind"], difference["after"]["rows"]["supplier"]) == ("supplier", 1)
    assert (kinds(settings), receipts(settings)) == (before, received)
    assert reland(settings) == []


def test_a_zip_that_only_the_present_parser_opens_gives_its_files_receipts(settings: Settings, drop: Drop) -> None:
    """As if the older parser had refused it: its files are neither in the archive nor in the ledger."""
    archive = zipped(**{"answer.xlsx": CMRT, "suppliers.csv": SUPPLIERS})
    drop("2024/V1001/all.zip", archive)
    land(settings)
    expected = receipts(settings)
    forget_inner_files(settings, archive)
    as_landed_by_an_older_parser(settings)

    reland(settings)

    assert kinds(settings) == {sha256(archive): "zip", sha256(CMRT): "cmrt", sha256(SUPPLIERS): "supplier"}
    assert sorted(receipts(settings), key=str) == sorted(expected, key=str)


def test_a_zip_inside_a_zip_stays_unopened(settings: Settings, drop: Drop) -> None:
    inner = zipped(**{"answer.xlsx": CMRT})
    drop("outer.zip", zipped(**{"inner.zip": inner}))
    land(settings)
    as_landed_by_an_older_parser(settings)

    reland(settings)

    found = handled_files(batches(open_store(settings.lake)))
    assert "a zip inside a zip" in str(found[sha256(inner)][1].reason)
    assert sha256(CMRT) not in found


def test_an_original_that_is_gone_is_told_before_anything_is_landed(settings: Settings, drop: Drop) -> None:
    drop("a.xlsx", CMRT)
    land(settings)
    as_landed_by_an_older_parser(settings)
    next(Path(settings.lake, "archive").rglob("*.xlsx")).unlink()

    with pytest.raises(FileNotFoundError, match="restore it from a backup"):
        reland(settings)


def forget_inner_files(settings: Settings, archive: bytes) -> None:
    for path in Path(settings.lake, "archive").rglob("*.*"):
        if not path.name.startswith(sha256(archive)):
            path.unlink()
    for path in Path(settings.lake, "events").glob("*.json"):
        path.write_text(json.dumps([item for item in json.loads(path.read_text()) if not item["payload"]["within"]]))


def test_decisions_that_only_the_present_parser_reads_reach_the_ledger(settings: Settings, drop: Drop) -> None:
    line = {
        "judgement": "rejected",
        "metal": "Tin",
        "smelter name": "Elm",
        "decided by": "pat",
        "decided at": "2026-01-02",
    }
    content = build_table([line])
    drop("decisions.csv", content)
    land(settings)
    ledger = Path(settings.lake, "events")
    for path in ledger.glob("*.json"):
        path.write_text(json.dumps([item for item in json.loads(path.read_text()) if item["kind"] == "receipt"]))
    as_landed_by_an_older_parser(settings, **{sha256(content): {"kind": "unreadable", "reason": "no", "rows": {}}})

    reland(settings)

    (decision,) = [item for item in read_all(open_store(settings.lake)) if item.kind == "decision"]
    assert (decision.actor, decision.payload["judgement"]) == ("pat", "rejected")
