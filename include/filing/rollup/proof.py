"""The filled workbook read again by the intake, as a customer's would: what it says must be what was to be filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from include.filing.inputs import Row
from include.filing.rollup.filling import Filling
from include.intake.read import ReadFile, read_file
from include.lake import sha256

SUPPLIERS_COLUMNS = ("mine", "mine_country", "recycled", "comment", "next_steps")
"""Columns of the Smelter List that only a supplier fills; in a roll-up they are empty."""


def differences(content: bytes, filling: Filling, name: str) -> list[str]:
    """What the intake reads otherwise than it was to be filled, in plain words; empty when all is equal."""
    read = read_file(content, sha256(content), name)
    if read.reason:
        return [f"it cannot be read: {read.reason}"]
    if read.blank:
        return ["it is read as a blank template"]
    return [*_fields(read, filling), *_answers(read, filling), *_lists(read, filling), *_doubts(read)]


def _fields(read: ReadFile, filling: Filling) -> Iterator[str]:
    found = read.tables["declaration"][0]
    for field, value in filling.fields.items():
        yield from _unequal(field, value, found[field])


def _answers(read: ReadFile, filling: Filling) -> Iterator[str]:
    for row in read.tables["answer"]:
        place = f"question {row['question']}, {row['metal']}"
        yield from _unequal(place, filling.answers.get((row["question"], row["metal"])), row["answer"])
        yield from _unequal(f"comment of {place}", None, row["comment"])
    for row in read.tables["company_answer"]:
        answer, comment = filling.company_answers.get(row["question"], (None, None))
        yield from _unequal(f"question {row['question']}", answer, row["answer"])
        yield from _unequal(f"comment of question {row['question']}", comment, row["comment"])


def _lists(read: ReadFile, filling: Filling) -> Iterator[str]:
    smelters = read.tables["declared_smelter"]
    wanted = [(smelter.metal, smelter.smelter_cid) for smelter in filling.smelters]
    yield from _unequal("Smelter List", wanted, facilities(smelters))
    for row in smelters:
        for field in SUPPLIERS_COLUMNS:
            yield from _unequal(f"{field} in row {row['source_row']}", None, row[field])
    products = [(row["product_number"], row["product_name"]) for row in read.tables["declared_product"]]
    yield from _unequal("Product List", list(filling.products), products)


def facilities(smelters: list[Row]) -> list[tuple[str, str]]:
    """Metal and CID of each row of a Smelter List, in its order."""
    return [(row["metal"], row["smelter_id_reported"]) for row in smelters]


def _doubts(read: ReadFile) -> Iterator[str]:
    for row in read.tables["intake_finding"]:
        if row["severity"] != "info":
            yield f"{row['source_sheet']} {row['source_cell'] or ''}: {row['message']}"


def _unequal(place: str, wanted: Any, found: Any) -> Iterator[str]:
    if wanted != found:
        yield f"{place} should be {wanted!r}, and {found!r} is read"[:500]
