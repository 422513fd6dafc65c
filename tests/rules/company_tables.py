"""What the company keeps itself: suppliers, products, bill of materials, letters. Each fault in a year of its own."""

from __future__ import annotations

from typing import Any

from tests.rules.case import Case, Found, Severity

SUPPLIERS = [
    {"supplier_id": f"V200{n}", "supplier_name": f"Company {n}", "supplier_role": "manufacturer",
     "email_domains": f"company{n}.example", "contact_email": f"minerals@company{n}.example", "exempt_reason": None,
     "annual_spend": "1000", "spend_currency": "EUR"}
    for n in range(3)
]  # fmt: skip
PRODUCTS = [
    {"product_id": f"P{n}", "product_name": f"Product {n}", "in_scope": "yes", "scope_reason": None,
     "scope_evidence": None, "acquired_reporting": None} for n in range(3)
]  # fmt: skip
BILL = [
    {"product_id": f"P{n}", "part_id": f"C{n}", "supplier_id": f"V200{n}", "manufacturer_id": None, "in_scope": None,
     "scope_reason": None, "scope_evidence": None} for n in range(3)
]  # fmt: skip
LETTERS = [
    {"supplier_id": f"V200{n}", "letter_kind": "survey", "sent_on": "2025-10-06", "channel": "mail"} for n in range(3)
]


def second_row(
    fault: str,
    table: list[dict[str, Any]],
    code: str,
    severity: Severity,
    value: str | None = None,
    rows: tuple[int, ...] = (3,),
    **columns: Any,
) -> Case:
    """A clean table whose second row, row 3 of the file, has other values in some columns."""
    changed = [table[0], {**table[1], **columns}, *table[2:]]
    expected = tuple(Found(code, severity, "", row=row, value=value, by=False) for row in rows)
    return Case(code, fault, {"table.csv": changed}, expected, where="year")


def clean(fault: str, table: list[dict[str, Any]]) -> Case:
    return Case("", fault, {"table.csv": table}, where="year")


_SUPPLIERS = (
    clean("clean supplier list", [*SUPPLIERS, {**SUPPLIERS[0], "supplier_id": "V2009", "contact_email": None,
                                               "exempt_reason": "no metal"}]),
    second_row("a supplier without number", SUPPLIERS, "supplier_id_missing", "critical", supplier_id=None),
    second_row("two suppliers of one number", SUPPLIERS, "supplier_id_repeated", "critical", "V2000", (2, 3),
               supplier_id="V2000"),
    second_row("a supplier without name", SUPPLIERS, "supplier_name_missing", "warning", supplier_name=None),
    second_row("a supplier of no known role", SUPPLIERS, "supplier_role_unknown", "warning", "broker",
               supplier_role="broker"),
    second_row("a supplier without address", SUPPLIERS, "supplier_contact_missing", "warning", contact_email=None),
)  # fmt: skip
_SPEND = (
    second_row("a spend without currency", SUPPLIERS, "supplier_currency_missing", "warning", spend_currency=None),
    second_row("a spend in no known currency", SUPPLIERS, "supplier_currency_malformed", "warning", "EURO",
               spend_currency="Euro"),
    Case("amount_unreadable", "a spend that may be two amounts",
         {"table.csv": [{**SUPPLIERS[0], "annual_spend": "1,234"}]},
         (Found("amount_unreadable", "warning", "", cell="G2", value="1,234", by=False),), where="year"),
)  # fmt: skip
_SUPPLIER_KEYS = (
    second_row("a supplier without a real address", SUPPLIERS, "supplier_contact_malformed", "warning",
               "the front desk", contact_email="the front desk"),
    second_row("an address in place of a domain", SUPPLIERS, "supplier_domain_malformed", "warning",
               "minerals@company1.example", email_domains="minerals@company1.example"),
    second_row("a number like a year", SUPPLIERS, "supplier_id_ties_nothing", "info", "2024", supplier_id="2024"),
    second_row("a number of three signs", SUPPLIERS, "supplier_id_ties_nothing", "info", "-A17-", supplier_id="-A17-"),
    clean("clean supplier list of short keys and several domains",
          [{**SUPPLIERS[0], "supplier_id": "A-17"}, {**SUPPLIERS[1], "email_domains": "@a.example; b.example"},
           {**SUPPLIERS[2], "email_domains": None}]),
)  # fmt: skip
_PRODUCTS = (
    clean("clean products", [*PRODUCTS, {**PRODUCTS[0], "product_id": "P9", "in_scope": "no",
                                         "scope_reason": "packaging", "scope_evidence": "drawing 7"}]),
    second_row("a product of ours without number", PRODUCTS, "product_id_missing", "critical", product_id=None),
    second_row("two products of one number", PRODUCTS, "product_id_repeated", "critical", "P0", (2, 3),
               product_id="P0"),
    second_row("out of scope without reason", PRODUCTS, "scope_reason_missing", "critical", in_scope="no",
               scope_evidence="drawing 7"),
    second_row("out of scope without evidence", PRODUCTS, "scope_evidence_missing", "critical", in_scope="no",
               scope_reason="packaging", scope_evidence="n/a"),
    second_row("an acquired company that perhaps reported", PRODUCTS, "acquired_reporting_unrecognised", "warning",
               "perhaps", acquired_reporting="perhaps"),
)  # fmt: skip
_BILL = (
    clean("clean bill", BILL),
    second_row("a line without product", BILL, "bill_product_missing", "critical", product_id=None),
    second_row("a line without part", BILL, "bill_part_missing", "warning", part_id=None),
    second_row("a line without supplier", BILL, "bill_supplier_missing", "critical", supplier_id=None),
    clean("a line without supplier that names the manufacturer", [{**BILL[0], "supplier_id": None,
                                                                   "manufacturer_id": "V2000"}]),
    clean("a part out of scope", [{**BILL[0], "in_scope": "no", "scope_reason": "paper", "scope_evidence": "note"}]),
    second_row("a part out of scope without reason", BILL, "part_scope_reason_missing", "critical", in_scope="no",
               scope_evidence="drawing 7"),
    second_row("a part out of scope without evidence", BILL, "part_scope_evidence_missing", "critical", in_scope="no",
               scope_reason="plastic"),
)  # fmt: skip
_LETTERS = (
    clean("clean letters", LETTERS),
    second_row("a letter to nobody", LETTERS, "letter_supplier_missing", "critical", supplier_id=None),
    second_row("a letter of no kind", LETTERS, "letter_kind_missing", "critical", letter_kind=None),
    second_row("a letter of an unknown kind", LETTERS, "letter_kind_unknown", "critical", "erinnerung",
               letter_kind="Erinnerung"),
    second_row("a letter of a doubtful day", LETTERS, "letter_day_missing", "critical", sent_on="06/10/2025"),
)  # fmt: skip
CASES = (*_SUPPLIERS, *_SPEND, *_SUPPLIER_KEYS, *_PRODUCTS, *_BILL, *_LETTERS)
