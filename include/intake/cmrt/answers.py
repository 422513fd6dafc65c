"""Answers to the questions per metal and to those at company level (tables ``answer`` and ``company_answer``)."""

from __future__ import annotations

from typing import Any

from include.intake.cmrt.context import Context, cell_name
from include.intake.cmrt.form import DECLARATION
from include.intake.cmrt.layout import Question, vocabulary
from include.intake.model import Row
from include.intake.values import at, folded, text, text_not_number_zero


def canonical_answer(question: str, reported: str | None) -> str | None:
    """The canonical answer of CMRT 6.x; null when empty or not in the vocabulary of that question."""
    return vocabulary().get((question, folded(reported))) if reported else None


def read_answers(context: Context) -> list[Row]:
    """One row for each question and metal, question by question in sheet order, also the unanswered ones."""
    rows = [
        _answer(context, question, question.row + place, metal=metal)
        for question in context.layout.metal_questions
        for place, metal in enumerate(context.layout.metals, start=1)
    ]
    given = {(row["question"], row["metal"]): row["answer"] for row in rows}
    for row in rows:
        first, second = (given.get((question, row["metal"])) for question in ("1", "2"))
        row["answer_required"] = _is_required(row["question"], first, second)
    return rows


def read_company_answers(context: Context, answers: list[Row]) -> list[Row]:
    """One row for each question at company level; required when any metal of ``answers`` is in scope."""
    given = {(row["question"], row["metal"]): row["answer"] for row in answers}
    in_scope = any(
        given.get(("1", metal)) == "Yes" and given.get(("2", metal)) == "Yes" for metal in context.layout.metals
    )
    return [
        _answer(context, question, question.row, answer_required=in_scope)
        for question in context.layout.company_questions
    ]


def _is_required(question: str, first: str | None, second: str | None) -> bool:
    """The template's Checker asks question 1 always, 2 unless 1 is No, the others when both are Yes."""
    if question == "1":
        return True
    if question == "2":
        return first != "No"
    return first == "Yes" and second == "Yes"


def _answer(context: Context, question: Question, row: int, **values: Any) -> Row:
    cells, layout = context.cells(DECLARATION), context.layout
    reported = text(at(cells, row, layout.answer_column))
    answer = canonical_answer(question.name, reported)
    cell = cell_name(row, layout.answer_column)
    if reported and answer is None:
        context.findings.add(
            "answer_not_in_vocabulary", "warning",
            f"the answer to question {question.name} is none of the template's choices",
            sheet=DECLARATION, row=row, cell=cell, value=reported,
        )  # fmt: skip
    return context.row(
        DECLARATION,
        row,
        source_cell=cell,
        question=question.name,
        question_reported=text(at(cells, question.row, layout.question_column)),
        answer=answer,
        answer_reported=reported,
        comment=text_not_number_zero(at(cells, row, layout.comment_column)),
        **values,
    )
