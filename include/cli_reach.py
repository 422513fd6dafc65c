"""``declarations reach``: a person says which of our parts a declaration reaches."""

from __future__ import annotations

import argparse
from typing import Any

from include.cli_arguments import year
from include.cli_statement import add_statement, recorded, statement_of
from include.settings import Settings

Actions = Any  # argparse keeps the type of add_subparsers private


def add_reach(actions: Actions) -> None:
    """Add the action ``reach`` to the command ``declarations``."""
    found = actions.add_parser("reach", help="say which parts of ours a declaration reaches")
    found.add_argument("file", metavar="FILE", help="its path in the drop folder, or its hash")
    found.add_argument("--year", required=True, type=year, help="reporting year")
    reach = found.add_mutually_exclusive_group(required=True)
    reach.add_argument("--all", action="store_const", dest="reach", const="all_parts", help="all that we ask it for")
    reach.add_argument("--parts", nargs="+", default=[], metavar="PART", help="these part numbers of ours alone")
    reach.add_argument("--none", action="store_const", dest="reach", const="none", help="none of our parts")
    reach.add_argument(
        "--withdraw", action="store_const", dest="reach", const="withdrawn", help="take back what was said"
    )
    add_statement(found, reason=True)
    found.set_defaults(command=_say_of_reach, reach="listed_parts")


def _say_of_reach(chosen: argparse.Namespace) -> int:
    from include.findings.reach import record_reach

    settings = Settings(data=chosen.data)
    return recorded(
        lambda: record_reach(settings, chosen.file, chosen.year, chosen.reach, chosen.parts, statement_of(chosen))
    )
