"""``declarations tie`` and ``untie``: a person says whose a declaration is."""

from __future__ import annotations

import argparse
from typing import Any

from include.cli_arguments import year
from include.cli_statement import add_statement, recorded, statement_of
from include.settings import Settings

Actions = Any  # argparse keeps the type of add_subparsers private


def add_ties(actions: Actions) -> None:
    """Add the actions ``tie`` and ``untie`` to the command ``declarations``."""
    for action, words in (
        ("tie", "say which supplier a declaration is from"),
        ("untie", "take back what a person said of that: the rules tell it again"),
    ):
        found = actions.add_parser(action, help=words)
        found.add_argument("file", metavar="FILE", help="its path in the drop folder, or its hash")
        found.add_argument("--year", required=True, type=year, help="reporting year")
        if action == "tie":
            found.add_argument("--supplier", required=True, metavar="V1001", help="vendor number of the supplier list")
        add_statement(found, reason=True)
        found.set_defaults(command=_say_of_tie)


def _say_of_tie(chosen: argparse.Namespace) -> int:
    from include.findings.tie import record_tie

    settings, supplier = Settings(data=chosen.data), getattr(chosen, "supplier", None)
    return recorded(lambda: record_tie(settings, chosen.file, chosen.year, supplier, statement_of(chosen)))
