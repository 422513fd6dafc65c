"""What EDGAR's submission header asks for beyond the cover of Form SD: the section ``edgar`` of the company profile.

The CCC has no field here, and none anywhere else: it is a password, filled in from a secret when a person hands over.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[ -~]{1,30}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9-]{1,20}$")]
InternetAddress = Annotated[
    str, StringConstraints(min_length=4, max_length=80, pattern=r"^[!-?A-~]{1,64}@[!-?A-~]{1,78}$")
]


class EdgarFiler(BaseModel):
    """Optional parts of ``submission.xml``; what is not stated is left out of it. Limits are those of its schema."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    filer_id: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}$")] | None = Field(
        None, description="CIK that files; the registrant's own when left out"
    )
    contact_name: Name | None = Field(None, description="whom EDGAR's staff asks about the submission")
    contact_phone: Phone | None = Field(None, description="letters, digits and hyphens")
    notification_addresses: tuple[InternetAddress, ...] = Field(
        (), max_length=10, description="who else hears from EDGAR what became of the submission"
    )
    confirming_copy: bool | None = None
    override_internet: bool | None = Field(None, description="only these addresses hear, not those on EDGAR's record")
    return_copy: bool | None = None
