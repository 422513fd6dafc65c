"""What a file is: the one place that decides it, for recognising and for reading alike."""

from __future__ import annotations

from dataclasses import dataclass, field

from include.intake.archive import Archive
from include.intake.container import open_container
from include.intake.mail import Mail
from include.intake.model import Cells, Kind, Member, UnreadableError
from include.intake.tables import Heading, find_heading
from include.intake.template.form import Form, identify_form, why_not_read
from include.intake.template.labels import columns_named
from include.intake.textfile import decode, read_cells
from include.intake.values import text
from include.intake.workbook import Workbook

_SHOWN_HEADINGS = 12
_HEADING_WITHIN = 10
_ONLY_DECLARED = ("mine", "mine_country", "recycled", "next_steps", "smelter_id_input")


@dataclass(frozen=True)
class Identified:
    """What was found in a file: a template, tables by sheet (the empty name for a text file), or files inside it."""

    kind: Kind
    reason: str | None = None
    form: Form | None = None
    workbook: Workbook | None = None
    tables: list[tuple[Cells, Heading]] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    encoding: str | None = None
    members: list[Member] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    mail: Mail | None = None


def identify(content: bytes, name: str) -> Identified:
    """What a file is, by its content; ``name`` only words reasons. Raises UnreadableError with the reason."""
    opened = open_container(content, name)
    if opened is None:
        return _identify_text(content)
    if isinstance(opened, Archive):
        return Identified("zip", members=opened.members, left_out=opened.left_out)
    if isinstance(opened, Mail):
        return Identified("mail", mail=opened)
    form = identify_form(opened)
    if form is not None:
        return Identified(form.kind, why_not_read(form), form, opened)
    return _identify_tables(opened)


def _identify_text(content: bytes) -> Identified:
    words, encoding = decode(content)
    if not words.strip():
        raise UnreadableError("a text file without any text")
    cells = read_cells(words)
    _refuse_smelter_list(cells)
    heading = find_heading(cells, "")
    if heading is None:
        raise UnreadableError(f"a text table of no kind known here: {_headings(cells)}")
    return Identified(heading.kind, tables=[(cells, heading)], encoding=encoding)


def _identify_tables(workbook: Workbook) -> Identified:
    visible = [sheet.name for sheet in workbook.sheets if sheet.visible]
    workbook.load(*visible)
    for name in visible:
        _refuse_smelter_list(workbook.cells(name))
    found = {name: find_heading(workbook.cells(name), name) for name in visible}
    tables = [(workbook.cells(name), heading) for name, heading in found.items() if heading]
    if not tables:
        held = ", ".join(repr(name[:40]) for name in visible[:_SHOWN_HEADINGS])
        first = _headings(next((workbook.cells(name) for name in visible if workbook.cells(name)), []))
        raise UnreadableError(f"a workbook of no kind known here (sheets {held}): {first}")
    unread = [name for name, heading in found.items() if heading is None and _holds_text(workbook.cells(name))]
    return Identified(tables[0][1].kind, workbook=workbook, tables=tables, unread_sheets=unread)


def _refuse_smelter_list(cells: Cells) -> None:
    """The list of a declaration without its declaration would pass for a reference list: it has its columns too."""
    for row in cells[:_HEADING_WITHIN]:
        named = columns_named("smelter", [text(cell) for cell in row])
        if "metal" in named and sum(field in named for field in _ONLY_DECLARED) > 1:
            raise UnreadableError(
                "the Smelter List of a template without its sheet Declaration (missing, renamed or saved alone): "
                "ask for the whole workbook as the template has it"
            )


def _holds_text(cells: Cells) -> bool:
    return any(text(cell) for row in cells for cell in row)


def _headings(cells: Cells) -> str:
    first = next((row for row in cells if any(text(cell) for cell in row)), [])
    words = [repr(value[:40]) for cell in first if (value := text(cell))]
    more = f" and {len(words) - _SHOWN_HEADINGS} more" if len(words) > _SHOWN_HEADINGS else ""
    return f"its headings are {', '.join(words[:_SHOWN_HEADINGS])}{more}" if words else "it holds no text"
