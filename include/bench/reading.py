"""Reading a workbook, against the floor of inflating the parts that are needed, and against other readers."""

from __future__ import annotations

import io
import statistics
import time
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas
from python_calamine import CalamineWorkbook

from include.bench.real_size import real_size_files, sheet_part
from include.bench.report import Table
from include.intake.read import read_file
from include.intake.reader_process import Reader
from include.lake import sha256

_SHEETS = ["Declaration", "Smelter List", "Product List"]
_FLOOR, _SLOWEST = "floor: inflate the parts", "pandas.read_excel (openpyxl)"
_ROUNDS, _SLOW_ROUNDS = 15, 3
TARGET = 4.0


def table(found: Iterable[Path]) -> Table:
    """Median milliseconds of each way to read, and its factor over the floor of the same rounds."""
    warnings.filterwarnings("ignore", module="openpyxl")  # it leaves formatting out, which nobody measures here
    rows = []
    with Reader() as reader:
        for name, content in real_size_files(found).items():
            took = _interleaved(_ways(name, content, reader))
            floor = took[_FLOOR]
            rows += [{"file": name, "way": way, "ms": ms, "x floor": ms / floor} for way, ms in took.items()]
    note = f"floor: {', '.join(_SHEETS)} and the shared strings; read_file is to stay below {TARGET:g} times that"
    return Table("reading", "Reading one file", rows, (note,))


def _ways(name: str, content: bytes, reader: Reader) -> dict[str, Callable[[], object]]:
    digest = sha256(content)
    parts = [sheet_part(content, sheet) for sheet in _SHEETS]
    return {
        _FLOOR: lambda: _inflated(content, parts),
        "read_file": lambda: read_file(content, digest, name),
        "read_file in the reader process": lambda: reader.read(digest, name, content),
        "python-calamine, cells alone": lambda: _calamine(content),
        _SLOWEST: lambda: pandas.read_excel(io.BytesIO(content), sheet_name=_SHEETS, engine="openpyxl", header=None),
    }


def _interleaved(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median of each way in ms; all take turns, so that a busy moment of the machine hits all alike."""
    took: dict[str, list[float]] = {way: [] for way in ways}
    for number in range(_ROUNDS):
        for way, read in ways.items():
            if number < _SLOW_ROUNDS or way != _SLOWEST:
                start = time.perf_counter()
                read()
                took[way].append((time.perf_counter() - start) * 1000)
    return {way: statistics.median(times) for way, times in took.items()}


def _inflated(content: bytes, parts: list[str]) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        return sum(len(container.read(part)) for part in [*parts, "xl/sharedStrings.xml"])


def _calamine(content: bytes) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(len(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in _SHEETS)
