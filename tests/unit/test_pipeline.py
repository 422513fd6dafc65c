"""What the one command says of a digest that did not go out."""

from __future__ import annotations

from pathlib import Path

import pytest

from include.alerts import ledger
from include.pipeline import _digest_failed
from include.settings import Settings
from include.storage import open_store


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        (["failed", "outbox"], "the mail server did not take the digest: it lies in"),
        (["failed", None], "the digest may not have arrived: its copy is"),
        (["failed"], "the digest could not be sent, and the next run tries again"),
        ([], "the digest could not be sent, and the next run tries again"),
    ],
    ids=["refused", "broke_off", "not_tried_to_the_end", "failed_before"],
)
def test_a_failed_digest_is_told_as_what_happened(
    outcomes: list[ledger.Outcome | None], said: str, settings: Settings
) -> None:
    lake = open_store(settings.lake)
    lake.replace("marts/CURRENT", b"run1")
    for number, outcome in enumerate(outcomes):
        attempt = ledger.Attempt(
            "a", number, "digest", "compliance", 2025, ("n",), "0", f"alerts/{number}/digest", "run1", "2026-05-11"
        )
        ledger.record_intent(lake, attempt)
        if outcome:
            ledger.record_outcome(lake, attempt, outcome, "why")

    text = _digest_failed(settings, Path("reconcile.log"))

    assert text.startswith(said)
    assert text.endswith("see reconcile.log")
    assert (f"{settings.outbox}/alerts/1/digest.html" in text) == (len(outcomes) == 2)
