"""The tables of a web page as rows of text, by lxml: no network, no scripts, spans laid out within bounds."""

from __future__ import annotations

import re

from lxml import html

from include.intake.model import UnreadableError

_MAX_COLUMNS = 200
_MAX_ROWS = 100_000
_MAX_ROWSPAN = 5_000
_PAGE = re.compile(r"<(!doctype\s+html|html|body|table|document)\b", re.IGNORECASE)


def looks_like_html(words: str) -> bool:
    """Whether a text is a web page, or a filing's text with one inside."""
    return bool(_PAGE.search(words[:100_000]))


def html_tables(words: str) -> list[list[list[str]]]:
    """Every table in order of the page, a cell that spans others repeated in each. Raises UnreadableError."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(words.encode(), parser=parser)
    except (html.etree.ParserError, html.etree.XMLSyntaxError) as error:
        raise UnreadableError(f"a web page that cannot be read ({error})") from error
    for element in page.xpath("//script | //style"):
        element.drop_tree()
    for element in page.xpath("//br"):
        element.tail = f" {element.tail or ''}"
    return [_laid_out(table) for table in page.iter("table")]


def _laid_out(table: html.HtmlElement) -> list[list[str]]:
    rows: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    for line in table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"):
        row = _row(line, hanging)
        rows.append(row)
        if len(rows) > _MAX_ROWS:
            raise UnreadableError(f"a table of more than {_MAX_ROWS:,} rows")
    return rows


def _row(line: html.HtmlElement, hanging: dict[int, tuple[str, int]]) -> list[str]:
    """Cells of one row; ``hanging`` holds by column what cells above still reach into, and is kept up."""
    row: list[str] = []
    for cell in line.xpath("./td | ./th"):
        _hang(row, hanging)
        words, down = " ".join(cell.text_content().split()), _span(cell, "rowspan", _MAX_ROWSPAN)
        for _ in range(_span(cell, "colspan", _MAX_COLUMNS)):
            if down > 1:
                hanging[len(row)] = (words, down - 1)
            row.append(words)
        if len(row) > _MAX_COLUMNS:
            raise UnreadableError(f"a table of more than {_MAX_COLUMNS} columns")
    _hang(row, hanging)
    return row


def _hang(row: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    while len(row) in hanging:
        words, left = hanging.pop(len(row))
        if left > 1:
            hanging[len(row)] = (words, left - 1)
        row.append(words)


def _span(cell: html.HtmlElement, name: str, most: int) -> int:
    written = str(cell.get(name) or "").strip()
    return min(max(int(written), 1), most) if written.isascii() and written.isdigit() and len(written) < 9 else 1
