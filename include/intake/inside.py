"""Files inside other files: which are opened and which count, by what they lay in."""

from __future__ import annotations

from dataclasses import dataclass

from include.intake.model import Kind, ReadFile

CONTAINERS: tuple[Kind, ...] = ("zip", "mail")
Place = tuple[str, ...]
"""The kinds of what a file lay in, from the outermost; empty for a file that was dropped by itself."""

ZIP_IN_ZIP = "a zip inside a zip: unpack it and drop the files themselves"
_TOO_DEEP = "it lies too deep in other files, and was not opened: drop it by itself"
_LIST_IN_MAIL = "a list that came by e-mail, which counts for nothing: drop the file itself, if it is yours"
PLACE_REASONS = (ZIP_IN_ZIP, _TOO_DEEP, _LIST_IN_MAIL)
"""Why a file counts for nothing where it lay; the same bytes may count when they are dropped by themselves."""

_DEEPEST = 2
_LISTS = (
    "supplier", "product", "bill_of_materials", "outreach_log", "smelter_lookup", "smelter_status", "old_smelter_id",
    "sanction", "cahra", "smelter_origin",
)  # fmt: skip


@dataclass(frozen=True)
class Inner:
    """A file that was found inside another, archived and read, with those found inside it."""

    name: str
    file_sha256: str
    size_bytes: int
    inside: tuple[Inner, ...] = ()


def aside_because(kind: str, place: Place) -> str | None:
    """Why a file of this kind counts for nothing at a place; null when it counts.

    Archives inside archives have no bound, so one archive is opened on the way to a file, and two containers in all: a
    zip in a mail, a mail in a zip, a mail attached to a mail. Whoever knows the address can send a mail: what he sends
    may declare something, but is no list of ours. (Decisions count only where they are dropped by themselves anyway.)
    """
    if kind == "zip" and "zip" in place:
        return ZIP_IN_ZIP
    if kind in CONTAINERS and len(place) >= _DEEPEST:
        return _TOO_DEEP
    return _LIST_IN_MAIL if kind in _LISTS and "mail" in place else None


def as_inside(read: ReadFile, places: tuple[Place, ...]) -> ReadFile:
    """What a file was read as, given the places it came in: set aside when it counts in none of them."""
    reasons = [aside_because(read.kind, place) for place in places]
    return read if read.reason or None in reasons else ReadFile(read.kind, reasons[0])
