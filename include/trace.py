"""From a line of Appendix A back to file, sheet, row, supplier, product and decision."""

from __future__ import annotations

from typing import Any

from include.events import read_all
from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import Marts

_DECLARED = (
    "file_sha256",
    "drop_path",
    "template_kind",
    "source_sheet",
    "source_row",
    "metal",
    "smelter_name_reported",
    "facility_country",
    "smelter_id_reported",
    "outcome",
    "reason",
    "judgement",
    "match_method",
    "match_detail",
    "metal_declared",
    "decision_id",
    "supplier_id",
)


def trace(settings: Settings, reporting_year: int, smelter_cid: str) -> dict[str, Any]:
    """Every declared row, file, supplier, product and decision behind a facility, as a JSON-ready object.

    Rows that did not reach the report (duplicates, superseded ones) are shown with their outcome; no rows at all when
    nobody declared it. Raises NoMarts before the first refresh.
    """
    smelter_cid = smelter_cid.strip().upper()
    store = open_store(settings.lake)
    marts = Marts(store)
    rows = [row for row in marts.rows("smelter_accounting", reporting_year) if row["smelter_cid"] == smelter_cid]
    files = {row["file_sha256"] for row in rows}
    suppliers = {row["supplier_id"] for row in rows if row["supplier_id"]}
    decisions = {row["decision_id"] for row in rows if row["decision_id"]}
    return {
        "reporting_year": reporting_year,
        "smelter_cid": smelter_cid,
        "run": marts.run,
        "appendix_a": _where(marts, "appendix_a", reporting_year, "smelter_cid", {smelter_cid}),
        "declared_rows": [{name: row[name] for name in _DECLARED} for row in rows],
        "files": _where(marts, "declaration_status", reporting_year, "file_sha256", files),
        "suppliers": _where(marts, "supplier_status", reporting_year, "supplier_id", suppliers),
        "products": _where(marts, "supplier_product", reporting_year, "supplier_id", suppliers),
        "decisions": [
            {"event_id": item.event_id, "decided_at": item.occurred_at, "decided_by": item.actor, **item.payload}
            for item in read_all(store)
            if item.event_id in decisions
        ],
    }


def _where(marts: Marts, mart: str, reporting_year: int, column: str, values: set[str]) -> list[dict[str, Any]]:
    return [row for row in marts.rows(mart, reporting_year) if row[column] in values]
