"""What is asked about, and how far the answers reach."""

from __future__ import annotations

from collections import Counter

from include.filing.inputs import Row
from include.filing.management.parts import NO_LIST, Part, Table, number, share, words
from include.filing.wording import long_date
from include.plain_text import one_line

MEASURES = {
    "surveyed": "surveyed",
    "received": "answered",
    "valid": "valid answer",
    "received_not_valid": "answered, not validly",
    "represented": "with a supplier that answered",
    "fully_covered": "reached in every part",
    "reached": "reached by valid answers",
}
SCOPES = {
    "assumed": "In scope: assumed to contain one of the metals, as nobody says otherwise",
    "stated": "In scope, with the reason stated",
    "no_conflict_minerals": "Out of scope: contains none of the metals, with evidence",
    "not_made_in_year": "Out of scope: not made in the year",
    "acquired_deferred": "Out of scope: of an acquired company, deferred (Form SD, Instruction 3)",
}
"""Rules of ``product_scope`` in plain words, in the order of the table."""
_COUNTED_BY = {"supplier": "Suppliers", "product": "Products", "part": "Parts", "spend": "Spend"}


def scope_part(products: list[Row]) -> Part:
    """Products in and out of scope, by the rule that says so."""
    title, source = "What is asked about", "product_scope"
    if not products:
        return Part(title, source, ("No product is known. Drop a product catalogue and a bill of materials.",))
    counts = Counter(row["scope_rule"] for row in products)
    known = SCOPES | {rule: words(rule) for rule in sorted(counts.keys() - SCOPES.keys())}
    rows = [(said, number(counts[rule])) for rule, said in known.items() if counts[rule]]
    rows.append(("All products", number(len(products))))
    table = Table("Products by scope", ("Scope", "Products"), tuple(rows), (1,), sum_row=True)
    return Part(title, source, table=table)


def rates_part(rates: list[Row]) -> Part:
    """The response rates with their denominators, exemptions and cut-off."""
    title, source = "Response rates", "response_rate"
    counted = sorted((row for row in rates if row["denominator"]), key=_order)
    if not counted:
        return Part(title, source, (NO_LIST,))
    rows = tuple(
        (
            _basis(row),
            _measure(row),
            number(row["numerator"]),
            number(row["denominator"]),
            share(row["numerator"], row["denominator"]),
            number(row["exempt"]),
            number(row["late"]),
        )
        for row in counted
    )
    head = ("Counted by", "Measure", "Number", "Of", "Share", "Exempt, left out", "Came too late")
    days = sorted({row["cut_off"] for row in counted if row["cut_off"]})
    notes = [f"Cut-off: {long_date(days[-1])}. What came later is in no rate."] if days else []
    notes += [f"{_basis(row)}, {_measure(row)}: {one_line(row['detail'])}." for row in counted if row["detail"]]
    table = Table("How many reach each measure", head, rows, (2, 3, 4, 5, 6))
    return Part(title, source, table=table, notes=tuple(notes))


def _measure(row: Row) -> str:
    return MEASURES.get(row["measure"]) or words(row["measure"])


def _order(row: Row) -> tuple[int, int, str, str]:
    bases, measures = list(_COUNTED_BY), list(MEASURES)
    place = bases.index(row["basis"]) if row["basis"] in bases else len(bases)
    rank = measures.index(row["measure"]) if row["measure"] in measures else len(measures)
    return place, rank, row["measure"], str(row["unit"])


def _basis(row: Row) -> str:
    by = _COUNTED_BY.get(row["basis"]) or words(row["basis"])
    return f"{by} ({one_line(row['unit'], 20)})" if row["basis"] == "spend" else by
