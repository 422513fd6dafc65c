"""The wording follows the data: what is not in the input is not in the documents, and nothing is left hanging."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from importlib.resources import files
from typing import Any

import filing_company as company
import pytest
from jinja2 import meta

from include.filing.context import FormSdContext, ReportContext, form_sd_context, report_context
from include.filing.determination import propose
from include.filing.edgar import check_html
from include.filing.facts.base import sources
from include.filing.narrate import variables
from include.filing.narrative_model import Narrative, Section, SentenceText, load_narrative
from include.filing.pages import read_page
from include.filing.render import Document, layout, render_form_sd, render_report
from include.filing.tables import APPENDIX_A_HEAD, APPENDIX_B_HEAD, REPORT_TABLES

CONTEXTS = {"sd": FormSdContext, "report": ReportContext}
ALWAYS = ("registrant_name", "reporting_year", "draft", "sample")
TEMPLATES = {"sd": "sd.htm.j2", "report": "ex101.htm.j2"}


def _report(**changes: Any) -> Document:
    return render_report(replace(_report_context(), **changes))


def _report_context() -> ReportContext:
    marts, profile = company.marts(), company.profile()
    determination = propose(marts, profile, company.YEAR, company.AS_OF)
    return report_context(marts, profile, company.PARAMETERS, determination)


def _sections(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _sections(section.sections)


def _sentences(narrative: Narrative) -> Iterator[SentenceText]:
    for section in _sections(narrative.sections):
        for block in section.blocks:
            yield from (*block.paragraph, *block.items, *block.notes)


def _used(name: str) -> set[str]:
    narrative = load_narrative(name)
    used = set(meta.find_undeclared_variables(layout().parse(_source(TEMPLATES[name])))) - {"sections", "tables"}
    conditions = [section.when for section in _sections(narrative.sections) if section.when]
    for text in _sentences(narrative):
        used |= variables(text.text) | ({text.each} if text.each else set())
        conditions += [text.when] if text.when else []
    for condition in conditions:
        used |= variables(f"{{{{ {condition} }}}}")
    if name == "report":
        used |= {field for spec in REPORT_TABLES.values() for field in (spec.field, *spec.also)}
    return used - {"item"}


def _source(template: str) -> str:
    return files("include.filing.templates").joinpath(template).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_context_holds_exactly_what_its_document_uses(name: str) -> None:
    assert _used(name) == {item.name for item in fields(CONTEXTS[name])}


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_field_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    assert all(item.metadata["doc"] and item.metadata["source"] for item in fields(CONTEXTS[name]))
    assert set(sources(CONTEXTS[name])) == {item.name for item in fields(CONTEXTS[name])}


@pytest.mark.parametrize("name", CONTEXTS)
def test_every_factual_sentence_has_an_id_of_its_own_and_a_data_key(name: str) -> None:
    sentences = list(_sentences(load_narrative(name)))
    ids = [text.id for text in sentences]
    assert sorted(set(ids)) == sorted(ids)
    assert [text.id for text in sentences if text.kind == "fact" and not variables(text.text)] == []


@pytest.mark.parametrize("name", [item.name for item in fields(ReportContext) if item.name not in ALWAYS])
def test_taking_one_value_out_takes_its_sentences_out_and_leaves_a_sound_page(name: str) -> None:
    whole = _report()
    empty = () if isinstance(getattr(_report_context(), name), tuple) else None
    without = _report(**{name: empty})
    carried = {s.id for s in whole.statements if name in s.data and s.kind != "law"}
    texts = {text.id: text for text in _sentences(load_narrative("report"))}
    needing = {sid for sid in carried if _needs(texts, sid, name)}
    left = {s.id for s in without.statements}
    assert needing.isdisjoint(left)
    assert "None" not in read_page(without.content).text
    assert check_html(without.content.decode("ascii"), "ex101.htm") == []
    assert _empty_headings(without.content) == []


def _needs(texts: dict[str, SentenceText], sid: str, name: str) -> bool:
    text = texts.get(sid) or texts[sid.rpartition(".")[0]]
    return name in variables(text.text) or name == text.each


def _empty_headings(content: bytes) -> list[str]:
    """Headings followed by another of the same or a higher level, or by the end."""
    html = content.decode("ascii")
    found = list(re.finditer(r"<h([23])[^>]*>(.*?)</h\1>(.*?)(?=<h[23]|</body>)", html, re.DOTALL))
    levels = [int(match.group(1)) for match in found] + [0]
    return [
        match.group(2)
        for match, following in zip(found, levels[1:], strict=True)
        if not re.sub(r"<[^>]*>", "", match.group(3)).strip() and following <= int(match.group(1))
    ]


PROFILE_SENTENCES = {
    "policy_url": ("minerals-policy", "The policy is public"),
    "policy_summary": ("we expect suppliers to source", "Our policy on these minerals"),
    "grievance_channel": ("speakup@", "raise a concern"),
    "due_diligence_framework": ("Invented Guidance for Mineral Supply Chains", "We designed our due diligence"),
    "retention_years": ("10 years", "We keep our due diligence records"),
    "senior_owner_role": ("Vice President, Supply Chain", "Responsibility for our 3TG"),
    "contract_terms": ("standard purchase terms", "purchase terms"),
    "accepted_template_versions": ("Our survey asked for CMRT revisions", "Our survey asked"),
    "next_steps": ("condition of approval", "condition of approval"),
    "report_url": ("minerals-report", "publicly available"),
}


@pytest.mark.parametrize("field", PROFILE_SENTENCES)
def test_a_profile_field_left_out_takes_its_sentence_out(field: str) -> None:
    value, words = PROFILE_SENTENCES[field]
    before, after = (_text(company.package(changes)) for changes in ({}, {field: None}))
    assert value.lower() in before.lower()
    assert words in before
    assert value.lower() not in after.lower()
    assert words not in after


LETTER_SENTENCES = {
    "survey": ("We sent survey requests to 26 suppliers", "Survey request"),
    "reminder": ("We sent 14 reminders to 9 suppliers", "Reminder"),
    "correction": ("We sent 6 requests to correct or complete a declaration to 5 suppliers", "Request to correct"),
    "official_notice": ("We escalated by sending 1 official notice to 1 supplier", "Official notice"),
}


@pytest.mark.parametrize("kind", LETTER_SENTENCES)
def test_a_follow_up_event_left_out_takes_its_sentence_and_table_line_out(kind: str) -> None:
    rows = [row for row in company.tables()["outreach"] if row["letter_kind"] != kind]
    before, after = _text(company.package()), _text(company.package(outreach=rows))
    for words in LETTER_SENTENCES[kind]:
        assert words in before
        assert words not in after


def test_without_any_letter_and_answer_the_sections_go_with_their_headings() -> None:
    package = company.package({"next_steps": None, "report_url": None}, **company.no_tables())
    page = read_page(package.files["ex101.htm"])
    assert page.tables == []
    assert _empty_headings(package.files["ex101.htm"]) == []
    headings = " ".join(page.headings)
    assert not [
        words for words in ("Step 3", "Step 4", "Appendix", "Smelters", "Change", "Forward") if words in headings
    ]


def test_one_of_each_reads_in_the_singular() -> None:
    rates = {"surveyed": 2, "received": 1, "valid": 0}
    text = _text(
        company.package(
            appendix_a=company.tables()["appendix_a"][:1],
            response_rate=[company.rate("supplier", name, n, 2) for name, n in rates.items()],
            declaration_status=[company.declaration(1)],
            smelter_accounting=[company.accounting(1, "Tin", "awaiting_review")],
        )
    )
    assert "1 facility that may have been used" in text
    assert "No declaration had reached us from 1 supplier;" in text
    assert "rests on 1 declaration," in text
    assert re.findall(r"\b1 (?:suppliers|facilities|declarations|rows|countries|findings|red flags)\b", text) == []


def test_a_first_year_without_a_comparison_says_nothing_of_change() -> None:
    rows = [row | {"change": "new"} for row in company.tables()["year_over_year"]]
    assert "Change from the prior year" not in _text(company.package(year_over_year=rows))


def test_the_report_never_says_a_facility_was_used_nor_that_origin_is_traced() -> None:
    text = _text(company.package())
    assert "that may have been used to process 3TG" in text
    assert "not traced to our products" in text
    assert "at company level" in text
    assert not re.search(r"facilities (?:were|that were) used", text)


def test_what_people_waived_set_aside_and_accepted_is_said() -> None:
    text = _text(company.package())
    assert "After review we waived 1 critical finding with a recorded reason" in text
    assert "we set 1 declaration aside with a recorded reason: it does not count as valid" in text
    assert "We reviewed 1 other red flag and recorded the reason for accepting it." in text
    assert "left 3 red flags open" in text


def test_delisted_is_not_told_as_a_failed_assessment() -> None:
    text = _text(company.package())
    assert "the word does not mean that the facility failed an assessment" in text
    assert "non-conformant" not in text.lower()


def test_statements_record_the_values_that_carry_them() -> None:
    statements = json.loads(company.package().files["statements.json"])["statements"]
    (received,) = [row for row in statements if row["id"] == "rcoi.received"]
    carried = {item["key"]: item for item in received["data"]}
    assert carried["suppliers_received"]["value"] == 21
    assert carried["suppliers_received"]["source"].startswith("response_rate")
    assert "21 of the 26 suppliers in scope (81%)" in received["text"]


def _unasked() -> list[dict[str, Any]]:
    numbers = {"surveyed": 0, "received": 12, "valid": 9}
    return [company.rate("supplier", measure, number, 23) for measure, number in numbers.items()]


def test_without_a_record_of_asking_no_sentence_speaks_of_asking() -> None:
    own_words: dict[str, Any] = {"contract_terms": None, "next_steps": None}
    text = _text(company.package(own_words, response_rate=_unasked(), outreach=[]))
    assert not re.search(r"\basked\b|\basking\b|we sent|survey", text, re.IGNORECASE)
    assert "we reviewed the declarations that 12 of 23 suppliers in scope had submitted as of March 31, 2026" in text
    assert "rests on the declarations that 12 suppliers had submitted as of March 31, 2026" in text
    assert "12 of the 23 suppliers in scope (52%) had submitted" in text


def test_with_a_record_of_asking_the_form_says_who_was_asked() -> None:
    text = _text(company.package())
    assert "by asking 26 suppliers to complete" in text
    assert "we asked all 26 suppliers in scope" in text
    assert "rests on the declarations that" not in text


def test_no_framework_is_claimed_that_the_profile_does_not_state() -> None:
    text = _text(company.package({"due_diligence_framework": None}))
    assert not re.search(r"\bconform\b|OECD|framework", text)


def _appendix_with(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    rows = company.tables()["appendix_a"]
    return [row | change for row, change in zip(rows, changes, strict=False)] + rows[len(changes) :]


def test_a_status_a_list_shows_unclearly_is_not_told_as_no_status() -> None:
    unclear = {"smelter_status": "unknown", "status_as_of": company.AS_OF, "status_source": "a.csv, b.csv"}
    rows = [row for row in _appendix_with(unclear) if row["smelter_status"] != "listed_only"]
    package = company.package(appendix_a=rows)
    text = _text(package)
    assert "For 1 facility, a list available to us shows a status word that we do not know, or current lists" in text
    assert "no list available" not in text
    assert "a.csv, b.csv" not in text  # no status is taken from these lists
    shown = read_page(package.files["ex101.htm"]).table(APPENDIX_A_HEAD) or []
    assert [row[4] for row in shown if row[1] == rows[0]["smelter_cid"]] == ["Unclear"]


def test_a_status_without_any_list_is_told_as_such() -> None:
    none = {"smelter_status": "unknown", "status_as_of": None, "status_source": None}
    rows = [row | none for row in company.tables()["appendix_a"]]
    text = _text(company.package(appendix_a=rows))
    assert "For 40 facilities, no list available to us shows an assessment status." in text
    assert "No status list: we hold no list of assessment statuses" in text
    assert "Unclear" not in text


def test_facilities_no_product_leads_to_stand_in_a_footnote() -> None:
    text = _text(company.package(appendix_a=_appendix_with({"products": 0}, {"products": 0})))
    words = "2 of these 40 facilities were declared only by suppliers whose parts go into none of our covered products"
    assert words in text
    nowhere = [row | {"products": 0} for row in company.tables()["appendix_a"]]
    for rows in (company.tables()["appendix_a"], nowhere):
        assert "none of our covered products" not in _text(company.package(appendix_a=rows))


def test_a_status_that_one_year_lacks_is_neither_changed_nor_unchanged() -> None:
    rows = company.tables()["year_over_year"]
    without = [row | {"status_before": "unknown"} if row["change"] == "unchanged" else row for row in rows]
    package = company.package(year_over_year=without)
    head = ("Metal", "New", "No longer listed", "Status changed", "Status unchanged", "Status not compared")
    table = read_page(package.files["ex101.htm"]).table(head) or []
    assert [sum(int(row[column]) for row in table) for column in range(1, 6)] == [3, 1, 2, 0, 35]
    assert "For 35 of those reported in both years, we do not hold a status of both years" in _text(package)
    assert "Of those reported in both years, 2 have a different status." in _text(package)
    assert "we do not hold a status of both" not in _text(company.package())


def test_a_facility_that_is_only_called_otherwise_counts_by_its_status() -> None:
    rows = [row | {"change": "renamed"} if row["change"] == "unchanged" else row
            for row in company.tables()["year_over_year"]]  # fmt: skip
    assert _text(company.package(year_over_year=rows)) == _text(company.package())


def test_origin_data_is_shown_by_metal_and_never_counted_by_facility() -> None:
    """Such data carries a licence: a count of one facility would name it."""
    data = {
        "reporting_year": company.YEAR, "metal": "Tin", "origin_country": "Zambia", "origin_country_code": "ZM",
        "covered_country": True, "recycled": False, "origin_basis": "origin_data", "smelters": 1, "declarations": 0,
        "origin_source": "origin data of Origin Register, 2026-03-01",
    }  # fmt: skip
    declared = company.tables()["country_of_origin"]
    known = {"origin_country": declared[0]["origin_country"], "metal": declared[0]["metal"]}
    package = company.package(country_of_origin=[*declared, data, data | known])
    table = read_page(package.files["ex101.htm"]).table(APPENDIX_B_HEAD) or []
    assert ["Tin", "Zambia", "Yes", "Not counted"] in [list(row) for row in table]
    assert len(table) == len(declared) + 1
    assert [row[3] for row in table if row[0] == known["metal"]].count("Not counted") == (known["metal"] == "Tin")
    text = _text(package)
    assert "1 country is named for the reported facilities by origin data of Origin Register, 2026-03-01." in text
    assert "where no supplier named the country for a facility of that metal and origin data of Origin Register" in text
    assert [problem for problem in package.problems if problem.severity == "error"] == []


def test_recycled_or_scrap_is_no_country_of_origin() -> None:
    declared = company.tables()["country_of_origin"]
    scrap = declared[0] | {
        "origin_country": "Recycled or scrap", "origin_country_code": None, "covered_country": False, "recycled": True,
    }  # fmt: skip
    package = company.package(country_of_origin=[*declared, scrap])
    table = read_page(package.files["ex101.htm"]).table(APPENDIX_B_HEAD) or []
    assert len(table) == len(declared)
    assert "Suppliers reported recycled or scrap sources for 2 facilities." in _text(package)
    assert package.determination == company.package().determination


OUTCOME_WORDS = {
    "form_sd_only": ("recycled or scrap sources", "Not applicable. No Conflict Minerals Report", "No exhibit is filed"),
    "not_applicable": ("no conflict mineral was necessary", "requires no Form SD", "No exhibit is filed"),
    "with_conflict_minerals_report": ("filed as Exhibit 1.01", "reason to believe that tantalum and tin"),
}


@pytest.mark.parametrize("outcome", OUTCOME_WORDS)
def test_form_sd_reads_right_for_each_outcome(outcome: str) -> None:
    marts, profile = company.marts(), company.profile()
    determination = propose(marts, profile, company.YEAR, company.AS_OF)
    context = form_sd_context(marts, profile, company.PARAMETERS, determination)
    if outcome != "with_conflict_minerals_report":
        recycled = "gold, tantalum, tin, and tungsten" if outcome == "form_sd_only" else None
        context = replace(
            context, outcome=outcome, reason_metals=None, undetermined_metals=None, recycled_metals=recycled
        )
    document = render_form_sd(context)
    text = read_page(document.content).text
    assert [words for words in OUTCOME_WORDS[outcome] if words not in text] == []
    assert ("ex101.htm" in document.content.decode()) == (outcome == "with_conflict_minerals_report")
    assert _empty_headings(document.content) == []
    assert check_html(document.content.decode("ascii"), "sd.htm") == []


def _text(package: Any) -> str:
    return " ".join(read_page(package.files[name]).text for name in ("sd.htm", "ex101.htm"))
