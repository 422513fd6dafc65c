"""What is measured is read like a real file: the numbers would say nothing otherwise."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from include.bench.real_size import padded, real_size_files, sheet_part, variants
from include.intake.read import read_file
from include.sample.cmrt import build_cmrt, complete_spec


def test_a_padded_workbook_has_the_parts_of_a_real_one_and_is_read() -> None:
    content = padded()

    with zipfile.ZipFile(io.BytesIO(content)) as container:
        sizes = {name: container.getinfo(name).file_size for name in container.namelist()}
    assert 3_000_000 < sizes[sheet_part(content, "Smelter List")] < 7_000_000
    assert 700_000 < sizes["xl/sharedStrings.xml"] < 1_500_000
    read = read_file(content, "a" * 64, "padded.xlsx")
    assert (read.kind, read.reason, len(read.tables["declared_smelter"])) == ("cmrt", None, 4)


def test_each_variant_is_another_file_that_differs_in_the_company_alone() -> None:
    content = build_cmrt(complete_spec("Harbour Cables Ltd"))
    variant = variants(content)

    first, second = (read_file(variant(name), "a" * 64, "a.xlsx").tables for name in ("Alder Ltd", "Beech Ltd"))

    assert [tables["declaration"][0]["company_name"] for tables in (first, second)] == ["Alder Ltd", "Beech Ltd"]
    assert first["answer"] == second["answer"]
    assert first["declared_smelter"] == second["declared_smelter"]


def test_real_workbooks_are_measured_where_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "answer.xlsx").write_bytes(b"as it is")

    assert real_size_files([tmp_path / "answer.xlsx"]) == {"answer.xlsx": b"as it is"}
    assert list(real_size_files([])) == ["generated, padded to real size"]
