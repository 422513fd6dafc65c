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
            text(
                "entity_id",
                "vendor number of the entity that answers for it; what follows from state on is the entity's",
            ),
            text("response", "exempt, no_response, answered_incomplete or complete"),
            text(
                "state",
                "exempt, not_surveyed, surveyed, reminded, answered_incomplete, in_correction (asked to mend its "
                "newest answer), complete, refused or escalated (sent an official notice)",
            ),
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
            text("written_to", "vendor number that letters to the entity go to; null: none has an address"),
            day("surveyed_on", "day of the first letter that asked for a declaration"),
            day("due_on", "day by which the survey asked for it"),
            integer("reminders", "days of the year on which it was reminded"),
            day("last_reminder_on", "the last of them"),
            day("answered_on", "day the newest answer came"),
            integer("corrections", "requests to mend the newest answer"),
            day("last_correction_on", "day of the last of them"),
            day("refused_on", "day it refused; null when it has answered or taken that back since"),
            day("extended_until", "day it was given time until; null when it has answered since"),
            day("escalated_on", "day of the newest official notice"),
            integer("uncertain_letters", "letters of which nobody knows whether they left"),
            text("undeliverable", "why the last letter could not be delivered; null when nothing is known against it"),
            text(
                "next_action",
                "survey, reminder, correction, thank_you, official_notice, closing, settle_letter (say what became of "
                "an uncertain one), mend_address or none",
            ),
            integer("next_number", "which letter of its kind to the entity in the year; null when no letter is next"),
            day("next_action_on", "first day on which it may be done; null for none"),
            text("next_reason", "why, in one sentence"),
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
            text(
                "supplier_id",
                "vendor number that is asked for the part: its manufacturer where named, else its supplier",
            ),
            text("part_id", "our part"),
            text("part_name", "its name; the first by letters where lines differ"),
            text("commodity", "its commodity; the first by letters where lines differ"),
            text("supplier_part_number", "the supplier's number for it"),
            text("product_id", "product in scope that the part goes into"),
            text("product_name", "its name"),
            text("delivered_by", "vendor numbers of the distributors of the part, where the supplier only makes it"),
            flag("reached", "a valid answer speaks of it, as of the cut-off; null for a supplier that is exempt"),
            text(
                "why_not_reached",
                "late, no_answer, not_valid, unjudged, distributor or not_listed; see product_coverage",
            ),
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
