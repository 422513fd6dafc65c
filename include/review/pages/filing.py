"""Where the year's filing package stands: its state, the determination step by step, its problems, its files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from include.filing.shelf import Shelved, foremost, problems, read_output, shelf
from include.filing_deadline import filing_deadline
from include.review import airflow_links
from include.review.render import page
from include.review.visit import Reading, Visit
from include.storage import Store, open_store

router = APIRouter()
DAG_ID = "file_annual_report"


@router.get("/filing")
def filing(visit: Reading) -> HTMLResponse:
    """The package that the address names, else the foremost: sealed, waiting, draft, rejected."""
    reports = _reports(visit, visit.year)
    packages = shelf(reports, visit.events, visit.year)
    asked = visit.asked("package")
    shown = next((item for item in packages if item.package == asked), None) or foremost(packages)
    deadline = filing_deadline(visit.year)
    found = problems(reports, shown) if shown else []
    return page(
        visit,
        "filing.html",
        packages=packages,
        shown=shown,
        determination=_determination(reports, shown) if shown else None,
        gaps=[problem for problem in found if problem.rule == "gap"],
        problems=[problem for problem in found if problem.rule != "gap"],
        errors=sum(problem.severity == "error" for problem in found),
        deadline=deadline,
        days_left=(deadline - date.today()).days,
        dag=airflow_links.dag(DAG_ID),
        required_actions=airflow_links.required_actions(DAG_ID),
    )


@router.get("/filing/{year}/{package}/{name}")
def file(visit: Reading, year: str, package: str, name: str) -> Response:
    """A file of a package, always to be saved: what it holds must not act as a page of this Airflow.

    Raises HTTPException 404 for whatever the package's manifest does not name, 409 when its content is another.
    """
    number = int(year) if year.isdecimal() and len(year) == 4 else 0
    reports = _reports(visit, number)
    found = next((item for item in shelf(reports, visit.events, number) if item.package == package), None)
    try:
        content = read_output(reports, found, name) if found else None
    except ValueError as error:
        raise HTTPException(409, f"{error}. It is not handed out; the page Filing lists what is wrong.") from None
    if content is None:
        raise HTTPException(404, "No package holds such a file.")
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{number}-{package}-{name}"'},
    )


def _reports(visit: Visit, year: int) -> Store:
    return open_store(f"{visit.settings.reports}/{year}")


def _determination(reports: Store, package: Shelved) -> dict[str, Any] | None:
    """The determination of a package; null where it cannot be read, which its problems tell."""
    try:
        content = read_output(reports, package, "determination.json")
        return dict(json.loads(content)) if content else None
    except ValueError:
        return None
