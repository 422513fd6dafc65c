"""One file of the drop folder, what is in it, and what the pipeline should make of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from include.sample.complete import complete_spec
from include.sample.master import supplier
from include.sample.references import facilities
from include.sample.spec import METALS, CmrtSpec, SmelterRow, listed

TiedBy = Literal["supplier_id", "email_domain", "company_name"]


@dataclass(frozen=True)
class DropFile:
    """A supplier's file: a declaration (``spec``) or bytes nobody can read (``content``).

    ``supplier_id`` and ``tied_by`` are None where no rule ties the file. ``for_review`` counts smelter rows that only
    a person can match. ``superseded`` says that a later file of the same supplier and scope replaces this one.
    ``replies`` is the supplier who sent it, readable or not.
    """

    path: str
    arrived: date
    spec: CmrtSpec | None = None
    content: bytes | None = None
    supplier_id: str | None = None
    tied_by: TiedBy | None = None
    for_review: int = 0
    superseded: bool = False
    replies: str | None = None


def spec_of(
    supplier_id: str,
    cids: str,
    effective: date,
    *,
    revision: str = "6.5",
    metals: Collection[str] | None = None,
    rows: tuple[SmelterRow, ...] = (),
    **fields: Any,
) -> CmrtSpec:
    """A complete declaration of a supplier of the master for facilities given as the last three digits of their CIDs.

    ``metals`` in scope are those of the facilities unless given; ``rows`` are appended to the smelter list as they
    are. Raises KeyError for a facility that revision's list does not hold.
    """
    known = facilities(revision)
    entries = [known[f"CID900{digits}"] for digits in cids.split()]
    in_scope = [metal for metal in METALS if metal in {entry.metal for entry in entries}] if metals is None else metals
    return complete_spec(
        metals=in_scope,
        revision=revision,
        smelters=(*map(listed, entries), *rows),
        effective_date=effective,
        **{**_sender(supplier(supplier_id)), **fields},
    )


def _sender(row: dict[str, str]) -> dict[str, Any]:
    domain = row["email_domains"].split(";")[0]
    return {
        "company_name": row["supplier_name"],
        "company_unique_id": f"SAMPLE-{row['supplier_id']}",
        "company_address": row["country"],
        "contact_name": row["contact_name"],
        "contact_email": row["contact_email"],
        "authorizer_email": f"director@{domain}",
    }
