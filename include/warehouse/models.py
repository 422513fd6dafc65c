"""The SQL models of ``sql/``: one file, one model, run in the order in which they need each other."""

from __future__ import annotations

import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

SQL = Path(__file__).parent.parent.parent / "sql"


@cache
def model_texts() -> dict[str, str]:
    """Name of a model -> its SELECT; the files of ``sql/checks`` together make the model ``check_finding``."""
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for folder in ("staging", "matching", "status", "marts")
        for path in sorted((SQL / folder).glob("*.sql"))
    }
    checks = [f"(\n{path.read_text(encoding='utf-8')}\n)" for path in sorted((SQL / "checks").glob("*.sql"))]
    return texts | {"check_finding": "\nUNION ALL BY NAME\n".join(checks) + "\nORDER BY ALL"}


@cache
def assertion_texts() -> dict[str, str]:
    """Name of an assertion -> a SELECT that returns the bad rows."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((SQL / "assertions").glob("*.sql"))}


@cache
def run_order(wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Models in an order in which each finds what it needs; only what ``wanted`` needs when it names models.

    Raises graphlib.CycleError when models need each other in a circle.
    """
    texts = model_texts()
    needs = {name: sorted(_read_tables(text) & texts.keys()) for name, text in texts.items()}
    if wanted:
        keep = set(wanted)
        while more := {need for name in keep for need in needs[name]} - keep:
            keep |= more
        needs = {name: found for name, found in needs.items() if name in keep}
    return tuple(TopologicalSorter(dict(sorted(needs.items()))).static_order())


def _read_tables(text: str) -> set[str]:
    """Names after FROM and JOIN. A CTE may not bear the name of a model; DuckDB would then read the wrong one."""
    return set(re.findall(r"\b(?:FROM|JOIN)\s+([a-z_]+)", re.sub(r"--.*", "", text)))


def run_models(connection: duckdb.DuckDBPyConnection, wanted: tuple[str, ...] = ()) -> None:
    """Build models as tables in this database, which already holds the landed tables; see run_order."""
    connection.execute((SQL / "macros.sql").read_text(encoding="utf-8"))
    for name in run_order(wanted):
        connection.execute(f"CREATE TABLE {name} AS\n{model_texts()[name]}")


def failed_assertions(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """Name of each assertion that does not hold -> its first ten bad rows."""
    bad = {name: connection.execute(text).fetchmany(10) for name, text in assertion_texts().items()}
    return {name: rows for name, rows in bad.items() if rows}
