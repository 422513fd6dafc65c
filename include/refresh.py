"""What the DAGs' tasks do, as plain functions of settings and dates: the DAG files only wire them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, unquote

from include.events import read_all
from include.findings import UNSETTLED
from include.intake.drop_folder import even_share, in_batches, readable, staying, waiting
from include.intake.receive import land_batch
from include.lake import acquire_lease, batches, handled_files, release_lease
from include.settings import Settings, load_profile
from include.storage import open_store

MAX_BATCHES = 1000  # Airflow maps at most 1,024 instances; what is left waits for the next run
MAX_SHOWN = 200
_LOG = logging.getLogger(__name__)


def plan_intake(settings: Settings, holder: str, now: datetime) -> list[dict[str, Any]]:
    """Take the lease of the lake and cut the waiting files into batches, each with a label people can read.

    Raises LeaseHeld while another writer holds the lake.
    """
    hold_lake(settings, holder)
    entries, size = waiting(settings, now), settings.batch_megabytes << 20
    share = even_share(len(entries), settings.batch_files)
    parts = in_batches(entries, settings.batch_files, size, share)[:MAX_BATCHES]
    labels = [_label(number, len(parts), part) for number, part in enumerate(parts, 1)]
    return [
        {"label": label, "paths": [_wired(path) for path in part]} for label, part in zip(labels, parts, strict=True)
    ]


def hold_lake(settings: Settings, holder: str) -> None:
    """Take the lease of the lake, or renew it; raises LeaseHeld while another writer holds it."""
    acquire_lease(open_store(settings.lake), settings.writer or holder, settings.lease_seconds)


def land(settings: Settings, batch: dict[str, Any], holder: str, received_at: datetime) -> dict[str, Any]:
    """Land one batch; what it came to, as JSON can carry it between tasks (see receive.Landed)."""
    hold_lake(settings, holder)
    paths = [unquote(path, errors="surrogateescape") for path in batch["paths"]]
    result = land_batch(settings, paths, received_at)
    return asdict(result) | {"left": [f"{readable(path)}: {reason}" for path, reason in result.left.items()]}


def left_behind(settings: Settings, now: datetime) -> list[str]:
    """What lies in the drop folder and no run takes in, each with the reason; at most MAX_SHOWN, then their number."""
    lines = [f"{readable(path)}: {reason}" for path, reason in staying(settings, now).items()]
    more = [f"and {len(lines) - MAX_SHOWN} more that no run takes in"] if len(lines) > MAX_SHOWN else []
    return lines[:MAX_SHOWN] + more


def finish_intake(settings: Settings, holder: str) -> None:
    """Give the lease back."""
    release_lease(open_store(settings.lake), settings.writer or holder)


def total(results: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The results of all batches added up."""
    whole: dict[str, Any] = {"files": 0, "quarantined": 0, "receipts": 0, "earlier": 0, "left": []}
    for result in results:
        for key in whole:
            whole[key] += result[key]
    return whole


def check(settings: Settings) -> dict[str, Any]:
    """Run the suites over batches they have not seen; findings by code, and where the Data Docs stand."""
    from include.checks import check_new_batches, data_docs_address

    store = open_store(settings.lake)
    found = check_new_batches(store)
    address = data_docs_address(store)
    _LOG.info("Data Docs: %s", address or "none yet, nothing was checked")
    return {"findings": found, "data_docs": address}


def build(settings: Settings, as_of: date) -> dict[str, Any]:
    """Build the marts and make them current; the run's name and the figures that matter for the campaign's year."""
    from include.filing.inputs import survey_rows
    from include.warehouse.build import build_marts, summary
    from include.warehouse.marts import Marts

    inputs = build_marts(settings, load_profile(settings.profile_address), as_of)
    marts = Marts(open_store(settings.lake), inputs.run)
    year = settings.reporting_year
    return {
        "run": inputs.run,
        "outcomes": summary(survey_rows(marts, "smelter_accounting", year), "outcome"),
        "findings": summary([row for row in marts.rows("finding", year) if row["state"] in UNSETTLED], "severity"),
        "suppliers": summary(marts.rows("supplier_status", year), "response"),
    }


def is_current(settings: Settings, as_of: date) -> bool:
    """Whether the marts readers see are those of the present lake, settings, code and as-of date."""
    from include.warehouse.build import current_run, inputs_of

    store = open_store(settings.lake)
    return current_run(store) == inputs_of(store, settings, load_profile(settings.profile_address), as_of).run


def quarantine(settings: Settings) -> list[str]:
    """Path and reason of every quarantined file received for the campaign's year, ordered by path."""
    lake = open_store(settings.lake)
    handled = handled_files(batches(lake))
    found = {
        f"{item.payload['drop_path']}: {handled[item.payload['file_sha256']][1].reason}"
        for item in read_all(lake)
        if item.kind == "receipt" and item.payload["reporting_year"] == settings.reporting_year
        if handled[item.payload["file_sha256"]][1].reason
    }
    return sorted(found)


def _wired(path: str) -> str:
    """A path as JSON can carry it between tasks: bytes of a name that are no UTF-8 become %XX, and so does % itself."""
    return "".join(quote(os.fsencode(sign)) if sign == "%" or "\udc80" <= sign <= "\udcff" else sign for sign in path)


def _label(number: int, count: int, paths: Sequence[str]) -> str:
    first = "".join(sign if sign.isprintable() else "?" for sign in readable(paths[0].rsplit("/", 1)[-1])[:60])
    return f"batch {number} of {count}: {len(paths)} file(s) from {first}"


def publish_report(settings: Settings, params: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Build and write the filing package that the trigger form asks for; adds the question put to the filer.

    Raises ValueError when the filing date lies before the as-of date: the report would speak of days to come; and when
    an amendment comes without its reason, or the reason without the filing that it amends.
    """
    from include.filing.inputs import Parameters
    from include.filing.publish import publish

    as_of = date.fromisoformat(params["as_of_date"]) if params["as_of_date"] else today
    filing_date = date.fromisoformat(params["filing_date"]) if params["filing_date"] else as_of
    if filing_date < as_of:
        raise ValueError(f"the filing date {filing_date} lies before the as-of date {as_of}")
    year = params["reporting_year"] or settings.reporting_year
    amendment = [(params.get(name) or "").strip() or None for name in ("amendment_of", "amendment_reason")]
    chosen = Parameters(year, as_of, filing_date, params["package"], params["submission_flag"], *amendment)
    built = publish(settings, load_profile(settings.profile_address), chosen)
    return built | {"reporting_year": year, "question": _question(built, chosen.filing_date)}


def seal_report(settings: Settings, built: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """Seal the package a person approved; returns its folder. Raises NotSealable."""
    from include.filing.publish import seal

    profile = load_profile(settings.profile_address)
    return seal(settings, profile, built["reporting_year"], built["package"], answer)


def reject_report(settings: Settings, built: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Record that a person rejected the package."""
    from include.filing.publish import reject

    reject(settings, built["reporting_year"], built["package"], answer)


def _question(built: Mapping[str, Any], filing_date: date) -> str:
    """The package in Markdown for the person who seals it. Text of others is put in code spans, where it stays text."""
    errors = [problem for problem in built["problems"] if problem["severity"] == "error"]
    lines = [
        f"Registrant: `{str(built['registrant']).replace('`', chr(39))}`",
        f"Determination proposed: `{built['determination']}`",
        f"Filing date: {filing_date}",
        f"Folder: `{built['folder']}`",
        *(f"{name.replace('_', ' ')}: {value}" for name, value in built["summary"].items() if isinstance(value, int)),
        f"Errors that forbid sealing: {len(errors)}; warnings: {len(built['problems']) - len(errors)}",
    ]
    return "\n".join(f"* {line}" for line in lines)
