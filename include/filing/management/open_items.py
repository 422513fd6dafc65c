"""What is open: critical findings by rule, the suppliers that owe most, and names nobody has decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from include.filing.inputs import Marts, Parameters, Row, survey_rows
from include.filing.management.owing import owing, owing_part
from include.filing.management.parts import LISTED, Part, Section, Table, left_out, name, number, words
from include.filing.wording import count
from include.findings import UNSETTLED
from include.plain_text import one_line


def open_items(marts: Marts, parameters: Parameters) -> Section:
    """The section on what is open in one year."""
    year = parameters.reporting_year
    parts = (
        _findings(critical_findings(marts, year)),
        owing_part(owing(marts, year), marts.rows("supplier_product", year)),
        _undecided(undecided(marts, year)),
    )
    return Section("open", "Open items", parts)


def critical_findings(marts: Marts, year: int) -> list[Row]:
    """Critical findings of the survey that are neither waived nor closed."""
    return [
        row
        for row in survey_rows(marts, "finding", year)
        if row["severity"] == "critical" and row["state"] in UNSETTLED
    ]


def undecided(marts: Marts, year: int) -> dict[str, list[Row]]:
    """Question to the declared rows that wait for it."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in marts.rows("review_row", year):
        found[row["question_id"]].append(row)
    return dict(found)


def _findings(rows: list[Row]) -> Part:
    title, source = "Critical findings by rule", "finding"
    if not rows:
        return Part(title, source, ("No critical finding is open.",))
    by_rule: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_rule[row["code"]].append(row)
    ordered = sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = tuple(
        (
            words(code),
            number(len(found)),
            number(_different(found, "supplier_id")),
            _example(found),
        )
        for code, found in ordered
    )
    table = Table("Open critical findings by rule", ("Rule", "Open", "Suppliers", "For example"), lines, (1, 2))
    said = f"{count(len(rows), 'critical finding')} open, under {count(len(ordered), 'rule')}."
    return Part(title, source, (said,), table=table)


def _example(found: list[Row]) -> str:
    return one_line(min(str(row["message"]) for row in found))


def _different(rows: Iterable[Row], key: str) -> int:
    return len({row[key] for row in rows if row[key]})


def _undecided(questions: dict[str, list[Row]]) -> Part:
    title, source = "Names nobody has decided", "review_row"
    if not questions:
        return Part(title, source, ("No declared smelter name waits for a person.",))
    ordered = sorted(
        questions.values(), key=lambda rows: (-_different(rows, "supplier_id"), -len(rows), str(rows[0]["question_id"]))
    )
    lines = tuple(
        (
            name(min(str(row["smelter_name_reported"] or "") for row in rows)),
            number(_different(rows, "supplier_id")),
            number(len(rows)),
            one_line(min(str(row["reason"]) for row in rows)),
        )
        for rows in ordered[:LISTED]
    )
    head = ("Name as declared", "Suppliers", "Rows", "Why it waits")
    table = Table("Declared names that wait for a person, the widest spread first", head, lines, (1, 2))
    said = f"{count(len(questions), 'question')} about declared names not decided."
    return Part(title, source, (said,), table=table, notes=left_out(ordered, "Review queue"))
