"""The offline check of HTML: what EDGAR refuses is found, with its line; what it takes passes."""

from __future__ import annotations

import html

import pytest

from include.filing.edgar import ALLOWED_CHARACTERS, check_html, encode

BREAKING = {
    "edgar-characters": "<p>caf\u00e9</p>",
    "edgar-elements": "<p>x</p>\n<script>alert(1)</script>",
    "edgar-attributes": '<p onclick="x()">x</p>',
    "edgar-nested-tables": "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>",
    "edgar-links": '<p><a href="https://www.example.com/policy">x</a></p>',
    "edgar-images": '<p><img src="data:image/gif;base64,AA"/></p>',
    "edgar-active-content": "<p style=\"background: url('x')\">x</p>",
    "edgar-structure": "<p><b>x</p>",
}


@pytest.mark.parametrize("rule", BREAKING)
def test_each_rule_is_found(rule: str) -> None:
    assert rule in {problem.rule for problem in check_html(BREAKING[rule], "x.htm")}


@pytest.mark.parametrize(
    "fragment",
    [
        "<!DOCTYPE html>",
        "<style>p {}</style>",
        '<table><tr><th scope="col">x</th></tr></table>',
        '<font face="Arial">x</font>',
        '<a href="#nowhere">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="../secret.htm">x</a>',
        "<p>a^b</p>",
        "\ufeff<p>x</p>",
        "<svg></svg>",
    ],
)
def test_what_is_not_allowed_is_refused(fragment: str) -> None:
    assert check_html(fragment, "x.htm")


def test_a_clean_page_passes() -> None:
    page = (
        '<html><head><title>x</title></head><body><p style="margin: 0;">x&#8212;y</p><a name="top"></a>'
        '<a href="#top">up</a><a href="ex101.htm">exhibit</a>'
        '<a href="https://www.sec.gov/Archives/edgar/data/1/x.htm">old</a><hr/></body></html>'
    )
    assert check_html(page, "x.htm") == []


def test_a_problem_names_its_line() -> None:
    (problem,) = check_html("<p>x</p>\n<p>x</p>\n<svg></svg>", "x.htm")
    assert problem.message.startswith("line 3: ")


def test_encoding_keeps_what_a_reader_sees() -> None:
    text = "café – 金 “quoted” a^b 😀"
    encoded = encode(text).decode("ascii")
    assert set(encoded) <= ALLOWED_CHARACTERS
    assert html.unescape(encoded) == text


def test_control_characters_and_surrogates_become_visible() -> None:
    assert encode("a\x00b\x85c\ud800d\uffff") == b"a&#65533;b&#65533;c&#65533;d&#65533;"
