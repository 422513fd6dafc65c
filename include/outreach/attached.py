"""The blank official template that goes with a letter: the user's own, as the archive has it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from include.events import Event
from include.intake.blank_template import names_a_supplier, newest_blank_template
from include.lake import batches
from include.mail import Attachment
from include.settings import CompanyProfile
from include.storage import Store
from include.warehouse.marts import Marts

MAX_BYTES = 5 << 20
_XLSX = b"PK"
_FILLED = "blank_but_filled"
_LOG = logging.getLogger(__name__)


def blank_template(
    lake: Store, events: Sequence[Event], marts: Marts, profile: CompanyProfile, reporting_year: int
) -> Attachment | None:
    """The newest accepted revision that was dropped by itself and under no vendor number; null when there is none.

    One supplier's file never goes to the others. For the same reason one in which a cell is filled is not taken; nor is
    one that is no .xlsx, or larger than a mail should be.
    """
    numbers = marts.table("supplier_contact")["supplier_id"].unique().to_pylist()
    found = newest_blank_template(
        lake,
        batches(lake),
        [item for item in events if item.kind != "receipt" or _is_ours(item, numbers)],
        reporting_year,
        numbers,
        profile.accepted_template_versions,
    )
    if found is None:
        return None
    table = marts.table("finding").select(["code", "file_sha256"]).to_pylist()
    filled = any(row["code"] == _FILLED and row["file_sha256"] == found.file_sha256 for row in table)
    if filled or len(found.content) > MAX_BYTES or not found.content.startswith(_XLSX):
        _LOG.warning("Letters go without template %s: it is filled in, no .xlsx, or too large", found.revision)
        return None
    return Attachment(f"CMRT_{found.revision}.xlsx", found.content)


def _is_ours(receipt: Event, numbers: Sequence[str]) -> bool:
    return not receipt.payload.get("within") and not names_a_supplier(receipt.payload["drop_path"], numbers)
