"""An Appendix A filed before there were declarations, kept in the ledger: what the year after is compared with."""

from __future__ import annotations

from datetime import UTC, datetime

from include.events import append, event, read_all
from include.intake.filed_appendix import Filed, as_json, read_filed
from include.intake.originals import keep_original
from include.lake import holding, sha256
from include.settings import Settings
from include.storage import open_store

KIND = "prior_report"


def import_report(
    settings: Settings, content: bytes, name: str, reporting_year: int, by: str, now: datetime
) -> tuple[Filed, bool]:
    """Record the lines of a filed Appendix A; returns them and whether they are new to the ledger.

    It replaces what was imported for that year before. Nothing is written when a line has a problem. Raises
    UnreadableError, or LeaseHeld while another writer holds the lake.
    """
    filed = read_filed(content)
    if filed.problems or not filed.lines:
        return filed, False
    lake, moment = open_store(settings.lake), now.astimezone(UTC).isoformat()
    said = {
        "reporting_year": reporting_year,
        "file_sha256": sha256(content),
        "source": name,
        "lines": list(as_json(filed.lines)),
    }
    with holding(lake, settings.writer or f"an import of Appendix A by {by}, {moment}", settings.lease_seconds):
        earlier = [
            item.payload
            for item in read_all(lake)
            if item.kind == KIND and item.payload["reporting_year"] == reporting_year
        ]
        if earlier and {field: earlier[-1][field] for field in said} == said:
            return filed, False
        keep_original(lake, content)
        payload = said | {"recorded_at": moment}
        append(lake, [event(KIND, moment, by, payload, tuple(payload))])
    return filed, True
