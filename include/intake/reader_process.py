"""Read files in a process of their own, so that one that crashes, hangs or fills the memory costs itself alone.

The process is a plain subprocess (multiprocessing does not work inside Airflow's tasks), reads one file after the other
and is replaced when it ends. It gets no environment but what Python needs: no secret is in reach of a hostile file.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import TracebackType

from include.intake.model import ReadFile
from include.intake.reader_main import MEMORY_BYTES, SECONDS
from include.intake.wire import receive, receive_read, send

COMMAND = (sys.executable, "-P", "-m", "include.intake.reader_main")
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR")
_START_SECONDS = 60
_MARGIN_SECONDS = 10  # the reader ends itself at SECONDS, which tells best why
_FROM_OUTSIDE = {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP}
_ASK = "open it in Excel, save it as a new workbook and send that"

_Question = tuple[str, str, bytes]


class Reader:
    """A reader process; use it as a context manager. It starts with the first file."""

    def __init__(self, command: Sequence[str] = COMMAND, seconds: float = SECONDS + _MARGIN_SECONDS) -> None:
        """Keep the command of the process, and how long one answer may take."""
        self._command, self._seconds = list(command), seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._asked: _Question | None = None

    def __enter__(self) -> Reader:
        """Nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, whatever it is doing."""
        self._end()

    def read(self, file_sha256: str, name: str, content: bytes) -> ReadFile:
        """Read one file; see ``answer``."""
        self.ask(file_sha256, name, content)
        return self.answer()

    def ask(self, file_sha256: str, name: str, content: bytes) -> None:
        """Hand a file over; other work can be done until ``answer`` is called.

        A file whose answer was never called for is given up. Raises RuntimeError when the process does not start at
        all, which is no fault of the file.
        """
        if self._asked:
            self._end()
        channel = self._channel or self._start()
        self._asked = (file_sha256, name, content)
        with contextlib.suppress(OSError):  # it is gone: ``answer`` finds out why
            channel.settimeout(self._seconds)
            send(channel, json.dumps([file_sha256, name]).encode())
            send(channel, content)

    def answer(self) -> ReadFile:
        """What the file handed over was read as; a file that ends or holds up the process is unreadable, with a reason.

        One during which the process was killed from outside is read a second time, for it may not be its fault.
        """
        found = self._answer()
        if isinstance(found, int) and found in _FROM_OUTSIDE and self._asked:
            question, self._asked = self._asked, None
            self.ask(*question)
            found = self._answer()
        self._asked = None
        return found if isinstance(found, ReadFile) else ReadFile("unreadable", _reason(found))

    def _answer(self) -> ReadFile | int:
        """The answer, or the number of the signal that ended the process; see ``_end``."""
        if self._channel is None or self._asked is None:
            raise RuntimeError("no file was handed over")
        try:
            return receive_read(self._channel, self._asked[0], time.monotonic() + self._seconds)
        except TimeoutError:
            self._end()
            return signal.SIGALRM
        except (EOFError, OSError, ValueError, RecursionError):
            return self._end()

    def _start(self) -> socket.socket:
        here, there = socket.socketpair()
        with there:
            environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by this Python
                self._command, stdin=there.fileno(), stdout=subprocess.DEVNULL, env=environment
            )
        self._channel = here
        try:
            receive(here, time.monotonic() + _START_SECONDS)
        except (EOFError, OSError, ValueError) as error:
            raise RuntimeError(f"the reader process did not start (exit code {-self._end()})") from error
        return here

    def _end(self) -> int:
        """End the process; the number of the signal that had ended it, negative for an exit code, 0 when none had."""
        if self._process is None or self._channel is None:
            return 0
        self._channel.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)  # it may be on its way out: its own end says more than ours
        ended = self._process.poll()
        if ended is None:
            self._process.kill()
            self._process.wait()
        self._process = self._channel = None
        return -(ended or 0)


def _reason(ended: int) -> str:
    if ended == signal.SIGALRM:
        return f"reading it takes longer than {SECONDS} seconds: {_ASK}"
    if ended == signal.SIGABRT:
        return (
            f"reading it stopped the reader (signal 6, SIGABRT), as a file does that asks for more than "
            f"{MEMORY_BYTES >> 30} GB of memory: {_ASK}"
        )
    if ended > 0:
        twice = "twice " if ended in _FROM_OUTSIDE else ""
        return f"reading it stopped the reader {twice}(signal {ended}, {signal.Signals(ended).name}): {_ASK}"
    return f"reading it stopped the reader (exit code {-ended}): {_ASK}"
