"""Our matching on real dirty names, where they are: nothing wrong is believed, and most is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from include.bench.matching import EXAMPLES, all_answers, labelled_names, scores

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = pytest.mark.skipif(not (SHARED / EXAMPLES).exists(), reason="the shared names are not beside the project")


def test_the_measured_quality_holds() -> None:
    names, lists = labelled_names(SHARED)

    answers = all_answers(names, lists)
    alone, likeness = (scores(names, answers[method]) for method in ("ours, ladder alone", "ours, with likeness"))

    assert alone["wrong"] == 0
    assert float(alone["recall"]) >= 0.80
    assert likeness["wrong"] <= 1
    assert float(likeness["recall"]) >= 0.93
    assert float(likeness["top 1"]) >= 0.95
    assert float(likeness["top 3"]) >= 0.98
