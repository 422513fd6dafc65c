"""The declaration: company block, answers, products."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from include.sample.cmrt import (
    SCOPE_PRODUCT,
    SCOPE_USER_DEFINED,
    ProductRow,
    complete_spec,
    with_answer,
    with_company_answer,
)
from tests.rules.case import Found, changed, cmrt
from tests.rules.forms import amrt, emrt, old_cmrt

CLEAN = complete_spec()
SIX = ("Cobalt", "Copper", "Graphite", "Lithium", "Mica", "Nickel")


def found(code: str, cell: str, value: str | None = None, severity: str = "critical") -> Found:
    return Found(code, severity, "Declaration", cell, value=value)


_COMPANY = (
    changed("no company name", found("company_name_missing", "D8"), company_name=None),
    changed("no scope", found("scope_missing", "D9"), declaration_scope=None),
    changed("a scope of no template", found("scope_missing", "D9"), declaration_scope="Our whole division"),
    changed("user-defined scope without description",
            (found("scope_description_missing", "D10"),
             found("user_defined_scope_unjudged", "D9", "no description", "warning")),
            declaration_scope=SCOPE_USER_DEFINED),
    changed("no contact", found("contact_name_missing", "D15"), contact_name=None),
    changed("no e-mail of the contact", found("contact_email_missing", "D16"), contact_email=None),
    changed("contact without at sign", found("contact_email_malformed", "D16", "ask the front desk", "warning"),
            contact_email="ask the front desk"),
    changed("no telephone", found("contact_phone_missing", "D17"), contact_phone=None),
    changed("nobody answers for it", found("authorizer_missing", "D18"), authorizer_name=None),
    changed("no e-mail of the authorizer", found("authorizer_email_missing", "D20"), authorizer_email=None),
    changed("authorizer without at sign", found("authorizer_email_malformed", "D20", "see above", "warning"),
            authorizer_email="see above"),
    changed("no date", found("effective_date_missing", "D22"), effective_date=None),
    changed("a date in words", found("effective_date_missing", "D22"), effective_date="last spring"),
)  # fmt: skip
_ANSWERS = (
    cmrt("question 1 not answered", with_answer(replace(CLEAN, smelters=CLEAN.smelters[:3]), "1", "Tungsten", None),
         found("answer_missing", "D29", "question 1 for Tungsten")),
    cmrt("question 6 not answered", with_answer(CLEAN, "6", "Tin", None),
         found("answer_missing", "D57", "question 6 for Tin")),
    cmrt("an answer of no list", with_answer(CLEAN, "7", "Gold", "Mostly"),
         found("answer_not_in_vocabulary", "D64", "question 7 for Gold: Mostly")),
    cmrt("company question not answered", with_company_answer(CLEAN, "D", None),
         found("company_answer_missing", "D81", "company question D")),
    cmrt("a company answer of no list", with_company_answer(CLEAN, "G", "In part"),
         found("company_answer_not_in_vocabulary", "D87", "company question G: In part")),
    cmrt("policy public without address", with_company_answer(CLEAN, "B", "Yes"),
         found("policy_address_missing", "G77")),
    cmrt("another survey format, not described", with_company_answer(CLEAN, "E", "Yes, using other format (describe)"),
         found("survey_format_missing", "G83")),
)  # fmt: skip
_PRODUCTS = (
    changed("a product without number",
            Found("product_number_missing", "warning", "Product List", "B7"),
            declaration_scope=SCOPE_PRODUCT, products=(ProductRow("P-1", "Valve"), ProductRow(None, "Pump"))),
    changed("all products in place of a number",
            Found("product_number_says_nothing", "warning", "Product List", "B6", value="All products"),
            declaration_scope=SCOPE_PRODUCT, products=(ProductRow("All products"),)),
    changed("a list in place of a number",
            Found("product_number_says_nothing", "warning", "Product List", "B6", value="(see attached list)"),
            declaration_scope=SCOPE_PRODUCT, products=(ProductRow("(see attached list)"),)),
    changed("product scope without products", Found("product_list_empty", "critical", "Product List", "B6"),
            declaration_scope=SCOPE_PRODUCT),
)  # fmt: skip
_OTHER_TEMPLATES = (
    cmrt("an emrt without minerals",
         replace(emrt(), metals=(), minerals=tuple(f"(Delete {name})" for name in SIX), answers={},
                 company_metal_answers={}, smelters=()),
         Found("mineral_scope_empty", "critical", "Declaration", value="EMRT 2.0")),
    cmrt("tin chosen in an emrt", replace(emrt(), minerals=("Cobalt", "Tin", *emrt().minerals[2:])),
         found("mineral_of_another_template", "E12", "Tin", "warning")),
)  # fmt: skip
_DATES = (
    changed("dated in the future", found("effective_date_in_future", "D22", "2026-04-01", "warning"),
            effective_date=date(2026, 4, 1)),
    changed("dated before the year", found("effective_date_too_old", "D22", "2024-12-31", "warning"),
            effective_date=date(2024, 12, 31)),
    cmrt("a revision the policy does not accept", complete_spec(revision="6.22"),
         found("template_version_not_accepted", "J3", "6.22", "warning")),
)  # fmt: skip
_CLEAN = (
    cmrt("clean cmrt 6.4", CLEAN),
    cmrt("clean cmrt 6.5", complete_spec(revision="6.5")),
    cmrt("clean cmrt 6.6", complete_spec(revision="6.6")),
    changed("clean without e-mail", (), contact_email="N/A", authorizer_email="n/a"),
    changed("clean with products", (), declaration_scope=SCOPE_PRODUCT,
            products=(ProductRow("P-1", "Valve"), ProductRow("ALL-7"), ProductRow("Various 3/4 inch valves"))),
    cmrt("clean for two metals", complete_spec(metals=("Tin", "Gold"))),
    cmrt("clean without metals", replace(complete_spec(metals=(), smelters=()), company_answers={})),
    cmrt("clean survey in another format described",
         with_company_answer(CLEAN, "E", "Yes, using other format (describe)", "a questionnaire of our own")),
    cmrt("clean cmrt 3.01", old_cmrt("3.01")),
    cmrt("clean cmrt 2.03a", old_cmrt("2.03a")),
    cmrt("clean emrt 2.0", emrt()),
    cmrt("clean amrt 1.3", amrt()),
)  # fmt: skip
CASES = (*_COMPANY, *_ANSWERS, *_PRODUCTS, *_OTHER_TEMPLATES, *_DATES, *_CLEAN)
