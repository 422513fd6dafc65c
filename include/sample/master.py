"""Tables an ERP system would export: suppliers, products and bill of materials of one reporting year."""

from __future__ import annotations

from include.sample.lists import read_rows
from include.sample.table import TableRow


def suppliers(year: int) -> list[dict[str, str]]:
    """Supplier master of ``year``, with the landed column names; an empty string is an empty cell."""
    return _of_year("suppliers.csv", year)


def products(year: int) -> list[dict[str, str]]:
    """Product catalogue of ``year``, with the landed column names."""
    return _of_year("products.csv", year)


def bill_of_materials(year: int) -> list[TableRow]:
    """One row for each product and part, where both the product and the supplier exist in ``year``."""
    made = {row["product_id"] for row in products(year)}
    known = {row["supplier_id"] for row in suppliers(year)}
    return [
        {
            "product_id": product_id,
            "part_id": part["part_id"],
            "part_name": part["part_name"],
            "supplier_id": part["supplier_id"],
            "supplier_part_number": part["supplier_part_number"],
            "commodity": part["commodity"],
            "manufacturer_id": part["manufacturer_id"],
            "in_scope": part["in_scope"],
            "scope_reason": part["scope_reason"],
            "scope_evidence": part["scope_evidence"],
        }
        for part in read_rows("parts.csv")
        for product_id in part["products"].split(" ")
        if product_id in made and part["supplier_id"] in known
    ]


def products_in_scope(year: int) -> set[str]:
    """Products, by id, that the report of ``year`` is about: made in it, and of no company that may still wait."""
    return {
        row["product_id"]
        for row in products(year)
        if row["in_scope"] == "true"
        and not (row["made_until"] and row["made_until"] < f"{year}")
        and not row["acquired_on"]
    }


def asked(year: int) -> list[str]:
    """Suppliers, by id, that are asked for a part of a product in scope and are not exempt: whose answer is needed."""
    in_scope = products_in_scope(year)
    parts = [row for row in bill_of_materials(year) if row["product_id"] in in_scope and row["in_scope"] != "false"]
    making = {row["manufacturer_id"] or row["supplier_id"] for row in parts}
    return [row["supplier_id"] for row in suppliers(year) if row["supplier_id"] in making and not row["exempt_reason"]]


def children(year: int) -> dict[str, str]:
    """Supplier id -> the vendor number of the entity that answers for it, where another one does."""
    return {row["supplier_id"]: row["parent_supplier_id"] for row in suppliers(year) if row["parent_supplier_id"]}


def supplier(supplier_id: str) -> dict[str, str]:
    """One supplier of the master; raises StopIteration when the sample has none of that id."""
    return next(row for row in read_rows("suppliers.csv") if row["supplier_id"] == supplier_id)


def _of_year(name: str, year: int) -> list[dict[str, str]]:
    rows = [row for row in read_rows(name) if str(year) in row["years"].split(" ")]
    return [{column: value for column, value in row.items() if column != "years"} for row in rows]
