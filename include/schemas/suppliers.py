"""Schemas of the marts about suppliers: who they are, where they stand, what they supply."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import CID, METAL, YEAR, day, flag, integer, share, text

SUPPLIERS: dict[str, pa.Schema] = {
    "supplier_status": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number"),
            text("supplier_name", "name"),
            text("state", "exempt, no_response, answered_incomplete or complete"),
            flag("in_scope", "supplies a part of a product in scope"),
            text("exempt_reason", "why it is not asked"),
            integer("declarations", "declarations that count for the year"),
            integer("valid_declarations", "of them valid; see declaration_status"),
            integer("set_aside_declarations", "declarations beside them that a person has set aside"),
            day("effective_date", "newest effective date"),
            text("template_revision", "its template revision"),
            integer("smelter_rows", "declared smelter rows"),
            integer("critical_findings", "critical findings that are neither waived nor closed"),
            integer("warning_findings", "warnings that are neither waived nor closed"),
            integer("waived_findings", "waived findings of any severity"),
            integer("letters", "letters sent"),
            day("last_letter_on", "day of the last letter"),
            integer("products", "products in scope that its parts go into"),
        ]
    ),
    "supplier_contact": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number"),
            text("supplier_name", "name"),
            text("entity_id", "vendor number of the entity that answers for it: itself, or the last of its parents"),
            text("entity_name", "name of that entity; null when the supplier list does not have it"),
            text("supplier_role", "manufacturer or distributor, as the supplier list writes it"),
            text("country", "country of the supplier as written"),
            text("contact_name", "person to write to"),
            text("contact_email", "address to write to"),
            text("email_domains", "mail domains of the supplier, joined by ';'"),
            text("language", "language of letters, ISO 639-1"),
            text("scope_asked", "scope it is asked for, company or product; null: as the company profile says"),
        ]
    ),
    "supplier_part": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number of the supplier of the part"),
            text("part_id", "our part"),
            text("part_name", "its name; the first by letters where lines differ"),
            text("commodity", "its commodity; the first by letters where lines differ"),
            text("supplier_part_number", "the supplier's number for it"),
            text("product_id", "product in scope that the part goes into"),
            text("product_name", "its name"),
        ]
    ),
    "supplier_product": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number"),
            text("product_id", "product in scope that parts of the supplier's entity go into"),
            text("product_name", "its name"),
        ]
    ),
    "supplier_category": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number"),
            text("entity_id", "vendor number of the entity that answers for it"),
            text("supplier_name", "name"),
            flag("in_scope", "supplies a part of a product in scope"),
            text(
                "category",
                "exempt, no_response, not_valid (a declaration in force is not), not_established (see "
                "supplier_category_break), no_metal_in_scope or all_identified_smelters_conformant",
            ),
            day("as_of", "as-of date of the category"),
            day("status_as_of", "oldest date of the status lists behind it; null without a dated status"),
            integer("declarations", "declarations that count for the year"),
            text("declaration_scopes", "what they speak for: company, product, user_defined or none stated"),
            integer("breaks", "lines of supplier_category_break"),
            integer("smelters", "identified smelters, by metal"),
            integer("conformant_smelters", "of them conformant or cross-recognised"),
            share("not_conformant_share", "share of the identified smelters that are neither; null without any"),
            integer("programme_yes", "questions A to G answered Yes in the newest declaration"),
            integer("programme_asked", "questions A to G that were asked there"),
            share("programme_score", "programme_yes / programme_asked; null when none was asked"),
            share("programme_completeness", "share of the questions A to H asked that have an answer"),
        ]
    ),
    "supplier_category_break": pa.schema(
        [
            YEAR,
            text("entity_id", "vendor number of the entity, as in supplier_category"),
            text("supplier_id", "vendor number the declaration is tied to"),
            text(
                "code",
                "declaration_not_valid, metal_left_open, question_6_not_100, question_7_not_yes, question_8_not_yes, "
                "no_smelter_identified, smelter_not_identified, smelter_rejected, smelter_of_metal_not_used, "
                "smelter_assessment_overdue or smelter_not_conformant",
            ),
            METAL,
            text("detail", "what breaks it, in plain words"),
            CID,
            text("file_sha256", "declaration"),
            text("drop_path", "where the file lay in the drop folder"),
            text("source_sheet", "sheet; null for the declaration as a whole"),
            integer("source_row", "row"),
            text("source_cell", "cell"),
        ]
    ),
}
