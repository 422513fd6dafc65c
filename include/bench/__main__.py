"""Measure and print: ``python -m include.bench [--tables reading,intake] [--files 100,300,1000]``.

The tables are also written as JSON to build/bench.json. Real workbooks are used where they are (``--workbooks``).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from include.bench import checks, intake, matching, matching_speed, pages, reading
from include.bench.report import Table, machine
from include.embedded import ROOT

_REAL = ROOT.parent / "shared" / "data" / "cmrt"
_WRITTEN = ROOT / "build" / "bench.json"


def main() -> None:
    """Run the tables asked for, one after the other; each is printed as soon as it is there."""
    chosen = _arguments()
    workbooks = sorted(chosen.workbooks.glob("filled_6.4_*.xlsx"))
    tables: dict[str, Callable[[], Table]] = {
        "reading": lambda: reading.table(workbooks),
        "intake": lambda: intake.table(workbooks, [int(count) for count in chosen.files.split(",")]),
        "matching": lambda: matching.table(chosen.workbooks.parent),
        "matching speed": lambda: matching_speed.table(chosen.workbooks.parent, (10_000, 100_000, 1_000_000)),
        "checks": checks.table,
        "pages": pages.table,
    }
    here = machine()
    _say(", ".join(here.values()))
    done = []
    for name in chosen.tables.split(",") if chosen.tables else tables:
        done.append(tables[name]())
        _say(f"\n{done[-1].as_text()}")
    _WRITTEN.parent.mkdir(exist_ok=True)
    content = {"machine": here, "tables": [asdict(table) for table in done]}
    _WRITTEN.write_text(json.dumps(content, indent=2) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m include.bench", description=__doc__)
    parser.add_argument("--tables", default="", help="names joined by commas (default: all)")
    parser.add_argument("--files", default="100,300,1000", help="how many files the intake takes, joined by commas")
    parser.add_argument("--workbooks", type=Path, default=_REAL, help="folder of real workbooks filled_6.4_*.xlsx")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
