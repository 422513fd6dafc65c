"""Where the filing package stands, what is wrong with it, and its files: nothing else leaves the reports folder."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from include.filing.shelf import MAX_LISTED, foremost, shelf
from include.refresh import publish_report, reject_report, seal_report
from include.settings import PREFIX, Settings
from include.storage import open_store
from tests.plugins.conftest import BASE, YEAR

PARAMS = {
    "reporting_year": YEAR,
    "as_of_date": "2026-05-15",
    "filing_date": "2026-05-29",
    "package": "final",
    "submission_flag": "TEST",
}
ANSWER = {
    "responded_by": "filer",
    "responded_by_id": "filer",
    "responded_at": "2026-05-29T10:00:00+00:00",
    "note": "<b>checked</b> with counsel",
}


@pytest.fixture(scope="module")
def made(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a draft, and a final package that waits."""
    data = shutil.copytree(settings.data, tmp_path_factory.mktemp("filing") / "data")
    chosen = settings.model_copy(update={"data": str(data)})
    publish_report(chosen, PARAMS | {"package": "draft"}, date(2026, 5, 15))
    publish_report(chosen, PARAMS, date(2026, 5, 15))
    return data


@pytest.fixture
def filed(made: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of it that the test may change, and that the pages read."""
    data = shutil.copytree(made, tmp_path / "data")
    monkeypatch.setenv(f"{PREFIX}DATA", str(data))
    return settings.model_copy(update={"data": str(data)})


def _waiting(settings: Settings) -> str:
    (folder,) = Path(settings.reports, str(YEAR), "pending").iterdir()
    return folder.name


def _text(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(" ".join(html.fromstring(answer.text).itertext()).split())


def test_before_the_first_package_the_page_says_how_to_make_one(visitor: Any, settings: Settings) -> None:
    answer = visitor("vera").get(f"{BASE}/filing")
    assert "There is no package for 2025 yet" in _text(answer)
    assert 'href="/dags/file_annual_report"' in answer.text
    assert "2026-06-01" in answer.text  # 31 May 2026 is a Sunday


def test_a_final_package_leads_to_its_approval(visitor: Any, filed: Settings) -> None:
    answer = visitor("vera").get(f"{BASE}/filing")
    assert f"waiting Package {_waiting(filed)}" in _text(answer)
    assert 'data-airflow href="/dags/file_annual_report/required_actions?response_received=false"' in answer.text


def test_a_sealed_package_names_who_sealed_it_when_and_with_which_note(visitor: Any, filed: Settings) -> None:
    seal_report(filed, {"reporting_year": YEAR, "package": _waiting(filed)}, ANSWER)
    answer = visitor("vera").get(f"{BASE}/filing")
    assert "Sealed by filer, 2026-05-29 10:00 UTC: “<b>checked</b> with counsel”" in _text(answer)
    assert "required_actions" not in answer.text
    assert "filing package sealed" in visitor("vera").get(f"{BASE}/").text


def test_a_rejected_package_waits_no_more(visitor: Any, filed: Settings) -> None:
    reject_report(filed, {"reporting_year": YEAR, "package": _waiting(filed)}, ANSWER)
    answer = visitor("vera").get(f"{BASE}/filing?package={_waiting(filed)}")
    assert "Rejected by filer" in _text(answer)
    assert "required_actions" not in answer.text


def test_the_determination_is_told_step_by_step_with_what_was_counted(visitor: Any, filed: Settings) -> None:
    text = _text(visitor("vera").get(f"{BASE}/filing"))
    stored = json.loads(Path(filed.reports, str(YEAR), "pending", _waiting(filed), "determination.json").read_bytes())
    for metal in stored["metals"]:
        assert metal["reason"] in text
        for item in metal["evidence"]:
            assert f"{item['fact']}: {item['count']:,}" in text


def test_a_profile_without_an_address_shows_as_a_gap(visitor: Any, filed: Settings) -> None:
    profile = Path(filed.data, "company.yaml")
    lines = profile.read_text().splitlines(keepends=True)
    profile.write_text("".join(line for line in lines if not line.startswith("report_url")))
    publish_report(filed, PARAMS | {"package": "draft"}, date(2026, 5, 15))
    text = _text(visitor("vera").get(f"{BASE}/filing?package=draft"))
    assert "Not stated in company.yaml warning Form SD, Item 1.01 asks for the company's web address" in text


def test_a_file_changed_afterwards_is_a_problem_and_is_not_handed_out(visitor: Any, filed: Settings) -> None:
    package = _waiting(filed)
    changed = Path(filed.reports, str(YEAR), "pending", package, "ex101.htm")
    changed.write_bytes(changed.read_bytes() + b"<p>more</p>")
    vera = visitor("vera")
    assert "ex101.htm manifest changed after the manifest was written" in _text(vera.get(f"{BASE}/filing"))
    answer = vera.get(f"{BASE}/filing/{YEAR}/{package}/ex101.htm")
    assert answer.status_code == 409
    assert "<p>more</p>" not in answer.text


@pytest.mark.parametrize("content", [b"", b"{}", b'{"outputs": 1, "problems": []}', b"\xff\xfe", b"[]"])
def test_a_damaged_manifest_is_told_and_nothing_is_handed_out(visitor: Any, filed: Settings, content: bytes) -> None:
    Path(filed.reports, str(YEAR), "draft", "manifest.json").write_bytes(content)
    vera = visitor("vera")
    assert "damaged" in _text(vera.get(f"{BASE}/filing?package=draft"))
    assert vera.get(f"{BASE}/filing/{YEAR}/draft/sd.htm").status_code == 404


def test_every_file_is_saved_as_it_is_and_never_shown(visitor: Any, filed: Settings) -> None:
    package = _waiting(filed)
    folder = Path(filed.reports, str(YEAR), "pending", package)
    for path in folder.iterdir():
        answer = visitor("vera").get(f"{BASE}/filing/{YEAR}/{package}/{path.name}")
        assert hashlib.sha256(answer.content).digest() == hashlib.sha256(path.read_bytes()).digest()
        assert answer.headers["content-disposition"] == f'attachment; filename="{YEAR}-{package}-{path.name}"'
        assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "path",
    [
        f"{YEAR}/draft/notes.txt",
        f"{YEAR}/draft/..%2F..%2F..%2Fcompany.yaml",
        f"{YEAR}/draft/%2Fetc%2Fpasswd",
        f"{YEAR}/..%2F..%2Flake%2Fmarts/CURRENT",
        f"{YEAR}/pending/manifest.json",
        f"{YEAR}/ffffffffffffffff/manifest.json",
        "2024/draft/sd.htm",
        "..%2Freports%2F2025/draft/sd.htm",
        "²025/draft/sd.htm",
        f"{YEAR}/draft/sd.htm%00.txt",
    ],
)
def test_no_other_file_is_handed_out(visitor: Any, filed: Settings, path: str) -> None:
    Path(filed.reports, str(YEAR), "draft", "notes.txt").write_text("left here by somebody")
    answer = visitor("vera").get(f"{BASE}/filing/{path}")
    assert answer.status_code == 404
    assert "attachment" not in answer.headers.get("content-disposition", "")


def test_a_manifest_that_names_a_path_hands_out_nothing(visitor: Any, filed: Settings) -> None:
    manifest = Path(filed.reports, str(YEAR), "draft", "manifest.json")
    stated = json.loads(manifest.read_bytes())
    profile = Path(filed.data, "company.yaml").read_bytes()
    name = "../../../company.yaml"
    stated["outputs"][name] = {"sha256": hashlib.sha256(profile).hexdigest(), "bytes": len(profile)}
    manifest.write_text(json.dumps(stated))
    for spelling in (name, "..%2F..%2F..%2Fcompany.yaml"):
        assert visitor("vera").get(f"{BASE}/filing/{YEAR}/draft/{spelling}").status_code == 404


def test_the_list_of_packages_is_bounded_and_the_sealed_one_stands_foremost(filed: Settings) -> None:
    reports, package = open_store(f"{filed.reports}/{YEAR}"), _waiting(filed)
    seal_report(filed, {"reporting_year": YEAR, "package": package}, ANSWER)
    for number in range(MAX_LISTED + 5):
        reports.replace(f"pending/{number:016x}/manifest.json", b"{}")
    listed = shelf(reports, [], YEAR)
    assert len(listed) == MAX_LISTED
    assert [item.written for item in listed] == sorted((item.written for item in listed), reverse=True)
    first = foremost(listed)
    assert first
    assert (first.package, first.state) == (package, "sealed")
