"""Reference files a compliance person keeps: blank templates, status lists, identification numbers before 2014."""

from __future__ import annotations

from datetime import date

from include.sample.cmrt import build_cmrt
from include.sample.lists import lookup_rows, read_rows
from include.sample.spec import CmrtSpec, LookupRow
from include.sample.table import TableRow

STATUS_DATES = (date(2025, 3, 31), date(2026, 3, 31))


def blank_template(revision: str) -> bytes:
    """A template nobody has filled, with the sample's look-up list of that revision."""
    return build_cmrt(CmrtSpec(revision=revision, lookup=lookup_rows(revision)))


def status_list(as_of: date) -> list[TableRow]:
    """Status list of that date; a facility without a status then is not on it."""
    names = facilities("6.4") | (facilities("6.5") if as_of >= date(2025, 4, 25) else {})
    return [
        {
            "Metal": names[row["smelter_cid"]].metal,
            "Smelter ID": row["smelter_cid"],
            "Smelter Name": names[row["smelter_cid"]].smelter_name_standard,
            "Country": names[row["smelter_cid"]].facility_country,
            "Status": row[as_of.isoformat()],
        }
        for row in read_rows("smelter_status.csv")
        if row[as_of.isoformat()]
    ]


def old_smelter_ids() -> list[TableRow]:
    """Identification numbers used before 2014 and the CIDs that replaced them."""
    known = facilities("6.4")
    return [
        {
            "metal": known[row["smelter_cid"]].metal,
            "smelter_name": known[row["smelter_cid"]].smelter_name_standard,
            "facility_country": known[row["smelter_cid"]].facility_country,
            "old_smelter_id": row["old_smelter_id"],
            "cid": row["smelter_cid"],
        }
        for row in read_rows("old_smelter_ids.csv")
    ]


def facilities(revision: str) -> dict[str, LookupRow]:
    """CID -> its look-up entry under the standard name where there is one, else under its first alias."""
    chosen: dict[str, LookupRow] = {}
    for row in lookup_rows(revision):
        cid = row.smelter_cid or ""
        if cid not in chosen or row.smelter_alias == row.smelter_name_standard:
            chosen[cid] = row
    return chosen
