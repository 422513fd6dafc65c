"""Company, scope, contact, authoriser and date of a declaration (table ``declaration``)."""

from __future__ import annotations

import json
import re
from typing import Any

from include.intake.dates import read_date
from include.intake.findings import Severity
from include.intake.model import Row
from include.intake.template.context import Context, cell_name
from include.intake.template.form import DECLARATION
from include.intake.template.layout import scopes
from include.intake.values import at, clean_text, folded, text_not_number_zero

_FIELDS = (
    "company_name", "scope_description", "company_unique_id", "company_authority", "company_address", "contact_name",
    "contact_email", "contact_phone", "authorizer_name", "authorizer_title", "authorizer_email", "authorizer_phone",
)  # fmt: skip
_LETTER = re.compile(r"([a-z]) ?[.、)] ?(.*)", re.DOTALL)


def read_declaration(context: Context) -> Row:
    """The one declaration row of a template; fields its revision does not have are null."""
    values = {field: text_not_number_zero(_cell(context, field)) for field in _FIELDS}
    reported = text_not_number_zero(_cell(context, "declaration_scope"))
    scope = declaration_scope(reported, context.layout.family)
    if reported and scope is None:
        _report(context, "declaration_scope", "scope_unrecognised", "none of the template's scopes")
    _report_text_beside_scope(context, scope)
    _report_trust(context)
    row, _ = context.layout.declaration["company_name"]
    return context.row(
        DECLARATION,
        row,
        template_kind=context.form.kind,
        template_revision=context.form.revision_number,
        template_language=context.form.language,
        template_trust=context.layout.trust,
        source_cells=_source_cells(context),
        company_name_clean=clean_text(values["company_name"]),
        declaration_scope=scope,
        declaration_scope_reported=reported,
        **values,
        **_effective_date(context),
    )


def declaration_scope(reported: str | None, family: str) -> str | None:
    """company, product or user_defined by the leading letter ("B. Product ...") or by the words; null for others."""
    if not reported:
        return None
    by_letter, by_words = scopes(family)
    words = folded(reported)
    if lettered := _LETTER.fullmatch(words):
        return by_letter.get(lettered[1])
    return by_words.get(words)


def _effective_date(context: Context) -> dict[str, Any]:
    found = read_date(_cell(context, "effective_date"))
    if found.problem:
        code = "date_ambiguous" if found.ambiguous else "date_unreadable"
        _report(context, "effective_date", code, f"the effective date {found.problem}")
    return {"effective_date": found.day, "effective_date_reported": found.reported}


def _report_text_beside_scope(context: Context, scope: str | None) -> None:
    """Under product scope the cell below the description holds the template's link text; else it is the supplier's."""
    if scope != "product" and text_not_number_zero(_cell(context, "scope_link")):
        _report(context, "scope_link", "text_outside_layout", "text outside the template's known cells", "info")


def _report_trust(context: Context) -> None:
    form = context.form
    if context.layout.trust == "labels":
        context.findings.add(
            "template_read_by_labels", "warning",
            f"{form.named}, whose cells are not on record here: read by its labels, look at it before you rely on it",
            sheet=DECLARATION, value=form.stated_revision,
        )  # fmt: skip
    if not form.revision_place.endswith("J3"):
        context.findings.add(
            "revision_from_elsewhere", "warning", f"cell J3 states no revision: taken from {form.revision_place}",
            sheet=DECLARATION, cell="J3", value=form.stated_revision,
        )  # fmt: skip


def _source_cells(context: Context) -> str:
    cells = {field: cell_name(*place) for field, place in sorted(context.layout.declaration.items())}
    return json.dumps(cells, separators=(",", ":"))


def _cell(context: Context, field: str) -> Any:
    place = context.layout.declaration.get(field)
    return at(context.cells(DECLARATION), *place) if place else ""


def _report(context: Context, field: str, code: str, message: str, severity: Severity = "warning") -> None:
    row, column = context.layout.declaration[field]
    context.report(code, severity, message, DECLARATION, row, column, _cell(context, field))
