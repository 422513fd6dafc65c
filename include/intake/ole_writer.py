"""An OLE compound file ([MS-CFB]) made of streams, for the libraries that read nothing else."""

from __future__ import annotations

import struct

from include.intake.ole import SIGNATURE

_SECTOR = 4096  # with sectors of this size the header alone addresses 450 MB
_FAT, _END, _NONE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_STREAM, _ROOT = 2, 5
_IN_HEADER = 109


def container_of(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams at its root, each of at least ``ole.SMALLEST_STREAM`` bytes."""
    entries = [_entry("Root Entry", _ROOT, 0, 0, child=1)]  # calamine takes one that starts nowhere for an empty file
    chains: list[int] = []
    for number, (name, content) in enumerate(streams.items(), start=1):
        right = number + 1 if number < len(streams) else _NONE
        entries.append(_entry(name, _STREAM, len(chains), len(content), right=right))
        chains += [*range(len(chains) + 1, len(chains) + _sectors(content)), _END]
    directory = len(chains)
    chains.append(_END)
    tables = -(-len(chains) // (_SECTOR // 4 - 1))
    chains += [_FAT] * tables
    chains += [_NONE] * (tables * _SECTOR // 4 - len(chains))
    parts = [_header(directory, tables), *streams.values(), b"".join(entries), struct.pack(f"<{len(chains)}I", *chains)]
    return b"".join(part.ljust(_sectors(part) * _SECTOR, b"\0") for part in parts)


def _sectors(content: bytes) -> int:
    return -(-len(content) // _SECTOR)


def _header(directory: int, tables: int) -> bytes:
    listed = [*range(directory + 1, directory + 1 + tables), *[_NONE] * (_IN_HEADER - tables)]
    fixed = struct.pack("<8s16x5H6x", SIGNATURE, 0x3E, 4, 0xFFFE, 12, 6)
    return fixed + struct.pack("<9I", 1, tables, directory, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", *listed)


def _entry(name: str, kind: int, start: int, size: int, right: int = _NONE, child: int = _NONE) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", words, len(words) + 2, kind, 1, _NONE, right, child, start, size)
