"""Data Docs: what Great Expectations evaluated, as pages for people. No script, no address outside.

Great Expectations has a site builder of its own. Its pages load styles, scripts and pictures from seven outside hosts
and speak of expectations; these say rule, rows, share and cell, and open where there is no network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from include.checks.record import TableRecord, validation_record
from include.checks.validation import version
from include.events import canonical_json
from include.lake import Batch
from include.storage import Store

FOLDER = "data_docs"
INDEX = f"{FOLDER}/index.html"
LISTED = 100
SEVERITIES = ("critical", "warning", "info")
_LIST = f"{FOLDER}/validations.json"


def write_data_docs(store: Store, new: Sequence[Batch], tables: Sequence[TableRecord]) -> None:
    """Write the pages of one validation, and put it on top of the list; repeating it changes nothing.

    The list names the last LISTED validations and says how many came before. Pages of earlier validations stay: each
    validation adds one folder, ``data_docs/<validation>/``, of one page a table with new rows.
    """
    record = validation_record(store, new, tables, version())
    folder = f"{FOLDER}/{record['validation']}"
    store.replace(
        f"{folder}/validation.json", json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False).encode()
    )
    for name, page in _pages(record):
        store.replace(f"{folder}/{name}", page)
    known = json.loads(store.read(_LIST)) if store.exists(_LIST) else {"count": 0, "latest": []}
    listed = _with(known, _line(record))
    store.replace(
        INDEX, _rendered("index", record=record, totals=_totals(record), folder=record["validation"], **listed)
    )
    store.replace(_LIST, canonical_json(listed))


def data_docs_address(store: Store) -> str | None:
    """Address of the first page; null before the first validation."""
    return store.url(INDEX) if store.exists(INDEX) else None


def _pages(record: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield "index.html", _overview(record, ".", {"count": 0, "latest": []})
    for table in record["tables"]:
        yield f"{table['table']}.html", _rendered("table", record=record, **table)


def _overview(record: Mapping[str, Any], folder: str, listed: Mapping[str, Any]) -> bytes:
    return _rendered("index", record=record, totals=_totals(record), folder=folder, **listed)


def _with(known: Mapping[str, Any], line: Mapping[str, Any]) -> dict[str, Any]:
    others = [item for item in known["latest"] if item["validation"] != line["validation"]]
    count = known["count"] + (len(others) == len(known["latest"]))
    return {"count": count, "latest": [line, *others][:LISTED]}


def _line(record: Mapping[str, Any]) -> dict[str, Any]:
    failed = {severity: sum(line[severity] for line in _totals(record)) for severity in SEVERITIES}
    rows = sum(table["rows"] for table in record["tables"])
    return {name: record[name] for name in ("validation", "files", "received")} | {"rows": rows} | failed


def _totals(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A line a table: rows, rules, rules that fail, failures by severity."""
    return [
        {
            "table": table["table"],
            "rows": table["rows"],
            "rules": len(table["rules"]),
            "failing": sum(rule["failed"] > 0 for rule in table["rules"]),
        }
        | {
            severity: sum(rule["failed"] for rule in table["rules"] if rule["severity"] == severity)
            for severity in SEVERITIES
        }
        for table in record["tables"]
    ]


def _rendered(page: str, **values: Any) -> bytes:
    return _templates().get_template(f"{page}.html.j2").render(values).encode()


@cache
def _templates() -> Environment:
    created = Environment(
        loader=PackageLoader("include.checks", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    created.filters["number"] = lambda value: f"{value:,}"
    created.filters["share"] = _share
    created.filters["one_line"] = _one_line
    created.globals["severities"] = SEVERITIES
    return created


def _share(failed: int, evaluated: int) -> str:
    """Share in a hundred; what is not nothing never reads as nothing, what is not all never as all."""
    share = 100 * failed / evaluated if evaluated else 0.0
    if 0 < share < 0.1:
        return "under 0.1%"
    if 99.9 < share < 100:
        return "over 99.9%"
    return f"{share:.1f}%"


def _one_line(text: str | None) -> str:
    """Supplier text on one line, without control or direction marks."""
    return "".join(sign if sign.isprintable() else " " for sign in text or "")
