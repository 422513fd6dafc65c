"""Lists dropped like any other file reach the suppliers of the worst smelters: from bytes to the command's CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from include.cli import main
from include.intake.receive import land_batch
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.table import build_table
from include.settings import CompanyProfile, Settings
from include.warehouse.build import build_marts

SPEC = complete_spec(metals=("Tin",))
LISTED = next(row for row in SPEC.lookup if row.smelter_alias == SPEC.smelters[0].smelter_lookup)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=str(tmp_path), reporting_year=2025, settle_seconds=0)
    contents = {
        "V1001.xlsx": build_cmrt(SPEC),
        "list.csv": build_table([{"metal": "Tin", "smelter_alias": LISTED.smelter_alias,
                                  "standard smelter name": LISTED.smelter_name_standard,
                                  "country": LISTED.facility_country, "cid": LISTED.smelter_cid}]),
        "suppliers.csv": build_table([{"supplier_id": "V1001", "supplier_name": "=Alder Parts"}]),
        "parts.csv": build_table([{"product_id": "P1", "part_id": "C1", "supplier_id": "V1001"}]),
        "sanctions_2026-03-01.csv": build_table([{"name": "Other", "cid": LISTED.smelter_cid, "list": "List A"}]),
    }  # fmt: skip
    Path(settings.drop).mkdir()
    for name, content in contents.items():
        Path(settings.drop, name).write_bytes(content)
    assert land_batch(settings, sorted(contents), datetime(2026, 3, 2, tzinfo=UTC)).quarantined == 0
    build_marts(settings, CompanyProfile(), date(2026, 3, 31))
    return settings


def test_a_sanctioned_smelter_leads_to_its_supplier_and_product(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["exposure", "--data", settings.data, "--year", "2025"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))

    assert (row["risk_rank"], row["risk"], row["smelter_cid"]) == ("1", "sanctioned", LISTED.smelter_cid)
    assert "listed in List A (sanctions_2026-03-01.csv of 2026-03-01)" in row["detail"]
    assert (row["supplier_id"], row["supplier_name"], row["product_ids"]) == ("V1001", "'=Alder Parts", "P1")
    assert row["caveat"].startswith("declared at company level")


def test_before_the_first_refresh_there_is_nothing_to_print(tmp_path: Path) -> None:
    assert main(["exposure", "--data", str(tmp_path), "--year", "2025"]) == 1
