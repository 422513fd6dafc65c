"""What goes between the intake and its reader process: frames of bytes, a ReadFile as JSON and raw members.

JSON and nothing richer: whatever a hostile file made of the reader, its answer is data and never code.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import fields
from datetime import date
from typing import Any

import pyarrow as pa

from include.intake.model import Member, ReadFile, Row
from include.schemas import LANDED

MAX_FILE_BYTES = 300 << 20
"""More than the largest file taken in, and as much as the members of an archive together may hold."""

MAX_ROWS_BYTES = 128 << 20
"""200,000 rows of any table, as JSON, fit in half of it."""

_LENGTH = struct.Struct(">Q")
_DATES = {table: [field.name for field in schema if pa.types.is_date(field.type)] for table, schema in LANDED.items()}


def send(channel: socket.socket, frame: bytes) -> None:
    """Send one frame; raises OSError when nobody is there to take it."""
    channel.sendall(_LENGTH.pack(len(frame)))
    channel.sendall(frame)


def receive(channel: socket.socket, until: float | None = None, most: int = MAX_FILE_BYTES) -> bytes:
    """The next frame, of at most so many bytes. ``until`` is a moment of time.monotonic().

    Raises TimeoutError after that moment, EOFError when the other side is gone, ValueError for a frame too large.
    """
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size, until))
    if length > most:
        raise ValueError(f"a frame of {length:,} bytes")
    return _exactly(channel, length, until)


def _exactly(channel: socket.socket, length: int, until: float | None) -> bytes:
    content = bytearray(length)
    rest = memoryview(content)
    while rest:
        channel.settimeout(None if until is None else max(until - time.monotonic(), 0.001))
        count = channel.recv_into(rest)
        if count == 0:
            raise EOFError
        rest = rest[count:]
    return bytes(content)


def framed(read: ReadFile, file_sha256: str) -> list[bytes]:
    """What a file was read as, in frames to be sent. Raises ValueError when its rows make one too large."""
    said = {"file_sha256": file_sha256} | {field.name: getattr(read, field.name) for field in fields(read)}
    said["members"] = [member.name for member in read.members]
    rows = json.dumps(said, default=date.isoformat, separators=(",", ":")).encode()
    if len(rows) > MAX_ROWS_BYTES:
        raise ValueError(f"its rows make more than {MAX_ROWS_BYTES >> 20} MB")
    return [rows, *(member.content for member in read.members)]


def receive_read(channel: socket.socket, file_sha256: str, until: float) -> ReadFile:
    """What this file was read as.

    Raises as ``receive`` does, and ValueError for what no reader says, or for rows of another file.
    """
    said = json.loads(receive(channel, until, MAX_ROWS_BYTES))
    try:
        rows = (row for found in said["tables"].values() for row in found)
        if said.pop("file_sha256") != file_sha256 or any(row["file_sha256"] != file_sha256 for row in rows):
            raise ValueError("an answer about another file")
        said["tables"] = {table: [_dated(row, _DATES[table]) for row in rows] for table, rows in said["tables"].items()}
        said["members"] = [Member(str(name), receive(channel, until)) for name in said["members"]]
        return ReadFile(**said)
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not an answer: {error!r}") from error


def _dated(row: Row, columns: list[str]) -> Row:
    given: dict[str, Any] = {name: date.fromisoformat(row[name]) for name in columns if row[name] is not None}
    return row | given
