"""The documents against the record: no sentence, heading or figure that the data does not carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from include.filing.inputs import Problem
from include.filing.pages import Page, Run, read_page
from include.filing.render import empty_document
from include.filing.rules.readings import PackageFiles
from include.filing.rules.registry import breach
from include.filing.rules.reviewed import check_reviewed
from include.filing.web_copy import NAME as WEB_COPY
from include.filing.web_copy import empty_web_copy

_SHOWN = 100


def check_text(package: PackageFiles) -> Iterator[Problem]:
    """Every breach of these rules."""
    for name in sorted(package.pages.keys() - package.record["documents"].keys()):
        yield breach("foreign-sentence", name, "the record does not hold this document at all")
    for name, recorded in sorted(package.record["documents"].items()):
        if (page := package.pages.get(name)) is None:
            continue
        statements = [row["text"] for row in package.statements if row["document"] == name]
        yield from _same_words(package, name, page)
        if package.wording_is_ours:
            layout = read_page(empty_document(name, package.record["cover"]))
            yield from _foreign("foreign-sentence", name, page, layout, statements, recorded)
            yield from _tables(name, page, layout, recorded["tables"])
    if package.wording_is_ours:
        yield from check_reviewed(package)
        yield from _web_copy(package)
    else:
        message = (
            "made with the wording of another release: foreign sentences, tables and the web copy were not checked"
        )
        yield breach("wording-version", "manifest.json", message)


def _same_words(package: PackageFiles, name: str, page: Page) -> Iterator[Problem]:
    for row in package.statements:
        if row["document"] == name and row["text"] not in page.text:
            yield breach("statements", name, f"the statement {row['id']} does not stand here as it was rendered")


def _foreign(
    code: str, name: str, page: Page, layout: Page, statements: Sequence[str], recorded: Mapping[str, Any]
) -> Iterator[Problem]:
    """What is left of the page without layout, headings, captions and statements, each taken out as often as said."""
    fixed = Counter((run.kind == "heading", run.text) for run in layout.runs if run.kind != "cell")
    fixed.update((True, heading) for heading in recorded["headings"])
    fixed.update((False, table["caption"]) for table in recorded["tables"])
    left = Counter(statements)
    for run in page.runs:
        if run.kind == "cell":
            continue
        place = (run.kind == "heading", run.text)
        if fixed[place] > 0:
            fixed[place] -= 1
            continue
        for foreign in _not_said(run, left):
            yield breach(code, name, f"not in the record: {foreign[:_SHOWN]!r}", run.line)
    missing = Counter(recorded["headings"]) - Counter(run.text for run in page.runs if run.kind == "heading")
    for text in sorted(missing):
        yield breach(code, name, f"the heading {text[:_SHOWN]!r} is missing")


def _not_said(run: Run, left: Counter[str]) -> Iterator[str]:
    """The parts of a run that are none of the statements left; each statement found is taken out of them."""
    rest, foreign = run.text, ""
    while rest:
        known = max((text for text in left if left[text] > 0 and _begins(rest, text)), key=len, default=None)
        if known and run.kind != "heading":
            left[known] -= 1
            rest = rest[len(known) :].lstrip()
            if foreign:
                yield foreign.strip()
            foreign = ""
        else:
            word, _, rest = rest.partition(" ")
            foreign += f"{word} "
    if foreign:
        yield foreign.strip()


def _begins(rest: str, text: str) -> bool:
    return rest.startswith(text) and (len(rest) == len(text) or rest[len(text)] == " ")


def _tables(name: str, page: Page, layout: Page, recorded: list[dict[str, Any]]) -> Iterator[Problem]:
    """Every table of the page is one of the layout or a recorded one, in the recorded order."""
    found = [table for table in page.tables if table not in layout.tables]
    for table in found:
        expected = next((item for item in recorded if table and item["head"] == table[0]), None)
        if expected is None:
            yield breach("tables", name, f"a table that the record does not hold: {table[:1]!r:.{_SHOWN}}")
    for item in recorded:
        rows = page.table(tuple(item["head"]))
        if rows != item["rows"]:
            yield from _cells(name, page, item, rows or [])


def _cells(name: str, page: Page, item: dict[str, Any], rows: list[list[str]]) -> Iterator[Problem]:
    if len(rows) != len(item["rows"]):
        yield breach("tables", name, f"{item['caption']}: {len(rows)} rows, the record holds {len(item['rows'])}")
    for found, stated in zip(rows, item["rows"], strict=False):
        if found != stated:
            shown, recorded = (" | ".join(row)[:_SHOWN] for row in (found, stated))
            message = f"{item['caption']}: {shown!r} is {recorded!r} in the record"
            yield breach("tables", name, message, _line_of_cell(page, found, stated))


def _line_of_cell(page: Page, found: list[str], stated: list[str]) -> int:
    """Line of the first cell of a row that is not the recorded one."""
    start = page.line_of(found[0]) if found else 1
    other = next((cell for cell, expected in zip(found, stated, strict=False) if cell != expected), None)
    return next((run.line for run in page.runs if run.line >= start and run.text == other), start)


def _web_copy(package: PackageFiles) -> Iterator[Problem]:
    """The web copy says what the disclosure of the form and the whole report say, and nothing else."""
    page, report = package.web_copy, package.record["documents"].get("ex101.htm")
    if page is None:
        return
    disclosure = package.record["disclosure"]
    statements = [
        row["text"]
        for row in package.statements
        if row["document"] == "ex101.htm" or row["id"] in disclosure["statements"]
    ]
    for text in statements:
        if text not in page.text:
            yield breach("web-copy", WEB_COPY, f"does not say: {text[:_SHOWN]!r}")
    headings = [*disclosure["headings"], *(report["headings"] if report else [])]
    recorded = {"headings": headings, "tables": report["tables"] if report else []}
    layout = read_page(empty_web_copy(package.record["cover"], report is not None))
    yield from _foreign("web-copy", WEB_COPY, page, layout, [*statements, *headings], recorded)
    for table in recorded["tables"]:
        if page.table(tuple(table["head"])) != table["rows"]:
            yield breach("web-copy", WEB_COPY, f"the table {table['caption']!r} is not that of the report")
