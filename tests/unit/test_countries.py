from __future__ import annotations

import pycountry
import pytest

from include.countries import COVERED, country, is_recycled, split_countries


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UNITED STATES OF AMERICA", "US"), ("USA", "US"), ("U.S.A.", "US"), ("United States", "US"),
        ("Korea, Republic of", "KR"), ("KOREA, REPUBLIC OF", "KR"), ("South Korea", "KR"),
        ("KOREA (DEMOCRATIC PEOPLE'S REPUBLIC OF)", "KP"),
        ("Viet Nam", "VN"), ("Vietnam", "VN"), ("Türkiye", "TR"), ("TURKEY", "TR"), ("Turkiye", "TR"),
        ("Russia", "RU"), ("Russian Federation", "RU"), ("Cote d’Ivoire", "CI"),
        ("BOLIVIA (PLURINATIONAL STATE OF)", "BO"), ("Bolivia", "BO"), ("Taiwan, Province of China", "TW"),
        ("Hong Kong (China)", "HK"), ("China (Hunan)", "CN"), ("Lao People's Democratic Republic", "LA"),
        ("Democratic Republic of the Congo", "CD"), ("Congo, Democratic Republic of the", "CD"), ("DRC", "CD"),
        ("Congo (Kinshasa)", "CD"), ("Congo (Brazzaville)", "CG"), ("Republic of the Congo", "CG"),
        ("Niger", "NE"), ("Nigeria", "NG"), ("Guinea", "GN"), ("Equatorial Guinea", "GQ"), ("  Chile ", "CL"),
    ],
)  # fmt: skip
def test_a_spelling_names_one_country(written: str, code: str) -> None:
    found = country(written)
    assert found is not None
    assert found.alpha_2 == code


@pytest.mark.parametrize(
    "written",
    ["Congo", "Korea", "United Kindom", "CC", "HR", "LR", "CN", "China (Taiwan)", "Asia", "Unknown", "", None, "0"],
)
def test_what_is_ambiguous_or_misspelt_is_no_country(written: str | None) -> None:
    assert country(written) is None


def test_every_name_of_the_iso_list_is_recognised_but_the_ambiguous_congo() -> None:
    missed = [
        entry.name for entry in pycountry.countries if getattr(country(entry.name), "alpha_2", None) != entry.alpha_2
    ]
    assert missed == ["Congo"]


def test_the_covered_countries_are_the_ten_of_the_rule() -> None:
    names = (
        "Democratic Republic of the Congo", "Angola", "Burundi", "Central African Republic", "Republic of the Congo",
        "Rwanda", "South Sudan", "Tanzania", "Uganda", "Zambia",
    )  # fmt: skip
    assert {getattr(country(name), "alpha_2", None) for name in names} == COVERED
    assert len(COVERED) == 10
    assert [bool(found and found.covered) for found in map(country, ("Rwanda", "Kenya"))] == [True, False]


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        (" Australia, Austria,  Brazil", ["Australia", "Austria", "Brazil"]),
        ("Japan; Korea, Republic of; Peru", ["Japan", "Korea, Republic of", "Peru"]),
        ("Congo, Democratic Republic of the, Rwanda", ["Congo, Democratic Republic of the", "Rwanda"]),
        ("Congo, Democratic Republic of the Congo", ["Congo", "Democratic Republic of the Congo"]),
        ("Tanzania, United Republic of|Uganda\nZambia", ["Tanzania, United Republic of", "Uganda", "Zambia"]),
        ("Canada, China, Hong Kong, India", ["Canada", "China", "Hong Kong", "India"]),
        ("Guinea, Equatorial Guinea", ["Guinea", "Equatorial Guinea"]),
        ("Bosnia and Herzegovina, China and Japan", ["Bosnia and Herzegovina", "China", "Japan"]),
        ("China (Hunan, Jiangxi), Japan", ["China (Hunan, Jiangxi)", "Japan"]),
        ("Brazil, Recycled/Scrap", ["Brazil", "Recycled/Scrap"]),
        ("China/Japan", ["China", "Japan"]),
        ("Brazil, Atlantis, Peru", ["Brazil", "Atlantis", "Peru"]),
        ("see our list, available on request", ["see our list, available on request"]),
        ("," * 40_000, ["," * 40_000]),
        ("   ", []),
        (None, []),
    ],
)
def test_a_cell_of_countries_is_cut_into_its_entries(cell: str | None, entries: list[str]) -> None:
    assert split_countries(cell) == entries


@pytest.mark.parametrize(
    ("entry", "recycled"),
    [
        ("Recycled/Scrap", True),
        ("R/S", True),
        ("Ta scrap", True),
        ("not recycled", False),
        ("Peru", False),
        ("100% recycled", True),
        ("recycled and scrap material only", True),
        ("Rwanda scrap", False),
        ("Recycled (DRC)", False),
    ],
)
def test_recycled_material_is_told_from_countries(entry: str, recycled: bool) -> None:
    assert is_recycled(entry) is recycled


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("DRC / Recycled", ["DRC", "Recycled"]),
        ("DRC and recycled scrap", ["DRC", "recycled scrap"]),
        ("China / Recycled", ["China", "Recycled"]),
        ("DRC + scrap", ["DRC", "scrap"]),
    ],
)
def test_a_country_beside_recycled_material_stays_a_country(cell: str, entries: list[str]) -> None:
    assert split_countries(cell) == entries


@pytest.mark.parametrize(
    "cell",
    [
        "Not sourced from DRC, Rwanda, Burundi", "Outside DRC, Angola", "all countries except DRC, Uganda",
        "Free of DRC, Rwanda", "Excluding: DRC, Rwanda", "Australia, but no DRC",
    ],
)  # fmt: skip
def test_countries_that_are_excluded_are_no_origins(cell: str) -> None:
    assert split_countries(cell) == [cell]
    assert country(cell) is None


def test_a_list_longer_than_the_world_stays_whole() -> None:
    cell = ";".join(["Peru"] * 301)
    assert split_countries(cell) == [cell]
