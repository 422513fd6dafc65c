"""Statements of people on the command line: who says it and why, and what came of recording it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from include.cli_arguments import day, person

if TYPE_CHECKING:
    from include.findings.statement import Statement


def add_statement(parser: argparse.ArgumentParser, reason: bool, until: bool = False) -> None:
    """Add the arguments of a statement: the data, who says it, the reason, and where it may end, the last day."""
    parser.add_argument("--data", required=True)
    parser.add_argument("--by", required=True, type=person, metavar="NAME", help="who says so")
    parser.add_argument("--reason", required=reason, metavar="TEXT")
    if until:
        parser.add_argument("--until", type=day, metavar="DAY", help="last day it holds (default: without end)")


def statement_of(chosen: argparse.Namespace) -> Statement:
    """The statement those arguments make, now."""
    from include.findings.statement import Statement

    return Statement(chosen.by, datetime.now(UTC), chosen.reason, getattr(chosen, "until", None))


def recorded(say: Callable[[], int]) -> int:
    """Record a statement and print what came of it, a refusal with one reason a line; returns the exit code."""
    from include.findings.statement import Refused
    from include.lake import LeaseHeld
    from include.warehouse.marts import NoMarts

    try:
        number = say()
    except Refused as error:
        print("nothing was recorded:", *error.reasons, sep="\n", file=sys.stderr)
        return 1
    except (LeaseHeld, NoMarts) as error:
        print(f"failed: {error}", file=sys.stderr)
        return 1
    print(f"{number} recorded; the next refresh goes by it")
    return 0
