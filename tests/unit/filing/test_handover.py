"""The CCC is filled in for whoever files, and stands nowhere else: in no package, no log and no error."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import filing_company as company
import pytest

from include.cli import main
from include.edgar_filer import EdgarFiler
from include.filing.handover import NotHandedOver, hand_over, read_ccc
from include.filing.inputs import Parameters
from include.filing.manifest import to_json
from include.filing.submission import PLACEHOLDER
from include.filing.submission_reader import read_submission
from include.settings import ProfileError, load_profile

CCC = "x7$Qm2*k"
NAME = "TEST_ONLY_CCC"
FINAL = replace(company.PARAMETERS, package="final")


@cache
def built(parameters: Parameters, sample: bool) -> Mapping[str, bytes]:
    return company.package({"sample": sample}, parameters).files


def package(folder: Path, parameters: Parameters = company.PARAMETERS, sample: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in built(parameters, sample).items():
        (folder / name).write_bytes(content)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_only_the_placeholder_gives_way(tmp_path: Path) -> None:
    held = files(package(tmp_path / "package"))
    given = hand_over(held, CCC)
    assert given == held["submission.xml"].replace(PLACEHOLDER.encode(), CCC.encode())
    assert read_submission(given).text("filerCcc") == CCC
    assert read_submission(given).schema_errors == ()


def test_a_ccc_with_signs_of_xml_arrives_as_it_is(tmp_path: Path) -> None:
    assert read_submission(hand_over(files(package(tmp_path / "p")), "a<&>$2*k")).text("filerCcc") == "a<&>$2*k"


def test_it_goes_down_a_pipe_and_nowhere_else(tmp_path: Path) -> None:
    folder = package(tmp_path / "package")
    before = everything_below(tmp_path)
    command = [sys.executable, "-m", "include.cli", "hand-over", str(folder), "--ccc-from", NAME]
    done = subprocess.run(command, capture_output=True, env={**os.environ, NAME: CCC}, timeout=60)
    assert (done.returncode, done.stdout.count(CCC.encode())) == (0, 1)
    assert CCC.encode() not in done.stderr
    assert everything_below(tmp_path) == before


def test_a_file_is_for_its_owner_alone_and_only_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder, target = package(tmp_path / "package"), tmp_path / "to-edgar.xml"
    monkeypatch.setenv(NAME, CCC)
    asked = ["hand-over", str(folder), "--ccc-from", NAME, "--to", str(target)]
    assert main(asked) == 2
    assert not target.exists()
    assert main([*asked, "--write-secret-to-disk"]) == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert CCC.encode() in target.read_bytes()
    assert main([*asked, "--write-secret-to-disk"]) == 1  # what is there is not written over
    assert CCC.encode() not in b"".join(capfdbinary.readouterr())


def _with_error(folder: Path) -> None:
    (folder / "sd.htm").write_bytes((folder / "sd.htm").read_bytes() + b" ")


def _without_form(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    nothing = company.package({"covered_products": None, "registrant": None}, company.PARAMETERS)
    for name, content in nothing.files.items():
        (folder / name).write_bytes(content)


def _with_the_ccc_in_it(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"problems"', f'"note": "{CCC}",\n  "problems"'.encode()))


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (_with_error, "must be mended first: .*changed after the manifest"),
        (_without_form, "nothing is to be filed, or the registrant is not stated"),
        (_with_the_ccc_in_it, "the CCC stands in a file of this package"),
    ],
)
def test_what_is_not_fit_is_not_handed_over(
    tmp_path: Path, fault: Callable[[Path], None], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = package(tmp_path / "package")
    fault(folder)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotHandedOver, match=why) as refused:
        hand_over(files(folder), CCC)
    assert CCC not in str(refused.value) + caplog.text


def test_live_goes_only_when_sealed(tmp_path: Path) -> None:
    folder = package(tmp_path / "package", replace(FINAL, submission_flag="LIVE"), sample=False)
    with pytest.raises(NotHandedOver, match="only a sealed package goes LIVE"):
        hand_over(files(folder), CCC)
    sealed = files(folder)
    manifest = json.loads(sealed["manifest.json"]) | {"state": "sealed", "seal": {"responded_by": "filer"}}
    assert CCC.encode() in hand_over(sealed | {"manifest.json": to_json(manifest)}, CCC)


@pytest.mark.parametrize("wrong", ["short", "much too long", "with blank", PLACEHOLDER, "caf\u00e9$123"])
def test_a_secret_that_is_no_ccc_is_refused_without_being_told(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(NotHandedOver, match="is no CCC") as refused:
        hand_over(files(package(tmp_path / "p")), wrong)
    assert wrong not in str(refused.value)


def test_the_secret_comes_from_the_environment_or_from_airflow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, f"{CCC}\n")
    monkeypatch.setenv("AIRFLOW_VAR_EDGAR_CCC", CCC)
    monkeypatch.setenv("AIRFLOW_CONN_EDGAR", '{"conn_type": "http", "password": "x7$Qm2*k"}')
    sources = (NAME, "airflow-variable:edgar_ccc", "airflow-connection:edgar")
    assert [read_ccc(source) for source in sources] == [CCC] * 3


@pytest.mark.parametrize("source", ["NO_SUCH_VARIABLE", "airflow-variable:none_such", "airflow-connection:none_such"])
def test_a_secret_that_is_not_there_is_said(source: str) -> None:
    with pytest.raises(NotHandedOver):
        read_ccc(source)


def test_the_profile_has_no_place_for_a_ccc(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text(f"edgar:\n  ccc: {CCC}\n")
    with pytest.raises(ProfileError, match=r"edgar\.ccc") as refused:
        load_profile(str(tmp_path / "company.yaml"))
    assert CCC not in str(refused.value)
    assert not [name for name in EdgarFiler.model_fields if "ccc" in name]
