"""Cells and labels of the CMRT 6.x layout, in our own words where the template holds prose."""

from __future__ import annotations

from include.sample.spec import COMPANY_QUESTIONS, QUESTIONS, SURVEYS_BY_TEMPLATE

SHEETS = (
    "Revision", "Instructions", "Declaration", "Smelter List", "Checker", "Product List", "Smelter Look-up", "L", "C",
)  # fmt: skip
HIDDEN_SHEETS = ("L", "C")
LANGUAGES = (
    "English", "中文 Chinese", "日本語 Japanese", "한국어 Korean", "Français",
    "Português", "Deutsch", "Español", "Italiano", "Türkçe",
)  # fmt: skip

DECLARATION_FIELDS: dict[str, tuple[int, str]] = {
    "company_name": (8, "Company Name (*):"),
    "declaration_scope": (9, "Declaration Scope or Class (*):"),
    "scope_description": (10, "Description of Scope:"),
    "company_unique_id": (12, "Company Unique ID:"),
    "company_authority": (13, "Company Unique ID Authority:"),
    "company_address": (14, "Address:"),
    "contact_name": (15, "Contact Name (*):"),
    "contact_email": (16, "Email - Contact (*):"),
    "contact_phone": (17, "Phone - Contact (*):"),
    "authorizer_name": (18, "Authorizer (*):"),
    "authorizer_title": (19, "Title - Authorizer:"),
    "authorizer_email": (20, "Email - Authorizer (*):"),
    "authorizer_phone": (21, "Phone - Authorizer:"),
    "effective_date": (22, "Effective Date (*):"),
}
"""Field of CmrtSpec -> row of the Declaration sheet (label in B, value in D)."""

QUESTION_ROWS = {question: 25 + 6 * place for place, question in enumerate(QUESTIONS)}
"""Question -> heading row; the four metals follow on the rows below."""
COMPANY_ROWS = {question: 75 + 2 * place for place, question in enumerate(COMPANY_QUESTIONS)}

QUESTION_LABELS = {
    "1": "1) Is the metal added or used on purpose in the products or their production? (*)",
    "2": "2) Is the metal still in the products when they are finished? (*)",
    "3": "3) Do smelters in your supply chain source from the covered countries? (*)",
    "4": "4) Do smelters in your supply chain source from conflict-affected and high-risk areas? (*)",
    "5": "5) Does all of the metal come from recycled or scrap sources? (*)",
    "6": "6) What share of the relevant suppliers answered your survey? (*)",
    "7": "7) Are all smelters that supply the metal to your supply chain identified? (*)",
    "8": "8) Is all smelter information you received reported here? (*)",
}
COMPANY_LABELS = {
    "A": "A. Do you have a responsible minerals sourcing policy? (*)",
    "B": "B. Is the policy public on your website? (Put the address in the comment.) (*)",
    "C": "C. Must your direct suppliers use smelters whose due diligence was independently validated? (*)",
    "D": "D. Do you carry out due diligence measures for responsible sourcing? (*)",
    "E": "E. Do you survey your relevant suppliers? (*)",
    "F": "F. Do you review what suppliers answer against your expectations? (*)",
    "G": "G. Does the review include corrective action? (*)",
    "H": "H. Must your company file an annual conflict minerals disclosure? (*)",
}

SMELTER_HEADINGS = (
    "Smelter Identification Number Input Column", "Metal (*)", "Smelter Look-up (*)", "Smelter Name (1)",
    "Smelter Country (*)", "Smelter Identification", "Source of Smelter Identification Number", "Smelter Street ",
    "Smelter City", "Smelter Facility Location: State / Province", "Smelter Contact Name", "Smelter Contact Email",
    "Proposed next steps", "Name of Mine(s), or recycled or scrap", "Country of Mine(s), or recycled or scrap",
    "Is 100% of the feedstock recycled or scrap?", "Comments", "Standard Smelter Name", "Country Code",
    "State / Province Code",
)  # fmt: skip
LOOKUP_HEADINGS = (
    "Metal", "Smelter Look-up (*)", "Standard Smelter Names", "Smelter Facility Location: Country", "Smelter ID",
    "Source of Smelter Identification Number", "Smelter Street ", "Smelter City",
    "Smelter Facility Location: State / Province", "METAL+Alias",
)  # fmt: skip

YES_NO = ("Yes", "No")
YES_NO_UNKNOWN = ("Yes", "No", "Unknown")
SHARES = ("100%", "Greater than 90%", "Greater than 75%", "Greater than 50%", "50% or less", "None")
SURVEYS = (SURVEYS_BY_TEMPLATE, "Yes, using other format (describe)", "No")
DISCLOSURES = ("Yes, with the SEC", "Yes, with the EU", "Yes, with the SEC and the EU", "No")

ANSWER_LISTS: dict[str, tuple[str, ...]] = {
    "B": (*YES_NO_UNKNOWN, *SHARES[:5], "None", *SURVEYS, *DISCLOSURES),
    "D": YES_NO_UNKNOWN * 4,
    "E": SHARES * 4,
    "G": YES_NO * 4,
}
"""Column -> the choices the template keeps in the Declaration sheet from row 96 down: no answers of the supplier."""
ANSWER_LISTS_ROW = 96

CHOICES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("1", "2", "7", "8"), YES_NO),
    **dict.fromkeys(("3", "4", "5"), YES_NO_UNKNOWN),
    "6": SHARES,
}
"""Question -> what its drop-down offers."""


def product_headings(revision: str) -> tuple[str, str, str]:
    """Headings of the Product List, columns B to D; 6.5 renamed the manufacturer to responder."""
    who = "Responder" if revision in {"6.5", "6.6"} else "Manufacturer"
    return f"{who}’s Product Number (*)", f"{who}’s Product Name", "Comments"
