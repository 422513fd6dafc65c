"""A refresh: equal lakes give equal bytes, readers see one whole run, and nothing that does not add up gets out."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq
import pytest

from include.intake.receive import land_batch, waiting_files
from include.lake import landed_path, parquet_bytes, write_batch
from include.sample.cmrt import build_cmrt, complete_spec
from include.sample.company import write_sample
from include.sample.table import build_table
from include.schemas import MARTS
from include.settings import CompanyProfile, Settings
from include.storage import Store, open_store
from include.warehouse import build
from include.warehouse.build import AccountingBroken, build_marts, current_run, inputs_of, summary
from include.warehouse.marts import Marts, NoMarts

AS_OF = date(2026, 4, 30)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)
NOBODY = CompanyProfile()
Drop = Callable[..., Path]


def marts_of(store: Store, run: str) -> dict[str, bytes]:
    return {name: store.read(f"marts/{run}/{name}.parquet") for name in MARTS}


def test_every_mart_has_exactly_its_schema_and_a_total_order(sample: Settings) -> None:
    run = build_marts(sample, NOBODY, AS_OF).run

    for name, schema in MARTS.items():
        table = pq.read_table(io.BytesIO(open_store(sample.lake).read(f"marts/{run}/{name}.parquet")))
        assert table.schema.equals(schema), name
        rows = [tuple(row.values()) for row in table.to_pylist()]
        assert len(set(rows)) == len(rows), f"{name} holds a row twice"


def test_built_twice_from_nothing_the_bytes_are_equal(sample: Settings) -> None:
    store = open_store(sample.lake)
    run = build_marts(sample, NOBODY, AS_OF).run
    first = marts_of(store, run)
    shutil.rmtree(Path(sample.lake, "marts"))

    assert build_marts(sample, NOBODY, AS_OF).run == run
    assert marts_of(store, run) == first


def test_batches_cut_differently_and_files_in_another_order_give_the_same_marts(
    sample: Settings, tmp_path: Path
) -> None:
    other = Settings(data=str(tmp_path / "other"), reporting_year=2025, settle_seconds=0)
    write_sample(other.data)
    paths = waiting_files(other, LATER)[::-1]
    for start in range(0, len(paths), 7):
        land_batch(other, paths[start : start + 7], NOON)

    runs = [build_marts(settings, NOBODY, AS_OF).run for settings in (sample, other)]

    assert runs[0] != runs[1]
    assert marts_of(open_store(other.lake), runs[1]) == marts_of(open_store(sample.lake), runs[0])


def test_object_storage_gives_the_same_marts(sample: Settings) -> None:
    memory = fsspec.filesystem("memory")
    other = Settings(data="memory://test-build/data", reporting_year=2025)
    try:
        for entry in open_store(sample.lake).entries():
            open_store(other.lake).replace(entry.path, open_store(sample.lake).read(entry.path))

        runs = [build_marts(settings, NOBODY, AS_OF).run for settings in (sample, other)]

        assert runs[0] == runs[1]
        assert marts_of(open_store(other.lake), runs[1]) == marts_of(open_store(sample.lake), runs[0])
    finally:
        memory.rm("/test-build", recursive=True)


def test_whatever_decides_a_run_changes_its_name(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(sample.lake)

    def name(settings: Settings = sample, profile: CompanyProfile = NOBODY, as_of: date = AS_OF) -> str:
        return inputs_of(store, settings, profile, as_of).run

    first = name()
    assert name() == first
    others = {
        name(as_of=date(2026, 5, 1)),
        name(settings=sample.model_copy(update={"reporting_year": 2024})),
        name(profile=CompanyProfile(accepted_template_versions=("6.5",))),
    }
    monkeypatch.setattr(build, "code_version", lambda: "other code")
    others.add(name())
    assert len(others | {first}) == 5
    monkeypatch.undo()
    assert name(profile=CompanyProfile(policy_url="www.example.com")) == first


def test_a_run_that_is_there_is_not_built_again(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    run = build_marts(sample, NOBODY, AS_OF).run
    monkeypatch.setattr(build, "run_models", lambda *_: pytest.fail("built again"))

    assert build_marts(sample, NOBODY, AS_OF).run == run


def test_a_killed_refresh_is_not_taken_for_a_whole_one(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store, write = open_store(sample.lake), parquet_bytes

    def killed(rows: Any, schema: Any) -> bytes:
        if schema is MARTS["finding"]:
            raise KeyboardInterrupt
        return write(rows, schema)

    monkeypatch.setattr(build, "parquet_bytes", killed)
    with pytest.raises(KeyboardInterrupt):
        build_marts(sample, NOBODY, AS_OF)
    assert current_run(store) is None
    monkeypatch.undo()

    run = build_marts(sample, NOBODY, AS_OF).run

    assert current_run(store) == run
    assert set(marts_of(store, run)) == set(MARTS)


def test_when_rows_do_not_add_up_readers_keep_the_marts_they_had(
    sample: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_marts(sample, NOBODY, AS_OF).run
    monkeypatch.setattr(
        build, "failed_assertions", lambda _: {"every_declared_row_has_one_outcome": [(2025, "a.xlsx")]}
    )

    with pytest.raises(AccountingBroken, match=r"every_declared_row_has_one_outcome: .*a\.xlsx"):
        build_marts(sample, NOBODY, date(2026, 5, 1))

    assert current_run(open_store(sample.lake)) == before


def test_rows_lost_from_a_landed_file_stop_the_run(sample: Settings) -> None:
    store = open_store(sample.lake)
    path = next(entry.path for entry in store.entries() if entry.path.startswith("landed/declared_smelter/"))
    table = pq.read_table(io.BytesIO(store.read(path)))
    sink = io.BytesIO()
    pq.write_table(table.slice(1), sink)
    store.replace(path, sink.getvalue())

    with pytest.raises(AccountingBroken, match="every_declared_row_has_one_outcome"):
        build_marts(sample, NOBODY, AS_OF)


def test_parquet_without_a_manifest_is_ignored(sample: Settings) -> None:
    store = open_store(sample.lake)
    name = store.names("batches")[0].removesuffix(".json")
    run = build_marts(sample, NOBODY, AS_OF).run
    store.replace(landed_path("declared_smelter", "f" * 16), store.read(landed_path("declared_smelter", name)))

    assert build_marts(sample, NOBODY, AS_OF).run == run


def test_a_file_that_two_batches_landed_counts_once(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers took copies of one file at the same moment: each wrote a batch with it."""
    before = build_marts(sample, NOBODY, AS_OF).run
    store = open_store(sample.lake)
    first = inputs_of(store, sample, NOBODY, AS_OF).batches[0]
    rows = {
        table: pq.read_table(io.BytesIO(store.read(landed_path(table, first.batch)))).to_pylist()
        for table in first.tables
    }
    kept = first.files[: len(first.files) // 2]
    hashes = {item.file_sha256 for item in kept}
    write_batch(store, kept, {t: [row for row in found if row["file_sha256"] in hashes] for t, found in rows.items()})

    after = build_marts(sample, NOBODY, AS_OF).run

    assert after != before
    assert marts_of(store, after) == marts_of(store, before)


def test_findings_of_files_that_landed_after_the_last_check_count(settings: Settings, drop: Drop) -> None:
    """The intake may land while a reconciliation is between its check and its build."""
    drop("suppliers.csv", build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}]))
    drop("V1001.xlsx", build_cmrt(complete_spec(contact_name=None)))
    land_batch(settings, ["suppliers.csv", "V1001.xlsx"], NOON)

    run = build_marts(settings, NOBODY, AS_OF).run

    (status,) = Marts(open_store(settings.lake), run).rows("supplier_status", 2025)
    assert (status["response"], status["critical_findings"]) == ("answered_incomplete", 1)


def test_an_intake_in_the_middle_of_reading_the_lake_breaks_nothing(
    settings: Settings, drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lands between reading the ledger and reading the manifests: no receipt without its batch."""
    drop("suppliers.csv", build_table([{"supplier_id": "V1001", "supplier_name": "Example Components Ltd"}]))
    for name in ("batches", "read_all"):
        real = getattr(build, name)

        def meanwhile(store: Store, real: Callable[[Store], object] = real) -> object:
            found = real(store)
            land_batch(settings, waiting_files(settings, LATER), NOON)
            return found

        monkeypatch.setattr(build, name, meanwhile)

    build_marts(settings, NOBODY, AS_OF)


def test_an_empty_lake_has_empty_marts(settings: Settings) -> None:
    run = build_marts(settings, NOBODY, AS_OF).run

    assert {name: len(Marts(open_store(settings.lake), run).rows(name, 2025)) for name in MARTS} == dict.fromkeys(
        MARTS, 0
    )


def test_readers_are_told_when_there_is_nothing_to_read(settings: Settings) -> None:
    with pytest.raises(NoMarts, match="no refresh has finished yet"):
        Marts(open_store(settings.lake))


def test_readers_see_the_run_that_is_current_and_one_year_of_it(sample: Settings) -> None:
    run = build_marts(sample, NOBODY, AS_OF).run
    build_marts(sample, NOBODY, date(2025, 4, 30), make_current=False)

    found = Marts(open_store(sample.lake))

    assert found.run == run
    rows = found.rows("smelter_accounting", 2024)
    assert rows
    assert {row["reporting_year"] for row in rows} == {2024}


def test_a_summary_counts_a_column() -> None:
    assert summary([{"state": "b"}, {"state": "a"}, {"state": "b"}], "state") == {"a": 1, "b": 2}


def test_a_process_that_only_reads_marts_ends_well(sample: Settings) -> None:
    """pyarrow's thread pools aborted about every other such process at its exit."""
    build_marts(sample, NOBODY, AS_OF)
    code = (
        "import sys; from include.storage import open_store; from include.warehouse.marts import Marts\n"
        "marts = Marts(open_store(sys.argv[1])); marts.rows('finding', 2025); marts.rows('smelter_accounting', 2025)"
    )
    codes = [subprocess.run([sys.executable, "-c", code, sample.lake], check=False).returncode for _ in range(8)]
    assert codes == [0] * 8
