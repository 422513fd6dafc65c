"""Leave out the shared texts that no wanted cell names: 15,000 of 16,000 in a real file translate other sheets.

The cells get the new numbers of their texts. In any form of XML that Excel does not write, all stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

_SHARED_CELL = re.compile(rb'(t="s"[^<>]*><v>)([0-9]{1,9})(?=</v>)')
_PREFIXED_TEXT = re.compile(rb":si[\s/>]")
_ANY_START = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
_END = b"</si>"
_PARTS = 3  # a sheet cut at its numbers: what stands before a cell, its beginning, its number

_Places = NDArray[numpy.intp]


class OwnTexts(NamedTuple):
    """The part of shared texts, the sheets that name them, and the length of each text: never less than it has."""

    content: bytes
    sheets: list[bytes]
    lengths: list[int]


def with_own_texts(shared: bytes, sheets: Sequence[bytes]) -> OwnTexts:
    """The texts that a cell of these sheets names, and the sheets with the numbers these have among themselves."""
    cut, (begins, ends) = [_cut(xml) for xml in sheets], _places(shared)
    order = sorted({int(number) for parts in cut for number in parts[_PARTS - 1 :: _PARTS]})
    if not all(cut) or not order or order[-1] >= len(begins):
        return OwnTexts(shared, list(sheets), [len(text) for text in _ANY_START.split(shared)[1:]])
    number = {old: b"%d" % new for new, old in enumerate(order)}
    texts = [shared[begin:end] for begin, end in zip(begins[order].tolist(), ends[order].tolist(), strict=True)]
    content = b"".join([shared[: begins[0]], *texts, shared[ends[-1] :]])
    return OwnTexts(content, [_joined(parts, number) for parts in cut], list(map(len, texts)))


def _cut(xml: bytes) -> list[bytes]:
    """The sheet cut at the numbers of its texts; nothing when one may be written in another way."""
    parts = _SHARED_CELL.split(xml)
    return parts if len(parts) // _PARTS == xml.count(b'"s"') and b"'s'" not in xml else []


def _joined(parts: list[bytes], number: dict[int, bytes]) -> bytes:
    renumbered = parts.copy()
    renumbered[_PARTS - 1 :: _PARTS] = [number[int(old)] for old in parts[_PARTS - 1 :: _PARTS]]
    return b"".join(renumbered)


def _places(shared: bytes) -> tuple[_Places, _Places]:
    """Where each text begins and ends; nothing when the part is not in the form Excel writes."""
    letters = numpy.frombuffer(shared, numpy.uint8)
    starts = numpy.flatnonzero(letters[: -len(_END)] == ord("<"))
    first, second = letters[1:][starts], letters[2:][starts]
    begins = starts[(first == ord("s")) & (second == ord("i"))]
    closing = starts[(first == ord("/")) & (second == ord("s"))]
    ends = closing[letters[3:][closing] == ord("i")] + len(_END)
    bare = (letters[3:][begins] == ord(">")).all() and not (first == ord("!")).any()
    if len(begins) != len(ends) or not bare or (begins[1:] != ends[:-1]).any() or _PREFIXED_TEXT.search(shared):
        return begins[:0], ends[:0]
    return begins, ends
