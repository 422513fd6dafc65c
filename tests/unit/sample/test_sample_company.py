from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from include.sample import campaign, references
from include.sample.__main__ import main
from include.sample.company import SampleError, bytes_of, write_sample
from include.sample.expected import expected
from include.sample.faulty import HOSTILE_SMELTER
from include.schemas import LANDED
from include.settings import load_profile

REAL = Path(__file__).parents[3].parent / "shared" / "data"
PROVENANCE = {"file_sha256", "source_sheet", "source_row"}
YEARS = pytest.mark.parametrize("year", [2024, 2025])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return folder


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def everything(folder: Path) -> dict[str, tuple[bytes, float]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime if "drop" in path.parts else 0)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_same_bytes_names_and_times_every_time(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert everything(tmp_path) == everything(sample)


def test_profile_is_valid_marked_a_sample_and_names_the_product_families(sample: Path) -> None:
    profile = load_profile(str(sample / "company.yaml"))
    families = {row["product_family"] for row in table(sample / "drop/2025/products.csv") if row["in_scope"] == "true"}
    assert profile.sample
    assert profile.registrant is not None
    assert (profile.registrant.cik, profile.registrant.commission_file_number) == ("0000000000", "000-00000")
    assert {product.name for product in profile.covered_products} == families


@YEARS
@pytest.mark.parametrize("name", ["suppliers", "products", "bill_of_materials", "outreach_log"])
def test_tables_have_the_landed_columns(sample: Path, year: int, name: str) -> None:
    landed = {"suppliers": "supplier", "products": "product"}.get(name, name)
    columns = [column for column in LANDED[landed].names if column not in PROVENANCE]
    assert list(table(sample / f"drop/{year}/{name}.csv")[0]) == columns


@YEARS
def test_bill_of_materials_refers_to_known_products_and_suppliers(sample: Path, year: int) -> None:
    bill = table(sample / f"drop/{year}/bill_of_materials.csv")
    for key, name in (("product_id", "products"), ("supplier_id", "suppliers")):
        known = [row[key] for row in table(sample / f"drop/{year}/{name}.csv")]
        assert len(known) == len(set(known))
        assert {row[key] for row in bill} == set(known)


@YEARS
def test_every_declaration_reads_back_with_the_expected_smelter_rows(sample: Path, year: int, read: Any) -> None:
    for path, rows in expected(year).rows_by_path.items():
        book = read((sample / "drop" / path).read_bytes())
        assert len([row for row in book.rows("Smelter List", 5) if any(row[:17])]) == rows, path


def test_files_are_exactly_the_expected_ones(sample: Path) -> None:
    known = [set(expected(year).rows_by_path) | set(expected(year).quarantined) for year in campaign.YEARS]
    tables = {path for path in sample.rglob("*.csv")} | {path for path in sample.rglob("blank_template_*.xlsx")}
    found = {path.relative_to(sample / "drop").as_posix() for path in (sample / "drop").rglob("*") if path.is_file()}
    assert found == known[0] | known[1] | {path.relative_to(sample / "drop").as_posix() for path in tables}


def test_unreadable_files_are_no_workbooks(sample: Path) -> None:
    contents = [(sample / "drop" / path).read_bytes() for path in expected().quarantined]
    assert [content[:2] for content in contents] == [b"PK", b"\xff\xd8", b""]
    for content in contents:
        assert not zipfile.is_zipfile(io.BytesIO(content))


def test_the_same_bytes_come_twice_in_a_year_and_in_two_years(sample: Path) -> None:
    drop = sample / "drop"
    assert (drop / "2025/V1010_CMRT.xlsx").read_bytes() == (drop / "2025/V1010/CMRT Ironquay (1).xlsx").read_bytes()
    assert (drop / "2024/V1012_CMRT_2024.xlsx").read_bytes() == (drop / "2025/V1012 Kolvane CMRT.xlsx").read_bytes()


def test_hostile_names_are_in_the_master_and_in_the_workbook(sample: Path, read: Any) -> None:
    names = {row["supplier_id"]: row["supplier_name"] for row in table(sample / "drop/2025/suppliers.csv")}
    book = read((sample / "drop/2025/V1020_CMRT.xlsx").read_bytes())
    assert (
        book.cell("Declaration", "D8")
        == names["V1020"]
        == '=HYPERLINK("http://x.example","y")<script>alert(1)</script>'
    )
    assert HOSTILE_SMELTER in [row[3] for row in book.rows("Smelter List", 5)]


@YEARS
def test_letters_go_only_to_suppliers_asked_and_escalate_in_order(sample: Path, year: int) -> None:
    log = table(sample / f"drop/{year}/outreach_log.csv")
    assert {row["supplier_id"] for row in log} == set(expected(year).asked) - set(expected(year).children)
    first = {(row["supplier_id"], row["letter_kind"]): row["sent_on"] for row in reversed(log)}
    for (supplier_id, kind), day in first.items():
        before = {"reminder": "survey", "correction": "survey", "official_notice": "reminder"}.get(kind)
        assert before is None or first[supplier_id, before] < day


def test_a_declaration_is_never_dated_after_it_came() -> None:
    for file in (file for year in campaign.YEARS for file in campaign.files(year) if file.spec):
        assert file.spec is not None
        assert file.spec.effective_date <= file.arrived, file.path


def test_status_lists_name_listed_facilities_and_differ(sample: Path) -> None:
    known = set(references.facilities("6.4")) | set(references.facilities("6.5"))
    lists = [
        {row["Smelter ID"]: row["Status"] for row in table(sample / f"drop/{year}/smelter_status_{year + 1}-03-31.csv")}
        for year in campaign.YEARS
    ]
    assert set(lists[0]) | set(lists[1]) < known, "some facilities are listed and have no status"
    assert {"Conformant", "Active", "Not eligible", "Cross-recognized"} == {*lists[0].values(), *lists[1].values()}
    assert {cid for cid in lists[0] if cid not in lists[1]}, "some facility is delisted"
    assert {cid for cid in lists[0] if lists[1].get(cid, lists[0][cid]) != lists[0][cid]}, "some status changes"


def test_later_template_adds_removes_and_renames_facilities() -> None:
    first, second = references.facilities("6.4"), references.facilities("6.5")
    assert set(second) - set(first)
    assert set(first) - set(second)
    kept = set(first) & set(second)
    assert [cid for cid in kept if first[cid].smelter_name_standard != second[cid].smelter_name_standard]


@pytest.mark.skipif(not REAL.exists(), reason="real lists are not on this machine")
def test_no_facility_of_the_sample_is_a_real_one(read: Any) -> None:
    real: set[str] = set()
    for revision in ("6.4", "6.5"):
        for row in read((REAL / f"cmrt/blank_{revision}_en.xlsx").read_bytes()).rows("Smelter Look-up", 5):
            real |= {str(row[1]).casefold(), str(row[2]).casefold(), str(row[4])}
    for revision in ("6.4", "6.5"):
        for cid, row in references.facilities(revision).items():
            assert cid.startswith("CID9")
            assert not {cid, row.smelter_alias.casefold(), str(row.smelter_name_standard).casefold()} & real


def test_a_drop_folder_in_use_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "mine.xlsx").write_bytes(b"mine")
    with pytest.raises(SampleError, match="not empty"):
        write_sample(tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["drop", "mine.xlsx"]


def test_a_profile_of_ones_own_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text("policy_url: mine", "utf-8")
    with pytest.raises(SampleError, match=r"company\.yaml"):
        write_sample(tmp_path)
    assert (tmp_path / "company.yaml").read_text("utf-8") == "policy_url: mine"
    assert not (tmp_path / "drop").exists()


def test_command_says_where_it_wrote_and_refuses_a_second_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "new")
    assert main([folder]) == 0
    assert f"{folder}/drop" in capsys.readouterr().out
    assert main([folder]) == 1
    assert "not empty" in capsys.readouterr().err
    assert main([]) == 2


def test_bytes_of_an_unreadable_file_are_its_own() -> None:
    empty = next(file for file in campaign.files(2025) if file.path.endswith("V1015_CMRT.xlsx"))
    assert bytes_of(empty) == b""
