from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from include.sample.company import PROFILE
from include.settings import CompanyProfile, ProfileError, Settings, load_profile, load_settings


def profile_with(tmp_path: Path, **changes: Any) -> str:
    content = yaml.safe_load(PROFILE.read_text("utf-8"))
    for dotted, value in changes.items():
        *parents, last = dotted.split("__")
        place = content
        for parent in parents:
            place = place[parent]
        place[last] = value
    target = tmp_path / "company.yaml"
    target.write_text(yaml.safe_dump(content), "utf-8")
    return str(target)


def test_settings_come_from_the_environment_and_nothing_else() -> None:
    found = load_settings(
        {"CONFLICT_MINERALS_DATA": "s3://bucket/minerals/", "CONFLICT_MINERALS_REPORTING_YEAR": "2024", "DATA": "x"}
    )

    assert (found.reporting_year, found.drop, found.lake) == (
        2024,
        "s3://bucket/minerals/drop",
        "s3://bucket/minerals/lake",
    )
    assert (found.reports, found.outbox) == ("s3://bucket/minerals/reports", "s3://bucket/minerals/outbox")
    assert found.profile_address == "s3://bucket/minerals/company.yaml"


@pytest.mark.parametrize(
    ("name", "value"),
    [("REPORTING_YEAR", "last year"), ("REPORTING_YEAR", "2012"), ("BATCH_FILES", "0"), ("LEASE_SECONDS", "-1")],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()):
        load_settings({f"CONFLICT_MINERALS_{name}": value})


def test_settings_do_not_change_under_way() -> None:
    with pytest.raises(ValidationError):
        Settings(data="a").data = "b"  # type: ignore[misc]


def test_the_sample_profile_is_valid() -> None:
    assert load_profile(str(PROFILE)).sample


def test_without_a_profile_the_company_says_nothing_of_itself(tmp_path: Path) -> None:
    assert load_profile(str(tmp_path / "company.yaml")) == CompanyProfile()


def test_every_wrong_field_is_named_at_once(tmp_path: Path) -> None:
    address = profile_with(
        tmp_path,
        registrant__cik="123",
        registrant__commission_file_number="none",
        retention_years=2,
        follow_up_days=[28, 14],
        accepted_template_versions=["six"],
        polciy_url="www.example.com",
    )

    with pytest.raises(ProfileError) as error:
        load_profile(address)

    message = str(error.value)
    assert "company.yaml has 6 error(s)" in message
    for field in (
        "registrant.cik",
        "registrant.commission_file_number",
        "retention_years",
        "follow_up_days",
        "accepted_template_versions.0",
        "polciy_url",
    ):
        assert f"  {field}: " in message
    assert "days must rise" in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("registrant: [unclosed", "not readable YAML"),
        ("- a list", "found list"),
        ("just words", "found str"),
        ("", "found NoneType"),
    ],
)
def test_a_profile_that_is_no_profile_is_refused_in_plain_words(tmp_path: Path, content: str, said: str) -> None:
    target = tmp_path / "company.yaml"
    target.write_text(content, "utf-8")

    with pytest.raises(ProfileError, match=said):
        load_profile(str(target))


def test_a_metal_outside_the_law_cannot_be_covered(tmp_path: Path) -> None:
    product = {"name": "Cells", "description": "Battery cells", "metals": ["Cobalt"], "reason": "cathode"}

    with pytest.raises(ProfileError, match=r"covered_products\.0\.metals\.0"):
        load_profile(profile_with(tmp_path, covered_products=[product]))
