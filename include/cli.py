"""The product from a terminal: ``python -m include.cli COMMAND``. The same functions the DAGs call."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from include.cli_arguments import day, moment, person, port, year
from include.cli_filing import add_filing_commands
from include.cli_findings import add_commands, print_csv
from include.cli_letters import add_letters_command
from include.cli_suppliers import add_suppliers_command
from include.settings import ProfileError, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 some file was unreadable."""
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.command(chosen)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"failed: {error.filename or 'the data folder'}: {error.strerror or error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m include.cli", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="take in the drop folder and write the draft filing, by Airflow")
    run.add_argument("--data", required=True, help="folder that holds drop/, lake/, reports/ and company.yaml")
    run.add_argument("--year", required=True, type=year, help="reporting year")
    run.add_argument("--as-of", type=day, help="statuses as of this day (default: today)")
    run.add_argument("--filing-date", type=day, help="day printed on Form SD (default: the as-of date)")
    run.add_argument("--received-at", type=moment, help="when the files count as received (default: now)")
    run.set_defaults(command=_run)

    up = commands.add_parser("up", help="start Airflow's web UI on 127.0.0.1 over a data folder")
    up.add_argument("--data", required=True)
    up.add_argument("--year", required=True, type=year, help="reporting year")
    up.add_argument("--port", type=port, default=8080)
    up.set_defaults(command=_up)

    inspect = commands.add_parser("inspect", help="print what files say, one JSON object a line")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument("--reference", nargs="+", type=Path, default=[], metavar="FILE", help="lists to match against")
    inspect.set_defaults(command=_inspect)

    match = commands.add_parser("match", help="match smelter names from a CSV against reference lists")
    match.add_argument(
        "names",
        type=Path,
        metavar="NAMES.csv",
        help="columns metal, smelter_name_reported, facility_country, and smelter_id_reported where there is one",
    )
    match.add_argument("--reference", nargs="+", type=Path, required=True, metavar="FILE")
    match.add_argument("--as-of", type=day, help="lists up to this day count (default: today)")
    match.add_argument("--accept-similar", action="store_true", help="likeness above the measured score accepts too")
    match.set_defaults(command=_match)

    trace = commands.add_parser("trace", help="print what stands behind a line of Appendix A, as JSON")
    trace.add_argument("--data", required=True)
    trace.add_argument("--year", required=True, type=year)
    trace.add_argument("--cid", required=True, metavar="CID001234")
    trace.set_defaults(command=_trace)

    add_commands(commands)
    add_suppliers_command(commands)
    add_letters_command(commands)

    smelters = commands.add_parser("smelters", help="print the smelters declared for a metal or mineral as CSV")
    smelters.add_argument("--data", required=True)
    smelters.add_argument("--year", required=True, type=year)
    smelters.add_argument("--metal", help="such as Cobalt or Tin (default: all)")
    smelters.set_defaults(command=_smelters)

    exposure = commands.add_parser("exposure", help="print the suppliers of the worst smelters first, as CSV")
    exposure.add_argument("--data", required=True)
    exposure.add_argument("--year", required=True, type=year)
    exposure.set_defaults(command=_exposure)

    replay = commands.add_parser("replay", help="print what a filed Appendix A should have said, in hindsight")
    replay.add_argument("names", type=Path, metavar="FILE", help="CSV: metal, smelter_name_reported, facility_country")
    replay.add_argument("--reference", nargs="+", type=Path, required=True, metavar="FILE")
    replay.add_argument("--as-of", required=True, type=day, help="statuses as of this day")
    replay.set_defaults(command=_replay)

    decisions = commands.add_parser("decisions", help="give out or take in what people decided about smelters, as CSV")
    actions = decisions.add_subparsers(required=True, metavar="ACTION")
    export = actions.add_parser("export", help="print the decisions in force, or the questions that wait for one")
    export.add_argument("--data", required=True)
    export.add_argument("--open", action="store_true", help="the review queue, with empty columns to fill in")
    export.set_defaults(command=_export_decisions)
    take_in = actions.add_parser("import", help="record the decisions of a table: all of its lines, or none")
    take_in.add_argument("--data", required=True)
    take_in.add_argument("file", type=Path, metavar="FILE", help="CSV or workbook with the columns of the export")
    take_in.add_argument("--by", required=True, type=person, metavar="NAME", help="who decided, unless a line says")
    take_in.set_defaults(command=_import_decisions)

    prior = commands.add_parser("import-appendix-a", help="record an Appendix A filed before")
    prior.add_argument("--data", required=True)
    prior.add_argument(
        "file", type=Path, metavar="FILE", help="CSV with metal, name, country and CID, or the HTML filed"
    )
    prior.add_argument("--year", required=True, type=year, help="reporting year it was filed for")
    prior.add_argument("--by", required=True, type=person, metavar="NAME", help="who records it")
    prior.set_defaults(command=_import_appendix_a)

    reland = commands.add_parser("reland", help="read the archive again with the present parser; print differences")
    reland.add_argument("--data", required=True)
    reland.set_defaults(command=_reland)

    add_filing_commands(commands)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    from include.embedded import RunFailed
    from include.lake import LeaseHeld
    from include.pipeline import run_pipeline

    data = chosen.data if "://" in chosen.data else str(Path(chosen.data).resolve())
    if "://" not in data and not Path(data, "drop").is_dir():
        print(f"{data} has no folder drop: put the files into {data}/drop, or check the folder's name", file=sys.stderr)
        return 2
    as_of = chosen.as_of or datetime.now(UTC).date()
    started = time.monotonic()
    try:
        for line in run_pipeline(data, chosen.year, as_of, chosen.filing_date, chosen.received_at, _progress):
            print(line)
    except (RunFailed, LeaseHeld, ProfileError) as error:
        print(f"failed: {error}", file=sys.stderr)
        return 1
    _progress(f"done in {time.monotonic() - started:.0f} s")
    return 0


def _up(chosen: argparse.Namespace) -> int:
    from include.embedded import prepare
    from include.server import PortTaken, refuse_taken, serve

    data = str(Path(chosen.data).resolve())
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
    from include.intake.inspect import inspect_file, is_unreadable
    from include.intake.reader_process import Reader

    unreadable = False
    with Reader() as reader:
        for path in chosen.files:
            found = inspect_file(path, reader)
            unreadable |= is_unreadable(found)
            print(json.dumps(found, ensure_ascii=False))
    return 3 if unreadable else 0


def _match(chosen: argparse.Namespace) -> int:
    from include.reference_files import UnusableFile, read_names, read_references
    from include.warehouse.match import RESULT_COLUMNS, match_names

    try:
        references = read_references(chosen.reference)
    except UnusableFile as error:
        print(error, file=sys.stderr)
        return 3
    try:
        columns, names = read_names(chosen.names)
    except UnusableFile as error:
        print(error, file=sys.stderr)
        return 2
    as_of = chosen.as_of or datetime.now(UTC).date()
    results = match_names(names, references.tables, references.dates, as_of, chosen.accept_similar)
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
    if not found["declared_rows"]:
        print(f"{found['smelter_cid']}: no declared row of {chosen.year} leads there", file=sys.stderr)
        return 1
    return 0


def _smelters(chosen: argparse.Namespace) -> int:
    from include.intake.metals import canonical_metal
    from include.schemas import MARTS

    rows = _mart_rows(chosen, "smelter_by_metal")
    if rows is None:
        return 1
    metal = canonical_metal(chosen.metal) or (chosen.metal or "").casefold()
    wanted = [row for row in rows if not metal or metal in (row["metal"], row["metal"].casefold())]
    print_csv(MARTS["smelter_by_metal"].names, wanted)
    if not wanted:
        found = ", ".join(dict.fromkeys(row["metal"] for row in rows)) or "no metal at all"
        what = chosen.metal or "any metal"
        print(f"no smelter of {what} is identified for {chosen.year}; there are smelters of {found}", file=sys.stderr)
        return 1
    return 0


def _exposure(chosen: argparse.Namespace) -> int:
    from include.schemas import MARTS

    rows = _mart_rows(chosen, "smelter_exposure")
    if rows is None:
        return 1
    print_csv(MARTS["smelter_exposure"].names, rows)
    return 0


def _mart_rows(chosen: argparse.Namespace, mart: str) -> list[dict[str, Any]] | None:
    """Rows of a mart for the year asked for; null, with the reason said, when nothing was built yet."""
    from include.storage import open_store
    from include.warehouse.marts import Marts, NoMarts

    try:
        return Marts(open_store(Settings(data=chosen.data).lake)).rows(mart, chosen.year)
    except NoMarts as error:
        print(error, file=sys.stderr)
        return None


def _replay(chosen: argparse.Namespace) -> int:
    from include.reference_files import UnusableFile, read_names, read_references
    from include.replay import replay
    from include.replay_text import as_text

    try:
        references = read_references(chosen.reference)
        _, names = read_names(chosen.names)
    except UnusableFile as error:
        print(error, file=sys.stderr)
        return 3
    for line in as_text(replay(names, references, chosen.as_of)):
        print(line)
    return 0


def _export_decisions(chosen: argparse.Namespace) -> int:
    from include.decisions.export import decisions_csv, open_questions_csv
    from include.warehouse.marts import NoMarts

    settings = Settings(data=chosen.data)
    try:
        print(open_questions_csv(settings) if chosen.open else decisions_csv(settings), end="")
    except NoMarts as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _import_decisions(chosen: argparse.Namespace) -> int:
    from include.decisions.importing import NotImportable, import_decisions
    from include.intake.decision_file import read_decision_file
    from include.lake import LeaseHeld

    lines, unreadable = read_decision_file(chosen.file)
    if unreadable:
        print("\n".join(unreadable), file=sys.stderr)
        return 3
    try:
        done = import_decisions(Settings(data=chosen.data), lines, chosen.by, datetime.now(UTC))
    except NotImportable as error:
        print(f"{chosen.file}: {error}", *error.lines, sep="\n", file=sys.stderr)
        return 1
    except LeaseHeld as error:
        print(f"failed: {error}", file=sys.stderr)
        return 1
    print(f"{done.recorded} decision(s) recorded, {done.known} known already, {done.left_open} line(s) left open")
    return 0


def _import_appendix_a(chosen: argparse.Namespace) -> int:
    from include.intake.model import UnreadableError
    from include.lake import LeaseHeld
    from include.prior_report import import_report

    content, now = chosen.file.read_bytes(), datetime.now(UTC)
    try:
        filed, new = import_report(Settings(data=chosen.data), content, chosen.file.name, chosen.year, chosen.by, now)
    except (UnreadableError, LeaseHeld) as error:
        print(f"failed: {chosen.file}: {error}", file=sys.stderr)
        return 3 if isinstance(error, UnreadableError) else 1
    for line in (*filed.notes, *filed.problems):
        print(line, file=sys.stderr)
    if filed.problems or not filed.lines:
        print(f"nothing was imported: {len(filed.problems)} line(s) to mend, {len(filed.lines)} good", file=sys.stderr)
        return 1
    state = "recorded" if new else "known already"
    print(f"{len(filed.lines)} line(s) of Appendix A for {chosen.year} {state}")
    return 0


def _reland(chosen: argparse.Namespace) -> int:
    from include.intake.reland import reland

    for difference in reland(Settings(data=chosen.data)):
        print(json.dumps(difference, ensure_ascii=False, sort_keys=True))
    return 0


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
