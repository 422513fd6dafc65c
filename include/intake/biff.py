"""The records of an .xls workbook stream ([MS-XLS] 2.1.4), and what stands in them before the sheets."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from include.intake.model import UnreadableError
from include.intake.shared_texts import damaged, text_lengths

BOF, EOF, BOUNDSHEET = 0x0809, 0x000A, 0x0085
_CONTINUE, _FILEPASS = 0x003C, 0x002F
_SST, _DATE1904, _FORMAT, _XF = 0x00FC, 0x0022, 0x041E, 0x00E0
_BIFF8 = 0x0600


@dataclass
class Globals:
    """What cells need from before the sheets: records to copy, lengths of the shared texts, places of the sheets."""

    kept: list[bytes] = field(default_factory=list)
    text_lengths: list[int] = field(default_factory=list)
    sheets: list[tuple[str, bool, int]] = field(default_factory=list)


def record(kind: int, content: bytes) -> bytes:
    """A record as it stands in a stream."""
    return struct.pack("<HH", kind, len(content)) + content


def records(stream: bytes, start: int, end: int) -> Iterator[tuple[int, list[bytes]]]:
    """Kind of each record from ``start`` on, and its content with that of the records which continue it.

    Raises UnreadableError when a record reaches beyond ``end`` or no record ends the sequence before it.
    """
    header = struct.Struct("<HH").unpack_from
    last, parts = 0, list[bytes]()
    end = min(end, len(stream))
    while start + 4 <= end:
        kind, length = header(stream, start)
        content = stream[start + 4 : start + 4 + length]
        start += 4 + length
        if start > end:
            raise damaged("a record is cut off")
        if kind == _CONTINUE:
            parts.append(content)
            continue
        if last:
            yield last, parts
        last, parts = kind, [content]
    if last:
        yield last, parts
    raise damaged("its end is missing")


def is_protected(stream: bytes) -> bool:
    """Whether a FILEPASS record stands among the records before the sheets ([MS-XLS] 2.4.117)."""
    for kind, parts in records(stream, 0, len(stream)):
        if kind == _FILEPASS:
            return any(parts[0])
        if kind in (BOUNDSHEET, EOF):
            break
    return False


def read_globals(stream: bytes) -> Globals:
    """What stands before the sheets. Raises UnreadableError for a format older than Excel 97, and when damaged."""
    version = struct.unpack_from("<H", stream, 4)[0] if len(stream) > 8 else 0
    if struct.unpack_from("<H", stream.ljust(2, b"\0"))[0] != BOF or version != _BIFF8:
        raise UnreadableError("an Excel workbook older than Excel 97 (.xls): ask for it saved as .xlsx")
    found = Globals()
    for kind, parts in records(stream, 0, len(stream)):
        if kind == EOF:
            break
        if kind == BOUNDSHEET:
            found.sheets.extend(_sheet(parts[0]))
        elif kind == _SST:
            found.text_lengths = text_lengths(parts)
            found.kept += [record(_SST, parts[0]), *(record(_CONTINUE, part) for part in parts[1:])]
        elif kind in (BOF, _DATE1904, _FORMAT, _XF):
            found.kept.append(record(kind, parts[0]))
    return found


def _sheet(content: bytes) -> list[tuple[str, bool, int]]:
    """Name, visibility and place of a sheet; nothing for charts, macro sheets and modules ([MS-XLS] 2.4.28)."""
    if len(content) < 8:
        raise damaged("a sheet's entry is cut off")
    place, state, kind, length, wide = struct.unpack_from("<IBBBB", content)
    name = content[8 : 8 + 2 * length].decode("utf-16-le", "replace") if wide & 1 else content[8:].decode("latin-1")
    return [(name[:length].replace("\0", ""), state & 3 == 0, place)] if kind == 0 else []
