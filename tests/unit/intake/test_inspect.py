from __future__ import annotations

import hashlib
import json
from pathlib import Path

from include.intake.inspect import inspect_file
from include.sample.cmrt import ProductRow, build_cmrt, complete_spec

KEYS = [
    "file", "sha256", "kind", "reason", "template_revision", "template_language", "declaration", "answers",
    "company_answers", "smelters", "products", "findings",
]  # fmt: skip


def test_a_declaration_prints_as_the_interface_says(tmp_path: Path) -> None:
    content = build_cmrt(complete_spec("Harbour Cables Ltd", products=(ProductRow("P-1", "cable"),)))
    path = tmp_path / "answer.xlsx"
    path.write_bytes(content)
    found = json.loads(json.dumps(inspect_file(path)))
    assert list(found) == KEYS
    assert (found["file"], found["sha256"]) == (str(path), hashlib.sha256(content).hexdigest())
    assert (found["kind"], found["reason"], found["template_language"]) == ("cmrt", None, "English")
    assert found["declaration"]["effective_date"] == "2025-09-15"
    assert (len(found["answers"]), len(found["company_answers"]), len(found["smelters"])) == (32, 8, 4)
    assert found["products"] == [{"product_number": "P-1", "product_name": "cable", "comment": None, "source_row": 6}]


def test_what_cannot_be_opened_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "empty.xlsx").write_bytes(b"")
    reasons = {name: inspect_file(tmp_path / name)["reason"] for name in ("folder.xlsx", "missing.xlsx", "empty.xlsx")}
    assert reasons["folder.xlsx"] == "not a file"
    assert reasons["missing.xlsx"] == "no such file"
    assert reasons["empty.xlsx"].startswith("an empty file")
    assert list(inspect_file(tmp_path / "missing.xlsx")) == KEYS


def test_the_same_bytes_give_the_same_object(tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    path.write_bytes(build_cmrt(complete_spec()))
    assert json.dumps(inspect_file(path)) == json.dumps(inspect_file(path))
