from __future__ import annotations

import io
import zipfile

import pytest

from include.intake import archive
from include.intake.archive import Archive
from include.intake.container import open_container
from include.intake.model import UnreadableError
from include.sample.cmrt import build_cmrt, complete_spec
from tests.workbook_files import zipped


def opened(content: bytes) -> Archive:
    found = open_container(content, "a.zip")
    assert isinstance(found, Archive)
    return found


def reason(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        open_container(content, "a.zip")
    return str(error.value)


def test_the_files_of_an_archive_come_in_its_order() -> None:
    workbook = build_cmrt(complete_spec())
    found = opened(zipped({"b/": b"", "b/second.xlsx": workbook, "a.csv": b"x,y", "b/c/none.txt": b""}))
    assert found.members == [("b/second.xlsx", workbook), ("a.csv", b"x,y"), ("b/c/none.txt", b"")]
    assert found.left_out == []


def test_what_the_system_adds_is_left_out_by_name() -> None:
    added = ["__MACOSX/._a.csv", "b/__MACOSX/x", ".DS_Store", "b/Thumbs.db", "DESKTOP.INI"]
    found = opened(zipped({"a.csv": b"x", **dict.fromkeys(added, b"y"), "thumbs.db.csv": b"z"}))
    assert [member.name for member in found.members] == ["a.csv", "thumbs.db.csv"]
    assert found.left_out == added


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "C:\\cmrt.xlsx", "申告書.xlsx", "a\nb.csv", "Größe\u202e.xlsx", " ", "-rf"],
)
def test_a_name_is_text_and_no_path(name: str) -> None:
    assert opened(zipped({name: b"x"})).members == [(name, b"x")]


def test_names_in_the_old_code_page_are_text() -> None:
    content = zipped({"Gr__e.csv": b"x"}).replace(b"Gr__e.csv", b"Gr\x94\xe1e.csv")
    assert opened(content).members == [("Größe.csv", b"x")]


def test_names_that_are_no_utf8_are_damage() -> None:
    assert "damaged zip" in reason(zipped({"ÄÄ.csv": b"x"}).replace("ÄÄ".encode(), b"\xff\xff\xff\xff"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_are_all_kept() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for content in (b"1", b"2"):
            container.writestr("a.csv", content)
        container.writestr("A.CSV", b"3")
    assert opened(target.getvalue()).members == [("a.csv", b"1"), ("a.csv", b"2"), ("A.CSV", b"3")]


def test_a_zip_inside_a_zip_is_a_file_like_any_other() -> None:
    inner = zipped({"a.csv": b"x"})
    assert opened(zipped({"inner.zip": inner})).members == [("inner.zip", inner)]


@pytest.mark.parametrize("members", [{}, {"a/": b""}, {"__MACOSX/a": b"x", ".DS_Store": b"x"}])
def test_an_archive_without_files_is_refused(members: dict[str, bytes]) -> None:
    assert "without a file in it" in reason(zipped(members))


def test_an_archive_may_be_larger_than_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    workbook = build_cmrt(complete_spec())
    monkeypatch.setattr("include.intake.container.MAX_FILE_BYTES", len(workbook) - 1)
    assert opened(zipped({"a.xlsx": workbook}, zipfile.ZIP_STORED)).members == [("a.xlsx", workbook)]
    assert "at most" in reason(workbook)
    monkeypatch.setattr("include.intake.container.MAX_ARCHIVE_BYTES", len(workbook))
    assert "at most" in reason(zipped({"a.xlsx": workbook}, zipfile.ZIP_STORED))


def test_an_archive_of_too_many_files_is_refused() -> None:
    assert "of 501 files; at most 500" in reason(zipped({f"{n}.csv": b"x" for n in range(archive.MAX_FILES + 1)}))


@pytest.mark.parametrize("size", [2_000_000, 60_000_000])
def test_a_bomb_in_an_archive_is_refused(size: int) -> None:
    assert "inflates more than 200 times" in reason(zipped({"a.csv": b" " * size}))


def test_a_bomb_inside_the_inner_zip_stays_packed() -> None:
    bomb = zipped({"a.csv": b" " * 60_000_000})
    assert opened(zipped({"inner.zip": bomb})).members == [("inner.zip", bomb)]
    assert "inflates more than 200 times" in reason(bomb)


def test_a_damaged_file_in_an_archive_is_said() -> None:
    content = zipped({"a.csv": b"some text"}, zipfile.ZIP_STORED).replace(b"some text", b"SOME text")
    assert "not what its check sum says" in reason(content)
