"""A workbook of any format: names and visibility of its sheets, and the cells of the sheets asked for.

python-calamine reads the cells (a tenth of the time openpyxl takes). It is handed a container made here, of nothing but
the wanted sheets, measured before: what was checked is what it reads. Formulas are never evaluated, macros never read.
"""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from include.intake.bounds import MAX_CELLS
from include.intake.model import Cells, UnreadableError

_MAX_SHEETS = 500


@dataclass(frozen=True)
class SheetInfo:
    """A sheet of the workbook: its name and whether people see it."""

    name: str
    visible: bool


_OF_TEMPLATES = {
    name.casefold(): name
    for name in (
        "Declaration", "Smelter List", "Product List", "Smelter Look-up", "Standard Smelter Names", "Mine List",
        "Minerals Scope", "Revision", "Checker", "Instructions", "Definitions",
    )
}  # fmt: skip


def sheet_info(name: str, visible: bool) -> SheetInfo:
    """A sheet; one of a template is named as the template names it, whatever its capitals and spaces became."""
    return SheetInfo(_OF_TEMPLATES.get(" ".join(name.split()).casefold(), name), visible)


class Workbook(ABC):
    """The sheets of a workbook; XlsxWorkbook and XlsWorkbook say how a format holds them.

    Raises UnreadableError when the file is damaged, lacks what a workbook must have, or goes beyond the bounds.
    """

    def __init__(self, sheets: Sequence[SheetInfo]) -> None:
        """Keep the sheets in the order of the file."""
        self.sheets = list(sheets)
        if not sheets:
            raise UnreadableError("a workbook without a sheet that holds cells")
        if len(sheets) > _MAX_SHEETS:
            raise UnreadableError(f"a workbook of {len(sheets):,} sheets; at most {_MAX_SHEETS} are opened")
        self._names = {sheet.name for sheet in sheets}
        if len(self._names) < len(sheets):
            raise UnreadableError("a workbook with two sheets of one name: which one counts cannot be told")
        self._cells: dict[str, Cells] = {}

    def __contains__(self, sheet: str) -> bool:
        """Whether the workbook has a sheet of that name."""
        return sheet in self._names

    def load(self, *names: str) -> None:
        """Read the cells of these sheets in one go; names that do not exist are passed over."""
        wanted = [name for name in dict.fromkeys(names) if name in self._names and name not in self._cells]
        if wanted:
            self._cells |= _read_cells(self._container_for(wanted), wanted)

    def cells(self, sheet: str) -> Cells:
        """Cells of a sheet from A1 on, empty ones as the empty string; no rows when there is no such sheet."""
        self.load(sheet)
        return self._cells.get(sheet, [])

    @abstractmethod
    def errors(self, sheet: str) -> dict[tuple[int, int], str]:
        """Row and column, from 1, of each cell whose value is an Excel error such as #N/A; ``cells`` has it empty."""

    @abstractmethod
    def uncomputed(self, sheet: str) -> set[tuple[int, int]]:
        """Row and column, from 1, of each cell with a formula whose value was not saved; ``cells`` has it empty."""

    @abstractmethod
    def _container_for(self, sheets: list[str]) -> io.BytesIO:
        """A file with these sheets under the names s1, s2 ... in their order."""


def _read_cells(container: io.BytesIO, sheets: list[str]) -> dict[str, Cells]:
    try:
        book = CalamineWorkbook.from_filelike(container)
        found: dict[str, Cells] = {}
        laid_out = 0
        for number, sheet in enumerate(sheets, start=1):
            cells = book.get_sheet_by_name(f"s{number}")
            laid_out += cells.total_height * cells.total_width
            if laid_out > MAX_CELLS:
                raise UnreadableError(f"a workbook whose sheets span more than {MAX_CELLS:,} cells")
            found[sheet] = cells.to_python(skip_empty_area=False)
        return found
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError(f"a damaged workbook: {error}") from error
    except BaseException as error:
        # A Rust panic arrives as pyo3_runtime.PanicException, which is no Exception and cannot be imported.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise UnreadableError(f"a damaged workbook: its cells cannot be read ({error})") from error
