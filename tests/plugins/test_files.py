"""Originals by hash: the bytes that were sent, under a harmless name, and nothing else."""

from __future__ import annotations

import hashlib

import pytest

from include.events import event
from include.intake.originals import keep_original
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.own_lake import own_lake

URL = f"{BASE}/files"
PAYLOAD = {"drop_path": "2025/V1.xlsx", "file_modified_at": "2026-01-01", "reporting_year": YEAR, "kind": "cmrt"}


def received(content: bytes, path: str):
    """The receipt of a file."""
    said = PAYLOAD | {"file_sha256": hashlib.sha256(content).hexdigest(), "drop_path": path}
    return event("receipt", "2026-01-02T00:00:00+00:00", "intake", said, ("file_sha256", "drop_path"))


def test_a_reader_gets_the_bytes_of_a_declaration_under_its_name(visitor, settings) -> None:
    row = next(
        r for r in Marts(open_store(settings.lake)).rows("declaration_status", YEAR) if r["supplier_id"] == "V1005"
    )
    answer = visitor("vera").get(f"{URL}/{row['file_sha256']}")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == row["file_sha256"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    "name",
    [
        "0" * 64, "../lease.json", "..%2Flease.json", "..%2f..%2fcompany.yaml", "%2e%2e/%2e%2e/company.yaml", "",
        "ab/../../lease.json", "/etc/passwd", "lease.json", "a" * 63, "A" * 64, "*" * 64, "%00" * 64, "٣" * 64,
    ],
)  # fmt: skip
def test_whatever_no_receipt_names_is_not_there(visitor, name: str) -> None:
    assert visitor("ada").get(f"{URL}/{name}").status_code == 404


def test_a_file_of_the_archive_that_no_receipt_names_is_not_there(visitor, tmp_path, monkeypatch) -> None:
    lake = own_lake(tmp_path, monkeypatch)
    assert visitor("ada").get(f"{URL}/{keep_original(lake, b'kept, and received by nobody')}").status_code == 404


def test_a_receipt_whose_file_the_archive_has_lost_is_told(visitor, tmp_path, monkeypatch) -> None:
    own_lake(tmp_path, monkeypatch, [received(b"lost", "2025/V1.xlsx")])
    answer = visitor("ada").get(f"{URL}/{hashlib.sha256(b'lost').hexdigest()}")
    assert answer.status_code == 404
    assert "The archive does not have this file" in answer.text


def test_a_file_in_quarantine_is_for_those_who_decide(visitor, tmp_path, monkeypatch) -> None:
    lake = own_lake(tmp_path, monkeypatch, [received(b"MZ hostile", "2025/V1/invoice.xlsx")])
    sha = keep_original(lake, b"MZ hostile")
    refused = visitor("vera").get(f"{URL}/{sha}")
    assert refused.status_code == 403
    assert b"MZ" not in refused.content
    assert visitor("opal").get(f"{URL}/{sha}").content == b"MZ hostile"


def test_nobody_gets_nothing(visitor, settings) -> None:
    row = Marts(open_store(settings.lake)).rows("declaration_status", YEAR)[0]
    assert visitor(None).get(f"{URL}/{row['file_sha256']}").status_code == 401


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("CMRT 2025.xlsx", "CMRT 2025.xlsx", "CMRT%202025.xlsx"),
        ("申报.xlsx", ".xlsx", "%E7%94%B3%E6%8A%A5.xlsx"),
        ('a"; filename="b.exe', "a_; filename=_b.exe", "a_%3B%20filename%3D_b.exe"),
        ("line\r\nSet-Cookie: x=1.xlsx", "line__Set-Cookie_ x=1.xlsx", "line__Set-Cookie_%20x%3D1.xlsx"),
        ("gnp\u202exslx.exe", "gnp_xslx.exe", "gnp_xslx.exe"),
        ("..", "file", "file"),
        ("", "file", "file"),
        ("Bescheinigung für Zinn", "Bescheinigung fur Zinn", "Bescheinigung%20f%C3%BCr%20Zinn"),
        ("100%25.xlsx", "100_25.xlsx", "100%2525.xlsx"),
    ],
)
def test_a_suppliers_file_name_cannot_leave_its_place(server, name: str, plain: str, encoded: str) -> None:
    from include.review.pages.files import attachment  # Airflow reads its settings when it is imported

    assert attachment(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def test_a_long_file_name_is_bounded_and_keeps_its_ending(server) -> None:
    from include.review.pages.files import attachment

    found = attachment("x" * 10_000 + ".xlsx")
    assert len(found) < 400
    assert found.endswith(".xlsx")
