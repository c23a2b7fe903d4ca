"""The nine states and which may follow which."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.edxml.public import StatusCode
from tinhso.government.correspondence.errors import IllegalStatus
from tinhso.government.correspondence.rules.statuses import Stand, may_say, said

S = StatusCode


@pytest.mark.parametrize(
    "road",
    [
        [S.ARRIVED, S.REGISTERED, S.ASSIGNED, S.PROCESSING, S.DONE],
        [S.ARRIVED, S.REGISTERED, S.DONE, S.ASSIGNED, S.DONE],
        [S.ARRIVED, S.REFUSED],
        [S.ARRIVED, S.RECALL_ASKED, S.RECALL_AGREED],
        [S.ARRIVED, S.REGISTERED, S.RECALL_ASKED, S.RECALL_REFUSED, S.ASSIGNED, S.RECALL_ASKED, S.RECALL_AGREED],
    ],
)
def test_a_document_may_go_these_ways(road):
    stand = Stand()
    for code in road:
        stand = said(stand, code)


@pytest.mark.parametrize(
    ("before", "code"),
    [
        ([], S.RECALL_ASKED),
        ([], S.DONE),
        ([S.ARRIVED], S.DONE),
        ([S.ARRIVED], S.RECALL_AGREED),
        ([S.ARRIVED, S.REFUSED], S.REGISTERED),
        ([S.ARRIVED, S.REFUSED], S.RECALL_ASKED),
        ([S.ARRIVED, S.REGISTERED], S.REFUSED),
        ([S.ARRIVED, S.REGISTERED, S.DONE], S.PROCESSING),
        ([S.ARRIVED, S.RECALL_ASKED, S.RECALL_AGREED], S.REGISTERED),
    ],
)
def test_other_ways_are_refused(before, code):
    stand = Stand()
    for one in before:
        stand = said(stand, one)
    with pytest.raises(IllegalStatus):
        said(stand, code)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(codes=st.lists(st.sampled_from(list(S)), max_size=30))
def test_whatever_is_said_nothing_leads_out_of_a_refusal_or_an_agreed_recall(codes):
    stand = Stand()
    for code in codes:
        if may_say(stand, code):
            ended = stand.status is S.REFUSED or stand.recall is S.RECALL_AGREED
            assert not ended
            stand = said(stand, code)
