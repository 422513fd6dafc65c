"""Damaged files: case ``n`` of a seed is always the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from include.intake.model import UnreadableError
from include.intake.ole import OleFile
from include.intake.ole_writer import container_of
from include.sample.cmrt import build_cmrt, build_table, complete_spec
from include.sample.mails import build_bounce, build_reply, letter_message_id
from tests.workbook_files import agile, rc4, standard, unzipped, xls_container, xls_of, zipped

_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_TEXTS = (
    b"", b"0", b"-1", b"1e999", b"NaN", b"1048576", b"XFD1048576", b"A0", b"99999999999999999999", b"\0", b"&", b"&#0;",
    b"&lol;", b"]]>", b"=cmd|' /C calc'!A0", b"\xff\xfe", b"\xf0\x9f\x98\x80", "\u202e\u0000\ufffe".encode(), b"<c/>",
    b"x" * 40_000, b"CID000001", b"Gold", b"true", b"2958466", b"-657435", "CID０".encode(), b"#N/A", b"\r\n\t ",
)  # fmt: skip
_TAG, _ATTRIBUTE, _CONTENT = re.compile(rb"<[^<>]*>"), re.compile(rb'"[^"<>]*"'), re.compile(rb">[^<>]+<")
Mutation = Callable[[Random, bytes], bytes]


@cache
def originals() -> dict[str, bytes]:
    """Small whole files of each format, by name."""
    workbook = build_cmrt(complete_spec())
    suppliers = [{"supplier_id": f"S-{n}", "supplier_name": f"Größe {n} Ltd"} for n in range(3)]
    table = build_table(suppliers, "xlsx")
    return {
        "template.xlsx": workbook,
        "table.xlsx": table,
        "template.xls": xls_of(workbook),
        "agile.xlsx": _without_times(agile(workbook)),
        "standard.xlsx": standard(workbook),
        "rc4.xls": rc4(xls_of(workbook)),
        "suppliers.csv": build_table(suppliers),
        "files.zip": zipped({"a.xlsx": table, "b/c.csv": build_table(suppliers)}),
        "reply.eml": build_reply("Kim <kim@alder.example>", {"Größe.xlsx": table}, subject="Re: 問卷"),
        "bounce.eml": build_bounce("kim@alder.example", letter_message_id("3f" * 16, 2025)),
    }


def _without_times(protected: bytes) -> bytes:
    container = OleFile(protected)
    parts = {name: container.stream(name) for name in ("EncryptionInfo", "EncryptedPackage")}
    return container_of({name: content.ljust(4096) for name, content in parts.items()})


def case(seed: int, number: int) -> tuple[str, bytes]:
    """Name and bytes of a damaged file."""
    random = Random(f"{seed}/{number}")
    names = list(originals())
    name = names[number % len(names)]
    content = originals()[name]
    for _ in range(random.choice((1, 1, 2, 4))):
        content = random.choice(_mutations(content))(random, content)
    return name, content


def _mutations(content: bytes) -> list[Mutation]:
    if content.startswith(b"PK"):
        return [_bytes, _member, _member, _member]
    if content.startswith(b"\xd0\xcf"):
        return [_bytes, _stream, _stream]
    if content.startswith(b"From:"):
        return [_bytes, _header, _header, _boundary]
    return [_bytes, _text]


def _bytes(random: Random, content: bytes) -> bytes:
    at, size = random.randrange(len(content) + 1), random.choice((1, 2, 4, 64, 512))
    width = random.choice((1, 2, 4))
    number = (random.choice(_NUMBERS) % (1 << 8 * width)).to_bytes(width, "little")
    return random.choice(
        (
            content[:at] + random.randbytes(size) + content[at + size :],
            content[:at] + number + content[at + width :],
            content[:at] + number + content[at + width :],
            content[:at] + content[at + size :],
            content[:at] + content[at : at + size] * 2 + content[at + size :],
            content[:at] + random.choice(_TEXTS) + content[at:],
            content[: max(at, 1)],
        )
    )


def _text(random: Random, content: bytes) -> bytes:
    fields = re.split(rb"([,;\n])", content)
    fields[random.randrange(len(fields))] = random.choice((*_TEXTS, b'"', b"'", b"\t", b"|"))
    return b"".join(fields)


def _header(random: Random, content: bytes) -> bytes:
    """One header line, of the mail or of a part, left out, doubled, or with another value."""
    lines = content.split(b"\r\n")
    at = random.choice([number for number, line in enumerate(lines) if b": " in line or line.startswith(b" ")] or [0])
    name, _, value = lines[at].partition(b":")
    broken = random.choice(
        (*_TEXTS, b"=?utf-8?b?////?=", b"multipart/mixed; boundary", b"x; a*0*=no'such'%ff", b"<" * 9)
    )
    lines[at] = random.choice((b"", lines[at] * 2, name + b":" + broken, name + b": " + broken + value, broken))
    return b"\r\n".join(lines)


def _boundary(random: Random, content: bytes) -> bytes:
    """The mark of a part left out, doubled or another: parts run into one another, or lie in one another."""
    marks = list(re.finditer(rb"--=-part-\d+(--)?", content))
    if not marks:
        return _bytes(random, content)
    start, end = random.choice(marks).span()
    return content[:start] + random.choice((b"", content[start:end] * 2, b"--", b"--=-part-1")) + content[end:]


def _member(random: Random, content: bytes) -> bytes:
    """One member of a zip changed, left out, doubled or renamed, and the zip packed again with right check sums."""
    try:
        members = unzipped(content)
    except Exception:  # already too damaged to be opened
        return _bytes(random, content)
    if not members:
        return _bytes(random, content)
    name = random.choice([name for name in members for _ in range(4 if "sheet" in name else 1)])
    what = random.random()
    if what < 0.05:
        del members[name]
    elif what < 0.08:
        members[random.choice(list(members))] = members[name]
    else:
        members[name] = random.choice((_markup, _markup, _markup, _bytes))(random, members[name])
    return zipped(members)


def _markup(random: Random, content: bytes) -> bytes:
    form = random.choice((_TAG, _ATTRIBUTE, _ATTRIBUTE, _CONTENT, _CONTENT))
    found = list(form.finditer(content))
    if not found:
        return _text(random, content)
    start, end = random.choice(found).span()
    if form is _TAG:
        other = random.choice(found)[0]
        return content[:start] + random.choice((b"", other, content[start:end] * 3, other * 2000)) + content[end:]
    return content[: start + 1] + random.choice(_TEXTS) + content[end - 1 :]


def _stream(random: Random, content: bytes) -> bytes:
    """One stream of a compound file changed, and the file made anew around it."""
    try:
        container = OleFile(content)
        names = [name for name in ("Workbook", "EncryptionInfo", "EncryptedPackage") if name in container]
        streams = {name: container.stream(name) for name in names}
    except UnreadableError:
        return _bytes(random, content)
    if not streams:
        return _bytes(random, content)
    name = random.choice(names)
    streams[name] = random.choice((_bytes, _record))(random, streams[name])
    if name == "Workbook":
        return xls_container(streams[name])
    return container_of({name: stream.ljust(4096) for name, stream in streams.items()})


def _record(random: Random, stream: bytes) -> bytes:
    """A number changed close to the head of a record, where kinds, lengths, rows and columns stand."""
    starts, at = [], 0
    while at + 4 <= len(stream):
        starts.append(at)
        at += 4 + int.from_bytes(stream[at + 2 : at + 4], "little")
    at = random.choice(starts or [0]) + random.choice((0, 2, 4, 6, 8, 10, 12))
    return stream[:at] + (random.choice(_NUMBERS) % 0x10000).to_bytes(2, "little") + stream[at + 2 :]
