"""Read damaged files until one is not answered with rows or a reason: ``python -m tests.fuzz.run``.

FUZZ_ROUNDS and FUZZ_SEED say how many and which. They are read in a process of limited memory, so that a reader which
asks for too much, runs for too long or crashes natively is found like one which raises. The bytes of the case at fault
are kept in build/fuzz, and the exit code is 1.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import subprocess
import sys
from pathlib import Path

from include.intake.model import ReadFile
from include.intake.read import read_file
from tests.fuzz.mutations import case, originals

_MEMORY_BYTES = 3 << 30
_SECONDS_A_CASE = 20
_KEPT = Path("build/fuzz")


def main(rounds: int, seed: int) -> int:
    """Read the cases in a limited process; where one ends it, keep the case and go on after it."""
    at, faults = 0, 0
    while at < rounds:
        command = [sys.executable, "-m", "tests.fuzz.run", "--cases", str(seed), str(at), str(rounds)]
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        lines = ended.stdout.split()
        if ended.returncode == 0 and lines and lines[-1] == "end":
            break
        last = int(lines[-1]) if lines else at
        faults += 1
        _keep(seed, last, ended.returncode)
        at = last + 1
    _say(f"{rounds:,} damaged files read with seed {seed}: {faults} at fault\n")
    return 1 if faults else 0


def _keep(seed: int, number: int, code: int) -> None:
    _KEPT.mkdir(parents=True, exist_ok=True)
    name, content = case(seed, number)
    path = _KEPT / f"{seed}-{number}-{name}"
    path.write_bytes(content)
    sys.stderr.write(f"case {number} of seed {seed} ended the reader (code {code}); its bytes: {path}\n")


def _say(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()


def _read_cases(seed: int, start: int, end: int) -> None:
    originals()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    for number in range(start, end):
        _say(f"{number}\n")
        name, content = case(seed, number)
        faulthandler.dump_traceback_later(_SECONDS_A_CASE, exit=True)
        _check(read_file(content, "a" * 64, name), name)
        faulthandler.cancel_dump_traceback_later()
    _say("end\n")


def _check(read: ReadFile, name: str) -> None:
    if read.reason is not None:
        assert read.reason, name
        assert "fault of the reader" not in read.reason, read.reason
        assert not read.tables, name
        assert not read.members, name
        return
    assert read.tables or read.members, name
    for member in read.members:
        _check(read_file(member.content, "b" * 64, member.name), f"{name}/{member.name}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--cases"]:
        _read_cases(*map(int, sys.argv[2:5]))
    else:
        sys.exit(main(int(os.environ.get("FUZZ_ROUNDS", "20000")), int(os.environ.get("FUZZ_SEED", "1"))))
