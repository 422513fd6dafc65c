"""The campaign as the company runs it: when suppliers are written to again, who signs, when the survey is closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Days = Annotated[int, Field(ge=1, le=365)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Signer(BaseModel):
    """A named person of the company under a letter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    title: Name


class Campaign(BaseModel):
    """The ladder of letters; section ``campaign`` of the company profile. Days of reminders are ``follow_up_days``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    due_days: Days = Field(30, description="days a supplier has to answer the survey; its letter names the day")
    correction_days: tuple[Days, ...] = Field(
        (14, 28), max_length=10, description="days after the first request to correct an answer on which it is repeated"
    )
    official_notice_days: Days | None = Field(
        56,
        description="days after the survey, or the first request to correct, on which an officer writes; null: never",
    )
    official_notice_again_days: Days = Field(
        28, description="days after which a rejected or unanswered proposal of an official notice is made again"
    )
    cut_off: dict[Annotated[int, Field(ge=2013, le=2100)], date] = Field(
        default_factory=dict,
        max_length=50,
        description="reporting year: last day on which an answer counts in that year's rates; none: the as-of date",
    )
    thank_you: bool = Field(True, description="thank who has sent a valid declaration, once")
    closing_letters: bool = Field(
        True, description="tell who has not, once, that the survey is closed after the cut-off"
    )
    signer: Signer | None = Field(None, description="who signs letters but official notices")
    senior_officer: Signer | None = Field(None, description="who signs official notices; without one none is written")
    unreviewed_language: Literal["hold", "english"] = Field(
        "hold", description="letters in a language nobody has approved: hold them, or write in English"
    )

    @field_validator("correction_days")
    @classmethod
    def _rising(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if list(value) != sorted(set(value)):
            raise ValueError("days must rise, each only once: for example [14, 28]")
        return value
