"""Questions 1 and 2 of the CMRT for one metal: is it used, and does it remain in the product?"""

from __future__ import annotations

from include.filing.rollup.derived import Derived, doubts_of, said_of
from include.filing.rollup.evidence import MetalEvidence


def used(evidence: MetalEvidence) -> Derived:
    """Question 1: Yes when anything says so; No only if all suppliers asked say No. Else no answer, and a to-do."""
    said = said_of(evidence.answers, "1")
    if proof := _proof_of_use(evidence, len(said.get("Yes", ()))):
        return Derived("1", evidence.metal, "Yes", proof, said=said)
    if doubts := doubts_of(evidence, said):
        to_do = f"no supplier says that {evidence.metal} is used, and No cannot be said yet: {'; '.join(doubts)}"
        return Derived("1", evidence.metal, None, to_do, to_do, said)
    because = "every supplier asked says No, and the company profile names the metal for no covered product"
    return Derived("1", evidence.metal, "No", because, said=said)


def remains(evidence: MetalEvidence) -> Derived:
    """Question 2, asked where question 1 is Yes, by the same rule. CMRT 2.x does not ask it: there, use is enough."""
    users = [row for row in evidence.answers if row["q1"] != "No"]
    said = said_of(users, "2")
    if proof := _proof_of_use(evidence, sum(row["in_scope"] is True for row in users)):
        return Derived("2", evidence.metal, "Yes", proof, said=said)
    if doubts := doubts_of(evidence, said):
        to_do = f"no supplier says that {evidence.metal} remains, and No cannot be said yet: {'; '.join(doubts)}"
        return Derived("2", evidence.metal, None, to_do, to_do, said)
    because = "every supplier that uses the metal says that none of it remains in the product"
    return Derived("2", evidence.metal, "No", because, said=said)


def _proof_of_use(evidence: MetalEvidence, yes: int) -> str:
    """What says Yes to question 1 or 2; a metal necessary to a covered product is contained in it (Item 1.01(a))."""
    proofs = [f"the company profile names it for {', '.join(evidence.products)}"] if evidence.products else []
    if yes:
        proofs.append(f"declarations that say Yes: {yes}")
    if evidence.facilities:
        proofs.append(f"facilities declared for it: {len(evidence.facilities)}")
    return "; ".join(proofs)
