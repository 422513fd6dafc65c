"""Do the marts agree with each other? A figure that two of them tell differently must not reach a regulator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from include.filing.inputs import Marts, Problem, Row, survey_rows


def agreement_problems(marts: Marts, reporting_year: int) -> list[Problem]:
    """An error for each pair of figures that should be equal, or ordered, and is not."""
    return sorted(
        [
            *_rates(marts.rows("response_rate", reporting_year)),
            *_facilities(
                marts.rows("appendix_a", reporting_year), survey_rows(marts, "smelter_accounting", reporting_year)
            ),
            *_origins(marts.rows("country_of_origin", reporting_year), marts.rows("appendix_a", reporting_year)),
        ]
    )


_ORDERS = {
    "supplier": ("valid", "received"),
    "product": ("fully_covered", "represented"),
    "part": ("reached", "represented"),
    "spend": ("valid", "received"),
}
"""Basis of a rate -> the measure that is part of the other."""


def _error(rule: str, message: str) -> Problem:
    return Problem("error", "ex101.htm", rule, message)


def _rates(rows: list[Row]) -> Iterator[Problem]:
    """Valid is part of received, received of all; one basis has one denominator and one cut-off date."""
    for basis, order in _ORDERS.items():
        found = {row["measure"]: row for row in rows if row["basis"] == basis}
        if len({(row["denominator"], row["cut_off"]) for row in found.values()}) > 1:
            yield _error("rates-disagree", f"the {basis} rates have different denominators or cut-off dates")
        for row in found.values():
            if not 0 <= row["numerator"] <= row["denominator"]:
                yield _error("rates-disagree", f"{basis} {row['measure']}: {row['numerator']} of {row['denominator']}")
        part, whole = (found[name]["numerator"] if name in found else None for name in order)
        if part is not None and whole is not None and part > whole:
            yield _error("rates-disagree", f"by {basis}, more is {order[0]} ({part}) than {order[1]} ({whole})")


def _facilities(appendix: list[Row], accounting: list[Row]) -> Iterator[Problem]:
    """Each consolidated row stands behind exactly one line of Appendix A, and each line has its rows."""
    counted = Counter((row["metal"], row["smelter_cid"]) for row in accounting if row["outcome"] == "consolidated")
    listed = {(row["metal"], row["smelter_cid"]): row["declared_rows"] for row in appendix}
    for metal, cid in sorted({*counted, *listed}, key=str):
        rows, stated = counted.get((metal, cid), 0), listed.get((metal, cid))
        if stated is None:
            yield _error("appendix-a-disagrees", f"{metal} {cid} has {rows} consolidated rows and no line")
        elif rows != stated:
            yield _error("appendix-a-disagrees", f"{metal} {cid} states {stated} rows, the accounting holds {rows}")


def _origins(origins: list[Row], appendix: list[Row]) -> Iterator[Problem]:
    facilities = Counter(row["metal"] for row in appendix)
    for row in origins:
        if row["smelters"] > facilities[row["metal"]]:
            message = f"{row['metal']} from {row['origin_country']}: {row['smelters']} facilities"
            yield _error("origin-disagrees", f"{message}, Appendix A lists {facilities[row['metal']]}")
