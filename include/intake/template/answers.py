"""Answers to the questions per metal and to those at company level (tables ``answer`` and ``company_answer``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from include.intake.model import Row, UnreadableError
from include.intake.template.context import Context, cell_name
from include.intake.template.form import DECLARATION
from include.intake.template.layout import Question, incomparable, vocabulary
from include.intake.values import at, folded, text, text_not_number_zero

_MOST_OUTSIDE = 0.2
"""Share of answers outside the template's choices above which labels are not believed to prove a layout."""


def canonical_answer(family: str, question: str | None, reported: str | None) -> str | None:
    """The canonical answer; null when empty or none of the template's choices.

    To a question that 6.x does not ask, any answer stands as written.
    """
    if not reported:
        return None
    answer = vocabulary(family).get((question or "-", folded(reported)))
    return answer or (reported if question is None else None)


def read_answers(context: Context) -> list[Row]:
    """One row for each question and metal, question by question in sheet order, also the unanswered ones.

    Raises UnreadableError when the layout was told by labels and the answers are not of their questions.
    """
    rows = [
        _answer(context, question, row, metal=metal)
        for question in context.layout.metal_questions
        for row, metal in context.answer_rows(question)
    ]
    _prove_by_answers(context, rows)
    given = {(row["question"], row["metal"]): row["answer"] for row in rows}
    for row in rows:
        row["answer_required"] = _is_required(context, row["question"], row["metal"], given)
    return rows


def read_company_answers(context: Context, answers: list[Row]) -> list[Row]:
    """One row for each question at company level, for each mineral where the template asks so.

    Required when any metal of ``answers`` is in scope.
    """
    given = {(row["question"], row["metal"]): row["answer"] for row in answers}
    in_scope = any(_in_scope(context, metal, given) for metal in {row["metal"] for row in answers})
    questions = context.layout.company_questions
    return [
        _answer(context, question, row, metal=metal, answer_required=in_scope)
        for question, following in zip(questions, (*questions[1:], None), strict=False)
        for row, metal in _company_places(context, question, following)
    ]


def _company_places(
    context: Context, question: Question, following: Question | None
) -> Sequence[tuple[int, str | None]]:
    """Where the answers of a company question stand: beside it, or below it for each mineral up to the next one."""
    layout, beside = context.layout, [(question.row, None)]
    if layout.metals or following is None:
        return beside
    between = range(question.row + 1, min(question.row + layout.metal_rows + 1, following.row))
    if layout.trust == "stated" and len(between) == layout.metal_rows:
        return context.answer_rows(question) or beside
    return context.labelled_minerals(between) or beside


def _is_required(context: Context, question: str | None, metal: str, given: dict[Any, Any]) -> bool:
    """The template's Checker asks question 1 always, 2 unless 1 is No, the others when both are Yes."""
    if question == "1":
        return True
    if question == "2":
        return given.get(("1", metal)) not in ("No", "Not declaring")
    return _in_scope(context, metal, given)


def _in_scope(context: Context, metal: str, given: dict[Any, Any]) -> bool:
    """Questions 1 and 2 are Yes; a template without question 2 (CMRT 2.x, AMRT) asks only the first."""
    asked = {question.name for question in context.layout.metal_questions} & {"1", "2"}
    return all(given.get((question, metal)) == "Yes" for question in asked)


def _answer(context: Context, question: Question, row: int, **values: Any) -> Row:
    cells, layout = context.cells(DECLARATION), context.layout
    reported = text(at(cells, row, layout.answer_column))
    answer = canonical_answer(layout.family, question.name, reported)
    if reported:
        _report_doubt(context, question, row, reported, answer)
    return context.row(
        DECLARATION,
        row,
        source_cell=cell_name(row, layout.answer_column),
        question=question.name,
        question_reported=text(at(cells, question.row, layout.question_column)),
        answer=answer,
        answer_reported=reported,
        comment=text_not_number_zero(at(cells, row, layout.comment_column)),
        **values,
    )


def _report_doubt(context: Context, question: Question, row: int, reported: str, answer: str | None) -> None:
    layout, column = context.layout, context.layout.answer_column
    if question.name is None:
        if layout.trust == "labels":
            message = f"question {question.label} has no counterpart in CMRT 6.x: kept as written"
            context.report("question_not_mapped", "info", message, DECLARATION, row, column, reported)
    elif answer is None:
        message = f"the answer to question {question.label.rstrip('.)')} is none of the template's choices"
        context.report("answer_not_in_vocabulary", "warning", message, DECLARATION, row, column, reported)
    elif (question.name, folded(reported)) in incomparable(layout.family):
        message = f"this revision asked something else: for question {question.name} of CMRT 6.x it says {answer}"
        context.report("answer_not_comparable", "info", message, DECLARATION, row, column, reported)


def _prove_by_answers(context: Context, rows: list[Row]) -> None:
    known = vocabulary(context.layout.family)
    given = [row for row in rows if row["answer_reported"] and row["question"]]
    outside = [row for row in given if (row["question"], folded(row["answer_reported"])) not in known]
    if context.layout.trust == "labels" and len(outside) > _MOST_OUTSIDE * len(given):
        raise UnreadableError(
            f"{context.form.named}: the cells of this revision are not on record here, and {len(outside)} of its "
            f"{len(given)} answers are no choices of their questions (first {outside[0]['source_cell']}): "
            "its labels are not believed"
        )
