"""Tests of the readers share the invented company of the unit tests of the filing package."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "filing"))
