"""What is in scope, and what answers reach: rules that need the lists and the declarations together."""

from __future__ import annotations

from dataclasses import replace

from include.sample.cmrt import SCOPE_USER_DEFINED, complete_spec
from tests.rules.across import COMPANY, alone, of_supplier, said
from tests.rules.case import Case, Found
from tests.rules.clean import part

CLEAN = complete_spec()
_OUT = {"in_scope": "no", "scope_reason": "plastic", "scope_evidence": "drawing 7"}


def product(fault: str, code: str, value: str, **columns: str) -> Case:
    """A catalogue of one product with dates of its own; nothing else is in the lake."""
    line = {"product_id": "P1", "product_name": "Product 1", **columns}
    return alone(code, fault, {"2025/products.csv": [line]}, said(code, "warning", value, sheet="", row=2))


_PRODUCTS = (
    product("a product made until before it was made from", "product_dates_contradict",
            "P1, made from 2025-06-01 until 2025-01-31", made_from="2025-06-01", made_until="2025-01-31"),
    product("a product of a company that may be deferred", "acquired_reporting_unsaid",
            "P1, of a company acquired on 2024-09-01", acquired_on="2024-09-01"),
)  # fmt: skip
_PARTS = (
    alone("part_scope_contradicts", "a part that is in scope and is not",
          {**COMPANY, "2025/company/bill.csv": [part("V1000"), part("V1000", part_name="Housing", **_OUT)]},
          said("part_scope_contradicts", "warning", "C-V1000, out of scope in 1 of 2 lines", sheet="", row=3)),
    of_supplier("a part of a manufacturer that is not in the list", {},
                said("part_manufacturer_unknown", "warning", "V7779", by=False),
                parts=({}, {"manufacturer_id": "V7779"})),
)  # fmt: skip
_ANSWERS = (
    of_supplier("a distributor that answers for makers", {"declaration.xlsx": CLEAN},
                Found("distributor_answers_for_makers", "warning", "Declaration", "D9", value="C-{vendor}"),
                supplier={"supplier_role": "distributor"}),
    of_supplier("a user-defined scope nobody has judged",
                {"declaration.xlsx": replace(CLEAN, declaration_scope=SCOPE_USER_DEFINED,
                                             scope_description="Valves")},
                Found("user_defined_scope_unjudged", "warning", "Declaration", "D9", value="Valves")),
)  # fmt: skip
CASES = (*_PRODUCTS, *_PARTS, *_ANSWERS)
