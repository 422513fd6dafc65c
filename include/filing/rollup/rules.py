"""Questions 1 to 8 of the CMRT, derived for one metal from the suppliers' declarations, each with its reason.

No answer is better than the weakest that carries it: one Yes gives Yes to questions 3 and 4, and No is only said where
every supplier asked has answered validly, none with Unknown, and nothing they declared is left open.
"""

from __future__ import annotations

from include.filing.rollup.derived import Derived, doubts_of, said_of
from include.filing.rollup.evidence import MetalEvidence
from include.filing.rollup.use import remains, used

_SHARES = ((0.9, "Greater than 90%"), (0.75, "Greater than 75%"), (0.5, "Greater than 50%"))


def derive(evidence: MetalEvidence) -> list[Derived]:
    """The answers to questions 1 to 8 for one metal, in order."""
    use = used(evidence)
    first = [use, remains(evidence) if use.answer == "Yes" else _not_asked(evidence, "2", use)]
    if any(item.answer != "Yes" for item in first):
        last = next(item for item in first if item.answer != "Yes")
        return [*first, *(_not_asked(evidence, str(number), last) for number in range(3, 9))]
    identified = _identified(evidence)
    covered = _covered_countries(evidence, identified)
    return [
        *first,
        covered,
        _high_risk_areas(evidence, covered, identified),
        _recycled(evidence),
        _responses(evidence),
        identified,
        _reported(evidence),
    ]


def _covered_countries(evidence: MetalEvidence, identified: Derived) -> Derived:
    """Question 3: any Yes is Yes, and so is any covered country named as origin of a facility (CMRT, instruction 3)."""
    said = said_of(evidence.users, "3")
    proofs = [f"declarations that say Yes: {yes}"] if (yes := len(said.get("Yes", ()))) else []
    if evidence.covered_origins:
        proofs.append(f"covered countries named as origin of its facilities: {', '.join(evidence.covered_origins)}")
    return _sourcing(evidence, "3", said, proofs, identified)


def _high_risk_areas(evidence: MetalEvidence, covered: Derived, identified: Derived) -> Derived:
    """Question 4: any Yes is Yes; the covered countries are among these areas (CMRT, instruction 4)."""
    said = said_of(evidence.users, "4")
    proofs = [f"declarations that say Yes: {yes}"] if (yes := len(said.get("Yes", ()))) else []
    if covered.answer == "Yes":
        proofs.append("question 3 is Yes")
    return _sourcing(evidence, "4", said, proofs, identified)


def _sourcing(
    evidence: MetalEvidence, question: str, said: dict[str, tuple[str, ...]], proofs: list[str], identified: Derived
) -> Derived:
    """Yes with any proof; any Unknown, gap, open facility or facility in a covered country forbids No."""
    if proofs:
        return Derived(question, evidence.metal, "Yes", "; ".join(proofs), said=said)
    doubts = doubts_of(evidence, said)
    if identified.answer != "Yes":
        doubts.append(f"question 7 is {identified.answer}")
    if evidence.covered_facilities:
        doubts.append(f"facilities of Appendix A in a covered country: {evidence.covered_facilities}")
    if doubts:
        return Derived(question, evidence.metal, "Unknown", f"No is forbidden: {'; '.join(doubts)}", said=said)
    return Derived(question, evidence.metal, "No", "every supplier asked has answered, and all say No", said=said)


def _recycled(evidence: MetalEvidence) -> Derived:
    """Question 5: one No is No; Yes only if all say Yes and nobody is missing."""
    said = said_of(evidence.users, "5")
    if no := len(said.get("No", ())):
        return Derived("5", evidence.metal, "No", f"declarations that say No: {no}", said=said)
    if doubts := doubts_of(evidence, said):
        return Derived("5", evidence.metal, "Unknown", f"Yes is forbidden: {'; '.join(doubts)}", said=said)
    return Derived("5", evidence.metal, "Yes", "every supplier asked has answered, and all say Yes", said=said)


def _responses(evidence: MetalEvidence) -> Derived:
    """Question 6: the share of suppliers in scope that responded, in the template's own steps."""
    survey = evidence.survey
    if not survey.asked:
        to_do = "no supplier is in scope of the survey, so there is no share of responses"
        return Derived("6", evidence.metal, None, to_do, to_do)
    because = f"{survey.received} of {survey.asked} suppliers in scope responded"
    return Derived("6", evidence.metal, share_of(survey.received, survey.asked), because)


def share_of(received: int, asked: int) -> str:
    """The template's choice for a share of responses; ``asked`` is not zero."""
    if received == asked:
        return "100%"
    if not received:
        return "None"
    return next((words for share, words in _SHARES if received / asked > share), "50% or less")


def _identified(evidence: MetalEvidence) -> Derived:
    """Question 7: Yes only if every supplier asked is valid, says so itself, and no declared row is left open."""
    said = said_of(evidence.users, "7")
    doubts = evidence.survey.gaps() + [
        f"declared rows {outcome.replace('_', ' ')}: {number}"
        for outcome, number in sorted(evidence.unresolved.items())
    ]
    if other := sum(len(files) for answer, files in said.items() if answer != "Yes"):
        doubts.append(f"declarations that do not say Yes: {other}")
    if not evidence.facilities:
        doubts.append("no facility is identified")
    if doubts:
        return Derived("7", evidence.metal, "No", "; ".join(doubts), said=said)
    return Derived(
        "7", evidence.metal, "Yes", "every supplier asked is valid, and every declared row is settled", said=said
    )


def _reported(evidence: MetalEvidence) -> Derived:
    """Question 8: Yes only if all that was received is in the list; a row not yet identified brought no smelter."""
    missing = evidence.consolidated - evidence.facilities
    waiting = {name: evidence.unresolved.get(name, 0) for name in ("awaiting_review", "supplier_untied")}
    doubts = [f"declared rows {name.replace('_', ' ')}: {number}" for name, number in waiting.items() if number]
    if not evidence.facilities:
        doubts.append("no facility is identified")
    if missing:
        doubts.append(f"identified facilities that are not listed: {', '.join(sorted(missing))}")
    if doubts:
        return Derived("8", evidence.metal, "No", "; ".join(doubts))
    return Derived("8", evidence.metal, "Yes", f"all identified facilities are listed: {len(evidence.facilities)}")


def _not_asked(evidence: MetalEvidence, question: str, gate: Derived) -> Derived:
    answered = f"is {gate.answer}" if gate.answer else "is open"
    return Derived(question, evidence.metal, None, f"not asked: question {gate.question} {answered}")
