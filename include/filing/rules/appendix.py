"""Appendix A, its workbook, and the counts that the text draws from the appendices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from include.filing.inputs import Problem
from include.filing.pages import Page
from include.filing.rules.readings import STATUS_AS_OF, PackageFiles
from include.filing.rules.registry import breach
from include.filing.tables import APPENDIX_A_HEAD, APPENDIX_B_HEAD
from include.filing.wording import STATUS_LABELS
from include.filing.workbook import NAME as WORKBOOK

_BY_STATUS = ("conformant", "active", "not_eligible", "delisted")
_STATUS = 4


def check_appendices(package: PackageFiles) -> Iterator[Problem]:
    """Every breach of these rules."""
    sheet = [[str(value) for value in row[: len(APPENDIX_A_HEAD)]] for row in package.appendix_sheet]
    yield from _duplicates(WORKBOOK, sheet, None)
    yield from _later(package)
    page = package.pages.get("ex101.htm")
    if page is None:
        return
    shown = page.table(APPENDIX_A_HEAD) or []
    yield from _duplicates("ex101.htm", shown, page)
    yield from _same_facilities(page, shown, sheet)
    yield from _counts(package, page, shown)


def _duplicates(file: str, rows: list[list[str]], page: Page | None) -> Iterator[Problem]:
    for (metal, cid), number in sorted(Counter((row[0], row[1]) for row in rows).items()):
        if number > 1:
            message = f"{metal} {cid} stands {number} times in Appendix A"
            yield breach("duplicate-facility", file, message, page.line_of(cid) if page else None)


def _same_facilities(page: Page, shown: list[list[str]], sheet: list[list[str]]) -> Iterator[Problem]:
    in_page, in_sheet = ({tuple(row[:3]) for row in rows} for rows in (shown, sheet))
    for metal, cid, name in sorted(in_page ^ in_sheet):
        where = "the report" if (metal, cid, name) in in_page else "the workbook"
        message = f"{metal} {cid} {name} stands only in {where}"
        yield breach("appendix-a", "ex101.htm", message, page.line_of(cid))


def _counts(package: PackageFiles, page: Page, shown: list[list[str]]) -> Iterator[Problem]:
    """Every statement that carries one of these keys says what the tables of the same document show."""
    expected = _counted(shown, page.table(APPENDIX_B_HEAD) or [])
    for statement in package.statements:
        for carried in statement["data"]:
            key, value = carried["key"], carried["value"]
            if key in expected and value is not None and value != expected[key]:
                message = f"{statement['id']} says {key} = {value}, the appendix has {expected[key]}"
                file = statement["document"]
                line = package.pages[file].line_of(statement["text"]) if file in package.pages else None
                yield breach("counts", file, message, line)


def _counted(appendix: list[list[str]], origins: list[list[str]]) -> dict[str, int]:
    statuses = Counter(row[_STATUS].partition(" (")[0] for row in appendix if len(row) > _STATUS)
    return {
        "facilities_total": len(appendix),
        "facilities_distinct": len({row[1] for row in appendix}),
        "origin_countries": len({row[1] for row in origins}),
        **{key: statuses[STATUS_LABELS[key]] for key in _BY_STATUS},
    }


def _later(package: PackageFiles) -> Iterator[Problem]:
    """A status list of after the filing date is hindsight."""
    found = [row for row in package.appendix_sheet if len(row) > STATUS_AS_OF]
    late = sorted({day for row in found if (day := _day(row)) and day > package.filing_date})
    for day in late:
        yield breach("hindsight", WORKBOOK, f"statuses of {day} are later than the filing date {package.filing_date}")


def _day(row: Sequence[Any]) -> date | None:
    value = row[STATUS_AS_OF]
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
