"""All cases: those of every module beside this one that has ``CASES``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import tests.rules
from tests.rules.case import Case


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case, in order of module and place. Raises ValueError when two have one name: it is their folder."""
    names = (item.name for item in pkgutil.iter_modules(tests.rules.__path__) if not item.name.startswith("test_"))
    modules = (importlib.import_module(f"tests.rules.{name}") for name in names)
    cases = tuple(case for module in modules for case in getattr(module, "CASES", ()))
    folders = [case.name for case in cases]
    if twice := sorted({name for name in folders if folders.count(name) > 1}):
        raise ValueError(f"faults of one name: {', '.join(twice)}")
    return cases
