"""A workbook calculated anew by LibreOffice: what every formula shows, whatever was saved beside it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None,
    reason="LibreOffice is not installed (Debian: libreoffice-calc): formulas cannot be calculated here",
)
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(content: bytes, folder: Path) -> dict[str, list[list[Any]]]:
    """Sheet name -> rows of cells from A1 on, after LibreOffice has opened, calculated and saved the workbook."""
    profile, saved = folder / "profile", folder / "saved"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)
    (folder / "book.xlsx").write_bytes(content)
    home = f"-env:UserInstallation=file://{profile}"
    kind = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved)]
    subprocess.run(
        [str(SOFFICE), home, "--headless", "--norestore", *kind, str(folder / "book.xlsx")],
        check=True,
        capture_output=True,
        timeout=240,
    )
    book = CalamineWorkbook.from_path(saved / "book.xlsx")
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
