"""Cells of an .xlsx sheet that come out empty although they are not: error values, and formulas nobody computed.

Told from the sheet's XML, after the checks of ``bounds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from include.intake.bounds import places
from include.intake.values import address

_CELL = rb"<(?:[\w.-]+:)?c(?=[\s>])"
_CELL_END = rb"\s*</(?:[\w.-]+:)?c>"
_FORMULA = rb"\s*<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</[^<>]*>)"
_VALUE = rb"\s*<(?:[\w.-]+:)?v(?:\s[^<>]*)?"
_ERROR = re.compile(
    _CELL + rb"""(?=[^<>]*\st\s*=\s*["']e["'])[^<>]*>""" + rb"(?:" + _FORMULA + rb")?" + _VALUE + rb">([^<]*)<"
)
_ERROR_TYPE = re.compile(rb'"e"')
_FORMULA_START = re.compile(rb"<f[\s/>]")
_ADDRESS = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"')
_NO_VALUE = re.compile(_CELL + rb"[^<>]*>" + _FORMULA + _CELL_END)
# What some programs write for a formula they did not compute; under the type "str" Excel means the empty text by it.
_EMPTY_VALUE = re.compile(
    _CELL + rb"""(?![^<>]*\st\s*=\s*["']str["'])[^<>]*>""" + _FORMULA + _VALUE + rb"(?:/>|>\s*</[^<>]*>)" + _CELL_END
)


def error_values(xml: bytes) -> dict[tuple[int, int], str]:
    """Row and column, from 1, of each cell with an error value, and the error as Excel shows it."""
    found = {match.start(): unescape(match[1].decode("utf-8", "replace")).strip() for match in _errors(xml)}
    return {place: found[start] for start, place in _placed(xml, found)}


def formulas_without_value(xml: bytes) -> set[tuple[int, int]]:
    """Row and column, from 1, of each cell that holds a formula and no value."""
    if b":f" in xml:
        found = {match.start() for form in (_NO_VALUE, _EMPTY_VALUE) for match in form.finditer(xml)}
    else:  # most cells have no formula: only those that have one are looked at
        cells = {xml.rfind(b"<c", 0, match.start()) for match in _FORMULA_START.finditer(xml)} - {-1}
        found = {start for start in cells if _NO_VALUE.match(xml, start) or _EMPTY_VALUE.match(xml, start)}
    return {place for _, place in _placed(xml, found)}


def _errors(xml: bytes) -> Iterable[re.Match[bytes]]:
    if b"'e'" in xml:
        return _ERROR.finditer(xml)
    cells = (xml.rfind(b"<", 0, match.start()) for match in _ERROR_TYPE.finditer(xml))
    return (match for start in cells if start >= 0 and (match := _ERROR.match(xml, start)))


def _placed(xml: bytes, starts: Iterable[int]) -> list[tuple[int, tuple[int, int]]]:
    wanted = sorted(starts)
    stated = [_ADDRESS.match(xml, start) for start in wanted]
    if all(stated):
        return [(start, address(match[1].decode())) for start, match in zip(wanted, stated, strict=True) if match]
    # A cell without an address follows the one before it.
    chosen = set(wanted)
    return [(start, (row, column)) for start, row, column in places(xml) if start in chosen]
