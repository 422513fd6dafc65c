"""A year of letters made by hand: marts as the ladder would have them, written as Parquet, and what goes by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.follow_up import Round, look
from include.lake import parquet_bytes
from include.schemas import MARTS
from include.settings import Settings
from include.storage import open_store
from tests.mail_server import MailServer, mail_server

YEAR, AS_OF = 2025, date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 6, tzinfo=UTC)
PROFILE: dict[str, Any] = {
    "registrant": {
        "name": "Brightwater Instruments, Inc.",
        "jurisdiction": "Delaware",
        "commission_file_number": "000-00000",
        "cik": "0000000000",
        "address": ["1 Invented Way"],
    },
    "accepted_template_versions": ["6.4", "6.5"],
    "reply_to": "minerals@brightwater.example",
    "campaign": {
        "signer": {"name": "Ada Reed", "title": "Compliance Manager"},
        "senior_officer": {"name": "Ines Moor", "title": "General Counsel"},
    },
}
Year = Callable[..., str]
Look = Callable[..., Round]


@pytest.fixture
def year(settings: Settings) -> Year:
    """Writes the marts of a run: ``year(supplier("V1", "survey"), open_item=[...])``; profile fields by ``profile``."""

    def write(
        *suppliers: Mapping[str, Any], run: str = "run1", profile: Mapping[str, Any] | None = None, **tables: Any
    ) -> str:
        store = open_store(settings.lake)
        contacts = [{"contact_email": f"{row['supplier_id']}@supplier.example", **row} for row in suppliers]
        found: dict[str, Sequence[Mapping[str, Any]]] = {
            "supplier_status": suppliers,
            "supplier_contact": contacts,
            **tables,
        }
        for name in ("supplier_status", "supplier_contact", "supplier_part", "open_item", "finding"):
            schema = MARTS[name]
            rows = [{each: row.get(each) for each in schema.names} for row in found.get(name, ())]
            store.replace(
                f"marts/{run}/{name}.parquet", parquet_bytes([row | {"reporting_year": YEAR} for row in rows], schema)
            )
        Path(settings.data, "company.yaml").write_text(yaml.safe_dump({**PROFILE, **(profile or {})}), "utf-8")
        return run

    return write


@pytest.fixture
def round_of(settings: Settings) -> Look:
    """What a task sees: the marts of a run, and the ledger as it is now."""

    def see(run: str = "run1", moment: datetime = MOMENT) -> Round:
        return look(settings, YEAR, moment.date(), moment, run)

    return see


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that Airflow's connection leads to."""
    with mail_server() as found:
        monkeypatch.setenv("AIRFLOW_CONN_CONFLICT_MINERALS_SMTP", found.connection)
        yield found


def supplier(number: str, next_action: str, **other: Any) -> dict[str, Any]:
    """A vendor number that is an entity by itself, whose next action was due yesterday."""
    return {
        "supplier_id": number,
        "supplier_name": f"Company {number}",
        "entity_id": number,
        "written_to": number,
        "in_scope": True,
        "response": "no_response",
        "state": "not_surveyed",
        "set_aside_declarations": 0,
        "declarations": 0,
        "corrections": 0,
        "next_action": next_action,
        "next_number": 1,
        "next_action_on": date(2026, 3, 1),
        "next_reason": "It has not been asked yet.",
        "language": "en",
        **other,
    }


def item(number: str, cell: str, said: str, **other: Any) -> dict[str, Any]:
    """Something a supplier is asked to mend."""
    return {
        "supplier_id": number,
        "finding_id": f"{number}-{cell}",
        "file_sha256": "f",
        "drop_path": "2025/answer.xlsx",
        "code": "none_such",
        "severity": "critical",
        "source_sheet": "Declaration",
        "source_cell": cell,
        "supplier_message": said,
        **other,
    }
