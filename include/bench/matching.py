"""Which facility a dirty name means: simple methods against ours, on the same labelled names in the same run.

The names are the real ones of ``../shared/data`` where they are, else made from the invented facilities of the sample.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from include.bench.dirty_names import dirty_names
from include.bench.report import Table
from include.reference_files import References, read_names, read_references
from include.sample.lists import read_rows
from include.sample.references import blank_template
from include.warehouse.match import match_names, matching_database

AS_OF = date(2026, 3, 31)
LISTS = (
    "cmrt/blank_6.5_en.xlsx",
    "cmrt/blank_6.4_en.xlsx",
    "cmrt/blank_6.01_zh.xlsx",
    "cmrt/blank_3.01_default_password.xls",
    "smelters/cfsi_status_2014-07-01.csv",
    "smelters/old_smelter_id_to_cid.csv",
)
EXAMPLES = "smelters/matching_examples.csv"
Name = Mapping[str, str | None]


@dataclass(frozen=True)
class Answer:
    """What a method says of one name: the facility it accepts, if any, and up to three facilities, best first."""

    accepted: str | None
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Alias:
    """One name of the lists: as written and normalised, with the facility it means (null where it means two)."""

    name_clean: str
    name_normalized: str
    smelter_cid: str | None


def table(data: Path) -> Table:
    """Precision, recall and rank of each method over the labelled names."""
    names, references = labelled_names(data)
    rows = [{"method": method, **scores(names, answers)} for method, answers in all_answers(names, references).items()]
    with_cid = sum(bool(name["smelter_cid"]) for name in names)
    notes = (
        f"{len(names)} names, {with_cid} of them with a facility; {'real' if (data / EXAMPLES).exists() else 'made'}",
        "wrong: accepted as another facility, or although no facility is meant",
        "top 1, top 3: the right one comes first, is among three (of the names with a facility)",
    )
    return Table("matching", "Matching dirty names", rows, notes)


def labelled_names(data: Path) -> tuple[list[dict[str, Any]], References]:
    """Names with their true smelter_cid (empty: none), and the lists to find it in."""
    if (data / EXAMPLES).exists():
        return read_names(data / EXAMPLES)[1], read_references([data / name for name in LISTS])
    with tempfile.TemporaryDirectory() as folder:
        lookup = Path(folder, "blank_6.5.xlsx")
        lookup.write_bytes(blank_template("6.5"))
        return _made_names(), read_references([lookup])


def _made_names() -> list[dict[str, Any]]:
    """Two dirty names for each name of the sample's facilities, and one name of nobody."""
    made = []
    listed = [row for row in read_rows("smelters.csv") if "6.5" in row["editions"].split()]
    for number, row in enumerate(listed):
        common = {"metal": row["metal"], "facility_country": row["facility_country"]}
        faulty = dirty_names([row["smelter_alias"]], number)
        made += [
            {**common, "smelter_name_reported": next(faulty), "smelter_cid": row["smelter_cid"]},
            {**common, "smelter_name_reported": next(faulty), "smelter_cid": row["smelter_cid"]},
            {**common, "smelter_name_reported": f"Nobody {number} Metals", "smelter_cid": ""},
        ]
    return made


def all_answers(names: Sequence[Name], references: References) -> dict[str, list[Answer]]:
    """Method -> its answer to each name."""
    with matching_database(names, references.tables, references.dates, AS_OF, also=("ref_alias",)) as connection:
        listed: dict[str, list[Alias]] = {}
        rows = connection.sql("SELECT metal, name_clean, name_normalized, smelter_cid FROM ref_alias ORDER BY ALL")
        for metal, *alias in rows.fetchall():
            listed.setdefault(metal, []).append(Alias(*alias))
        cleaned = connection.sql("""
            SELECT declared.source_row, clean_name(declared.smelter_name_reported),
                coalesce(normalize_name(declared.smelter_name_reported), '')
            FROM declared_smelter AS declared ORDER BY declared.source_row
        """).fetchall()

    def simple(score: Callable[[str, str, Alias], float], least: float) -> list[Answer]:
        return [
            _nearest(listed.get(str(name["metal"]), []), partial(score, clean, plain), least)
            for name, (_, clean, plain) in zip(names, cleaned, strict=True)
        ]

    return {
        "exact alias": simple(lambda clean, _, alias: float(clean == alias.name_clean), 1),
        "normalised alias": simple(lambda _, plain, alias: float(plain == alias.name_normalized), 1),
        "Jaro-Winkler >= 0.80": simple(lambda clean, _, alias: JaroWinkler.similarity(clean, alias.name_clean), 0.80),
        "RapidFuzz WRatio >= 90": simple(lambda clean, _, alias: fuzz.WRatio(clean, alias.name_clean), 90),
        "ours, ladder alone": _ours(names, references, accept_similar=False),
        "ours, with likeness": _ours(names, references, accept_similar=True),
    }


def _nearest(aliases: Sequence[Alias], score: Callable[[Alias], float], least: float) -> Answer:
    best: dict[str, float] = {}
    for alias in aliases:
        if alias.smelter_cid and (found := score(alias)) > 0:
            best[alias.smelter_cid] = max(found, best.get(alias.smelter_cid, 0))
    ranked = sorted(best, key=lambda cid: (-best[cid], cid))
    return Answer(ranked[0] if ranked and best[ranked[0]] >= least else None, tuple(ranked[:3]))


def _ours(names: Sequence[Name], references: References, *, accept_similar: bool) -> list[Answer]:
    found = match_names(names, references.tables, references.dates, AS_OF, accept_similar)
    return [
        Answer(
            row["smelter_cid"] if row["judgement"] == "accepted" else None,
            tuple(candidate.partition(":")[0] for candidate in row["candidates"].split(";") if candidate),
        )
        for row in found
    ]


def scores(names: Sequence[Name], answers: Sequence[Answer]) -> dict[str, Any]:
    """Accepted, wrong, precision, recall, and how often the right facility comes first or among three."""
    pairs = [(str(name["smelter_cid"] or ""), answer) for name, answer in zip(names, answers, strict=True)]
    accepted = sum(answer.accepted is not None for _, answer in pairs)
    right = sum(answer.accepted == cid for cid, answer in pairs if cid)
    meant = [(cid, answer.candidates) for cid, answer in pairs if cid]
    shares = {
        "precision": right / accepted if accepted else 1.0,
        "recall": right / len(meant),
        "top 1": sum(found[:1] == (cid,) for cid, found in meant) / len(meant),
        "top 3": sum(cid in found for cid, found in meant) / len(meant),
    }
    return {"accepted": accepted, "wrong": accepted - right, **{what: f"{share:.3f}" for what, share in shares.items()}}
