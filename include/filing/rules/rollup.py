"""The company's own CMRT: does it say what Appendix A and its derivation say, and nothing of a supplier?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from include.filing.inputs import Problem
from include.filing.rollup.build import NAME, SIDECAR
from include.filing.rollup.proof import SUPPLIERS_COLUMNS, facilities
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach
from include.intake.read import ReadFile, read_file
from include.lake import sha256


def check_rollup(package: PackageFiles) -> Iterator[Problem]:
    """Every breach of these rules; a package without a roll-up has none."""
    present = [name for name in (NAME, SIDECAR) if name in package.files]
    if len(present) == 1:
        other = SIDECAR if present == [NAME] else NAME
        yield breach("file-missing", other, f"{present[0]} stands in the package without this file")
    if len(present) < 2:
        return
    content = package.files[NAME]
    read = read_file(content, sha256(content), NAME)
    if read.reason or read.blank:
        yield breach("unreadable", NAME, read.reason or "it is a blank template")
        return
    yield from _facilities(package, read)
    derivation = json.loads(package.files[SIDECAR])
    yield from _answers(read, derivation)
    yield from _of_suppliers(read, {str(row["supplier_id"]) for row in derivation["declarations"]})


def _facilities(package: PackageFiles, read: ReadFile) -> Iterator[Problem]:
    listed = Counter(facilities(read.tables["declared_smelter"]))
    wanted = Counter((str(row[0]), str(row[1])) for row in package.appendix_sheet)
    for metal, cid in sorted({*listed, *wanted}, key=str):
        here, there = listed[metal, cid], wanted[metal, cid]
        if here != there:
            message = f"{metal} {cid} stands {here} times in its Smelter List and {there} times in Appendix A"
            yield breach("rollup-facilities", NAME, message)


def _answers(read: ReadFile, derivation: Mapping[str, Any]) -> Iterator[Problem]:
    fields = read.tables["declaration"][0]
    for name, stated in derivation["fields"].items():
        found = fields[name].isoformat() if isinstance(fields[name], date) else fields[name]
        if stated != found:
            yield breach("rollup-answers", NAME, f"{name} is {found!r}, and {stated!r} in {SIDECAR}")
    wanted = {
        (row["question"], row.get("metal")): row for row in (*derivation["answers"], *derivation["company_answers"])
    }
    for row in (*read.tables["answer"], *read.tables["company_answer"]):
        stated = wanted.get((row["question"], row["metal"]), {})
        for part in ("answer", "comment"):
            if row[part] != stated.get(part):
                place = f"{part} to question {row['question']} {row['metal'] or ''}".strip()
                yield breach("rollup-answers", NAME, f"{place} is {row[part]!r}, and {stated.get(part)!r} in {SIDECAR}")


def _of_suppliers(read: ReadFile, vendor_numbers: set[str]) -> Iterator[Problem]:
    for row in read.tables["declared_smelter"]:
        for field in SUPPLIERS_COLUMNS:
            if row[field]:
                place = f"{row['source_sheet']} row {row['source_row']}"
                yield breach("rollup-supplier", NAME, f"{place}: the column {field.replace('_', ' ')} is filled")
    words = {word for text in _texts(read) for word in text.split()}
    for supplier in sorted(vendor_numbers & words):
        yield breach("rollup-supplier", NAME, f"the vendor number {supplier} stands in it")


def _texts(read: ReadFile) -> Iterator[str]:
    for rows in read.tables.values():
        for row in rows:
            yield from (value for name, value in row.items() if isinstance(value, str) and name != "file_sha256")
