"""Which blank template of the archive is the user's own, and the newest that is accepted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from include.events import Event, event
from include.intake.blank_template import BlankTemplate, names_a_supplier, newest_blank_template
from include.intake.originals import keep_original
from include.lake import Batch, HandledFile
from include.storage import Store, open_store

VENDORS = ("V1001", "12", "2025")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path))


def found(
    store: Store,
    *files: tuple[str, str | None],
    accepted: tuple[str, ...] = (),
    year: int = 2025,
    kind: str = "cmrt",
    blank: bool = True,
) -> BlankTemplate | None:
    """What is chosen when these files, as path and revision, came on one day after another."""
    handled, events = [], []
    for day, (path, revision) in enumerate(files, start=1):
        content = b"PK" + path.encode()
        sha = keep_original(store, content)
        language = "English" if "zh" not in path else "中文 Chinese"
        handled.append(HandledFile(sha, kind, len(content), None, revision, language, blank))
        events.append(receipt(sha, path, day))
    return newest_blank_template(store, [Batch("b", 1, tuple(handled), {})], events, year, VENDORS, accepted)


def receipt(sha: str, path: str, day: int) -> Event:
    payload = {"file_sha256": sha, "drop_path": path, "reporting_year": int(path[:4])}
    return event(
        "receipt", datetime(2026, 1, day, tzinfo=UTC).isoformat(), "tests", payload, ("file_sha256", "drop_path")
    )


@pytest.mark.parametrize(
    ("files", "accepted", "expected"),
    [
        pytest.param([("2025/a.xlsx", "6.4"), ("2025/b.xlsx", "6.5")], (), "b.xlsx", id="newest"),
        pytest.param([("2025/a.xlsx", "6.4"), ("2025/b.xlsx", "6.31")], (), "a.xlsx", id="6.4 came after 6.31"),
        pytest.param([("2025/a.xlsx", "6.4"), ("2025/b.xlsx", "6.5")], ("6.4",), "a.xlsx", id="newest accepted"),
        pytest.param([("2025/a.xlsx", "6.4")], ("6.5",), None, id="none accepted"),
        pytest.param([("2025/a.xlsx", "6.5"), ("2025/V1001 b.xlsx", "6.6")], (), "a.xlsx", id="a supplier's"),
        pytest.param([("2025/a.xlsx", "6.5"), ("2025/v1001/b.xlsx", "6.6")], (), "a.xlsx", id="a supplier's folder"),
        pytest.param([("2024/a.xlsx", "6.4"), ("2026/b.xlsx", "6.6")], (), "a.xlsx", id="not of a later year"),
        pytest.param([("2025/a.xlsx", "6.5"), ("2025/zh.xlsx", "6.5")], (), "a.xlsx", id="English of one revision"),
        pytest.param([("2025/a.xlsx", "6.5"), ("2025/b.xlsx", "6.5")], (), "b.xlsx", id="received last"),
        pytest.param([("2025/12.xlsx", "6.5")], (), "12.xlsx", id="a number too short to mean a supplier"),
        pytest.param([("2025/blank.xlsx", "6.5")], (), "blank.xlsx", id="a number that may be a year"),
        pytest.param([], (), None, id="nothing came"),
    ],
)
def test_the_template_chosen(
    store: Store, files: list[tuple[str, str]], accepted: tuple[str, ...], expected: str | None
) -> None:
    chosen = found(store, *files, accepted=accepted)

    assert (chosen.name if chosen else None) == expected


def test_it_comes_with_its_bytes(store: Store) -> None:
    chosen = found(store, ("2025/a.xlsx", "6.5"))

    assert chosen
    assert (chosen.content, chosen.revision) == (b"PK2025/a.xlsx", "6.5")


def test_a_filled_one_and_one_of_another_kind_are_none(store: Store) -> None:
    assert found(store, ("2025/a.xlsx", "6.5"), blank=False) is None
    assert found(store, ("2025/a.xlsx", "2.0"), kind="emrt") is None


def test_the_same_bytes_that_also_came_from_a_supplier_are_the_suppliers(store: Store) -> None:
    sha = keep_original(store, b"PKx")
    handled = Batch("b", 1, (HandledFile(sha, "cmrt", 3, None, "6.5", "English", True),), {})
    events = [receipt(sha, "2025/blank.xlsx", 1), receipt(sha, "2025/V1001.xlsx", 2)]

    assert newest_blank_template(store, [handled], events, 2025, VENDORS) is None


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("2025/V1001_x.xlsx", True),
        ("2025/AB 77 x.xlsx", True),
        ("2025/ab-77.xlsx", True),
        ("2025/AB 771.xlsx", False),
        ("2025/x V10012.xlsx", False),
        ("2025/x.xlsx", False),
    ],
)
def test_a_vendor_number_is_read_as_a_phrase(path: str, named: bool) -> None:
    assert names_a_supplier(path, ["V1001", "AB-77"]) == named
