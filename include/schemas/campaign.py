"""Schemas of the marts about the campaign: letters, replies, and how the answers come in."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import YEAR, day, flag, integer, share, text

CAMPAIGN: dict[str, pa.Schema] = {
    "supplier_letter": pa.schema(
        [
            YEAR,
            text("supplier_id", "vendor number of the supplier written to"),
            day("sent_on", "day the letters left"),
            text("letter_kind", "survey, reminder, correction, thank_you, official_notice or closing"),
            integer("letters", "letters of this kind on that day"),
        ]
    ),
    "outreach": pa.schema(
        [
            YEAR,
            text("letter_kind", "survey, reminder, correction, thank_you, official_notice or closing"),
            integer("letters", "letters sent"),
            integer("suppliers", "suppliers they went to"),
            day("first_on", "day of the first"),
            day("last_on", "day of the last"),
        ]
    ),
    "letter": pa.schema(
        [
            YEAR,
            text("letter_id", "identity of the letter: year, entity, kind and number"),
            integer("attempt", "which attempt to send it, from 1"),
            text("entity_id", "vendor number of the entity it was written to, as the supplier list has it now"),
            text("supplier_id", "vendor number whose address it went to"),
            text("letter_kind", "survey, reminder, correction, thank_you, official_notice or closing"),
            integer("number", "which letter of its kind to the entity in the year"),
            text("language", "language it is written in, ISO 639-1"),
            text("template_version", "version of the words and layout it was made of"),
            text("recipient", "address it was sent to"),
            text("subject", "its subject line"),
            text(
                "outcome", "planned, uncertain (handed over, and nothing known since), sent, failed, outbox or not_sent"
            ),
            day("occurred_on", "day of the attempt"),
            day("sent_on", "the same when it was sent, else null"),
            day("due_on", "day the letter asks for an answer by"),
            text("reason", "why it failed or lies in the outbox, or what a person says of it"),
            text("approved_by", "who approved it (official notices)"),
            text("settled_by", "who said what became of it"),
            flag("bounced", "it came back for good"),
            text("content_sha256", "hash of the letter as it was handed over"),
        ]
    ),
    "campaign_funnel": pa.schema(
        [
            YEAR,
            integer("position", "order of the stages"),
            text(
                "stage",
                "asked, surveyed, reminded, escalated, received, valid; then refused, uncertain and undeliverable",
            ),
            integer("suppliers", "entities that came so far; surveyed, received and valid as in response_rate"),
            share("share", "of those asked; null when nobody is asked"),
        ]
    ),
    "campaign_forecast": pa.schema(
        [
            YEAR,
            text("measure", "received or valid"),
            day("as_of", "as-of date of the estimate"),
            day("until", "day it is made for"),
            text("until_is", "cut_off or filing_deadline"),
            integer("days_left", "days between them"),
            integer("denominator", "suppliers asked, counted as entities"),
            integer("now", "of them by the as-of date"),
            integer("expected", "of them expected by that day"),
            integer("low", "by the slower of the two paces"),
            integer("high", "by the faster of the two paces"),
            integer("window_days", "days of the recent pace: the last 28, or all since the first letter"),
            text("basis", "how the estimate is made, with its numbers, in plain words"),
        ]
    ),
    "reply": pa.schema(
        [
            YEAR,
            text("file_sha256", "the e-mail"),
            text("drop_path", "where it lay in the drop folder"),
            text("received_at", "when the intake took it, UTC"),
            text("supplier_id", "supplier it came from as far as can be told; null when nobody knows the sender"),
            text("entity_id", "vendor number of the entity that answers for it"),
            text(
                "tied_by",
                "supplier_id (in its path), letter (the one it answers), sender_address, sender_domain, or declaration "
                "(the one attached)",
            ),
            text("letter_id", "our letter that it answers or returns, where the ledger has it"),
            text("mail_kind", "reply, auto_reply or bounce"),
            text("from_address", "address it came from, as it says itself"),
            text("subject", "subject line"),
            text("sent_at", "when it was sent as it says itself, ISO 8601 in UTC"),
            integer("declarations", "declarations attached that could be read"),
            integer("attachments", "files attached"),
            text("body_text", "what the sender wrote, at most 4,000 signs"),
        ]
    ),
}
