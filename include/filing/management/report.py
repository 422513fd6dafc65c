"""Puts the management report together and renders it: one file, no script, nothing loaded from anywhere."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from include.filing.context import ReportContext
from include.filing.determination import Determination
from include.filing.facts.base import fact, values
from include.filing.inputs import Marts, Parameters
from include.filing.management.campaign import campaign
from include.filing.management.open_items import open_items
from include.filing.management.origins import origins
from include.filing.management.parts import Figure, Section
from include.filing.management.risks import risks
from include.filing.management.smelters import smelters
from include.filing.management.steps import next_steps
from include.filing.management.summary import determination_section, figures
from include.filing.manifest import DRAFT_MARK, SAMPLE_MARK
from include.filing.wording import long_date
from include.filing_deadline import filing_deadline
from include.plain_text import one_line

NAME = "management_report.html"
_TEMPLATES = "templates"
_LONGEST_WORD, _LONGEST_CELL, _LONGEST_TEXT = 18, 320, 4000


@dataclass(frozen=True, kw_only=True)
class ManagementContext:
    """Everything the template may show; its fields are the template's variables."""

    company: str = fact("name of the registrant", "profile.registrant.name")
    reporting_year: int = fact("calendar year of the report", "parameters.reporting_year")
    as_of: str = fact("day as of which everything is counted", "parameters.as_of")
    cut_off: str | None = fact("cut-off date of the rates", "response_rate.cut_off")
    deadline: str = fact("last day on which the form is on time", "Form SD, General Instruction B.1")
    marks: tuple[str, ...] = fact("marks of a draft and of a sample", "parameters.package, profile.sample")
    figures: tuple[Figure, ...] = fact("the figures that matter", "as each names")
    sections: tuple[Section, ...] = fact("the sections", "as each part names")


def render_management_report(
    marts: Marts, parameters: Parameters, determination: Determination, report: ReportContext
) -> bytes:
    """The bytes of ``management_report.html`` for one year; pure. ``report`` is what ``ex101.htm`` may show."""
    style = files(__package__).joinpath(_TEMPLATES, "management_report.css").read_text(encoding="utf-8")
    context = values(management_context(marts, parameters, determination, report))
    template = _environment().get_template("management_report.html.j2")
    return template.render(**context, style=style, style_hash=_hash(style)).encode("utf-8")


def management_context(
    marts: Marts, parameters: Parameters, determination: Determination, report: ReportContext
) -> ManagementContext:
    """Collect what the report shows."""
    deadline = filing_deadline(parameters.reporting_year)
    return ManagementContext(
        company=report.registrant_name,
        reporting_year=parameters.reporting_year,
        as_of=long_date(parameters.as_of),
        cut_off=report.cut_off,
        deadline=long_date(deadline),
        marks=tuple([SAMPLE_MARK] * report.sample + [DRAFT_MARK] * report.draft),
        figures=figures(marts, parameters, report, deadline),
        sections=(
            determination_section(determination),
            campaign(marts, parameters, deadline),
            smelters(marts, parameters, report),
            risks(marts, parameters),
            origins(report),
            open_items(marts, parameters),
            next_steps(marts, parameters, report),
        ),
    )


def _hash(text: str) -> str:
    """The hash by which the page's own policy lets this one style in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment() -> Environment:
    created = Environment(
        loader=PackageLoader(__package__, _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    created.filters["cell"] = _cell
    created.tests["breakable"] = _breakable
    return created


def _finalized(value: object) -> object:
    """Nothing that hides or reorders reaches the page, whoever wrote it; what is markup already is ours."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else one_line(value, _LONGEST_TEXT)


def _cell(text: str) -> str:
    return one_line(text, _LONGEST_CELL)


def _breakable(text: str) -> bool:
    """Whether a cell holds a word so long that it must be allowed to break for the table to fit."""
    return any(len(word) > _LONGEST_WORD for word in text.split())
