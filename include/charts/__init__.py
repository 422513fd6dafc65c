"""Charts as SVG, drawn by Vega without a browser, for the review pages and the management report.

No script reaches the reader, text takes the page's colour, and equal rows give equal bytes. Only figures and words that
the reader's table beside the chart also holds are drawn: no chart stands alone.
"""

from include.charts.course import Estimate, response_course
from include.charts.funnel import campaign_funnel
from include.charts.origins import countries_of_origin
from include.charts.statuses import STATUSES, by_rank, smelters_by_status

__all__ = [
    "STATUSES",
    "Estimate",
    "by_rank",
    "campaign_funnel",
    "countries_of_origin",
    "response_course",
    "smelters_by_status",
    "warm_up",
]


def warm_up() -> None:
    """Draw something once: the drawing engine takes a second to start, which no page should wait for."""
    smelters_by_status([{"metal": "Tin", "smelter_status": "active", "smelters": 1}])
    response_course([{"day": "2026-01-01", "received": 0.5, "valid": 0.5}])
