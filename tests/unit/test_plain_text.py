from __future__ import annotations

import pytest

from include.plain_text import one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Acme\r\nBcc: all@example.com", "Acme Bcc: all@example.com"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("safe\u202egnp.exe\u2066x\u200b\ufeff", "safegnp.exex"),
        ("\x1b[31mred\x00", "[31mred"),
        ("half \udcff", "half \N{REPLACEMENT CHARACTER}"),
        ("  Größe 株式会社  ", "Größe 株式会社"),
        (12.5, "12.5"),
        ("x" * 300, "x" * 300),
        ("x" * 301, "x" * 300 + " ... (301 characters)"),
        ("x" * 10_000, "x" * 300 + " ... (10,000 characters)"),
        ("\u202e" * 10_000 + "end", " ... (10,003 characters)"),
    ],
)
def test_text_of_others_stays_on_one_line(text: object, shown: str) -> None:
    assert one_line(text) == shown
