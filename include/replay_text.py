"""A replay as plain text: sections a person reads from the top. Names in it are those of the filing: keep it local."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from include.countries import country
from include.replay import Line, Replay

Key = TypeVar("Key", bound=Hashable)
Facilities = Mapping[tuple[str, str], Sequence[Line]]
_HINDSIGHT = (
    "HINDSIGHT: the lists used here are later than the filing, or were not at hand when it was made. What follows is",
    "what they say of it, not what its makers could have known. Line 1 is the first below the heading row.",
    "Statuses as of {as_of}; lists used:",
)


def as_text(found: Replay) -> Iterator[str]:
    """The replay as lines of plain text, one section after the other."""
    facilities = found.facilities()
    yield from (line.format(as_of=found.as_of) for line in _HINDSIGHT)
    yield from (f"  {name}" for name in found.lists)
    yield ""
    yield from _figures(found, facilities)
    yield from _section("Lines that stand more than once", _repeated(found.lines))
    yield from _section("One facility under several names", _several_names(facilities))
    yield from _section("One name under several metals", _several_metals(found.lines))
    yield from _section("Known under another metal", _rung(found.lines, "other_metal"))
    yield from _section("Most likely no smelter", _rung(found.lines, "known_non_smelter"))
    yield from _section("Countries that no list of countries has", _countries(found.lines))
    yield from _section("What Appendix A should have said", _appendix(found, facilities))
    yield from _section("For a person", [_asked(line) for line in found.for_a_person()])


def _figures(found: Replay, facilities: Facilities) -> Iterator[str]:
    then = sum(line.known_then for line in found.lines)
    later = sum(1 for line in found.lines if line.smelter_cid and not line.known_then)
    yield f"Lines filed: {len(found.lines)} ({_counted(Counter(line.metal for line in found.lines))})"
    yield f"Facilities they mean: {len(facilities)} ({_counted(Counter(metal for metal, _ in facilities))})"
    yield f"Lines settled by lists up to {found.as_of}: {then}; by later lists alone: {later}"
    yield f"Lines that need a person: {len(found.for_a_person())}"
    yield f"Status of these facilities as of {found.as_of}: {_counted(Counter(map(found.status, facilities)))}"


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(lines) or 'none'}"
    yield from (f"  {line}" for line in lines)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {counts[name]}" for name in sorted(counts)) or "none"


def _shown(line: Line) -> str:
    return f"{line.metal}: {' '.join(line.name.split())}" + (f" ({line.country})" if line.country else "")


def _rows(lines: Sequence[Line]) -> str:
    return ", ".join(str(line.number) for line in lines)


def _grouped(lines: Sequence[Line], key: Callable[[Line], Key]) -> dict[Key, list[Line]]:
    groups: dict[Key, list[Line]] = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return groups


def _spelling(line: Line) -> str:
    return " ".join(line.name.split()).casefold()


def _repeated(lines: Sequence[Line]) -> list[str]:
    groups = _grouped(lines, lambda line: (line.metal, _spelling(line), line.country.casefold()))
    return [f"{_shown(same[0])}: lines {_rows(same)}" for same in groups.values() if len(same) > 1]


def _several_names(facilities: Facilities) -> list[str]:
    found = []
    for (metal, cid), lines in facilities.items():
        names = list(dict.fromkeys(" ".join(line.name.split()) for line in lines))
        if len({name.casefold() for name in names}) > 1:
            found.append(f"{metal} {cid}: {' | '.join(names)} (lines {_rows(lines)})")
    return found


def _several_metals(lines: Sequence[Line]) -> list[str]:
    groups = _grouped(lines, _spelling)
    return [
        f"{same[0].name}: {', '.join(sorted({line.metal for line in same}))} (lines {_rows(same)})"
        for same in groups.values()
        if len({line.metal for line in same}) > 1
    ]


def _rung(lines: Sequence[Line], rung: str) -> list[str]:
    return [f"line {line.number}, {_shown(line)}: {line.detail}" for line in lines if line.rung == rung]


def _countries(lines: Sequence[Line]) -> list[str]:
    groups = _grouped([line for line in lines if line.country and not country(line.country)], lambda line: line.country)
    return [f"{written}: lines {_rows(same)}" for written, same in sorted(groups.items())]


def _appendix(found: Replay, facilities: Facilities) -> list[str]:
    shown = []
    for facility, lines in facilities.items():
        status, day = found.status(facility), found.statuses.get(facility, ("", None))[1]
        known = "" if any(line.known_then for line in lines) else "; known from a later list only"
        dated = f" as of {day}" if day else ""
        shown.append(f"{' '.join(facility)}  {lines[0].standard_name}: {status}{dated}{known} (lines {_rows(lines)})")
    return shown


def _asked(line: Line) -> str:
    candidates = f"; perhaps {line.candidates}" if line.candidates else ""
    return f"line {line.number}, {_shown(line)}: {line.detail}{candidates}"
