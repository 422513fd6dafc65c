"""Rows of ``intake_finding``: what the reader noticed that no landed value can say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from include.intake.model import Row

Severity = Literal["critical", "warning", "info"]
_MAX_VALUE = 200


@dataclass
class Findings:
    """Collects the findings of one file, in the order they are met."""

    file_sha256: str
    rows: list[Row] = field(default_factory=list)

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        sheet: str = "",
        row: int | None = None,
        cell: str | None = None,
        value: str | None = None,
    ) -> None:
        """Add one finding; ``value`` is cut to 200 characters, the cell holds the rest."""
        self.rows.append(
            {
                "file_sha256": self.file_sha256,
                "source_sheet": sheet,
                "source_row": row,
                "code": code,
                "severity": severity,
                "message": message,
                "source_cell": cell,
                "value": None if value is None else value[:_MAX_VALUE],
            }
        )
