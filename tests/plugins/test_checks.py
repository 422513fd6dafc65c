"""What was validated: the list of validations, and their pages from the lake, which may hold suppliers' text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from include.settings import Settings
from tests.plugins.conftest import BASE


@pytest.fixture(scope="module")
def latest(settings: Settings) -> dict[str, Any]:
    listed = json.loads(Path(settings.lake, "data_docs", "validations.json").read_bytes())
    return dict(listed["latest"][0])


def test_the_last_validation_is_told_by_table(visitor: Any, latest: dict[str, Any]) -> None:
    page = html.fromstring(visitor("vera").get(f"{BASE}/checks").text)
    rows = {row.xpath("string(td[1])"): row for row in page.xpath("//section[@aria-labelledby='latest']//tbody/tr")}
    assert sum(int(row.xpath("string(td[2])").replace(",", "")) for row in rows.values()) == latest["rows"]
    assert int(rows["declared smelter"].xpath("string(td[4])")) > 0
    assert rows["declared smelter"].xpath("td[1]/a/@href") == [
        f"{BASE}/checks/{latest['validation']}/declared_smelter.html"
    ]


def test_its_pages_open_without_script_and_lead_back(visitor: Any, latest: dict[str, Any]) -> None:
    for name in ("index", "declared_smelter"):
        answer = visitor("vera").get(f"{BASE}/checks/{latest['validation']}/{name}.html")
        assert answer.status_code == 200
        assert "script" not in answer.headers["content-security-policy"]
        assert "sandbox allow-same-origin" in answer.headers["content-security-policy"]
        assert html.fromstring(answer.text).xpath("//body/p[1]/a/@href") == [f"{BASE}/checks"]


def test_before_the_first_validation_the_page_says_what_starts_one(
    visitor: Any, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from include.settings import PREFIX

    lake = tmp_path / "lake"
    lake.mkdir()
    (lake / "marts").symlink_to(Path(settings.lake, "marts"))
    monkeypatch.setenv(f"{PREFIX}DATA", str(tmp_path))
    assert "Nothing was checked yet" in visitor("vera").get(f"{BASE}/checks").text


@pytest.mark.parametrize(
    "path",
    [
        "validations.json",
        "{validation}/validation.json",
        "{validation}/..%2Findex.html",
        "{validation}/nothing.html",
        "0000000000000000/index.html",
        "..%2Fdata_docs/index.html",
        "..%2F..%2Fmarts/CURRENT",
    ],
)
def test_nothing_but_its_pages_is_served(visitor: Any, latest: dict[str, Any], path: str) -> None:
    answer = visitor("vera").get(f"{BASE}/checks/{path.format(**latest)}")
    assert answer.status_code == 404
