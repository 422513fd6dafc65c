"""The rates, coverage and course of the marts against a recomputation from the definitions, on worlds built as data."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from harness import load_case
from rate_worlds import lake_of, thrown
from rates_by_hand import Answer, Line, Supplier, World

from include.warehouse.load import connect
from include.warehouse.models import failed_assertions, run_models

AS_OF = date(2090, 3, 31)
YEAR = 2025
DAY = date(YEAR, 10, 15)
LATER = DAY + timedelta(days=30)
Row = dict[str, Any]


def marts(worlds: Mapping[int, World]) -> dict[str, list[Row]]:
    """Rows of the marts about rates, built from the worlds."""
    wanted = ("response_rate", "response_course", "product_coverage", "part_coverage", "finding", "survey_answer")
    given, parameter = lake_of(worlds)
    with connect() as connection:
        load_case(connection, given, parameter)
        run_models(connection, wanted)
        return {name: connection.table(name).order("rowid").to_arrow_table().to_pylist() for name in wanted}


def of_year(rows: list[Row], year: int) -> list[Row]:
    return [row for row in rows if row["reporting_year"] == year]


def rates(rows: list[Row]) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(row["basis"], row["measure"]): (row["numerator"], row["denominator"], row["exempt"]) for row in rows}


def course(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in ("day", "asked", "surveyed", "received", "valid")) for row in rows]


@pytest.mark.parametrize("seed", range(4))
def test_rates_and_course_of_any_world_are_those_worked_out_by_hand(seed: int) -> None:
    dice = Random(seed)
    worlds = {year: thrown(dice, year, AS_OF) for year in range(2013, 2063)}

    found = marts(worlds)

    for year, world in worlds.items():
        assert rates(of_year(found["response_rate"], year)) == world.rates(), world
        assert course(of_year(found["response_course"], year)) == world.course(), world
        days = {row["cut_off"] for row in of_year(found["response_rate"], year)}
        assert days <= {world.last_day()}
        for row in of_year(found["product_coverage"], year):
            reasons = ("unasked", "unanswered", "late", "not_valid", "unjudged", "distributor", "not_listed")
            assert row["parts"] - row["reached_parts"] == sum(row[f"{name}_parts"] for name in reasons)


def world(answered: int = 0, **changes: Any) -> World:
    """Fifty suppliers with a part each, a hundred products; the first ``answered`` have answered at company level."""
    suppliers = tuple(Supplier(f"VND{n}") for n in range(50))
    products = tuple(f"P{n}" for n in range(100))
    lines = tuple(Line(f"P{n}", f"C{n % 50}", f"VND{n % 50}") for n in range(100))
    answers = tuple(Answer(f"f{n}", f"VND{n}", DAY) for n in range(answered))
    made = World(suppliers, products, frozenset(), lines, answers, ((suppliers[0].number, DAY),), AS_OF)
    return replace(made, **changes)


def seed_filing() -> World:
    """The filing of 2013: declarations from 26% of suppliers, representing 51% of covered products."""
    made = world(13)
    more = tuple(Line(f"P{n}", "C0", "VND0") for n in [*range(13, 38)])
    return replace(made, lines=(*made.lines, *more))


def one_group(**changes: Any) -> tuple[Supplier, ...]:
    """Fifty vendor numbers of which the first ten have one parent."""
    return tuple(
        replace(item, parent="VND0", **changes) if 0 < n < 10 else item for n, item in enumerate(world().suppliers)
    )


def changed(**changes: Any) -> tuple[Supplier, ...]:
    return (replace(world().suppliers[0], **changes), *world().suppliers[1:])


def late(answers: int) -> World:
    made = world(answers)
    moved = tuple(replace(item, received=LATER) if n >= 10 else item for n, item in enumerate(made.answers))
    return replace(made, answers=moved, cut_off=DAY + timedelta(days=1))


ANSWER = Answer("f0", "VND0", DAY)
SCENARIOS: dict[str, tuple[World, dict[tuple[str, str], tuple[int, int]]]] = {
    "the seed's figures": (seed_filing(), {
        ("supplier", "received"): (13, 50), ("product", "represented"): (51, 100),
        ("product", "fully_covered"): (26, 100), ("part", "reached"): (13, 50),
    }),
    "nobody has answered": (world(), {
        ("supplier", "received"): (0, 50), ("supplier", "valid"): (0, 50), ("product", "represented"): (0, 100),
    }),
    "answers after the cut-off": (late(15), {
        ("supplier", "received"): (10, 50), ("supplier", "valid"): (10, 50), ("product", "represented"): (20, 100),
        ("part", "reached"): (10, 50),
    }),
    "an answer replaced after the cut-off by a faulty one": (
        world(1, answers=(ANSWER, Answer("g0", "VND0", LATER, critical=True)), cut_off=DAY),
        {("supplier", "received"): (1, 50), ("supplier", "valid"): (1, 50), ("part", "reached"): (1, 50)},
    ),
    "a faulty answer mended after the cut-off": (
        world(1, answers=(replace(ANSWER, critical=True), Answer("g0", "VND0", LATER)), cut_off=DAY),
        {("supplier", "received"): (1, 50), ("supplier", "valid"): (0, 50), ("part", "reached"): (0, 50)},
    ),
    "an exempt supplier": (world(13, suppliers=changed(exempt=True)), {
        ("supplier", "received"): (12, 49), ("product", "represented"): (24, 100), ("part", "reached"): (12, 49),
    }),
    "one declaration of a group of ten vendor numbers": (world(1, suppliers=one_group()), {
        ("supplier", "received"): (1, 41), ("part", "reached"): (10, 50), ("product", "fully_covered"): (20, 100),
    }),
    "a group one of whose vendor numbers is exempt": (world(1, suppliers=one_group(exempt=True)), {
        ("supplier", "received"): (1, 41), ("part", "reached"): (1, 41),
    }),
    "half of the products out of scope": (
        world(13, out_of_scope=frozenset(f"P{n}" for n in range(100) if n % 50 >= 25)),
        {("supplier", "received"): (13, 25), ("product", "represented"): (26, 50), ("part", "reached"): (13, 25)},
    ),
    "a product-level answer for another part": (
        world(answers=(replace(ANSWER, scope="product", listed=("C7",)),)),
        {("supplier", "valid"): (1, 50), ("product", "represented"): (2, 100), ("part", "reached"): (0, 50)},
    ),
    "a user-defined answer that nobody has judged": (
        world(answers=(replace(ANSWER, scope="user_defined"),)),
        {("supplier", "valid"): (1, 50), ("part", "represented"): (1, 50), ("part", "reached"): (0, 50)},
    ),
    "a user-defined answer that a person has judged": (
        world(answers=(replace(ANSWER, scope="user_defined", reach=("C0",)),)),
        {("supplier", "valid"): (1, 50), ("part", "reached"): (1, 50), ("product", "fully_covered"): (2, 100)},
    ),
    "a distributor's company-level answer": (world(1, suppliers=changed(role="distributor")), {
        ("supplier", "valid"): (1, 50), ("product", "represented"): (2, 100), ("part", "reached"): (0, 50),
    }),
    "a distributor whose makers are named": (
        world(1, lines=tuple(replace(one, manufacturer="VND1" if one.part == "C0" else None) for one in world().lines)),
        {("supplier", "received"): (0, 49), ("product", "represented"): (0, 100)},
    ),
    "spend": (
        world(1, suppliers=tuple(replace(one, spend=100 if n else 5_100) for n, one in enumerate(world().suppliers))),
        {("supplier", "valid"): (1, 50), ("spend", "received"): (5_100, 10_000), ("spend", "valid"): (5_100, 10_000)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_has_the_rates_of_its_definition(scenario: str) -> None:
    given, expected = SCENARIOS[scenario]

    found = rates(marts({YEAR: given})["response_rate"])

    assert found == given.rates()
    assert {key: found[key][:2] for key in expected} == expected


def test_what_came_late_is_said_and_in_no_rate() -> None:
    found = {(row["basis"], row["measure"]): row for row in marts({YEAR: late(15)})["response_rate"]}

    assert found["supplier", "received"]["detail"] == "received after the cut-off: 5"
    assert found["supplier", "valid"]["late"] == 5
    assert found["product", "fully_covered"]["detail"] == "fully covered after the cut-off: 10"
    assert found["part", "reached"]["late"] == 5
    assert found["supplier", "surveyed"]["detail"] is None


@pytest.mark.parametrize(
    ("currencies", "said"),
    [
        (("EUR", "USD"), "no rate by spend: it is given in EUR, USD"),
        (("EUR", None), "no rate by spend: it is given in EUR, no currency"),
        ((None, None), "no rate by spend: it is given in no currency"),
        (("Euro", "Euro"), "no rate by spend: it is given in no currency"),
    ],
)
def test_spend_in_several_currencies_or_none_gives_no_rate(currencies: tuple[str | None, ...], said: str) -> None:
    suppliers = tuple(
        replace(item, spend=10, currency=currencies[n]) if n < 2 else item for n, item in enumerate(world().suppliers)
    )

    rows = marts({YEAR: world(suppliers=suppliers)})["response_rate"]

    assert [row["detail"] for row in rows if row["measure"] == "received"] == [said]


def test_suppliers_without_a_spend_figure_are_counted() -> None:
    rows = marts({YEAR: world(suppliers=changed(spend=10))})["response_rate"]

    assert {row["detail"] for row in rows if row["basis"] == "spend"} == {"suppliers without a spend figure: 49"}


def test_while_the_cut_off_is_to_come_the_rates_are_those_of_today() -> None:
    given = world(3, as_of=DAY + timedelta(days=3), cut_off=DAY + timedelta(days=90))

    rows = marts({YEAR: given})["response_rate"]

    assert {row["cut_off"] for row in rows} == {DAY + timedelta(days=3)}
    assert rates(rows)["supplier", "received"] == (3, 50, 0)


def test_no_assertion_speaks_of_worlds_with_late_and_replaced_answers() -> None:
    dice = Random(99)
    given, parameter = lake_of({year: thrown(dice, year, AS_OF) for year in range(2013, 2043)})
    with connect() as connection:
        load_case(connection, given, parameter)
        run_models(connection)

        assert failed_assertions(connection) == {}
