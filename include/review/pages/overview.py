"""The first page: where the reporting year stands, each figure with a link to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from include.charts import Estimate, by_rank, campaign_funnel, response_course, smelters_by_status
from include.events import Event
from include.filing_deadline import filing_deadline
from include.review import airflow_links
from include.review.airflow_runs import last_run
from include.review.data import Row
from include.review.render import page
from include.review.visit import Reading
from include.review.waiting import waiting

router = APIRouter()
_DAGS = ("intake_supplier_files", "reconcile_smelters", "follow_up_suppliers")
_STAGES = 6
"""Stages that follow each other; those behind them are what went wrong on the way."""


@router.get("/")
def overview(visit: Reading) -> HTMLResponse:
    """What waits for a person, rates, the campaign with its forecast, findings, smelters, deadline, last refresh."""
    deadline = filing_deadline(visit.year)
    smelters, course = visit.rows("overview_smelter"), visit.rows("overview_course")
    funnel, forecast = visit.rows("overview_funnel"), visit.rows("overview_forecast")
    return page(
        visit,
        "overview.html",
        deadline=deadline,
        days_left=(deadline - date.today()).days,
        sealed=_sealed(visit.events, visit.year),
        rates={row["measure"]: row for row in visit.rows("overview_rate")},
        figures=visit.row("overview_figure") or {},
        findings={row["severity"]: row["findings"] for row in visit.rows("overview_finding")},
        categories=visit.rows("overview_category"),
        statuses=by_rank(row["smelter_status"] for row in smelters),
        metals=_by_metal(smelters),
        smelter_chart=smelters_by_status(smelters),
        waiting=waiting(visit),
        funnel=funnel,
        funnel_chart=campaign_funnel(_labelled(row) for row in funnel[:_STAGES]),
        forecast=forecast,
        course_chart=response_course(course, _estimates(forecast)),
        course=course,
        runs=[(dag_id, airflow_links.dag(dag_id), last_run(dag_id)) for dag_id in _DAGS],
    )


def _sealed(events: Sequence[Event], year: int) -> Event | None:
    """The newest seal of a package of that year."""
    seals = [item for item in events if item.kind == "filing_sealed" and item.payload["reporting_year"] == year]
    return seals[-1] if seals else None


def _labelled(row: Row) -> Row:
    """A stage in words, for the chart."""
    share = None if row["share"] is None else f"{row['share']:.0%}"
    return {"stage": row["stage"], "suppliers": row["suppliers"], "share": share}


def _estimates(rows: Sequence[Row]) -> list[Estimate]:
    """The forecast as shares of the suppliers asked."""
    return [
        Estimate(
            row["until"].isoformat(),
            row["measure"],
            *(row[name] / row["denominator"] for name in ("low", "expected", "high")),
        )
        for row in rows
        if row["denominator"]
    ]


def _by_metal(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """Metal -> status -> facilities."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["metal"], {})[row["smelter_status"]] = row["smelters"]
    return found
