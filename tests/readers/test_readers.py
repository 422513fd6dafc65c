"""Software that is not ours opens a filing package and finds in it what we put there (``make test-readers``)."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import filing_company as company
import pytest

from include.filing.countries import natural_name
from include.filing.wording import STATUS_LABELS, status_key
from include.lake import sha256

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv" / "readers" / "bin" / "python"
SECONDS = 120
needs_readers = pytest.mark.skipif(not PYTHON.exists(), reason="the readers are not installed: make test-readers")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice is not installed: libreoffice-calc")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    for name, content in company.package().files.items():
        (folder / name).write_bytes(content)
    return folder


def read(folder: Path, home: Path) -> dict[str, Any]:
    """What the readers find; they keep their own settings in ``home``, and need no network."""
    command = [str(PYTHON), str(Path(__file__).parent / "read_package.py"), str(folder)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env=environment)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def found(package: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return read(package, tmp_path_factory.mktemp("home"))


def mart() -> list[list[str]]:
    """Metal, CID, name, country and status of Appendix A as the mart has them."""
    return sorted(
        [
            row["metal"],
            row["smelter_cid"],
            row["smelter_name_standard"],
            natural_name(row["facility_country"]),
            STATUS_LABELS[status_key(row)],
        ]
        for row in company.tables()["appendix_a"]
    )


@needs_readers
def test_arelle_gives_the_documents_of_the_submission_back_byte_for_byte(package: Path, found: dict[str, Any]) -> None:
    documents = {name: sha256((package / name).read_bytes()) for name in ("sd.htm", "ex101.htm")}
    assert found["submission"] == {"kind": "edgarSubmission", "documents": documents}


@needs_readers
def test_arelles_list_of_edgars_elements_accepts_the_documents(found: dict[str, Any]) -> None:
    assert found["body_errors"] == {"sd.htm": [], "ex101.htm": []}


@needs_readers
def test_arelles_list_of_edgars_elements_refuses_another(package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "package")
    page = tmp_path / "package" / "sd.htm"
    page.write_bytes(page.read_bytes().replace(b"</body>", b"<svg/></body>"))
    assert any("svg" in error for error in read(tmp_path / "package", tmp_path)["body_errors"]["sd.htm"])


@needs_readers
def test_secsgml_reads_the_previewed_header(found: dict[str, Any]) -> None:
    header = found["header"]
    assert {key: header[key] for key in ("type", "period", "public-document-count")} == {
        "type": "SD",
        "period": "20251231",
        "public-document-count": "2",
    }
    registrant = company.PROFILE["registrant"]
    data, values = header["filer"]["company-data"], header["filer"]["filing-values"]
    assert (data["conformed-name"], data["cik"]) == (registrant["name"], registrant["cik"])
    assert (values["form-type"], values["act"], values["file-number"]) == ("SD", "34", "000-00000")


@needs_readers
def test_pandas_reads_appendix_a_equal_to_the_mart(found: dict[str, Any]) -> None:
    assert sorted(found["appendix_a"]) == mart()


@needs_office
def test_libreoffice_opens_the_workbook_equal_to_the_mart(package: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    text = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    command = ["soffice", profile, "--headless", "--convert-to", text, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(package / "appendix_a.xlsx")], check=True, timeout=SECONDS, capture_output=True)
    with (tmp_path / "appendix_a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[2][:5] == ["Metal", "CID", "Smelter or refiner", "Facility country", "Status"]
    assert sorted(row[:5] for row in rows[3:]) == mart()
