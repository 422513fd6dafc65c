from __future__ import annotations

from include.bench.report import Table, machine


def test_a_table_reads_in_columns() -> None:
    table = Table("reading", "Reading", [{"way": "slow", "ms": 1234.56}, {"way": "quick", "ms": 2.0}], ("by eye",))

    assert table.as_text().splitlines() == [
        "Reading",
        "  way    ms",
        "  slow   1,234.6",
        "  quick      2.0",
        "  by eye",
    ]


def test_the_machine_is_named() -> None:
    assert set(machine()) == {"processor", "cores", "memory", "system", "python"}
    assert int(machine()["cores"]) >= 1
