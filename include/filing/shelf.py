"""What packages stand in the reports folder of a year, in which state, and what is wrong with each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from include.events import Event
from include.filing.crosscheck import check_package
from include.filing.inputs import Problem
from include.filing.manifest import NAME as MANIFEST
from include.lake import sha256
from include.storage import Entry, Store

State = Literal["draft", "waiting", "sealed", "rejected", "damaged"]
MAX_LISTED = 50
MAX_BYTES = 64 << 20
_PLACE = re.compile(r"(?:(draft)|(?:pending/)?([0-9a-f]{16}))/manifest\.json")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Shelved:
    """A package: its name, its folder below ``reports/<year>``, its state, its manifest, and who answered when."""

    package: str
    folder: str
    state: State
    written: datetime
    manifest: Mapping[str, Any]
    answered_by: str | None = None
    answered_at: str | None = None
    note: str | None = None

    @property
    def outputs(self) -> dict[str, Mapping[str, Any]]:
        """Name -> hash and size of every file that may be handed out; a name that is a path is none."""
        listed = self.manifest.get("outputs", {})
        return {name: stated for name, stated in sorted(listed.items()) if _PLAIN_NAME.fullmatch(name)}


def shelf(reports: Store, events: Iterable[Event], reporting_year: int) -> list[Shelved]:
    """The packages below ``reports/<year>``, the newest first, at most MAX_LISTED.

    A package that is sealed, or was rejected, waits no more. One whose manifest cannot be read is damaged.
    """
    found: dict[str, tuple[Entry, str]] = {}
    for entry in reports.entries():
        match = _PLACE.fullmatch(entry.path)
        folder = entry.path.removesuffix(f"/{MANIFEST}")
        if match and (match[1] or match[2] not in found or not folder.startswith("pending/")):
            found[match[1] or match[2]] = (entry, folder)
    newest = sorted(found.items(), key=lambda item: (item[1][0].modified_at, item[0]), reverse=True)
    newest.sort(key=lambda item: item[1][1].startswith("pending/"))  # what is sealed is never the one left out
    rejections = {
        item.payload["package"]: item
        for item in events
        if item.kind == "filing_rejected" and item.payload["reporting_year"] == reporting_year
    }
    listed = [_shelved(reports, name, *place, rejections.get(name)) for name, place in newest[:MAX_LISTED]]
    return sorted(listed, key=lambda item: item.written, reverse=True)


def foremost(packages: Iterable[Shelved]) -> Shelved | None:
    """The package that says where the year stands: the newest sealed one, else waiting, draft, rejected, damaged."""
    order: tuple[State, ...] = ("sealed", "waiting", "draft", "rejected", "damaged")
    return min(packages, key=lambda item: order.index(item.state), default=None)


def read_output(reports: Store, package: Shelved, name: str) -> bytes | None:
    """A file that the package's manifest names, or the manifest; null for any other name and for one too large.

    Raises ValueError when the file is not the one the manifest was written with: it is evidence of nothing.
    """
    stated = package.outputs.get(name)
    entry = reports.entry(f"{package.folder}/{name}") if stated or name == MANIFEST else None
    if entry is None or entry.size > MAX_BYTES:
        return None
    content = reports.read(entry.path)
    if stated and sha256(content) != stated["sha256"]:
        raise ValueError(f"{name} is not the file that the package was built with")
    return content


def problems(reports: Store, package: Shelved) -> list[Problem]:
    """What the manifest says is wrong with the package, and what its files show now; errors first."""
    stated = {Problem(**problem) for problem in package.manifest.get("problems", [])}
    entries = [reports.entry(f"{package.folder}/{name}") for name in reports.names(package.folder)]
    present = [entry for entry in entries if entry]
    if sum(entry.size for entry in present) > MAX_BYTES:
        message = f"the files are larger than {MAX_BYTES >> 20} MB together and were not checked"
        return sorted({*stated, Problem("error", "package", "size", message)})
    files = tuple((entry.path.rsplit("/", 1)[-1], reports.read(entry.path)) for entry in present)
    return sorted({*stated, *_checked(files)})


@lru_cache(maxsize=4)
def _checked(files: tuple[tuple[str, bytes], ...]) -> tuple[Problem, ...]:
    return tuple(check_package(dict(files)))


def _shelved(reports: Store, name: str, entry: Entry, folder: str, rejected: Event | None) -> Shelved:
    try:
        content = reports.read(entry.path)
        manifest = json.loads(content)
        state = _state(name, folder, content, manifest)
    except (ValueError, KeyError, TypeError):
        return Shelved(name, folder, "damaged", entry.modified_at, {})
    if state == "sealed":
        seal = manifest["seal"]
        answer = (seal.get("responded_by"), seal.get("responded_at"), seal.get("note"))
        return Shelved(name, folder, state, entry.modified_at, manifest, *answer)
    if state == "waiting" and rejected:
        answer = (rejected.actor, rejected.occurred_at, rejected.payload.get("note"))
        return Shelved(name, folder, "rejected", entry.modified_at, manifest, *answer)
    return Shelved(name, folder, state, entry.modified_at, manifest)


def _state(name: str, folder: str, content: bytes, manifest: Mapping[str, Any]) -> State:
    if not isinstance(manifest["outputs"], dict) or not isinstance(manifest["problems"], list):
        raise TypeError("no manifest of a package")
    if name == "draft":
        return "draft"
    if folder.startswith("pending/"):  # such a package is named by its manifest's hash
        return "waiting" if sha256(content)[:16] == name else "damaged"
    return "sealed" if manifest["seal"] else "damaged"
