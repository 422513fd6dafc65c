"""The streams of an OLE compound file ([MS-CFB]).

The libraries that read such files follow a chain of sectors for as long as a directory says, also round in a circle.
Here no chain is longer than the file, and what is handed to them is a compound file of our own: see ``ole_writer``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from include.intake.model import UnreadableError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALLEST_STREAM = 4096
_LAST_SECTOR = 0xFFFFFFFA
_MINI_SECTOR, _ENTRY = 64, 128
_STREAM = 2


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class OleFile:
    """The streams and storages at the root of a compound file. Raises UnreadableError when it is damaged."""

    def __init__(self, content: bytes) -> None:
        """Read the sector tables and the directory; streams are read by ``stream``."""
        if len(content) < 512 or not content.startswith(SIGNATURE):
            raise _damaged("its header is cut off")
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise _damaged(f"sectors of 2^{shift} bytes")
        self._content, self._sector = content, 1 << shift
        self._fat = self._sector_table()
        entries = self._directory(self._sectors(struct.unpack_from("<I", content, 48)[0]))
        self._root = entries[0]
        self._entries = _children_of_root(entries)
        self._mini: tuple[Sequence[int], bytes] | None = None

    def __contains__(self, name: str) -> bool:
        """Whether the root holds a stream or storage of that name, whatever its capitals."""
        return name.lower() in self._entries

    def stream(self, name: str) -> bytes:
        """Content of a stream at the root; raises UnreadableError when it is absent or cut off."""
        entry = self._entries.get(name.lower())
        if entry is None or entry.kind != _STREAM:
            raise _damaged(f"its part {name} is missing")
        if entry.size >= SMALLEST_STREAM:
            return self._sized(entry)
        if self._mini is None:
            table = self._sectors(struct.unpack_from("<I", self._content, 60)[0])
            self._mini = _numbers(table), self._sized(self._root)
        numbers, content = self._mini
        chain = _chain(numbers, entry.start, -(-entry.size // _MINI_SECTOR))
        found = b"".join(content[place * _MINI_SECTOR : (place + 1) * _MINI_SECTOR] for place in chain)
        return _whole(found, entry)

    def _sized(self, entry: _Entry) -> bytes:
        if entry.size > len(self._content):
            raise _damaged(f"its part {entry.name[:40]!r} claims more bytes than the file has")
        return _whole(self._sectors(entry.start, -(-entry.size // self._sector)), entry)

    def _sectors(self, start: int, most: int | None = None) -> bytes:
        return b"".join(map(self._at, _chain(self._fat, start, most)))

    def _at(self, sector: int) -> bytes:
        return self._content[(sector + 1) * self._sector : (sector + 2) * self._sector]

    def _sector_table(self) -> Sequence[int]:
        """The FAT, as far as it tells of sectors the file has. The header and a chain list its own sectors."""
        in_file = -(-len(self._content) // self._sector)
        wanted = -(-in_file * 4 // self._sector)
        listed = list(struct.unpack_from("<109I", self._content, 76))
        following = struct.unpack_from("<I", self._content, 68)[0]
        for _ in range(wanted):
            further = _numbers(self._at(following)) if following < in_file else ()
            if len(further) * 4 < self._sector:
                break
            listed.extend(further[:-1])
            following = further[-1]
        own = [sector for sector in listed if sector <= _LAST_SECTOR][:wanted]
        return _numbers(b"".join(map(self._at, own)))[:in_file]

    def _directory(self, content: bytes) -> list[_Entry]:
        if len(content) < _ENTRY:
            raise _damaged("it has no directory")
        size = 0xFFFFFFFF if self._sector == 512 else 0xFFFFFFFFFFFFFFFF
        return [_entry(content[at : at + _ENTRY], size) for at in range(0, len(content) - _ENTRY + 1, _ENTRY)]


def _entry(packed: bytes, size_mask: int) -> _Entry:
    words, length, kind, _, left, right, child, start, size = struct.unpack("<64sHBBIII36xIQ", packed)
    name = words[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Entry(name, kind, left, right, child, start, size & size_mask)


def _children_of_root(entries: list[_Entry]) -> dict[str, _Entry]:
    """The entries at the root by name in small letters; what is embedded below them says nothing of this file."""
    found: dict[str, _Entry] = {}
    waiting, seen = [entries[0].child], set()
    while waiting:
        number = waiting.pop()
        if number > _LAST_SECTOR or number in seen:
            continue
        if number >= len(entries):
            raise _damaged("its directory is cut off")
        seen.add(number)
        entry = entries[number]
        if entry.name.lower() in found:
            raise _damaged("two of its parts have one name")
        found[entry.name.lower()] = entry
        waiting += [entry.left, entry.right]
    return found


def _chain(table: Sequence[int], start: int, most: int | None) -> list[int]:
    found: list[int] = []
    while start <= _LAST_SECTOR and (most is None or len(found) < most):
        if start >= len(table) or len(found) > len(table):
            raise _damaged("a chain of its sectors leads nowhere or in a circle")
        found.append(start)
        start = table[start]
    return found


def _numbers(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _whole(content: bytes, entry: _Entry) -> bytes:
    if len(content) < entry.size:
        raise _damaged(f"its part {entry.name[:40]!r} is cut off")
    return content[: entry.size]


def _damaged(what: str) -> UnreadableError:
    return UnreadableError(f"a damaged Excel file, perhaps cut off on its way ({what}): ask for it again")
