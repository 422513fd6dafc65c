"""Single-table checks: the suites in ``expectations/`` run by Great Expectations, failures landed as findings.

A suite is one YAML file for one landed table. Its rules name the expectation, the severity, the words for our reviewer
and for the supplier, and the source of the rule; the same files feed the rule table of the warehouse.
"""

from include.checks.data_docs import data_docs_address
from include.checks.findings import FINDING_SCHEMA, findings_path
from include.checks.rules import Rule, SuiteError
from include.checks.run import check_new_batches
from include.checks.suites import RULE_SCHEMA, rule_table, suites, suites_version

__all__ = [
    "FINDING_SCHEMA",
    "RULE_SCHEMA",
    "Rule",
    "SuiteError",
    "check_new_batches",
    "data_docs_address",
    "findings_path",
    "rule_table",
    "suites",
    "suites_version",
]
