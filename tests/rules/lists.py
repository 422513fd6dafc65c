"""Lists that others publish: look-up, status, sanctions, conflict-affected areas, origin data, numbers before 2014.

All of them lie in one world, so that each fault has facilities of its own.
"""

from __future__ import annotations

from typing import Any

from tests.rules.case import Case, Found, Severity

DAY = "2026-01-05"


def lookup(block: int) -> list[dict[str, Any]]:
    return [
        {"metal": "Tin", "smelter_alias": f"Invented Tin {block}{n}",
         "standard smelter name": f"Invented Tin {block}{n}", "country": "PERU", "smelter_id": f"CID92{block:02}0{n}"}
        for n in range(3)
    ]  # fmt: skip


def status(block: int) -> list[dict[str, Any]]:
    return [
        {"metal": "Tin", "cid": f"CID93{block:02}0{n}", "smelter_name": f"Rated Tin {block}{n}", "status": "Conformant",
         "status_as_of": DAY}
        for n in range(3)
    ]  # fmt: skip


def sanctions(block: int) -> list[dict[str, Any]]:
    return [
        {"name": f"Party {block}{n}", "smelter_cid": f"CID94{block:02}0{n}", "country": "PERU", "list_name": "List A",
         "list_date": DAY}
        for n in range(3)
    ]  # fmt: skip


def areas(block: int) -> list[dict[str, Any]]:
    return [
        {"country": name, "region": f"Region {block}", "source": "List A", "date": DAY}
        for name in ("Mali", "Peru", "Chad")
    ]


def origins(block: int) -> list[dict[str, Any]]:
    return [
        {"smelter_cid": f"CID95{block:02}0{n}", "country": name, "source": "Data A", "date": DAY}
        for n, name in enumerate(("Peru", "Chile", "Recycled or scrap"))
    ]


def old_ids(block: int) -> list[dict[str, Any]]:
    return [
        {"metal": "Tin", "smelter_name": f"Old Tin {block}{n}", "facility_country": "PERU",
         "old_smelter_id": f"2ZZZ{block}0{n}", "cid": f"CID96{block:02}0{n}"}
        for n in range(3)
    ]  # fmt: skip


def second_row(
    fault: str, table: list[dict[str, Any]], code: str, severity: Severity, value: str | None = None, **columns: Any
) -> Case:
    """A clean list whose second line, row 3 of the file, has other values in some columns."""
    changed = [table[0], {**table[1], **columns}, *table[2:]]
    return Case(code, fault, {"list.csv": changed}, (Found(code, severity, "", row=3, value=value, by=False),),
                where="list")  # fmt: skip


def clean(fault: str, table: list[dict[str, Any]]) -> Case:
    return Case("", fault, {"list.csv": table}, where="list")


CASES = (
    clean("clean look-up list", lookup(0)),
    second_row("a number of another form", lookup(1), "reference_cid_malformed", "critical", "CID12",
               smelter_id="CID12"),
    second_row("a line without number", lookup(2), "reference_cid_missing", "critical", smelter_id=None),
    second_row("a line without a name", lookup(3), "reference_name_missing", "critical", smelter_alias=None),
    second_row("a line without metal", lookup(4), "reference_metal_missing", "critical", metal=None),
    second_row("a metal of no template in a list", lookup(5), "reference_metal_unknown", "critical", "Unobtainium",
               metal="Unobtainium"),
    second_row("a facility in no country", lookup(6), "reference_country_unrecognised", "warning", "Atlantis",
               country="Atlantis"),
    Case("reference_name_ambiguous", "one name for two facilities",
         {"list.csv": [*lookup(7), {**lookup(7)[0], "smelter_id": "CID929999"}]},
         (Found("reference_name_ambiguous", "info", "", row=2,
                value="Tin: Invented Tin 70 (CID920700, CID929999)", by=False),), where="list"),
    clean("clean status list", status(0)),
    second_row("a status without CID", status(1), "status_cid_malformed", "critical", "900201", cid="900201"),
    second_row("a status of nobody", status(2), "status_cid_missing", "critical", cid=None),
    second_row("a status without metal", status(3), "status_metal_missing", "warning", metal=None),
    second_row("a status word not known", status(4), "status_unknown", "warning", "Pending", status="Pending"),
    second_row("a status of an unknown metal", status(5), "status_metal_unknown", "warning", "Unobtainium",
               metal="Unobtainium"),
    clean("clean list of old numbers", old_ids(0)),
    second_row("an old number of another form", old_ids(1), "old_id_malformed", "warning", "JPN72",
               old_smelter_id="JPN72"),
    clean("clean old numbers, one of them without", [*old_ids(2), {**old_ids(5)[0], "old_smelter_id": None}]),
    second_row("an old number and half a CID", old_ids(3), "old_id_cid_malformed", "critical", "CID12", cid="CID12"),
    second_row("an old number without a CID", old_ids(4), "old_id_cid_missing", "critical", cid=None),
    clean("clean sanctions list", sanctions(0)),
    second_row("a sanction on nobody", sanctions(1), "sanction_name_missing", "critical", name=None),
    second_row("a sanction with half a number", sanctions(2), "sanction_cid_malformed", "critical", "CID12",
               smelter_cid="CID12"),
    second_row("a sanction in no country", sanctions(3), "sanction_country_unrecognised", "warning", "Atlantis",
               country="Atlantis"),
    second_row("a sanction of no list", sanctions(4), "sanction_list_missing", "warning", list_name=None),
    clean("clean list of areas", areas(0)),
    second_row("an area in no country", areas(1), "cahra_country_missing", "critical", country=None),
    second_row("an area in two countries", areas(2), "cahra_country_unrecognised", "critical", "Mali; Chad",
               country="Mali; Chad"),
    clean("clean origin data", origins(0)),
    second_row("an origin of nobody", origins(1), "origin_cid_missing", "critical", smelter_cid=None),
    second_row("an origin with half a number", origins(2), "origin_cid_malformed", "critical", "900201",
               smelter_cid="900201"),
    second_row("an origin in no country", origins(3), "origin_country_unrecognised", "critical", "L3", country="L3"),
)  # fmt: skip
