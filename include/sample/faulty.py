"""Files of the 2025 campaign that are incomplete, contradictory, repeated, replaced, hostile or unreadable."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import date

from include.sample.cmrt import build_cmrt
from include.sample.drop_file import DropFile, spec_of
from include.sample.messy import messy_file
from include.sample.prior_year import kolvane
from include.sample.spec import CmrtSpec, unidentified, unlisted, with_answer

HOSTILE_SMELTER = "=SUM(A1:A9)+<img src=x onerror=alert(1)>"


def faulty() -> list[DropFile]:
    """Every file with a fault, in order of supplier."""
    return [*_repeated(), *_incomplete_or_contradictory(), *_others(), messy_file(), *_unreadable()]


def _incomplete_or_contradictory() -> list[DropFile]:
    return [
        _by_id("V1008", "2025/V1008/CMRT-draft.xlsx", date(2025, 10, 30), _greyloft()),
        _by_id("V1009", "2025/Copy of CMRT V1009.xlsx", date(2025, 10, 31), _harrowgate()),
        DropFile(
            "2025/Redfern group CMRT.xlsx",
            date(2025, 11, 7),
            _redfern(),
            supplier_id="V1019",
            tied_by="email_domain",
        ),
    ]


def _repeated() -> list[DropFile]:
    dellavesta = _dellavesta()
    ironquay = spec_of("V1010", "202 213", date(2025, 10, 21), revision="6.4")
    first = spec_of("V1011", "013 011 201", date(2025, 10, 20))
    corrected = spec_of("V1011", "012 201", date(2026, 1, 12))
    return [
        DropFile(
            "2025/Conflict Minerals Dellavesta.xlsx",
            date(2025, 10, 22),
            dellavesta,
            supplier_id="V1004",
            tied_by="company_name",
        ),
        _by_id("V1010", "2025/V1010_CMRT.xlsx", date(2025, 10, 22), ironquay),
        _by_id("V1010", "2025/V1010/CMRT Ironquay (1).xlsx", date(2025, 11, 12), ironquay),
        replace(_by_id("V1011", "2025/V1011_CMRT_v1.xlsx", date(2025, 10, 21), first), superseded=True),
        _by_id("V1011", "2025/V1011_CMRT_v2_corrected.xlsx", date(2026, 1, 13), corrected),
        _by_id("V1012", "2025/V1012 Kolvane CMRT.xlsx", date(2025, 10, 10), kolvane()),
    ]


def _others() -> list[DropFile]:
    return [
        replace(_by_id("V1020", "2025/V1020_CMRT.xlsx", date(2025, 11, 10), _hostile()), for_review=1),
        DropFile("2025/CMRT_Zephyrine.xlsx", date(2025, 11, 11), _untied()),
    ]


def _by_id(supplier_id: str, path: str, arrived: date, spec: CmrtSpec) -> DropFile:
    return DropFile(path, arrived, spec, supplier_id=supplier_id, tied_by="supplier_id")


def _dellavesta() -> CmrtSpec:
    """One smelter row twice; answered from a private mail address, so only the company name tells who it is."""
    spec = spec_of(
        "V1004",
        "006 015 205 301 305",
        date(2025, 10, 21),
        contact_email="l.montesano@posta.example",
        authorizer_email="direzione@posta.example",
    )
    return replace(spec, smelters=(*spec.smelters, spec.smelters[0]))


def _greyloft() -> CmrtSpec:
    """No authoriser, questions 6 and 7 not answered for tin."""
    spec = spec_of("V1008", "007 208", date(2025, 10, 29), language="日本語 Japanese")
    spec = replace(spec, authorizer_name=None, authorizer_email=None, authorizer_title=None, authorizer_phone=None)
    return with_answer(with_answer(spec, "6", "Tin", None), "7", "Tin", None)


def _harrowgate() -> CmrtSpec:
    """All smelters identified although suppliers are missing; no covered country although a mine lies in one."""
    spec = spec_of("V1009", "209 303", date(2025, 10, 30))
    spec = with_answer(spec, "6", "Tin", "Greater than 75%")
    tin, tungsten = spec.smelters
    return replace(spec, smelters=(replace(tin, mine="several", mine_country="Rwanda; Australia"), tungsten))


def _redfern() -> CmrtSpec:
    """A distributor, on a template too old for our policy, that does not know its tungsten smelter."""
    spec = spec_of(
        "V1019",
        "201",
        date(2025, 11, 6),
        revision="6.22",
        metals=("Tin", "Tungsten"),
        rows=(unidentified("Tungsten"),),
        company_name="Redfern Group",
    )
    return with_answer(spec, "7", "Tungsten", "No")


def _hostile() -> CmrtSpec:
    """A company and a smelter whose names attack spreadsheets and web pages."""
    row = unlisted("Tin", HOSTILE_SMELTER, "PERU", comment="@SUM(1+1)|cmd")
    return spec_of("V1020", "205 009", date(2025, 11, 9), rows=(row,))


def _untied() -> CmrtSpec:
    """A company that stands in nobody's supplier master."""
    return spec_of(
        "V1001",
        "302 312",
        date(2025, 11, 10),
        company_name="Zephyrine Alloys Ltd",
        company_unique_id=None,
        contact_email="info@zephyrine.example",
        authorizer_email="director@zephyrine.example",
    )


def _unreadable() -> list[DropFile]:
    whole = build_cmrt(spec_of("V1013", "201 203", date(2025, 11, 3), revision="6.4"))
    return [
        DropFile("2025/V1013_CMRT_6.4.xlsx", date(2025, 11, 4), content=whole[: len(whole) // 2], replies="V1013"),
        DropFile("2025/V1014 CMRT scan.xlsx", date(2025, 11, 4), content=_jpeg(), replies="V1014"),
        DropFile("2025/V1015_CMRT.xlsx", date(2025, 11, 13), content=b"", replies="V1015"),
    ]


def _jpeg() -> bytes:
    """The head of a JPEG file, a comment and the end mark: enough to be recognised as a picture."""
    note = b"scan of a filled form"
    header = struct.pack(">2sH5sHBHHBB", b"\xff\xe0", 16, b"JFIF\0", 0x0101, 0, 1, 1, 0, 0)
    comment = struct.pack(">2sH", b"\xff\xfe", len(note) + 2) + note
    return b"\xff\xd8" + header + comment + b"\xff\xd9"
