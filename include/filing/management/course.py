"""How the answers came in, and where the present pace leads."""

from __future__ import annotations

from datetime import date

from include.charts import Estimate, response_course
from include.filing.inputs import Row
from include.filing.management.parts import Part, Table, number, share
from include.filing.wording import long_date
from include.plain_text import one_line

_MEASURES = {"received": "Answered", "valid": "Valid answer"}
_MOST_DAYS = 14


def course_part(course: list[Row], forecast: list[Row]) -> Part:
    """Lines of the answers by day, with the estimate at its day."""
    title, source = "Answers over time", "response_course, campaign_forecast"
    days = sorted((row for row in course if row["asked"]), key=lambda row: row["day"])
    if not any(row["received"] for row in days):
        return Part(title, source, ("No supplier has answered yet: there is no course to draw.",))
    shares = [{key: row[key] / row["asked"] for key in ("received", "valid")} | {"day": row["day"]} for row in days]
    table = Table(
        "Suppliers by day, added up",
        ("Day", "In scope", "Surveyed", "Answered", "Valid answer"),
        tuple(
            (long_date(row["day"]), *(number(row[key]) for key in ("asked", "surveyed", "received", "valid")))
            for row in _told(days)
        ),
        (1, 2, 3, 4),
    )
    notes = (f"Of {len(days):,} days on which something changed, the first and the last of each month are listed.",)
    chart = response_course(shares, sorted((_estimate(row) for row in forecast if row["denominator"]), key=str))
    return Part(title, source, chart=chart, table=table, notes=notes * (len(_told(days)) < len(days)))


def _told(days: list[Row]) -> list[Row]:
    """All days when they are few, else the first of all and the last of each month."""
    if len(days) <= _MOST_DAYS:
        return days
    last = {(row["day"].year, row["day"].month): row for row in days}
    return [days[0], *(row for row in last.values() if row is not days[0])]


def _estimate(row: Row) -> Estimate:
    low, expected, high = (row[key] / row["denominator"] for key in ("low", "expected", "high"))
    return Estimate(str(row["until"]), row["measure"], low, expected, high)


def forecast_part(forecast: list[Row], as_of: date, deadline: date) -> Part:
    """What the present pace leads to, as an estimate with its range and how it is made."""
    title, source = "Where the present pace leads", "campaign_forecast"
    rows = sorted((row for row in forecast if row["denominator"]), key=lambda row: str(row["measure"]))
    if not rows:
        why = "the day is past" if as_of >= deadline else "its day is past, or there is too little to go by"
        return Part(title, source, (f"No estimate is made: {why}.",))
    table = Table(
        "Estimate, not a promise",
        ("Measure", "Now", "Expected", "Range", "Of", "Expected share"),
        tuple(
            (
                _MEASURES[row["measure"]],
                number(row["now"]),
                number(row["expected"]),
                f"{row['low']:,} to {row['high']:,}",
                number(row["denominator"]),
                f"{share(row['expected'], row['denominator'])} "
                f"({share(row['low'], row['denominator'])} to {share(row['high'], row['denominator'])})",
            )
            for row in rows
        ),
        (1, 2, 3, 4, 5),
    )
    first = rows[0]
    until = "cut-off of the survey" if first["until_is"] == "cut_off" else "filing deadline"
    said = f"Estimate for {long_date(first['until'])}, the {until}, {first['days_left']:,} days after the as-of date."
    return Part(
        title, source, (said,), table=table, notes=tuple(dict.fromkeys(one_line(row["basis"], 600) for row in rows))
    )
