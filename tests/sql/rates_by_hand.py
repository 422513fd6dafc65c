"""The rates and the course of a campaign, worked out again from their definitions (docs/campaign-scope.md).

Written from the words, not from the SQL: plain sets and loops over one small world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Supplier:
    """A vendor number of the supplier list."""

    number: str
    parent: str | None = None
    role: str | None = "manufacturer"
    exempt: bool = False
    spend: int | None = None
    currency: str | None = "EUR"


@dataclass(frozen=True)
class Line:
    """A line of the bill of materials; ``out`` when it says no, with reason and evidence."""

    product: str
    part: str | None
    supplier: str | None
    number: str | None = None
    manufacturer: str | None = None
    out: bool = False


@dataclass(frozen=True)
class Answer:
    """A CMRT: whose, for what, of which day, when it came, and whether something is wrong with it."""

    file: str
    supplier: str | None
    received: date
    scope: str | None = "company"
    listed: tuple[str, ...] = ()
    effective: date | None = None
    critical: bool = False
    set_aside: bool = False
    reach: tuple[str, ...] | str | None = None
    """What a person says it reaches: all_parts, none, or part numbers."""


@dataclass(frozen=True)
class World:
    """One reporting year of a company."""

    suppliers: tuple[Supplier, ...]
    products: tuple[str, ...]
    out_of_scope: frozenset[str]
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    letters: tuple[tuple[str, date], ...]
    as_of: date
    cut_off: date | None = None
    found: dict[str, Supplier] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Suppliers by number."""
        self.found.update({item.number: item for item in self.suppliers})

    # Who is asked

    def entity(self, number: str) -> str:
        """The last parent; one the list does not have is still the entity."""
        while (known := self.found.get(number)) and known.parent:
            number = known.parent
        return number

    def distributes(self, number: str) -> bool:
        own, above = self.found.get(number), self.found.get(self.entity(number))
        return ((own and own.role) or (above and above.role)) == "distributor"

    def asked_lines(self) -> list[tuple[str | None, Line]]:
        """Lines in scope, each with the vendor number that is asked for its part."""
        inside = {line.part for line in self.lines if not line.out}
        return [
            (line.manufacturer or line.supplier, line)
            for line in self.lines
            if line.product not in self.out_of_scope
            and (not line.out or (line.part is not None and line.part in inside))
        ]

    def in_scope(self) -> list[Supplier]:
        asked = {number for number, _ in self.asked_lines()}
        return [item for item in self.suppliers if not self.lines or item.number in asked]

    def entities(self) -> tuple[list[str], int]:
        """Entities asked, and how many are exempt."""
        groups: dict[str, list[Supplier]] = {}
        for item in self.in_scope():
            groups.setdefault(self.entity(item.number), []).append(item)
        asked = [name for name, members in groups.items() if not all(item.exempt for item in members)]
        return asked, len(groups) - len(asked)

    # What they have answered

    def last_day(self) -> date:
        """The day up to which things count."""
        days = [item.received for item in self.answers if self.owner(item)] + [day for _, day in self.letters]
        today = max([self.as_of, *days])
        return min(self.cut_off, today) if self.cut_off else today

    def owner(self, answer: Answer) -> str | None:
        return self.entity(answer.supplier) if answer.supplier in self.found else None

    def replaces(self, newer: Answer, older: Answer) -> bool:
        if newer.set_aside or self.owner(newer) != self.owner(older) or _order(newer) <= _order(older):
            return False
        if newer.scope == older.scope:
            return newer.scope != "product" or set(newer.listed) == set(older.listed)
        # An unreadable scope says nothing that the newer one could leave out; it must also have come no earlier.
        return older.scope is None and newer.received >= older.received

    def standing(self, entity: str, day: date) -> list[Answer]:
        came = [item for item in self.answers if self.owner(item) == entity and item.received <= day]
        return [item for item in came if not any(self.replaces(other, item) for other in came)]

    def received(self, entity: str, day: date) -> bool:
        return bool(self.standing(entity, day))

    def valid(self, entity: str, day: date) -> bool:
        counted = [item for item in self.standing(entity, day) if not item.set_aside]
        return bool(counted) and not any(item.critical for item in counted)

    def surveyed(self, entity: str, day: date) -> bool:
        return any(
            sent <= day and self.entity(number) == entity for number, sent in self.letters if number in self.found
        )

    # What the answers reach

    def speaks_of(self, answer: Answer, number: str, line: Line) -> bool:
        if answer.reach is not None:
            return answer.reach == "all_parts" or (answer.reach != "none" and line.part in answer.reach)
        if answer.scope == "company":
            return not self.distributes(number)
        written = {text.strip().lower() for text in answer.listed}
        return answer.scope == "product" and bool(written & {(line.number or "?").lower(), (line.part or "?").lower()})

    def part_states(self) -> Iterator[tuple[str, object, str | None, bool, bool]]:
        """(product, part, vendor number, answered, reached) of every line in scope that is not an exempt supplier's."""
        for number, line in self.asked_lines():
            known = self.found.get(number or "")
            if known and known.exempt:
                continue
            key = line.part or (line.product, line.supplier, line.number)
            if not known:
                yield line.product, key, number, False, False
                continue
            standing = self.standing(self.entity(known.number), self.last_day())
            heard = [item for item in standing if not item.set_aside]
            speaking = [item for item in heard if not item.critical and self.speaks_of(item, known.number, line)]
            yield line.product, key, number, bool(heard), bool(speaking)

    # The figures

    def rates(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """(basis, measure) -> (numerator, denominator, exempt)."""
        asked, exempt = self.entities()
        day = self.last_day()
        got = [name for name in asked if self.received(name, day)]
        valid = [name for name in asked if self.valid(name, day)]
        surveyed = [name for name in asked if self.surveyed(name, day)]
        found = {}
        if asked or exempt:
            counts = {
                "surveyed": surveyed,
                "received": got,
                "valid": valid,
                "received_not_valid": set(got) - set(valid),
            }
            found = {("supplier", name): (len(who), len(asked), exempt) for name, who in counts.items()}
        return found | self._product_rates() | self._part_rates() | self._spend_rates(asked, got, valid)

    def _product_rates(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        named = {*self.products, *(line.product for line in self.lines)} - self.out_of_scope
        states = list(self.part_states())
        represented = {product for product, _, _, answered, _ in states if answered}
        missing = {product for product, _, _, _, reached in states if not reached}
        covered = {product for product, *_ in states} - missing
        if not named:
            return {}
        return {
            ("product", "represented"): (len(represented), len(named), 0),
            ("product", "fully_covered"): (len(covered), len(named), 0),
        }

    def _part_rates(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        every = {line.part or (line.product, line.supplier, line.number) for _, line in self.asked_lines()}
        if not every:
            return {}
        states = list(self.part_states())
        parts = {key for _, key, *_ in states}
        answered = {key for _, key, _, heard, _ in states if heard}
        missing = {key for _, key, _, _, reached in states if not reached}
        return {
            ("part", "represented"): (len(answered), len(parts), len(every) - len(parts)),
            ("part", "reached"): (len(parts - missing), len(parts), len(every) - len(parts)),
        }

    def _spend_rates(
        self, asked: Iterable[str], got: Iterable[str], valid: Iterable[str]
    ) -> dict[tuple[str, str], tuple[int, int, int]]:
        given = [item for item in self.in_scope() if item.spend is not None]
        paid = [item for item in given if not item.exempt]
        if len({item.currency for item in paid}) != 1 or paid[0].currency is None:
            return {}

        def spent(names: Iterable[str]) -> int:
            return sum(item.spend or 0 for item in paid if self.entity(item.number) in set(names))

        exempt = sum(item.spend or 0 for item in given if item.exempt and item.currency == paid[0].currency)
        whole = spent(asked)
        return {
            ("spend", "received"): (spent(got), whole, exempt),
            ("spend", "valid"): (spent(valid), whole, exempt),
        }

    def course(self) -> list[tuple[date, int, int, int, int]]:
        """(day, asked, surveyed, received, valid) on each day of a change, and on the last."""
        asked, _ = self.entities()
        if not asked:
            return []
        last = self.last_day()
        days = {day for _, day in self.letters} | {item.received for item in self.answers} | {last}
        rows: list[tuple[date, int, int, int, int]] = []
        for day in sorted(day for day in days if day <= last):
            figures = [sum(told(name, day) for name in asked) for told in (self.surveyed, self.received, self.valid)]
            before = list(rows[-1][2:]) if rows else [0, 0, 0]
            if figures != before or day == last:
                rows.append((day, len(asked), figures[0], figures[1], figures[2]))
        return rows


def _order(answer: Answer) -> tuple[date, date, str]:
    return answer.effective or date.min, answer.received, answer.file
