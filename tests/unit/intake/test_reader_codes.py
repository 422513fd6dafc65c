"""Each code of the reader stands in the rule table: where it comes from, and what the supplier is asked."""

from __future__ import annotations

import re
from pathlib import Path

from include.checks import suites

INTAKE = Path(__file__).parents[3] / "include" / "intake"
CODES = (
    re.compile(r'"([a-z]+(?:_[a-z0-9]+)+)",\s*(?:"(?:critical|warning|info)"|severity)'),
    re.compile(r'(?:_add|warn)\(\s*(?:context, number, [^,]+, )?"([a-z_]+)"'),
    re.compile(r'_report\(context, "[a-z_]+", "([a-z_]+)"'),
)


def test_every_code_of_the_reader_is_listed() -> None:
    said = {code for path in INTAKE.rglob("*.py") for form in CODES for code in form.findall(path.read_text("utf-8"))}
    rules = [rule for rules in suites().values() for rule in rules]
    listed = {rule.code for rule in rules} | {code for rule in rules for code in rule.reader_codes}
    assert {"cell_error", "row_recomputed", "text_outside_layout", "scope_unrecognised"} <= said
    assert said <= listed
