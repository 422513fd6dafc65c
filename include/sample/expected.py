"""What the pipeline should find in the sample, counted from the same specs that made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from include.sample import campaign, master
from include.sample.drop_file import DropFile
from include.sample.spec import NOT_IDENTIFIED, CmrtSpec, SmelterRow


@dataclass(frozen=True)
class Expected:
    """Facts of one campaign. Counts of smelter rows are over distinct bytes: a file sent twice counts once.

    ``asked`` are the suppliers of a part of a product in scope that are not exempt. ``children`` maps a supplier for
    whom another entity answers to that entity. ``silent`` are those asked, children aside, that sent nothing at all.
    ``ties`` maps a path to (supplier_id, rule). ``outcomes`` counts smelter rows by the outcome words of the mart
    ``smelter_accounting``.
    """

    year: int
    suppliers: int
    asked: tuple[str, ...]
    children: Mapping[str, str]
    silent: tuple[str, ...]
    products: int
    products_in_scope: int
    bill_rows: int
    letters: Mapping[str, int]
    declaration_files: int
    declarations: int
    smelter_rows: int
    rows_by_path: Mapping[str, int]
    outcomes: Mapping[str, int]
    ties: Mapping[str, tuple[str, str]]
    untied: tuple[str, ...]
    superseded: tuple[str, ...]
    quarantined: tuple[str, ...]


def expected(year: int = 2025) -> Expected:
    """Facts of the sample's campaign of ``year``; raises KeyError for a year the sample does not have."""
    files = campaign.files(year)
    declarations = [file for file in files if file.spec is not None]
    distinct = list(_distinct(declarations))
    return Expected(
        year=year,
        suppliers=len(master.suppliers(year)),
        asked=tuple(master.asked(year)),
        children=master.children(year),
        silent=tuple(campaign.silent(year, date.max)),
        products=len(master.products(year)),
        products_in_scope=len(master.products_in_scope(year)),
        bill_rows=len(master.bill_of_materials(year)),
        letters=Counter(str(row["letter_kind"]) for row in campaign.outreach(year)),
        declaration_files=len(declarations),
        declarations=len(distinct),
        smelter_rows=sum(len(spec.smelters) for _, spec in distinct),
        rows_by_path={file.path: len(file.spec.smelters) for file in files if file.spec is not None},
        outcomes=sum((_outcomes(file, spec) for file, spec in distinct), Counter[str]()),
        ties={file.path: (file.supplier_id, file.tied_by) for file in files if file.supplier_id and file.tied_by},
        untied=tuple(file.path for file in declarations if file.supplier_id is None),
        superseded=tuple(file.path for file in files if file.superseded),
        quarantined=tuple(file.path for file in files if file.spec is None),
    )


def _distinct(files: list[DropFile]) -> Iterator[tuple[DropFile, CmrtSpec]]:
    """The first file of each spec, in order: equal specs are equal bytes."""
    seen: list[CmrtSpec] = []
    for file in files:
        if file.spec is not None and file.spec not in seen:
            seen.append(file.spec)
            yield file, file.spec


def _outcomes(file: DropFile, spec: CmrtSpec) -> Counter[str]:
    if file.supplier_id is None:
        return Counter(supplier_untied=len(spec.smelters))
    if file.superseded:
        return Counter(superseded=len(spec.smelters))
    counts = Counter(_outcome(spec, place, row) for place, row in enumerate(spec.smelters))
    counts["awaiting_review"] += file.for_review
    counts["consolidated"] -= file.for_review
    return +counts


def _outcome(spec: CmrtSpec, place: int, row: SmelterRow) -> str:
    if row in spec.smelters[:place]:
        return "duplicate"
    if spec.answers["1"][str(row.metal)][0] == "No":
        return "metal_out_of_scope"
    return "not_yet_identified" if row.smelter_lookup == NOT_IDENTIFIED else "consolidated"
