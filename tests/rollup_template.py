"""A blank template of our own make, with formulas that look smelters up and count what is open as the real one does."""

from __future__ import annotations

from datetime import date
from typing import Any

from include.filing.rollup.filling import Filling, Smelter
from include.sample.cmrt import CmrtSpec, Formula, LookupRow, build_cmrt, lookup_rows
from include.settings import METALS

ROWS = range(5, 45)
_LIST = "'Smelter Look-up'!"
_FIELDS = ("D8", "D9", "D15", "D17", "D18", "D22", *(f"D{row}" for row in (*range(26, 30), *range(75, 91, 2))))
_ADDRESSES = ("D16", "D20")


def blank(revision: str = "6.5", *lookup: LookupRow, **fields: Any) -> bytes:
    """A blank CMRT; ``lookup`` are lines of its list besides those of the sample."""
    formulas = {("Smelter List", cell): Formula(text) for row in ROWS for cell, text in _row(row).items()}
    formulas |= {("Checker", cell): Formula(text) for cell, text in _checker().items()}
    extra = formulas | fields.pop("extra_cells", {})
    listed = tuple(lookup_rows(revision if revision != "6.6" else "6.5"))
    return build_cmrt(CmrtSpec(revision, lookup=(*listed, *lookup), extra_cells=extra, **fields))


def _row(row: int) -> dict[str, str]:
    by_number = {"B": "A", "C": "C"}
    by_name = {"E": "D", "F": "E", "G": "F", "I": "H", "J": "I", "R": "C"}
    return {
        f"V{row}": f'=IF(C{row}="",NA(),MATCH(B{row}&C{row},{_LIST}$J:$J,0))',
        f"AB{row}": f"=B{row}&C{row}",
        **{
            f"{here}{row}": f'=IF(LEN(A{row})=0,"",INDEX({_LIST}${there}:${there},MATCH(A{row},{_LIST}$E:$E,0)))'
            for here, there in by_number.items()
        },
        **{
            f"{here}{row}": f'=IF(ISERROR(V{row}),"",INDEX({_LIST}${there}:${there},V{row})&"")'
            for here, there in by_name.items()
        },
    }


def _checker() -> dict[str, str]:
    """One open item a required cell that is empty, and one a metal without a row; their sum stands in D2."""
    counted = [f'=IF(Declaration!{cell}="",1,0)' for cell in _FIELDS]
    counted += [f'=IF(ISNUMBER(SEARCH("@",Declaration!{cell})),0,1)' for cell in _ADDRESSES]
    counted += [f"=IF(COUNTIF('Smelter List'!$AB$5:$AB$44,\"{metal}?*\")>0,0,1)" for metal in METALS]
    return {"D2": "=H70", "H70": "=SUM(H4:H69)"} | {f"H{row}": text for row, text in enumerate(counted, start=4)}


def facilities(revision: str = "6.5") -> list[Smelter]:
    """One facility of each metal, as the sample's list of that revision names them."""
    first: dict[str, LookupRow] = {}
    for row in lookup_rows(revision if revision != "6.6" else "6.5"):
        first.setdefault(row.metal, row)
    return [
        Smelter(metal, str(row.smelter_cid), str(row.smelter_name_standard), str(row.facility_country))
        for metal, row in sorted(first.items())
    ]


def complete(*smelters: Smelter, **fields: Any) -> Filling:
    """A filling with every answer the template asks for."""
    answers = {(question, metal): {"6": "100%"}.get(question, "Yes") for question in "12345678" for metal in METALS}
    company: dict[str, tuple[str | None, str | None]] = {question: ("Yes", None) for question in "ACDFG"}
    company |= {
        "B": ("Yes", "https://www.brightwater.example/policy"),
        "E": ("Yes, in conformance with IPC1755", None),
        "H": ("Yes, with the SEC", None),
    }
    stated = {
        "company_name": "Brightwater Instruments, Inc.",
        "declaration_scope": "company",
        "scope_description": None,
        "company_unique_id": None,
        "company_authority": None,
        "company_address": "1 Invented Way",
        "contact_name": "Dana Example",
        "contact_email": "minerals@brightwater.example",
        "contact_phone": "+1-555-0100",
        "authorizer_name": "Robin Sample",
        "authorizer_title": "General Counsel",
        "authorizer_email": "robin@brightwater.example",
        "authorizer_phone": None,
        "effective_date": date(2026, 3, 31),
    }
    changes = {key: fields.pop(key) for key in list(fields) if key in stated}
    listed = tuple(smelters) or tuple(facilities())
    return Filling(
        **{"fields": stated | changes, "answers": answers, "company_answers": company, "smelters": listed} | fields
    )
