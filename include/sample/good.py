"""Declarations of the 2025 campaign that are complete and consistent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from include.sample.drop_file import DropFile, spec_of
from include.sample.spec import (
    SCOPE_PRODUCT,
    SCOPE_USER_DEFINED,
    CmrtSpec,
    ProductRow,
    SmelterRow,
    with_answer,
)


def good() -> list[DropFile]:
    """Files that tie by each rule: id in the file name, folder, e-mail domain, company name."""
    return [
        DropFile(
            "2025/V1001_Ardenfield_CMRT_6.5.xlsx",
            date(2025, 10, 14),
            spec_of("V1001", "101 103 106 108 201 203", date(2025, 10, 13)),
            supplier_id="V1001",
            tied_by="supplier_id",
        ),
        DropFile(
            "2025/V1002/CMRT 2025 Bluethorn final.xlsx",
            date(2025, 10, 16),
            _bluethorn(),
            supplier_id="V1002",
            tied_by="supplier_id",
        ),
        DropFile(
            "2025/CMRT_2025_final (2).xlsx",
            date(2025, 10, 20),
            spec_of("V1003", "001 004 012 016 203 206 215", date(2025, 10, 17), company_name="Cascadia Interconnect"),
            supplier_id="V1003",
            tied_by="email_domain",
        ),
        DropFile(
            "2025/V1005/冲突矿产调查表_晨岚电子.xlsx",
            date(2025, 10, 27),
            _chenlan(),
            supplier_id="V1005",
            tied_by="supplier_id",
        ),
        DropFile(
            "2025/Éclair-Montbrun CMRT rev 6.4 signé.xlsx",
            date(2025, 10, 28),
            _eclair(),
            supplier_id="V1006",
            tied_by="company_name",
        ),
        DropFile(
            "2025/V1007 no 3TG.xlsx",
            date(2025, 10, 9),
            spec_of("V1007", "", date(2025, 10, 8), company_answers={}),
            supplier_id="V1007",
            tied_by="supplier_id",
        ),
        DropFile(
            "2025/V1016/CMRT_product_level.xlsx",
            date(2025, 11, 5),
            _orvalle(),
            supplier_id="V1016",
            tied_by="supplier_id",
        ),
        DropFile(
            "2025/V1017_CMRT_power_modules.xlsx",
            date(2025, 11, 6),
            _pinemarsh(),
            supplier_id="V1017",
            tied_by="supplier_id",
        ),
    ]


def _bluethorn() -> CmrtSpec:
    """All four metals; tin that comes from a covered country, answered so."""
    cids = "001 003 006 007 012 015 101 102 201 202 204 205 209 210 214 301 303 306"
    spec = spec_of("V1002", cids, date(2025, 10, 15))
    origins = {"CID900214": "Rwanda", "CID900209": "Malaysia; Australia", "CID900201": "Bolivia", "CID900303": "China"}
    rows = [replace(row, mine_country=origins.get(str(row.smelter_id_reported))) for row in spec.smelters]
    spec = replace(spec, smelters=tuple(rows))
    return with_answer(with_answer(spec, "3", "Tin", "Yes"), "4", "Tin", "Yes", "Rwanda")


def _chenlan() -> CmrtSpec:
    """Chosen by Chinese alias in a program that lost the template's formulas: no identification number is left."""
    rows = (
        SmelterRow(metal="Tin", smelter_lookup="东泉岭锡业股份有限公司"),
        SmelterRow(metal="Gold", smelter_lookup="云桥河黄金精炼厂"),
    )
    return spec_of("V1005", "", date(2025, 10, 24), metals=("Tin", "Gold"), rows=rows, language="中文 Chinese")


def _eclair() -> CmrtSpec:
    return spec_of(
        "V1006",
        "102 110 003 020",
        date(2025, 10, 27),
        revision="6.4",
        language="Français",
        company_name="ÉCLAIR-MONTBRUN ÉLECTRONIQUE SAS",
        contact_email="h.brossard@courriel.example",
        authorizer_email="direction@courriel.example",
    )


def _orvalle() -> CmrtSpec:
    """For listed products only: two of the three parts we buy, and one we do not."""
    products = (
        ProductRow("OS-PC10", "Pressure cell 10"),
        ProductRow("OS-FC20", "Flow cell 20"),
        ProductRow("OS-XX99", "Level cell 99", "not sold to this customer"),
    )
    return spec_of(
        "V1016",
        "008 204 304",
        date(2025, 11, 4),
        declaration_scope=SCOPE_PRODUCT,
        products=products,
        language="Español",
    )


def _pinemarsh() -> CmrtSpec:
    """User-defined scope; one smelter of a metal that is answered as not used."""
    extra = spec_of("V1017", "308", date(2025, 11, 5)).smelters
    return spec_of(
        "V1017",
        "211 212 104 107",
        date(2025, 11, 5),
        rows=extra,
        metals=("Tantalum", "Tin"),
        declaration_scope=SCOPE_USER_DEFINED,
        scope_description="All power modules of the PP series made at the Pinemarsh site",
    )
