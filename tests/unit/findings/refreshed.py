"""Marts of a refresh as of a day, for the tests of this folder."""

from __future__ import annotations

from datetime import date
from typing import Any

from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

AS_OF = date(2026, 4, 30)


def refreshed(settings: Settings, as_of: date = AS_OF) -> Marts:
    """Build the marts and read them."""
    return Marts(open_store(settings.lake), build_marts(settings, CompanyProfile(), as_of).run)


def finding(marts: Marts, code: str = "contact_name_missing", **where: Any) -> dict[str, Any]:
    """The one finding of that code of the year, and of the columns named."""
    rows = [row for row in marts.rows("finding", 2025) if row["code"] == code]
    (found,) = [row for row in rows if all(row[name] == value for name, value in where.items())]
    return found
