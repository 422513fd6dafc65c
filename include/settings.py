"""One typed settings object for every part, and the company profile it points to.

Settings come from the environment (prefix ``CONFLICT_MINERALS_``), because the same image runs as many workers.
The company profile is a YAML file that a compliance person edits; it is validated here, with errors in plain words.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from email.headerregistry import Address
from pathlib import Path
from typing import Annotated, Any, Literal

import fsspec
import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from include.campaign import Campaign
from include.edgar_filer import EdgarFiler
from include.plausibility import Plausibility
from include.rollup_profile import RollupProfile

PREFIX = "CONFLICT_MINERALS_"
METALS = ("Gold", "Tantalum", "Tin", "Tungsten")
Metal = Literal["Gold", "Tantalum", "Tin", "Tungsten"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


def _mailable(value: str) -> str:
    """One plain address, without a display name: a line break or a second address in it could add a header."""
    try:
        address = Address(addr_spec=value)
    except Exception as error:  # the parser of the standard library raises several kinds, some of them its own bugs
        raise ValueError(f"{value!r} is no e-mail address such as team@example.com") from error
    if not (address.username and address.domain and value.isascii() and value == address.addr_spec):
        raise ValueError(f"{value!r} is no e-mail address such as team@example.com")
    return value


MailAddress = Annotated[str, StringConstraints(max_length=254), AfterValidator(_mailable)]


class ProfileError(ValueError):
    """The company profile cannot be used; the message names each field and what is wrong with it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Registrant(_Strict):
    """The company as it stands on the cover of Form SD."""

    name: Text
    jurisdiction: Text = Field(description="state or country of incorporation")
    commission_file_number: Annotated[str, StringConstraints(pattern=r"^\d{1,3}-\d{1,8}(-[A-Za-z0-9]{1,4})?$")]
    ein: Annotated[str, StringConstraints(pattern=r"^(\d{2}-\d{7}|N/A)$")] = "N/A"
    cik: Annotated[str, StringConstraints(pattern=r"^\d{10}$")]
    address: tuple[Text, ...] = Field(min_length=1, description="lines of the principal executive office")


class Person(_Strict):
    """A named person of the company: the contact or the signatory of Form SD."""

    name: Text
    title: Text
    telephone: Text | None = None


class CoveredProduct(_Strict):
    """A family of products, the metals necessary to it, and why they are necessary."""

    name: Text
    description: Text
    metals: tuple[Metal, ...] = Field(min_length=1)
    reason: Text = Field(description="why these metals are necessary to the functionality or production")


class CompanyProfile(_Strict):
    """What the company says of itself; a missing value takes its sentence out of the report, never invents one."""

    registrant: Registrant | None = None
    contact: Person | None = None
    signatory: Person | None = None
    covered_products: tuple[CoveredProduct, ...] = ()
    policy_url: Text | None = None
    policy_summary: Text | None = None
    report_url: Text | None = Field(None, description="where the company posts its report (Form SD, Item 1.01)")
    due_diligence_framework: Text | None = Field(
        None,
        description="the framework the due diligence is designed to conform to "
        "(Form SD Item 1.01(c)(1)(ii): nationally or internationally recognized)",
    )
    senior_owner_role: Text | None = None
    contract_terms: Text | None = Field(None, description="what supplier contracts say of responsible sourcing")
    grievance_channel: Text | None = None
    retention_years: int | None = Field(None, ge=5, le=50, description="OECD Guidance, step 1: at least five years")
    next_steps: tuple[Text, ...] = ()
    accepted_template_versions: tuple[Annotated[str, StringConstraints(pattern=r"^\d+\.\d+[a-z]?$")], ...] = ()
    plausibility: Plausibility = Field(Plausibility(), description="thresholds of the checks on suppliers' answers")
    campaign: Campaign = Field(Campaign(), description="letters to suppliers: days, signers, cut-off of the survey")
    rollup: RollupProfile = Field(RollupProfile(), description="the company's own CMRT for its customers")
    edgar: EdgarFiler = Field(EdgarFiler(), description="header of the submission to EDGAR; never the CCC")
    follow_up_days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (14, 28, 42)
    reply_to: MailAddress | None = Field(None, description="e-mail address suppliers answer to")
    approvers: tuple[Text, ...] = Field((), description="Airflow users (name or id) that may seal a filing")
    compliance_alerts: tuple[MailAddress, ...] = Field(
        (), max_length=50, description="who hears what is new after a refresh, and that the filing deadline comes near"
    )
    data_engineering_alerts: tuple[MailAddress, ...] = Field(
        (), max_length=50, description="who hears that a task failed, or that no refresh ran"
    )
    deadline_alert_days: tuple[Annotated[int, Field(ge=0, le=365)], ...] = Field(
        (60, 30, 14, 7, 3, 1), max_length=20, description="days before the filing deadline on which to remind"
    )
    sample: bool = Field(False, description="marks every document SAMPLE - NOT A FILING")

    @field_validator("follow_up_days")
    @classmethod
    def _rising(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if list(value) != sorted(set(value)):
            raise ValueError("days must rise, each only once: for example [14, 28, 42]")
        return value


class Settings(_Strict):
    """Where the data is and how a refresh behaves; equal settings and inputs give equal bytes."""

    data: str = Field("data", description="local folder or fsspec URL that holds drop/, lake/, reports/, company.yaml")
    reporting_year: int = Field(default_factory=lambda: date.today().year - 1, ge=2013, le=2100)
    batch_files: int = Field(200, ge=1, le=1000, description="files one mapped intake task handles")
    batch_megabytes: int = Field(400, ge=1, le=10_000, description="and how much those files may hold together")
    settle_seconds: float = Field(5.0, ge=0, description="a file changed more recently is left for the next run")
    lease_seconds: int = Field(
        2400, ge=60, description="after this a writer that vanished no longer holds the lake; longer than any one task"
    )
    accept_similar: bool = Field(
        False, description="accept a smelter by likeness of names above the measured score, without a person"
    )
    review_url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'?#]+$", max_length=300)] | None = Field(
        None, description="address of Airflow's pages as people reach it; empty: Airflow's own api.base_url, if set"
    )
    smtp_connection: str = Field(
        "conflict_minerals_smtp", description="id of the Airflow connection that mails alerts; empty: never by mail"
    )
    refresh_alert_hours: int = Field(
        192, ge=1, le=8784, description="after so many hours without a refresh data engineering is told"
    )
    writer: str | None = Field(None, description="name under which the lake is held; null: the DAG run's own")

    @field_validator("review_url", mode="before")
    @classmethod
    def _no_slash_at_the_end(cls, value: object) -> object:
        return (value.strip().rstrip("/") or None) if isinstance(value, str) else value

    @property
    def drop(self) -> str:
        """Address of the drop folder."""
        return f"{self.data.rstrip('/')}/drop"

    @property
    def lake(self) -> str:
        """Address of the lake."""
        return f"{self.data.rstrip('/')}/lake"

    @property
    def reports(self) -> str:
        """Address of the folder of filing packages."""
        return f"{self.data.rstrip('/')}/reports"

    @property
    def outbox(self) -> str:
        """Address of the folder in which letters and alerts wait that were not mailed."""
        return f"{self.data.rstrip('/')}/outbox"

    @property
    def profile_address(self) -> str:
        """Address of the company profile."""
        return f"{self.data.rstrip('/')}/company.yaml"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from environment variables such as ``CONFLICT_MINERALS_DATA``; raises ValidationError on a bad value."""
    source = os.environ if environ is None else environ
    values = {name: source[PREFIX + name.upper()] for name in Settings.model_fields if PREFIX + name.upper() in source}
    return Settings.model_validate(values)


def load_profile(address: str) -> CompanyProfile:
    """Read and validate the company profile; an absent file gives the empty profile, whose report has gaps it shows.

    Raises ProfileError with one line per wrong field.
    """
    filesystem, path = fsspec.url_to_fs(address)
    if not filesystem.exists(path):
        return CompanyProfile()
    try:
        content: Any = yaml.safe_load(filesystem.cat_file(path))
    except yaml.YAMLError as error:
        raise ProfileError(f"{Path(path).name} is not readable YAML: {error}") from error
    if not isinstance(content, dict):
        raise ProfileError(f"{Path(path).name} must hold fields such as 'registrant:', found {type(content).__name__}")
    try:
        return CompanyProfile.model_validate(content)
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise ProfileError(f"{Path(path).name} has {len(lines)} error(s):\n" + "\n".join(lines)) from error
