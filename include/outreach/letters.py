"""Letters to suppliers, rendered into the outbox: a survey, a reminder, or a list of what to correct.

The first version writes in English and sends nothing: whoever sends a letter records it in an outreach log. The outbox
of a year holds exactly the letters that are due: one that is no longer due is taken out, or it would still be sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment

from include.lake import sha256
from include.mail_templates import mail_environment
from include.settings import CompanyProfile, Settings
from include.storage import open_store
from include.warehouse.marts import Marts

_TEMPLATES = Path(__file__).parent / "templates"
_NAMED = {
    "no_response": ("survey", "reminder"),
    "answered_incomplete": ("correction", "correction"),
    "complete": ("correction", "correction"),
}


@dataclass(frozen=True)
class Letter:
    """One letter: to which supplier, of which kind, and its two forms."""

    supplier_id: str
    letter_kind: str
    text: str
    html: str

    @property
    def address(self) -> str:
        """Place in the outbox of its year; a vendor number never becomes a path as it is."""
        safe = re.sub(r"[^A-Za-z0-9_-]", "_", self.supplier_id)[:40]
        return f"{safe}-{sha256(self.supplier_id.encode())[:8]}/{self.letter_kind}"


def letters_due(marts: Marts, profile: CompanyProfile, reporting_year: int, as_of: date) -> Iterator[Letter]:
    """One letter for each supplier in scope that owes something, ordered by vendor number.

    Who never answered gets a survey, or a reminder when a letter was sent before; whose declarations are not all valid
    gets the list of what to correct (mart ``open_item``, in its order). Who has a valid declaration and something open
    gets it in the words of a request; a declaration whose faults are ours to settle asks nothing of its supplier.
    """
    items: dict[str, list[dict[str, Any]]] = {}
    for row in marts.rows("open_item", reporting_year):
        items.setdefault(row["supplier_id"], []).append(row)
    for supplier in marts.rows("supplier_status", reporting_year):
        if supplier["in_scope"] and supplier["state"] in _NAMED:
            to_mend = items.get(supplier["supplier_id"], [])
            first, again = _NAMED[supplier["state"]]
            # Who sent what we could not read has not been silent.
            kind = "correction" if to_mend else again if supplier["letters"] else first
            if to_mend or kind != "correction":
                yield _render(kind, supplier, to_mend, profile, reporting_year, as_of)


def write_outbox(settings: Settings, profile: CompanyProfile, reporting_year: int, as_of: date) -> dict[str, int]:
    """Render the letters that are due into ``outbox/<year>/<supplier>/``; returns letters by kind.

    Raises NoMarts before the first refresh.
    """
    outbox = open_store(f"{settings.outbox}/{reporting_year}")
    counts: dict[str, int] = {}
    due = set()
    for letter in letters_due(Marts(open_store(settings.lake)), profile, reporting_year, as_of):
        for ending, body in ((".txt", letter.text), (".html", letter.html)):
            outbox.replace(letter.address + ending, body.encode("utf-8"))
            due.add(letter.address + ending)
        counts[letter.letter_kind] = counts.get(letter.letter_kind, 0) + 1
    for entry in outbox.entries():
        if entry.path not in due:
            outbox.remove(entry.path)
    return dict(sorted(counts.items()))


def _render(
    kind: str,
    supplier: dict[str, Any],
    items: list[dict[str, Any]],
    profile: CompanyProfile,
    reporting_year: int,
    as_of: date,
) -> Letter:
    values = {
        "kind": kind,
        "supplier_name": supplier["supplier_name"] or supplier["supplier_id"],
        "supplier_id": supplier["supplier_id"],
        "last_letter_on": supplier["last_letter_on"],
        "company": profile.registrant.name if profile.registrant else None,
        "accepted_versions": list(profile.accepted_template_versions),
        "reply_to": profile.reply_to,
        "items": _grouped(items),
        "counts": all(item["severity"] != "critical" for item in items),
        "reporting_year": reporting_year,
        "as_of": as_of,
        "sample": profile.sample,
    }
    text = _environment().get_template("letter.txt.j2").render(values)
    html = _environment().get_template("letter.html.j2").render(values)
    return Letter(supplier["supplier_id"], kind, text, html)


def _one_line(value: object) -> str:
    """Text of others on one line: a line break of theirs must not begin a line, or a header, of our letter."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", str(value)).strip()


def _grouped(items: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What is asked, each thing once, with the places it is asked of: sheet and cells in their order."""
    places: dict[tuple[str, str], list[str]] = {}
    for item in items:
        where = item["source_cell"] or (f"row {item['source_row']}" if item["source_row"] else "")
        places.setdefault((item["source_sheet"] or "", item["supplier_message"]), []).append(where)
    grouped = []
    for (sheet, message), cells in places.items():
        named = ", ".join(dict.fromkeys(cell for cell in cells if cell))
        word = "" if named.startswith("row") or not named else "cell " if "," not in named else "cells "
        grouped.append({"where": ", ".join(part for part in (sheet, word + named) if part), "message": message})
    return grouped


def _environment() -> Environment:
    environment = mail_environment(_TEMPLATES)
    environment.filters["one_line"] = _one_line
    return environment
