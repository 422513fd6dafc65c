from __future__ import annotations

import pytest

from include.sample import campaign
from include.sample.cmrt import lookup_rows
from include.sample.drop_file import DropFile
from include.sample.expected import expected
from include.sample.messy import matches
from include.schemas import MARTS


def declared(path_end: str) -> DropFile:
    return next(file for file in campaign.files(2025) if file.path.endswith(path_end))


@pytest.mark.parametrize("year", campaign.YEARS)
def test_every_smelter_row_has_exactly_one_outcome(year: int) -> None:
    facts = expected(year)
    assert sum(facts.outcomes.values()) == facts.smelter_rows > 0


def test_the_sample_shows_every_outcome_the_machine_can_give() -> None:
    words = MARTS["smelter_accounting"].field("outcome").metadata[b"doc"].decode()
    assert set(expected().outcomes) == set(words.replace(" or ", ", ").split(", ")) - {"rejected"}


def test_a_file_sent_twice_counts_once() -> None:
    facts = expected()
    assert facts.declaration_files == facts.declarations + 1
    assert sum(facts.rows_by_path.values()) == facts.smelter_rows + facts.rows_by_path["2025/V1010_CMRT.xlsx"]


def test_files_tie_by_every_rule_or_are_untied_or_unreadable() -> None:
    facts = expected()
    assert {rule for _, rule in facts.ties.values()} == {"supplier_id", "email_domain", "company_name"}
    paths = [file.path for file in campaign.files(2025)]
    assert sorted([*facts.ties, *facts.untied, *facts.quarantined]) == sorted(paths)


def test_some_suppliers_never_answer_and_a_parent_answers_for_one() -> None:
    facts = expected()
    assert set(facts.silent) == {"V1022", "V1023", "V1024"}
    assert facts.children == {"V1026": "V1001"}
    assert "V1021" not in facts.asked, "exempt"
    assert "V1025" not in facts.asked, "supplies only a product out of scope"


def test_names_typed_by_hand_match_the_way_they_say() -> None:
    names = {(row.metal, row.smelter_alias): row.smelter_cid for row in lookup_rows("6.4")}
    metal_of = {row.smelter_cid: row.metal for row in lookup_rows("6.4")}
    for match in matches():
        name = match.row.smelter_lookup or match.row.smelter_name_reported
        exact = names.get((str(match.row.metal), str(name)))
        assert match.smelter_cid is None or metal_of[match.smelter_cid] == match.row.metal, match.why
        assert (exact == match.smelter_cid) if match.method == "alias" else True, match.why
        assert exact is None if match.method == "normalized_alias" else True, match.why


def test_a_correction_is_later_and_of_the_same_scope() -> None:
    first, second = declared("V1011_CMRT_v1.xlsx").spec, declared("V1011_CMRT_v2_corrected.xlsx").spec
    assert first is not None
    assert second is not None
    assert first.effective_date < second.effective_date
    assert first.declaration_scope == second.declaration_scope


def test_the_contradictory_declaration_contradicts_itself() -> None:
    spec = declared("Copy of CMRT V1009.xlsx").spec
    assert spec is not None
    assert spec.answers["3"]["Tin"][0] == "No"
    assert "Rwanda" in str(spec.smelters[0].mine_country)
    assert spec.answers["7"]["Tin"][0] == "Yes"
    assert spec.answers["6"]["Tin"][0] != "100%"
