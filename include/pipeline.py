"""The whole way once, by real Airflow without servers: intake, reconcile, follow up, draft of the filing."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from include.embedded import RunFailed, prepare, run_dag
from include.findings import UNSETTLED
from include.lake import LeaseHeld
from include.settings import PREFIX, Settings, load_profile, load_settings
from include.storage import open_store

_BY_WEIGHT = ("critical", "warning", "info")


def run_pipeline(
    data: str,
    reporting_year: int,
    as_of: date,
    filing_date: date | None,
    received_at: str | None,
    progress: Callable[[str], None],
) -> Iterator[str]:
    """Run the four DAGs over a data folder; yields the lines a person wants to read.

    Reconciliation runs when the intake announced something new, or when the marts are not those of the present lake.
    Raises RunFailed, LeaseHeld or ProfileError.
    """
    home = Path(".airflow").absolute() if "://" in data else Path(data, ".airflow")
    settings = _settings(data, reporting_year)
    load_profile(settings.profile_address)  # a wrong profile is told before anything runs
    with _only_one(home):
        progress("preparing Airflow")
        prepare(home)
        yield from _dag_by_dag(settings, home, as_of, filing_date or as_of, received_at, progress)


def _settings(data: str, reporting_year: int) -> Settings:
    """Settings for this process and for the DAGs, which read them from the environment."""
    os.environ[f"{PREFIX}DATA"] = data
    os.environ[f"{PREFIX}REPORTING_YEAR"] = str(reporting_year)
    # One name for every run from this machine: a run that was killed does not keep the next one waiting for its lease.
    os.environ[f"{PREFIX}WRITER"] = f"a run on {socket.gethostname()}"
    os.environ.setdefault(f"{PREFIX}RETRY_SECONDS", "1")  # a person is waiting
    return load_settings()


@contextlib.contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Keep a second run over the same folder out for as long as this process lives, however it ends."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LeaseHeld("another run over this folder is under way; wait for it to end") from None
        yield


def _dag_by_dag(
    settings: Settings,
    home: Path,
    as_of: date,
    filing_date: date,
    received_at: str | None,
    progress: Callable[[str], None],
) -> Iterator[str]:
    from include.checks import data_docs_address
    from include.refresh import hold_lake, is_current, quarantine

    hold_lake(settings, "")  # held by a scheduler's intake? Said now, not after three tries
    progress("taking in the drop folder")
    taken = run_dag("intake_supplier_files", {"received_at": received_at}, home / "intake_supplier_files.log").values[
        "finish"
    ]
    yield f"Drop folder       {taken['receipts']} file(s) received, {taken['files']} of them new"
    yield from (f"Left in drop      {_printable(text)}" for text in taken["left"])
    yield from (f"Quarantined       {_printable(text)}" for text in quarantine(settings))
    if taken["receipts"] or not is_current(settings, as_of):
        progress("checking and reconciling")
        yield from _reconciled(settings, home, as_of)
    yield from _figures(settings)
    if checked := data_docs_address(open_store(settings.lake)):
        yield f"Data Docs         {checked}"
    dates = {"reporting_year": settings.reporting_year, "as_of_date": as_of.isoformat()}
    progress("writing letters")
    yield from _followed_up(settings, home, dates)
    progress("drafting the filing")
    conf = dates | {"package": "draft", "filing_date": filing_date.isoformat()}
    built = run_dag("file_annual_report", conf, home / "file_annual_report.log").values["build_package"]
    yield f"Determination     {str(built['determination']).replace('_', ' ')} (proposed)"
    if not open_store(settings.data).exists("company.yaml"):
        yield f"To do             no company.yaml in {settings.data}: what it would say stands in brackets"
        built["problems"] = [problem for problem in built["problems"] if problem["rule"] != "gap"]
    for problem in built["problems"]:
        yield f"To do             {problem['severity']}: {problem['file']}: {problem['message']}"
    yield f"For management    {built['folder']}/management_report.html"
    yield f"Draft package     {built['folder']}"


def _reconciled(settings: Settings, home: Path, as_of: date) -> Iterator[str]:
    """Reconcile; a mail server that does not take the digest is no reason to go without the draft."""
    try:
        ran = run_dag("reconcile_smelters", {"as_of_date": as_of.isoformat()}, home / "reconcile_smelters.log")
    except RunFailed as failed:
        if failed.tasks != ("send_digest[-1]",):
            raise
        yield f"To do             {_digest_failed(settings, home / 'reconcile_smelters.log')}"
        return
    told = ran.values["send_digest"]
    if told["copy"]:
        place = "mailed" if told["outcome"] == "sent" else f"in {settings.outbox}/{told['copy']}.html"
        yield f"Digest            {told['news']} item(s) of news, {place}"


def _followed_up(settings: Settings, home: Path, dates: dict[str, Any]) -> Iterator[str]:
    """Letters; nobody is there to approve an official notice, so that nobody is asked."""
    conf, log = dates | {"official_notices": False}, home / "follow_up_suppliers.log"
    try:
        values = run_dag("follow_up_suppliers", conf, log).values
    except RunFailed as failed:
        if failed.tasks != ("write_letters[-1]",):
            raise
        yield f"To do             letters could not be sent, and the next run goes on: see {log}"
        return
    letters = values["write_letters"]
    if "outbox" in letters:
        yield f"Letters           {_counted(letters['outbox'])} in {settings.outbox}/{settings.reporting_year}"
    for outcome in ("sent", "failed", "left"):
        if outcome in letters:
            yield f"Letters {outcome:<9} {_counted(letters[outcome])}"
    listed = f"cli letters plan --data {settings.data} --year {settings.reporting_year}"
    if held := sum(letters["held"].values()):
        yield f"To do             {held} letter(s) held, with reasons: {listed}"
    if waiting := sum(values["plan_letters"]["ask"].values()):
        yield f"To do             {waiting} official notice(s) wait for an approval in Airflow: {listed}"


def _digest_failed(settings: Settings, log: Path) -> str:
    """What became of a digest whose task failed, by the ledger."""
    from include.alerts.compliance import KIND
    from include.alerts.ledger import attempts
    from include.events import read_all
    from include.warehouse.build import current_run

    lake = open_store(settings.lake)
    run = current_run(lake)
    ends = {one.outcome: one.copy for one in attempts(read_all(lake)) if (one.kind, one.run) == (KIND, run)}
    if "outbox" in ends:
        return f"the mail server did not take the digest: it lies in {settings.outbox}/{ends['outbox']}.html; see {log}"
    if None in ends:
        return f"the digest may not have arrived: its copy is {settings.outbox}/{ends[None]}.html; see {log}"
    return f"the digest could not be sent, and the next run tries again: see {log}"


def _figures(settings: Settings) -> Iterator[str]:
    from include.filing.inputs import survey_rows
    from include.warehouse.build import summary
    from include.warehouse.marts import Marts

    marts, year = Marts(open_store(settings.lake)), settings.reporting_year
    yield f"Marts             run {marts.run}, reporting year {year}"
    yield f"Vendor numbers    {_counted(summary(marts.rows('supplier_status', year), 'response'))}"
    yield f"Declared smelters {_counted(summary(survey_rows(marts, 'smelter_accounting', year), 'outcome'))}"
    if others := [row for row in marts.rows("smelter_by_metal", year) if row["template_kind"] != "cmrt"]:
        counted = _counted(summary(others, "metal"))
        yield f"Other minerals    {counted} (cli smelters --data {settings.data} --year {year})"
    yield f"Appendix A        {_counted(summary(marts.rows('appendix_a', year), 'metal'))}"
    findings = [row for row in marts.rows("finding", year) if row["state"] in UNSETTLED]
    by_severity = summary(findings, "severity")
    ordered = {severity: count for severity in _BY_WEIGHT if (count := by_severity.get(severity))}
    yield f"Findings          {_counted(ordered)} (cli findings --data {settings.data} --year {year})"
    for row in findings:
        if row["severity"] == "critical" and row["rule_source"] in ("company data", "reference data"):
            yield f"To do             critical: {_printable(row['message'])}"


def _printable(text: str) -> str:
    """Supplier text for a terminal: no control characters."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


def _counted(counts: dict[str, Any]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()) or "none"
