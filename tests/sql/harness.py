"""Runs one YAML case on a real DuckDB: given landed tables, files and events -> rows of one model, check or assertion.

A case names what it is about with one of ``model``, ``check`` (a code of expectations/cross_table.yaml), ``assertion``
or ``select`` (an expression of the macros). ``given`` holds landed tables by name, and besides:

* ``files``: {name: {kind, year or years, path, at, saved, list_as_of, within, inside, aside, reason, blank}}, each
  with a receipt
* ``events``: {kind, at, actor, payload}
* ``suite_finding``: rows as the suites write them

Rows of landed tables need only the columns that matter: ``file`` is short for file_sha256; sheet and row are filled in.
``tamper`` is SQL run on the finished models: how an assertion is made to speak. ``expect`` lists the rows in order,
each with the columns to compare; ``where`` narrows what is compared to rows that have these values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from include.campaign import Campaign
from include.checks import FINDING_SCHEMA
from include.events import Event, as_table
from include.plausibility import Plausibility
from include.schemas import LANDED
from include.warehouse.load import connect, load_parameters, load_rows
from include.warehouse.models import assertion_texts, model_texts, run_models

CASES = Path(__file__).parent / "cases"
AS_OF = "2026-03-31"
YEAR = 2025
_SHEETS = {
    "declaration": ("Declaration", 8),
    "answer": ("Declaration", 26),
    "company_answer": ("Declaration", 75),
    "declared_smelter": ("Smelter List", 5),
    "declared_origin": ("Smelter List", 5),
    "declared_product": ("Product List", 6),
    "declared_mine": ("Mine List", 6),
    "declared_mineral": ("Declaration", 12),
}
_CELLS = json.dumps({"company_name": "D8", "declaration_scope": "D9", "contact_name": "D15", "effective_date": "D22"})
_DEFAULTS: dict[str, dict[str, Any]] = {
    "declaration": {"template_kind": "cmrt", "declaration_scope": "company", "source_cells": _CELLS}
}
_LANDED_FILE = pa.schema(
    [
        *[pa.field(name, pa.string()) for name in ("file_sha256", "batch", "kind", "reason", "template_revision")],
        pa.field("blank", pa.bool_()),
        pa.field("smelter_rows", pa.int32()),
    ]
)
Case = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML in which a date stays text, as it stands in a ledger."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def all_cases() -> Iterator[tuple[str, Case]]:
    """(readable id, case) of every YAML file, in order."""
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), _Loader):
            yield f"{path.stem}: {case['name']}", case


def rows_of(case: Case) -> list[dict[str, Any]]:
    """The rows the case is about, as its expectation compares them: dates as ISO text."""
    wanted, query = _question(case)
    tampering = tuple(case.get("tamper", ()))
    rows = _answer(json.dumps([case.get("given", {}), case.get("parameter", {})]), wanted, tampering, query)
    where = case.get("where", {}) | ({"code": case["check"]} if "check" in case else {})
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


@cache
def _answer(given: str, wanted: tuple[str, ...], tampering: tuple[str, ...], query: str) -> list[dict[str, Any]]:
    """Rows of a query over models built from what is given; cases that share both share one run."""
    tables, parameter = json.loads(given)
    with connect() as connection:
        load_case(connection, tables, parameter)
        run_models(connection, wanted)
        for statement in tampering:
            connection.execute(statement)
        cursor = connection.execute(query)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def load_case(connection: duckdb.DuckDBPyConnection, given: dict[str, Any], parameter: Mapping[str, Any]) -> None:
    """Everything a refresh finds before its models run."""
    given = dict(given)
    files, events = given.pop("files", {}), given.pop("events", [])
    findings = [{"file_sha256": row.pop("file"), **row} for row in map(dict, given.pop("suite_finding", []))]
    unknown = set(given) - set(LANDED)
    if unknown:
        raise KeyError(f"not a landed table: {sorted(unknown)}")
    tables = {name: [_row(name, number, row) for number, row in enumerate(rows)] for name, rows in given.items()}
    load_rows(connection, tables)
    handled = [_handled(name, file, tables) for name, file in files.items()]
    receipts = [event for name, file in files.items() for event in _receipts(name, file)]
    others = [_event(number, item) for number, item in enumerate(events)]
    _register(connection, "landed_file", pa.Table.from_pylist(handled, schema=_LANDED_FILE))
    _register(connection, "event", as_table([*receipts, *others]))
    rows = [dict.fromkeys(FINDING_SCHEMA.names) | row for row in findings]
    _register(connection, "suite_finding", pa.Table.from_pylist(rows, schema=FINDING_SCHEMA))
    load_parameters(
        connection,
        parameter.get("reporting_year", YEAR),
        date.fromisoformat(parameter.get("as_of", AS_OF)),
        parameter.get("accepted_versions", ()),
        parameter.get("accept_similar", False),
        Plausibility.model_validate(parameter.get("plausibility", {})),
        Campaign.model_validate(parameter.get("campaign", {})),
        parameter.get("follow_up_days", (14, 28, 42)),
    )


def _question(case: Case) -> tuple[tuple[str, ...], str]:
    """The models a case needs, and the query it asks of them."""
    if "select" in case:
        return ("stg_receipt",), f"SELECT {case['select']} AS value"
    if "assertion" in case:
        text = assertion_texts()[case["assertion"]]
        return tuple(sorted(set(re.findall(r"[a-z_]+", text)) & set(model_texts()))), text
    model = case.get("model", "check_finding")
    return (model,), f"FROM {model}"


def _row(table: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    sheet, first = _SHEETS.get(table, ("", 2))
    given = dict(row)
    filled = {"file_sha256": given.pop("file"), "source_sheet": sheet, "source_row": first + number}
    filled |= _DEFAULTS.get(table, {}) | given
    if unknown := set(filled) - set(LANDED[table].names):
        raise KeyError(f"{table} has no column {sorted(unknown)}")
    for field in LANDED[table]:
        if pa.types.is_date(field.type) and filled.get(field.name):
            filled[field.name] = date.fromisoformat(filled[field.name])
    return dict.fromkeys(LANDED[table].names) | filled


def _handled(name: str, file: Mapping[str, Any], tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    declared = sum(row["file_sha256"] == name for row in tables.get("declared_smelter", []))
    revision = next(
        (row["template_revision"] for row in tables.get("declaration", []) if row["file_sha256"] == name), None
    )
    return {
        "file_sha256": name,
        "batch": "b",
        "kind": file.get("kind", "cmrt"),
        "reason": file.get("reason"),
        "template_revision": revision,
        "blank": file.get("blank", False),
        "smelter_rows": file.get("smelter_rows", declared),
    }


def _receipts(name: str, file: Mapping[str, Any]) -> Iterator[Event]:
    for year in file.get("years", [file.get("year", YEAR)]):
        payload = {
            "file_sha256": name,
            "drop_path": file.get("path", f"{name}.xlsx"),
            "file_modified_at": file.get("saved", "2026-01-01T00:00:00.000000+00:00"),
            "kind": file.get("kind", "cmrt"),
            "reporting_year": year,
            "list_as_of": file.get("list_as_of"),
            "within": file.get("within"),
            "inside": file.get("inside", ["zip"] if "within" in file else []),
            "aside": file.get("aside"),
        }
        yield Event(f"receipt-{name}-{year}", "receipt", file.get("at", "2026-01-02T00:00:00+00:00"), "intake", payload)


def _event(number: int, item: Mapping[str, Any]) -> Event:
    moment = item.get("at", "2026-02-01T00:00:00+00:00")
    return Event(f"event-{number}", item["kind"], moment, item.get("actor", "pat"), item["payload"])


def _register(connection: duckdb.DuckDBPyConnection, name: str, content: pa.Table) -> None:
    connection.register("case_rows", content)
    connection.execute(f"CREATE TABLE {name} AS FROM case_rows")  # a name of this module
    connection.unregister("case_rows")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
