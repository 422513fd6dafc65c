"""Columns that rules may name though no landed table has them: cells, the question in words, the template's kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from include.schemas import LANDED

PLACE = ("file_sha256", "source_sheet", "source_row")
_OF_A_QUESTION = ("question", "question_reported", "metal", "source_cell")


@cache
def columns_of(table: str) -> frozenset[str]:
    """Every column a rule about this landed table may name."""
    landed = LANDED[table].names
    return frozenset(landed) | set(_made_from(landed)) | {"batch", "template_kind"}


def landed_columns(table: str, wanted: Collection[str]) -> list[str]:
    """The landed columns that give the place of a row and the wanted columns, in the schema's order."""
    names = LANDED[table].names
    needed = {*PLACE, *wanted}
    for made, origin in _made_from(names).items():
        if made in wanted:
            needed |= set(origin)
    return [name for name in names if name in needed]


def with_named_columns(landed: pa.Table, wanted: Collection[str], kinds: Mapping[str, str]) -> pa.Table:
    """The landed rows with the wanted columns that are made; ``kinds`` is template kind by file."""
    makers: dict[str, Callable[[pa.Table], pa.Array | pa.ChunkedArray]] = {
        "template_kind": lambda rows: _kind_of_file(rows, kinds),
        "asked": _asked,
        # The comment stands beside the answer.
        "comment_cell": lambda rows: pc.replace_substring(rows.column("source_cell"), "D", "G"),
    }
    for name in sorted(set(wanted) - set(landed.column_names)):
        made = makers[name](landed) if name in makers else _cell_of(landed, name.removesuffix("_cell"))
        landed = landed.append_column(name, made)
    return landed


def _made_from(names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Made column -> the landed columns it is made from."""
    found: dict[str, tuple[str, ...]] = {}
    if "source_cells" in names:
        found |= {f"{field}_cell": ("source_cells",) for field in names}
    if "question" in names:
        found |= {"asked": _OF_A_QUESTION, "comment_cell": ("source_cell",)}
    return found


def _kind_of_file(rows: pa.Table, kinds: Mapping[str, str]) -> pa.Array | pa.ChunkedArray:
    places = pc.index_in(rows.column("file_sha256"), pa.array(list(kinds), pa.string()))
    return pc.take(pa.array(list(kinds.values()), pa.string()), places)


def _cell_of(rows: pa.Table, field: str) -> pa.Array:
    cells = [json.loads(text or "{}").get(field) for text in rows.column("source_cells").to_pylist()]
    return pa.array(cells, pa.string())


def _asked(rows: pa.Table) -> pa.ChunkedArray:
    """A question in words; one without a number of CMRT 6.x as the template words it."""
    number, reported, metal = (_filled(rows.column(name)) for name in _OF_A_QUESTION[:3])
    by_number = pc.binary_join_element_wise("question", number, " ")
    by_words = pc.binary_join_element_wise('"', pc.coalesce(reported, "question"), '"', "")
    name = pc.coalesce(by_number, by_words)
    return pc.coalesce(pc.binary_join_element_wise(name, "for", metal, " "), name)


def _filled(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with null in place of empty text."""
    return pc.if_else(pc.equal(column, ""), None, column)
