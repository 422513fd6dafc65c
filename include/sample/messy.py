"""A smelter list typed by hand, each row with the match it should get."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from include.sample.drop_file import DropFile, spec_of
from include.sample.references import facilities
from include.sample.spec import METALS, SmelterRow, listed, unidentified, unlisted, with_answer

Method = Literal["cid", "old_id", "alias", "normalized_alias", "none"]


@dataclass(frozen=True)
class Match:
    """A declared row, the method that should match it, and the CID; "none" and None where a person must decide."""

    row: SmelterRow
    method: Method
    smelter_cid: str | None
    why: str


def matches() -> list[Match]:
    """One row for each way of naming a smelter, in sheet order."""
    known = facilities("6.4")
    andesmira = known["CID900201"]
    return [
        Match(_typed("Gold", "ARVENDAL GOLD REFINING A.B.", "Sweden"), "normalized_alias", "CID900001", "legal form"),
        Match(_typed("Gold", "Castrelund Affinerie", "GERMANY"), "alias", "CID900003", "alias of the list"),
        Match(_typed("Tantalum", "fukamidai  tantal  KK", "JAPAN"), "normalized_alias", "CID900106", "case and spaces"),
        Match(_numbered("Tin", "2IDN902", "Bangkasura"), "old_id", "CID900202", "identification number before 2014"),
        Match(_numbered("Tungsten", " cid900301 ", "Altenbrueck Wolfram"), "cid", "CID900301", "spaces, lower case"),
        Match(unlisted("Gold", "Zorvath Kupolna Refinery", "HUNGARY"), "none", None, "unknown name"),
        Match(_typed("Tin", "Dongquanlin Tin Co Ltd", "CHINA"), "none", None, "a letter is missing: only suggested"),
        Match(_typed("Tin", "Velmora Metals", "PORTUGAL"), "none", None, "listed for gold and tantalum, not for tin"),
        Match(_numbered("Tungsten", "CID900203", "Corvadell Metallurgie NV"), "none", None, "number of a tin smelter"),
        Match(listed(replace(andesmira, smelter_cid="CID900205")), "none", None, "number and name disagree"),
    ]


def messy_file() -> DropFile:
    """The declaration that holds these rows, and one of an unidentified smelter after them."""
    expected = matches()
    rows = (*(match.row for match in expected), unidentified("Tantalum"))
    spec = spec_of("V1018", "", date(2025, 11, 2), revision="6.4", metals=METALS, rows=rows)
    return DropFile(
        "2025/V1018 CMRT 6.4 filled by hand.xlsx",
        date(2025, 11, 3),
        with_answer(spec, "7", "Tantalum", "No"),
        supplier_id="V1018",
        tied_by="supplier_id",
        for_review=sum(match.method == "none" for match in expected),
    )


def _typed(metal: str, name: str, country: str) -> SmelterRow:
    return SmelterRow(metal=metal, smelter_name_reported=name, facility_country=country)


def _numbered(metal: str, number: str, name: str) -> SmelterRow:
    return SmelterRow(smelter_id_input=number, metal=metal, smelter_name_reported=name)
