"""The data dictionary: the pyarrow schema of every landed table and of every mart.

Each field carries its meaning as metadata. Landed rows point back to where they stood with ``file_sha256``,
``source_sheet`` and ``source_row`` (1-based, as the workbook shows it).
"""

from __future__ import annotations

import pyarrow as pa

from include.schemas.campaign import CAMPAIGN
from include.schemas.coverage import COVERAGE
from include.schemas.declarations import DECLARATIONS
from include.schemas.findings import FINDINGS
from include.schemas.landed import LANDED
from include.schemas.smelters import SMELTERS
from include.schemas.suppliers import SUPPLIERS

__all__ = ["LANDED", "MARTS", "PARSER_VERSION"]

PARSER_VERSION = 5
"""Raised when a better parser would land other rows from the same bytes."""

MARTS: dict[str, pa.Schema] = {**SMELTERS, **SUPPLIERS, **COVERAGE, **CAMPAIGN, **DECLARATIONS, **FINDINGS}
