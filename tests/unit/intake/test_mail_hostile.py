"""Mails made to break the reader cost a reason, within seconds; none is a fault of the reader."""

from __future__ import annotations

import base64

import pytest

from include.intake.model import ReadFile
from include.intake.read import read_file

HEAD = b"From: a@b.example\r\nDate: Mon, 02 Feb 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
FORWARD = b"Content-Type: message/rfc822\r\n\r\n"
ATTACHED = b"Content-Type: application/octet-stream; name=a.bin\r\n\r\nx\r\n"


def mixed(boundary: bytes, body: bytes) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n' + body


def nested(levels: int) -> bytes:
    return b"".join(mixed(b"b%d" % level, b"--b%d\r\n" % level) for level in range(levels)) + b"\r\nhello"


def read(content: bytes) -> ReadFile:
    return read_file(content, "a" * 64, "reply.eml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (mixed(b"b", (b"--b\r\n\r\nx\r\n") * 10_000), "more parts than any person writes"),
        (mixed(b"b", (b"--b\r\n\r\nx\r\n") * 201), "more parts than any person writes"),
        (mixed(b"b", (b"--b\r\n" + ATTACHED) * 51), "more than 50 files attached"),
        (nested(1_000), "parts too deep in one another"),
        (nested(11), "parts too deep in one another"),
        (FORWARD + (HEAD + FORWARD) * 2_000, "parts cannot be told apart"),
        (nested(50) + b"\r\ny" * 1_000_000, "lines, more than are read"),
        (b"a:b\r\n" * 2_100_000, "lines, more than are read"),
        (mixed(b"b", b"nothing begins here"), "a damaged e-mail"),
        (b"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx", "a damaged e-mail"),
        (b"Content-Type: text/plain; x*" + b"9" * 5_000 + b"=a\r\n\r\nhello", "parts cannot be read"),
    ],
    ids=["10,000 parts", "201 parts", "51 files", "1,000 levels", "11 levels", "mails in mails", "levels and lines",
         "headers", "no first boundary", "no boundary", "number of a parameter"],
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused_with_a_reason(content: bytes, words: str) -> None:
    found = read(HEAD + content)

    assert words in str(found.reason)
    assert (found.kind, found.tables, found.members) == ("mail", {}, [])


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: " + b"a " * (5 << 20) + b"\r\n\r\nhello",
        b"Subject: " + b"=?utf-8?q?a?=\r\n " * 300_000 + b"\r\n\r\nhello",
        b"Subject: =?utf-8?b?/////?= =?no-such?q?a?=\r\n\r\nhello",
        b"References: " + b"<" * (10 << 20) + b"\r\n\r\nhello",
        b"Content-Type: text/plain; " + b'";' * (5 << 20) + b"\r\n\r\nhello",
        b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"hello-" * (2 << 20),
        b"Content-Type: text/html\r\n\r\nhello" + b"<div>" * (1 << 20),
        b"Content-Type: text/html\r\n\r\nhello<a " + b"x=1 " * (1 << 20),
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nhello begin 644 ../../x\r\n" + b"M" * (1 << 20),
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n" + base64.b64encode(b"hello") + b"=*!",
        b"\r\nhello\0 there\0",
        b": no name\r\n\r\nhello",
    ],
    ids=["subject", "encoded words", "broken words", "references", "quotes", "punycode", "deep page", "attributes",
         "uuencode", "base64", "null bytes", "no name"],
)  # fmt: skip
def test_what_is_only_odd_is_read(content: bytes) -> None:
    (row,) = read(HEAD + content).tables["mail"]

    assert "hello" in str(row["body_text"])
    assert len(row["subject"] or "") < 400


def test_a_large_file_in_base64_is_no_larger_than_the_mail() -> None:
    packed = base64.encodebytes(b"\0" * (30 << 20))
    part = b"Content-Type: application/octet-stream; name=a.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n"

    found = read(HEAD + mixed(b"b", b"--b\r\n" + part + packed + b"--b--\r\n"))

    assert [len(member.content) for member in found.members] == [30 << 20]


def test_a_mail_larger_than_any_file_is_refused() -> None:
    assert "at most 50 MB are read" in str(read(HEAD + b"\r\n" + b"x" * (50 << 20)).reason)
