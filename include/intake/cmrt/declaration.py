"""Company, scope, contact, authoriser and date of a declaration (table ``declaration``)."""

from __future__ import annotations

import re
from typing import Any

from include.intake.cmrt.context import Context, cell_name
from include.intake.cmrt.form import DECLARATION
from include.intake.cmrt.layout import scopes
from include.intake.dates import read_date
from include.intake.model import Row
from include.intake.values import at, folded, text_not_number_zero

_FIELDS = (
    "company_name", "scope_description", "company_unique_id", "company_authority", "company_address", "contact_name",
    "contact_email", "contact_phone", "authorizer_name", "authorizer_title", "authorizer_email", "authorizer_phone",
)  # fmt: skip
_LETTER = re.compile(r"([a-z]) ?[.、)] ?(.*)", re.DOTALL)


def read_declaration(context: Context) -> Row:
    """The one declaration row of a template."""
    values = {field: text_not_number_zero(_cell(context, field)) for field in _FIELDS}
    reported = text_not_number_zero(_cell(context, "declaration_scope"))
    scope = declaration_scope(reported, context.layout.name)
    if reported and scope is None:
        _add(context, "declaration_scope", "scope_unrecognised", "none of the template's scopes", reported)
    _report_text_beside_scope(context, scope)
    row, _ = context.layout.declaration["company_name"]
    return context.row(
        DECLARATION,
        row,
        template_kind=context.form.kind,
        template_revision=context.form.revision_number,
        template_language=context.form.language,
        declaration_scope=scope,
        declaration_scope_reported=reported,
        **values,
        **_effective_date(context),
    )


def declaration_scope(reported: str | None, layout: str) -> str | None:
    """company, product or user_defined by the leading letter ("B. Product ...") or by the words; null for others."""
    if not reported:
        return None
    by_letter, by_words = scopes(layout)
    words = folded(reported)
    if lettered := _LETTER.fullmatch(words):
        return by_letter.get(lettered[1])
    return by_words.get(words)


def _effective_date(context: Context) -> dict[str, Any]:
    found = read_date(_cell(context, "effective_date"))
    if found.problem:
        code = "date_ambiguous" if found.ambiguous else "date_unreadable"
        _add(context, "effective_date", code, f"the effective date {found.problem}", found.reported)
    return {"effective_date": found.day, "effective_date_reported": found.reported}


def _report_text_beside_scope(context: Context, scope: str | None) -> None:
    """Under product scope the cell below the description holds the template's link text; else it is the supplier's."""
    extra = text_not_number_zero(_cell(context, "scope_link"))
    if extra and scope != "product":
        _add(context, "scope_link", "text_outside_layout", "text outside the template's known cells", extra, "info")


def _cell(context: Context, field: str) -> Any:
    return at(context.cells(DECLARATION), *context.layout.declaration[field])


def _add(context: Context, field: str, code: str, message: str, value: str | None, severity: Any = "warning") -> None:
    row, column = context.layout.declaration[field]
    context.findings.add(code, severity, message, sheet=DECLARATION, row=row, cell=cell_name(row, column), value=value)
