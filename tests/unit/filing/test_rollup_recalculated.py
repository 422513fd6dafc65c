"""A filled template calculated anew: its own Checker is satisfied, and its formulas show what was put beside them."""

from __future__ import annotations

from pathlib import Path

from include.filing.rollup.fill import fill
from include.filing.rollup.filling import Filling
from include.filing.rollup.form import open_form
from include.intake.read import read_file
from tests import rollup_template as template
from tests.libreoffice import needs_libreoffice, recalculated

pytestmark = needs_libreoffice


def filled(filling: Filling) -> bytes:
    return fill(open_form(template.blank(), "x"), filling)[0]


def test_the_checker_has_nothing_open_when_all_is_given(tmp_path: Path) -> None:
    assert recalculated(filled(template.complete()), tmp_path)["Checker"][1][3] == 0


def test_the_checker_counts_what_is_open(tmp_path: Path) -> None:
    filling = template.complete(*template.facilities()[1:], contact_name=None, authorizer_email="none")

    assert recalculated(filled(filling), tmp_path)["Checker"][1][3] == 3


def test_formulas_show_what_was_saved_beside_them(tmp_path: Path) -> None:
    content = filled(template.complete())
    before = read_file(content, "0" * 64, "x").tables["declared_smelter"]

    after = recalculated(content, tmp_path)["Smelter List"]
    shown = [(row[1], row[2], row[4], row[5], row[8], row[17]) for row in after[4 : 4 + len(before)]]
    saved = (
        "metal",
        "smelter_lookup",
        "facility_country",
        "smelter_id_reported",
        "city",
        "smelter_name_standard_reported",
    )
    assert shown == [tuple(row[name] or "" for name in saved) for row in before]
