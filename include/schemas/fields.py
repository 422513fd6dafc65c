"""The kinds of fields the data dictionary is made of; each carries its meaning as metadata."""

from __future__ import annotations

import pyarrow as pa


def field(name: str, kind: pa.DataType, doc: str) -> pa.Field:
    """One field of a table, with its meaning."""
    return pa.field(name, kind, metadata={"doc": doc})


def text(name: str, doc: str) -> pa.Field:
    """A field of text."""
    return field(name, pa.string(), doc)


def integer(name: str, doc: str) -> pa.Field:
    """A field of whole numbers."""
    return field(name, pa.int32(), doc)


def amount(name: str, doc: str) -> pa.Field:
    """A field of whole numbers that may be sums of money."""
    return field(name, pa.int64(), doc)


def day(name: str, doc: str) -> pa.Field:
    """A field of dates."""
    return field(name, pa.date32(), doc)


def flag(name: str, doc: str) -> pa.Field:
    """A field that is true or false."""
    return field(name, pa.bool_(), doc)


def share(name: str, doc: str) -> pa.Field:
    """A field of real numbers: a share, a score, an amount."""
    return field(name, pa.float64(), doc)


PROVENANCE = [
    text("file_sha256", "hash of the file the row came from: its identity everywhere"),
    text("source_sheet", "sheet of the workbook, or the empty string for a text file"),
    integer("source_row", "row in that sheet or file, counted from 1"),
]
YEAR = integer("reporting_year", "calendar year the campaign asks about")
METAL = text("metal", "Gold, Tantalum, Tin, Tungsten or the name of another mineral; as written when unknown")
CID = text("smelter_cid", "smelter identification number of the reference list, CID and six digits")
