"""The context of each document: one frozen dataclass a template; its fields are exactly what the template uses."""

from __future__ import annotations

from dataclasses import dataclass

from include.filing.determination import Determination
from include.filing.facts.base import fact, values
from include.filing.facts.identity import Cover, Identity, cover, identity
from include.filing.facts.origins import OriginFacts, origin_facts
from include.filing.facts.program import ProgramFacts, program_facts
from include.filing.facts.smelters import SmelterFacts, smelter_facts
from include.filing.facts.survey import SurveyFacts, survey_facts
from include.filing.inputs import Marts, Parameters
from include.filing.wording import long_date
from include.filing_deadline import filing_deadline
from include.settings import CompanyProfile


@dataclass(frozen=True, kw_only=True)
class FormSdContext(Identity, Cover):
    """Everything ``sd.htm`` may show."""

    filing_date: str = fact("day on which the form is to be filed", "parameters.filing_date")
    deadline: str = fact("last day on which the form is on time", "Form SD, General Instruction B.1")
    outcome: str = fact("proposed outcome of the decision flow", "determination.outcome")
    cut_off: str | None = fact("cut-off date of the rates", "response_rate.cut_off")
    suppliers_surveyed: int | None = fact("suppliers surveyed", "response_rate.numerator (surveyed)")
    suppliers_received: int | None = fact("suppliers that sent a declaration", "response_rate.numerator (received)")
    suppliers_valid: int | None = fact("suppliers whose declarations are all valid", "response_rate.numerator (valid)")
    reason_metals: str | None = fact("metals with evidence for a covered country", "determination.metals")
    undetermined_metals: str | None = fact("metals whose origin is not determined", "determination.metals")
    recycled_metals: str | None = fact("metals that are all recycled or scrap", "determination.metals")
    not_covered_metals: str | None = fact("metals not from covered countries", "determination.metals")
    mixed_metals: str | None = fact("metals either recycled or not from covered countries", "determination.metals")


@dataclass(frozen=True, kw_only=True)
class ReportContext(Identity, ProgramFacts, SurveyFacts, SmelterFacts, OriginFacts):
    """Everything ``ex101.htm`` may show."""


def form_sd_context(
    marts: Marts, profile: CompanyProfile, parameters: Parameters, determination: Determination
) -> FormSdContext:
    """Collect what Form SD may show."""
    survey = survey_facts(marts, parameters)
    origin = origin_facts(marts, parameters, determination)
    return FormSdContext(
        **values(identity(profile, parameters)),
        **values(cover(profile)),
        filing_date=long_date(parameters.filing_date),
        deadline=long_date(filing_deadline(parameters.reporting_year)),
        outcome=determination.outcome,
        cut_off=survey.cut_off,
        suppliers_surveyed=survey.suppliers_surveyed,
        suppliers_received=survey.suppliers_received,
        suppliers_valid=survey.suppliers_valid,
        reason_metals=origin.reason_metals,
        undetermined_metals=origin.undetermined_metals,
        recycled_metals=determination.metals_text("recycled_or_scrap"),
        not_covered_metals=determination.metals_text("not_covered_countries"),
        mixed_metals=determination.metals_text("not_covered_or_recycled"),
    )


def report_context(
    marts: Marts, profile: CompanyProfile, parameters: Parameters, determination: Determination
) -> ReportContext:
    """Collect what the Conflict Minerals Report may show."""
    return ReportContext(
        **values(identity(profile, parameters)),
        **values(program_facts(profile)),
        **values(survey_facts(marts, parameters)),
        **values(smelter_facts(marts, parameters)),
        **values(origin_facts(marts, parameters, determination)),
    )
