"""The texts that the cells of an .xls workbook share: how many there are and how long."""

from __future__ import annotations

import struct

from include.intake.model import UnreadableError


def damaged(what: str) -> UnreadableError:
    """The reason for a workbook whose bytes cannot be what Excel wrote."""
    return UnreadableError(f"a damaged .xls workbook ({what}): ask for it again")


def text_lengths(parts: list[bytes]) -> list[int]:
    """Number of characters of each shared text, walked to its end ([MS-XLS] 2.4.265, 2.5.293).

    Raises UnreadableError when fewer stand there than claimed: the reader makes room for those claimed.
    """
    if len(parts[0]) < 8:
        raise damaged("its shared texts are cut off")
    claimed = struct.unpack_from("<I", parts[0], 4)[0]
    walk = _Walk([parts[0][8:], *parts[1:]])
    return [walk.next_text() for _ in range(claimed)]


class _Walk:
    """A place in the shared texts, which run on through CONTINUE records."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts, self._part, self._at = parts, 0, 0

    def next_text(self) -> int:
        if self._at >= len(self._parts[self._part]):
            self._next_part()
        length, flags = struct.unpack("<HB", self._take(3))
        after = 4 * struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        after += struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        self._skip_characters(length, 1 + (flags & 1))
        self._skip(after)
        return int(length)

    def _next_part(self) -> None:
        self._part, self._at = self._part + 1, 0
        if self._part >= len(self._parts):
            raise damaged("its shared texts are cut off")

    def _take(self, size: int) -> bytes:
        taken = self._parts[self._part][self._at : self._at + size]
        if len(taken) < size:
            raise damaged("its shared texts are cut off")
        self._at += size
        return taken

    def _skip(self, size: int) -> None:
        while size > len(self._parts[self._part]) - self._at:
            size -= len(self._parts[self._part]) - self._at
            self._next_part()
        self._at += size

    def _skip_characters(self, count: int, width: int) -> None:
        """Each record that continues the characters says anew how wide they are."""
        while count > (here := (len(self._parts[self._part]) - self._at) // width):
            count -= here
            self._next_part()
            width = 1 + (self._take(1)[0] & 1)
        self._at += count * width
