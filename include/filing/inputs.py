"""What the filing package is built from: rows of the marts, parameters, and the problems it may report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

Row = dict[str, Any]
Severity = Literal["error", "warning"]
ACCESSION_NUMBER = r"[0-9]{1,10}-[0-9]{1,2}-[0-9]{1,6}"
"""Of a filing on EDGAR, such as 0000000000-26-000001."""


class Marts(Protocol):
    """Read access to one whole run of the marts."""

    def rows(self, table: str, reporting_year: int) -> list[Row]:
        """Rows of a table of ``include.schemas.MARTS`` for that year, as Python values; empty when there are none."""
        ...


def survey_rows(marts: Marts, table: str, reporting_year: int) -> list[Row]:
    """Rows of a mart that belong to the conflict minerals survey.

    EMRT and AMRT are about other minerals, and nothing of them is part of Form SD. A file of no template kind may be a
    CMRT that could not be read: its findings belong to the survey. Marts without ``template_kind`` hold nothing else.
    """
    return [row for row in marts.rows(table, reporting_year) if row.get("template_kind") not in ("emrt", "amrt")]


@dataclass(frozen=True)
class MemoryMarts:
    """Marts held in memory: table name to rows. A table that is not there has no rows."""

    tables: Mapping[str, Sequence[Row]]

    def rows(self, table: str, reporting_year: int) -> list[Row]:
        """Rows of that table whose ``reporting_year`` is the one asked for."""
        return [dict(row) for row in self.tables.get(table, ()) if row["reporting_year"] == reporting_year]


@dataclass(frozen=True)
class Parameters:
    """What a person chose when the filing was started. No wall clock: both dates are given.

    ``amendment_of`` is the accession number of the Form SD that this one amends, with the reason. Raises ValueError
    when one stands without the other, or the number is none.
    """

    reporting_year: int
    as_of: date
    filing_date: date
    package: Literal["draft", "final"] = "draft"
    submission_flag: Literal["TEST", "LIVE"] = "TEST"
    amendment_of: str | None = None
    amendment_reason: str | None = None

    def __post_init__(self) -> None:
        if (self.amendment_of is None) != (self.amendment_reason is None):
            raise ValueError("an amendment needs the accession number of the filing it amends and a reason, or neither")
        if self.amendment_of is not None and not re.fullmatch(ACCESSION_NUMBER, self.amendment_of):
            raise ValueError(f"{self.amendment_of!r} is no accession number such as 0000000000-26-000001")

    @property
    def form_type(self) -> Literal["SD", "SD/A"]:
        """EDGAR's name of the form."""
        return "SD/A" if self.amendment_of else "SD"

    @property
    def draft(self) -> bool:
        """Whether every document carries the word DRAFT."""
        return self.package == "draft"

    def as_json(self) -> dict[str, Any]:
        """The parameters as plain JSON values."""
        return {
            "reporting_year": self.reporting_year,
            "as_of": self.as_of.isoformat(),
            "filing_date": self.filing_date.isoformat(),
            "package": self.package,
            "submission_flag": self.submission_flag,
            "amendment_of": self.amendment_of,
            "amendment_reason": self.amendment_reason,
        }


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a package: an error keeps it from being sealed, a warning asks a person to look."""

    severity: Severity
    file: str
    rule: str
    message: str

    def as_json(self) -> dict[str, str]:
        """The problem as plain JSON values."""
        return {"severity": self.severity, "file": self.file, "rule": self.rule, "message": self.message}
