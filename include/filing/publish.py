"""Write a package to the reports folder: a draft in its place, a final one aside until a person seals or rejects it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from include.events import append, event
from include.filing.inputs import Parameters
from include.filing.manifest import to_json
from include.filing.package import Package, build_package
from include.filing.rollup.build import Rollup, build_rollup
from include.filing.rollup.form import FILLABLE
from include.intake.blank_template import newest_blank_template
from include.lake import sha256
from include.settings import CompanyProfile, Settings
from include.storage import ConflictingContent, Store, open_store
from include.warehouse.build import Inputs, build_marts
from include.warehouse.marts import Marts

MANIFEST = "manifest.json"


class NotSealable(RuntimeError):
    """The package must not be sealed; the message says why."""


def publish(settings: Settings, profile: CompanyProfile, parameters: Parameters) -> dict[str, Any]:
    """Build the package for a year from marts as of the chosen date and write it; returns a summary for people.

    A draft replaces ``reports/<year>/draft``; a final package waits in ``reports/<year>/pending/<package>``. The marts
    are built for exactly this as-of date, without changing what readers of the lake see.
    """
    inputs = build_marts(settings, profile, parameters.as_of, make_current=False)
    marts = Marts(open_store(settings.lake), inputs.run)
    provenance = inputs.provenance() | {
        "profile_sha256": sha256(to_json(profile.model_dump(mode="json"))),
        "settings": {"reporting_year": settings.reporting_year},
    }
    package = build_package(
        marts, profile, parameters, provenance, _rollup(settings, profile, parameters, inputs, marts)
    )
    reports = open_store(f"{settings.reports}/{parameters.reporting_year}")
    name = "draft" if parameters.draft else f"pending/{_name(package)}"
    _write(reports, name, package.files)
    return {
        "folder": f"{settings.reports}/{parameters.reporting_year}/{name}",
        "package": name.rsplit("/", 1)[-1],
        "run": inputs.run,
        "registrant": profile.registrant.name if profile.registrant else None,
        "determination": package.determination.outcome,
        "problems": [problem.as_json() for problem in package.problems],
        "summary": dict(package.summary),
    }


def _rollup(
    settings: Settings, profile: CompanyProfile, parameters: Parameters, inputs: Inputs, marts: Marts
) -> Rollup:
    """The company's own CMRT, in the newest accepted blank template that the user dropped up to that year."""
    year = parameters.reporting_year
    vendors = [row["supplier_id"] for row in marts.rows("supplier_status", year)]
    accepted = [item for item in FILLABLE if item in (profile.accepted_template_versions or FILLABLE)]
    store = open_store(settings.lake)
    blank = newest_blank_template(store, inputs.batches, inputs.events, year, vendors, accepted) if accepted else None
    return build_rollup(blank, marts, profile, parameters)


def seal(
    settings: Settings, profile: CompanyProfile, reporting_year: int, package: str, response: Mapping[str, Any]
) -> str:
    """Seal a pending package: copy it beside its manifest with the person's response; returns the folder.

    ``response`` holds ``responded_by`` (name), ``responded_by_id``, ``responded_at`` (ISO 8601) and ``note``. Raises
    NotSealable when the package is not there, has errors, was sealed with another response, is not what was built (its
    name is the hash of its manifest, which holds those of its files), or the person is not one the profile names.
    """
    reports = open_store(f"{settings.reports}/{reporting_year}")
    if not reports.exists(f"pending/{package}/{MANIFEST}"):
        raise NotSealable(f"no package {package} waits for the year {reporting_year}")
    content = reports.read(f"pending/{package}/{MANIFEST}")
    if sha256(content)[:16] != package:
        raise NotSealable(f"{MANIFEST} is not the file the package was built with")
    manifest = json.loads(content)
    _refuse_unsealable(reports, package, manifest, profile, response)
    for name in manifest["outputs"]:
        reports.write_once(f"{package}/{name}", reports.read(f"pending/{package}/{name}"))
    sealed = manifest | {"state": "sealed", "seal": dict(response)}
    try:
        reports.write_once(f"{package}/{MANIFEST}", to_json(sealed))
    except ConflictingContent:
        raise NotSealable(f"package {package} is sealed already, with another response") from None
    flag = {"submission_flag": manifest["parameters"]["submission_flag"]}
    _record(settings, "filing_sealed", reporting_year, package, response, flag)
    return f"{settings.reports}/{reporting_year}/{package}"


def reject(settings: Settings, reporting_year: int, package: str, response: Mapping[str, Any]) -> None:
    """Record that a person rejected a package; its files stay aside as evidence of what was rejected."""
    _record(settings, "filing_rejected", reporting_year, package, response)


def _name(package: Package) -> str:
    return sha256(package.files[MANIFEST])[:16]


def _write(reports: Store, folder: str, files: Mapping[str, bytes]) -> None:
    here = reports.names(folder)
    if MANIFEST in here and reports.read(f"{folder}/{MANIFEST}") != files[MANIFEST]:
        reports.remove(f"{folder}/{MANIFEST}")  # first: it would vouch for files that are being replaced
    for stale in set(here) - set(files):
        reports.remove(f"{folder}/{stale}")
    for name in sorted(files, key=lambda name: name == MANIFEST):  # the manifest last: it says the rest is whole
        reports.replace(f"{folder}/{name}", files[name])


def _refuse_unsealable(
    reports: Store, package: str, manifest: dict[str, Any], profile: CompanyProfile, response: Mapping[str, Any]
) -> None:
    errors = [problem for problem in manifest["problems"] if problem["severity"] == "error"]
    if errors:
        listed = "; ".join(f"{problem['file']}: {problem['message']}" for problem in errors[:5])
        raise NotSealable(f"{len(errors)} error(s) must be mended first: {listed}")
    who = str(response["responded_by"])
    if profile.approvers and not {who, response.get("responded_by_id")} & set(profile.approvers):
        raise NotSealable(f"{who} is not among the approvers of the company profile ({', '.join(profile.approvers)})")
    for name, stated in manifest["outputs"].items():
        if sha256(reports.read(f"pending/{package}/{name}")) != stated["sha256"]:
            raise NotSealable(f"{name} is not the file the package was built with")


def _record(
    settings: Settings,
    kind: str,
    reporting_year: int,
    package: str,
    response: Mapping[str, Any],
    more: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    payload = {"reporting_year": reporting_year, "package": package, "note": response.get("note"), **more}
    made = event(
        kind, str(response["responded_at"]), str(response["responded_by"]), payload, ("reporting_year", "package")
    )
    append(open_store(settings.lake), [made])
