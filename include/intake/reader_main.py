"""The reader process: reads one file after the other for ``reader_process``, within limits of memory and time.

    python -m include.intake.reader_main

The channel is a socket on standard input: name and content of a file come in, what it was read as goes out.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket

MEMORY_BYTES = 3 << 30
"""Address space. The largest workbook within the bounds needs about 2 GB: 300 MB of parts, a container of as much, and
8 million cells in calamine's and in Python's form; pyarrow and numpy reserve 0.3 GB. Two readers fit a 8 GB machine."""

SECONDS = 120
"""Time for one file. A real one takes a twentieth of a second, the largest within the bounds half a minute."""


def main() -> None:
    """Set the limits, say that the reader is ready, and read files until the other side is gone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would be a copy of a supplier's file in an odd place
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who waits for the answer
    channel = socket.socket(fileno=os.dup(0))
    try:
        _serve(channel)
    except (EOFError, ConnectionError):
        return


def _serve(channel: socket.socket) -> None:
    from include.intake.wire import receive, send

    send(channel, b"ready")
    while True:
        file_sha256, name = json.loads(receive(channel))
        for frame in _answer(receive(channel), file_sha256, name):
            send(channel, frame)


def _answer(content: bytes, file_sha256: str, name: str) -> list[bytes]:
    from include.intake.read import ReadFile, read_file
    from include.intake.wire import framed

    signal.alarm(SECONDS)  # ends the process also inside native code, and also when nobody waits for it any more
    try:
        return framed(read_file(content, file_sha256, name), file_sha256)
    except MemoryError:
        reason = f"reading it needs more than {MEMORY_BYTES >> 30} GB of memory, which no filled template does"
    except (TypeError, ValueError) as error:
        reason = f"the reader failed on this file, which is a fault of the reader: {error}"
    finally:
        signal.alarm(0)
    return framed(ReadFile("unreadable", reason), file_sha256)


if __name__ == "__main__":
    main()
