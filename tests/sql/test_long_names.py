"""A cell holds 32,767 characters: one workbook of such names must not cost a refresh its memory or its evening."""

from __future__ import annotations

import random

import pytest

from tests.sql.harness import rows_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def long_name(seed: int, words: int) -> str:
    chosen = random.Random(seed)
    return " ".join("".join(chosen.choices(LETTERS, k=6)) for _ in range(words))


@pytest.mark.parametrize(
    "name", [long_name(1, 4600), "x" * 32_000, "Alder Tin " * 3000], ids=["words", "word", "alias"]
)
def test_a_name_as_long_as_a_cell_waits_for_a_person(name: str) -> None:
    rows = rows_of(
        {
            "model": "smelter_accounting",
            "given": {
                "files": {"s": {"kind": "supplier"}, "a": {"path": "V1001.xlsx"}},
                "supplier": [{"file": "s", "supplier_id": "V1001", "supplier_name": "Alder"}],
                "declaration": [{"file": "a"}],
                "reference_smelter": [
                    {"file": "l", "metal": "Tin", "smelter_alias": "Alder Tin", "smelter_cid": "CID900201"}
                ],
                "declared_smelter": [
                    {"file": "a", "source_row": 5 + n, "metal": "Tin", "smelter_lookup": "Smelter not listed",
                     "smelter_name_reported": f"{name} {n}"}
                    for n in range(20)
                ],
            },
        }
    )  # fmt: skip

    assert {row["outcome"] for row in rows} == {"awaiting_review"}
    assert len(rows) == 20
