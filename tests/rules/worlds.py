"""Land, check and build the worlds of all cases, and tell which findings are whose.

Cases that can share a lake do: one with the company and a supplier a case, one with lists. The others have a small
lake of their own. A world is built when the first of its cases asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from include.intake.reader_process import Reader
from include.intake.receive import land_batch
from include.prior_report import import_report
from include.sample.forms.spec import FormSpec
from include.sample.spec import CmrtSpec
from include.settings import Settings
from include.storage import open_store
from include.warehouse.build import build_marts
from include.warehouse.marts import Marts
from tests.rules.case import Case, Content, Files, Found, content_of
from tests.rules.clean import PRODUCTS, REFERENCES, YEAR, part, supplier

NOW = datetime(2026, 1, 20, tzinfo=UTC)
_FIRST_YEAR = 2030
_SHARED = {"supplier": "company", "post": "company", "year": "company", "list": "lists"}
_SETTLED = ("waived", "closed")
Row = Mapping[str, Any]


class World:
    """One lake: its clean files, the cases in it, and all findings after one refresh."""

    def __init__(self, folder: Path, reader: Reader, cases: Sequence[Case], common: Files) -> None:
        """Nothing is built yet; ``common`` are files of no case, by path below drop/."""
        self._reader, self._cases, self._common = reader, cases, common
        self._settings = Settings(data=str(folder), reporting_year=YEAR, settle_seconds=0)
        suppliers = [case for case in cases if case.where == "supplier"]
        self.vendor = {case.name: f"V{1000 + number}" for number, case in enumerate(suppliers)}
        years = [case for case in cases if case.where == "year"]
        self.year = {case.name: _FIRST_YEAR + number for number, case in enumerate(years)}

    @property
    def findings(self) -> list[Row]:
        """Every finding of the mart that nobody has settled. Raises RuntimeError when the refresh failed."""
        if isinstance(self._refreshed, Exception):
            raise RuntimeError("the refresh of this world failed") from self._refreshed
        return self._refreshed

    @cached_property
    def _refreshed(self) -> list[Row] | Exception:
        """The findings, or why there are none: a refresh that fails is not tried again for each case."""
        try:
            return self._refresh()
        except Exception as error:
            return error

    def _refresh(self) -> list[Row]:
        if any(case.where == "supplier" for case in self._cases):
            self._land(self._company(), NOW)
        self._land(self._common, NOW)
        self._land(self._files("files"), NOW)
        self._land(self._files("later"), NOW + timedelta(days=1))
        for filed in (case.filed for case in self._cases if case.filed):
            import_report(self._settings, filed, "filed.csv", YEAR - 1, "pat", NOW)
        only = self._cases[0]
        run = build_marts(self._settings, only.profile, only.as_of).run
        rows = Marts(open_store(self._settings.lake), run).table("finding").to_pylist()
        return [row for row in rows if row.get("state") not in _SETTLED]

    def of(self, case: Case) -> list[Row]:
        """The findings that follow from a case: by the folder of its files, its supplier or its year."""
        if case.where == "alone":
            return self.findings
        return [row for row in self.findings if self._is_of(case, row)]

    def of_nobody(self) -> list[Row]:
        """Findings that follow from no case of a shared world."""
        return [row for row in self.findings if not any(self._is_of(case, row) for case in self._cases)]

    def _is_of(self, case: Case, row: Row) -> bool:
        if case.where == "alone":
            return True
        if case.where == "year":
            return bool(row["reporting_year"] == self.year[case.name])
        if case.where == "supplier" and row["supplier_id"] == self.vendor[case.name]:
            return True
        if row["drop_path"] is None:
            found = (*case.expected, *case.companions)
            return any((item.code, item.value) == (row["code"], row["value"]) for item in found)
        return str(row["drop_path"]).startswith(self._folder(case) + "/")

    def _folder(self, case: Case) -> str:
        if case.where == "year":
            return str(self.year[case.name])
        return f"{YEAR}/{self.vendor[case.name] if case.where == 'supplier' else case.name}"

    def _files(self, which: str) -> dict[str, Content]:
        found = {}
        for case in self._cases:
            for name, content in getattr(case, which).items():
                if case.where == "alone":
                    found[name] = content
                else:
                    found[f"{self._folder(case)}/{name}"] = _of_its_own(content, case)
        return found

    def _company(self) -> dict[str, Content]:
        asked = [(case, self.vendor[case.name]) for case in self._cases if case.where == "supplier"]
        return {
            f"{YEAR}/company/suppliers.csv": [supplier(vendor, **case.supplier) for case, vendor in asked],
            f"{YEAR}/company/products.csv": PRODUCTS,
            f"{YEAR}/company/bill.csv": [part(vendor, **line) for case, vendor in asked for line in case.parts],
        }

    def _land(self, files: Files, received_at: datetime) -> None:
        for path, content in files.items():
            target = Path(self._settings.drop, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content_of(content))
        if files:
            assert land_batch(self._settings, sorted(files), received_at, self._reader).left == {}


class Worlds:
    """The worlds of all cases."""

    def __init__(self, folder: Path, reader: Reader, cases: Iterable[Case]) -> None:
        """``folder`` gets a folder a world."""
        shared: dict[str, list[Case]] = {}
        for case in cases:
            shared.setdefault(f"alone-{case.name}" if case.where == "alone" else _SHARED[case.where], []).append(case)
        common = {"company": REFERENCES, "lists": {}}
        self.worlds = {
            name: World(folder / name, reader, of_world, common.get(name, {})) for name, of_world in shared.items()
        }
        self._of = {case.name: self.worlds[name] for name, of_world in shared.items() for case in of_world}

    def compared(self, case: Case) -> list[tuple[Any, ...]]:
        """The findings of a case as ``Found.place`` has them."""
        world = self._of[case.name]
        own = world.vendor.get(case.name)
        return sorted(_as_found(row, own).place for row in world.of(case))

    def expected(self, case: Case) -> list[tuple[Any, ...]]:
        """What a case expects; ``{vendor}`` in a value is its vendor number."""
        own = self._of[case.name].vendor.get(case.name, "")
        found = (*case.expected, *case.companions)
        return sorted(replace(item, value=item.value and item.value.replace("{vendor}", own)).place for item in found)

    def rows(self, case: Case) -> list[Row]:
        """The findings of a case as the mart has them."""
        return self._of[case.name].of(case)


def _of_its_own(content: Content, case: Case) -> Content:
    """A declaration with an address of its own: equal bytes would be one file that two suppliers sent."""
    if case.where != "supplier":
        return content
    address = f"1 Example Road, {case.fault}"
    if isinstance(content, CmrtSpec):
        return replace(content, company_address=address)
    return content.with_fields(company_address=address) if isinstance(content, FormSpec) else content


def _as_found(row: Row, own: str | None) -> Found:
    by = row["supplier_id"] == own if own else row["supplier_id"] is not None
    return Found(
        row["code"], row["severity"], row["source_sheet"], row["source_cell"], row["source_row"], row["value"], by
    )
