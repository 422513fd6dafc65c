"""Actions of the command ``letters`` about sending: what would go out, what may have left, and what a person says."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import Any

from include.cli_arguments import day, year
from include.cli_findings import print_csv
from include.cli_statement import add_statement, recorded, statement_of
from include.settings import ProfileError, Settings

_OUTCOMES = {"sent": "sent", "not-sent": "not_sent"}


def add_sending_actions(actions: Any) -> None:  # argparse keeps the type of add_subparsers private
    """Add ``plan``, ``uncertain`` and ``settle`` to the actions of ``letters``."""
    plan = actions.add_parser("plan", help="print as CSV what would go out, what waits for an approval, what is held")
    plan.add_argument("--data", required=True)
    plan.add_argument("--year", required=True, type=year, help="reporting year")
    plan.add_argument("--as-of", type=day, help="day of the letters (default: today)")
    plan.set_defaults(command=_plan)
    uncertain = actions.add_parser("uncertain", help="print as CSV the letters of which nobody knows whether they left")
    uncertain.add_argument("--data", required=True)
    uncertain.add_argument("--year", type=year, help="reporting year (default: all)")
    uncertain.set_defaults(command=_uncertain)
    settle = actions.add_parser("settle", help="say what became of an uncertain letter")
    settle.add_argument("letter_id", metavar="LETTER_ID", help="as the list of uncertain letters has it")
    settle.add_argument("--outcome", required=True, choices=_OUTCOMES, help="one that was not sent is due again")
    add_statement(settle, reason=True)
    settle.set_defaults(command=_settle)


def _plan(chosen: argparse.Namespace) -> int:
    from include.follow_up import look
    from include.outreach.outbox import plan_csv

    moment = datetime.now(UTC)
    settings = Settings(data=chosen.data, reporting_year=chosen.year)
    try:
        found = look(settings, chosen.year, chosen.as_of or moment.date(), moment)
    except ProfileError as error:
        print(error, file=sys.stderr)
        return 1
    print(plan_csv(found.planned()), end="")
    return 0


def _uncertain(chosen: argparse.Namespace) -> int:
    from include.outreach.settle import COLUMNS, uncertain_rows

    return print_csv(COLUMNS, uncertain_rows(Settings(data=chosen.data), chosen.year))


def _settle(chosen: argparse.Namespace) -> int:
    from include.outreach.settle import settle

    outcome: Any = _OUTCOMES[chosen.outcome]
    return recorded(lambda: settle(Settings(data=chosen.data), chosen.letter_id, outcome, statement_of(chosen)))
