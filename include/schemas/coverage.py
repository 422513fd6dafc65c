"""Schemas of the marts about scope and coverage: products, how far answers reach, and the rates of the survey."""

from __future__ import annotations

import pyarrow as pa

from include.schemas.fields import YEAR, amount, day, flag, integer, share, text

COVERAGE: dict[str, pa.Schema] = {
    "product_scope": pa.schema(
        [
            YEAR,
            text("product_id", "product"),
            text("product_name", "its name; null when the catalogue does not have it"),
            text("product_family", "its family"),
            flag("in_scope", "whether the report is about it"),
            text(
                "scope_rule",
                "assumed (nobody says why it is in or out), stated (in scope for a reason given); out of scope: "
                "no_conflict_minerals (with reason and evidence), not_made_in_year, acquired_deferred",
            ),
            text("scope_reason", "the reason in words"),
            text("scope_evidence", "what it rests on, as the catalogue says"),
            day("made_from", "first day on which it was made"),
            day("made_until", "last day on which it was made"),
            day("acquired_on", "day on which the acquisition of the company that makes it took effect"),
        ]
    ),
    "product_coverage": pa.schema(
        [
            YEAR,
            text("product_id", "product in scope"),
            text("product_name", "its name"),
            flag("represented", "a supplier of one of its parts has answered by the cut-off"),
            flag("fully_covered", "valid declarations that came by then reach every part of it"),
            integer("parts", "its parts in scope by supplier asked, without those of exempt suppliers"),
            integer("answered_parts", "of them with a supplier that has answered by the cut-off"),
            integer("reached_parts", "of them reached by a valid declaration that came by then; the others below"),
            integer("unasked_parts", "without a supplier, or of one that the supplier list does not have"),
            integer("unanswered_parts", "of suppliers that have not answered"),
            integer("late_parts", "reached only by what came after the cut-off"),
            integer("not_valid_parts", "spoken of by declarations with a critical finding"),
            integer("unjudged_parts", "of a user-defined scope of which nobody has said what it holds"),
            integer("distributor_parts", "of distributors whose company-level declaration says nothing of the makers"),
            integer("not_listed_parts", "named by no declaration of their supplier"),
        ]
    ),
    "response_rate": pa.schema(
        [
            YEAR,
            text("basis", "supplier, product, part or spend"),
            text(
                "measure",
                "surveyed, received, valid, received_not_valid (supplier); represented, fully_covered (product); "
                "represented, reached (part); received, valid (spend)",
            ),
            text("unit", "suppliers (entities), products, parts, or the currency of a spend"),
            amount("numerator", "how many reach the measure by the cut-off; a spend in whole units of its currency"),
            amount("denominator", "in scope and not exempt"),
            amount("exempt", "left out of the denominator with a recorded reason"),
            share("rate", "numerator / denominator; null when there is nobody to ask"),
            day(
                "cut_off",
                "last day that counts: the campaign's, while that is to come or none is stated the as-of date",
            ),
            amount("late", "how many more reach the measure by what came after the cut-off; in no numerator"),
            text(
                "detail", "why not valid, how many by a waiver, what came late, why no spend; null when nothing to say"
            ),
        ]
    ),
    "response_course": pa.schema(
        [
            YEAR,
            day("day", "day on which a figure changed, or the cut-off day"),
            integer("asked", "suppliers (entities) in scope and not exempt"),
            integer("surveyed", "of them written to by that day"),
            integer("received", "of them that had answered by that day"),
            integer("valid", "of them all of whose answers were valid on that day, by what is known today"),
        ]
    ),
}
