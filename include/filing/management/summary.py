"""The first page: what is proposed to be filed and why, and the figures that matter."""

from __future__ import annotations

from datetime import date

from include.filing.context import ReportContext
from include.filing.determination import Conclusion, Determination, Outcome
from include.filing.inputs import Marts, Parameters
from include.filing.management.open_items import critical_findings
from include.filing.management.parts import NONE, Figure, Part, Section, Table, number
from include.filing.management.risks import still_open
from include.filing.wording import count, long_date, percent

OUTCOMES: dict[Outcome, str] = {
    "not_applicable": "No filing is due on these facts.",
    "form_sd_only": "Form SD alone, without a Conflict Minerals Report.",
    "with_conflict_minerals_report": "Form SD with a Conflict Minerals Report as Exhibit 1.01.",
}
CONCLUSIONS: dict[Conclusion, str] = {
    "not_necessary": "Not necessary to a product",
    "recycled_or_scrap": "Recycled or scrap",
    "not_covered_countries": "Not from covered countries",
    "not_covered_or_recycled": "Recycled, or not from covered countries",
    "may_originate_in_covered_countries": "May originate in covered countries",
    "undetermined": "Not determined",
}


def determination_section(determination: Determination) -> Section:
    """What the decision flow proposes, with its reasons in short."""
    rows = tuple((item.metal, CONCLUSIONS[item.conclusion], item.reason) for item in determination.metals)
    who = determination.determined_by
    part = Part(
        "Proposed filing",
        "determination.json",
        (f"{OUTCOMES[determination.outcome]} {determination.reason}",),
        table=Table("Proposal by metal", ("Metal", "Proposal", "Why"), rows),
        notes=(f"Determined by {who}." if who else "The decision flow proposes; a person determines.",),
    )
    return Section("determination", "Determination", (part,))


def figures(marts: Marts, parameters: Parameters, report: ReportContext, deadline: date) -> tuple[Figure, ...]:
    """The row of figures at the top."""
    flags = still_open(marts.rows("red_flag", parameters.reporting_year))
    critical_flags = sum(1 for row in flags if row["severity"] == "critical")
    findings = len(critical_findings(marts, parameters.reporting_year))
    left = (deadline - parameters.as_of).days
    due = f"{count(abs(left), 'day')} {'after' if left >= 0 else 'before'} the as-of date"
    return (
        *_rates(report),
        _facilities(report),
        Figure(
            "facilities conformant",
            report.conformant_share or NONE,
            f"{number(report.conformant or 0)} of {number(report.facilities_total)}"
            if report.facilities_total else "none identified yet",
            "appendix_a",
        ),
        Figure(
            "red flags not accepted",
            number(len(flags)),
            f"{number(critical_flags)} critical" if flags else "",
            "red_flag",
            "critical" if critical_flags else "warning" if flags else "plain",
        ),
        Figure("critical findings open", number(findings), "", "finding", "warning" if findings else "plain"),
        Figure("filing due", long_date(deadline), due, "Form SD, General Instruction B.1"),
    )  # fmt: skip


def _facilities(report: ReportContext) -> Figure:
    metals = report.facilities_by_metal or "none identified yet"
    return Figure("facilities in the report", number(report.facilities_total or 0), metals, "appendix_a")


def _rates(report: ReportContext) -> tuple[Figure, ...]:
    suppliers, products = report.suppliers_in_scope, report.products_in_scope
    return (
        _rate("suppliers answered", report.received_share, report.suppliers_received, suppliers),
        _rate("valid answers", report.valid_share, report.suppliers_valid, suppliers),
        _rate("products fully covered", _covered_share(report), report.products_fully_covered, products),
    )


def _rate(label: str, share: str | None, part: int | None, whole: int | None) -> Figure:
    detail = f"{number(part or 0)} of {number(whole)}" if whole else "nothing in scope yet"
    return Figure(label, share if whole and share else NONE, detail, "response_rate")


def _covered_share(report: ReportContext) -> str | None:
    return percent(report.products_fully_covered or 0, report.products_in_scope or 0)
