"""A campaign of real size as a lake: suppliers with parts, their declarations, a reference list, refreshed marts.

The master data and lists go through the drop folder; the declarations are landed as the reader would land them, because
writing and reading thousands of workbooks is what the table "intake" measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from include.events import append
from include.intake.receipts import receipt
from include.lake import HandledFile, sha256, write_batch
from include.refresh import build, check, finish_intake, land, plan_intake
from include.sample.cmrt import LookupRow, build_cmrt, build_table
from include.sample.spec import CmrtSpec
from include.schemas import LANDED
from include.settings import METALS, Settings
from include.storage import Entry, open_store

YEAR = 2025
AS_OF = date(2026, 5, 15)
_RECEIVED = datetime(2026, 2, 2, 9, tzinfo=UTC)
_FACILITIES, _PRODUCTS, _PARTS_EACH = 350, 200, 3
_FILES_OF_A_BATCH = 500
_COUNTRIES = ("Japan", "China", "Germany", "Indonesia", "Brazil", "Peru")
_STATUSES = ("Conformant",) * 8 + ("Active", "Not eligible")


@dataclass(frozen=True)
class Size:
    """How large: suppliers of the master, those of them that answered, declared smelter rows of each."""

    suppliers: int = 2_000
    answered: int = 1_700
    rows_each: int = 59


def write_campaign(data: Path, size: Size) -> Settings:
    """Land and refresh a campaign below ``data``, the same for the same size; returns its settings."""
    settings = Settings(data=str(data), reporting_year=YEAR, settle_seconds=0, writer="bench")
    for name, content in _dropped(size).items():
        target = Path(settings.drop, str(YEAR), name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for batch in plan_intake(settings, "bench", _RECEIVED):
        land(settings, batch, "bench", _RECEIVED)
    for first in range(0, size.answered, _FILES_OF_A_BATCH):
        _declare(settings, range(first, min(first + _FILES_OF_A_BATCH, size.answered)), size.rows_each)
    finish_intake(settings, "bench")
    check(settings)
    build(settings, AS_OF)
    return settings


def facilities() -> list[LookupRow]:
    """The reference list: metal, name, country and number of every facility."""
    return [
        LookupRow(METALS[n % 4], _name(n), _name(n), _COUNTRIES[n % len(_COUNTRIES)], f"CID9{n:05}")
        for n in range(_FACILITIES)
    ]


def supplier_id(number: int) -> str:
    """Vendor number of a supplier."""
    return f"V{number:05}"


def _name(number: int) -> str:
    first = (
        "Northmere",
        "Calder",
        "Ostwick",
        "Tarnbrook",
        "Vellin",
        "Quarrow",
        "Hexley",
        "Brinmoor",
        "Sundal",
        "Yarrin",
    )
    second = ("Refining", "Metals", "Smelting", "Tin Works", "Precious", "Mineral", "Alloys")
    return f"{first[number % 10]} {second[number // 10 % 7]} {number // 70 + 1} Co., Ltd."


def _dropped(size: Size) -> dict[str, bytes]:
    suppliers = [
        {
            "supplier_id": supplier_id(n), "supplier_name": f"Invented Components {n} Ltd",
            "supplier_role": "manufacturer", "email_domains": f"s{n}.example",
            "contact_name": f"Contact {n}", "contact_email": f"team@s{n}.example",
            "language": "en", "country": "Germany",
        }
        for n in range(size.suppliers)
    ]  # fmt: skip
    products = [{"product_id": f"P{n:04}", "product_name": f"Device {n}"} for n in range(_PRODUCTS)]
    parts = [
        {
            "product_id": f"P{(n * 7 + k * 31) % _PRODUCTS:04}", "part_id": f"A{n:05}-{k}",
            "part_name": f"Part {n}-{k}", "supplier_id": supplier_id(n),
            "supplier_part_number": f"S{n}-{k}", "commodity": "connector",
        }
        for n in range(size.suppliers)
        for k in range(_PARTS_EACH)
    ]  # fmt: skip
    letters = [
        {"supplier_id": supplier_id(n), "letter_kind": "survey", "sent_on": "2025-10-15", "channel": "email"}
        for n in range(size.suppliers)
    ]
    statuses = [
        {
            "Metal": row.metal, "Smelter ID": row.smelter_cid, "Smelter Name": row.smelter_name_standard,
            "Country": row.facility_country, "Status": _STATUSES[n % len(_STATUSES)],
        }
        for n, row in enumerate(facilities())
    ]  # fmt: skip
    return {
        "suppliers.csv": build_table(suppliers),
        "products.csv": build_table(products),
        "bill_of_materials.csv": build_table(parts),
        "outreach_log.csv": build_table(letters),
        "smelter_status_2026-01-31.csv": build_table(statuses),
        "blank_template_6.5.xlsx": build_cmrt(CmrtSpec(revision="6.5", lookup=tuple(facilities()))),
    }


def _declare(settings: Settings, numbers: range, rows_each: int) -> None:
    files = {sha256(f"declaration {n}".encode()): n for n in numbers}
    lake, listed = open_store(settings.lake), facilities()
    tables: dict[str, list[dict[str, Any]]] = {
        "declaration": [],
        "declared_smelter": [],
        "answer": [],
        "company_answer": [],
    }
    for file, n in files.items():
        made = Random(n)  # noqa: S311 - the same campaign each time, no secret
        tables["declaration"].append(_row("declaration", file, "Declaration", 8) | _declaration(n))
        tables["answer"] += _answers(file, made)
        tables["company_answer"] += _company_answers(file)
        tables["declared_smelter"] += _smelters(file, made.sample(listed, rows_each), made)
    counts = {name: len(rows) // len(files) for name, rows in tables.items()}
    write_batch(
        lake, [HandledFile(file, "cmrt", 90_000, template_revision="6.5", rows=counts) for file in files], tables
    )
    append(lake, [_receipt(settings, file, n) for file, n in files.items()])


def _receipt(settings: Settings, file: str, number: int) -> Any:
    moment = _RECEIVED + timedelta(days=number % 90)
    return receipt(Entry(f"{YEAR}/{supplier_id(number)}_cmrt.xlsx", 90_000, moment), file, "cmrt", settings, moment)


def _row(table: str, file: str, sheet: str, number: int) -> dict[str, Any]:
    empty = dict.fromkeys(LANDED[table].names)
    return empty | {"file_sha256": file, "source_sheet": sheet, "source_row": number}


def _declaration(number: int) -> dict[str, Any]:
    name, mail = f"Invented Components {number} Ltd", f"team@s{number}.example"
    return {
        "template_kind": "cmrt", "template_revision": "6.5", "template_language": "English", "template_trust": "stated",
        "source_cells": "{}", "company_name": name, "company_name_clean": name, "declaration_scope": "company",
        "declaration_scope_reported": "A. Company", "contact_name": f"Contact {number}", "contact_email": mail,
        "contact_phone": "+49 30 000000", "authorizer_name": f"Manager {number}", "authorizer_email": mail,
        "effective_date": date(2026, 1, 15), "effective_date_reported": "2026-01-15",
    }  # fmt: skip


def _answers(file: str, made: Random) -> Iterator[dict[str, Any]]:
    said = {"1": "Yes", "2": "Yes", "3": "No", "4": "No", "5": "No", "6": "100%", "7": "Yes", "8": "Yes"}
    for question, heading in zip(said, range(25, 68, 6), strict=False):
        for place, metal in enumerate(("Tantalum", "Tin", "Gold", "Tungsten")):
            answer = None if made.random() < 0.002 else said[question]
            own = {"source_cell": f"D{heading + 1 + place}", "question": question, "question_reported": f"{question})",
                   "metal": metal, "answer_required": True, "answer": answer, "answer_reported": answer}  # fmt: skip
            yield _row("answer", file, "Declaration", heading + 1 + place) | own


def _company_answers(file: str) -> Iterator[dict[str, Any]]:
    for place, question in enumerate("ABCDEFGH"):
        row = 75 + 2 * place
        own = {"source_cell": f"D{row}", "question": question, "question_reported": f"{question}.",
               "answer_required": True, "answer": "Yes", "answer_reported": "Yes",
               "comment": "https://example.com/policy"}  # fmt: skip
        yield _row("company_answer", file, "Declaration", row) | own


def _smelters(file: str, chosen: Sequence[LookupRow], made: Random) -> Iterator[dict[str, Any]]:
    """Most rows by number, some by name alone, some with a name that only a person can place."""
    for number, row in enumerate(chosen, start=5):
        luck, name = made.random(), str(row.smelter_name_standard)
        cid = row.smelter_cid if luck > 0.05 else None
        if luck < 0.006:
            name = f"{name.split(' ')[0]} {made.randrange(400)} Trading"
        own = {"metal": row.metal, "smelter_lookup": "Smelter not listed" if luck < 0.006 else name,
               "smelter_name_reported": name, "smelter_name_clean": name, "facility_country": row.facility_country,
               "smelter_id_input": cid, "smelter_id_reported": cid}  # fmt: skip
        yield _row("declared_smelter", file, "Smelter List", number) | own
