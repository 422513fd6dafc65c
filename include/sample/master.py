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
        }
        for part in read_rows("parts.csv")
        for product_id in part["products"].split(" ")
        if product_id in made and part["supplier_id"] in known
    ]


def asked(year: int) -> list[str]:
    """Suppliers, by id, of a part of a product in scope that are not exempt: whose answer is needed."""
    in_scope = {row["product_id"] for row in products(year) if row["in_scope"] == "true"}
    supplying = {row["supplier_id"] for row in bill_of_materials(year) if row["product_id"] in in_scope}
    return [
        row["supplier_id"] for row in suppliers(year) if row["supplier_id"] in supplying and not row["exempt_reason"]
    ]


def children(year: int) -> dict[str, str]:
    """Supplier id -> the vendor number of the entity that answers for it, where another one does."""
    return {row["supplier_id"]: row["parent_supplier_id"] for row in suppliers(year) if row["parent_supplier_id"]}


def supplier(supplier_id: str) -> dict[str, str]:
    """One supplier of the master; raises StopIteration when the sample has none of that id."""
    return next(row for row in read_rows("suppliers.csv") if row["supplier_id"] == supplier_id)


def _of_year(name: str, year: int) -> list[dict[str, str]]:
    rows = [row for row in read_rows(name) if str(year) in row["years"].split(" ")]
    return [{column: value for column, value in row.items() if column != "years"} for row in rows]
