"""What a request costs, how long it takes, which papers it needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.forms.testing import raw_form
from tinhso.government.procedures.data import Fee, FeeTier
from tinhso.government.procedures.errors import CaseUnknown
from tinhso.government.procedures.rules.building import build_info, build_version
from tinhso.government.procedures.rules.reckoning import (
    allowance_for,
    amount_of,
    case_of,
    components_for,
    fee_for,
)
from tinhso.government.procedures.testing import raw_package
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong


def version(**changes):
    raw = raw_package(**changes)
    info = build_info(raw, version_id=uuid7(), procedure_id=uuid7(), valid_to=None)
    return build_version(info, raw, form=raw_form(), digest=str(uuid7()))


def certified_copy(**changes) -> Fee:
    """2,000 đồng a page, 1,000 from the third, at most 200,000 a copy (Thông tư 226/2016/TT-BTC)."""
    given = {
        "quantity": "/pages",
        "times": "/copies",
        "tiers": (FeeTier(2, Dong(2000)), FeeTier(None, Dong(1000))),
        "at_most": Dong(200_000),
    }
    return Fee("PHI", "Phí", Dong(2000), "page", None, "any", ("default",), "found", **{**given, **changes})


@pytest.mark.parametrize(
    ("pages", "copies", "amount"),
    [
        (0, 1, 0),
        (1, 1, 2000),
        (2, 1, 4000),
        (3, 1, 5000),
        (10, 3, 36_000),
        (198, 1, 200_000),
        (1000, 1, 200_000),
        (1000, 2, 400_000),
    ],
)
def test_a_certified_copy_costs_by_page_with_a_bound_for_each_copy(pages, copies, amount):
    assert amount_of(certified_copy(), pages, copies) == Dong(amount)


@given(st.integers(0, 400), st.integers(1, 9))
def test_tiers_add_up_page_by_page(pages, copies):
    each = sum(2000 if page <= 2 else 1000 for page in range(1, pages + 1))

    assert amount_of(certified_copy(), pages, copies) == Dong(min(each, 200_000) * copies)


def test_copies_come_from_the_form_unless_an_officer_counted_them():
    one = version()

    assert [line.amount.amount for line in fee_for(one, "default", "online", data={"request": {"copies": 4}})] == [
        32_000
    ]
    assert [line.quantity for line in fee_for(one, "default", "online", data={"request": {"copies": 4}}, copies=2)] == [
        2
    ]
    assert [line.amount.amount for line in fee_for(one, "default", "online")] == [8000]
    assert fee_for(one, "default", "online", copies=0) == []


def test_a_fee_of_one_channel_or_case_is_not_asked_in_another():
    fee = raw_package()["fees"][0]
    one = version(fees=[{**fee, "channel": "counter", "cases": ["xac_minh"]}])

    assert fee_for(one, "xac_minh", "online") == []
    assert fee_for(one, "default", "counter") == []
    assert len(fee_for(one, "xac_minh", "counter")) == 1


def test_a_fee_with_a_condition_asks_the_answers():
    fee = {**raw_package()["fees"][0], "when": {"field": "/request/copies", "exists": True}}
    one = version(fees=[fee])

    assert fee_for(one, "default", "online", data={}) == []
    assert fee_for(one, "default", "online", data={"request": {"copies": 1}})


def test_a_case_with_a_condition_goes_before_the_plain_one():
    one = version()

    assert case_of(one, {"request": {"urgent": True}}).code == "xac_minh"
    assert case_of(one, {"request": {"urgent": False}}).code == "default"


def test_answers_that_fit_no_case_are_refused():
    cases = [case for case in raw_package()["cases"] if case["when"]]

    with pytest.raises(CaseUnknown):
        case_of(version(cases=cases), {})


def test_filing_online_may_be_quicker():
    cases = [{**raw_package()["cases"][0], "allowance_online": {"amount": 2, "unit": "working_day", "mark": "known"}}]
    one = version(cases=cases)

    assert str(allowance_for(one, "default", "online").amount) == "2"
    assert str(allowance_for(one, "default", "counter").amount) == "3"


def test_a_step_may_take_longer_in_a_harder_case():
    steps = raw_package()["steps"]
    steps[0]["allowances"] = {"xac_minh": {"amount": 2, "unit": "working_day"}}
    step = version(steps=steps).step("tham_tra")

    assert (str(step.allowance.unit), str(step.allowance.amount)) == ("working_hour", "4")
    assert str(step.allowance_in("default").unit) == "working_hour"
    assert str(step.allowance_in("xac_minh").unit) == "working_day"


def test_a_paper_is_asked_only_where_its_condition_holds():
    papers = raw_package()["components"]
    papers[1]["when"] = {"field": "/request/urgent", "equals": True}
    one = version(components=papers)

    assert [c.code for c in components_for(one, "default", {})] == ["TK"]
    assert [c.code for c in components_for(one, "default", {"request": {"urgent": True}})] == ["TK", "GT"]
