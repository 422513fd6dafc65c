"""Matching names against lists: what likeness adds, and that it minds nobody else's rows."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include.bench.matching import all_answers, labelled_names, scores
from include.warehouse.match import match_names

AS_OF = date(2026, 3, 31)
NOWHERE = Path("there is no such folder")


@pytest.fixture(scope="module")
def made() -> tuple[list[dict[str, Any]], Any]:
    """Dirty names of the sample's facilities and of nobody, with the sample's lists."""
    return labelled_names(NOWHERE)


def matched(names: list[dict[str, Any]], lists: Any, accept_similar: bool = True) -> list[dict[str, Any]]:
    return match_names(names, lists.tables, lists.dates, AS_OF, accept_similar)


def test_no_dirty_name_is_believed_to_be_another_facility_and_likeness_finds_more(
    made: tuple[list[dict[str, Any]], Any],
) -> None:
    names, lists = made

    answers = all_answers(names, lists)
    alone, likeness = (scores(names, answers[method]) for method in ("ours, ladder alone", "ours, with likeness"))

    assert alone["wrong"] == 0
    assert float(likeness["precision"]) >= 0.98
    assert float(likeness["recall"]) > float(alone["recall"])
    assert float(likeness["top 3"]) >= 0.9  # some have lost the one word that told the facility


def test_other_rows_change_no_match(made: tuple[list[dict[str, Any]], Any]) -> None:
    names, lists = made
    some = names[:60]
    before = matched(some, lists)

    shuffled = random.Random(1).sample(range(len(some)), len(some))
    again = matched([some[place] for place in shuffled], lists)
    joined = matched([*names[60:], *some], lists)

    assert [again[shuffled.index(place)] for place in range(len(some))] == before
    assert joined[-len(some) :] == before


def test_likeness_is_named_scored_and_explained(made: tuple[list[dict[str, Any]], Any]) -> None:
    names, lists = made

    similar = [row for row in matched(names, lists) if row["match_method"] == "similar"]

    assert similar
    assert all(0.6 <= row["match_score"] <= 1 for row in similar)
    assert all(row["match_detail"].startswith('like "') for row in similar)
    assert all(row["candidates"].startswith(row["smelter_cid"]) for row in similar)


def test_at_most_three_candidates_best_first(made: tuple[list[dict[str, Any]], Any]) -> None:
    names, lists = made

    for row in matched(names, lists, accept_similar=False):
        offered = [float(item.partition(":")[2]) for item in row["candidates"].split(";") if item]
        assert len(offered) <= 3
        assert offered == sorted(offered, reverse=True)


def test_without_any_list_nothing_is_matched() -> None:
    name = {"metal": "Tin", "smelter_name_reported": "Alder Tin", "facility_country": "Peru"}

    assert [row["judgement"] for row in match_names([name], {}, {}, AS_OF, True)] == ["unmatched"]
