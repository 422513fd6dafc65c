"""All real files in one drop folder: what is read lands, what is not is set aside, nothing stops."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from include.storage import open_store
from include.warehouse.marts import Marts

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real files are not beside the project")


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "drop").mkdir()
    for path in [*(SHARED / "cmrt").iterdir(), *(SHARED / "smelters").glob("*.csv")]:
        shutil.copy2(path, folder / "drop")
    command = [sys.executable, "-m", "include.cli", "run", "--data", str(folder), "--year", "2024"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_each_declared_row_is_accounted_for_and_exact_repeats_are_counted(data):
    marts = Marts(open_store(str(data / "lake")))
    names = {row["file_sha256"]: row["drop_path"] for row in marts.rows("declaration_status", 2024)}
    rows = Counter()
    for row in marts.rows("smelter_accounting", 2024):
        rows[names[row["file_sha256"]].split("_")[2], row["outcome"]] += 1
    assert rows == {
        ("honeywell", "supplier_untied"): 39,
        ("honeywell", "duplicate"): 1,
        ("jx", "supplier_untied"): 22,
        ("jx", "duplicate"): 5,
        ("sk", "supplier_untied"): 2,
        ("validation", "supplier_untied"): 4,
        ("green.xlsx", "superseded"): 4,
        ("high", "supplier_untied"): 4,
    }


def test_what_is_not_read_is_quarantined_with_its_reason(data):
    reasons = [json.loads(path.read_text()) for path in (data / "lake" / "quarantine").glob("*/reason.json")]
    assert all(reason["reason"] for reason in reasons)
    assert len(reasons) + len(list((data / "drop").iterdir())) == 2
    assert any("JPEG" in reason["reason"] for reason in reasons)


def test_with_a_supplier_list_the_real_smelters_are_known_facilities(data, tmp_path):
    """The same lake with a supplier list dropped later: the declarations are tied, and every row finds its facility."""
    shutil.copytree(data, tmp_path / "data")
    (tmp_path / "data" / "drop" / "suppliers.csv").write_text(
        "supplier_id,supplier_name,contact_email\n"
        "V1,Honeywell International,a@a.example\n"
        'V2,JX Advanced Metals Corporation,b@b.example\nV3,"SK Specialty Co., Ltd.",c@c.example\n'
    )
    command = [sys.executable, "-m", "include.cli", "run", "--data", str(tmp_path / "data"), "--year", "2024"]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    rows = Marts(open_store(str(tmp_path / "data" / "lake"))).rows("smelter_accounting", 2024)
    assert {row["supplier_id"] for row in rows} == {"V1", "V2", "V3", None}  # the test fills name no such company
    outcomes = Counter(row["outcome"] for row in rows)
    assert outcomes["duplicate"] == 6
    assert outcomes["consolidated"] >= 60
