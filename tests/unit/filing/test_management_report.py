"""The management report: its figures are the marts', it says what is missing, and nothing in it acts or loads."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import filing_company as company
import management_company as management
import pytest
from jinja2 import meta
from lxml import html

from include.filing.facts.base import sources
from include.filing.inputs import Parameters
from include.filing.management.parts import LISTED, Part
from include.filing.management.report import ManagementContext, _environment
from include.filing.pages import read_page
from include.filing.wording import STATUS_LABELS, percent, status_key
from include.schemas import MARTS

HOSTILE = "<script>alert(1)</script><img src=x onerror='alert(1)'>{{ 7*7 }}\u202e\x07\"" + "W" * 5000
KEPT = {"reporting_year", "severity", "state", "response", "change", "cause", "basis", "measure", "stage", "outcome"}
KEPT |= {"smelter_status", "status_before", "status_now", "template_kind", "superseded_by", "until_is", "entity_id"}
KEPT |= {
    "supplier_id",
    "file_sha256",
    "question_id",
    "product_id",
    "smelter_cid",
    "letter_kind",
    "received_at",
    "scope_rule",
}
KEPT |= {"template_revision", "origin_basis", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "set_aside_reason"}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def page() -> Any:
    return html.fromstring(management.render())


def table(page: Any, caption: str) -> list[list[str]]:
    """Rows below the head of the one table with that caption."""
    (found,) = [shown for shown in page.iter("table") if " ".join(shown.findtext("caption").split()) == caption]
    return [["".join(cell.itertext()) for cell in row] for row in found.findall("tbody/tr")]


def figures(page: Any) -> dict[str, list[str]]:
    """Label to the figure and what stands below it."""
    items = page.xpath("//ul[@class='figures']/li")
    return {
        item.findtext("span"): [item.findtext("strong"), *(s.text for s in item.findall("small"))] for item in items
    }


@pytest.mark.parametrize("name", management.tables())
def test_the_invented_marts_have_the_shape_of_the_contract(name: str) -> None:
    assert all(set(row) == set(MARTS[name].names) for row in management.tables()[name])


def test_the_first_row_of_figures_is_what_the_marts_count(page: Any) -> None:
    marts = management.tables()
    rates = {(row["basis"], row["measure"]): row for row in marts["response_rate"]}
    answered, covered = rates["supplier", "received"], rates["product", "fully_covered"]
    shown = figures(page)
    assert shown["suppliers answered"][:2] == [
        percent(answered["numerator"], answered["denominator"]),
        f"{answered['numerator']} of {answered['denominator']}",
    ]
    assert shown["products fully covered"][1] == f"{covered['numerator']} of {covered['denominator']}"
    conformant = sum(1 for row in marts["appendix_a"] if row["smelter_status"] == "conformant")
    assert shown["facilities in the report"][0] == str(len(marts["appendix_a"]))
    assert shown["facilities conformant"][1] == f"{conformant} of {len(marts['appendix_a'])}"
    assert shown["critical findings open"][0] == str(len(critical(marts["finding"])))
    assert shown["filing due"][0] == "June 1, 2026"


def critical(findings: Rows) -> Rows:
    return [row for row in findings if row["severity"] == "critical" and row["state"] in ("open", "sent", "answered")]


def test_the_campaign_is_that_of_funnel_rates_and_course(page: Any) -> None:
    marts = management.tables()
    funnel = [str(row["suppliers"]) for row in marts["campaign_funnel"]]
    assert [row[1] for row in table(page, "Suppliers by stage")] == [*funnel, "1"]  # the last line: who is exempt
    assert [row[2:4] for row in table(page, "How many reach each measure")] == [
        [f"{row['numerator']:,}", f"{row['denominator']:,}"] for row in marts["response_rate"]
    ]
    course = {
        tuple(str(row[key]) for key in ("asked", "surveyed", "received", "valid")) for row in marts["response_course"]
    }
    shown = table(page, "Suppliers by day, added up")
    assert {tuple(row[1:]) for row in shown} <= course
    assert [row[0] for row in shown] == ["January 5, 2026", "January 29, 2026", "February 26, 2026", "March 30, 2026"]


def test_products_are_counted_by_the_rule_that_puts_them_in_or_out_of_scope(page: Any) -> None:
    shown = [int(row[1]) for row in table(page, "Products by scope")]
    assert shown == [7, 1, 1, len(management.tables()["product_scope"])]


def test_why_a_rate_is_what_it_is_stands_below_it() -> None:
    rates = [row | {"detail": "with critical findings: 4" if row["measure"] == "valid" else None}
             for row in management.tables()["response_rate"]]  # fmt: skip
    text = html.fromstring(management.render({"response_rate": rates})).text_content()
    assert "Suppliers, valid answer: with critical findings: 4." in text


def test_the_forecast_is_called_an_estimate_with_its_range_and_its_making(page: Any) -> None:
    rows = management.tables()["campaign_forecast"]
    assert [row[1:5] for row in table(page, "Estimate, not a promise")] == [
        [str(row["now"]), str(row["expected"]), f"{row['low']} to {row['high']}", str(row["denominator"])]
        for row in rows
    ]
    text = page.text_content()
    assert "Estimate for June 1, 2026, the filing deadline, 62 days after the as-of date." in text
    assert rows[0]["basis"] in text


def test_smelters_by_metal_and_status_are_the_lines_of_appendix_a(page: Any) -> None:
    counts = Counter((row["metal"], STATUS_LABELS[status_key(row)]) for row in management.tables()["appendix_a"])
    (shown,) = [found for found in page.iter("table") if found.findtext("caption") == "Facilities by metal and status"]
    head = [cell.text for cell in shown.findall("thead/tr/th")][1:-1]
    rows = {row[0]: row[1:-1] for row in table(page, "Facilities by metal and status")}
    assert {(metal, label): int(row[at]) for metal, row in rows.items() if metal != "All metals"
            for at, label in enumerate(head) if int(row[at])} == dict(counts)  # fmt: skip


def test_changes_by_cause_add_up_to_the_changed_facilities(page: Any) -> None:
    changes = Counter(row["cause"] for row in management.tables()["year_over_year"] if row["cause"])
    assert sorted(int(row[1]) for row in table(page, "Changes by cause")) == sorted(changes.values())


def test_red_flags_are_counted_by_state_and_named_with_their_owner(page: Any) -> None:
    flags = management.tables()["red_flag"]
    states = Counter(row["state"] for row in flags)
    (kinds,) = table(page, "Red flags by kind")
    assert kinds[1:6] == [
        "critical",
        str(len(flags)),
        *(str(states[key]) for key in ("open", "acknowledged", "accepted")),
    ]
    named = table(page, "Red flags that nobody has accepted, the worst first")
    assert len(named) == len(flags) - states["accepted"]
    assert named[0][1] == "No longer on the status list (critical)"
    assert {row[4] for row in named} == {"nobody"}
    owned = management.render({"red_flag": [flags[1] | {"owner": "Kim Example", "state": "acknowledged"}]})
    assert table(html.fromstring(owned), "Red flags that nobody has accepted, the worst first")[0][4:6] == [
        "Kim Example",
        "acknowledged",
    ]


def test_a_flag_says_whether_its_facility_is_new(page: Any) -> None:
    flag, change = management.tables()["red_flag"][0], management.tables()["year_over_year"][0]
    for fate, words in (("new", "New facility"), ("unchanged", "Same"), ("first_year", "–")):
        changed = {
            "red_flag": [flag],
            "year_over_year": [change | {"smelter_cid": flag["smelter_cid"], "change": fate}],
        }
        shown = html.fromstring(management.render(changed))
        assert table(shown, "Red flags that nobody has accepted, the worst first")[0][6] == words


def test_countries_of_origin_are_those_of_the_mart_the_covered_ones_first(page: Any) -> None:
    shown = table(page, "Facilities for which a supplier named the country")
    origins = management.tables()["country_of_origin"]
    assert len(shown) == len({row["origin_country"] for row in origins})
    assert [row[1] for row in shown] == sorted((row[1] for row in shown), reverse=True)
    assert sum(int(cell) for row in shown for cell in row[2:] if cell != "–") == sum(row["smelters"] for row in origins)


def test_origin_data_is_never_shown_by_facility_nor_drawn() -> None:
    origins = [
        row | {"origin_basis": "origin_data", "origin_source": "bought list of 2026-01-01", "smelters": 41}
        for row in management.tables()["country_of_origin"]
    ]
    page = html.fromstring(management.render({"country_of_origin": origins}))
    cells = [cell for row in table(page, "Facilities for which a supplier named the country") for cell in row[2:]]
    assert set(cells) == {"data", "–"}
    assert not page.xpath("//section[@id='origins']//figure")
    assert "bought list of 2026-01-01" in page.text_content()


def test_suppliers_that_owe_most_are_entities_by_products_affected(page: Any) -> None:
    marts = management.tables()
    reached, owing = defaultdict(set), {}
    for row in marts["supplier_status"]:
        if row["in_scope"] and row["response"] in ("no_response", "answered_incomplete"):
            owing.setdefault(row["entity_id"], []).append(row["supplier_id"])
    for row in marts["supplier_product"]:
        reached[row["supplier_id"]].add(row["product_id"])
    expected = sorted((len(set().union(*(reached[one] for one in ids))) for ids in owing.values()), reverse=True)
    shown = table(page, "No valid answer yet, by products affected")
    assert [int(row[2]) for row in shown] == expected[:LISTED]
    assert f"{len(owing)} suppliers in scope without a valid answer." in page.text_content()
    assert any(len(ids) > 1 for ids in owing.values()), "the case of a group with two vendor numbers is lost"


def test_findings_and_undecided_names_are_counted_once(page: Any) -> None:
    marts = management.tables()
    rules = Counter(row["code"].replace("_", " ") for row in critical(marts["finding"]))
    assert {row[0]: int(row[1]) for row in table(page, "Open critical findings by rule")} == dict(rules)
    waiting = table(page, "Declared names that wait for a person, the widest spread first")
    assert len(waiting) == len({row["question_id"] for row in marts["review_row"]})
    assert sum(int(row[2]) for row in waiting) == len(marts["review_row"])


def test_next_steps_are_the_companys_and_those_the_figures_ask_for(page: Any) -> None:
    marts = management.tables()
    steps = {row[0]: int(row[1]) for row in table(page, "Steps that follow from the figures")}
    assert steps["Have a critical finding mended, or waive it with a reason"] == len(critical(marts["finding"]))
    assert steps["Decide which facility a declared name means"] == 4
    owing = {row["entity_id"]: row["next_action"] for row in marts["supplier_status"][::-1]
             if row["response"] in ("no_response", "answered_incomplete")}  # fmt: skip
    assert steps["Ask for a corrected declaration"] == Counter(owing.values())["correction"]
    assert "Make the survey a condition of approval for every new supplier." in page.text_content()


def test_a_long_list_says_how_many_it_leaves_out() -> None:
    rows = [management.review_row(2 * number) for number in range(LISTED + 7)]
    page = html.fromstring(management.render({"review_row": rows}))
    assert len(table(page, "Declared names that wait for a person, the widest spread first")) == LISTED
    assert (
        f"{LISTED} of {LISTED + 7} are shown; the other 7 stand on the review page Review queue." in page.text_content()
    )


def test_every_chart_stands_beside_its_table_and_has_a_text(page: Any) -> None:
    charts = page.xpath("//figure")
    assert len(charts) == 4
    for chart in charts:
        assert chart.getparent().findall("table")
        assert chart[0].get("aria-label")
    with pytest.raises(ValueError, match="a chart needs its table"):
        Part("A picture", "somewhere", chart="<svg></svg>")


def test_every_part_names_the_mart_it_comes_from(page: Any) -> None:
    named = set()
    for part in page.xpath("//section[contains(@class, 'part')]"):
        (source,) = part.xpath("./p[@class='source']/text()")
        named |= set(source.removeprefix("Source: ").split(", "))
    assert named - set(MARTS) == {"determination.json", "company.yaml", "as named in the last column"}


MISSING = {
    "no product": (("product_scope",), "Drop a product catalogue and a bill of materials."),
    "no supplier list": (("campaign_funnel", "response_rate"), "Drop a supplier list and a bill of materials."),
    "no answer": (("response_course",), "No supplier has answered yet"),
    "no pace": (("campaign_forecast",), "No estimate is made"),
    "no facility": (("appendix_a",), "a blank template: its look-up sheet is the list of smelters"),
    "no year before": (("year_over_year",), "This is the first year on record"),
    "no origin": (("country_of_origin",), "No country of origin is named."),
    "no flag": (("red_flag",), "No facility has a red flag. A list that is silent about a facility clears nothing."),
    "no finding": (("finding",), "No critical finding is open."),
    "no open name": (("review_row",), "No declared smelter name waits for a person."),
}


@pytest.mark.parametrize("case", MISSING)
def test_what_is_missing_is_said_and_which_file_to_drop(case: str) -> None:
    names, words = MISSING[case]
    assert words in html.fromstring(management.render({name: [] for name in names})).text_content()


def test_without_a_status_list_every_section_still_stands() -> None:
    rows = [row | {"smelter_status": "unknown", "status_as_of": None, "status_source": None}
            for row in management.tables()["appendix_a"]]  # fmt: skip
    text = html.fromstring(management.render({"appendix_a": rows})).text_content()
    assert "Drop a dated status list." in text
    assert "0 of 40 facilities are conformant (0%)." in text


def test_letters_nobody_recorded_are_said_to_be_missing() -> None:
    rows = [row | {"suppliers": 0 if row["stage"] == "surveyed" else row["suppliers"]}
            for row in management.tables()["campaign_funnel"]]  # fmt: skip
    assert "Drop a log of letters sent" in html.fromstring(management.render({"campaign_funnel": rows})).text_content()


def test_a_year_without_any_data_is_a_whole_report() -> None:
    page = html.fromstring(management.render(management.no_tables(), next_steps=None))
    assert len(list(page.iter("h2"))) == 7
    assert page.xpath("//figure") == []
    assert figures(page)["suppliers answered"][:2] == ["–", "nothing in scope yet"]


def test_text_of_others_is_harmless_and_bounded() -> None:
    hostile = {
        name: [{key: HOSTILE if isinstance(value, str) and key not in KEPT else value for key, value in row.items()}
               for row in rows]
        for name, rows in management.tables().items()
    }  # fmt: skip
    content = management.render(hostile)
    page = html.fromstring(content)
    assert page.xpath("//script | //img | //@onerror") == []
    assert "alert(1)" in page.text_content(), "the hostile text is shown, or nothing is proved"
    assert not {"\u202e", "\x07"} & set(content.decode())
    assert "{{ 7*7 }}" in page.text_content()
    assert "W" * 400 not in content.decode()


def test_nothing_in_the_page_acts_or_loads() -> None:
    page = html.fromstring(management.render())
    assert page.xpath("//script | //link | //img | //iframe | //form | //object | //@style | //@src") == []
    assert all(target.startswith("#") for target in page.xpath("//@href"))
    style = base64.b64encode(hashlib.sha256(page.findtext(".//style").encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


def test_a_draft_of_a_sample_is_marked_and_a_final_report_is_not() -> None:
    text = read_page(management.render()).text
    assert "SAMPLE - NOT A FILING" in text
    assert "DRAFT - NOT FILED" in text
    final = Parameters(company.YEAR, company.AS_OF, date(2026, 5, 20), "final")
    text = read_page(management.render(parameters=final, sample=False)).text
    assert "SAMPLE" not in text
    assert "DRAFT" not in text


def test_the_same_rows_in_any_order_give_the_same_bytes_in_another_process() -> None:
    code = "import hashlib, management_company as m; print(hashlib.sha256(m.render()).hexdigest())"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    )
    reversed_rows = {name: rows[::-1] for name, rows in management.tables().items()}
    assert ran.stdout.strip() == hashlib.sha256(management.render(reversed_rows)).hexdigest()


def test_many_smelters_and_suppliers_leave_the_file_small() -> None:
    facility = management.tables()["appendix_a"][0]
    appendix = [facility | {"smelter_cid": f"CID{number:06d}", "metal": metal}
                for metal in ("Gold", "Tin", "Tantalum", "Tungsten") for number in range(100)]  # fmt: skip
    content = management.render(management.tables(suppliers=2000) | {"appendix_a": appendix})
    assert len(content) < 300_000


def test_the_template_uses_exactly_the_fields_of_its_context() -> None:
    environment = _environment()
    loader = environment.loader
    assert loader
    text = loader.get_source(environment, "management_report.html.j2")[0]
    assert meta.find_undeclared_variables(environment.parse(text)) == {
        *sources(ManagementContext),
        "style",
        "style_hash",
    }
