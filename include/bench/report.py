"""A table of measurements, as text for people; and what the machine is on which they were taken."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Table:
    """A titled table: each row a dict with the same keys, notes on what is counted."""

    name: str
    title: str
    rows: list[dict[str, Any]]
    notes: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The table in columns, as a terminal shows it."""
        lines = [[*self.rows[0]], *([_shown(value) for value in row.values()] for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        body = ["  ".join(_padded(*pair) for pair in zip(line, widths, strict=True)).rstrip() for line in lines]
        return "\n".join([self.title, *(f"  {line}" for line in body), *(f"  {note}" for note in self.notes)])


def machine() -> dict[str, str]:
    """Processor, cores, memory, system and Python of this machine."""
    described = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in described if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{psutil.virtual_memory().total / (1 << 30):.0f} GB",
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _shown(value: Any) -> str:
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _padded(text: str, width: int) -> str:
    return text.rjust(width) if text[:1].isdigit() else text.ljust(width)
