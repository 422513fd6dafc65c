"""Addresses of the lake, batches with their manifests, and the lease that keeps two writers apart.

A batch exists only once its manifest is written: the manifest is the transaction, and readers go by manifests alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from include.events import canonical_json
from include.schemas import LANDED, PARSER_VERSION
from include.storage import Store

LEASE = "lease.json"
Rows = Mapping[str, Sequence[Mapping[str, Any]] | pa.Table]


class LeaseHeld(RuntimeError):
    """Another writer holds the lake; the message says who and until when."""


@dataclass(frozen=True)
class HandledFile:
    """A file a batch has dealt with: landed, or quarantined with the reason in plain words."""

    file_sha256: str
    kind: str
    size_bytes: int
    reason: str | None = None
    template_revision: str | None = None
    template_language: str | None = None
    blank: bool = False
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """The manifest of a batch: the files it dealt with, and the hash of each Parquet file it landed."""

    batch: str
    parser: int
    files: tuple[HandledFile, ...]
    tables: dict[str, str]


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256: a file's identity everywhere."""
    return hashlib.sha256(content).hexdigest()


def archive_path(file_sha256: str, suffix: str) -> str:
    """Address of an original; the suffix comes from recognition, never from the supplier's file name."""
    return f"archive/{file_sha256[:2]}/{file_sha256}{suffix}"


def landed_path(table: str, batch: str, parser: int = PARSER_VERSION) -> str:
    """Address of the Parquet file of one table and batch."""
    return f"landed/{table}/parser={parser}/{batch}.parquet"


def parquet_bytes(rows: Sequence[Mapping[str, Any]] | pa.Table, schema: pa.Schema) -> bytes:
    """Rows as Parquet of exactly this schema; equal rows give equal bytes."""
    table = rows.select(schema.names).cast(schema) if isinstance(rows, pa.Table) else arrow_table(rows, schema)
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def read_parquet(content: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    """A Parquet file, or some columns of it, as an Arrow table.

    In this thread alone, and not by way of pyarrow's datasets: a process that ends right after pyarrow started its
    pools may be aborted (pyarrow 26, "terminate called without an active exception"), and seem to have failed.
    """
    return pq.ParquetFile(pa.BufferReader(content)).read(columns, use_threads=False)


def arrow_table(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Rows as an Arrow table of exactly this schema; raises ValueError or TypeError when a row does not fit."""
    names = set(schema.names)
    for row in rows:
        if other := names ^ row.keys():  # pyarrow would drop or null such a column without a word
            raise ValueError(f"row and schema differ in {sorted(other)}")
    return pa.Table.from_pylist(list(rows), schema=schema)


def write_batch(store: Store, files: Sequence[HandledFile], rows: Rows) -> Batch:
    """Land one batch: its Parquet files first, the manifest last. Repeating it gives the same bytes and no error.

    ``rows`` maps landed table names to rows of LANDED. Raises ValueError when a row does not fit its schema.
    """
    ordered = tuple(sorted(files, key=lambda item: item.file_sha256))
    # A file that was set aside and is read at last makes another batch than before, which the checks have not seen.
    identity = canonical_json([PARSER_VERSION, [[item.file_sha256, item.reason is None] for item in ordered]])
    name = sha256(identity)[:16]
    tables = {}
    for table in sorted(rows):
        if rows[table]:
            content = parquet_bytes(rows[table], LANDED[table])
            store.replace(landed_path(table, name), content)  # an orphan of a killed run may lie there
            tables[table] = sha256(content)
    batch = Batch(name, PARSER_VERSION, ordered, tables)
    for item in ordered:
        if item.reason:
            _explain_quarantine(store, item)
    store.replace(f"batches/{name}.json", canonical_json(asdict(batch)))
    return batch


def _explain_quarantine(store: Store, item: HandledFile) -> None:
    text = json.dumps(asdict(item) | {"parser": PARSER_VERSION}, indent=2, sort_keys=True, ensure_ascii=False)
    store.replace(f"quarantine/{item.file_sha256}/reason.json", text.encode())


def batches(store: Store, parser: int = PARSER_VERSION) -> list[Batch]:
    """Every batch landed by this parser, ordered by name."""
    found = []
    for name in store.names("batches"):
        content = json.loads(store.read(f"batches/{name}"))
        if content["parser"] == parser:
            files = tuple(HandledFile(**item) for item in content["files"])
            found.append(Batch(content["batch"], content["parser"], files, content["tables"]))
    return found


def handled_files(found: Sequence[Batch]) -> dict[str, tuple[str, HandledFile]]:
    """File hash -> (batch, file): each file belongs to the first batch that read it, else to the first that had it.

    Some files are set aside for what they came inside of; dropped by themselves, the same bytes are used.
    """
    owners: dict[str, tuple[str, HandledFile]] = {}
    for batch in found:
        for item in batch.files:
            owner = owners.setdefault(item.file_sha256, (batch.batch, item))
            if owner[1].reason and not item.reason:
                owners[item.file_sha256] = (batch.batch, item)
    return owners


def acquire_lease(store: Store, holder: str, seconds: int, now: float | None = None) -> None:
    """Take or renew the lease of the lake; raises LeaseHeld while another holder's lease lasts."""
    moment = time.time() if now is None else now
    content = canonical_json({"holder": holder, "expires": moment + seconds})
    if not store.exists(LEASE):
        try:
            store.write_once(LEASE, content)
        except RuntimeError:
            pass  # another writer was first: fall through and see who
    held = json.loads(store.read(LEASE))
    if held["holder"] != holder and held["expires"] > moment:
        until = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(held["expires"]))
        raise LeaseHeld(f"the lake is being written by {held['holder']} (until {until} at the latest); try again later")
    store.replace(LEASE, content)
    if json.loads(store.read(LEASE))["holder"] != holder:
        raise LeaseHeld("another writer took the lake at the same moment; try again later")


def release_lease(store: Store, holder: str) -> None:
    """Give the lease back; someone else's lease is left alone."""
    if store.exists(LEASE) and json.loads(store.read(LEASE))["holder"] == holder:
        store.remove(LEASE)


@contextlib.contextmanager
def holding(store: Store, holder: str, seconds: int) -> Iterator[None]:
    """Hold the lake for one short write and give it back; raises LeaseHeld while another writer holds it."""
    acquire_lease(store, holder, seconds)
    try:
        yield
    finally:
        release_lease(store, holder)
