"""Command ``letters``: the wording of letters to suppliers, who approved it, and what becomes of letters."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from include.cli_arguments import day, year
from include.cli_findings import print_csv
from include.cli_sending import add_sending_actions
from include.cli_statement import add_statement, recorded, statement_of
from include.outreach.context import KINDS
from include.outreach.languages import LANGUAGES
from include.settings import ProfileError, Settings

if TYPE_CHECKING:
    from include.outreach.context import LetterContext

Commands = Any  # argparse keeps the type of add_subparsers private


def add_letters_command(commands: Commands) -> None:
    """Add the command ``letters`` to the command line."""
    letters = commands.add_parser("letters", help="letters to suppliers: wording, languages, plan, sendings")
    actions = letters.add_subparsers(required=True, metavar="ACTION")
    add_sending_actions(actions)
    languages = actions.add_parser("languages", help="print the languages and who approved their wording, as CSV")
    languages.add_argument("--data", required=True)
    languages.set_defaults(command=_list_languages)
    _add_show(actions)
    approve = actions.add_parser("approve", help="a native reader approves the wording of a language as it is now")
    _language(approve, required=True)
    approve.add_argument("--version", help="the version that was read, as the list has it (default: the present one)")
    add_statement(approve, reason=True)
    approve.set_defaults(command=_approve)
    withdraw = actions.add_parser("withdraw", help="take the approval of a language back")
    _language(withdraw, required=True)
    add_statement(withdraw, reason=True)
    withdraw.set_defaults(command=_withdraw)


def _add_show(actions: Commands) -> None:
    show = actions.add_parser("show", help="print letters for reading: all variants, or as a supplier gets them")
    _language(show, required=False)
    show.add_argument("--kind", choices=KINDS, help="default: all, and everything a supplier can be asked to mend")
    show.add_argument("--supplier", metavar="NUMBER", help="as this supplier of the data would get them")
    show.add_argument("--data", help="goes with --supplier")
    show.add_argument("--year", type=year, help="reporting year; goes with --supplier")
    show.add_argument("--as-of", type=day, help="day of the letter (default: today)")
    show.set_defaults(command=_show, parser=show)


def _language(parser: argparse.ArgumentParser, required: bool) -> None:
    named = ", ".join(f"{code} {language.english_name}" for code, language in LANGUAGES.items())
    parser.add_argument("--language", required=required, choices=LANGUAGES, help=named)


def _list_languages(chosen: argparse.Namespace) -> int:
    from include.outreach.languages import STATE_COLUMNS, states

    return print_csv(STATE_COLUMNS, states(Settings(data=chosen.data)))


def _approve(chosen: argparse.Namespace) -> int:
    from include.outreach.languages import approve_language

    settings = Settings(data=chosen.data)
    return recorded(lambda: approve_language(settings, chosen.language, chosen.version, statement_of(chosen)))


def _withdraw(chosen: argparse.Namespace) -> int:
    from include.outreach.languages import withdraw_language

    return recorded(lambda: withdraw_language(Settings(data=chosen.data), chosen.language, statement_of(chosen)))


def _show(chosen: argparse.Namespace) -> int:
    from include.outreach.specimen import every_message, specimens

    kinds = (chosen.kind,) if chosen.kind else KINDS
    if chosen.supplier:
        return _show_to_supplier(chosen, kinds)
    language = chosen.language or "en"
    _print(specimens(language, kinds))
    if not chosen.kind:
        _print([("everything that can be asked", every_message(language))])
    return 0


def _show_to_supplier(chosen: argparse.Namespace, kinds: Iterable[Any]) -> int:
    from include.outreach.preview import NoSuchSupplier, preview
    from include.warehouse.marts import NoMarts

    if chosen.data is None or chosen.year is None:
        chosen.parser.error("--supplier goes with --data and --year")
    settings = Settings(data=chosen.data, reporting_year=chosen.year)
    as_of = chosen.as_of or datetime.now(UTC).date()
    try:
        found = list(preview(settings, chosen.supplier, as_of, kinds, chosen.language))
    except (NoMarts, NoSuchSupplier, ProfileError) as error:
        print(error, file=sys.stderr)
        return 1
    _print(("", context) for context in found)
    return 0


def _print(letters: Iterable[tuple[str, LetterContext]]) -> None:
    from include.outreach.render import render

    for variant, context in letters:
        made = render(context)
        name = ", ".join(part for part in (context.kind, LANGUAGES[context.language].english_name, variant) if part)
        print(f"===== {name} (version {made.template_version})\nSubject: {made.subject}\n\n{made.text}")
