"""A derived answer, and the two things every rule looks at: what was said, and what forbids to speak for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from include.filing.inputs import Row
from include.filing.rollup.evidence import MetalEvidence

OPEN = "open"
"""How an answer counts that is empty, or none of the template's choices."""


@dataclass(frozen=True)
class Derived:
    """An answer with the rule that gave it. No answer: the rules give none, and ``to_do`` says why if one is due.

    ``said`` is answer -> hashes of the declarations that gave it.
    """

    question: str
    metal: str
    answer: str | None
    because: str
    to_do: str | None = None
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def doubts_of(evidence: MetalEvidence, said: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What forbids an answer that only all suppliers together can carry."""
    found = evidence.survey.gaps()
    if not said:
        found.append("no declaration answers")
    if unknown := len(said.get("Unknown", ())):
        found.append(f"declarations that say Unknown: {unknown}")
    if empty := len(said.get(OPEN, ())):
        found.append(f"declarations without an answer: {empty}")
    return found


def said_of(rows: Iterable[Row], question: str) -> dict[str, tuple[str, ...]]:
    """Answer -> the declarations that gave it, by hash."""
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: str(row["file_sha256"])):
        found.setdefault(row[f"q{question}"] or OPEN, []).append(row["file_sha256"])
    return {answer: tuple(files) for answer, files in sorted(found.items())}
