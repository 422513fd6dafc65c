"""Letters laid into the outbox, and the plan of a dry run. A year's folder holds exactly the letters that are due.

What lies there has not been sent, and nothing of it is in the ledger: whoever sends it records it in an outreach log.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from include.csv_cells import safe_cell
from include.lake import sha256
from include.mail import draft
from include.outreach.compose import Composed
from include.outreach.plan import Planned
from include.settings import Settings
from include.storage import Store, open_store

PLAN = "plan.csv"
COLUMNS = (
    "entity_id", "supplier_id", "supplier_name", "letter_kind", "number", "due_since", "language", "recipient", "state",
    "reason", "approved_by", "letter_id",
)  # fmt: skip


def year_of(settings: Settings, reporting_year: int) -> Store:
    """The outbox of a year."""
    return open_store(f"{settings.outbox}/{reporting_year}")


def address(letter: Planned) -> str:
    """Place of a letter in the outbox of its year; a vendor number never becomes a path as it is."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "_", letter.supplier_id)[:40]
    return f"{safe}-{sha256(letter.supplier_id.encode())[:8]}/{letter.letter_kind}"


def lay_out(outbox: Store, letters: Iterable[Composed]) -> set[str]:
    """Write each letter as text, as HTML and as a draft that a mail program opens; returns their places."""
    places = set()
    for letter in letters:
        place = address(letter.planned)
        forms = {".txt": _as_text(letter), ".html": letter.html.encode(), ".eml": draft(letter.whole())}
        for ending, content in forms.items():
            outbox.replace(place + ending, content)
            places.add(place + ending)
    return places


def take_out_others(outbox: Store, places: set[str]) -> None:
    """Remove what is due no longer: it would still be sent."""
    for entry in outbox.entries():
        if entry.path not in places:
            outbox.remove(entry.path)


def plan_csv(planned: Sequence[Planned]) -> str:
    """What would go out, what waits for an approval, and what is held and why; safe to open in a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in planned:
        said = {
            **{name: getattr(item, name, None) for name in COLUMNS},
            "recipient": ", ".join(item.recipients),
            "reason": item.held or item.why,
        }
        writer.writerow([safe_cell(said[name]) for name in COLUMNS])
    return target.getvalue()


def _as_text(letter: Composed) -> bytes:
    """The letter with its heads, for whoever copies it into a mail."""
    heads = [f"To: {', '.join(letter.planned.recipients)}", f"Subject: {letter.subject}"]
    return ("\n".join(heads) + "\n\n" + letter.text).encode()
