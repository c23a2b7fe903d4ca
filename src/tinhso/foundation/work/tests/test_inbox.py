"""Each officer finds exactly what is theirs, in the order it is due, and every number equals its list."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.work.data import Box, BoxCount, Filters, Light, State
from tinhso.foundation.work.models import WorkItem
from tinhso.foundation.work.public import (
    claim,
    complete,
    count_boxes,
    follow,
    list_items,
    list_of_subject,
    unfollow,
)
from tinhso.foundation.work.testing import MONDAY, make_item, make_officer
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind, Scope
from tinhso.kernel.ids import uuid7
from tinhso.kernel.paging import BadCursor, encode_cursor

pytestmark = pytest.mark.django_db
A, B, C = uuid7(), uuid7(), uuid7()


def ids(actor, box, **named):
    found, cursor = [], ""
    while True:
        page = list_items(actor, box=box, cursor=cursor, now=MONDAY, **named)
        found += [item.id for item in page.items]
        cursor = page.next_cursor
        if not cursor:
            return found


def test_the_soonest_due_comes_first_and_what_has_no_time_last():
    officer = make_officer(A)
    late = make_item(A, due_at=MONDAY - timedelta(days=1), now=MONDAY - timedelta(days=3))
    none = make_item(A, due_at=None)
    soon = make_item(A, due_at=MONDAY + timedelta(hours=3))
    far = make_item(A, due_at=MONDAY + timedelta(days=60))
    assert ids(officer, Box.GROUP) == [late, soon, far, none]
    assert ids(officer, Box.GROUP, size=1) == [late, soon, far, none]
    assert ids(officer, Box.LATE) == [late]
    assert ids(officer, Box.DUE_SOON) == [soon]


def test_a_stranger_sees_nothing(units, dung, an, binh):
    make_item(units.commune_a.id)
    for stranger in (dung, an):
        assert all(ids(stranger, box) == [] for box in Box)
        assert all(number.count == 0 for number in count_boxes(stranger, now=MONDAY).values())
    assert ids(binh, Box.GROUP) == []


def test_an_item_moves_between_the_boxes(units, ha, chi):
    item_id = make_item(units.commune_a.id, facts={"act": "sign"})
    assert ids(ha, Box.GROUP) == ids(ha, Box.TO_SIGN) == ids(chi, Box.UNIT) == [item_id]
    claim(ha, item_id=item_id, now=MONDAY)
    assert ids(ha, Box.GROUP) == [] and ids(ha, Box.MINE) == ids(ha, Box.TO_SIGN) == [item_id]
    assert ids(chi, Box.UNIT) == [item_id]
    complete(ha, item_id=item_id, now=MONDAY)
    assert ids(ha, Box.MINE) == ids(chi, Box.UNIT) == [] and ids(ha, Box.SENT) == [item_id]
    late = list_items(ha, box="sent", now=MONDAY + timedelta(days=31))
    assert late.items == []


def test_the_latest_done_comes_first():
    officer = make_officer(A)
    done = [make_item(A) for _ in range(5)]
    for minute, item_id in enumerate(done):
        complete(officer, item_id=item_id, now=MONDAY - timedelta(hours=5, minutes=-minute))
    assert ids(officer, Box.SENT, size=2) == done[::-1]


def test_what_is_followed_stays_only_while_it_is_theirs_to_see():
    officer, head = make_officer(A), make_officer(A, roles=(), oversees=True)
    subject = uuid7()
    item_id = make_item(A, subject_id=subject)
    follow(officer, item_id=item_id)
    follow(officer, item_id=item_id)
    follow(head, item_id=item_id)
    elsewhere = make_item(B, subject_id=subject)
    assert ids(officer, Box.FOLLOWED) == ids(head, Box.FOLLOWED) == [item_id]
    assert [item.id for item in list_of_subject(officer, subject_id=subject)] == [item_id]
    assert elsewhere not in ids(head, Box.FOLLOWED)
    unfollow(officer, subject_id=subject)
    assert ids(officer, Box.FOLLOWED) == []


def test_a_list_is_found_without_marks_by_code_title_or_applicant():
    officer = make_officer(A)
    wanted = make_item(A, code="H61-261123-0001", facts={"applicant": "Nguyễn Văn Đức", "procedure_code": "1.001193"})
    make_item(A, code="H61-261123-0002", title="Cấp bản sao 100%", facts={"applicant": "Trần Thị Bé"})
    make_item(B, code="H61-261123-0003", facts={"applicant": "Nguyễn Văn Đức"})
    for text in ("nguyen van duc", "NGUYỄN", "0001", "h61-261123-0001", "Đức"):
        assert ids(officer, Box.GROUP, filters=Filters(text=text)) == [wanted], text
    assert len(ids(officer, Box.GROUP, filters=Filters(text="100%"))) == 1
    assert ids(officer, Box.GROUP, filters=Filters(text="1_0")) == []
    assert ids(officer, Box.GROUP, filters=Filters(text="'; DROP TABLE work_workitem; --")) == []
    assert ids(officer, Box.GROUP, filters=Filters(procedure="1.001193")) == [wanted]
    assert ids(officer, Box.GROUP, filters=Filters(kind="dossiers.other")) == []
    assert ids(officer, Box.GROUP, filters=Filters(unit_id=B)) == []
    assert len(ids(officer, Box.GROUP, filters=Filters(unit_id=A, kind="dossiers.step"))) == 2


def test_lists_and_counts_take_one_query(units, ha, chi, giang, django_assert_num_queries):
    for _ in range(5):
        make_item(units.commune_a.id)
    for actor in (ha, chi, giang, SYSTEM):
        for box in Box:
            with django_assert_num_queries(1):
                list_items(actor, box=box, now=MONDAY)
        with django_assert_num_queries(1):
            count_boxes(actor, now=MONDAY)


def test_a_count_stops_at_a_thousand():
    officer = make_officer(A)
    first = WorkItem.objects.get(pk=make_item(A))
    names = [field.attname for field in WorkItem._meta.concrete_fields if field.attname not in ("id", "due_order")]
    kept = {name: getattr(first, name) for name in names}
    WorkItem.objects.bulk_create(WorkItem(**kept) for _ in range(1100))
    counted = count_boxes(officer, now=MONDAY)[Box.GROUP]
    assert counted.is_more and str(counted) == "1000+"
    assert str(BoxCount(1000)) == "1000"


def test_a_cursor_we_did_not_make_is_refused():
    for cursor in (
        "x",
        encode_cursor("2026-11-23", "x"),
        encode_cursor("2026-11-23T00:00:00", str(uuid7())),
        encode_cursor(1, 2),
    ):
        with pytest.raises(BadCursor):
            list_items(make_officer(A), box=Box.GROUP, cursor=cursor)


def test_the_light_turns_yellow_then_red(units, ha):
    item = list_of_subject(ha, subject_id=_subject_of(make_item(units.commune_a.id)))[0]
    assert item.warn_at and item.due_at
    assert item.light(MONDAY) is Light.GREEN
    assert item.light(item.warn_at) is Light.YELLOW
    assert item.light(item.due_at) is Light.RED


def _subject_of(item_id):
    return WorkItem.objects.get(pk=item_id).subject_id


ROLES = st.sampled_from(["specialist", "leader", "clerk"])
UNITS = st.sampled_from([A, B, C])
ITEMS = st.lists(
    st.tuples(UNITS, ROLES, st.integers(-60, 400) | st.none(), st.sampled_from(["", "sign"]), st.integers(0, 3)),
    max_size=14,
)
SCOPES = st.builds(Scope, st.booleans(), st.frozensets(UNITS, max_size=3))
ABILITIES = st.dictionaries(
    st.sampled_from(["work.specialist", "work.leader", "work.clerk", "work.oversee"]), SCOPES, max_size=4
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=ITEMS, abilities=ABILITIES)
def test_every_box_holds_what_the_rules_say_and_counts_the_same(db, items, abilities):
    WorkItem.objects.all().delete()
    officer = Actor(ActorKind.OFFICER, account_id=uuid7(), name="x", abilities=abilities)
    for unit, role, hours, act, fate in items:
        due = None if hours is None else MONDAY + timedelta(hours=hours)
        item_id = make_item(unit, role=role, due_at=due, facts={"act": act}, now=MONDAY - timedelta(days=3))
        if fate:
            holder = officer.account_id if fate < 3 else uuid7()
            WorkItem.objects.filter(pk=item_id).update(
                assignee_id=holder, state=State.CLAIMED, started_at=MONDAY, assignee_name="x"
            )
        if fate == 2:
            complete(officer, item_id=item_id, now=MONDAY - timedelta(hours=1))
    counts = count_boxes(officer, now=MONDAY)
    for box in Box:
        expected = [item.id for item in _ordered(box) if _belongs(item, box, officer)]
        assert ids(officer, box, size=3) == expected, box
        assert counts[box].count == len(expected), box


def _ordered(box):
    return (
        WorkItem.objects.order_by("-done_at", "-id")
        if box is Box.SENT
        else WorkItem.objects.order_by("due_order", "id")
    )


def _belongs(item, box, officer):
    """The rules of the boxes, told a second time in plain words."""
    live = item.state in ("open", "claimed")
    mine = item.state == "claimed" and item.assignee_id == officer.account_id
    group = item.state == "open" and officer.may(f"work.{item.role}", item.unit_id)
    overseen = live and officer.may("work.oversee", item.unit_id)
    yellow = item.due_at is not None and item.warn_at <= MONDAY < item.due_at
    red = item.due_at is not None and item.due_at <= MONDAY
    return {
        Box.MINE: mine,
        Box.GROUP: group,
        Box.UNIT: overseen,
        Box.TO_SIGN: (mine or group) and item.act == "sign",
        Box.DUE_SOON: (mine or group or overseen) and yellow,
        Box.LATE: (mine or group or overseen) and red,
        Box.SENT: item.state == "done" and item.done_by == officer.account_id,
        Box.FOLLOWED: False,
    }[box]
