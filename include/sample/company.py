"""Write the sample: a drop folder of an invented manufacturer, and its company profile beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from include.sample import campaign, master, references
from include.sample.cmrt import build_cmrt, build_table
from include.sample.drop_file import DropFile

PROFILE = Path(__file__).parent / "company.yaml"
_MASTER_DATA_DAY = {2024: date(2024, 10, 1), 2025: date(2025, 10, 1)}


class SampleError(ValueError):
    """The sample cannot be written here; the message says why in plain words."""


def write_sample(folder: str | Path) -> None:
    """Write ``folder/drop/**`` and ``folder/company.yaml``; the same bytes, names and times on every call.

    Raises SampleError when the drop folder holds anything, or another company profile is there already.
    """
    root = Path(folder)
    _refuse_to_mix(root)
    for path, content, day in drop_contents():
        target = root / "drop" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        noon = datetime.combine(day, time(12), UTC).timestamp()
        os.utime(target, (noon, noon))
    shutil.copyfile(PROFILE, root / "company.yaml")


def drop_contents() -> Iterator[tuple[str, bytes, date]]:
    """Path below the drop folder, bytes and day of arrival of every file of the sample."""
    yield from _reference_files()
    for year in campaign.YEARS:
        yield from _master_files(year)
        for file in campaign.files(year):
            yield file.path, bytes_of(file), file.arrived


def bytes_of(file: DropFile) -> bytes:
    """Bytes of one supplier file."""
    if file.spec is not None:
        return build_cmrt(file.spec)
    return file.content or b""


def _reference_files() -> Iterator[tuple[str, bytes, date]]:
    yield "2024/blank_template_6.4.xlsx", references.blank_template("6.4"), date(2024, 10, 1)
    yield "2025/blank_template_6.5.xlsx", references.blank_template("6.5"), date(2025, 10, 1)
    for year, day in zip(campaign.YEARS, references.STATUS_DATES, strict=True):
        yield f"{year}/smelter_status_{day.isoformat()}.csv", build_table(references.status_list(day)), day
    yield "2025/old_smelter_ids.csv", build_table(references.old_smelter_ids()), date(2025, 10, 1)


def _master_files(year: int) -> Iterator[tuple[str, bytes, date]]:
    day = _MASTER_DATA_DAY[year]
    yield f"{year}/suppliers.csv", build_table(master.suppliers(year)), day
    yield f"{year}/products.csv", build_table(master.products(year)), day
    yield f"{year}/bill_of_materials.csv", build_table(master.bill_of_materials(year)), day
    yield f"{year}/outreach_log.csv", build_table(campaign.outreach(year)), campaign.LOG_SAVED[year]


def _refuse_to_mix(root: Path) -> None:
    drop = root / "drop"
    if drop.exists() and (not drop.is_dir() or any(drop.iterdir())):
        raise SampleError(f"{drop} is not empty: the sample would mix with what lies there. Choose another folder.")
    profile = root / "company.yaml"
    if profile.exists() and profile.read_bytes() != PROFILE.read_bytes():
        raise SampleError(f"{profile} is a company profile of your own: the sample does not overwrite it.")
