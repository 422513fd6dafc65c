from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from include.plausibility import Plausibility
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
    [
        ("REPORTING_YEAR", "last year"),
        ("REPORTING_YEAR", "2012"),
        ("BATCH_FILES", "0"),
        ("LEASE_SECONDS", "-1"),
        ("REVIEW_URL", "javascript:alert(1)"),
        ("REVIEW_URL", "https://minerals.example.com/?a=b"),
        ("REFRESH_ALERT_HOURS", "0"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name.lower()):
        load_settings({f"CONFLICT_MINERALS_{name}": value})


@pytest.mark.parametrize(
    ("value", "kept"),
    [("https://minerals.example.com/airflow/", "https://minerals.example.com/airflow"), ("", None), (" ", None)],
)
def test_the_review_address_has_no_slash_at_its_end_and_may_be_empty(value: str, kept: str | None) -> None:
    assert load_settings({"CONFLICT_MINERALS_REVIEW_URL": value}).review_url == kept


@pytest.mark.parametrize("address", ["minerals@example.com", "o'neil+cm@mail.corp.local", "ops@[192.0.2.1]"])
def test_alerts_go_to_plain_addresses(address: str) -> None:
    assert CompanyProfile(compliance_alerts=(address,)).compliance_alerts == (address,)


@pytest.mark.parametrize(
    "address",
    [
        "minerals",
        "minerals@",
        "@example.com",
        "Minerals <minerals@example.com>",
        "minerals@example.com, all@example.com",
        "minerals@example.com\r\nBcc: all@example.com",
        "minerals@example.com\n",
        "two words@example.com",
        "größe@example.com",
        "",
        "a" * 250 + "@example.com",
    ],
)
def test_what_could_add_an_addressee_or_a_header_is_no_address(address: str) -> None:
    with pytest.raises(ValidationError, match="data_engineering_alerts"):
        CompanyProfile(data_engineering_alerts=(address,))


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
        plausibility={"pasted_list_share": 80, "oldest_months": 12},
        polciy_url="www.example.com",
    )

    with pytest.raises(ProfileError) as error:
        load_profile(address)

    message = str(error.value)
    assert "company.yaml has 8 error(s)" in message
    for field in (
        "registrant.cik",
        "registrant.commission_file_number",
        "retention_years",
        "follow_up_days",
        "accepted_template_versions.0",
        "plausibility.pasted_list_share",
        "plausibility.oldest_months",
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


def test_the_sample_profile_shows_the_default_thresholds() -> None:
    assert load_profile(str(PROFILE)).plausibility == Plausibility()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([{"commodity": "cell", "metal": "Cobalt", "reason": "cathode"}], "expected_metals.0.metal"),
        (
            [{"commodity": "Solder", "metal": "Tin", "reason": "an alloy"}] * 2,
            "solder and Tin stand together more than",
        ),
        ([{"commodity": "", "metal": "Tin", "reason": "an alloy"}], "expected_metals.0.commodity"),
        ([{"commodity": "-- 5", "metal": "Tin", "reason": "an alloy"}], "expected_metals.0.commodity"),
    ],
)
def test_a_table_of_commodities_that_cannot_be_used_is_refused(tmp_path: Path, table: list[Any], said: str) -> None:
    with pytest.raises(ProfileError, match=said):
        load_profile(profile_with(tmp_path, plausibility={"expected_metals": table}))


def test_the_companys_own_table_replaces_the_built_in_one(tmp_path: Path) -> None:
    own = [{"commodity": "magnet wire", "metal": "Tin", "reason": "the wire is tinned"}]
    profile = load_profile(profile_with(tmp_path, plausibility={"expected_metals": own}))

    assert [item.model_dump() for item in profile.plausibility.commodity_metals] == own
    assert (
        load_profile(profile_with(tmp_path, plausibility={"expected_metals": []})).plausibility.commodity_metals == ()
    )
    assert {item.metal for item in CompanyProfile().plausibility.commodity_metals} == {
        "Gold",
        "Tantalum",
        "Tin",
        "Tungsten",
    }
