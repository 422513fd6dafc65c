"""Kinds of argument that commands share: days, years, persons, each refused in plain words."""

from __future__ import annotations

import argparse
import re
from datetime import date, datetime


def day(text: str) -> date:
    """A calendar day; raises argparse.ArgumentTypeError on anything else, as all of these do."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"write the day as 2026-05-15, not {text!r}") from None


def moment(text: str) -> str:
    """A moment with its time zone, as it was written."""
    try:
        if datetime.fromisoformat(text).tzinfo:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"write the moment as 2026-05-04T09:00:00+00:00, not {text!r}")


def year(text: str) -> int:
    """A reporting year of Rule 13p-1, which began with 2013."""
    if re.fullmatch(r"20\d\d", text) and int(text) >= 2013:
        return int(text)
    raise argparse.ArgumentTypeError(f"a reporting year is 2013 or later, not {text!r}")


def person(text: str) -> str:
    """The name of a person."""
    if text.strip() and text.isprintable() and len(text) <= 200:
        return text.strip()
    raise argparse.ArgumentTypeError("write the name of a person")


def port(text: str) -> int:
    """A TCP port."""
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
