"""Lines of a mail: no word, number or address is broken, and no Chinese or Japanese sign stands where it may not."""

from __future__ import annotations

import pytest

from include.outreach.lines import WIDTH, columns, held, wrapped

ADDRESS = "https://www.example.com/a-very-long-path/that-nobody-may-break?because=it-would-not-open-any-more-then"


@pytest.mark.parametrize(
    "text",
    [
        "Please complete the template for what you supplied to us and send it back as soon as you can, thank you. " * 3,
        "请贵公司就二零二五日历年度向我们供应的全部产品，填写责任矿产倡议的冲突矿产报告模板，并发送给我们。" * 3,
        "平素は格別のご高配を賜り、厚く御礼申し上げます。ワークブックを改めてお送りくださいますようお願いいたします。"
        * 3,
        "보내 주신 선언서는 오 년 이상 보관하며 당사의 원산지 조사와 연례 보고서에 사용합니다. " * 4,
    ],
)
def test_lines_fit_and_say_what_the_text_says(text: str) -> None:
    lines = wrapped(text).split("\n")

    assert len(lines) > 1
    assert max(columns(line) for line in lines) <= WIDTH
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_of_chinese_are_filled_by_their_width() -> None:
    assert [columns(line) for line in wrapped("报告模板" * 30).split("\n")] == [78, 78, 78, 6]


def test_korean_breaks_between_words_alone() -> None:
    words = ["선언서를"] * 40

    assert wrapped(" ".join(words)).split() == words


@pytest.mark.parametrize("kept", [ADDRESS, "ABC-1234-5678", "minerals@sample-instruments.example", "CID001234"])
@pytest.mark.parametrize("before", ["word " * 14, "报告" * 18, "선언서 " * 10])
def test_an_address_or_a_number_stays_whole(before: str, kept: str) -> None:
    assert kept in wrapped(f"{before}{kept} {before}{kept}。").replace("\n", "|")


@pytest.mark.parametrize("written", ["17 CFR 240.13p-1", "2026年3月4日", "4. März 2026", "part 12 of 3"])
def test_what_is_held_together_stays_on_one_line_without_marks(written: str) -> None:
    for before in range(WIDTH):
        lines = wrapped("报" * (before // 2) + "x" * (before % 2) + held(written) + " 报告")
        assert written in lines.split("\n")[0] or written in lines.split("\n")[1]
        assert "\u2060" not in lines
        assert "\u00a0" not in lines


def test_no_line_begins_or_ends_with_a_sign_that_may_not() -> None:
    for before in range(80):
        lines = wrapped("x" * before + "报（告）、て「っ」。" * 20).split("\n")
        assert not [line for line in lines if line[0] in "）、。」っ"]
        assert not [line for line in lines if line[-1] in "（「"]


def test_points_of_a_list_are_indented() -> None:
    assert wrapped("word " * 30, "- ", "  ").split("\n") == [
        "- " + " ".join(["word"] * 15),
        "  " + " ".join(["word"] * 15),
    ]
