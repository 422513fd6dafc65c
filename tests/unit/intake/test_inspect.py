from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from include.cli import main
from include.intake.inspect import inspect_file, is_unreadable
from include.intake.reader_process import Reader
from include.sample.cmrt import ProductRow, build_cmrt, complete_spec

KEYS = [
    "file", "sha256", "kind", "reason", "template_revision", "template_language", "declaration", "answers",
    "company_answers", "smelters", "products", "mines", "minerals", "findings",
]  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def test_a_declaration_prints_as_the_interface_says(tmp_path: Path, reader: Reader) -> None:
    content = build_cmrt(complete_spec("Harbour Cables Ltd", products=(ProductRow("P-1", "cable"),)))
    path = tmp_path / "answer.xlsx"
    path.write_bytes(content)
    found = json.loads(json.dumps(inspect_file(path, reader)))
    assert list(found) == KEYS
    assert (found["file"], found["sha256"]) == (str(path), hashlib.sha256(content).hexdigest())
    assert (found["kind"], found["reason"], found["template_language"]) == ("cmrt", None, "English")
    assert found["declaration"]["effective_date"] == "2025-09-15"
    assert (len(found["answers"]), len(found["company_answers"]), len(found["smelters"])) == (32, 8, 4)
    product = found["products"][0]
    assert (product["product_number"], product["product_name"], product["source_row"]) == ("P-1", "cable", 6)
    assert (found["mines"], found["minerals"], found["declaration"]["template_trust"]) == ([], [], "stated")


def test_what_cannot_be_opened_has_a_reason(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "empty.xlsx").write_bytes(b"")
    reasons = {
        name: inspect_file(tmp_path / name, reader)["reason"] for name in ("folder.xlsx", "missing.xlsx", "empty.xlsx")
    }
    assert reasons["folder.xlsx"] == "not a file"
    assert reasons["missing.xlsx"] == "no such file"
    assert reasons["empty.xlsx"].startswith("an empty file")
    assert list(inspect_file(tmp_path / "missing.xlsx", reader)) == KEYS


def test_the_same_bytes_give_the_same_object(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "answer.xlsx"
    path.write_bytes(build_cmrt(complete_spec()))
    assert json.dumps(inspect_file(path, reader)) == json.dumps(inspect_file(path, reader))


def test_a_zip_prints_an_object_for_each_file_in_it(tmp_path: Path, reader: Reader) -> None:
    answer, path = build_cmrt(complete_spec("Harbour Cables Ltd")), tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../answer.xlsx", answer)
        archive.writestr("scan.xlsx", b"\xff\xd8\xff\xe0 a picture")

    found = inspect_file(path, reader)

    assert list(found) == [*KEYS, "members"]
    assert (found["kind"], found["reason"], is_unreadable(found)) == ("zip", None, True)
    first, second = found["members"]
    assert (first["file"], first["sha256"]) == (f"{path}/_/answer.xlsx", hashlib.sha256(answer).hexdigest())
    assert (first["kind"], first["declaration"]["company_name"]) == ("cmrt", "Harbour Cables Ltd")
    assert "JPEG" in second["reason"]


def test_a_zip_inside_a_zip_is_not_opened(tmp_path: Path, reader: Reader) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("answer.xlsx", build_cmrt(complete_spec()))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")

    (inner,) = inspect_file(tmp_path / "outer.zip", reader)["members"]

    assert (inner["kind"], "members" in inner) == ("zip", False)
    assert "a zip inside a zip" in inner["reason"]


def test_a_file_that_ends_the_reader_costs_one_line(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"segmentation fault")
    (tmp_path / "answer.xlsx").write_bytes(build_cmrt(complete_spec()))
    with Reader([sys.executable, str(Path(__file__).with_name("crashing_reader.py"))]) as reader:
        bad, good = (inspect_file(tmp_path / name, reader) for name in ("bad.xlsx", "answer.xlsx"))

    assert "SIGSEGV" in bad["reason"]
    assert (good["kind"], good["reason"]) == ("cmrt", None)


def test_the_command_prints_every_file_and_says_when_one_inside_another_is_unreadable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answer.xlsx").write_bytes(build_cmrt(complete_spec()))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("scan.xlsx", b"\xff\xd8\xff\xe0 a picture")

    assert main(["inspect", str(tmp_path / "answer.xlsx")]) == 0
    assert main(["inspect", str(tmp_path / "all.zip"), str(tmp_path / "answer.xlsx")]) == 3

    assert [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()] == ["cmrt", "zip", "cmrt"]
