"""The reporting year of the letter that an e-mail answers, where the letter is ours."""

from __future__ import annotations

from collections.abc import Mapping

from include.events import read_all
from include.storage import Store


def letter_years(lake: Store, letters: Mapping[str, str]) -> dict[str, int]:
    """Year of the letter each mail answers, by the hash of the mail; ``letters`` is what the mails say of themselves.

    A letter that the ledger does not have gives no year: whoever sends a mail can write what he likes into its head.
    """
    if not letters:
        return {}
    years = {
        item.payload["letter_id"]: item.payload["reporting_year"]
        for item in read_all(lake)
        if item.kind == "letter" and item.payload.get("step") == "intent"
    }
    return {mail: years[letter_id] for mail, letter_id in letters.items() if letter_id in years}
