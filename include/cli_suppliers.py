"""Command ``suppliers``: where each supplier stands and what comes next, and what people say of one."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from include.cli_arguments import day, year
from include.cli_findings import print_csv
from include.cli_statement import add_statement, recorded, statement_of
from include.settings import Settings

Commands = Any  # argparse keeps the type of add_subparsers private
_SAID = {
    "refused": ("refused", "it refuses to answer, or to mend its answer"),
    "extended": ("extended", "it was given time: nothing is written to it until the day has passed"),
    "withdraw": ("withdrawn", "take back what was said of it before"),
}


def add_suppliers_command(commands: Commands) -> None:
    """Add the command ``suppliers`` to the command line."""
    suppliers = commands.add_parser("suppliers", help="where each supplier stands, what comes next; what it said")
    actions = suppliers.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="print state, dates and next action of each vendor number as CSV")
    listing.add_argument("--data", required=True)
    listing.add_argument("--year", required=True, type=year, help="reporting year")
    listing.add_argument("--next-by", type=day, metavar="DAY", help="only those whose next action is due by this day")
    listing.set_defaults(command=_list)
    for action, (said, meaning) in _SAID.items():
        _add_said(actions.add_parser(action, help=meaning), said)


def _add_said(parser: argparse.ArgumentParser, said: str) -> None:
    parser.add_argument("supplier", metavar="NUMBER", help="vendor number; it holds for its whole entity")
    parser.add_argument("--year", required=True, type=year, help="reporting year")
    add_statement(parser, reason=True)
    if said == "extended":
        parser.add_argument("--until", required=True, type=day, metavar="DAY", help="last day it was given")
    parser.add_argument("--evidence", metavar="TEXT", help="hash of a mail or file that was received, or in words")
    parser.set_defaults(command=_say, said=said)


def _list(chosen: argparse.Namespace) -> int:
    from include.schemas import MARTS
    from include.storage import open_store
    from include.warehouse.marts import Marts, NoMarts

    try:
        rows = Marts(open_store(Settings(data=chosen.data).lake)).rows("supplier_status", chosen.year)
    except NoMarts as error:
        print(error, file=sys.stderr)
        return 1
    if chosen.next_by:
        rows = [row for row in rows if row["next_action_on"] and row["next_action_on"] <= chosen.next_by]
    return print_csv(MARTS["supplier_status"].names, rows)


def _say(chosen: argparse.Namespace) -> int:
    from include.suppliers_said import record_said

    statement, until = statement_of(chosen), getattr(chosen, "until", None)
    settings = Settings(data=chosen.data)
    return recorded(
        lambda: record_said(settings, chosen.supplier, chosen.year, chosen.said, statement, until, chosen.evidence)
    )
