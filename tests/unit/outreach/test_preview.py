"""The letters of one supplier of the data, for reading: whoever is surveyed, in its own words, due or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from include.cli import main
from include.outreach.preview import NoSuchSupplier, preview
from include.outreach.render import UNREVIEWED, render
from include.settings import Settings
from include.storage import open_store
from include.warehouse.marts import NoMarts
from tests.unit.outreach.conftest import Year, item, supplier

AS_OF = date(2026, 3, 2)
Current = Callable[..., None]


@pytest.fixture
def current(settings: Settings, year: Year) -> Current:
    """Writes marts, as ``year`` does, and makes them the newest refresh."""

    def write(*suppliers: Mapping[str, Any], **tables: Any) -> None:
        open_store(settings.lake).replace("marts/CURRENT", f"{year(*suppliers, **tables)}\n".encode())

    return write


def test_it_is_the_letter_the_supplier_would_get_in_its_own_language(settings: Settings, current: Current) -> None:
    part = {"supplier_id": "V2", "part_id": "P-9", "supplier_part_number": "S-9"}
    current(
        supplier(
            "V1", "correction", entity_id="V1", written_to="V1", contact_name="Ada", response="answered_incomplete"
        ),
        supplier("V2", "correction", entity_id="V1", written_to="V1", response="answered_incomplete"),
        supplier("V3", "none"),
        open_item=[item("V1", "D15", "Please name a contact."), item("V3", "D9", "Not of this entity.")],
        supplier_part=[part],
        profile={"plausibility": {"scope_asked": "product"}},
    )

    survey, correction = preview(settings, "V2", AS_OF, ("survey", "correction"), None)

    assert (correction.supplier_id, correction.vendor_numbers, correction.contact_name) == ("V1", ("V1", "V2"), "Ada")
    assert [found.message for found in correction.items] == ["Please name a contact."]
    assert survey.part_numbers == ("S-9",)
    assert survey.items == ()
    assert "April 1, 2026" in render(survey).text


def test_another_language_is_shown_as_what_it_is(settings: Settings, current: Current) -> None:
    current(supplier("V1", "survey", language="Deutsch"))

    (own,) = preview(settings, "V1", AS_OF, ("survey",), None)
    (other,) = preview(settings, "V1", AS_OF, ("survey",), "ja")

    assert (own.language, other.language) == ("de", "ja")
    assert render(other).text.startswith(UNREVIEWED)


@pytest.mark.parametrize("other", [{"in_scope": False}, {"exempt_reason": "buys services alone"}])
def test_who_is_not_surveyed_has_no_letters(settings: Settings, current: Current, other: dict[str, object]) -> None:
    current(supplier("V1", "none", **other))

    with pytest.raises(NoSuchSupplier, match="no supplier in scope of 2025 has the vendor number 'V1'"):
        list(preview(settings, "V1", AS_OF, ("survey",), None))


def test_before_the_first_refresh_there_is_nothing_to_show(settings: Settings) -> None:
    with pytest.raises(NoMarts):
        list(preview(settings, "V1", AS_OF, ("survey",), None))


def test_the_command_prints_it_or_says_why_not(
    settings: Settings, current: Current, capsys: pytest.CaptureFixture[str]
) -> None:
    current(supplier("V1", "survey"))
    asked = ["letters", "show", "--kind", "survey", "--data", settings.data, "--year", "2025", "--as-of", "2026-03-02"]

    assert main([*asked, "--supplier", "V1"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("===== survey, English (version ")
    assert "Company V1" in printed
    assert main([*asked, "--supplier", "V9"]) == 1
    assert "'V9'" in capsys.readouterr().err
