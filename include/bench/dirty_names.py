"""Names as suppliers mistype them, made from those of a reference: letters swapped, words lost, added, run together."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_ADDED = ("refinery", "metals", "smelter", "co", "group", "plant", "international", "materials", "trading", "branch")
_LETTERS = "aeiousnrltgh"


def dirty_names(names: Sequence[str], seed: int) -> Iterator[str]:
    """Endlessly: a name of ``names`` with one to three faults; the same seed gives the same names."""
    chosen = random.Random(seed)  # noqa: S311 - a benchmark's data
    while True:
        words = chosen.choice(names).split()
        for _ in range(chosen.choice((1, 1, 2, 3))):
            words = _faulty(words, chosen)
        yield " ".join(words)


def _faulty(words: list[str], chosen: random.Random) -> list[str]:
    place = chosen.randrange(len(words))
    before, word, after = words[:place], words[place], words[place + 1 :]
    fault = chosen.randrange(5)
    if fault == 0 and len(words) > 2:
        return before + after
    if fault == 1:
        return [*words, chosen.choice(_ADDED)]
    if fault == 2 and after:
        return [*before, word + after[0], *after[1:]]
    return [*before, _mistyped(word, chosen), *after]


def _mistyped(word: str, chosen: random.Random) -> str:
    if len(word) < 3:
        return word
    place = chosen.randrange(1, len(word) - 1)
    slip = chosen.randrange(3)
    if slip == 0:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if slip == 1:
        return word[:place] + word[place + 1 :]
    return word[:place] + chosen.choice(_LETTERS) + word[place + 1 :]
