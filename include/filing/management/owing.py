"""Suppliers in scope without a valid answer, counted as entities, those that hold up most products first."""

from __future__ import annotations

from collections import defaultdict

from include.filing.inputs import Marts, Row
from include.filing.management.parts import LISTED, NONE, Part, Table, left_out, name, number, words
from include.filing.wording import count, long_date
from include.plain_text import one_line

ACTIONS = {
    "survey": "send the survey",
    "reminder": "remind",
    "correction": "ask to correct",
    "official_notice": "an officer writes",
    "closing": "tell that the survey is closed",
    "thank_you": "thank",
    "settle_letter": "settle a letter of unknown outcome",
    "mend_address": "find a working address",
    "none": NONE,
}
"""Next action of a supplier in plain words."""


def owing(marts: Marts, year: int) -> dict[str, list[Row]]:
    """Entity to its vendor numbers in scope, of those that have not answered validly and are not exempt."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(marts.rows("supplier_status", year), key=lambda row: str(row["supplier_id"])):
        if row["in_scope"] and row["response"] not in ("complete", "exempt"):
            found[row["entity_id"]].append(row)
    return dict(found)


def _products(rows: list[Row]) -> dict[str, set[str]]:
    """Vendor number to the products in scope that its entity's parts go into."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["supplier_id"]].add(row["product_id"])
    return found


def owing_part(entities: dict[str, list[Row]], supplied: list[Row]) -> Part:
    """The suppliers that owe most; ``supplied`` are rows of ``supplier_product``."""
    title, source = "Suppliers that owe most", "supplier_status, supplier_product"
    if not entities:
        return Part(title, source, ("No supplier in scope owes an answer, or no supplier list has been dropped.",))
    products = _products(supplied)
    reached = {entity: _reached(rows, products) for entity, rows in entities.items()}
    ordered = sorted(entities, key=lambda entity: (-reached[entity], -_critical(entities[entity]), entity))
    lines = tuple(_line(entity, entities[entity], reached[entity]) for entity in ordered[:LISTED])
    head = ("Supplier", "State", "Products", "Critical findings", "Next step", "From")
    table = Table("No valid answer yet, by products affected", head, lines, (2, 3))
    said = f"{count(len(entities), 'supplier')} in scope without a valid answer."
    return Part(title, source, (said,), table=table, notes=left_out(ordered, "Suppliers"))


def _reached(rows: list[Row], products: dict[str, set[str]]) -> int:
    """Products behind any vendor number of an entity, each once."""
    return len({product for row in rows for product in products.get(row["supplier_id"], ())})


def _critical(rows: list[Row]) -> int:
    """The count is the entity's own, and stands on each of its vendor numbers."""
    return max(int(row["critical_findings"]) for row in rows)


def _line(entity: str, rows: list[Row], products: int) -> tuple[str, ...]:
    own = next((row for row in rows if row["supplier_id"] == entity), rows[0])
    action, day = own["next_action"], own["next_action_on"]
    return (
        f"{name(own['supplier_name'])} ({one_line(own['supplier_id'], 40)})",
        words(own["state"]),
        number(products),
        number(_critical(rows)),
        ACTIONS.get(action, one_line(action or "none")),
        long_date(day) if day else NONE,
    )
