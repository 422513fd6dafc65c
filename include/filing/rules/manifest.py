"""The manifest against the files, the marks, and who sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from include.filing.inputs import Problem
from include.filing.manifest import DRAFT_MARK, SAMPLE_MARK
from include.filing.manifest import NAME as MANIFEST
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach


def check_outputs(package: PackageFiles) -> Iterator[Problem]:
    """Whether the manifest names exactly the files there are, with their hashes, and its marks stand in them."""
    outputs, files = package.manifest["outputs"], package.files
    for name in sorted(set(outputs) | set(files) - {MANIFEST}):
        if name not in files:
            yield breach("manifest", name, "named in the manifest and not in the package")
        elif name not in outputs:
            yield breach("manifest", name, "in the package and not named in the manifest")
        elif hashlib.sha256(files[name]).hexdigest() != outputs[name]["sha256"]:
            yield breach("manifest", name, "changed after the manifest was written")
    yield from _marks(package)
    yield from _sealed(package)


def _marks(package: PackageFiles) -> Iterator[Problem]:
    manifest = package.manifest
    draft, sample = manifest["state"] == "draft", manifest["mark"] == SAMPLE_MARK
    for name, page in package.everything_read.items():
        for mark, wanted in ((DRAFT_MARK, draft), (SAMPLE_MARK, sample)):
            if wanted != (mark in page.text):
                yield breach("marks", name, f"does not say {mark}" if wanted else f"says {mark} and is none")


def _sealed(package: PackageFiles) -> Iterator[Problem]:
    manifest = package.manifest
    if manifest["state"] != "sealed":
        return
    if not (manifest.get("seal") or {}).get("responded_by"):
        yield breach("sealed", MANIFEST, "sealed, and nobody is named who did")
    errors = [problem for problem in manifest["problems"] if problem["severity"] == "error"]
    if errors:
        yield breach("sealed", MANIFEST, f"sealed with {len(errors)} error(s) on record")
