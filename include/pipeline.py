"""The whole way once, by real Airflow without servers: intake, reconcile, follow up, draft of the filing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from include.embedded import prepare, run_dag
from include.settings import Settings, load_profile


def run_pipeline(
    data: str, reporting_year: int, as_of: date, filing_date: date | None, progress: Callable[[str], None]
) -> Iterator[str]:
    """Run the four DAGs over a data folder; yields the lines a person wants to read.

    Reconciliation runs when the intake announced something new, or when the marts are not those of the present lake.
    The environment must hold the same data folder and year already. Raises RunFailed, LeaseHeld or ProfileError.
    """
    settings = Settings(data=data, reporting_year=reporting_year)
    load_profile(settings.profile_address)  # a wrong profile is told before anything runs
    home = Path(".airflow").absolute() if "://" in data else Path(data, ".airflow")
    progress("preparing Airflow")
    prepare(home)

    from include.refresh import is_current, quarantine

    progress("taking in the drop folder")
    taken = run_dag("intake_supplier_files", {}, home / "intake_supplier_files.log").values["finish"]
    yield f"Drop folder       {taken['receipts']} file(s) received, {taken['files']} of them new"
    yield from (
        f"Left in drop      {path}: could not be read now, or was still being written" for path in taken["left"]
    )
    for item in quarantine(settings):
        yield f"Quarantined       {item['file_sha256'][:12]} {item['reason']}"
    if taken["receipts"] or not is_current(settings, as_of):
        progress("checking and reconciling")
        run_dag("reconcile_smelters", {"as_of_date": as_of.isoformat()}, home / "reconcile_smelters.log")
    yield from _figures(settings)
    dates = {"reporting_year": reporting_year, "as_of_date": as_of.isoformat()}
    progress("writing letters")
    letters = run_dag("follow_up_suppliers", dates, home / "follow_up_suppliers.log").values["write_letters"]
    yield f"Letters           {_counted(letters)} in {settings.outbox}/{reporting_year}"
    progress("drafting the filing")
    conf = dates | {"package": "draft", "filing_date": (filing_date or as_of).isoformat()}
    built = run_dag("file_annual_report", conf, home / "file_annual_report.log").values["build_package"]
    yield f"Determination     {str(built['determination']).replace('_', ' ')} (proposed)"
    for problem in built["problems"]:
        yield f"To mend           {problem['severity']}: {problem['file']}: {problem['message']}"
    yield f"Draft package     {built['folder']}"


def _figures(settings: Settings) -> Iterator[str]:
    from include.storage import open_store
    from include.warehouse.build import summary
    from include.warehouse.marts import Marts

    marts, year = Marts(open_store(settings.lake)), settings.reporting_year
    yield f"Marts             run {marts.run}, reporting year {year}"
    yield f"Suppliers         {_counted(summary(marts.rows('supplier_status', year), 'state'))}"
    yield f"Declared smelters {_counted(summary(marts.rows('smelter_accounting', year), 'outcome'))}"
    yield f"Appendix A        {_counted(summary(marts.rows('appendix_a', year), 'metal'))}"
    yield f"Findings          {_counted(summary(marts.rows('finding', year), 'severity'))}"


def _counted(counts: dict[str, Any]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()) or "none"
