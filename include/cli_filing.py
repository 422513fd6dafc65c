"""Commands about a filing package: check it, hand its submission over, and say where its web copy was posted."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from include.cli_arguments import day, person, year
from include.cli_statement import recorded
from include.settings import Settings

Commands = Any  # argparse keeps the type of add_subparsers private


def add_filing_commands(commands: Commands) -> None:
    """Add the commands ``check-package``, ``hand-over`` and ``posted`` to the command line."""
    _add_check_package(commands)
    _add_hand_over(commands)
    _add_posted(commands)


def _add_check_package(commands: Commands) -> None:
    check = commands.add_parser("check-package", help="check a filing package; one line a problem")
    check.add_argument("folder", type=Path, metavar="DIR")
    check.add_argument("--data", help="data folder whose archive holds the signed document, where there is one")
    check.set_defaults(command=_check_package)


def _add_hand_over(commands: Commands) -> None:
    hand = commands.add_parser("hand-over", help="give out submission.xml with the CCC filled in, to a pipe")
    hand.add_argument("folder", type=Path, metavar="DIR", help="folder of the package")
    hand.add_argument(
        "--ccc-from",
        required=True,
        metavar="NAME",
        help="environment variable, airflow-variable:KEY or airflow-connection:ID",
    )
    hand.add_argument("--to", type=Path, metavar="FILE", help="a new file that only you can read, instead of a pipe")
    hand.add_argument("--write-secret-to-disk", action="store_true", help="say so: --to puts the password on a disk")
    hand.add_argument("--data", help="data folder whose archive holds the signed document, where there is one")
    hand.set_defaults(command=_hand_over)


def _add_posted(commands: Commands) -> None:
    posted = commands.add_parser("posted", help="record where and when a sealed package's web copy was seen live")
    posted.add_argument("--data", required=True)
    posted.add_argument("--year", required=True, type=year, help="reporting year")
    posted.add_argument("--package", required=True, metavar="NAME", help="name of the sealed package")
    posted.add_argument("--url", required=True, help="address of the page")
    posted.add_argument("--on", required=True, type=day, help="day on which it was seen")
    posted.add_argument("--by", required=True, type=person, metavar="NAME", help="who saw it")
    seen = posted.add_mutually_exclusive_group()
    seen.add_argument("--sha256", help="of the page that was seen")
    seen.add_argument("--file", type=Path, metavar="FILE", help="the page, saved as it came")
    posted.add_argument("--reason", metavar="TEXT", help="why it is not byte for byte the web copy")
    posted.set_defaults(command=_posted)


def _check_package(chosen: argparse.Namespace) -> int:
    from include.filing.crosscheck import check_package

    files = _read(chosen.folder)
    if files is None:
        return 2
    problems = check_package(files, _archive(chosen.data))
    for problem in problems:
        print(f"{problem.severity}  {problem.file}  {problem.rule}  {problem.message}")
    return 1 if any(problem.severity == "error" for problem in problems) else 0


def _hand_over(chosen: argparse.Namespace) -> int:
    from include.filing.handover import NotHandedOver, hand_over, read_ccc

    files = _read(chosen.folder)
    if files is None:
        return 2
    if bool(chosen.to) != chosen.write_secret_to_disk or (not chosen.to and sys.stdout.isatty()):
        print("the CCC is a password: pipe it on, or give both --to FILE and --write-secret-to-disk", file=sys.stderr)
        return 2
    try:
        content = hand_over(files, read_ccc(chosen.ccc_from), _archive(chosen.data))
    except NotHandedOver as error:
        print(f"nothing was handed over: {error}", file=sys.stderr)
        return 1
    if chosen.to:
        _write_secretly(chosen.to, content)
    else:
        sys.stdout.buffer.write(content)
    return 0


def _posted(chosen: argparse.Namespace) -> int:
    from include.filing.posting import Posting, record_posting
    from include.findings.statement import Statement
    from include.lake import sha256

    seen = sha256(chosen.file.read_bytes()) if chosen.file else chosen.sha256
    posting = Posting(chosen.year, chosen.package, chosen.url, chosen.on, seen)
    statement = Statement(chosen.by, datetime.now(UTC), chosen.reason)
    return recorded(lambda: record_posting(Settings(data=chosen.data), posting, statement))


def _read(folder: Path) -> dict[str, bytes] | None:
    from include.filing.shelf import MAX_BYTES

    if not folder.is_dir():
        print(f"{folder} is not a folder", file=sys.stderr)
        return None
    paths = [path for path in sorted(folder.iterdir()) if path.is_file()]
    if sum(path.stat().st_size for path in paths) > MAX_BYTES:
        print(f"{folder} holds more than {MAX_BYTES >> 20} MB: that is no package", file=sys.stderr)
        return None
    return {path.name: path.read_bytes() for path in paths}


def _archive(data: str | None) -> Callable[[str], bool] | None:
    """Whether the archive of that data folder holds a document; null without a folder: no signature is believed."""
    if data is None:
        return None
    from include.intake.originals import read_original
    from include.storage import open_store

    lake = open_store(Settings(data=data).lake)

    def holds(sha256: str) -> bool:
        try:
            return bool(read_original(lake, sha256))
        except FileNotFoundError:
            return False

    return holds


def _write_secretly(target: Path, content: bytes) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
