"""Builds the whole filing package in memory: documents, determination, problems and manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from include.filing import header_preview, record, submission, web_copy
from include.filing.agreement import agreement_problems
from include.filing.context import FormSdContext, ReportContext, form_sd_context, report_context
from include.filing.crosscheck import check_documents
from include.filing.determination import Determination, propose
from include.filing.facts.base import values
from include.filing.gaps import input_problems
from include.filing.inputs import Marts, Parameters, Problem
from include.filing.management import NAME as MANAGEMENT_REPORT
from include.filing.management import render_management_report
from include.filing.manifest import SAMPLE_MARK, build_manifest, to_json
from include.filing.render import Document, render_form_sd, render_report
from include.filing.rollup.build import Rollup
from include.filing.workbook import build_workbook
from include.filing_deadline import filing_deadline
from include.settings import CompanyProfile

SUMMARY = (
    "suppliers_in_scope",
    "suppliers_surveyed",
    "suppliers_received",
    "received_share",
    "suppliers_valid",
    "valid_share",
    "products_in_scope",
    "products_represented",
    "products_fully_covered",
    "declarations",
    "rows_declared",
    "rows_unresolved",
    "facilities_total",
    "facilities_by_metal",
    "conformant",
    "origin_countries",
    "covered_countries",
    "findings_critical",
    "flags_open",
)
"""Figures of the report that the summary repeats; null where there is nothing to count."""


@dataclass(frozen=True)
class Package:
    """A package in memory: file name to bytes, what is wrong with it, and the figures that matter."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    determination: Determination
    summary: Mapping[str, Any]


def build_package(
    marts: Marts,
    profile: CompanyProfile,
    parameters: Parameters,
    provenance: Mapping[str, Any],
    rollup: Rollup | None = None,
) -> Package:
    """Build every file of the package for one year; pure: the same input gives the same bytes.

    ``provenance`` (JSON values: hashes of inputs, events and settings, code and parser versions, run id) is copied
    into the manifest; ``rollup`` is the company's own CMRT, where one was built. Bad input shows in ``problems``;
    nothing is raised for it.
    """
    determination = propose(marts, profile, parameters.reporting_year, parameters.as_of)
    cover = form_sd_context(marts, profile, parameters, determination)
    report = report_context(marts, profile, parameters, determination)
    documents = [render_form_sd(cover), *([render_report(report)] if determination.exhibits else [])]
    workbook, cut = build_workbook(marts, parameters, profile.sample)
    files = {
        **{document.name: document.content for document in documents},
        "appendix_a.xlsx": workbook,
        "determination.json": _determination(determination, parameters, profile),
        record.NAME: record.build_record(documents, cover),
        MANAGEMENT_REPORT: render_management_report(marts, parameters, determination, report),
    }
    files |= _to_be_filed(profile, parameters, determination, cover, documents)
    files |= rollup.files if rollup else {}
    problems = sorted(
        {
            *(rollup.problems if rollup else ()),
            *input_problems(marts, profile, parameters, determination, cover),
            *agreement_problems(marts, parameters.reporting_year),
            *cut,
            *check_documents(files),
        }
    )
    files["manifest.json"] = build_manifest(files, parameters, provenance, problems, profile.sample)
    return Package(files, tuple(problems), determination, _summary(report, determination, parameters, problems))


def _determination(determination: Determination, parameters: Parameters, profile: CompanyProfile) -> bytes:
    """With what the other files are held against: who files, by when, and what it amends."""
    registrant = profile.registrant and profile.registrant.model_dump(
        mode="json", include={"name", "cik", "commission_file_number"}
    )
    extra = {
        "mark": SAMPLE_MARK if profile.sample else None,
        "state": parameters.package,
        "deadline": filing_deadline(parameters.reporting_year).isoformat(),
        "filing_date": parameters.filing_date.isoformat(),
        "registrant": registrant,
        "amendment_of": parameters.amendment_of,
        "amendment_reason": parameters.amendment_reason,
    }
    return to_json(determination.as_json() | extra)


def _to_be_filed(
    profile: CompanyProfile,
    parameters: Parameters,
    determination: Determination,
    cover: FormSdContext,
    documents: list[Document],
) -> dict[str, bytes]:
    """What is there only when a form is to be filed, by a registrant that is stated."""
    attached = {document.name: document.content for document in documents}
    report = next((document for document in documents if document.name == "ex101.htm"), None)
    made = {
        submission.NAME: submission.build_submission(profile, parameters, determination, attached),
        header_preview.NAME: header_preview.build_header(profile, parameters, determination),
        web_copy.NAME: web_copy.render_web_copy(values(cover), documents[0], report) if determination.items else None,
    }
    return {name: content for name, content in made.items() if content is not None}


def _summary(
    report: ReportContext, determination: Determination, parameters: Parameters, problems: list[Problem]
) -> dict[str, Any]:
    return {
        "reporting_year": parameters.reporting_year,
        "state": parameters.package,
        "outcome": determination.outcome,
        "deadline": filing_deadline(parameters.reporting_year).isoformat(),
        **{name: getattr(report, name) for name in SUMMARY},
        "errors": sum(1 for problem in problems if problem.severity == "error"),
        "warnings": sum(1 for problem in problems if problem.severity == "warning"),
    }
