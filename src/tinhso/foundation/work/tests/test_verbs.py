"""One has it, everybody knows who, and what is done is done once."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import errors
from tinhso.foundation.work.data import State
from tinhso.foundation.work.events import WorkAssigned, WorkDone, WorkOpened
from tinhso.foundation.work.models import WorkItem
from tinhso.foundation.work.public import assign, claim, close_items, complete, get_item, open_item, release
from tinhso.foundation.work.testing import MONDAY, make_item, make_officer
from tinhso.kernel import modules
from tinhso.kernel.ids import uuid7

LATER = MONDAY + timedelta(minutes=5)


def recorded(item):
    return [entry.verb for entry in audit.list_trail(item.subject_id).items]


def test_an_item_waits_for_the_role_of_the_unit(units, ha, announced):
    item_id = make_item(units.commune_a.id, code="H61.21.03-261123-0001", facts={"applicant": "Nguyễn Thị An"})
    item = get_item(ha, item_id=item_id)
    assert (item.state, item.assignee_id, item.subject_kind) == (State.OPEN, None, "dossiers")
    assert announced() == [
        WorkOpened(item_id, "dossiers.step", item.subject_id, units.commune_a.id, "specialist", None, item.due_at)
    ]


def test_an_officer_takes_an_item_and_it_is_on_record(units, ha, announced):
    item_id = make_item(units.commune_a.id)
    item = claim(ha, item_id=item_id, version=1, now=MONDAY)
    assert (item.state, item.assignee_id, item.assignee_name) == (State.CLAIMED, ha.account_id, ha.name)
    assert item.started_at == MONDAY and item.version == 2
    assert isinstance(announced()[-1], WorkAssigned)
    assert recorded(item) == ["work.claimed"]
    assert claim(ha, item_id=item_id, now=LATER) == item  # pressing twice changes nothing


def test_who_comes_second_is_told_who_was_first_and_when(units, ha):
    item_id = make_item(units.commune_a.id)
    claim(ha, item_id=item_id, now=MONDAY)
    other = make_officer(units.commune_a.id)
    with pytest.raises(errors.AlreadyTaken) as refused:
        claim(other, item_id=item_id, now=LATER)
    assert "Phạm Thu Hà đã nhận việc này lúc 09:00 23/11/2026" in refused.value.sentence
    assert refused.value.status == 409
    with pytest.raises(errors.AlreadyTaken):
        complete(other, item_id=item_id, now=LATER)


def test_to_a_stranger_an_item_does_not_exist(units, dung, an, binh):
    item_id = make_item(units.commune_a.id)
    for stranger in (dung, an, binh):  # another commune, a citizen, another role
        for verb in (claim, release, complete):
            with pytest.raises(errors.ItemMissing):
                verb(stranger, item_id=item_id, now=MONDAY)
        with pytest.raises(errors.ItemMissing):
            assign(stranger, item_id=item_id, assignee_id=stranger.account_id, now=MONDAY)
        with pytest.raises(errors.ItemMissing):
            get_item(stranger, item_id=item_id)
    with pytest.raises(errors.ItemMissing):
        claim(dung, item_id=uuid7(), now=MONDAY)
    assert WorkItem.objects.get().version == 1


def test_who_oversees_sees_but_does_not_take_what_is_for_another_role(units, chi):
    item_id = make_item(units.commune_a.id, role="specialist")
    assert get_item(chi, item_id=item_id)
    with pytest.raises(errors.NotYours):
        claim(chi, item_id=item_id, now=MONDAY)


def test_an_item_is_put_back_by_its_officer_or_who_oversees(units, ha, chi):
    item_id = make_item(units.commune_a.id)
    claim(ha, item_id=item_id, now=MONDAY)
    assert release(ha, item_id=item_id).state is State.OPEN
    claim(ha, item_id=item_id, now=MONDAY)
    other = make_officer(units.commune_a.id)
    with pytest.raises(errors.ItemMissing):
        release(other, item_id=item_id)
    released = release(chi, item_id=item_id)
    assert released.assignee_id is None and released.started_at is None
    assert recorded(released).count("work.released") == 2


def test_the_head_gives_an_item_to_an_officer_who_holds_the_role(units, chi, ha, binh, dung):
    item_id = make_item(units.commune_a.id)
    item = assign(chi, item_id=item_id, assignee_id=ha.account_id, version=1, now=MONDAY)
    assert (item.assignee_id, item.assignee_name, item.state) == (ha.account_id, "Phạm Thu Hà", State.CLAIMED)
    assert recorded(item) == ["work.assigned"]
    for unsuited in (binh.account_id, dung.account_id, uuid7()):
        with pytest.raises(errors.NotSuited):
            assign(chi, item_id=item_id, assignee_id=unsuited, now=MONDAY)
    with pytest.raises(errors.NotYours):
        assign(ha, item_id=item_id, assignee_id=ha.account_id, now=MONDAY)


def test_what_changed_meanwhile_is_not_overwritten(units, ha, chi):
    item_id = make_item(units.commune_a.id)
    claim(ha, item_id=item_id, now=MONDAY)
    for verb in (release, complete):
        with pytest.raises(errors.Moved):
            verb(ha, item_id=item_id, version=1)
    with pytest.raises(errors.Moved):
        assign(chi, item_id=item_id, assignee_id=ha.account_id, version=1)


def test_an_item_is_done_once(units, ha, announced):
    item_id = make_item(units.commune_a.id)
    claim(ha, item_id=item_id, now=MONDAY)
    done = complete(ha, item_id=item_id, version=2, now=LATER)
    assert (done.state, done.done_at) == (State.DONE, LATER)
    assert announced()[-1] == WorkDone(item_id, "dossiers.step", done.subject_id, units.commune_a.id, cancelled=False)
    for verb in (claim, complete, release):
        with pytest.raises(errors.AlreadyClosed):
            verb(ha, item_id=item_id, now=LATER)


def test_an_open_item_can_be_done_without_taking_it_first(units, ha):
    assert complete(ha, item_id=make_item(units.commune_a.id), now=MONDAY).state is State.DONE


def test_a_subject_leaves_every_inbox_at_once(units, ha, an, announced):
    subject = uuid7()
    first = make_item(units.commune_a.id, subject_id=subject)
    make_item(units.commune_a.id, subject_id=subject, role="clerk", kind="dossiers.copy")
    other = make_item(units.commune_a.id)
    assert close_items(subject_id=subject, kind="dossiers.step", actor=ha, now=LATER) == 1
    assert WorkItem.objects.get(pk=first).state == State.DONE
    assert WorkItem.objects.get(pk=first).done_by == ha.account_id
    assert close_items(subject_id=subject, actor=an, now=LATER) == 1  # withdrawn by the citizen
    assert close_items(subject_id=subject, now=LATER) == 0
    assert [fact.cancelled for fact in announced() if isinstance(fact, WorkDone)] == [False, True]
    assert WorkItem.objects.get(pk=other).state == State.OPEN


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "step"},
        {"role": "province_leader"},
        {"title": " "},
        {"title": "x" * 301},
        {"code": "x" * 61},
        {"facts": {"x": []}},
        {"facts": {"x": "y" * 5000}},
    ],
)
def test_an_item_nobody_could_do_is_refused(units, wrong):
    good = {"kind": "a.b", "title": "x", "code": "", "role": "clerk", "facts": {}}
    with pytest.raises(errors.BadItem):
        open_item(
            subject_id=uuid7(), unit_id=units.commune_a.id, due_at=None, now=MONDAY, **(good | wrong)
        )  # fmt: skip


def test_the_table_refuses_a_claimed_item_without_officer(units):
    item_id = make_item(units.commune_a.id)
    for wrong in ({"state": "claimed"}, {"state": "done"}, {"done_by": uuid7()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkItem.objects.filter(pk=item_id).update(**wrong)


def test_each_role_with_an_inbox_has_its_ability():
    for role in ("one_stop_officer", "specialist", "unit_head", "leader", "clerk", "one_stop_head"):
        assert f"work.{role}" in modules.abilities_of_role(role)
    overseers = {role for role in ("specialist", "clerk", "unit_head", "leader", "one_stop_head", "province_leader")
                 if "work.oversee" in modules.abilities_of_role(role)}  # fmt: skip
    assert overseers == {"unit_head", "leader", "one_stop_head", "province_leader"}


def test_of_ten_officers_at_once_one_has_the_item(transactional_db):
    unit = uuid7()
    item_id = make_item(unit)
    answers: list[object] = []
    barrier = threading.Barrier(10)

    def press(officer):
        barrier.wait()
        try:
            answers.append(claim(officer, item_id=item_id, version=1).assignee_id)
        except errors.AlreadyTaken as refused:
            answers.append(refused.sentence)
        finally:
            connection.close()

    officers = [make_officer(unit, name=f"Cán bộ {n}") for n in range(10)]
    threads = [threading.Thread(target=press, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [answer for answer in answers if not isinstance(answer, str)]
    item = WorkItem.objects.get()
    assert winners == [item.assignee_id]
    assert sum(item.assignee_name in str(answer) for answer in answers) == 9
