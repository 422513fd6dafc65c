"""A delimited text file as cells: encoding and delimiter told from the bytes."""

from __future__ import annotations

import codecs
import csv
import io

from include.intake.model import Cells, UnreadableError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",;\t|"
_MAX_FIELD = 1_000_000
_MAX_COLUMNS = 2_000


def decode(content: bytes) -> tuple[str, str]:
    """Text of a file and the encoding it was read by: UTF-8, UTF-16 with a mark, else Windows-1252.

    Raises UnreadableError when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding), encoding
    if b"\0" in content:
        raise UnreadableError("a file that is neither a workbook nor text: ask the supplier for the Excel workbook")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp1252"), "cp1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "a file that is neither a workbook nor text in UTF-8, UTF-16 or Windows-1252: save it as CSV UTF-8"
        ) from error


def read_cells(text: str) -> Cells:
    """Rows of a delimited text; the delimiter is the one that cuts the first lines into the most fields.

    Row n of the result is record n of the file. Raises UnreadableError when its quotes cannot be followed.
    """
    delimiter = max(_DELIMITERS, key=lambda mark: _widest(text, mark))
    limit = csv.field_size_limit(_MAX_FIELD)
    try:
        rows: Cells = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise UnreadableError(f"a text table whose rows cannot be told apart ({error})") from error
    finally:
        csv.field_size_limit(limit)
    if max(map(len, rows), default=0) > _MAX_COLUMNS:
        raise UnreadableError(f"a text table with more than {_MAX_COLUMNS:,} columns")
    return rows


def _widest(text: str, delimiter: str) -> int:
    head = "\n".join(text[:20_000].splitlines()[:10])
    try:
        return max((len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)), default=0)
    except csv.Error:
        return 0
