"""The reader process, but some contents do to it what damaged and hostile files do to native code."""

import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from include.intake import read, reader_main
from include.intake.model import ReadFile

REAL_READ = read.read_file
ONCE = Path(sys.argv[1]) if len(sys.argv) > 1 else None


def shout(frame: bytes) -> None:
    """Send bytes past the reader, and never answer."""
    socket.socket(fileno=os.dup(0)).sendall(len(frame).to_bytes(8, "big") + frame)
    time.sleep(1000)


def kill_once() -> None:
    if ONCE and not ONCE.exists():
        ONCE.touch()
        os.kill(os.getpid(), signal.SIGKILL)


FATES: dict[bytes, Callable[[], object]] = {
    b"segmentation fault": lambda: ctypes.string_at(0),
    b"abort": os.abort,
    b"exit": lambda: os._exit(7),
    b"hang": lambda: time.sleep(1000),
    b"memory": lambda: bytearray(reader_main.MEMORY_BYTES),
    b"nonsense": lambda: shout(b"rows"),
    b"code": lambda: shout(b"cos\nsystem\n(S'false'\n"),
    b"killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"killed once": kill_once,
}


def read_file(content: bytes, file_sha256: str, name: str) -> ReadFile:
    if content == b"environment":
        return ReadFile("unreadable", " ".join(sorted(os.environ)))
    if content == b"another file":
        return REAL_READ(b"supplier_id,supplier_name\nV1,Alder\n", "b" * 64, name)
    FATES.get(content, lambda: None)()
    return REAL_READ(content, file_sha256, name)


if __name__ == "__main__":
    reader_main.SECONDS = 2
    read.read_file = read_file
    reader_main.main()
