"""What is really to pay: by case, channel, moment, and after an exemption."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.government.procedures.public import exemption_claimed, fee_due
from tinhso.government.procedures.rules.building import build_exemptions, build_fees
from tinhso.government.procedures.rules.fees import BEFORE_PROCESSING
from tinhso.government.procedures.testing import make_procedure, raw_package

POOR = {
    "code": "ho_ngheo",
    "name": "Người thuộc hộ nghèo",
    "percent": 100,
    "fees": ["LP01"],
    "paper": "GT",
    "when": {"field": "/request/urgent", "equals": True},
    "basis": "Luật Phí và lệ phí, Điều 10",
    "mark": "known",
}


def fee(**changes):
    return {**raw_package()["fees"][0], **changes}


class Version:
    """A version as far as fees ask."""

    def __init__(self, fees, exemptions=()):
        raw = {"fees": fees, "exemptions": list(exemptions)}
        self.fees, self.exemptions = build_fees(raw), build_exemptions(raw)


def test_a_fee_of_the_counter_is_not_due_on_line():
    version = Version([fee(channel="counter"), fee(code="LP02", channel="online", amount=5000)])
    assert [line.code for line in fee_due(version, "default", "online")] == ["LP02"]
    assert [line.code for line in fee_due(version, "default", "counter")] == ["LP01"]


def test_a_fee_of_another_case_is_not_due():
    assert fee_due(Version([fee(cases=["xac_minh"])]), "default", "counter") == ()


def test_only_what_is_collected_at_a_moment_is_due_then():
    version = Version([fee(collect=BEFORE_PROCESSING, kind="charge"), fee(code="LP02", collect="result")])
    (line,) = fee_due(version, "default", "counter", collect=BEFORE_PROCESSING)
    assert (line.code, line.kind) == ("LP01", "charge")
    assert len(fee_due(version, "default", "counter")) == 2


def test_who_is_exempt_pays_nothing_of_the_fees_named():
    version = Version([fee(), fee(code="LP02", amount=5000)], [POOR])
    (line,) = fee_due(version, "default", "counter", "ho_ngheo")
    assert (line.code, line.exemption) == ("LP02", "")


def test_an_exemption_nobody_wrote_is_refused():
    with pytest.raises(KeyError):
        fee_due(Version([fee()]), "default", "counter", "khac")


@given(amount=st.integers(1, 10**9), percent=st.integers(1, 100), copies=st.integers(1, 50))
def test_a_reduction_never_asks_more_and_is_off_by_less_than_a_dong(amount, percent, copies):
    version = Version([fee(amount=amount, quantity="")], [{**POOR, "percent": percent}])
    full = sum(line.amount.amount for line in fee_due(version, "default", "counter", copies=copies))
    less = sum(line.amount.amount for line in fee_due(version, "default", "counter", "ho_ngheo", copies=copies))
    assert full == amount * copies
    exact = full * (100 - percent) / 100
    assert exact - 1 < less <= exact


def test_an_exemption_is_claimed_by_the_answers_and_shown_by_its_paper():
    version = Version([fee()], [POOR])
    assert exemption_claimed(version, {"request": {"urgent": True}}, {"GT"}).code == "ho_ngheo"
    assert exemption_claimed(version, {"request": {"urgent": True}}, set()) is None
    assert exemption_claimed(version, {"request": {"urgent": False}}, {"GT"}) is None


def test_a_package_may_say_who_is_exempt(db):
    version = make_procedure(code="1.999071", exemptions=[POOR])
    assert version.exemptions[0].basis == "Luật Phí và lệ phí, Điều 10"
