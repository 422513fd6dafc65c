"""A mail in the drop folder: its files are archived, landed or set aside, and have receipts of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from include.events import append, event, read_all
from include.intake.drop_folder import waiting_files
from include.intake.inspect import inspect_file
from include.intake.reader_process import Reader
from include.intake.receive import Landed, land_batch
from include.intake.reland import reland
from include.lake import batches, handled_files, read_parquet, sha256
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.mails import build_reply, letter_message_id
from include.sample.table import build_table
from include.schemas import PARSER_VERSION
from include.settings import Settings
from include.storage import open_store
from tests.workbook_files import zipped

NOW = datetime(2026, 2, 3, 8, tzinfo=UTC)
KIM = "kim@alder.example"
CMRT = build_cmrt(complete_spec())
OTHER_CMRT = build_cmrt(complete_spec("Harbour Cables Ltd"))
SUPPLIERS = build_table([{"supplier_id": "V1001", "supplier_name": "Alder Ltd"}])
LETTER = "3f" * 16
Drop = Callable[..., Path]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def land(settings: Settings, reader: Reader) -> Landed:
    return land_batch(settings, waiting_files(settings, NOW), NOW, reader)


def receipts(settings: Settings) -> dict[str, dict[str, Any]]:
    found = read_all(open_store(settings.lake))
    return {item.payload["drop_path"]: item.payload for item in found if item.kind == "receipt"}


def kinds(settings: Settings) -> dict[str, str]:
    return {path: given["kind"] for path, given in receipts(settings).items()}


def reasons(settings: Settings) -> dict[str, str | None]:
    handled = handled_files(batches(open_store(settings.lake)))
    return {path: handled[given["file_sha256"]][1].reason for path, given in receipts(settings).items()}


def test_files_of_a_mail_are_files_of_their_own(settings: Settings, drop: Drop, reader: Reader) -> None:
    mail = build_reply(KIM, {"answer.xlsx": CMRT, "scan.pdf": b"%PDF-1.7"})
    drop("2024/replies/1770.M1.host:2,S", mail)

    result = land(settings, reader)

    assert (result.files, result.quarantined, result.receipts, result.left) == (3, 1, 3, {})
    assert kinds(settings) == {
        "2024/replies/1770.M1.host:2,S": "mail",
        "2024/replies/1770.M1.host:2,S/answer.xlsx": "cmrt",
        "2024/replies/1770.M1.host:2,S/scan.pdf": "unreadable",
    }
    given = receipts(settings)["2024/replies/1770.M1.host:2,S/answer.xlsx"]
    assert (given["reporting_year"], given["within"], given["inside"]) == (2024, sha256(mail), ["mail"])
    lake = open_store(settings.lake)
    (batch,) = batches(lake)
    (row,) = read_parquet(lake.read(f"landed/mail/parser={PARSER_VERSION}/{batch.batch}.parquet")).to_pylist()
    assert (row["file_sha256"], row["from_address"], row["attachments"]) == (sha256(mail), KIM, 2)


def test_an_archive_in_a_mail_a_mail_in_an_archive_and_a_mail_on_a_mail_are_opened(
    settings: Settings, drop: Drop, reader: Reader
) -> None:
    drop("a.eml", build_reply(KIM, {"all.zip": zipped({"answer.xlsx": CMRT})}))
    drop("b.zip", zipped({"one.eml": build_reply(KIM, {"answer.xlsx": OTHER_CMRT})}))
    drop("c.eml", build_reply(KIM, {"one.eml": build_reply("pat@birch.example", {"answer.xlsx": CMRT})}))

    land(settings, reader)

    assert set(reasons(settings).values()) == {None}
    assert {"a.eml/all.zip/answer.xlsx", "b.zip/one.eml/answer.xlsx", "c.eml/one.eml/answer.xlsx"} <= set(
        kinds(settings)
    )


@pytest.mark.parametrize(
    ("name", "content", "aside", "words"),
    [
        ("a.zip", {"b.eml": {"c.zip": {"answer.xlsx": CMRT}}}, "a.zip/b.eml/c.zip", "a zip inside a zip"),
        ("a.eml", {"b.eml": {"c.eml": {"answer.xlsx": CMRT}}}, "a.eml/b.eml/c.eml", "too deep in other files"),
        ("a.eml", {"b.zip": {"c.zip": {"answer.xlsx": CMRT}}}, "a.eml/b.zip/c.zip", "a zip inside a zip"),
    ],
)
def test_what_lies_deeper_is_set_aside_and_opened_once_it_is_dropped_by_itself(
    settings: Settings, drop: Drop, reader: Reader, name: str, content: Any, aside: str, words: str
) -> None:
    drop(name, packed(name, content))
    land(settings, reader)

    assert words in str(reasons(settings)[aside])
    assert words in receipts(settings)[aside]["aside"]
    assert not any(path.endswith(".xlsx") for path in kinds(settings))

    drop(aside.rsplit("/", 1)[-1], packed_of(aside, content))
    land(settings, reader)

    assert any(path.endswith("/answer.xlsx") and kind == "cmrt" for path, kind in kinds(settings).items())
    assert reasons(settings)[aside] is None


def packed(name: str, content: Any) -> bytes:
    if isinstance(content, bytes):
        return content
    files = {inner: packed(inner, held) for inner, held in content.items()}
    return zipped(files) if name.endswith(".zip") else build_reply(KIM, files)


def packed_of(path: str, content: Any) -> bytes:
    for step in path.split("/")[1:]:
        content = content[step]
    return packed(path, content)


def test_a_list_that_came_by_mail_counts_for_nothing_until_it_is_dropped_by_itself(
    settings: Settings, drop: Drop, reader: Reader
) -> None:
    drop("a.eml", build_reply(KIM, {"suppliers.csv": SUPPLIERS, "all.zip": zipped({"suppliers.csv": SUPPLIERS})}))
    land(settings, reader)

    for path in ("a.eml/suppliers.csv", "a.eml/all.zip/suppliers.csv"):
        assert "a list that came by e-mail" in str(reasons(settings)[path])
    assert not any("supplier" in batch.tables for batch in batches(open_store(settings.lake)))

    drop("suppliers.csv", SUPPLIERS)
    land(settings, reader)

    assert any("supplier" in batch.tables for batch in batches(open_store(settings.lake)))
    assert "a list that came by e-mail" in receipts(settings)["a.eml/suppliers.csv"]["aside"]


@pytest.mark.parametrize(
    ("folder", "known", "year", "rule"),
    [("", True, 2023, "letter"), ("2024/", True, 2024, "folder"), ("", False, 2025, "campaign")],
    ids=["letter", "folder", "letter nobody wrote"],
)
def test_a_reply_counts_for_the_year_of_its_letter(
    settings: Settings, drop: Drop, reader: Reader, folder: str, known: bool, year: int, rule: str
) -> None:
    if known:
        said = {"letter_id": LETTER, "attempt": 1, "step": "intent", "reporting_year": 2023}
        append(open_store(settings.lake), [event("letter", "2024-02-01T00:00:00+00:00", "tests", said, said)])
    drop(f"{folder}a.eml", build_reply(KIM, {"answer.xlsx": CMRT}, answers=letter_message_id(LETTER, 2023)))

    land(settings, reader)

    for path in (f"{folder}a.eml", f"{folder}a.eml/answer.xlsx"):
        given = receipts(settings)[path]
        assert (given["reporting_year"], given["year_rule"]) == (year, rule)


def test_a_mail_that_comes_again_gives_its_files_receipts_of_that_place(
    settings: Settings, drop: Drop, reader: Reader
) -> None:
    mail = build_reply(KIM, {"all.zip": zipped({"answer.xlsx": CMRT})})
    drop("2024/a.eml", mail)
    land(settings, reader)
    drop("2025/a.eml", mail)

    result = land(settings, reader)

    assert (result.files, result.receipts) == (0, 3)
    assert receipts(settings)["2025/a.eml/all.zip/answer.xlsx"]["reporting_year"] == 2025


def test_mails_that_an_older_parser_refused_are_opened_and_nothing_comes_twice(
    settings: Settings, drop: Drop, reader: Reader
) -> None:
    content = {"all.zip": zipped({"answer.xlsx": CMRT}), "suppliers.csv": SUPPLIERS}
    drop("2024/a.eml", build_reply(KIM, content))
    land(settings, reader)
    expected, known = receipts(settings), handled_files(batches(open_store(settings.lake)))
    for path in Path(settings.lake, "batches").glob("*.json"):
        path.write_text(path.read_text().replace(f'"parser":{PARSER_VERSION}', f'"parser":{PARSER_VERSION - 1}'))

    assert reland(settings) == []

    assert receipts(settings) == expected
    found = handled_files(batches(open_store(settings.lake)))
    assert {sha: item for sha, (_, item) in found.items()} == {sha: item for sha, (_, item) in known.items()}


def test_inspect_shows_the_mail_and_each_file_in_it(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(build_reply(KIM, {"all.zip": zipped({"answer.xlsx": CMRT, "b.zip": zipped({"a.csv": b"x"})})}))

    found = inspect_file(path, reader)

    assert (found["kind"], found["mail"]["from_address"]) == ("mail", KIM)
    (archive,) = found["members"]
    assert [member["kind"] for member in archive["members"]] == ["cmrt", "zip"]
    assert "a zip inside a zip" in archive["members"][1]["reason"]
