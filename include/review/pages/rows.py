"""Every declared smelter row of a year with its one outcome and the reason."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from include.review.export import FORMATS
from include.review.lists import LongList
from include.review.render import page
from include.review.visit import Reading

router = APIRouter()
KINDS = ("cmrt", "emrt", "amrt")
LIST = LongList(
    query="rows",
    sorts={
        "name": "strip_accents(lower(smelter_name_reported))",
        "metal": "metal",
        "country": "facility_country",
        "outcome": "outcome",
        "cid": "smelter_cid",
        "supplier": "strip_accents(lower(supplier_name))",
        "file": "drop_path",
        "row": "source_row",
        "score": "match_score",
    },
    default="file",
    tie="drop_path, file_sha256, source_sheet, source_row",
    columns=(
        ("Metal", "metal"),
        ("Metal as declared", "metal_declared"),
        ("Name as reported", "smelter_name_reported"),
        ("Country as reported", "facility_country"),
        ("Number as reported", "smelter_id_reported"),
        ("Outcome", "outcome"),
        ("Reason", "reason"),
        ("CID", "smelter_cid"),
        ("Judgement", "judgement"),
        ("Match", "match_method"),
        ("Score", "match_score"),
        ("How we know", "match_detail"),
        ("Decision", "decision_id"),
        ("Vendor number", "supplier_id"),
        ("Supplier", "supplier_name"),
        ("Template", "template_kind"),
        ("File", "drop_path"),
        ("Sheet", "source_sheet"),
        ("Row", "source_row"),
        ("File SHA-256", "file_sha256"),
    ),
    name="declared_rows",
)


@router.get("/rows")
def rows(visit: Reading) -> Response:
    """The rows that the filters let through, or the file with them that ``export`` asks for."""
    outcomes = visit.rows("row_outcomes")
    metals = tuple(row["metal"] for row in visit.rows("row_metals"))
    asked: dict[str, str | None] = {
        "text": visit.asked("text"),
        "outcome": visit.asked("outcome", tuple(row["outcome"] for row in outcomes)),
        "metal": visit.asked("metal"),
        "kind": visit.asked("kind", KINDS),
        "cid": visit.asked("cid"),
        "file": visit.asked("file"),
        "supplier": visit.asked("supplier", limit=20_000),
    }
    if form := visit.asked("export", FORMATS):
        return LIST.export(visit, form, **asked)
    return page(
        visit,
        "rows.html",
        listing=LIST.page(visit, **asked),
        sort=LIST.sort(visit),
        asked=asked,
        outcomes=outcomes,
        choices={"outcome": tuple(row["outcome"] for row in outcomes), "metal": metals, "kind": KINDS},
    )
