"""Schemas of the marts about declarations: which of them count, and what they answer."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import METAL, YEAR, day, flag, integer, text

DECLARATIONS: dict[str, pa.Schema] = {
    "declaration_status": pa.schema(
        [
            YEAR,
            text("file_sha256", "file of the declaration"),
            text("drop_path", "where it lay in the drop folder"),
            text("received_at", "when the intake took it, UTC"),
            text("template_kind", "cmrt, emrt or amrt; only a CMRT answers the survey"),
            text("company_name", "declaring company"),
            text("supplier_id", "supplier it is tied to; null when untied"),
            text("tied_by", "rule that tied it: decision, supplier_id, email_domain, company_name"),
            text("declaration_scope", "company, product or user_defined"),
            text("template_revision", "template revision"),
            day("effective_date", "effective date"),
            text("superseded_by", "file that replaces it; null when it counts"),
            integer("critical_findings", "critical findings that are neither waived nor closed"),
            integer("waived_findings", "critical findings that a person waived: they do not keep it from counting"),
            flag("set_aside", "a person has set the whole declaration aside: its smelter rows are rejected"),
            text("set_aside_reason", "who did, and why"),
            text("not_valid_because", "superseded, untied, set_aside or critical_findings; null when it is valid"),
            flag("valid", "a valid response: counts, is tied, not set aside, and no critical finding is unsettled"),
        ]
    ),
    "declaration_change": pa.schema(
        [
            YEAR,
            text("template_kind", "cmrt, emrt or amrt"),
            text("supplier_id", "supplier the newer declaration is tied to; null when untied"),
            text("file_sha256", "the newer declaration"),
            text("superseded_file_sha256", "the declaration right before it, which it replaced"),
            text("subject", "declaration, answer, company_answer, smelter or product"),
            text("change", "added, removed or changed"),
            text("what", "field; question and metal; metal, CID or name and country of a smelter; product number"),
            text("value_before", "what the older one says; null when nothing"),
            text("value_after", "what the newer one says; null when nothing"),
            *[
                field
                for side, which in (("before", "older"), ("after", "newer"))
                for field in (
                    text(f"source_sheet_{side}", f"sheet of the {which} one"),
                    integer(f"source_row_{side}", f"first row there in the {which} one"),
                    text(f"source_cell_{side}", f"cell in the {which} one, where there is one cell"),
                )
            ],
        ]
    ),
    "metal_answer": pa.schema(
        [
            YEAR,
            text("file_sha256", "declaration (those that count, are tied, and not set aside)"),
            text("supplier_id", "supplier"),
            METAL,
            *[text(f"q{n}", f"canonical answer to question {n}") for n in range(1, 9)],
            flag(
                "in_scope",
                "used, and remains in the product where the template asks (CMRT 2.x does not); null when left open",
            ),
            flag("valid", "the declaration is a valid response; see declaration_status"),
        ]
    ),
}
