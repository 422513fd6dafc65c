"""A file that crashes, hangs or fills the reader costs itself alone: real processes, ended by real signals."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from include.intake.model import Member
from include.intake.read import read_file
from include.intake.reader_process import COMMAND, Reader
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.table import build_table

CRASHING = Path(__file__).with_name("crashing_reader.py")
SHA = "a" * 64
CMRT = build_cmrt(complete_spec())
SUPPLIERS = build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}])


def crashing(*arguments: str) -> list[str]:
    return [sys.executable, str(CRASHING), *arguments]


OTHERS: set[psutil.Process] = set()


@pytest.fixture(autouse=True)
def _others() -> None:
    """Readers that tests before kept for their session are not those of this test."""
    OTHERS.clear()
    OTHERS.update(psutil.Process().children())


def readers() -> list[psutil.Process]:
    started = set(psutil.Process().children()) - OTHERS
    return [child for child in started if "include.intake.reader_main" in child.cmdline()]


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", CMRT), ("suppliers.csv", SUPPLIERS), ("scan.xlsx", b"\xff\xd8\xff\xe0"), ("empty.csv", b"")],
)
def test_what_comes_back_is_what_was_read(reader: Reader, name: str, content: bytes) -> None:
    assert reader.read(SHA, name, content) == read_file(content, SHA, name)


def test_the_files_in_a_zip_come_back_whole(reader: Reader) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as container:
        container.writestr("answer.xlsx", CMRT)
        container.writestr("empty.csv", b"")

    assert reader.read(SHA, "all.zip", archive.getvalue()).members == [
        Member("answer.xlsx", CMRT), Member("empty.csv", b"")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"segmentation fault", "stopped the reader (signal 11, SIGSEGV)"),
        (b"abort", "signal 6, SIGABRT"),
        (b"exit", "stopped the reader (exit code 7)"),
        (b"hang", "takes longer than"),
        (b"memory", "needs more than 3 GB of memory"),
        (b"nonsense", "stopped the reader"),
        (b"code", "stopped the reader"),
        (b"another file", "stopped the reader"),
        (b"killed", "stopped the reader twice (signal 9, SIGKILL)"),
    ],
)
def test_a_file_that_ends_the_reader_has_a_reason_and_the_next_one_is_read(content: bytes, reason: str) -> None:
    with Reader(crashing(), seconds=20) as reader:
        ended = reader.read(SHA, "bad.xlsx", content)

        assert (ended.kind, ended.tables) == ("unreadable", {})
        assert reason in str(ended.reason)
        assert reader.read(SHA, "a.xlsx", CMRT) == read_file(CMRT, SHA, "a.xlsx")


def test_an_answer_never_called_for_is_not_given_to_the_next_file(reader: Reader) -> None:
    reader.ask(SHA, "suppliers.csv", SUPPLIERS)

    assert reader.read(SHA, "a.xlsx", CMRT) == read_file(CMRT, SHA, "a.xlsx")


def test_a_reader_that_does_not_answer_is_not_waited_for() -> None:
    with Reader(crashing(), seconds=0.3) as reader:
        assert "takes longer than" in str(reader.read(SHA, "bad.xlsx", b"hang").reason)


def test_a_file_during_which_the_reader_was_killed_from_outside_is_read_again(tmp_path: Path) -> None:
    with Reader(crashing(str(tmp_path / "killed"))) as reader:
        assert reader.read(SHA, "a.csv", b"killed once") == read_file(b"killed once", SHA, "a.csv")
    assert (tmp_path / "killed").exists()


def test_the_process_of_the_product_itself_may_be_killed_and_is_replaced() -> None:
    with Reader() as reader:
        reader.read(SHA, "suppliers.csv", SUPPLIERS)
        (process,) = readers()
        process.kill()

        assert reader.read(SHA, "a.xlsx", CMRT) == read_file(CMRT, SHA, "a.xlsx")


def test_no_secret_is_in_reach_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "AWS_SECRET_ACCESS_KEY", "CONFLICT_MINERALS_DATA"):
        monkeypatch.setenv(name, "secret")
    with Reader(crashing()) as reader:
        names = str(reader.read(SHA, "a", b"environment").reason).split()

    assert not [name for name in names if name.startswith(("AIRFLOW", "AWS", "CONFLICT_MINERALS"))]


def test_a_process_that_does_not_start_is_no_fault_of_the_file() -> None:
    with Reader([sys.executable, "-c", "raise SystemExit(7)"]) as reader:
        with pytest.raises(RuntimeError, match=r"did not start \(exit code 7\)"):
            reader.read(SHA, "a.xlsx", CMRT)


def test_nothing_runs_before_the_first_file_or_after_the_last() -> None:
    with Reader() as reader:
        assert readers() == []
        reader.read(SHA, "suppliers.csv", SUPPLIERS)
        assert len(readers()) == 1
    assert readers() == []


def test_a_reader_whose_task_is_gone_ends_by_itself() -> None:
    """The task is killed with -9: its end of the channel closes, and nobody is left to end the reader."""
    task = "import sys, time; from include.intake.reader_process import Reader; reader = Reader().__enter__()\n"
    task += "reader.read('a' * 64, 'a.csv', b'x'); print('ready', flush=True); time.sleep(1000)"
    parent = psutil.Popen([sys.executable, "-c", task], stdout=-1)
    assert parent.stdout.readline() == b"ready\n"
    (orphan,) = parent.children()
    parent.kill()
    parent.wait(10)

    orphan.wait(20)
    assert not orphan.is_running()


def test_the_limits_stand_in_the_process_of_the_product() -> None:
    with Reader() as reader:
        reader.read(SHA, "suppliers.csv", SUPPLIERS)
        (process,) = readers()

        assert process.rlimit(psutil.RLIMIT_AS) == (3 << 30, 3 << 30)
        assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        assert process.cmdline() == list(COMMAND)


def test_a_question_and_an_answer_of_megabytes_pass_each_other(reader: Reader) -> None:
    many = build_table([{"supplier_id": f"V{n}", "supplier_name": f"Company {n}"} for n in range(20_000)])
    reader.ask(SHA, "suppliers.csv", many)

    assert len(reader.answer().tables["supplier"]) == 20_000
