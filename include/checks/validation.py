"""Great Expectations over one table: every expectation evaluated, the rows that fail by their number.

Asked for ``unexpected_index_column_names`` it looks each failing cell up by itself, 52 microseconds a cell: hours where
much fails. Without them it gives the failing rows' places in the frame's own index, from the same evaluation, at once.
"""

from __future__ import annotations

import functools
import operator
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from include.checks.rules import Rule

_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


@dataclass(frozen=True)
class Outcome:
    """What Great Expectations says of one rule: how many rows it looked at, and the numbers of those that fail."""

    rule: Rule
    evaluated: int
    failing: npt.NDArray[np.int64]


def validate(table: str, rules: Sequence[Rule], frame: pd.DataFrame) -> list[Outcome]:
    """Run one suite over a frame whose index numbers its rows from 0; the outcomes in the order of the rules.

    Raises RuntimeError, with the rule's code, when an expectation cannot run or does not say which rows fail.
    """
    results = run_suite(table, rules, frame, _RESULT_FORMAT)
    return [_outcome(table, rule, results[rule.code]) for rule in rules]


def run_suite(
    table: str, rules: Sequence[Rule], frame: pd.DataFrame, result_format: Mapping[str, Any]
) -> dict[str, Any]:
    """Code -> what Great Expectations says of the rule, in the result format asked for."""
    gx = _great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("landed")
    data = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("new")
    suite = context.suites.add(gx.ExpectationSuite(name=table))
    for rule in rules:
        suite.add_expectation(_expectation(gx, table, rule))
    definition = context.validation_definitions.add(gx.ValidationDefinition(name=table, data=data, suite=suite))
    ran = definition.run(batch_parameters={"dataframe": frame}, result_format=dict(result_format))
    return {result.expectation_config.meta["code"]: result for result in ran.results}


def version() -> str:
    """Version of Great Expectations."""
    return str(_great_expectations().__version__)


def _great_expectations() -> Any:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "False")
    import great_expectations  # takes seconds: only when there is something to check

    return great_expectations


def _outcome(table: str, rule: Rule, said: Any) -> Outcome:
    if said.exception_info.get("raised_exception"):
        raise RuntimeError(f"{table}.{rule.code}: {said.exception_info['exception_message']}")
    count, evaluated = said.result.get("unexpected_count"), said.result.get("element_count")
    numbers = np.sort(np.asarray(said.result.get("unexpected_index_list") or [], dtype=np.int64))
    if count is None or evaluated is None or count != len(numbers):
        raise RuntimeError(f"{table}.{rule.code}: {rule.expectation} does not say which rows fail ({count} by count)")
    return Outcome(rule, int(evaluated), numbers)


def _expectation(gx: Any, table: str, rule: Rule) -> Any:
    name = "".join(word.capitalize() for word in str(rule.expectation).split("_"))
    if not hasattr(gx.expectations, name):
        raise RuntimeError(f"{table}.{rule.code}: Great Expectations has no {rule.expectation}")
    arguments: dict[str, Any] = dict(rule.kwargs)
    if rule.when:
        arguments["row_condition"] = _condition(rule.when)
    if "column_list" not in arguments:
        arguments["column"] = rule.column
    return getattr(gx.expectations, name)(severity=rule.severity, meta={"code": rule.code}, **arguments)


def _condition(when: Mapping[str, Any]) -> Any:
    from great_expectations.expectations.row_conditions import Column

    parts = []
    for name, values in when.items():
        column = Column(name)
        if isinstance(values, list):
            parts.append(column.is_in([int(value) if isinstance(value, bool) else value for value in values]))
        else:
            parts.append(column.is_null() if values == "absent" else column.is_not_null())
    return functools.reduce(operator.and_, parts)
