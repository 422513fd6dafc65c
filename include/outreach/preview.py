"""Letters as a supplier of the data would get them on a day, whether they are due or not: for reading, never sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from include.outreach.context import LetterContext, LetterKind
from include.outreach.languages import language_of
from include.outreach.letter_facts import LetterFacts
from include.outreach.plan import Planned
from include.settings import Settings, load_profile
from include.storage import open_store
from include.warehouse.marts import Marts


class NoSuchSupplier(LookupError):
    """The year's marts do not know the vendor number, or do not survey it."""


def preview(
    settings: Settings, supplier_id: str, as_of: date, kinds: Iterable[LetterKind], language: str | None
) -> Iterator[LetterContext]:
    """What the letters of these kinds to a supplier say; null for the language is the supplier's own.

    Raises NoSuchSupplier, NoMarts before the first refresh, or ProfileError.
    """
    year = settings.reporting_year
    marts = Marts(open_store(settings.lake))
    surveyed = [row for row in marts.rows("supplier_status", year) if row["in_scope"] and not row["exempt_reason"]]
    row = next((row for row in surveyed if row["supplier_id"] == supplier_id), None)
    if row is None:
        raise NoSuchSupplier(f"no supplier in scope of {year} has the vendor number {supplier_id[:100]!r}")
    contacts = {each["supplier_id"]: each for each in marts.rows("supplier_contact", year)}
    written_to = row["written_to"] or supplier_id
    facts = LetterFacts(marts, load_profile(settings.profile_address), year, as_of)
    for kind in kinds:
        planned = Planned(
            reporting_year=year,
            entity_id=row["entity_id"],
            supplier_id=written_to,
            supplier_ids=tuple(each["supplier_id"] for each in surveyed if each["entity_id"] == row["entity_id"]),
            supplier_name=contacts.get(written_to, row)["supplier_name"] or written_to,
            letter_kind=kind,
            number=row["next_number"] or 1 if row["next_action"] == kind else 1,
            due_since=None,
            why="",
            language=language or language_of(contacts.get(written_to, {}).get("language")),
        )
        yield facts.of(planned, None)[0]
