"""Cobalt is asked for as easily as tin, and nothing of an EMRT changes what Form SD says."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from include.cli import main
from include.intake.receive import land_batch
from include.sample.cmrt import CmrtSpec, build_cmrt, complete_spec
from include.sample.forms import blank_form, build_form, emrt_form
from include.sample.table import build_table
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts

AS_OF = date(2026, 4, 30)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
FORM_SD = (
    "appendix_a", "country_of_origin", "metal_answer", "red_flag", "response_rate", "supplier_status", "year_over_year",
)  # fmt: skip
TIN_IN_AN_EMRT = {"metal": "Tin", "smelter_lookup": "Smelter not listed", "smelter_name_reported": "Invented Tin"}


def put(settings: Settings, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = Path(settings.drop, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert land_batch(settings, sorted(files), NOON).quarantined == 0


def built(settings: Settings) -> Marts:
    return Marts(open_store(settings.lake), build_marts(settings, CompanyProfile(), AS_OF).run)


def smelters(settings: Settings, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, Any]]:
    assert main(["smelters", "--data", settings.data, "--year", "2025", *more]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_an_emrt_changes_no_mart_of_form_sd(sample: Settings) -> None:
    before = built(sample)
    filled = emrt_form()
    put(
        sample,
        {
            "emrt.xlsx": build_form(blank_form(emrt_form())),
            "V1001/emrt.xlsx": build_form(replace(filled, smelters=(*filled.smelters, TIN_IN_AN_EMRT))),
        },
    )

    after = built(sample)

    assert after.run != before.run
    assert {name: after.table(name).to_pylist() for name in FORM_SD} == {
        name: before.table(name).to_pylist() for name in FORM_SD
    }
    added = [row for row in after.rows("smelter_accounting", 2025) if row["template_kind"] == "emrt"]
    assert {row["outcome"] for row in added if row["metal"] == "Tin"} == {"metal_out_of_scope"}
    assert {row["metal"] for row in added if row["outcome"] == "consolidated"} == {"Cobalt", "Mica"}


def test_smelters_of_a_mineral_are_listed_as_those_of_a_metal_are(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        settings,
        {
            "suppliers.csv": build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}]),
            "V1001/cmrt.xlsx": build_cmrt(complete_spec()),
            "V1001/emrt.xlsx": build_form(emrt_form()),
            "blank cmrt.xlsx": build_cmrt(CmrtSpec(lookup=complete_spec().lookup)),
            "blank emrt.xlsx": build_form(blank_form(emrt_form())),
        },
    )
    built(settings)

    (cobalt,) = smelters(settings, capsys, "--metal", "cobalt")
    (tin,) = smelters(settings, capsys, "--metal", "Tin")

    assert (cobalt["template_kind"], cobalt["metal"], cobalt["suppliers"]) == ("emrt", "Cobalt", "1")
    assert (tin["template_kind"], tin["metal"], tin["suppliers"]) == ("cmrt", "Tin", "1")
    assert {row["metal"] for row in smelters(settings, capsys)} == {
        "Cobalt", "Gold", "Mica", "Tantalum", "Tin", "Tungsten",
    }  # fmt: skip


def test_a_metal_nobody_declares_is_said_and_not_just_empty(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    built(settings)

    assert main(["smelters", "--data", settings.data, "--year", "2025", "--metal", "Cobolt"]) == 1
    assert "no smelter of Cobolt" in capsys.readouterr().err


def test_a_blank_emrt_is_a_reference_without_findings(settings: Settings) -> None:
    put(settings, {"blank emrt.xlsx": build_form(blank_form(emrt_form()))})

    assert [row for row in built(settings).rows("finding", 2025) if row["file_sha256"]] == []
