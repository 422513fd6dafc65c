from __future__ import annotations

import pytest

from include.sample.cmrt import METALS, SCOPE_COMPANY, CmrtSpec, complete_spec

REQUIRED = (
    "company_name", "declaration_scope", "contact_name", "contact_email", "contact_phone", "authorizer_name",
    "authorizer_email", "effective_date",
)  # fmt: skip


@pytest.fixture(params=[METALS, ("Tin",), ()], ids=["all metals", "tin", "no metal"])
def spec(request: pytest.FixtureRequest) -> CmrtSpec:
    return complete_spec(metals=request.param)


def in_scope(spec: CmrtSpec) -> set[str]:
    return {metal for metal in METALS if spec.answers["1"][metal][0] == "Yes"}


def test_every_required_field_is_filled(spec: CmrtSpec) -> None:
    assert [name for name in REQUIRED if not getattr(spec, name)] == []
    assert spec.declaration_scope == SCOPE_COMPANY


def test_every_question_is_answered_for_metals_in_scope_and_only_the_first_for_others(spec: CmrtSpec) -> None:
    for question, by_metal in spec.answers.items():
        answered = {metal for metal, (answer, _) in by_metal.items() if answer is not None}
        assert answered == (set(METALS) if question == "1" else in_scope(spec))


def test_smelters_are_on_the_list_for_exactly_the_metals_in_scope(spec: CmrtSpec) -> None:
    listed = {(row.metal, row.smelter_alias, row.smelter_cid) for row in spec.lookup}
    assert {(row.metal, row.smelter_lookup, row.smelter_id_reported) for row in spec.smelters} <= listed
    assert {row.metal for row in spec.smelters} == in_scope(spec)


def test_company_answers_that_need_a_comment_have_one() -> None:
    answers = complete_spec().company_answers
    assert all(answer for answer, _ in answers.values())
    assert str(answers["B"][1]).startswith("https://")


def test_any_field_can_be_replaced_and_a_wrong_name_is_refused() -> None:
    assert complete_spec("Acme", effective_date="soon").effective_date == "soon"
    with pytest.raises(TypeError):
        complete_spec(effectiv_date="soon")
