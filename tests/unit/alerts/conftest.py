"""Refreshes made by hand: the marts an alert reads, written as Parquet, and a mail server that takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.alerts.compliance import tell_compliance
from include.lake import parquet_bytes
from include.schemas import MARTS
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import MailServer, mail_server

MONDAY = datetime(2026, 5, 11, 6, tzinfo=UTC)
COMPLIANCE, ENGINEERS = "compliance@quillmere.example", "data@quillmere.example"
Refresh = Callable[..., str]
Tell = Callable[..., dict[str, Any]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that Airflow's connection leads to."""
    with mail_server() as found:
        monkeypatch.setenv("AIRFLOW_CONN_CONFLICT_MINERALS_SMTP", found.connection)
        yield found


@pytest.fixture
def addressed(settings: Settings) -> Settings:
    """Settings whose company profile names who gets alerts."""
    Path(settings.data).mkdir(parents=True, exist_ok=True)
    profile = {"compliance_alerts": [COMPLIANCE], "data_engineering_alerts": [ENGINEERS]}
    Path(settings.data, "company.yaml").write_text(yaml.safe_dump(profile), "utf-8")
    return settings


@pytest.fixture
def refresh(settings: Settings) -> Refresh:
    """Writes the marts of a run: ``refresh("run1", finding=[...], red_flag=[...])``; what is not said is null."""

    def write(run: str, **tables: list[dict[str, Any]]) -> str:
        for name, schema in MARTS.items():
            rows = [
                {column: {"reporting_year": 2025, **row}.get(column) for column in schema.names}
                for row in tables.get(name, [])
            ]
            open_store(settings.lake).replace(f"marts/{run}/{name}.parquet", parquet_bytes(rows, schema))
        return run

    return write


@pytest.fixture
def tell(settings: Settings) -> Tell:
    """Sends the digest of a run; on the last of its tries unless told otherwise."""

    def run(name: str, moment: datetime = MONDAY, last_try: bool = True) -> dict[str, Any]:
        return tell_compliance(settings, name, moment, last_try)

    return run


def finding(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "finding_id": f"id-{number}",
        "code": "q1_missing",
        "severity": "critical",
        "message": f"Question 1 is not answered ({number}).",
        "rule_source": "template completeness",
        "supplier_id": "V1",
        "drop_path": "2025/acme.xlsx",
        "source_sheet": "Declaration",
        "source_cell": f"D{number}",
        "state": "open",
        **fields,
    }


def supplier(**fields: Any) -> dict[str, Any]:
    return {
        "supplier_id": "V1",
        "supplier_name": "Acme Fixings",
        "response": "complete",
        "in_scope": True,
        "letters": 0,
        **fields,
    }


def flag(**fields: Any) -> dict[str, Any]:
    return {
        "red_flag_id": "flag-1",
        "code": "smelter_not_eligible",
        "severity": "critical",
        "metal": "Tin",
        "smelter_cid": "CID900001",
        "smelter_name_standard": "Tin Works",
        "detail": "not eligible for the assessment programme as of 2026-04-30",
        "state": "open",
        **fields,
    }


def silent(**fields: Any) -> dict[str, Any]:
    return supplier(response="no_response", letters=1, last_letter_on=date(2026, 4, 20), **fields)
