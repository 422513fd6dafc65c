"""Schemas of the marts about smelters and refiners: accounting, review, Appendix A, origin, risk, year over year."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import CID, METAL, PROVENANCE, YEAR, day, flag, integer, share, text

_ASSESSMENT = [
    day("last_assessed_on", "day of the last assessment, where the status list gives it"),
    text("assessment_cycle", "how often the facility is assessed, as the status list writes it"),
    day("assessment_due_on", "day by which the next assessment is due, where the status list gives it"),
]
_OUTCOME = text(
    "outcome",
    "consolidated, duplicate, superseded, metal_out_of_scope, not_yet_identified, supplier_untied, "
    "awaiting_review or rejected",
)

SMELTERS: dict[str, pa.Schema] = {
    "smelter_accounting": pa.schema(
        [
            YEAR,
            *PROVENANCE,
            text("drop_path", "where the file lay in the drop folder"),
            text("template_kind", "cmrt, emrt or amrt; only what a CMRT declares is reported"),
            text("supplier_id", "supplier of the master the declaration is tied to"),
            text("metal", "metal the row is accounted under: the declared one, unless a decision states another"),
            text("metal_declared", "metal as the supplier declared it"),
            text("smelter_name_reported", "name typed, else the name chosen from the look-up"),
            text("facility_country", "country as written"),
            text("smelter_id_reported", "identification number as written"),
            _OUTCOME,
            text("reason", "why this outcome, in one sentence"),
            CID,
            text("judgement", "accepted, review or unmatched by the machine; a person's decision where there is one"),
            text(
                "match_method",
                "cid, old_id, alias, normalized_alias, spelling_alias, trimmed_alias, similar, decision or none",
            ),
            share("match_score", "1 for deterministic methods, the likeness of the names for similar, 0 for none"),
            text("match_detail", "how the machine or the person knows, in one sentence"),
            text("decision_id", "event of the ledger: the decision taken about this row; null where there is none"),
        ]
    ),
    "reference_history": pa.schema(
        [
            METAL,
            CID,
            text("smelter_name", "name a list gives to the facility"),
            text("facility_country", "country as the last list writes it"),
            text("first_list", "first list that has this name for this facility"),
            day("first_list_date", "its date; null when no list that has the name is dated"),
            text("last_list", "last list that has it, up to the as-of date"),
            day("last_list_date", "its date"),
            flag("still_listed", "the newest look-up list of that metal has it"),
        ]
    ),
    "review_queue": pa.schema(
        [
            text("question_id", "same question: same id in every refresh"),
            *[
                text(f"{part}_clean", f"{part} as decisions are compared: case and spaces folded; empty for none")
                for part in ("metal", "name", "country", "id")
            ],
            text("metal", "metal as declared"),
            text("smelter_name_reported", "name typed, else the name chosen from the look-up"),
            text("facility_country", "country as written"),
            text("smelter_id_reported", "identification number as written"),
            text("reason", "why a person is asked; several reasons joined by '|'"),
            text(
                "reason_kinds", "kinds of these reasons: rungs of the matching, or decision_unsettled; joined by ', '"
            ),
            text("reporting_years", "years it was declared for"),
            integer("declared_rows", "declared rows that wait"),
            integer("suppliers", "suppliers that declared it"),
            text("supplier_ids", "their vendor numbers"),
            integer("products", "our products these suppliers' parts go into"),
            text("candidates", "up to three suggestions with their scores, best first"),
            text("decision_id", "decision that did not settle it, an event of the ledger; null where there is none"),
        ]
    ),
    "review_row": pa.schema(
        [
            text("question_id", "question of review_queue that the row waits for"),
            YEAR,
            *PROVENANCE,
            text("drop_path", "where the file lay in the drop folder"),
            text("supplier_id", "supplier that declared it"),
            text("smelter_name_reported", "name typed, else the name chosen from the look-up"),
            text("reason", "why it waits"),
        ]
    ),
    "review_candidate": pa.schema(
        [
            text("question_id", "question of review_queue"),
            integer("candidate_rank", "1 is the best; at most six"),
            text("metal", "metal of the facility, which may be another than the one declared"),
            CID,
            text("smelter_name_standard", "standard name of the newest list"),
            text("facility_country", "country of the facility, as the list writes it"),
            text("smelter_status", "status word as of the as-of date"),
            day("status_as_of", "date of the list that says so; null for unknown"),
            text("basis", "number (the reported one means it), name (likeness) or other_metal"),
            share("score", "likeness of the names; null where another basis speaks"),
            flag("stands_out", "likeness at and above the measured score, well above the next, no number speaks"),
            text("explanation", "why it is suggested, in plain words"),
        ]
    ),
    "appendix_a": pa.schema(
        [
            YEAR,
            METAL,
            CID,
            text("smelter_name_standard", "standard name of the newest list"),
            text("facility_country", "country of the facility, English name"),
            text("smelter_status", "status word as of the as-of date"),
            day("status_as_of", "date of the list that says so; null for unknown"),
            text("status_source", "name of that list"),
            *_ASSESSMENT,
            integer("declared_rows", "consolidated rows behind this line"),
            integer("declarations", "declarations behind this line"),
            integer("suppliers", "suppliers behind this line"),
            integer("products", "our products these suppliers' parts go into"),
        ]
    ),
    "smelter_by_metal": pa.schema(
        [
            YEAR,
            text("template_kind", "cmrt, emrt or amrt: the family of templates that names the facility"),
            METAL,
            CID,
            text("smelter_name_standard", "standard name of the newest list"),
            text("facility_country", "country of the facility, English name"),
            text("smelter_status", "status word as of the as-of date"),
            day("status_as_of", "date of the list that says so; null for unknown"),
            integer("declarations", "declarations that name it"),
            integer("suppliers", "suppliers that name it"),
            integer("declared_rows", "consolidated rows that name it"),
        ]
    ),
    "smelter_status_history": pa.schema(
        [
            METAL,
            CID,
            text("smelter_name_standard", "name as that list wrote it"),
            text("status_source", "file of that issue of the list"),
            day("status_as_of", "day of that issue"),
            text("smelter_status", "status then; delisted in the first issue that shows the facility no more"),
            text("status_before", "status in the issue before of the same list; null in its first"),
            *_ASSESSMENT,
            text("status_now", "status as of the as-of date"),
            flag("conformant_then_not_now", "conformant in that issue, and not as of the as-of date"),
        ]
    ),
    "country_of_origin": pa.schema(
        [
            YEAR,
            METAL,
            text("origin_country", "ISO 3166 name, or Recycled or scrap"),
            text("origin_country_code", "ISO 3166 alpha-2; null for recycled or scrap"),
            flag("covered_country", "the Democratic Republic of the Congo or an adjoining country"),
            flag("recycled", "recycled or scrap, which is no country"),
            text("origin_basis", "declared (by suppliers) or origin_data (the user's, under a licence of its own)"),
            text("origin_source", "who names it: declared by suppliers, or the origin data with its date"),
            integer("smelters", "consolidated facilities of that metal for which this source names it"),
            integer("declarations", "declarations that named it; 0 for origin data"),
        ]
    ),
    "smelter_origin_by_facility": pa.schema(
        [
            YEAR,
            METAL,
            CID,
            text("origin_country", "ISO 3166 name, or Recycled or scrap"),
            text("origin_country_code", "ISO 3166 alpha-2; null for recycled or scrap"),
            flag("covered_country", "the Democratic Republic of the Congo or an adjoining country"),
            flag("recycled", "recycled or scrap, which is no country"),
            text("origin_basis", "declared (by suppliers) or origin_data (under a licence: not to be published)"),
            text("origin_source", "who names it: declared by suppliers, or the origin data with its date"),
            integer("declarations", "declarations that named it; 0 for origin data"),
        ]
    ),
    "smelter_attribution": pa.schema(
        [
            YEAR,
            METAL,
            CID,
            text("supplier_id", "vendor number that declared the facility"),
            text("part_supplier_id", "vendor number of the same entity that supplies the part; null without a part"),
            text("part_id", "our part; null where the way ends at the supplier"),
            text("product_id", "our product in scope that the part goes into; null where there is no such part"),
            text("basis", "declaration scope: company, product or user_defined; null when the declaration says none"),
            text("caveat", "what the attribution does not prove; empty when nothing"),
            integer("declarations", "declarations behind this line"),
        ]
    ),
    "smelter_exposure": pa.schema(
        [
            YEAR,
            integer("risk_rank", "1 is the worst; 10 for a facility without a flag"),
            text("risk", "worst flag of the facility, a code of red_flag; none without one"),
            METAL,
            CID,
            text("smelter_name_standard", "facility"),
            text("facility_country", "country of the facility, English name"),
            text("smelter_status", "status word as of the as-of date"),
            day("status_as_of", "date of the list that says so; null for unknown"),
            text("detail", "every flag of the facility in plain words, the worst first"),
            text("sanction_check", "what the sanctions lists say; silence of a list is not a clearance"),
            text("supplier_id", "vendor number that declared the facility"),
            text("supplier_name", "its name"),
            integer("suppliers", "suppliers that declared the facility"),
            integer("parts", "our parts on the way from this supplier to products in scope"),
            integer("products", "our products in scope on that way"),
            text("product_ids", "these products, joined by ', '"),
            text("basis", "declaration scopes behind the attribution"),
            text("caveat", "what the attribution does not prove"),
        ]
    ),
    "year_over_year": pa.schema(
        [
            YEAR,
            METAL,
            CID,
            text("smelter_name_standard", "facility"),
            text("smelter_name_before", "standard name of a year before, as the lists said; null when new"),
            text("change", "first_year, new, gone, status_changed, renamed or unchanged"),
            text(
                "cause",
                "first_year; newly_declared or merged (new); merged, delisted, no_response, no_longer_supplier, "
                "no_longer_declared or not_declared (gone); status_changed; renamed; null when unchanged",
            ),
            text("status_before", "status a year before, as that list said"),
            text("status_now", "status now"),
            text("reason", "the change in plain words"),
        ]
    ),
}
