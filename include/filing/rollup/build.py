"""The roll-up of a year: ``cmrt_rollup.xlsx``, a proposal until a person confirms it, and ``rollup.json`` beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from include.filing.inputs import Marts, Parameters, Problem
from include.filing.manifest import SAMPLE_MARK, to_json
from include.filing.rollup.derived import Derived
from include.filing.rollup.evidence import gather
from include.filing.rollup.fill import fill
from include.filing.rollup.filling import Filling, make_filling
from include.filing.rollup.form import FILLABLE, open_form
from include.filing.rollup.proof import differences
from include.filing.rollup.rules import derive
from include.filing.rollup.sheet_index import Unfillable
from include.filing.rollup.smelter_rows import SmelterRow
from include.intake.blank_template import BlankTemplate
from include.intake.values import folded
from include.settings import METALS, CompanyProfile

NAME, SIDECAR = "cmrt_rollup.xlsx", "rollup.json"
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class Rollup:
    """Files for the package, none when there is no template to fill, and what a person should know."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def build_rollup(blank: BlankTemplate | None, marts: Marts, profile: CompanyProfile, parameters: Parameters) -> Rollup:
    """The roll-up as files; pure: the same input gives the same bytes. Nothing is raised for what cannot be filled."""
    if blank is None:
        return Rollup({}, (_warning("rollup-template", _no_template()),))
    year = parameters.reporting_year
    derived = [answer for evidence in gather(marts, profile, year, METALS) for answer in derive(evidence)]
    filling = make_filling(derived, marts.rows("appendix_a", year), profile, parameters)
    try:
        content, rows = fill(open_form(blank.content, blank.name), filling)
        if unequal := differences(content, filling, NAME):
            raise Unfillable(f"what is read back differs: {'; '.join(unequal[:5])}")
    except Unfillable as error:
        return Rollup({}, (_warning("rollup-template", f"the template {blank.name} cannot be filled: {error}"),))
    suppliers = {row["file_sha256"]: row["supplier_id"] for row in marts.rows("metal_answer", year)}
    sidecar = _sidecar(blank, filling, derived, rows, suppliers, profile, parameters)
    return Rollup({NAME: content, SIDECAR: sidecar}, tuple(_problems(filling, marts, profile, year)))


def _no_template() -> str:
    revisions = ", ".join(FILLABLE[:-1])
    return (
        f"there is no company CMRT for customers: drop the blank official template ({revisions} or {FILLABLE[-1]}, of "
        "the accepted versions) and build the package again"
    )


def _problems(filling: Filling, marts: Marts, profile: CompanyProfile, year: int) -> Iterable[Problem]:
    if filling.to_do:
        shown = "; ".join(filling.to_do[:5]) + ("; ..." if len(filling.to_do) > 5 else "")
        yield _warning("rollup-to-do", f"{len(filling.to_do)} to do before customers get it ({SIDECAR}): {shown}")
    names = {row["supplier_name"] for row in marts.rows("supplier_status", year) if row["supplier_name"]}
    for name in sorted(_named(filling, names, profile)):
        yield _warning("rollup-supplier-name", f"the supplier {name} is named in a text of the company profile")


def _named(filling: Filling, names: Iterable[str], profile: CompanyProfile) -> set[str]:
    """Suppliers whose name stands in a text the company gave; facilities are named by the lists alone."""
    own = profile.registrant.name if profile.registrant else None
    given = [value for field, value in filling.fields.items() if isinstance(value, str) and value != own]
    given += [comment for _, comment in filling.company_answers.values() if comment]
    given += [name for _, name in filling.products if name]
    texts = [f" {folded(text)} " for text in given]
    return {
        name for name in names if len(name) >= _SHORTEST_NAME and any(f" {folded(name)} " in text for text in texts)
    }


def _sidecar(
    blank: BlankTemplate,
    filling: Filling,
    derived: list[Derived],
    rows: list[SmelterRow],
    suppliers: Mapping[str, str],
    profile: CompanyProfile,
    parameters: Parameters,
) -> bytes:
    """Where every answer comes from. Declarations are numbered once; ``said`` names them by these numbers."""
    files = sorted({sha for answer in derived for said in answer.said.values() for sha in said})
    number = {sha: place for place, sha in enumerate(files, start=1)}
    fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in filling.fields.items()}
    content: dict[str, Any] = {
        "mark": SAMPLE_MARK if profile.sample else None,
        "state": parameters.package,
        "reporting_year": parameters.reporting_year,
        "confirmed_by": None,
        "note": "a proposal: the person named as authorizer confirms it before it goes to a customer",
        "template": {"revision": blank.revision, "name": blank.name, "sha256": blank.file_sha256},
        "to_do": list(filling.to_do),
        "fields": fields,
        "answers": [
            {
                "question": answer.question,
                "metal": answer.metal,
                "answer": answer.answer,
                "because": answer.because,
                "said": {words: [number[sha] for sha in said] for words, said in answer.said.items()},
            }
            for answer in derived
        ],
        "company_answers": [
            {"question": question, "answer": answer, "comment": comment}
            for question, (answer, comment) in filling.company_answers.items()
        ],
        "smelters": [asdict(row.smelter) | {"entered_by": row.way} for row in rows],
        "declarations": [
            {"number": number[sha], "file_sha256": sha, "supplier_id": suppliers.get(sha)} for sha in files
        ],
    }
    return to_json(content)


def _warning(rule: str, message: str) -> Problem:
    return Problem("warning", NAME, rule, message)
