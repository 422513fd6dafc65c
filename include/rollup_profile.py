"""What the company says of itself in its own CMRT for its customers: section ``rollup`` of the company profile.

The answers per metal are derived from the suppliers' declarations; these here only the company can give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Letter = Literal["A", "B", "C", "D", "E", "F", "G", "H"]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=r"^[^=#]")]
"""Text of a cell; the template's instructions forbid = and # at its beginning."""

YES_NO = ("Yes", "No")
CHOICES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("ABCDFG", YES_NO),
    "E": ("Yes, in conformance with IPC1755", "Yes, using other format", "No"),
    "H": ("Yes, with the SEC", "Yes, with the EU", "Yes, with the SEC and the EU", "No"),
}
"""Company question of CMRT 6.x -> its choices, as the intake names them."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RollupPerson(_Strict):
    """Who answers for the declaration: the contact, or the person who authorises it."""

    name: Cell
    title: Cell | None = None
    email: Cell | None = None
    telephone: Cell | None = None


class RollupAnswer(_Strict):
    """An answer to a company question, with its comment."""

    answer: Cell
    comment: Cell | None = None

    @model_validator(mode="before")
    @classmethod
    def _answer_alone(cls, value: Any) -> Any:
        return value if isinstance(value, Mapping) else {"answer": value}

    @field_validator("answer", mode="before")
    @classmethod
    def _yes_is_a_word(cls, value: Any) -> Any:
        """YAML reads a bare Yes as true."""
        return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else value


class RollupProduct(_Strict):
    """A product of the Product List, which scope ``product`` needs."""

    number: Cell
    name: Cell | None = None


class RollupProfile(_Strict):
    """Scope, people and company answers of the roll-up; what is not given stays empty and is listed as to do."""

    scope: Literal["company", "product", "user_defined"] | None = None
    scope_description: Cell | None = Field(None, description="the template asks for it under scope user_defined")
    unique_id: Cell | None = None
    unique_id_authority: Cell | None = None
    contact: RollupPerson | None = None
    authorizer: RollupPerson | None = Field(None, description="who will confirm the answers; nobody is invented")
    products: tuple[RollupProduct, ...] = Field((), max_length=1000)
    answers: dict[Letter, RollupAnswer] = Field({}, description="company questions A to H of CMRT 6.x")

    @field_validator("answers")
    @classmethod
    def _of_the_choices(cls, value: dict[Letter, RollupAnswer]) -> dict[Letter, RollupAnswer]:
        for question, given in value.items():
            if given.answer not in CHOICES[question]:
                raise ValueError(f"question {question} allows {' | '.join(CHOICES[question])}, not {given.answer!r}")
        return value
