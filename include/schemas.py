"""The data dictionary: the pyarrow schema of every landed table and of every mart.

Each field carries its meaning as metadata. Landed rows point back to where they stood with ``file_sha256``,
``source_sheet`` and ``source_row`` (1-based, as the workbook shows it).
"""

from __future__ import annotations

import pyarrow as pa

PARSER_VERSION = 4
"""Raised when a better parser would land other rows from the same bytes."""


def _field(name: str, kind: pa.DataType, doc: str) -> pa.Field:
    return pa.field(name, kind, metadata={"doc": doc})


def _text(name: str, doc: str) -> pa.Field:
    return _field(name, pa.string(), doc)


def _int(name: str, doc: str) -> pa.Field:
    return _field(name, pa.int32(), doc)


def _date(name: str, doc: str) -> pa.Field:
    return _field(name, pa.date32(), doc)


def _flag(name: str, doc: str) -> pa.Field:
    return _field(name, pa.bool_(), doc)


def _share(name: str, doc: str) -> pa.Field:
    return _field(name, pa.float64(), doc)


_PROVENANCE = [
    _text("file_sha256", "hash of the file the row came from: its identity everywhere"),
    _text("source_sheet", "sheet of the workbook, or the empty string for a text file"),
    _int("source_row", "row in that sheet or file, counted from 1"),
]
_YEAR = _int("reporting_year", "calendar year the campaign asks about")
_METAL = _text("metal", "Gold, Tantalum, Tin, Tungsten or the name of another mineral; as written when unknown")
_CID = _text("smelter_cid", "smelter identification number of the reference list, CID and six digits")


def _landed(*fields: pa.Field) -> pa.Schema:
    return pa.schema([*_PROVENANCE, *fields])


LANDED: dict[str, pa.Schema] = {
    "declaration": _landed(
        _text("template_kind", "cmrt, emrt or amrt"),
        _text("template_revision", "revision of the template, such as 6.4"),
        _text("template_language", "language chosen in the template"),
        _text("template_trust", "stated: the layout of this revision is on record; labels: read by its labels"),
        _text("source_cells", "cell of each field of this row, as JSON object"),
        _text("company_name", "declaring company"),
        _text("company_name_clean", "company in one line: spaces, invisible marks and full-width forms unified"),
        _text("declaration_scope", "company, product or user_defined; null when the cell says none of these"),
        _text("declaration_scope_reported", "scope as written"),
        _text("scope_description", "description of scope"),
        _text("company_unique_id", "identifier of the declaring company"),
        _text("company_authority", "authority that issued the identifier"),
        _text("company_address", "address of the declaring company"),
        _text("contact_name", "person who answers questions"),
        _text("contact_email", "e-mail of the contact"),
        _text("contact_phone", "telephone of the contact"),
        _text("authorizer_name", "person who answers for the declaration"),
        _text("authorizer_title", "title of the authoriser"),
        _text("authorizer_email", "e-mail of the authoriser"),
        _text("authorizer_phone", "telephone of the authoriser"),
        _date("effective_date", "date of the declaration; null when the cell holds no date"),
        _text("effective_date_reported", "date as written"),
    ),
    "answer": _landed(
        _text("source_cell", "cell of the answer"),
        _text("question", "canonical question of CMRT 6.x, 1 to 8; null when 6.x no longer asks it"),
        _text("question_reported", "question as the supplier's template words it"),
        _METAL,
        _flag("answer_required", "the template's own Checker asks for this answer, given questions 1 and 2"),
        _text("answer", "canonical answer; null when empty or not in the vocabulary"),
        _text("answer_reported", "answer as written"),
        _text("comment", "comment beside the answer"),
    ),
    "company_answer": _landed(
        _text("source_cell", "cell of the answer"),
        _text("question", "canonical company question of CMRT 6.x, A to H; null when 6.x no longer asks it"),
        _text("question_reported", "question as the supplier's template words it"),
        _text("metal", "mineral the answer is about, where the template asks for each (EMRT, question C); else null"),
        _flag("answer_required", "asked because at least one metal is in scope"),
        _text("answer", "canonical answer; null when empty or not in the vocabulary"),
        _text("answer_reported", "answer as written"),
        _text("comment", "comment beside the answer"),
    ),
    "declared_smelter": _landed(
        _METAL,
        _text("smelter_id_input", "column A: the identification number the supplier typed"),
        _text("smelter_lookup", "name chosen from the template's look-up list"),
        _text("smelter_name_reported", "name the supplier typed"),
        _text("smelter_name_clean", "that name in one line: spaces, invisible marks and full-width forms unified"),
        _text("facility_country", "country of the facility as written"),
        _text("facility_country_code", "ISO 3166 alpha-2 of that country; null when not recognised"),
        _text("smelter_id_reported", "identification number: column F, else column A"),
        _text("smelter_id_source", "source of the identification number"),
        _text("city", "city of the facility"),
        _text("state", "state or province of the facility"),
        _text("next_steps", "proposed next steps"),
        _text("mine", "names of mines, or recycled or scrap"),
        _text("mine_country", "countries of mines as written"),
        _text("recycled", "whether all feedstock is recycled or scrap, as written"),
        _text("comment", "comment of the supplier"),
        _text("smelter_name_standard_reported", "standard name the template filled in (hidden column)"),
    ),
    "declared_origin": _landed(
        _text("source_cell", "cell that names the country"),
        _METAL,
        _text("origin_country_reported", "one country of the list, as written"),
        _text("origin_country", "ISO 3166 name; null when not recognised"),
        _text("origin_country_code", "ISO 3166 alpha-2; null when not recognised"),
        _flag("recycled", "the entry says recycled or scrap and names no country"),
    ),
    "declared_product": _landed(
        _text("product_number", "the manufacturer's product number"),
        _text("product_name", "the manufacturer's product name"),
        _text("requester_product_number", "our product number, where the template has the column (CMRT 6.6, AMRT)"),
        _text("requester_product_name", "our product name, where the template has the column"),
        _text("comment", "comment of the supplier"),
    ),
    "declared_mine": _landed(
        _METAL,
        _text("smelter_name_reported", "smelters that source from the mine, as written"),
        _text("mine", "name of the mine"),
        _text("mine_id_reported", "identification number of the mine"),
        _text("mine_id_source", "source of that number"),
        _text("mine_country", "country of the mine as written"),
        _text("mine_country_code", "ISO 3166 alpha-2 of that country; null when not recognised"),
        _text("city", "city of the mine"),
        _text("state", "state or province of the mine"),
        _text("next_steps", "proposed next steps"),
        _text("comment", "comment of the supplier"),
    ),
    "declared_mineral": _landed(
        _text("source_cell", "cell that names the mineral"),
        _METAL,
        _text("metal_reported", "mineral as written"),
        _text("reason", "why it is asked about (AMRT, sheet Minerals Scope)"),
    ),
    "intake_finding": _landed(
        _text("code", "what was found, a stable word"),
        _text("severity", "critical, warning or info"),
        _text("message", "the finding in plain words"),
        _text("source_cell", "cell, where there is one"),
        _text("value", "the value found there, at most 200 characters"),
    ),
    "supplier": _landed(
        _text("supplier_id", "vendor number of the ERP"),
        _text("supplier_name", "name of the supplier"),
        _text("parent_supplier_id", "vendor number of the entity that answers for this one"),
        _text("supplier_role", "manufacturer or distributor"),
        _text("email_domains", "mail domains of the supplier, joined by ';'"),
        _text("contact_name", "person to write to"),
        _text("contact_email", "address to write to"),
        _text("language", "language of letters, ISO 639-1"),
        _text("country", "country of the supplier as written"),
        _text("exempt_reason", "why this supplier is not asked; null when it is"),
        _text("scope_asked", "scope this supplier is asked for, company or product; null: as the company profile says"),
    ),
    "product": _landed(
        _text("product_id", "number of our product"),
        _text("product_name", "name of our product"),
        _text("product_family", "family, as in the company profile"),
        _flag("in_scope", "false only with a reason; true by default, as every product is assumed to contain 3TG"),
        _text("scope_reason", "why in scope or not"),
    ),
    "bill_of_materials": _landed(
        _text("product_id", "number of our product"),
        _text("part_id", "number of our part"),
        _text("part_name", "name of our part"),
        _text("supplier_id", "vendor number of the supplier of this part"),
        _text("supplier_part_number", "the supplier's number for it: what a product-level declaration lists"),
        _text("commodity", "commodity of the part"),
    ),
    "reference_smelter": _landed(
        _text("list_version", "revision of the template or list, such as 6.5 or EMRT 2.0"),
        _date("list_date", "date of that revision; null when the list states none"),
        _METAL,
        _text("smelter_alias", "name or alias suppliers choose from"),
        _text("smelter_name_standard", "standard name of the facility"),
        _text("facility_country", "country of the facility as the list writes it"),
        _text("facility_country_code", "ISO 3166 alpha-2"),
        _CID,
        _text("old_smelter_id", "identification number used before 2014, in templates that have it"),
        _text("city", "city of the facility"),
        _text("state", "state or province of the facility"),
    ),
    "smelter_status": _landed(
        _METAL,
        _CID,
        _text("smelter_name_standard", "name as the list writes it"),
        _text("facility_country", "country as the list writes it"),
        _text("status_reported", "status as the list writes it"),
        _text("smelter_status", "conformant, active, cross_recognized, not_eligible or unknown"),
        _date("status_as_of", "date the list states in the row; null when only the receipt knows it"),
        _date("last_assessed_on", "day of the last assessment, where the list gives it"),
        _text("assessment_cycle", "how often the facility is assessed, as the list writes it"),
        _date("assessment_due_on", "day by which the next assessment is due, where the list gives it"),
    ),
    "sanction": _landed(
        _text("party_name", "name of the sanctioned party as the list writes it"),
        _text("smelter_cid", "identification number, where whoever keeps the list has added it"),
        _text("facility_country", "country of the party as written"),
        _text("facility_country_code", "ISO 3166 alpha-2 of that country; null when not recognised"),
        _text("list_name", "which sanctions list"),
        _text("source", "who publishes it, or where it was taken from"),
        _date("list_date", "date of the list; null when only the file's name knows it"),
    ),
    "cahra": _landed(
        _text("country", "country with a conflict-affected or high-risk area, as written"),
        _text("country_code", "ISO 3166 alpha-2 of that country; null when not recognised"),
        _text("region", "part of the country, as written; null for all of it"),
        _text("source", "list of such areas the row is taken from"),
        _date("list_date", "date of that list; null when only the file's name knows it"),
    ),
    "smelter_origin": _landed(
        _CID,
        _METAL,
        _text("origin_country_reported", "one country of origin, or recycled or scrap, as written"),
        _text("origin_country", "ISO 3166 name; null when not recognised"),
        _text("origin_country_code", "ISO 3166 alpha-2; null when not recognised"),
        _flag("recycled", "the entry says recycled or scrap and names no country"),
        _text("source", "who publishes the data"),
        _date("list_date", "date of the data; null when only the file's name knows it"),
    ),
    "old_smelter_id": _landed(
        _METAL,
        _text("smelter_name_standard", "name as the list writes it"),
        _text("facility_country", "country as the list writes it"),
        _text("old_smelter_id", "identification number used before 2014"),
        _CID,
    ),
    "decision": _landed(
        _text("judgement", "accepted, rejected, not_a_smelter, new_facility or revoked; null on a line left open"),
        _text("metal", "metal as declared: part of the question"),
        _text("smelter_name_reported", "name as declared: part of the question"),
        _text("facility_country", "country as declared, or null for any: part of the question"),
        _text("smelter_id_reported", "number as declared, or null: part of the question"),
        _text("supplier_id", "vendor number when the decision is for one supplier alone: part of the question"),
        _CID,
        _text("metal_decided", "metal to account the row under, only when it is not the declared one"),
        _text("evidence", "what the decision rests on, such as a document or an address"),
        _text("note", "remark of the person"),
        _text("decided_by", "person who decided"),
        _text("decided_at", "when, ISO 8601 in UTC; null when the cell holds no such moment"),
    ),
    "outreach_log": _landed(
        _text("supplier_id", "vendor number of the supplier written to"),
        _text("letter_kind", "survey, reminder, correction, official_notice or closing"),
        _date("sent_on", "day the letter left"),
        _text("channel", "how it was sent"),
    ),
}

_ASSESSMENT = [
    _date("last_assessed_on", "day of the last assessment, where the status list gives it"),
    _text("assessment_cycle", "how often the facility is assessed, as the status list writes it"),
    _date("assessment_due_on", "day by which the next assessment is due, where the status list gives it"),
]
_OUTCOME = _text(
    "outcome",
    "consolidated, duplicate, superseded, metal_out_of_scope, not_yet_identified, supplier_untied, "
    "awaiting_review or rejected",
)

MARTS: dict[str, pa.Schema] = {
    "smelter_accounting": pa.schema(
        [
            _YEAR,
            *_PROVENANCE,
            _text("drop_path", "where the file lay in the drop folder"),
            _text("template_kind", "cmrt, emrt or amrt; only what a CMRT declares is reported"),
            _text("supplier_id", "supplier of the master the declaration is tied to"),
            _text("metal", "metal the row is accounted under: the declared one, unless a decision states another"),
            _text("metal_declared", "metal as the supplier declared it"),
            _text("smelter_name_reported", "name typed, else the name chosen from the look-up"),
            _text("facility_country", "country as written"),
            _text("smelter_id_reported", "identification number as written"),
            _OUTCOME,
            _text("reason", "why this outcome, in one sentence"),
            _CID,
            _text("judgement", "accepted, review or unmatched by the machine; a person's decision where there is one"),
            _text(
                "match_method",
                "cid, old_id, alias, normalized_alias, spelling_alias, trimmed_alias, similar, decision or none",
            ),
            _share("match_score", "1 for deterministic methods, the likeness of the names for similar, 0 for none"),
            _text("match_detail", "how the machine or the person knows, in one sentence"),
            _text("decision_id", "event of the ledger: the decision taken about this row; null where there is none"),
        ]
    ),
    "reference_history": pa.schema(
        [
            _METAL,
            _CID,
            _text("smelter_name", "name a list gives to the facility"),
            _text("facility_country", "country as the last list writes it"),
            _text("first_list", "first list that has this name for this facility"),
            _date("first_list_date", "its date; null when no list that has the name is dated"),
            _text("last_list", "last list that has it, up to the as-of date"),
            _date("last_list_date", "its date"),
            _flag("still_listed", "the newest look-up list of that metal has it"),
        ]
    ),
    "review_queue": pa.schema(
        [
            _text("question_id", "same question: same id in every refresh"),
            *[
                _text(f"{part}_clean", f"{part} as decisions are compared: case and spaces folded; empty for none")
                for part in ("metal", "name", "country", "id")
            ],
            _text("metal", "metal as declared"),
            _text("smelter_name_reported", "name typed, else the name chosen from the look-up"),
            _text("facility_country", "country as written"),
            _text("smelter_id_reported", "identification number as written"),
            _text("reason", "why a person is asked; several reasons joined by '|'"),
            _text(
                "reason_kinds", "kinds of these reasons: rungs of the matching, or decision_unsettled; joined by ', '"
            ),
            _text("reporting_years", "years it was declared for"),
            _int("declared_rows", "declared rows that wait"),
            _int("suppliers", "suppliers that declared it"),
            _text("supplier_ids", "their vendor numbers"),
            _int("products", "our products these suppliers' parts go into"),
            _text("candidates", "up to three suggestions with their scores, best first"),
            _text("decision_id", "decision that did not settle it, an event of the ledger; null where there is none"),
        ]
    ),
    "review_row": pa.schema(
        [
            _text("question_id", "question of review_queue that the row waits for"),
            _YEAR,
            *_PROVENANCE,
            _text("drop_path", "where the file lay in the drop folder"),
            _text("supplier_id", "supplier that declared it"),
            _text("smelter_name_reported", "name typed, else the name chosen from the look-up"),
            _text("reason", "why it waits"),
        ]
    ),
    "review_candidate": pa.schema(
        [
            _text("question_id", "question of review_queue"),
            _int("candidate_rank", "1 is the best; at most six"),
            _text("metal", "metal of the facility, which may be another than the one declared"),
            _CID,
            _text("smelter_name_standard", "standard name of the newest list"),
            _text("facility_country", "country of the facility, as the list writes it"),
            _text("smelter_status", "status word as of the as-of date"),
            _date("status_as_of", "date of the list that says so; null for unknown"),
            _text("basis", "number (the reported one means it), name (likeness) or other_metal"),
            _share("score", "likeness of the names; null where another basis speaks"),
            _flag("stands_out", "likeness at and above the measured score, well above the next, no number speaks"),
            _text("explanation", "why it is suggested, in plain words"),
        ]
    ),
    "appendix_a": pa.schema(
        [
            _YEAR,
            _METAL,
            _CID,
            _text("smelter_name_standard", "standard name of the newest list"),
            _text("facility_country", "country of the facility, English name"),
            _text("smelter_status", "status word as of the as-of date"),
            _date("status_as_of", "date of the list that says so; null for unknown"),
            _text("status_source", "name of that list"),
            *_ASSESSMENT,
            _int("declared_rows", "consolidated rows behind this line"),
            _int("declarations", "declarations behind this line"),
            _int("suppliers", "suppliers behind this line"),
            _int("products", "our products these suppliers' parts go into"),
        ]
    ),
    "smelter_by_metal": pa.schema(
        [
            _YEAR,
            _text("template_kind", "cmrt, emrt or amrt: the family of templates that names the facility"),
            _METAL,
            _CID,
            _text("smelter_name_standard", "standard name of the newest list"),
            _text("facility_country", "country of the facility, English name"),
            _text("smelter_status", "status word as of the as-of date"),
            _date("status_as_of", "date of the list that says so; null for unknown"),
            _int("declarations", "declarations that name it"),
            _int("suppliers", "suppliers that name it"),
            _int("declared_rows", "consolidated rows that name it"),
        ]
    ),
    "smelter_status_history": pa.schema(
        [
            _METAL,
            _CID,
            _text("smelter_name_standard", "name as that list wrote it"),
            _text("status_source", "file of that issue of the list"),
            _date("status_as_of", "day of that issue"),
            _text("smelter_status", "status then; delisted in the first issue that shows the facility no more"),
            _text("status_before", "status in the issue before of the same list; null in its first"),
            *_ASSESSMENT,
            _text("status_now", "status as of the as-of date"),
            _flag("conformant_then_not_now", "conformant in that issue, and not as of the as-of date"),
        ]
    ),
    "country_of_origin": pa.schema(
        [
            _YEAR,
            _METAL,
            _text("origin_country", "ISO 3166 name, or Recycled or scrap"),
            _text("origin_country_code", "ISO 3166 alpha-2; null for recycled or scrap"),
            _flag("covered_country", "the Democratic Republic of the Congo or an adjoining country"),
            _flag("recycled", "recycled or scrap, which is no country"),
            _text("origin_basis", "declared (by suppliers) or origin_data (the user's, under a licence of its own)"),
            _text("origin_source", "who names it: declared by suppliers, or the origin data with its date"),
            _int("smelters", "consolidated facilities of that metal for which this source names it"),
            _int("declarations", "declarations that named it; 0 for origin data"),
        ]
    ),
    "smelter_origin_by_facility": pa.schema(
        [
            _YEAR,
            _METAL,
            _CID,
            _text("origin_country", "ISO 3166 name, or Recycled or scrap"),
            _text("origin_country_code", "ISO 3166 alpha-2; null for recycled or scrap"),
            _flag("covered_country", "the Democratic Republic of the Congo or an adjoining country"),
            _flag("recycled", "recycled or scrap, which is no country"),
            _text("origin_basis", "declared (by suppliers) or origin_data (under a licence: not to be published)"),
            _text("origin_source", "who names it: declared by suppliers, or the origin data with its date"),
            _int("declarations", "declarations that named it; 0 for origin data"),
        ]
    ),
    "response_rate": pa.schema(
        [
            _YEAR,
            _text("basis", "supplier or product"),
            _text(
                "measure",
                "surveyed, received, valid, received_not_valid (suppliers); represented, fully_covered (products)",
            ),
            _int("numerator", "how many reach the measure"),
            _int("denominator", "in scope and not exempt"),
            _int("exempt", "left out of the denominator with a recorded reason"),
            _share("rate", "numerator / denominator; null when there is nobody to ask"),
            _date("cut_off", "as-of date of the count"),
            _text("detail", "why received and not valid, or valid by a waiver, with numbers; null when nothing to say"),
        ]
    ),
    "supplier_status": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number"),
            _text("supplier_name", "name"),
            _text("state", "exempt, no_response, answered_incomplete or complete"),
            _flag("in_scope", "supplies a part of a product in scope"),
            _text("exempt_reason", "why it is not asked"),
            _int("declarations", "declarations that count for the year"),
            _int("valid_declarations", "of them valid; see declaration_status"),
            _int("set_aside_declarations", "declarations beside them that a person has set aside"),
            _date("effective_date", "newest effective date"),
            _text("template_revision", "its template revision"),
            _int("smelter_rows", "declared smelter rows"),
            _int("critical_findings", "critical findings that are neither waived nor closed"),
            _int("warning_findings", "warnings that are neither waived nor closed"),
            _int("waived_findings", "waived findings of any severity"),
            _int("letters", "letters sent"),
            _date("last_letter_on", "day of the last letter"),
            _int("products", "products in scope that its parts go into"),
        ]
    ),
    "smelter_attribution": pa.schema(
        [
            _YEAR,
            _METAL,
            _CID,
            _text("supplier_id", "vendor number that declared the facility"),
            _text("part_supplier_id", "vendor number of the same entity that supplies the part; null without a part"),
            _text("part_id", "our part; null where the way ends at the supplier"),
            _text("product_id", "our product in scope that the part goes into; null where there is no such part"),
            _text("basis", "declaration scope: company, product or user_defined; null when the declaration says none"),
            _text("caveat", "what the attribution does not prove; empty when nothing"),
            _int("declarations", "declarations behind this line"),
        ]
    ),
    "smelter_exposure": pa.schema(
        [
            _YEAR,
            _int("risk_rank", "1 is the worst; 10 for a facility without a flag"),
            _text("risk", "worst flag of the facility, a code of red_flag; none without one"),
            _METAL,
            _CID,
            _text("smelter_name_standard", "facility"),
            _text("facility_country", "country of the facility, English name"),
            _text("smelter_status", "status word as of the as-of date"),
            _date("status_as_of", "date of the list that says so; null for unknown"),
            _text("detail", "every flag of the facility in plain words, the worst first"),
            _text("sanction_check", "what the sanctions lists say; silence of a list is not a clearance"),
            _text("supplier_id", "vendor number that declared the facility"),
            _text("supplier_name", "its name"),
            _int("suppliers", "suppliers that declared the facility"),
            _int("parts", "our parts on the way from this supplier to products in scope"),
            _int("products", "our products in scope on that way"),
            _text("product_ids", "these products, joined by ', '"),
            _text("basis", "declaration scopes behind the attribution"),
            _text("caveat", "what the attribution does not prove"),
        ]
    ),
    "supplier_contact": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number"),
            _text("supplier_name", "name"),
            _text("entity_id", "vendor number of the entity that answers for it: itself, or the last of its parents"),
            _text("entity_name", "name of that entity; null when the supplier list does not have it"),
            _text("supplier_role", "manufacturer or distributor, as the supplier list writes it"),
            _text("country", "country of the supplier as written"),
            _text("contact_name", "person to write to"),
            _text("contact_email", "address to write to"),
            _text("email_domains", "mail domains of the supplier, joined by ';'"),
            _text("language", "language of letters, ISO 639-1"),
            _text("scope_asked", "scope it is asked for, company or product; null: as the company profile says"),
        ]
    ),
    "supplier_letter": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number of the supplier written to"),
            _date("sent_on", "day the letters left"),
            _text("letter_kind", "survey, reminder, correction, official_notice or closing"),
            _int("letters", "letters of this kind on that day"),
        ]
    ),
    "supplier_part": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number of the supplier of the part"),
            _text("part_id", "our part"),
            _text("part_name", "its name; the first by letters where lines differ"),
            _text("commodity", "its commodity; the first by letters where lines differ"),
            _text("supplier_part_number", "the supplier's number for it"),
            _text("product_id", "product in scope that the part goes into"),
            _text("product_name", "its name"),
        ]
    ),
    "supplier_product": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number"),
            _text("product_id", "product in scope that parts of the supplier's entity go into"),
            _text("product_name", "its name"),
        ]
    ),
    "product_coverage": pa.schema(
        [
            _YEAR,
            _text("product_id", "product in scope"),
            _text("product_name", "its name"),
            _flag("represented", "a supplier of one of its parts has answered"),
            _flag("fully_covered", "valid declarations reach every part of it"),
            _int("parts", "its parts by supplier, without those of exempt suppliers"),
            _int("answered_parts", "of them with a supplier that has answered"),
            _int("reached_parts", "of them reached by a valid declaration"),
        ]
    ),
    "declaration_status": pa.schema(
        [
            _YEAR,
            _text("file_sha256", "file of the declaration"),
            _text("drop_path", "where it lay in the drop folder"),
            _text("received_at", "when the intake took it, UTC"),
            _text("template_kind", "cmrt, emrt or amrt; only a CMRT answers the survey"),
            _text("company_name", "declaring company"),
            _text("supplier_id", "supplier it is tied to; null when untied"),
            _text("tied_by", "rule that tied it: decision, supplier_id, email_domain, company_name"),
            _text("declaration_scope", "company, product or user_defined"),
            _text("template_revision", "template revision"),
            _date("effective_date", "effective date"),
            _text("superseded_by", "file that replaces it; null when it counts"),
            _int("critical_findings", "critical findings that are neither waived nor closed"),
            _int("waived_findings", "critical findings that a person waived: they do not keep it from counting"),
            _flag("set_aside", "a person has set the whole declaration aside: its smelter rows are rejected"),
            _text("set_aside_reason", "who did, and why"),
            _text("not_valid_because", "superseded, untied, set_aside or critical_findings; null when it is valid"),
            _flag("valid", "a valid response: counts, is tied, not set aside, and no critical finding is unsettled"),
        ]
    ),
    "declaration_change": pa.schema(
        [
            _YEAR,
            _text("template_kind", "cmrt, emrt or amrt"),
            _text("supplier_id", "supplier the newer declaration is tied to; null when untied"),
            _text("file_sha256", "the newer declaration"),
            _text("superseded_file_sha256", "the declaration right before it, which it replaced"),
            _text("subject", "declaration, answer, company_answer, smelter or product"),
            _text("change", "added, removed or changed"),
            _text("what", "field; question and metal; metal, CID or name and country of a smelter; product number"),
            _text("value_before", "what the older one says; null when nothing"),
            _text("value_after", "what the newer one says; null when nothing"),
            *[
                field
                for side, which in (("before", "older"), ("after", "newer"))
                for field in (
                    _text(f"source_sheet_{side}", f"sheet of the {which} one"),
                    _int(f"source_row_{side}", f"first row there in the {which} one"),
                    _text(f"source_cell_{side}", f"cell in the {which} one, where there is one cell"),
                )
            ],
        ]
    ),
    "metal_answer": pa.schema(
        [
            _YEAR,
            _text("file_sha256", "declaration (those that count, are tied, and not set aside)"),
            _text("supplier_id", "supplier"),
            _METAL,
            *[_text(f"q{n}", f"canonical answer to question {n}") for n in range(1, 9)],
            _flag(
                "in_scope",
                "used, and remains in the product where the template asks (CMRT 2.x does not); null when left open",
            ),
            _flag("valid", "the declaration is a valid response; see declaration_status"),
        ]
    ),
    "outreach": pa.schema(
        [
            _YEAR,
            _text("letter_kind", "survey, reminder, correction, official_notice or closing"),
            _int("letters", "letters sent"),
            _int("suppliers", "suppliers they went to"),
            _date("first_on", "day of the first"),
            _date("last_on", "day of the last"),
        ]
    ),
    "red_flag": pa.schema(
        [
            _YEAR,
            _text("red_flag_id", "same flag of the same facility and year: same id in every refresh"),
            _text(
                "code",
                "sanctioned, sanction_name_similar, smelter_not_eligible, smelter_delisted, smelter_not_assessed, "
                "smelter_status_unknown, smelter_assessment_overdue, facility_in_cahra or origin_in_cahra",
            ),
            _text("severity", "critical, warning or info"),
            _METAL,
            _CID,
            _text("smelter_name_standard", "facility"),
            _text("detail", "the flag in plain words"),
            _int("suppliers", "suppliers that declared the facility"),
            _text("owner", "person answerable; null until one is named"),
            _text("state", "open, acknowledged (somebody answers for it) or accepted (for a reason)"),
            _text("state_by", "person who said so last; null when nobody did"),
            _text("state_at", "when, ISO 8601 in UTC"),
            _text("state_note", "reason or remark"),
            _date("accepted_until", "last day of the acceptance, the flag is open after it; null for none"),
        ]
    ),
    "finding": pa.schema(
        [
            _text("finding_id", "same fault at the same place: same id in every refresh"),
            _YEAR,
            _text("code", "rule that was broken"),
            _text("severity", "critical, warning or info"),
            _text("message", "for our reviewer"),
            _text("supplier_message", "what the supplier is asked to mend; null when nothing"),
            _text("rule_source", "where the rule comes from; reader for what only the reader says"),
            _text("template_kind", "cmrt, emrt or amrt where the file is such a template; null for others"),
            _text("supplier_id", "supplier, where known"),
            _text("file_sha256", "file"),
            _text("drop_path", "where the file lay in the drop folder"),
            _text("source_sheet", "sheet"),
            _int("source_row", "row"),
            _text("source_cell", "cell"),
            _text("value", "value found"),
            _text("subject", "what of the value does not follow our lists: part of the id, and said to the supplier"),
            _text("state", "open, sent, answered, waived, or closed: its declaration was replaced or set aside"),
            _text("state_by", "person who gave the state; null where the data did, or nobody"),
            _text("state_at", "when, ISO 8601 in UTC; receipt of the newer declaration for closed; null when open"),
            _text("state_note", "reason or remark in one sentence"),
            _date("waived_until", "last day of the waiver, also of one that has ended; null for none"),
        ]
    ),
    "open_item": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number of the supplier that is asked"),
            _int("item_number", "place in the supplier's list: by file, sheet and cell"),
            _text("finding_id", "the finding behind it"),
            _text("code", "rule that was broken"),
            _text("severity", "critical or warning"),
            _text("state", "open; sent when the supplier was asked before; answered when critical all the same"),
            _text("supplier_message", "what to mend, in words for the supplier"),
            _text("file_sha256", "file"),
            _text("drop_path", "where the file lay in the drop folder"),
            _text("source_sheet", "sheet"),
            _int("source_row", "row"),
            _text("source_cell", "cell"),
        ]
    ),
    "supplier_category": pa.schema(
        [
            _YEAR,
            _text("supplier_id", "vendor number"),
            _text("entity_id", "vendor number of the entity that answers for it"),
            _text("supplier_name", "name"),
            _flag("in_scope", "supplies a part of a product in scope"),
            _text(
                "category",
                "exempt, no_response, not_valid (a declaration in force is not), not_established (see "
                "supplier_category_break), no_metal_in_scope or all_identified_smelters_conformant",
            ),
            _date("as_of", "as-of date of the category"),
            _date("status_as_of", "oldest date of the status lists behind it; null without a dated status"),
            _int("declarations", "declarations that count for the year"),
            _text("declaration_scopes", "what they speak for: company, product, user_defined or none stated"),
            _int("breaks", "lines of supplier_category_break"),
            _int("smelters", "identified smelters, by metal"),
            _int("conformant_smelters", "of them conformant or cross-recognised"),
            _share("not_conformant_share", "share of the identified smelters that are neither; null without any"),
            _int("programme_yes", "questions A to G answered Yes in the newest declaration"),
            _int("programme_asked", "questions A to G that were asked there"),
            _share("programme_score", "programme_yes / programme_asked; null when none was asked"),
            _share("programme_completeness", "share of the questions A to H asked that have an answer"),
        ]
    ),
    "supplier_category_break": pa.schema(
        [
            _YEAR,
            _text("entity_id", "vendor number of the entity, as in supplier_category"),
            _text("supplier_id", "vendor number the declaration is tied to"),
            _text(
                "code",
                "declaration_not_valid, metal_left_open, question_6_not_100, question_7_not_yes, question_8_not_yes, "
                "no_smelter_identified, smelter_not_identified, smelter_rejected, smelter_of_metal_not_used, "
                "smelter_assessment_overdue or smelter_not_conformant",
            ),
            _METAL,
            _text("detail", "what breaks it, in plain words"),
            _CID,
            _text("file_sha256", "declaration"),
            _text("drop_path", "where the file lay in the drop folder"),
            _text("source_sheet", "sheet; null for the declaration as a whole"),
            _int("source_row", "row"),
            _text("source_cell", "cell"),
        ]
    ),
    "year_over_year": pa.schema(
        [
            _YEAR,
            _METAL,
            _CID,
            _text("smelter_name_standard", "facility"),
            _text("smelter_name_before", "standard name of a year before, as the lists said; null when new"),
            _text("change", "first_year, new, gone, status_changed, renamed or unchanged"),
            _text(
                "cause",
                "first_year; newly_declared or merged (new); merged, delisted, no_response, no_longer_supplier, "
                "no_longer_declared or not_declared (gone); status_changed; renamed; null when unchanged",
            ),
            _text("status_before", "status a year before, as that list said"),
            _text("status_now", "status now"),
            _text("reason", "the change in plain words"),
        ]
    ),
}
