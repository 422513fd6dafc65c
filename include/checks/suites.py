"""The suites as the YAML files in ``expectations/`` have them, and the one rule table made of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml
from pydantic import ValidationError

from include.checks.rules import Rule, SuiteError, refuse_wrong_rule
from include.events import canonical_json
from include.schemas import LANDED

FOLDER = Path(__file__).parent.parent.parent / "expectations"
RULE_SCHEMA = pa.schema(
    [pa.field(name, pa.string()) for name in ("code", "severity", "message", "supplier_message", "rule_source")]
    + [pa.field("reader_codes", pa.list_(pa.string()))]
)


@cache
def suites() -> dict[str, tuple[Rule, ...]]:
    """Landed table -> its rules. Raises SuiteError on a file or rule that cannot be used.

    The rules across tables stand under the empty name, what the reader notices under ``reader``.
    """
    return read_suites(FOLDER)


def read_suites(folder: Path) -> dict[str, tuple[Rule, ...]]:
    """The suites of a folder; see suites."""
    found: dict[str, tuple[Rule, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        table, rules = _read_suite(path)
        if table in found:
            raise SuiteError(f"{path.name}: {table or 'the rules across tables'} has a suite already")
        found[table] = rules
    codes = Counter(rule.code for rules in found.values() for rule in rules)
    if repeated := sorted(code for code, count in codes.items() if count > 1):
        raise SuiteError(f"a code means one rule; these stand more than once: {', '.join(repeated)}")
    return found


def suites_version() -> str:
    """Hash over all suites: findings made by other suites are made again."""
    texts = [[path.name, path.read_text(encoding="utf-8")] for path in sorted(FOLDER.glob("*.yaml"))]
    return hashlib.sha256(canonical_json(texts)).hexdigest()[:16]


def rule_table() -> pa.Table:
    """Every rule as a row of RULE_SCHEMA: the one rule table of warehouse and documentation."""
    rows = [
        {
            "code": rule.code,
            "severity": rule.severity,
            "message": rule.message,
            "supplier_message": rule.supplier_message,
            "rule_source": rule.source,
            "reader_codes": list(rule.reader_codes),
        }
        for rules in suites().values()
        for rule in rules
    ]
    return pa.Table.from_pylist(sorted(rows, key=lambda row: str(row["code"])), schema=RULE_SCHEMA)


def _read_suite(path: Path) -> tuple[str, tuple[Rule, ...]]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise SuiteError(f"{path.name} is not readable YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("rules"), list):
        raise SuiteError(f"{path.name} must hold 'rules:', and 'table:' when they are for one landed table")
    if unknown := content.keys() - {"table", "reader", "rules"}:
        raise SuiteError(f"{path.name}: unknown key {', '.join(sorted(unknown))}")
    table = "reader" if content.get("reader") else content.get("table", "")
    if table not in ("", "reader", *LANDED):
        raise SuiteError(f"{path.name}: there is no landed table {table}")
    return table, tuple(_read_rule(path.name, table, item) for item in content["rules"])


def _read_rule(file: str, table: str, item: Any) -> Rule:
    where = f"{file}: rule {item.get('code') if isinstance(item, dict) else item}"
    try:
        rule = Rule.model_validate(item)
        refuse_wrong_rule(table, rule)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, part['loc'])) or 'rule'}: {part['msg']}" for part in error.errors()]
        raise SuiteError(f"{where}: {'; '.join(lines)}") from error
    except ValueError as error:
        raise SuiteError(f"{where}: {error}") from error
    return rule
