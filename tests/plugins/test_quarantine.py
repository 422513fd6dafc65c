from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from include.events import read_all
from include.lake import sha256
from include.refresh import build, finish_intake, land, plan_intake
from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import Marts
from tests.plugins.conftest import BASE, YEAR
from tests.plugins.forms import send

DAMAGED = "2025/V1013_CMRT_6.4.xlsx"


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


INNER = zipped("notes.txt", b"nothing of use")


def waiting(data: Settings) -> dict[str, dict]:
    rows = Marts(open_store(data.lake)).rows("finding", YEAR)
    return {row["drop_path"]: row for row in rows if row["code"] == "file_quarantined"}


def take_in(data: Settings, day: int) -> None:
    now = datetime(2026, 5, day, 9, tzinfo=UTC)
    for batch in plan_intake(data, "tests", now):
        land(data, batch, "tests", now)
    finish_intake(data, "tests")
    build(data, date(2026, 5, day))


@pytest.fixture
def zip_in_zip(own_data: Settings) -> Settings:
    """A zip inside a zip was set aside: by itself it would be opened."""
    place = Path(own_data.drop, "2025", "V1013 late")
    place.mkdir(parents=True)
    (place / "outer.zip").write_bytes(zipped("../../in ner.zip", INNER))
    take_in(own_data, 20)
    return own_data


def inner(data: Settings) -> dict:
    return next(row for row in waiting(data).values() if row["file_sha256"] == sha256(INNER))


def dropped(data: Settings) -> list[str]:
    return [entry.path for entry in open_store(data.drop).entries()]


def test_each_file_says_why_whose_and_when_and_is_honest_about_another_reading(visitor, own_data) -> None:
    page = visitor("opal").get(f"{BASE}/quarantine").text
    for path, row in waiting(own_data).items():
        assert path in page
        assert row["value"] in page
    assert "Lantern Bay Resistors Inc." in page
    assert "8,972 bytes" in page
    assert "2026-05-04 09:00 UTC" in page
    assert page.count("Reading it again would say the same") == len(waiting(own_data))
    assert "Read it again" not in page
    assert "may be damaged or hostile" in page


def test_a_file_that_would_read_the_same_again_is_not_laid_into_the_drop_folder(visitor, own_data) -> None:
    answer = send(visitor("opal"), "/quarantine/retry", one=waiting(own_data)[DAMAGED]["finding_id"])
    assert answer.status_code == 409
    assert "would say the same" in answer.text
    assert dropped(own_data) == []


def test_it_is_marked_as_asked_for_again(visitor, own_data) -> None:
    fields = {"state": "sent", "finding": waiting(own_data)[DAMAGED]["finding_id"], "from": "quarantine"}
    answer = send(visitor("opal"), "/findings/say", **fields)
    assert answer.status_code == 303
    assert "/quarantine?" in answer.headers["location"]
    assert "sent by opal" in visitor("opal").get(f"{BASE}/quarantine").text
    build(own_data, date(2026, 5, 16))
    assert (waiting(own_data)[DAMAGED]["state"], waiting(own_data)[DAMAGED]["state_by"]) == ("sent", "opal")


def test_what_may_be_readable_now_is_laid_back_under_its_year_and_supplier_and_read(visitor, zip_in_zip) -> None:
    row = inner(zip_in_zip)
    assert row["supplier_id"] == "V1013"
    assert "Read it again" in visitor("opal").get(f"{BASE}/quarantine").text
    for _ in range(2):  # a form sent twice lays it there once
        assert send(visitor("opal"), "/quarantine/retry", one=row["finding_id"]).status_code == 303
    assert dropped(zip_in_zip) == [f"2025/V1013/again-{sha256(INNER)[:12]}/in_ner.zip"]
    page = visitor("vera").get(f"{BASE}/quarantine").text
    assert "laid into the drop folder again by opal" in page

    take_in(zip_in_zip, 21)

    assert dropped(zip_in_zip) == []
    assert sha256(INNER) not in {row["file_sha256"] for row in waiting(zip_in_zip).values()}


def test_who_may_only_read_neither_retries_nor_downloads(visitor, zip_in_zip) -> None:
    row = inner(zip_in_zip)
    assert send(visitor("vera"), "/quarantine/retry", one=row["finding_id"]).status_code == 403
    page = visitor("vera").get(f"{BASE}/quarantine").text
    assert f"{BASE}/files/{row['file_sha256']}" not in page
    assert dropped(zip_in_zip) == []
    assert not [item for item in read_all(open_store(zip_in_zip.lake)) if item.kind == "reread"]


def test_what_waits_no_more_is_refused(visitor, own_data) -> None:
    assert send(visitor("opal"), "/quarantine/retry", one="0" * 32).status_code == 404


def test_settled_files_have_a_list_of_their_own(visitor, own_data) -> None:
    fields = {"state": "waived", "finding": waiting(own_data)[DAMAGED]["finding_id"], "note": "sent by mistake"}
    send(visitor("opal"), "/findings/say", until="2099-12-31", **fields)
    build(own_data, date(2026, 5, 16))
    browser = visitor("vera")
    assert DAMAGED not in browser.get(f"{BASE}/quarantine").text
    settled = browser.get(f"{BASE}/quarantine?show=settled").text
    assert DAMAGED in settled
    assert "sent by mistake" in settled
