"""Problems that the inputs themselves show, before a word is checked: gaps, hindsight, lateness, contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

from include.filing.context import FormSdContext
from include.filing.determination import Determination
from include.filing.facts.identity import GAP_SOURCE, is_gap
from include.filing.facts.smelters import without_product
from include.filing.inputs import Marts, Parameters, Problem, Row, Severity, survey_rows
from include.filing.wording import count, long_date
from include.filing_deadline import filing_deadline
from include.settings import CompanyProfile

_STALE_AFTER = timedelta(days=366)


def input_problems(
    marts: Marts,
    profile: CompanyProfile,
    parameters: Parameters,
    determination: Determination,
    cover: FormSdContext,
) -> list[Problem]:
    """Every problem of the inputs of a package, sorted."""
    found = [
        *_gaps(cover, parameters),
        *_framework(profile, parameters, determination),
        *_dates(parameters),
        *_hindsight(marts, parameters),
        *_contradictions(profile, determination),
        *_no_filing(determination),
        *_inquiry(marts, parameters, determination),
        *_outside(marts, parameters, determination),
        *_stale(marts, parameters),
    ]
    return sorted(found)


def _asked(parameters: Parameters) -> Severity:
    """What is missing may still come while the package is a draft."""
    return "warning" if parameters.draft else "error"


def _gaps(cover: FormSdContext, parameters: Parameters) -> Iterator[Problem]:
    severity = _asked(parameters)
    for item in fields(cover):
        value = getattr(cover, item.name)
        if is_gap(value) or (isinstance(value, tuple) and any(map(is_gap, value))):
            yield Problem(severity, "sd.htm", "gap", f"{item.metadata['doc']}: not stated in {GAP_SOURCE}")
    if cover.report_url is None and _needs_url(cover):
        message = "Form SD, Item 1.01 asks for the company's web address of the disclosure: report_url is not stated"
        yield Problem(severity, "sd.htm", "gap", message)


def _framework(profile: CompanyProfile, parameters: Parameters, determination: Determination) -> Iterator[Problem]:
    """Form SD, Item 1.01(c)(1)(ii): due diligence conforms to a nationally or internationally recognized framework."""
    if determination.exhibits and profile.due_diligence_framework is None:
        message = "Form SD, Item 1.01(c)(1)(ii) asks for the recognized framework of the due diligence"
        message = f"{message}: due_diligence_framework is not stated in {GAP_SOURCE}"
        yield Problem(_asked(parameters), "ex101.htm", "gap", message)


def _needs_url(cover: FormSdContext) -> bool:
    """Whether the proposed filing has to name where it is posted."""
    return cover.outcome != "not_applicable"


def _dates(parameters: Parameters) -> Iterator[Problem]:
    deadline = filing_deadline(parameters.reporting_year)
    if parameters.as_of > parameters.filing_date:
        yield Problem("error", "package", "hindsight", "the as-of date is later than the filing date")
    if parameters.as_of < date(parameters.reporting_year, 12, 31):
        yield Problem("warning", "package", "as-of", "the as-of date lies before the end of the reporting year")
    if parameters.filing_date > deadline:
        message = f"the filing date {long_date(parameters.filing_date)} is after the deadline {long_date(deadline)}"
        yield Problem("warning", "package", "deadline", message)


def _hindsight(marts: Marts, parameters: Parameters) -> Iterator[Problem]:
    lists = {
        (row["status_as_of"], row["status_source"] or "status list")
        for row in marts.rows("appendix_a", parameters.reporting_year)
        if row["status_as_of"] and row["status_as_of"] > parameters.filing_date
    }
    for day, name in sorted(lists):
        message = f"{name} is dated {long_date(day)}, later than the filing date"
        yield Problem("error", "ex101.htm", "hindsight", message)
    counted = max(_counted_days(marts, parameters), default=parameters.filing_date)
    if counted > parameters.filing_date:
        message = f"declarations received until {long_date(counted)} are counted, after the filing date"
        yield Problem(_asked(parameters), "sd.htm", "hindsight", message)


def _counted_days(marts: Marts, parameters: Parameters) -> Iterator[date]:
    """The cut-off of the rates, and when what is reported came: facilities count also of answers after the cut-off."""
    rates = marts.rows("response_rate", parameters.reporting_year)
    yield from (row["cut_off"] for row in rates if row["cut_off"])
    for row in survey_rows(marts, "declaration_status", parameters.reporting_year):
        if row["supplier_id"] and not row["superseded_by"]:
            yield date.fromisoformat(row["received_at"][:10])


def _stale(marts: Marts, parameters: Parameters) -> Iterator[Problem]:
    """Statuses move within months: a list of long ago says little about the facility of today."""
    days = [row["status_as_of"] for row in marts.rows("appendix_a", parameters.reporting_year) if row["status_as_of"]]
    if days and parameters.as_of - max(days) > _STALE_AFTER:
        message = f"the newest status list is of {long_date(max(days))}, more than a year before the as-of date"
        yield Problem("warning", "ex101.htm", "stale-status", message)


def _contradictions(profile: CompanyProfile, determination: Determination) -> Iterator[Problem]:
    if not profile.covered_products:
        return
    named = {metal for product in profile.covered_products for metal in product.metals}
    for item in determination.metals:
        if item.conclusion != "not_necessary" and item.metal not in named:
            message = f"{item.metal}: declarations use it or leave it open, and no covered product of {GAP_SOURCE} does"
            yield Problem("warning", "determination.json", "metal-not-in-profile", message)


def _inquiry(marts: Marts, parameters: Parameters, determination: Determination) -> Iterator[Problem]:
    """Form SD, Item 1.01(b), asks for a description of the inquiry, and a report for its facilities."""
    if determination.outcome == "not_applicable":
        return
    severity = _asked(parameters)
    rates = marts.rows("response_rate", parameters.reporting_year)
    if not any(row["basis"] == "supplier" and row["denominator"] for row in rates):
        message = "no supplier is in scope, so no country of origin inquiry can be described: is a supplier list in?"
        yield Problem(severity, "sd.htm", "no-inquiry", message)
    else:
        yield from _asking(rates, severity)
    if determination.exhibits and not marts.rows("appendix_a", parameters.reporting_year):
        message = "no facility is identified, so the report has no Appendix A"
        yield Problem(severity, "ex101.htm", "no-facilities", message)


def _asking(rates: list[Row], severity: Severity) -> Iterator[Problem]:
    """An inquiry asks: more answers than letters mean that letters were sent which nobody recorded here."""
    reached = {row["measure"]: row["numerator"] for row in rates if row["basis"] == "supplier"}
    asked, answered = reached.get("surveyed", 0), reached.get("received", 0)
    if asked == 0:
        message = "no record that suppliers were asked: drop an outreach log"
        yield Problem(severity, "sd.htm", "no-outreach", message)
    elif asked < answered:
        message = f"{answered} suppliers responded, and only {asked} are on record as asked"
        message = f"{message}; for the others there is no record that suppliers were asked: drop an outreach log"
        yield Problem(severity, "sd.htm", "no-outreach", message)


def _outside(marts: Marts, parameters: Parameters, determination: Determination) -> Iterator[Problem]:
    """A facility none of our products leads to: is the supplier's link to the bill of materials missing?"""
    outside = without_product(marts.rows("appendix_a", parameters.reporting_year))
    if outside and determination.exhibits:
        verb = "was" if outside == 1 else "were"
        message = f"{count(outside, 'facility')} of Appendix A {verb} declared only by suppliers of no covered product"
        yield Problem("warning", "ex101.htm", "facility-without-product", message)


def _no_filing(determination: Determination) -> Iterator[Problem]:
    if determination.outcome == "not_applicable":
        message = "Rule 13p-1 asks for no filing on these facts: sd.htm only records the conclusion"
        yield Problem("warning", "sd.htm", "no-filing-due", message)
