"""Schemas of the marts about scope and coverage: products, how far answers reach, and the rates of the survey."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import YEAR, day, flag, integer, share, text

COVERAGE: dict[str, pa.Schema] = {
    "product_coverage": pa.schema(
        [
            YEAR,
            text("product_id", "product in scope"),
            text("product_name", "its name"),
            flag("represented", "a supplier of one of its parts has answered"),
            flag("fully_covered", "valid declarations reach every part of it"),
            integer("parts", "its parts by supplier, without those of exempt suppliers"),
            integer("answered_parts", "of them with a supplier that has answered"),
            integer("reached_parts", "of them reached by a valid declaration"),
        ]
    ),
    "response_rate": pa.schema(
        [
            YEAR,
            text("basis", "supplier or product"),
            text(
                "measure",
                "surveyed, received, valid, received_not_valid (suppliers); represented, fully_covered (products)",
            ),
            integer("numerator", "how many reach the measure"),
            integer("denominator", "in scope and not exempt"),
            integer("exempt", "left out of the denominator with a recorded reason"),
            share("rate", "numerator / denominator; null when there is nobody to ask"),
            day("cut_off", "as-of date of the count"),
            text("detail", "why received and not valid, or valid by a waiver, with numbers; null when nothing to say"),
        ]
    ),
}
