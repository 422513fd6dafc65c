"""Rows of ``intake_finding``: what the reader noticed that no landed value can say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from include.intake.model import Row

Severity = Literal["critical", "warning", "info"]
_MAX_VALUE = 200
_MOST_OF_ONE_CODE = 1000


@dataclass
class Findings:
    """Collects the findings of one file, in the order they are met."""

    file_sha256: str
    rows: list[Row] = field(default_factory=list)
    _told: dict[str, int] = field(default_factory=dict)

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
        """Add one finding; ``value`` is cut to 200 characters, the cell holds the rest.

        Of one code the first 1,000 are told, the last of them says that there are more.
        """
        self._told[code] = self._told.get(code, 0) + 1
        if self._told[code] > _MOST_OF_ONE_CODE:
            return
        if self._told[code] == _MOST_OF_ONE_CODE:
            message = f"{message} (and more of this kind, not told one by one)"
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
