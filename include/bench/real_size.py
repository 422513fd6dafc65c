"""Workbooks of real size with different content: copies of one workbook, each with another company in D8.

The workbook is one that the user names, else a generated one, padded until its parts are as large as in a real 6.4.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from include.sample.cmrt import LookupRow, build_cmrt, complete_spec

_COMPANY = re.compile(rb'<c r="D8"([^>]*?)( t="\w+")?([^>/]*)(?:/>|>.*?</c>)', re.DOTALL)
_SHEET = re.compile(r'<sheet [^>]*name="([^"]*)"[^>]*r:id="([^"]*)"')
_FORMULA = 'IF($B%d="","",IF(ISERROR(MATCH($B%d,SmelterNames,0)),0,INDEX(SmelterIds,1)))'
_LOOKUP_ROWS, _LIST_ROWS, _SHARED_TEXTS = 629, 2504, 12_000


def real_size_files(found: Iterable[Path]) -> dict[str, bytes]:
    """The workbooks to measure with, by name: those found, else one padded to their size."""
    files = {path.name: path.read_bytes() for path in found}
    return files or {"generated, padded to real size": padded()}


def padded() -> bytes:
    """A filled CMRT whose sheets and shared strings are as large as in a real one."""
    lookup = tuple(
        LookupRow("Gold", f"Example Refinery {n}", f"Example Refinery {n} Ltd", "Germany", f"CID9{n:05}")
        for n in range(_LOOKUP_ROWS)
    )
    content = build_cmrt(replace(complete_spec(), lookup=lookup))
    parts = _parts(content)
    smelters = sheet_part(content, "Smelter List")
    cells = "".join(f'<c r="{letter}%d" s="1"><f>{_FORMULA}</f><v>0</v></c>' for letter in "ACDEFGHIJKLMNOPQRST")
    rows = "".join(f'<row r="{n}">{cells % tuple([n] * cells.count("%d"))}</row>' for n in range(500, _LIST_ROWS))
    parts[smelters] = parts[smelters].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    texts = "".join(f"<si><t>{_words(n)}</t></si>" for n in range(_SHARED_TEXTS))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{texts}</sst>'.encode()
    return _zipped(parts)


def variants(content: bytes) -> Callable[[str], bytes]:
    """A function from a company's name to the workbook with that name in D8 of its Declaration; a few ms a call."""
    part = sheet_part(content, "Declaration")
    parts = _parts(content)
    declaration = parts.pop(part)
    rest = _zipped(parts)
    if not _COMPANY.search(declaration):
        raise ValueError("the workbook has no cell D8 on its Declaration")

    def variant(company: str) -> bytes:
        cell = rb'<c r="D8"\1\3 t="inlineStr"><is><t>' + company.encode() + b"</t></is></c>"
        target = io.BytesIO()
        target.write(rest)
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as container:
            container.writestr(zipfile.ZipInfo(part), _COMPANY.sub(cell, declaration, count=1), zipfile.ZIP_DEFLATED)
        return target.getvalue()

    return variant


def sheet_part(content: bytes, sheet: str) -> str:
    """The part of the workbook that holds a sheet; raises KeyError when there is none of that name."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        sheets = dict(_SHEET.findall(container.read("xl/workbook.xml").decode()))
        relations = container.read("xl/_rels/workbook.xml.rels").decode()
    for relation in re.findall(r"<Relationship [^>]*>", relations):
        if f'Id="{sheets[sheet]}"' in relation:
            return "xl/" + re.sub(r'.*Target="(?:/?xl/)?([^"]*)".*', r"\1", relation)
    raise KeyError(sheet)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return {name: container.read(name) for name in container.namelist()}


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for name, part in parts.items():
            container.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _words(number: int) -> str:
    """Some 70 letters that pack about as well as sentences do."""
    first, second = number * 2654435761 % 2**32, number * 40503 % 65536
    return f"{first:08x} smelter or refiner {second:04x} of the declaration, line {number}"
