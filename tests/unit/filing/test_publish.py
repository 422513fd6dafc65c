"""From marts to a folder a person can seal: nothing is sealed that was not built, checked and approved."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include.events import read_all
from include.filing.inputs import Parameters
from include.filing.publish import MANIFEST, NotSealable, publish, reject, seal
from include.lake import sha256
from include.settings import CompanyProfile, Settings, load_profile
from include.storage import LocalStore, open_store
from include.warehouse.build import current_run

AS_OF, FILING = date(2026, 4, 30), date(2026, 5, 20)
ANSWER = {"responded_by": "filer", "responded_at": "2026-05-20T09:00:00+00:00", "note": "agreed with counsel"}


def parameters(package: Any = "final") -> Parameters:
    return Parameters(2025, AS_OF, FILING, package)


def files(settings: Settings, folder: str) -> dict[str, bytes]:
    place = Path(settings.reports, "2025", folder)
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.is_dir() else {}


@pytest.fixture
def profile(sample: Settings) -> CompanyProfile:
    return load_profile(sample.profile_address)


@pytest.fixture
def waiting(sample: Settings, profile: CompanyProfile) -> str:
    """The name of a final package without errors that waits for an answer."""
    built = publish(sample, profile, parameters())
    assert [problem for problem in built["problems"] if problem["severity"] == "error"] == []
    return str(built["package"])


def events(settings: Settings) -> list[tuple[str, str, dict[str, Any]]]:
    found = read_all(open_store(settings.lake))
    return [(item.kind, item.actor, item.payload) for item in found if item.kind.startswith("filing_")]


def test_a_draft_lies_in_its_place_and_asks_nobody(sample: Settings, profile: CompanyProfile) -> None:
    built = publish(sample, profile, parameters("draft"))

    assert Path(built["folder"]) == Path(sample.reports, "2025", "draft")
    found = files(sample, "draft")
    manifest = json.loads(found[MANIFEST])
    assert manifest["state"] == "draft"
    assert {name: sha256(content) for name, content in found.items() if name != MANIFEST} == {
        name: stated["sha256"] for name, stated in manifest["outputs"].items()
    }
    assert events(sample) == []


def test_the_same_lake_gives_the_same_package(sample: Settings, profile: CompanyProfile) -> None:
    first = publish(sample, profile, parameters("draft")), files(sample, "draft")

    assert (publish(sample, profile, parameters("draft")), files(sample, "draft")) == first


def test_a_new_draft_leaves_nothing_of_the_old_one(sample: Settings, profile: CompanyProfile) -> None:
    publish(sample, profile, parameters("draft"))
    Path(sample.reports, "2025", "draft", "stale.htm").write_text("of an older draft")

    publish(sample, profile, parameters("draft"))

    assert "stale.htm" not in files(sample, "draft")


def test_a_killed_draft_has_no_manifest_that_vouches_for_it(
    sample: Settings, profile: CompanyProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(sample, profile, parameters("draft"))
    write = LocalStore.replace

    def killed(self: LocalStore, path: str, content: bytes) -> None:
        if path == "draft/sd.htm":
            raise KeyboardInterrupt
        write(self, path, content)

    monkeypatch.setattr(LocalStore, "replace", killed)
    other = Parameters(2025, AS_OF, date(2026, 5, 21), "draft")
    with pytest.raises(KeyboardInterrupt):
        publish(sample, profile, other)

    assert MANIFEST not in files(sample, "draft")


def test_a_report_does_not_change_what_readers_of_the_lake_see(sample: Settings, profile: CompanyProfile) -> None:
    publish(sample, profile, parameters("draft"))

    assert current_run(open_store(sample.lake)) is None


def test_the_manifest_names_every_input(sample: Settings, profile: CompanyProfile) -> None:
    publish(sample, profile, parameters("draft"))

    provenance = json.loads(files(sample, "draft")[MANIFEST])["provenance"]
    archived = {
        Path(entry.path).stem for entry in open_store(sample.lake).entries() if entry.path.startswith("archive/")
    }
    assert set(provenance["files"]) == archived
    assert {item.event_id for item in read_all(open_store(sample.lake))} == set(provenance["events"])


def test_sealing_copies_the_package_with_the_answer(sample: Settings, profile: CompanyProfile, waiting: str) -> None:
    folder = seal(sample, profile, 2025, waiting, ANSWER)

    assert Path(folder) == Path(sample.reports, "2025", waiting)
    pending, sealed = files(sample, f"pending/{waiting}"), files(sample, waiting)
    assert {name: content for name, content in sealed.items() if name != MANIFEST} == {
        name: content for name, content in pending.items() if name != MANIFEST
    }
    manifest = json.loads(sealed[MANIFEST])
    assert (manifest["state"], manifest["seal"]) == ("sealed", ANSWER)
    expected = {"reporting_year": 2025, "package": waiting, "note": "agreed with counsel", "submission_flag": "TEST"}
    assert events(sample) == [("filing_sealed", "filer", expected)]


def test_sealing_twice_is_sealing_once(sample: Settings, profile: CompanyProfile, waiting: str) -> None:
    seal(sample, profile, 2025, waiting, ANSWER)
    first = files(sample, waiting)

    seal(sample, profile, 2025, waiting, ANSWER)

    assert files(sample, waiting) == first
    assert len(events(sample)) == 1


def test_a_seal_is_not_rewritten_by_another_answer(sample: Settings, profile: CompanyProfile, waiting: str) -> None:
    seal(sample, profile, 2025, waiting, ANSWER)
    first = files(sample, waiting)

    with pytest.raises(NotSealable, match="sealed already"):
        seal(sample, profile, 2025, waiting, ANSWER | {"note": "another"})

    assert files(sample, waiting) == first


def test_only_a_named_approver_seals(sample: Settings, profile: CompanyProfile, waiting: str) -> None:
    with pytest.raises(NotSealable, match="intruder is not among the approvers"):
        seal(sample, profile, 2025, waiting, ANSWER | {"responded_by": "intruder"})

    assert files(sample, waiting) == {}
    assert events(sample) == []


@pytest.mark.parametrize("name", ["sd.htm", "appendix_a.xlsx", MANIFEST])
def test_what_was_changed_after_it_was_built_is_not_sealed(
    sample: Settings, profile: CompanyProfile, waiting: str, name: str
) -> None:
    target = Path(sample.reports, "2025", "pending", waiting, name)
    target.write_bytes(target.read_bytes() + b" ")

    with pytest.raises(NotSealable, match=f"{name} is not the file the package was built with"):
        seal(sample, profile, 2025, waiting, ANSWER)

    assert files(sample, waiting) == {}


def test_a_package_with_errors_is_not_sealed(sample: Settings, profile: CompanyProfile) -> None:
    nameless = profile.model_copy(update={"registrant": None})
    built = publish(sample, nameless, parameters())
    assert "error" in {problem["severity"] for problem in built["problems"]}

    with pytest.raises(NotSealable, match="must be mended first"):
        seal(sample, profile, 2025, built["package"], ANSWER)


def test_a_package_that_does_not_wait_cannot_be_sealed(sample: Settings, profile: CompanyProfile) -> None:
    with pytest.raises(NotSealable, match="no package 0123456789abcdef waits for the year 2025"):
        seal(sample, profile, 2025, "0123456789abcdef", ANSWER)


def test_a_rejection_is_recorded_and_its_evidence_kept(sample: Settings, waiting: str) -> None:
    reject(sample, 2025, waiting, ANSWER | {"note": "wrong year"})

    assert events(sample) == [
        ("filing_rejected", "filer", {"reporting_year": 2025, "package": waiting, "note": "wrong year"})
    ]
    assert files(sample, f"pending/{waiting}")
    assert files(sample, waiting) == {}
