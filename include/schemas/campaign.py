"""Schemas of the marts about the campaign: letters, replies, and how the answers come in."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import YEAR, day, integer, text

CAMPAIGN: dict[str, pa.Schema] = {
    "supplier_letter": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number of the supplier written to"),
            day("sent_on", "day the letters left"),
            text("letter_kind", "survey, reminder, correction, official_notice or closing"),
            integer("letters", "letters of this kind on that day"),
        ]
    ),
    "outreach": pa.schema(
        [
            YEAR,
            text("letter_kind", "survey, reminder, correction, official_notice or closing"),
            integer("letters", "letters sent"),
            integer("suppliers", "suppliers they went to"),
            day("first_on", "day of the first"),
            day("last_on", "day of the last"),
        ]
    ),
}
