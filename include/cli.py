"""The product from a terminal: ``python -m include.cli COMMAND``. The same functions the DAGs call."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from include.settings import ProfileError, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 some file was unreadable."""
    chosen = _parser().parse_args(arguments)
    code: int = chosen.command(chosen)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m include.cli", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="take in the drop folder and write the draft filing, by Airflow")
    run.add_argument("--data", required=True, help="folder that holds drop/, lake/, reports/ and company.yaml")
    run.add_argument("--year", required=True, type=int, help="reporting year")
    run.add_argument("--as-of", type=date.fromisoformat, help="statuses as of this day (default: today)")
    run.add_argument("--filing-date", type=date.fromisoformat, help="day printed on Form SD (default: the as-of date)")
    run.set_defaults(command=_run)

    up = commands.add_parser("up", help="start Airflow's web UI on 127.0.0.1 over a data folder")
    up.add_argument("--data", required=True)
    up.add_argument("--year", required=True, type=int, help="reporting year")
    up.add_argument("--port", type=int, default=8080)
    up.set_defaults(command=_up)

    inspect = commands.add_parser("inspect", help="print what files say, one JSON object a line")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument("--reference", nargs="+", type=Path, default=[], metavar="FILE", help="lists to match against")
    inspect.set_defaults(command=_inspect)

    match = commands.add_parser("match", help="match smelter names from a CSV against reference lists")
    match.add_argument("names", type=Path, metavar="NAMES.csv")
    match.add_argument("--reference", nargs="+", type=Path, required=True, metavar="FILE")
    match.add_argument("--as-of", type=date.fromisoformat, help="lists up to this day count (default: today)")
    match.set_defaults(command=_match)

    trace = commands.add_parser("trace", help="print what stands behind a line of Appendix A, as JSON")
    trace.add_argument("--data", required=True)
    trace.add_argument("--year", required=True, type=int)
    trace.add_argument("--cid", required=True, metavar="CID001234")
    trace.set_defaults(command=_trace)

    reland = commands.add_parser("reland", help="read the archive again with the present parser; print differences")
    reland.add_argument("--data", required=True)
    reland.set_defaults(command=_reland)

    check = commands.add_parser("check-package", help="check a filing package; one line a problem")
    check.add_argument("folder", type=Path, metavar="DIR")
    check.set_defaults(command=_check_package)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    from include.embedded import RunFailed
    from include.lake import LeaseHeld
    from include.pipeline import run_pipeline

    data = chosen.data if "://" in chosen.data else str(Path(chosen.data).absolute())
    as_of = chosen.as_of or datetime.now(UTC).date()
    started = time.monotonic()
    try:
        for line in run_pipeline(data, chosen.year, as_of, chosen.filing_date, _progress):
            print(line)
    except (RunFailed, LeaseHeld, ProfileError) as error:
        print(f"failed: {error}", file=sys.stderr)
        return 1
    _progress(f"done in {time.monotonic() - started:.0f} s")
    return 0


def _up(chosen: argparse.Namespace) -> int:
    from include.embedded import prepare
    from include.server import PortTaken, refuse_taken, serve

    data = str(Path(chosen.data).absolute())
    try:
        refuse_taken(chosen.port)
        prepare(Path(data, ".airflow"))
        print(f"Airflow on http://127.0.0.1:{chosen.port} (ready after about 30 s; end it with Ctrl-C)")
        print(f"Passwords: {data}/.airflow/simple_auth_manager_passwords.json.generated", flush=True)
        serve(data, chosen.year, chosen.port)
    except PortTaken as error:
        print(error, file=sys.stderr)
    return 1


def _inspect(chosen: argparse.Namespace) -> int:
    from include.intake.inspect import inspect_file

    unreadable = False
    for path in chosen.files:
        found = inspect_file(path)
        unreadable |= found["reason"] is not None
        print(json.dumps(found, ensure_ascii=False))
    return 3 if unreadable else 0


def _match(chosen: argparse.Namespace) -> int:
    from include.intake.read import date_in_name, reference_tables
    from include.lake import sha256
    from include.warehouse.match import INPUT_COLUMNS, RESULT_COLUMNS, match_names

    references: dict[str, list[dict[str, Any]]] = {}
    dates: dict[str, date | None] = {}
    for path in chosen.reference:
        content = path.read_bytes()
        read = reference_tables(content, sha256(content), path.name)
        if read.reason:
            print(f"{path}: {read.reason}", file=sys.stderr)
            return 3
        dates[sha256(content)] = date_in_name(path.name)
        for table, rows in read.tables.items():
            references.setdefault(table, []).extend(rows)
    with chosen.names.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns, names = list(reader.fieldnames or []), list(reader)
    if missing := [column for column in INPUT_COLUMNS[:3] if column not in columns]:
        print(f"{chosen.names}: column(s) missing: {', '.join(missing)}", file=sys.stderr)
        return 2
    results = match_names(names, references, dates, chosen.as_of or datetime.now(UTC).date())
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*columns, *RESULT_COLUMNS])
    for name, result in zip(names, results, strict=True):
        writer.writerow([*(name[column] for column in columns), *(result[column] for column in RESULT_COLUMNS)])
    return 0


def _trace(chosen: argparse.Namespace) -> int:
    from include.trace import trace
    from include.warehouse.marts import NoMarts

    try:
        found = trace(Settings(data=chosen.data), chosen.year, chosen.cid)
    except NoMarts as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    return 0


def _reland(chosen: argparse.Namespace) -> int:
    from include.intake.reland import reland

    for difference in reland(Settings(data=chosen.data)):
        print(json.dumps(difference, ensure_ascii=False, sort_keys=True))
    return 0


def _check_package(chosen: argparse.Namespace) -> int:
    from include.filing.crosscheck import check_package

    if not chosen.folder.is_dir():
        print(f"{chosen.folder} is not a folder", file=sys.stderr)
        return 2
    problems = check_package({path.name: path.read_bytes() for path in chosen.folder.iterdir() if path.is_file()})
    for problem in problems:
        print(f"{problem.severity}  {problem.file}  {problem.rule}  {problem.message}")
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
