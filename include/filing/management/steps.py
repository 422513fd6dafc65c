"""Next steps: what the company intends, and what the figures ask for."""

from __future__ import annotations

from collections import Counter

from include.filing.context import ReportContext
from include.filing.inputs import Marts, Parameters
from include.filing.management.open_items import critical_findings, undecided
from include.filing.management.owing import owing
from include.filing.management.parts import Part, Section, Table, number
from include.filing.management.risks import still_open

Step = tuple[str, int, str]
"""What to do, for how many, and the mart that counts them."""
LETTERS = {
    "mend_address": "Find an address at which the supplier can be reached",
    "settle_letter": "Say what became of a letter of unknown outcome",
    "survey": "Send the survey",
    "reminder": "Send a reminder",
    "correction": "Ask for a corrected declaration",
    "official_notice": "Have an officer write",
    "closing": "Tell the supplier that the survey is closed",
}
"""Next action of a supplier as an instruction, what keeps others from going on first."""


def next_steps(marts: Marts, parameters: Parameters, report: ReportContext) -> Section:
    """The section on next steps of one year."""
    return Section("steps", "Next steps", (_asked_for(marts, parameters.reporting_year, report), _intended(report)))


def _asked_for(marts: Marts, year: int, report: ReportContext) -> Part:
    title = "What the figures ask for"
    steps = [step for step in (*_missing(report), *_decisions(marts, year, report)) if step[1]]
    steps += _letters(marts, year)
    if not steps:
        return Part(title, "the marts named in each section", ("The figures ask for nothing further.",))
    rows = tuple((what, number(many), source) for what, many, source in steps)
    table = Table("Steps that follow from the figures", ("Step", "How many", "Counted in"), rows, (1,))
    return Part(title, "as named in the last column", table=table)


def _missing(report: ReportContext) -> list[Step]:
    """Lists without which figures of this report cannot be made."""
    facilities = report.facilities_total or 0
    return [
        ("Drop a supplier list and a bill of materials", int(not report.suppliers_in_scope), "response_rate"),
        (
            "Drop a current status list: facilities on none",
            facilities if not report.status_lists else 0,
            "appendix_a",
        ),
    ]


def _decisions(marts: Marts, year: int, report: ReportContext) -> list[Step]:
    flags = still_open(marts.rows("red_flag", year))
    products = (report.products_in_scope or 0) - (report.products_fully_covered or 0)
    return [
        ("Act on a critical red flag", sum(1 for row in flags if row["severity"] == "critical"), "red_flag"),
        ("Name an owner for a red flag", sum(1 for row in flags if not row["owner"]), "red_flag"),
        ("Have a critical finding mended, or waive it with a reason", len(critical_findings(marts, year)), "finding"),
        ("Decide which facility a declared name means", len(undecided(marts, year)), "review_row"),
        ("Tie a declaration to its supplier", report.declarations_untied or 0, "declaration_status"),
        ("Reach every part of a product with valid answers", products, "response_rate"),
    ]


def _letters(marts: Marts, year: int) -> list[Step]:
    """Suppliers without a valid answer by their next action, counted as entities."""
    counts = Counter(rows[0]["next_action"] for rows in owing(marts, year).values())
    return [(words, counts[action], "supplier_status") for action, words in LETTERS.items() if counts[action]]


def _intended(report: ReportContext) -> Part:
    title, source = "What the company intends", "company.yaml"
    if not report.next_steps:
        return Part(title, source, ("The company profile states no next steps (next_steps in company.yaml).",))
    return Part(title, source, items=report.next_steps)
