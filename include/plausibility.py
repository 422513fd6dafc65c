"""What the company takes for plausible: the thresholds of the company profile, and which metals a commodity holds."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Share = Annotated[float, Field(gt=0, le=1)]


class ExpectedMetal(BaseModel):
    """A kind of part, and a metal its maker is expected to use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    commodity: Annotated[Words, StringConstraints(pattern=r"[^\W\d_]")] = Field(
        description="words that all stand in the part's commodity and name, in any order"
    )
    metal: Literal["Gold", "Tantalum", "Tin", "Tungsten"]
    reason: Words = Field(description="what the metal does there, for reviewer and supplier")


class Plausibility(BaseModel):
    """Thresholds of the plausibility rules; section ``plausibility`` of the company profile."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scope_asked: Literal["company", "product"] | None = Field(
        None, description="scope that suppliers are asked for; the supplier list may say another for one supplier"
    )
    oldest_effective_date_months: int = Field(
        12,
        ge=1,
        le=60,
        description="how long before the end of the reporting year a declaration may be dated; 12: its 1 January",
    )
    pasted_list_share: Share = Field(
        0.8, description="share of a metal's look-up list that, all declared, looks like the list pasted in"
    )
    pasted_list_facilities: int = Field(
        50, ge=5, le=1000, description="and how many facilities it must be: a short list may be declared in good faith"
    )
    outdated_list_share: Share = Field(
        0.2, description="share of a metal's facilities that only lists older than the template still have"
    )
    outdated_list_facilities: int = Field(3, ge=1, le=1000, description="and how many facilities it must be")
    unchanged_list_months: int = Field(
        12, ge=1, le=120, description="months between two declarations on different revisions with the same smelters"
    )
    unchanged_list_facilities: int = Field(
        10, ge=1, le=1000, description="and how many smelters they must be: a short list may well stay as it is"
    )
    expected_metals: tuple[ExpectedMetal, ...] | None = Field(
        None, max_length=500, description="your own table of commodities, in place of the built-in one; [] for none"
    )

    @field_validator("expected_metals")
    @classmethod
    def _once_each(cls, value: tuple[ExpectedMetal, ...] | None) -> tuple[ExpectedMetal, ...] | None:
        pairs = [(item.commodity.casefold(), item.metal) for item in value or ()]
        if twice := sorted({pair for pair in pairs if pairs.count(pair) > 1}):
            raise ValueError(f"{twice[0][0]} and {twice[0][1]} stand together more than once")
        return value

    @property
    def commodity_metals(self) -> tuple[ExpectedMetal, ...]:
        """The company's own table where it has one, else the built-in one."""
        return built_in_metals() if self.expected_metals is None else self.expected_metals


@cache
def built_in_metals() -> tuple[ExpectedMetal, ...]:
    """The table beside the warehouse: parts that can hardly be made without the metal."""
    text = files("include.warehouse").joinpath("commodity_metals.csv").read_text("utf-8")
    return tuple(ExpectedMetal.model_validate(row) for row in csv.DictReader(text.splitlines()))
