"""The invented company's year as the management report sees it: the campaign beside what the filing is made from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import filing_company as company

from include.filing.context import report_context
from include.filing.determination import propose
from include.filing.inputs import MemoryMarts, Parameters
from include.filing.management import render_management_report
from include.schemas import MARTS

YEAR, AS_OF = company.YEAR, company.AS_OF
ACTIONS = ("reminder", "correction", "official_notice", "mend_address", "settle_letter", "survey")
Rows = list[dict[str, Any]]


def tables(suppliers: int = 27) -> dict[str, Rows]:
    """Every mart the report reads; ``suppliers`` are vendor numbers, every fifth of them of the entity before it."""
    statuses = [_status(number) for number in range(1, suppliers + 1)]
    asked = len({row["entity_id"] for row in statuses if row["response"] != "exempt"})
    return company.tables() | {
        "supplier_status": statuses,
        "supplier_product": [
            _row(
                "supplier_product",
                supplier_id=row["supplier_id"],
                product_id=f"P{item}",
                product_name=f"Product {item}",
            )
            for number, row in enumerate(statuses)
            for item in range(number % 9)
        ],
        "response_rate": _rates(asked),
        "response_course": _course(asked),
        "campaign_funnel": _funnel(asked),
        "campaign_forecast": _forecast(asked),
        "product_scope": [
            _row("product_scope", product_id=f"P{item}", in_scope=item < 7, scope_rule="assumed" if item < 7 else rule)
            for item, rule in enumerate(["assumed"] * 7 + ["no_conflict_minerals", "not_made_in_year"])
        ],
        "review_row": [review_row(number) for number in range(8)],
    }


def no_tables() -> dict[str, Rows]:
    """Every mart the report reads, without a row."""
    return {name: [] for name in tables()}


def render(
    changed: dict[str, Rows] | None = None, parameters: Parameters = company.PARAMETERS, **profile: Any
) -> bytes:
    """The report of the invented year, with other rows in some marts and other values in the profile."""
    marts, stated = MemoryMarts(tables() | (changed or {})), company.profile(**profile)
    determination = propose(marts, stated, parameters.reporting_year, parameters.as_of)
    return render_management_report(
        marts, parameters, determination, report_context(marts, stated, parameters, determination)
    )


def review_row(number: int, **more: Any) -> dict[str, Any]:
    """A declared row that waits for a person; two rows ask the same question."""
    return _row(
        "review_row",
        question_id=f"q{number // 2}",
        file_sha256=f"{number:064x}",
        source_sheet="Smelter List",
        source_row=number + 5,
        drop_path=f"2025/answer {number}.xlsx",
        supplier_id=f"V{number + 1:04d}",
        smelter_name_reported=f"Unheard-of Works {number // 2}",
        reason="no listed name of this metal is near it",
        **more,
    )


def _row(table: str, **values: Any) -> dict[str, Any]:
    """A row with every column of the mart; what is not given is null."""
    assert set(values) <= set(MARTS[table].names), set(values) - set(MARTS[table].names)
    return dict.fromkeys(MARTS[table].names) | {"reporting_year": YEAR} | values


def _status(number: int) -> dict[str, Any]:
    entity = number - 1 if number % 5 == 0 else number
    response = "exempt" if number == 27 else ("complete", "answered_incomplete", "complete", "no_response")[entity % 4]
    action = "none" if response in ("complete", "exempt") else ACTIONS[entity % len(ACTIONS)]
    return _row(
        "supplier_status",
        supplier_id=f"V{number:04d}",
        supplier_name=f"Supplier {number} Precision Components GmbH",
        entity_id=f"V{entity:04d}",
        response=response,
        state={"no_response": "reminded", "answered_incomplete": "in_correction"}.get(response, response),
        in_scope=response != "exempt",
        products=number % 9,
        critical_findings=entity % 3 if response == "answered_incomplete" else 0,
        next_action=action,
        next_action_on=None if action == "none" else AS_OF + timedelta(days=entity % 20),
    )


def _rates(asked: int) -> Rows:
    shares = (("supplier", "surveyed", 1.0), ("supplier", "received", 0.8), ("supplier", "valid", 0.6))
    rates = [company.rate(basis, measure, round(asked * part), asked, 1) for basis, measure, part in shares]
    rates += [company.rate("product", "represented", 7, 7), company.rate("product", "fully_covered", 2, 7)]
    rates += [company.rate("part", "reached", 61, 140), company.rate("spend", "received", 8_400_000, 11_000_000)]
    return [row | {"unit": "USD" if row["basis"] == "spend" else f"{row['basis']}s", "late": 1} for row in rates]


def _course(asked: int) -> Rows:
    days = [date(2026, 1, 5) + timedelta(days=4 * step) for step in range(22)]
    return [
        _row(
            "response_course",
            day=day,
            asked=asked,
            surveyed=asked,
            received=round(asked * 0.8 * step / 21),
            valid=round(asked * 0.6 * step / 21),
        )
        for step, day in enumerate(days)
    ]


def _funnel(asked: int) -> Rows:
    parts = {"asked": 1.0, "surveyed": 1.0, "reminded": 0.4, "escalated": 0.1, "received": 0.8, "valid": 0.6}
    parts |= {"refused": 0.04, "uncertain": 0.0, "undeliverable": 0.08}
    return [
        _row("campaign_funnel", position=place, stage=stage, suppliers=round(asked * part), share=part)
        for place, (stage, part) in enumerate(parts.items(), start=1)
    ]


def _forecast(asked: int) -> Rows:
    until = date(2026, 6, 1)
    common = {"as_of": AS_OF, "until": until, "until_is": "filing_deadline", "days_left": (until - AS_OF).days}
    common |= {"denominator": asked, "window_days": 28}
    common["basis"] = (
        "An estimate: the pace of the last 28 days and that since the first letter, carried on to the day; low and "
        "high are the slower and the faster of the two, never more than all suppliers asked."
    )
    return [
        _row("campaign_forecast", measure=measure, now=round(asked * now), expected=round(asked * (now + 0.12)),
             low=round(asked * (now + 0.06)), high=round(asked * (now + 0.18)), **common)
        for measure, now in (("received", 0.8), ("valid", 0.6))
    ]  # fmt: skip
