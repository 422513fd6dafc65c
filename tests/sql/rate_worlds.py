"""Worlds of ``rates_by_hand`` as the lake has them, one reporting year each, and worlds thrown by dice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from rates_by_hand import Answer, Line, Supplier, World

Given = dict[str, Any]


def lake_of(worlds: Mapping[int, World]) -> tuple[Given, dict[str, Any]]:
    """(landed tables, files and events; parameters) as the harness takes them: reporting year -> world."""
    given: Given = {"files": {}, "events": []}
    for year, world in worlds.items():
        _lists(given, year, world)
        for answer in world.answers:
            _answer(given, year, answer)
        # A year is one in which something came: a declaration of nobody.
        given["files"][f"nobody-{year}"] = _file(year, "nobody.xlsx", date(year, 1, 1))
        _add(given, "declaration", file=f"nobody-{year}")
    cut_offs = {str(year): world.cut_off.isoformat() for year, world in worlds.items() if world.cut_off}
    first = min(worlds)
    parameter = {"reporting_year": first, "as_of": worlds[first].as_of.isoformat(), "campaign": {"cut_off": cut_offs}}
    return given, parameter


def _add(given: Given, table: str, **row: Any) -> None:
    given.setdefault(table, []).append(row)


def _file(year: int, path: str, day: date, kind: str = "cmrt") -> dict[str, Any]:
    return {"years": [year], "path": path, "kind": kind, "at": f"{day}T12:00:00+00:00"}


def _lists(given: Given, year: int, world: World) -> None:
    for kind in ("supplier", "product", "bill_of_materials", "outreach_log"):
        given["files"][f"{kind}-{year}"] = _file(year, f"{kind}.csv", date(year, 1, 1), kind)
    for item in world.suppliers:
        _add(
            given, "supplier", file=f"supplier-{year}", supplier_id=item.number, parent_supplier_id=item.parent,
            supplier_role=item.role, exempt_reason="packaging" if item.exempt else None, annual_spend=item.spend,
            spend_currency=item.currency if item.spend is not None else None,
        )  # fmt: skip
    for product in world.products:
        out = product in world.out_of_scope
        why = {"scope_reason": "no metal", "scope_evidence": "note 7"} if out else {}
        _add(given, "product", file=f"product-{year}", product_id=product, in_scope=not out, **why)
    for line in world.lines:
        why = {"scope_reason": "no metal", "scope_evidence": "note 7"} if line.out else {}
        _add(
            given, "bill_of_materials", file=f"bill_of_materials-{year}", product_id=line.product, part_id=line.part,
            supplier_id=line.supplier, supplier_part_number=line.number, manufacturer_id=line.manufacturer,
            in_scope=not line.out, **why,
        )  # fmt: skip
    for number, day in world.letters:
        letter = {"supplier_id": number, "letter_kind": "survey", "sent_on": day.isoformat()}
        _add(given, "outreach_log", file=f"outreach_log-{year}", **letter)


def _answer(given: Given, year: int, answer: Answer) -> None:
    name = f"{answer.file}-{year}"
    path = f"{answer.supplier}/{name}.xlsx" if answer.supplier else f"{name}.xlsx"
    given["files"][name] = _file(year, path, answer.received)
    day = answer.effective.isoformat() if answer.effective else None
    _add(given, "declaration", file=name, declaration_scope=answer.scope, effective_date=day)
    for number in answer.listed:
        _add(given, "declared_product", file=name, product_number=number)
    if answer.critical:
        _add(given, "suite_finding", file=name, code="company_name_missing")
    about = {"reporting_year": year, "file_sha256": name, "note": "looked at"}
    if answer.set_aside:
        given["events"].append({"kind": "declaration_state", "payload": about | {"state": "set_aside"}})
    if answer.reach is not None:
        named = {"reach": "listed_parts", "part_ids": list(answer.reach)}
        said = {"reach": answer.reach, "part_ids": []} if isinstance(answer.reach, str) else named
        given["events"].append({"kind": "declaration_reach", "payload": about | said})


def thrown(dice: Random, year: int, as_of: date) -> World:
    """A small world by dice: few of everything, so that things meet."""
    numbers = [f"VND{n}" for n in range(dice.randint(1, 7))]
    suppliers = tuple(_supplier(dice, number, numbers[:n]) for n, number in enumerate(numbers))
    products = tuple(f"P{n}" for n in range(dice.randint(1, 4)))
    lines = tuple(_line(dice, products, numbers) for _ in range(dice.choice((0, 3, 6, 10))))
    answers = tuple(_thrown_answer(dice, n, numbers, year) for n in range(dice.choice((0, 2, 5, 9))))
    letters = tuple((dice.choice(numbers), _day(dice, year)) for _ in range(dice.randint(0, 6)))
    out = frozenset(name for name in products if dice.random() < 0.15)
    return World(
        suppliers, products, out, lines, answers, letters, as_of, _day(dice, year) if dice.random() < 0.6 else None
    )


def _supplier(dice: Random, number: str, above: list[str]) -> Supplier:
    return Supplier(
        number,
        dice.choice([*above, "VND-GONE"]) if above and dice.random() < 0.4 else None,
        dice.choice(("manufacturer", "manufacturer", "distributor", None)),
        dice.random() < 0.15,
        dice.choice((None, 100, 250, 4_000)),
        dice.choice(("EUR", "EUR", "EUR", "EUR", "EUR", "USD", None)),
    )


def _line(dice: Random, products: tuple[str, ...], numbers: list[str]) -> Line:
    return Line(
        dice.choice([*products, "P-UNLISTED"]),
        dice.choice(("C1", "C2", "C3", "C4", None)),
        dice.choice([*numbers, *numbers, None, "VND-ELSE"]),
        dice.choice((None, "X1", "X2")),
        dice.choice((None, None, None, *numbers, "VND-ELSE")),
        dice.random() < 0.2,
    )


def _thrown_answer(dice: Random, place: int, numbers: list[str], year: int) -> Answer:
    scope = dice.choice(("company", "company", "product", "product", "user_defined", None))
    listed = (
        tuple(sorted(dice.sample(("C1", "c2 ", "X1", "x2", "other"), dice.randint(1, 3)))) if scope == "product" else ()
    )
    reach = dice.choice(("all_parts", "none", ("C1", "C3"))) if dice.random() < 0.25 else None
    effective = _day(dice, year) if dice.random() < 0.7 else None
    return Answer(
        f"f{place}", dice.choice([*numbers, None]), _day(dice, year), scope, listed, effective,
        dice.random() < 0.3, dice.random() < 0.12, reach,
    )  # fmt: skip


def _day(dice: Random, year: int) -> date:
    return date(year, 10, 1) + timedelta(days=dice.randint(0, 4))
