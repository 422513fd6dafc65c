"""Schemas of the marts about what is wrong and who is asked to mend it."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import CID, METAL, YEAR, day, integer, text

FINDINGS: dict[str, pa.Schema] = {
    "red_flag": pa.schema(
        [
            YEAR,
            text("red_flag_id", "same flag of the same facility and year: same id in every refresh"),
            text(
                "code",
                "sanctioned, sanction_name_similar, smelter_not_eligible, smelter_delisted, smelter_not_assessed, "
                "smelter_status_unknown, smelter_assessment_overdue, facility_in_cahra or origin_in_cahra",
            ),
            text("severity", "critical, warning or info"),
            METAL,
            CID,
            text("smelter_name_standard", "facility"),
            text("detail", "the flag in plain words"),
            integer("suppliers", "suppliers that declared the facility"),
            text("owner", "person answerable; null until one is named"),
            text("state", "open, acknowledged (somebody answers for it) or accepted (for a reason)"),
            text("state_by", "person who said so last; null when nobody did"),
            text("state_at", "when, ISO 8601 in UTC"),
            text("state_note", "reason or remark"),
            day("accepted_until", "last day of the acceptance, the flag is open after it; null for none"),
        ]
    ),
    "finding": pa.schema(
        [
            text("finding_id", "same fault at the same place: same id in every refresh"),
            YEAR,
            text("code", "rule that was broken"),
            text("severity", "critical, warning or info"),
            text("message", "for our reviewer"),
            text("supplier_message", "what the supplier is asked to mend; null when nothing"),
            text("rule_source", "where the rule comes from; reader for what only the reader says"),
            text("template_kind", "cmrt, emrt or amrt where the file is such a template; null for others"),
            text("supplier_id", "supplier, where known"),
            text("file_sha256", "file"),
            text("drop_path", "where the file lay in the drop folder"),
            text("source_sheet", "sheet"),
            integer("source_row", "row"),
            text("source_cell", "cell"),
            text("value", "value found"),
            text("subject", "what of the value does not follow our lists: part of the id, and said to the supplier"),
            text("state", "open, sent, answered, waived, or closed: its declaration was replaced or set aside"),
            text("state_by", "person who gave the state; null where the data did, or nobody"),
            text("state_at", "when, ISO 8601 in UTC; receipt of the newer declaration for closed; null when open"),
            text("state_note", "reason or remark in one sentence"),
            day("waived_until", "last day of the waiver, also of one that has ended; null for none"),
        ]
    ),
    "open_item": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number of the supplier that is asked"),
            integer("item_number", "place in the supplier's list: by file, sheet and cell"),
            text("finding_id", "the finding behind it"),
            text("code", "rule that was broken"),
            text("severity", "critical or warning"),
            text("state", "open; sent when the supplier was asked before; answered when critical all the same"),
            text("supplier_message", "what to mend, in words for the supplier"),
            text("file_sha256", "file"),
            text("drop_path", "where the file lay in the drop folder"),
            text("source_sheet", "sheet"),
            integer("source_row", "row"),
            text("source_cell", "cell"),
        ]
    ),
}
