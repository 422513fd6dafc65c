"""What the tests of access ask about every route of an application, also about those that are still to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SAFE = {"GET", "HEAD"}
EXAMPLES = {"sha256": "0" * 64, "name": "style.css", "year": "2025", "package": "draft", "metal": "Tin"}
"""Values for the parts of a path; any other part is ``x``."""


def unguarded(app: Any) -> list[str]:
    """Routes that answer nobody, or change something for somebody who may only read: there must be none."""
    from fastapi.routing import APIRoute

    from include.review.access import reader
    from include.review.visit import deciding

    found = []
    for route in app.routes:
        if not isinstance(route, APIRoute):
            found.append(f"{route.path}: no dependency can stand before it")
            continue
        asked = set(_calls(route.dependant))
        if reader not in asked:
            found.append(f"{route.path}: no reader is asked for")
        if not route.methods <= SAFE and deciding not in asked and not is_last(route):
            found.append(f"{route.path}: {sorted(route.methods - SAFE)} without Deciding")
    return found


def is_last(route: Any) -> bool:
    """Whether it is the route of all addresses that are no page; it changes nothing."""
    return bool(route.path == "/{path:path}")


def addresses(app: Any) -> Iterator[tuple[str, str]]:
    """Method and an example address of every route."""
    for route in app.routes:
        path = re.sub(r"{(\w+)(?::\w+)?}", lambda part: EXAMPLES.get(part[1], "x"), route.path)
        for method in sorted(route.methods):
            yield method, path


def _calls(dependant: Any) -> Iterator[Any]:
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)
