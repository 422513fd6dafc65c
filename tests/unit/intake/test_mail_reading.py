"""An e-mail gives its files, its words, who wrote it, and which letter of ours it answers."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pyarrow as pa
import pytest

from include.intake.mail import is_mail
from include.intake.model import ReadFile
from include.intake.read import read_file
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.mails import as_sent, build_bounce, build_reply, letter_message_id
from include.schemas import LANDED
from tests.workbook_files import zipped

CMRT = build_cmrt(complete_spec())
KIM = "Kim Alder <Kim@Alder.example>"
LETTER = "3f" * 16
OURS = letter_message_id(LETTER, 2025)
PHOTO = b"\xff\xd8\xff" + bytes(300 << 10)
LOGO = b"\x89PNG\r\n\x1a\n" + b"x" * 500
HEAD = b"From: kim@alder.example\nDate: Mon, 02 Feb 2026 09:00:00 +0000\nMIME-Version: 1.0\n"


def read(content: bytes) -> ReadFile:
    found = read_file(content, "a" * 64, "reply.eml")
    assert found.reason is None, found.reason
    assert found.kind == "mail"
    return found


def row(content: bytes) -> dict[str, Any]:
    (found,) = read(content).tables["mail"]
    return found


def names(content: bytes) -> list[str]:
    return [member.name for member in read(content).members]


def left_out(content: bytes) -> str | None:
    found = read(content).tables["intake_finding"]
    assert {item["code"] for item in found} <= {"member_left_out"}
    return found[0]["value"] if found else None


def message(content: bytes) -> EmailMessage:
    made = message_from_bytes(content, policy=SMTP)
    assert isinstance(made, EmailMessage)
    return made


def test_a_reply_gives_a_row_and_its_workbook() -> None:
    found = read(build_reply(KIM, {"申告書 2025.xlsx": CMRT}, answers=OURS, subject="Re: 問卷 Größe"))

    assert found.members == [("申告書 2025.xlsx", CMRT)]
    (mail,) = found.tables["mail"]
    assert mail == {
        "file_sha256": "a" * 64, "source_sheet": "", "source_row": 1,
        "from_address": "kim@alder.example", "from_name": "Kim Alder", "subject": "Re: 問卷 Größe",
        "sent_at": "2026-02-02T09:00:00+00:00", "message_id": "<20260202090000@mail.example>", "references": OURS,
        "letter_id": LETTER, "letter_year": 2025, "mail_kind": "reply", "bounce_recipient": None, "bounce_status": None,
        "attachments": 1, "body_text": "Please find our declaration attached.",
    }  # fmt: skip
    assert pa.Table.from_pylist([mail], schema=LANDED["mail"]).num_rows == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda mail: mail.replace(b"\r\n", b"\n"),
        lambda mail: b"\xef\xbb\xbf" + mail,
        lambda mail: b"\r\n\r\n" + mail,
        lambda mail: b"From kim@alder.example Mon Feb  2 09:00:00 2026\n" + mail.replace(b"\r\n", b"\n"),
        lambda mail: mail.replace(b"MIME-Version", b"X-Other: of a gateway\r\n folded\r\nMIME-Version"),
        lambda mail: mail[: mail.rindex(b"--=-part-0--")],
    ],
    ids=["line feeds", "mark", "empty lines", "envelope", "folded", "no last boundary"],
)
def test_a_mail_is_known_by_its_head_however_it_was_saved(change: Any) -> None:
    content = change(build_reply(KIM, {"a.xlsx": CMRT}))

    assert is_mail(content)
    assert read(content).members == [("a.xlsx", CMRT)]


@pytest.mark.parametrize(
    "content",
    [
        b"From: kim@alder.example\nSubject: only these\n\nhello",
        b"supplier_id,supplier_name\nV1,From: a\n",
        b"From: x\nDate: y\0z\n\nhello",
        b"hello\nFrom: kim@alder.example\nDate: today\n\n",
        b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
        b"",
    ],
    ids=["too little", "table", "binary", "text", "saved web page", "empty"],
)
def test_what_only_looks_like_a_mail_is_none(content: bytes) -> None:
    assert not is_mail(content)


def test_a_mailbox_of_several_mails_is_refused() -> None:
    one = b"From kim@alder.example Mon Feb  2 09:00:00 2026\n" + HEAD + b"\nhello\n\n"

    assert "a mailbox of several e-mails" in str(read_file(one * 2, "a" * 64, "mbox").reason)
    assert read_file(one, "a" * 64, "mbox").reason is None


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("kim@alder.example", "kim@alder.example", None),
        ("<KIM@ALDER.example>", "kim@alder.example", None),
        ('"Alder, Kim" <kim@alder.example>', "kim@alder.example", "Alder, Kim"),
        ("kim@alder.example (Kim Alder)", "kim@alder.example", "Kim Alder"),
        ("=?utf-8?B?6YeR?= <kim@alder.example>", "kim@alder.example", "金"),
        ('"=?gb2312?B?1uzpRg==?=" <kim@alder.example>', "kim@alder.example", "朱镕"),
        ('"ceo@quillmere.example" <kim@alder.example>', "kim@alder.example", "ceo@quillmere.example"),
        ("kim@alder.example, pat@birch.example", None, "kim@alder.example, pat@birch.example"),
        ("ceo@quillmere.example <kim@alder.example> <pat@birch.example>", None, None),
        ("/O=ALDER/CN=KIM", None, "/O=ALDER/CN=KIM"),
        ("Kim\u202e <kim@alder.example>", "kim@alder.example", "Kim"),
    ],
)
def test_the_sender_is_one_address_or_nobody(written: str, address: str | None, name: str | None) -> None:
    mail = row(b"From: " + written.encode() + b"\n" + HEAD[HEAD.index(b"Date") :] + b"\nhello")

    assert mail["from_address"] == address
    if name:
        assert mail["from_name"] == name


@pytest.mark.parametrize(
    ("written", "sent_at"),
    [
        ("Mon, 02 Feb 2026 09:00:00 +0900", "2026-02-02T00:00:00+00:00"),
        ("Mon, 02 Feb 2026 09:00:00 -0000", "2026-02-02T09:00:00+00:00"),
        ("yesterday", None),
        ("Mon, 02 Feb 99999 09:00:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_the_moment_of_sending_is_in_utc(written: str, sent_at: str | None) -> None:
    assert row(b"From: a@b.example\nMIME-Version: 1.0\nDate: " + written.encode() + b"\n\nhello")["sent_at"] == sent_at


def test_of_several_letters_the_one_answered_directly_counts_then_the_newest() -> None:
    older, newest = letter_message_id("aa" * 16, 2024), letter_message_id("bb" * 16, 2025)
    thread = {"References": f"<x@alder.example> {older} {newest}"}

    assert row(build_reply(KIM, headers=thread))["letter_id"] == "bb" * 16
    assert row(build_reply(KIM, answers=older, headers=thread))["letter_year"] == 2024
    assert row(build_reply(KIM, headers={"References": "<cm-2025-short@quillmere.example>"}))["letter_id"] is None


def test_a_forwarded_mail_gives_its_files_and_names_the_letter_it_answers() -> None:
    outer = message(build_reply("pat@quillmere.example", words="see below"))
    outer.add_attachment(message(build_reply(KIM, {"a.xlsx": CMRT}, answers=OURS)))

    found = read(as_sent(outer))

    assert found.members == [("a.xlsx", CMRT)]
    assert (found.tables["mail"][0]["from_address"], found.tables["mail"][0]["letter_id"]) == (
        "pat@quillmere.example", LETTER,
    )  # fmt: skip


def test_what_programs_add_is_counted_once_and_is_no_file() -> None:
    made = message(build_reply(KIM, {"CMRT.xlsx": CMRT}))
    made.add_attachment(LOGO, maintype="image", subtype="png", filename="image001.png", cid="<logo>")
    made.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="big.jpg", cid="<b>")
    made.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="kim.vcf")
    made.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    made.add_attachment("a list server's footer", filename="ATT00001.txt")

    assert names(as_sent(made)) == ["CMRT.xlsx"]
    assert left_out(as_sent(made)) == "image001.png, big.jpg, kim.vcf, smime.p7s, ATT00001.txt"


@pytest.mark.parametrize("label", [("image", "png"), ("application", "pkcs7-signature"), ("text", "calendar")])
def test_a_workbook_is_a_file_whatever_its_label_says(label: tuple[str, str]) -> None:
    made = message(build_reply(KIM))
    made.add_attachment(CMRT, maintype=label[0], subtype=label[1], filename="image001.png", cid="<a>")

    assert read(as_sent(made)).members == [("image001.png", CMRT)]


def test_other_files_are_kept_for_the_intake_to_judge() -> None:
    files = {"scan.pdf": b"%PDF-1.4", "all.zip": zipped({"a.csv": b"x"}), "winmail.dat": b"\x78\x9f\x3e\x22"}
    files["empty.xlsx"] = b""
    made = message(build_reply(KIM, files))
    made.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="photo.jpg")

    assert names(as_sent(made)) == [*files, "photo.jpg"]


def test_a_file_without_a_name_is_numbered_and_a_hostile_name_stays_text() -> None:
    made = message(build_reply(KIM, {"../../etc/passwd\u202e.xlsx": CMRT}))
    made.add_attachment(CMRT, maintype="application", subtype="octet-stream")

    assert [name.endswith("passwd\u202e.xlsx") for name in names(as_sent(made))] == [True, False]
    assert names(as_sent(made))[1] == "attachment 2"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto-Submitted": "auto-generated; type=x"}, "auto_reply"),
        ({"Auto-Submitted": "no"}, "reply"),
        ({"X-Auto-Response-Suppress": "All"}, "auto_reply"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"Precedence": "bulk"}, "reply"),
        ({}, "reply"),
    ],
)
def test_a_machine_that_answers_by_itself_is_known_by_its_head(headers: dict[str, str], kind: str) -> None:
    assert row(build_reply(KIM, words="I am out of office", headers=headers))["mail_kind"] == kind
    assert row(build_reply(KIM, {"a.xlsx": CMRT}, headers=headers))["mail_kind"] == "reply"


def test_a_letter_that_came_back_names_the_address_the_status_and_the_letter() -> None:
    mail = row(build_bounce("Kim@Alder.example", OURS, status="5.1.1"))

    assert mail["mail_kind"] == "bounce"
    assert (mail["bounce_recipient"], mail["bounce_status"]) == ("kim@alder.example", "5.1.1")
    assert (mail["letter_id"], mail["letter_year"], mail["attachments"]) == (LETTER, 2025, 0)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_a_report_that_nothing_failed_is_no_bounce(action: str) -> None:
    mail = row(build_bounce("kim@alder.example", OURS, status="4.4.1", action=action))

    assert (mail["mail_kind"], mail["bounce_recipient"], mail["bounce_status"]) == ("auto_reply", None, None)


def test_a_server_that_writes_no_report_is_known_by_its_sender() -> None:
    words = f"Hi. This is the program at mx.example.\n\nMessage-ID: {OURS}\n"
    headers = {"X-Failed-Recipients": "kim@alder.example"}

    mail = row(build_reply("MAILER-DAEMON@mx.example", words=words, headers=headers))

    assert (mail["mail_kind"], mail["bounce_recipient"], mail["letter_id"]) == ("bounce", "kim@alder.example", LETTER)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/plain; charset=utf-8", "Grüße".encode(), "Grüße"),
        ("text/plain", "Grüße".encode("cp1252"), "Grüße"),
        ("text/plain; charset=gb2312", "镕 answers".encode("gbk"), "镕 answers"),
        ("text/plain; charset=no-such", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=rot13", b"hello", "hello"),
        ("text/plain", b"a\0b\x1b[2Jc\xe2\x80\xaed", "a b [2Jcd"),
        ("text/plain", b"We answer.\n\n\n> you wrote\n> this\n", "We answer."),
        ("text/plain", b"> only what you wrote\n", "> only what you wrote"),
        (
            "text/html",
            b"<style>p{}</style><p>We <b>answer</b></p><p>Kim &amp; Pat<br>Alder",
            "We answer\n\nKim & Pat\nAlder",
        ),
        ("text/html", b"<script>alert(1)</script>", None),
        ("text/plain", b"  \n\n", None),
    ],
)
def test_the_words_are_plain_text(kind: str, body: bytes, words: str | None) -> None:
    assert row(HEAD + b"Content-Type: " + kind.encode() + b"\n\n" + body)["body_text"] == words


def test_the_plain_words_are_taken_where_a_page_stands_beside_them() -> None:
    made = message(build_reply(KIM, words="the plain words"))
    made.add_alternative("<p>the page</p>", subtype="html")

    assert row(as_sent(made))["body_text"] == "the plain words"


def test_long_words_are_cut_and_say_so() -> None:
    words = row(build_reply(KIM, words="never ending story\n" * 2000))["body_text"]

    assert len(words) == 4000
    assert words.endswith("…")
