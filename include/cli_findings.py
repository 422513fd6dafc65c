"""Commands about findings, set-aside declarations, red flags and supplier categories: listings, and what people say."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from typing import Any

from include.cli_arguments import person, year
from include.cli_reach import add_reach
from include.cli_statement import add_statement, recorded, statement_of
from include.cli_ties import add_ties
from include.csv_cells import safe_cell
from include.findings import UNSETTLED
from include.settings import Settings

Commands = Any  # argparse keeps the type of add_subparsers private
_FINDINGS = (
    "severity", "code", "supplier_id", "drop_path", "source_sheet", "source_cell", "source_row", "message", "value",
    "state", "state_by", "waived_until", "state_note", "finding_id",
)  # fmt: skip
_STATES = {"sent": "sent", "answered": "answered", "waive": "waived", "reopen": "open"}
_FLAG_STATES = {"acknowledge": "acknowledged", "accept": "accepted", "reopen": "open"}


def add_commands(commands: Commands) -> None:
    """Add the commands ``findings``, ``declarations``, ``red-flags`` and ``categories`` to the command line."""
    _add_findings(commands)
    _add_declarations(commands)
    _add_red_flags(commands)
    found = commands.add_parser("categories", help="print the category of each supplier as CSV, or what breaks it")
    _of_a_year(found)
    found.add_argument("--breaks", action="store_true", help="what keeps suppliers from it, with sheet and cell")
    found.set_defaults(command=_list_categories)


def _add_findings(commands: Commands) -> None:
    found = commands.add_parser("findings", help="print the findings of a year as CSV, or give them a state")
    _of_a_year(found, required=False)
    found.add_argument("--state", choices=(*UNSETTLED, "waived", "closed", "all"), help="default: what is not settled")
    found.set_defaults(command=_list_findings)
    actions = found.add_subparsers(metavar="ACTION")
    for action in _STATES:
        said = actions.add_parser(action, help=f"say so of findings, by their finding_id: {_STATES[action]}")
        said.add_argument("ids", nargs="+" if action != "sent" else "*", metavar="FINDING_ID")
        add_statement(said, reason=action in ("waive", "reopen"), until=action == "waive")
        if action == "sent":
            said.add_argument("--supplier", help="instead of ids: all that this vendor number is asked")
            said.add_argument("--year", type=year, help="reporting year of --supplier")
        said.set_defaults(command=_say_of_findings, action=action, parser=said)


def _add_declarations(commands: Commands) -> None:
    found = commands.add_parser("declarations", help="set a declaration aside, say whose it is or what it reaches")
    actions = found.add_subparsers(required=True, metavar="ACTION")
    for action, state in (("set-aside", "set_aside"), ("reinstate", "reinstated")):
        said = actions.add_parser(action)
        said.add_argument("file", metavar="FILE", help="its path in the drop folder, or its hash")
        said.add_argument("--year", required=True, type=year, help="reporting year")
        add_statement(said, reason=True)
        said.set_defaults(command=_say_of_declaration, state=state)
    add_reach(actions)
    add_ties(actions)


def _add_red_flags(commands: Commands) -> None:
    found = commands.add_parser("red-flags", help="print the red flags of a year as CSV; answer for them")
    _of_a_year(found, required=False)
    found.set_defaults(command=_list_red_flags)
    actions = found.add_subparsers(metavar="ACTION")
    for action, state in _FLAG_STATES.items():
        said = actions.add_parser(action, help=f"say so of red flags, by their red_flag_id: {state}")
        said.add_argument("ids", nargs="+", metavar="RED_FLAG_ID")
        add_statement(said, reason=action != "acknowledge", until=action == "accept")
        if action != "reopen":
            said.add_argument("--owner", required=True, type=person, metavar="NAME", help="person answerable")
        said.set_defaults(command=_say_of_red_flags, action=action)


def _of_a_year(parser: argparse.ArgumentParser, required: bool = True) -> None:
    parser.add_argument("--data", required=required)
    parser.add_argument("--year", required=required, type=year)
    parser.set_defaults(parser=parser)


def _list_findings(chosen: argparse.Namespace) -> int:
    wanted = {None: UNSETTLED, "all": (*UNSETTLED, "waived", "closed")}.get(chosen.state, (chosen.state,))
    rows = _rows(chosen, "finding")
    if rows is None:
        return 1
    ordered = [row for severity in ("critical", "warning", "info") for row in rows if row["severity"] == severity]
    return print_csv(_FINDINGS, [row for row in ordered if row["state"] in wanted])


def _list_red_flags(chosen: argparse.Namespace) -> int:
    from include.schemas import MARTS

    rows = _rows(chosen, "red_flag")
    return 1 if rows is None else print_csv(MARTS["red_flag"].names, rows)


def _list_categories(chosen: argparse.Namespace) -> int:
    from include.schemas import MARTS

    mart = "supplier_category_break" if chosen.breaks else "supplier_category"
    rows = _rows(chosen, mart)
    return 1 if rows is None else print_csv(MARTS[mart].names, rows)


def _say_of_findings(chosen: argparse.Namespace) -> int:
    from include.findings.states import State, record_states, to_send

    state: State = _STATES[chosen.action]  # type: ignore[assignment]
    settings = Settings(data=chosen.data)
    if getattr(chosen, "supplier", None) and not chosen.year:
        chosen.parser.error("--supplier goes with --year")

    def say() -> int:
        by_supplier = to_send(settings, chosen.supplier, chosen.year) if getattr(chosen, "supplier", None) else []
        return record_states(settings, [*chosen.ids, *by_supplier], state, statement_of(chosen))

    return recorded(say)


def _say_of_declaration(chosen: argparse.Namespace) -> int:
    from include.findings.set_aside import record_declaration

    settings = Settings(data=chosen.data)
    return recorded(lambda: record_declaration(settings, chosen.file, chosen.year, chosen.state, statement_of(chosen)))


def _say_of_red_flags(chosen: argparse.Namespace) -> int:
    from include.findings.red_flags import State, record_red_flags

    state: State = _FLAG_STATES[chosen.action]  # type: ignore[assignment]
    owner, settings = getattr(chosen, "owner", None), Settings(data=chosen.data)
    return recorded(lambda: record_red_flags(settings, chosen.ids, state, owner, statement_of(chosen)))


def _rows(chosen: argparse.Namespace, mart: str) -> list[dict[str, Any]] | None:
    """Rows of a mart for the year asked for; null, with the reason said, when nothing was built yet."""
    from include.storage import open_store
    from include.warehouse.marts import Marts, NoMarts

    if chosen.data is None or chosen.year is None:
        chosen.parser.error("the following arguments are required: --data, --year")
    try:
        return Marts(open_store(Settings(data=chosen.data).lake)).rows(mart, chosen.year)
    except NoMarts as error:
        print(error, file=sys.stderr)
        return None


def print_csv(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> int:
    """Print rows as CSV with a heading, no cell of which a spreadsheet runs as a formula; returns 0."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    return 0
