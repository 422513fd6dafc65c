"""The main job, as a user runs it: the sample's drop folder through all four DAGs in real Airflow, twice."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
import yaml

from include.sample.company import write_sample
from include.sample.expected import expected
from include.storage import open_store
from include.warehouse.marts import Marts

YEAR = 2025
DATES = ("--as-of", "2026-05-15", "--filing-date", "2026-05-29", "--received-at", "2026-05-04T09:00:00+00:00")


def cli(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "include.cli", *arguments], capture_output=True, text=True, timeout=300
    )


def run(data: Path) -> subprocess.CompletedProcess:
    done = cli("run", "--data", str(data), "--year", str(YEAR), *DATES)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def words(page: Path) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page.read_text())).split())


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess]:
    data = tmp_path_factory.mktemp("sample")
    write_sample(data)
    return data, run(data)


@pytest.fixture(scope="module")
def data(first) -> Path:
    return first[0]


@pytest.fixture(scope="module")
def marts(data) -> Marts:
    return Marts(open_store(str(data / "lake")))


def test_the_run_says_where_the_draft_is_and_the_figures_that_matter(first):
    data, done = first
    lines = done.stdout.splitlines()
    assert lines[-1] == f"Draft package     {data}/reports/2025/draft"
    facts = expected(YEAR)
    assert sum(line.startswith("Quarantined") for line in lines) == len(facts.quarantined)
    assert f"{facts.outcomes['consolidated']} consolidated" in done.stdout
    assert f"Data Docs         {data}/lake/data_docs/index.html" in lines
    assert (data / "lake" / "data_docs" / "index.html").is_file()


def test_every_file_left_the_drop_folder_and_is_in_the_archive(data):
    assert [path for path in (data / "drop").rglob("*") if path.is_file()] == []
    for path in (data / "lake" / "archive").glob("*/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem


def test_every_declared_row_ends_in_the_outcome_its_author_meant(marts):
    facts = expected(YEAR)
    rows = marts.rows("smelter_accounting", YEAR)
    assert len(rows) == facts.smelter_rows
    assert Counter(row["outcome"] for row in rows) == facts.outcomes
    assert Counter(row["outcome"] for row in marts.rows("smelter_accounting", 2024)) == expected(2024).outcomes


def test_declarations_are_tied_by_the_rule_their_author_meant(marts):
    facts = expected(YEAR)
    found = {row["drop_path"]: row for row in marts.rows("declaration_status", YEAR)}
    for path, (supplier_id, rule) in facts.ties.items():
        if path in found:  # of two equal files the newest receipt names the path
            assert (found[path]["supplier_id"], found[path]["tied_by"]) == (supplier_id, rule), path
    assert {path for path, row in found.items() if row["supplier_id"] is None} == set(facts.untied)
    assert {path for path, row in found.items() if row["superseded_by"]} == set(facts.superseded)
    assert len(found) == facts.declarations


def test_no_facility_is_reported_that_nobody_declared(marts, data):
    """Independent of the SQL: Appendix A against the accounting, and its names against the list that was dropped."""
    appendix = {(row["metal"], row["smelter_cid"]) for row in marts.rows("appendix_a", YEAR)}
    consolidated = [row for row in marts.rows("smelter_accounting", YEAR) if row["outcome"] == "consolidated"]
    assert appendix == {(row["metal"], row["smelter_cid"]) for row in consolidated}
    assert sum(row["declared_rows"] for row in marts.rows("appendix_a", YEAR)) == len(consolidated)


def test_the_draft_is_whole_checked_and_marked(data):
    draft = data / "reports" / "2025" / "draft"
    manifest = json.loads((draft / "manifest.json").read_text())
    assert {name: entry["sha256"] for name, entry in manifest["outputs"].items()} == {
        name: digest for name, digest in hashes(draft).items() if name != "manifest.json"
    }
    assert manifest["state"] == "draft"
    assert manifest["mark"] == "SAMPLE - NOT A FILING"
    for name in ("sd.htm", "ex101.htm"):
        text = words(draft / name)
        assert "SAMPLE - NOT A FILING" in text
        assert "DRAFT" in text
    assert "By: ____" in words(draft / "sd.htm")
    assert "/s/" not in words(draft / "sd.htm")
    checked = cli("check-package", str(draft))
    assert (checked.returncode, checked.stdout) == (0, "")


def test_check_package_finds_a_false_figure(data, tmp_path):
    shutil.copytree(data / "reports" / "2025" / "draft", tmp_path / "package")
    page = tmp_path / "package" / "ex101.htm"
    count = len(expected(YEAR).rows_by_path)
    assert count
    page.write_text(page.read_text().replace("CID900001", "CID900999"))
    checked = cli("check-package", str(tmp_path / "package"))
    assert checked.returncode == 1
    assert "ex101.htm" in checked.stdout


def test_a_second_run_reads_nothing_again_and_changes_nothing(data):
    before = hashes(data / "lake") | hashes(data / "reports")
    done = run(data)
    assert "0 file(s) received, 0 of them new" in done.stdout
    assert hashes(data / "lake") | hashes(data / "reports") == before


def test_trace_leads_from_a_line_of_appendix_a_to_the_cells(data, marts):
    line = max(marts.rows("appendix_a", YEAR), key=lambda row: row["declared_rows"])
    found = json.loads(cli("trace", "--data", str(data), "--year", str(YEAR), "--cid", line["smelter_cid"]).stdout)
    assert len([row for row in found["declared_rows"] if row["outcome"] == "consolidated"]) == line["declared_rows"]
    assert len(found["suppliers"]) == line["suppliers"]
    for row in found["declared_rows"]:
        original = data / "lake" / "archive" / row["file_sha256"][:2] / f"{row['file_sha256']}.xlsx"
        shown = json.loads(cli("inspect", str(original)).stdout)["smelters"]
        cells = {(item["source_sheet"], item["source_row"]): item for item in shown}
        assert cells[row["source_sheet"], row["source_row"]]["metal"] == row["metal"]


@pytest.mark.parametrize(
    ("taken_out", "sentence"),
    [
        ("policy_url", "quillmere.example/responsible-minerals"),
        ("grievance_channel", "speakup@quillmere.example"),
        ("retention_years", "We keep our due diligence records"),
        ("senior_owner_role", "Vice President, Operations"),
    ],
)
def test_a_fact_taken_out_of_the_profile_takes_its_sentence_out(data, tmp_path, taken_out, sentence):
    assert sentence in words(data / "reports" / "2025" / "draft" / "ex101.htm")
    shutil.copytree(data, tmp_path / "data")
    profile = yaml.safe_load((data / "company.yaml").read_text())
    assert profile.pop(taken_out)
    (tmp_path / "data" / "company.yaml").write_text(yaml.safe_dump(profile))
    assert sentence not in words(redrawn(tmp_path / "data"))


def test_without_a_log_of_letters_the_report_speaks_of_none(tmp_path):
    write_sample(tmp_path)
    for log in tmp_path.glob("drop/*/outreach_log.csv"):
        log.unlink()
    run(tmp_path)
    text = words(tmp_path / "reports" / "2025" / "draft" / "ex101.htm")
    assert "reminder" not in text
    assert "Letters to suppliers" not in text
    assert "4.4" not in text  # the whole step is empty


def redrawn(data: Path) -> Path:
    """The draft made again by the filing's own functions, over the lake that is there."""
    from datetime import date

    from include.filing.inputs import Parameters
    from include.filing.publish import publish
    from include.settings import Settings, load_profile

    settings = Settings(data=str(data), reporting_year=YEAR)
    parameters = Parameters(YEAR, date(2026, 5, 15), date(2026, 5, 29))
    publish(settings, load_profile(settings.profile_address), parameters)
    return data / "reports" / "2025" / "draft" / "ex101.htm"


def test_letters_ask_for_what_is_open_at_its_cell(data, marts):
    letters = sorted((data / "outbox" / "2025").rglob("*.txt"))
    printed = cli("letters", "plan", "--data", str(data), "--year", str(YEAR), "--as-of", "2026-05-15").stdout
    planned = list(csv.DictReader(io.StringIO(printed)))
    due = {(row["supplier_id"], row["letter_kind"]) for row in planned if row["state"] == "send"}
    assert {(path.parent.name.rsplit("-", 1)[0], path.stem) for path in letters} == due
    asked = {item["supplier_id"] for item in marts.rows("open_item", YEAR)}
    assert {row["supplier_id"] for row in planned if row["letter_kind"] == "correction"} <= asked
    corrections = [path.read_text() for path in letters if path.stem == "correction"]
    assert corrections
    assert all("cell " in text or "could not use" in text for text in corrections)


def test_a_letter_that_is_no_longer_due_leaves_the_outbox(data, tmp_path):
    shutil.copytree(data, tmp_path / "data")
    left = tmp_path / "data" / "outbox" / "2025" / "V9999-00000000" / "reminder.txt"
    left.parent.mkdir()
    left.write_text("We wrote to you ...")
    run(tmp_path / "data")
    assert not left.exists()


def test_the_same_drop_folder_gives_the_same_package_on_any_day(data, tmp_path):
    """Everything that enters with a clock is a parameter: two runs, hours or years apart, give the same bytes."""
    write_sample(tmp_path)
    run(tmp_path)
    assert hashes(tmp_path / "reports") == hashes(data / "reports")
    assert hashes(tmp_path / "lake") == hashes(data / "lake")


def test_findings_are_printed_for_people_the_worst_first(data):
    rows = list(csv.DictReader(io.StringIO(cli("findings", "--data", str(data), "--year", str(YEAR)).stdout)))
    weights = [("critical", "warning", "info").index(row["severity"]) for row in rows]
    assert weights == sorted(weights)
    assert all(row["message"] for row in rows)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "--data", "nowhere", "--year", "2025"), 2, "has no folder drop"),
        (("run", "--data", ".", "--year", "25"), 2, "a reporting year is 2013 or later"),
        (("run", "--data", ".", "--year", "2025", "--as-of", "15.05.2026"), 2, "write the day as 2026-05-15"),
        (("match", "nothing.csv", "--reference", "nothing.xlsx"), 1, "nothing.xlsx"),
        (("trace", "--data", "nowhere", "--year", "2025", "--cid", "CID000001"), 1, "no refresh has finished yet"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence(tmp_path, arguments, code, words):
    done = cli(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_match_accepts_the_names_of_the_list_and_asks_about_the_others(data, tmp_path):
    blank = next(
        path
        for path in (data / "lake" / "archive").glob("*/*.xlsx")
        if (found := json.loads(cli("inspect", str(path)).stdout))["kind"] == "cmrt" and not found["declaration"]
    )
    names = tmp_path / "names.csv"
    names.write_text(
        "metal,smelter_name_reported,facility_country\n"
        "Gold,Arvendal Gold Refining AB,Sweden\n"
        "Gold,ARVENDAL  gold refining,Sweden\n"
        "Gold,First National Bank of Nowhere,Sweden\n"
    )
    done = cli("match", str(names), "--reference", str(blank))
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["judgement"], row["smelter_cid"], row["match_method"]) for row in rows] == [
        ("accepted", "CID900001", "alias"),
        ("accepted", "CID900001", "normalized_alias"),
        ("review", "", "none"),
    ]
    assert "most likely no smelter" in rows[2]["match_detail"]


def test_names_no_text_can_hold_do_not_stop_the_others(tmp_path):
    write_sample(tmp_path)
    drop = tmp_path / "drop" / "2025"
    (drop / "V1007 no 3TG.xlsx").rename(drop / "V1007 100%41 no 3TG.xlsx")
    with open(bytes(drop) + b"/\xff\xfe.xlsx", "wb") as file:
        file.write(b"no workbook")
    os.utime(bytes(drop) + b"/\xff\xfe.xlsx", (1_700_000_000, 1_700_000_000))  # a fresh file waits for the next run
    done = run(tmp_path)
    assert "Quarantined       2025/\\xff\\xfe.xlsx: " in done.stdout
    assert f"{expected(YEAR).outcomes['consolidated']} consolidated" in done.stdout
    assert [path for path in drop.rglob("*") if path.is_file()] == []
    assert "V1007 100%41 no 3TG.xlsx" in " ".join(
        row["drop_path"] for row in Marts(open_store(str(tmp_path / "lake"))).rows("declaration_status", YEAR)
    )


def test_a_lake_that_cannot_be_written_is_a_failure_and_loses_nothing(tmp_path):
    write_sample(tmp_path)
    before = hashes(tmp_path / "drop")
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "archive").write_text("a file where the archive should be")
    done = cli("run", "--data", str(tmp_path), "--year", str(YEAR), *DATES)
    assert done.returncode == 1
    assert "intake_supplier_files failed in" in done.stderr
    assert hashes(tmp_path / "drop") == before


def test_a_wrong_company_profile_is_told_field_by_field_before_anything_runs(tmp_path):
    (tmp_path / "drop").mkdir()
    (tmp_path / "company.yaml").write_text("registrant: {name: Quillmere, cik: 12}\nretention_years: 2\n")
    done = cli("run", "--data", str(tmp_path), "--year", str(YEAR))
    assert done.returncode == 1
    for field in ("registrant.jurisdiction", "registrant.cik", "retention_years"):
        assert field in done.stderr
    assert not (tmp_path / "lake").exists()
