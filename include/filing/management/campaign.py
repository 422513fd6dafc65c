"""The campaign: how far it has come, the rates, the course of the answers, and where the present pace leads."""

from __future__ import annotations

from datetime import date

from include.charts import campaign_funnel
from include.filing.inputs import Marts, Parameters, Row
from include.filing.management.course import course_part, forecast_part
from include.filing.management.parts import NO_LIST, NONE, Part, Section, Table, number, share, words
from include.filing.management.rates import rates_part, scope_part
from include.filing.wording import percent

STAGES = {
    "asked": "In scope",
    "surveyed": "Surveyed",
    "reminded": "Reminded",
    "escalated": "Official notice",
    "received": "Answered",
    "valid": "Valid answer",
}
"""Stages of the funnel, in the words of the chart."""
BESIDE = {
    "refused": "Refused to answer",
    "uncertain": "Letter of unknown outcome",
    "undeliverable": "No letter can be delivered",
}
"""What stands beside the funnel: in its table, not in its chart."""
_ENTITIES = "A group with several vendor numbers counts as one supplier. A supplier can stand in several stages."


def campaign(marts: Marts, parameters: Parameters, deadline: date) -> Section:
    """The section on the campaign of one year."""
    year = parameters.reporting_year
    rates = marts.rows("response_rate", year)
    forecast = marts.rows("campaign_forecast", year)
    parts = (
        scope_part(marts.rows("product_scope", year)),
        _funnel(marts.rows("campaign_funnel", year), rates),
        rates_part(rates),
        course_part(marts.rows("response_course", year), forecast),
        forecast_part(forecast, parameters.as_of, deadline),
    )
    return Section("campaign", "Supplier campaign", parts)


def _funnel(found: list[Row], rates: list[Row]) -> Part:
    title, source = "How far the campaign has come", "campaign_funnel, response_rate"
    reached = {row["stage"]: row for row in sorted(found, key=lambda row: row["position"])}
    asked = reached["asked"]["suppliers"] if "asked" in reached else 0
    if not asked:
        return Part(title, source, (NO_LIST,))
    exempt = max((row["exempt"] for row in rates if row["basis"] == "supplier"), default=0)
    labels = STAGES | BESIDE
    rows = [
        (labels.get(stage, words(stage)), number(row["suppliers"]), share(row["suppliers"], asked))
        for stage, row in reached.items()
    ]
    rows.append(("Exempt with a recorded reason, not asked", number(exempt), NONE))
    chart = campaign_funnel(
        {"stage": STAGES[stage], "suppliers": row["suppliers"], "share": percent(row["suppliers"], asked)}
        for stage, row in reached.items()
        if stage in STAGES
    )
    table = Table("Suppliers by stage", ("Stage", "Suppliers", "Of those in scope"), tuple(rows), (1, 2))
    return Part(title, source, _silence(reached), chart=chart, table=table, notes=(_ENTITIES,))


def _silence(reached: dict[str, Row]) -> tuple[str, ...]:
    """Nobody was asked, as far as the records go."""
    if reached.get("surveyed", {}).get("suppliers"):
        return ()
    return (
        "No letter is on record. Drop a log of letters sent, or let the DAG follow_up_suppliers write to suppliers.",
    )
