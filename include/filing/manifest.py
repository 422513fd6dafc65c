"""The manifest of a package: what it was made from, what it holds, and in which state it is. No wall clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from include.filing.inputs import Parameters, Problem
from include.filing.narrative_model import load_narrative, wording_hash
from include.filing_deadline import filing_deadline

NAME = "manifest.json"
SAMPLE_MARK = "SAMPLE - NOT A FILING"
DRAFT_MARK = "DRAFT - NOT FILED"


def to_json(value: Any) -> bytes:
    """JSON with sorted keys and a final line feed, so that equal values give equal bytes."""
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def build_manifest(
    files: Mapping[str, bytes],
    parameters: Parameters,
    provenance: Mapping[str, Any],
    problems: Iterable[Problem],
    sample: bool,
) -> bytes:
    """The manifest over every other file of the package. ``provenance`` is recorded as given, in JSON values."""
    return to_json(
        {
            "state": parameters.package,
            "mark": SAMPLE_MARK if sample else None,
            "parameters": parameters.as_json(),
            "deadline": filing_deadline(parameters.reporting_year).isoformat(),
            "outputs": {
                name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for name, content in files.items()
            },
            "wording": {
                "sha256": wording_hash(),
                "versions": {name: load_narrative(name).version for name in ("report", "sd")},
            },
            "problems": [problem.as_json() for problem in problems],
            "provenance": dict(provenance),
        }
    )
