"""The clean lists of a company: suppliers, products, bill of materials, look-up and status lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from include.sample.references import STATUS_DATES, blank_template, status_list
from tests.rules.case import Content
from tests.rules.forms import other_lists

YEAR = 2025


def supplier(vendor: str, **columns: Any) -> dict[str, Any]:
    """A line of the supplier list that only the vendor number ties a declaration to."""
    line = {"supplier_id": vendor, "supplier_name": f"Invented Supplier {vendor}", "parent_supplier_id": None,
            "supplier_role": "manufacturer", "email_domains": f"{vendor.lower()}.example",
            "contact_email": f"minerals@{vendor.lower()}.example", "exempt_reason": None}  # fmt: skip
    return line | columns


def part(vendor: str, **columns: Any) -> dict[str, Any]:
    """A line of the bill of materials: a part of that supplier in product P1."""
    line = {"product_id": "P1", "part_id": f"C-{vendor}", "part_name": "Bracket", "supplier_id": vendor,
            "supplier_part_number": None, "commodity": None, "manufacturer_id": None, "in_scope": None,
            "scope_reason": None, "scope_evidence": None}  # fmt: skip
    return line | columns


def company(**suppliers: Mapping[str, Any]) -> dict[str, Content]:
    """The clean lists of a company with these suppliers (vendor number, changed columns), for a case that is alone."""
    return {
        f"{YEAR}/company/suppliers.csv": [supplier(vendor, **columns) for vendor, columns in suppliers.items()],
        f"{YEAR}/company/products.csv": PRODUCTS,
        f"{YEAR}/company/bill.csv": [part(vendor) for vendor in suppliers],
        **REFERENCES,
    }


PRODUCTS = [{"product_id": "P1", "product_name": "Product 1", "in_scope": "yes", "scope_reason": None}]
REFERENCES: dict[str, Content] = {
    **{f"{YEAR}/lists/blank {name}.xlsx": content for name, content in other_lists().items()},
    f"{YEAR}/lists/blank 6.4.xlsx": blank_template("6.4"),
    f"{YEAR}/lists/blank 6.5.xlsx": blank_template("6.5"),
    f"{YEAR}/lists/status 2026-03-31.csv": status_list(STATUS_DATES[1]),
}
"""The clean lists beside which a supplier's declaration is judged."""
