"""What of the campaign waits for a person, the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from include.outreach.settle import uncertain
from include.review import airflow_links
from include.review.next_letter import held, steps
from include.review.notices import batches
from include.review.visit import Visit

FOLLOW_UP = "follow_up_suppliers"


@dataclass(frozen=True)
class Waiting:
    """One kind of thing: how many, what, what to do, and where; ``airflow`` for a page of Airflow's own."""

    count: int
    words: str
    step: str
    address: str
    airflow: bool = False


def waiting(visit: Visit) -> list[Waiting]:
    """All kinds of which there is something."""
    return [item for item in _all(visit) if item.count]


def _all(visit: Visit) -> Iterator[Waiting]:
    found = {row["code"]: row["found"] for row in visit.rows("overview_waiting")}
    campaign, judge = visit.address("/campaign"), visit.address("/campaign/declarations")
    proposed = sum(len(batch.entities) for batch in batches(visit.events, visit.year) if batch.waits)
    yield Waiting(
        len(uncertain(visit.events, visit.year)),
        "Letters of unknown outcome",
        "say whether each was sent",
        f"{campaign}#uncertain",
    )
    yield Waiting(
        proposed,
        "Official notices proposed",
        "approve or reject them",
        airflow_links.required_actions(FOLLOW_UP),
        airflow=True,
    )
    yield Waiting(
        found.get("supplier_untied", 0), "Declarations tied to no supplier", "say whose they are", f"{judge}#untied"
    )
    yield Waiting(
        found.get("mend_address", 0),
        "Suppliers without an address that works",
        "mend it in the supplier list",
        visit.address("/campaign", action="mend_address"),
    )
    yield Waiting(
        len(held(steps(visit))), "Letters due, but held", "see what holds each", visit.address("/campaign", show="held")
    )
    yield Waiting(
        found.get("user_defined_scope_unjudged", 0),
        "User-defined scopes nobody has judged",
        "say which parts they reach",
        f"{judge}#reach",
    )
    for code, words in (
        ("reply_without_declaration", "Replies without a declaration"),
        ("reply_sender_unknown", "Replies from unknown senders"),
    ):
        yield Waiting(found.get(code, 0), words, "read them", visit.address("/findings", code=code))
