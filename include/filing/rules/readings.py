"""The files of a package, each read once and only when a rule asks for it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from python_calamine import CalamineWorkbook

from include.filing.narrative_model import wording_hash
from include.filing.pages import Page, read_page
from include.filing.submission_reader import Submission, read_submission
from include.filing.workbook import HEAD_ROW

STATUS_AS_OF = 5
"""Column of the workbook's Appendix A that holds the date of the status."""


def _nothing_is(sha256: str) -> bool:
    return False


@dataclass(frozen=True)
class PackageFiles:
    """A package by its files; ``archived`` says whether the archive holds a document of that SHA-256."""

    files: Mapping[str, bytes]
    archived: Callable[[str], bool] = _nothing_is

    @cached_property
    def determination(self) -> dict[str, Any]:
        """``determination.json``."""
        return dict(json.loads(self.files["determination.json"]))

    @cached_property
    def record(self) -> dict[str, Any]:
        """``statements.json``."""
        return dict(json.loads(self.files["statements.json"]))

    @property
    def statements(self) -> list[dict[str, Any]]:
        """Every recorded statement, in reading order."""
        return list(self.record["statements"])

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """``manifest.json``, empty while the package is being built."""
        return dict(json.loads(self.files.get("manifest.json", b"{}")))

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The documents that are filed, by name."""
        return {name: read_page(content) for name, content in sorted(self.files.items()) if name.endswith(".htm")}

    @cached_property
    def web_copy(self) -> Page | None:
        """The web copy, null when the package has none."""
        return read_page(self.files["web_copy.html"]) if "web_copy.html" in self.files else None

    @cached_property
    def everything_read(self) -> dict[str, Page]:
        """The documents that are filed and the web copy: whatever the public reads."""
        return self.pages | ({"web_copy.html": self.web_copy} if self.web_copy else {})

    @cached_property
    def submission(self) -> Submission | None:
        """``submission.xml``, null when the package has none. Raises UnreadableSubmission."""
        return read_submission(self.files["submission.xml"]) if "submission.xml" in self.files else None

    @cached_property
    def appendix_sheet(self) -> list[list[Any]]:
        """Rows of the workbook's Appendix A below its head."""
        book = CalamineWorkbook.from_filelike(io.BytesIO(self.files["appendix_a.xlsx"]))
        rows = book.get_sheet_by_name("Appendix A").to_python(skip_empty_area=False)
        return [row for row in rows[HEAD_ROW:] if any(row)]

    @property
    def year(self) -> int:
        """The reporting year."""
        return int(self.determination["reporting_year"])

    @property
    def draft(self) -> bool:
        """Whether the package is a draft."""
        return bool(self.determination["state"] == "draft")

    @property
    def filed(self) -> bool:
        """Whether the determination asks for a form at all."""
        return bool(self.determination["items"])

    @property
    def wording_is_ours(self) -> bool:
        """Whether the package was made with the wording of this very release, so that sentences can be made again."""
        made = self.manifest.get("wording", {}).get("sha256")
        return bool(made in (None, wording_hash()))

    @property
    def authenticated(self) -> bool:
        """Whether the archive holds the signed document that the manifest names (17 CFR 232.302(b))."""
        return bool(self.archived(str((self.manifest.get("signature") or {}).get("document_sha256"))))

    @property
    def filing_date(self) -> date:
        """The day on which the form is to be filed."""
        return date.fromisoformat(self.determination["filing_date"])
