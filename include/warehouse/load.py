"""The database of one refresh: landed tables, manifests, ledger and parameters, before any model has run."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import duckdb
import pyarrow as pa

from include.campaign import Campaign
from include.checks import FINDING_SCHEMA, findings_path, rule_table
from include.countries import all_countries
from include.events import Event, as_table
from include.filing_deadline import filing_deadline
from include.lake import Batch, handled_files, landed_path
from include.plausibility import Plausibility
from include.schemas import LANDED
from include.storage import ObjectStore, Store

NON_SMELTER_COLUMNS = ("pattern", "match", "kind", "explanation", "source")
_HANDLED = pa.schema(
    [
        pa.field("file_sha256", pa.string()),
        pa.field("batch", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("template_revision", pa.string()),
        pa.field("blank", pa.bool_()),
        pa.field("smelter_rows", pa.int32()),
    ]
)
_PARAMETER = pa.schema(
    [
        pa.field("reporting_year", pa.int32()),
        pa.field("as_of", pa.date32()),
        pa.field("accept_similar", pa.bool_()),
        pa.field("scope_asked", pa.string()),
        pa.field("oldest_effective_date_months", pa.int32()),
        pa.field("pasted_list_share", pa.float64()),
        pa.field("pasted_list_facilities", pa.int32()),
        pa.field("outdated_list_share", pa.float64()),
        pa.field("outdated_list_facilities", pa.int32()),
        pa.field("unchanged_list_months", pa.int32()),
        pa.field("unchanged_list_facilities", pa.int32()),
    ]
)
_CAMPAIGN_RULE = pa.schema(
    [
        pa.field("due_days", pa.int32()),
        pa.field("official_notice_days", pa.int32()),
        pa.field("official_notice_again_days", pa.int32()),
        pa.field("thank_you", pa.bool_()),
        pa.field("closing_letters", pa.bool_()),
    ]
)
_RUNG = pa.schema(
    [pa.field("letter_kind", pa.string()), pa.field("rung", pa.int32()), pa.field("after_days", pa.int32())]
)
_CAMPAIGN_YEAR = pa.schema(
    [
        pa.field("reporting_year", pa.int32()),
        pa.field("cut_off", pa.date32()),
        pa.field("filing_deadline", pa.date32()),
    ]
)
_YEARS = range(2013, 2101)
_EXPECTED_METAL = pa.schema([pa.field(name, pa.string()) for name in ("commodity", "metal", "reason")])


def connect() -> duckdb.DuckDBPyConnection:
    """An in-memory database that never fetches an extension at run time."""
    return duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "2"}
    )


def load_lake(
    connection: duckdb.DuckDBPyConnection, store: Store, found: Sequence[Batch], events: Sequence[Event]
) -> None:
    """Register every landed table, the findings of the suites, the handled files and the ledger."""
    if isinstance(store, ObjectStore):
        connection.register_filesystem(store.filesystem)
    handled = [
        {
            "file_sha256": sha,
            "batch": batch,
            "kind": item.kind,
            "reason": item.reason,
            "template_revision": item.template_revision,
            "blank": item.blank,
            "smelter_rows": item.rows.get("declared_smelter", 0),
        }
        for sha, (batch, item) in sorted(handled_files(found).items())
    ]
    _create(connection, "landed_file", pa.Table.from_pylist(handled, schema=_HANDLED))
    _create(connection, "event", as_table(events))
    for table, schema in LANDED.items():
        paths = [store.url(landed_path(table, batch.batch)) for batch in found if table in batch.tables]
        _create_from_parquet(connection, table, schema, paths)
    checked = [store.url(findings_path(batch.batch)) for batch in found if store.exists(findings_path(batch.batch))]
    _create_from_parquet(connection, "suite_finding", FINDING_SCHEMA, checked)


def load_parameters(
    connection: duckdb.DuckDBPyConnection,
    reporting_year: int,
    as_of: date,
    accepted_versions: Sequence[str] = (),
    accept_similar: bool = False,
    plausibility: Plausibility = Plausibility(),  # noqa: B008 - frozen
    campaign: Campaign = Campaign(),  # noqa: B008 - frozen
    follow_up_days: Sequence[int] = (),
) -> None:
    """Register the parameters of the refresh and the company's thresholds, the rule table and the built-in lists."""
    given = {"reporting_year": reporting_year, "as_of": as_of, "accept_similar": accept_similar}
    given |= plausibility.model_dump(exclude={"expected_metals"})
    _create(connection, "parameter", pa.Table.from_pylist([given], schema=_PARAMETER))
    expected = [metal.model_dump() for metal in plausibility.commodity_metals]
    _create(connection, "expected_metal", pa.Table.from_pylist(expected, schema=_EXPECTED_METAL))
    versions = pa.table({"template_revision": pa.array(list(accepted_versions), pa.string())})
    _create(connection, "accepted_version", versions)
    _create(connection, "rule", rule_table())
    _load_campaign(connection, campaign, follow_up_days)
    _create(connection, "non_smelter", non_smelters())
    countries = all_countries()
    columns = {
        "country_code": [country.alpha_2 for country in countries],
        "country_name": [country.name for country in countries],
        "covered": [country.covered for country in countries],
    }
    _create(connection, "country", pa.table(columns))


def _load_campaign(connection: duckdb.DuckDBPyConnection, campaign: Campaign, follow_up_days: Sequence[int]) -> None:
    """The ladder of letters (``campaign_rule``, ``campaign_rung``), and cut-off and deadline of each year."""
    _create(connection, "campaign_rule", pa.Table.from_pylist([campaign.model_dump()], schema=_CAMPAIGN_RULE))
    ladders = {"reminder": follow_up_days, "correction": campaign.correction_days}
    rungs = [
        {"letter_kind": kind, "rung": number, "after_days": days}
        for kind, ladder in ladders.items()
        for number, days in enumerate(ladder, start=1)
    ]
    _create(connection, "campaign_rung", pa.Table.from_pylist(rungs, schema=_RUNG))
    years = [
        {"reporting_year": year, "cut_off": campaign.cut_off.get(year), "filing_deadline": filing_deadline(year)}
        for year in _YEARS
    ]
    _create(connection, "campaign_year", pa.Table.from_pylist(years, schema=_CAMPAIGN_YEAR))


@cache
def non_smelters() -> pa.Table:
    """The curated list beside this file: words or whole names of those that are no smelters, each with its source."""
    rows = list(csv.DictReader(files("include.warehouse").joinpath("non_smelters.csv").read_text("utf-8").splitlines()))
    return pa.Table.from_pylist(rows, schema=pa.schema([pa.field(name, pa.string()) for name in NON_SMELTER_COLUMNS]))


def load_rows(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """Create every landed table from rows in memory; tables that are not named are empty."""
    for table, schema in LANDED.items():
        _create(connection, table, pa.Table.from_pylist([dict(row) for row in tables.get(table, ())], schema=schema))


def _create(connection: duckdb.DuckDBPyConnection, name: str, content: pa.Table) -> None:
    connection.register("incoming", content)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")  # noqa: S608 - one of our own names
    connection.unregister("incoming")


def _create_from_parquet(
    connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, paths: Sequence[str]
) -> None:
    """A table of the rows whose batch owns their file: a file that two batches dealt with counts once."""
    if not paths:
        _create(connection, name, schema.empty_table())
        return
    connection.execute(
        f"""
        CREATE TABLE {name} AS
        SELECT found.* EXCLUDE (filename)
        FROM read_parquet($paths, filename = true) AS found
        SEMI JOIN landed_file
            ON landed_file.file_sha256 = found.file_sha256
            AND landed_file.batch = regexp_extract(found.filename, '([0-9a-f]+)\\.parquet$', 1)
        ORDER BY found.file_sha256, found.source_sheet, found.source_row
        """,  # noqa: S608 - the name is one of our own tables, the paths are bound
        {"paths": list(paths)},
    )
