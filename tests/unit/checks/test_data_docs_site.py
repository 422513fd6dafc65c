"""The pages of a validation: what Great Expectations counted, for people, whatever suppliers wrote, and offline."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from include.checks import check_new_batches, data_docs, data_docs_address
from include.intake.receive import land_batch
from include.sample.table import build_table
from include.settings import Settings
from include.storage import open_store

HOSTILE = "<script src='https://evil.example/x.js'></script>\u202e\"><img src=x onerror=alert(1)>"
_REFERRING = {"src", "href", "action", "data", "poster", "srcset", "background"}


class Page(HTMLParser):
    """Tags, references and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.references: list[str] = []
        self.said: list[str] = []
        self.feed(text)
        self.words = " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.references += [str(value) for name, value in attrs if name in _REFERRING]

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def suppliers(count: int, **wrong: Any) -> bytes:
    """A supplier list with the same fault in every row."""
    rows = [{"supplier_id": f"V{1000 + n}", "supplier_name": f"Company {n}", "contact_email": "a@example.com"}
            for n in range(count)]  # fmt: skip
    return build_table([{**row, **wrong} for row in rows])


def validated(settings: Settings, drop: Any, day: int = 1, **files: bytes) -> Path:
    """The folder of the pages after one more refresh."""
    for name, content in files.items():
        drop(f"2025/{name}.csv", content)
    land_batch(settings, [f"2025/{name}.csv" for name in files], datetime(2026, 1, day, tzinfo=UTC))
    check_new_batches(open_store(settings.lake))
    return Path(settings.lake, "data_docs")


def pages(folder: Path) -> dict[str, Page]:
    return {path.relative_to(folder).as_posix(): Page(path.read_text()) for path in folder.rglob("*.html")}


def newest(folder: Path) -> Path:
    (line, *_) = json.loads((folder / "validations.json").read_text())["latest"]
    return folder / line["validation"]


def test_the_pages_say_what_was_found_and_where(settings: Settings, drop: Any) -> None:
    folder = validated(settings, drop, list=suppliers(3, supplier_role="broker"))

    front = Page((folder / "index.html").read_text()).words
    table = Page((newest(folder) / "supplier.html").read_text()).words

    assert "1 new file(s) received 2026-01-01, 3 row(s) in 1 table(s): 1 of" in front
    assert "The role is neither manufacturer nor distributor: (value)" in table
    assert "3 of 3 rows it looks at fail: 100.0%." in table
    assert "2025/list.csv, row 3: broker" in table
    assert "supplier_id_missing critical 3" in table


def test_examples_are_few_and_the_page_says_so(settings: Settings, drop: Any) -> None:
    folder = validated(settings, drop, list=suppliers(25, supplier_role="broker"))

    page = Page((newest(folder) / "supplier.html").read_text()).words

    assert "The first 20 of 25" in page
    assert page.count("2025/list.csv, row") == 20


def test_pages_hold_no_script_and_no_address_outside(settings: Settings, drop: Any) -> None:
    folder = validated(
        settings, drop, list=suppliers(2, supplier_role=HOSTILE), **{f"a {HOSTILE[:1]} b": b"x,y\n1,2\n"}
    )
    folder = validated(settings, drop, 2, more=suppliers(3, supplier_name=HOSTILE, supplier_id=None))

    for name, page in pages(folder).items():
        assert not page.tags & {"script", "img", "iframe", "link", "object", "embed", "form", "base"}
        for address in page.references:
            assert not re.match(r"[a-z]+:|//", address, re.IGNORECASE)
            assert (folder / PurePosixPath(name).parent / address).is_file(), address
        text = (folder / name).read_text()
        assert not re.search(r"@import|url\(", text)
        assert "\u202e" not in text
    assert "evil.example" in "".join(page.words for page in pages(folder).values())


def test_the_front_page_is_the_latest_and_lists_the_earlier_ones(
    settings: Settings, drop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_docs, "LISTED", 3)
    for day in range(1, 6):
        folder = validated(settings, drop, day, list=suppliers(day))

    front = Page((folder / "index.html").read_text())

    assert front.words.startswith("Data Docs: checks of what was landed")
    assert "received 2026-01-05, 5 row(s)" in front.words
    assert [text for text in front.words.split() if text.startswith("2026-01-0")] == [
        "2026-01-05,", "2026-01-04", "2026-01-03"
    ]  # fmt: skip
    assert "And 2 before these" in front.words
    assert len(list(folder.glob("*/index.html"))) == 5
    earlier = Page((folder / front.references[-1]).read_text())
    assert "received 2026-01-03, 3 row(s)" in earlier.words
    assert "../index.html" in earlier.references


def test_equal_inputs_give_equal_pages_and_a_repeated_validation_changes_none(
    settings: Settings, drop: Any, tmp_path: Path
) -> None:
    folder = validated(settings, drop, list=suppliers(3, supplier_role="broker"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in Path(settings.lake, "findings").rglob("*.parquet"):
        path.unlink()

    check_new_batches(open_store(settings.lake))

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    other = Settings(data=str(tmp_path / "other"), reporting_year=2025, settle_seconds=0)
    Path(other.drop, "2025").mkdir(parents=True)
    Path(other.drop, "2025", "list.csv").write_bytes(suppliers(3, supplier_role="broker"))
    land_batch(other, ["2025/list.csv"], datetime(2026, 1, 1, tzinfo=UTC))
    check_new_batches(open_store(other.lake))
    found = {path.relative_to(other.lake): path.read_bytes() for path in Path(other.lake, "data_docs").rglob("*.*")}
    assert found == {path.relative_to(settings.lake): content for path, content in before.items()}


def test_pages_stand_in_object_storage_too(settings: Settings, drop: Any) -> None:
    validated(settings, drop, list=suppliers(1, supplier_role="broker"))
    local, remote = open_store(settings.lake), open_store("memory://data-docs-of-a-bucket")
    for entry in local.entries():
        if entry.path.startswith(("landed/", "batches/", "events/")):
            remote.replace(entry.path, local.read(entry.path))
    assert data_docs_address(remote) is None

    check_new_batches(remote)

    assert data_docs_address(remote) == "memory:///data-docs-of-a-bucket/data_docs/index.html"
    assert remote.read("data_docs/index.html") == local.read("data_docs/index.html")


@pytest.mark.parametrize(
    ("failed", "evaluated", "words"),
    [
        (0, 0, "0.0%"),
        (0, 9, "0.0%"),
        (1, 5000, "under 0.1%"),
        (4999, 5000, "over 99.9%"),
        (1, 3, "33.3%"),
        (2, 2, "100.0%"),
    ],
)
def test_a_share_never_reads_as_nothing_or_all_when_it_is_not(failed: int, evaluated: int, words: str) -> None:
    assert data_docs._share(failed, evaluated) == words
