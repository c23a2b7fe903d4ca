"""Leaders say who does what; those who got it take it on, give it on, tell, finish, give back; nothing is nobody's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import jobs
from tinhso.government.documents import public as documents
from tinhso.government.documents.events import DocumentClosed, InstructionGiven, ProgressReported
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.public import InstructionState, NewInstruction, State
from tinhso.government.documents.queries.instructions import unowned
from tinhso.government.documents.testing import MORNING, make_arrived, make_clerk, make_incoming, make_issued
from tinhso.kernel.errors import DomainError
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
DUE = MORNING + timedelta(days=5)


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def kim(units):
    return officer_actor(code="A-VX", name="Hồ Kim", unit_id=units.commune_a.id, roles=("specialist",))


@pytest.fixture
def letter(sen, a):
    return make_incoming(sen, a)


def main(who, due=DUE, text="Tham mưu trả lời"):
    return NewInstruction(who.account_id, Part.MAIN, due, text)


def helps(who, due=None):
    return NewInstruction(who.account_id, Part.COOPERATING, due)


def knows(who):
    return NewInstruction(who.account_id, Part.TO_FOLLOW)


def direct(chi, letter, *orders, text="Chủ trì tham mưu", now=MORNING):
    return documents.instruct(chi, document_id=letter.id, text=text, orders=orders, now=now)


def mine(who):
    return [one for one in work.list_items(who, box=work.Box.MINE).items if one.kind.startswith("documents.")]


def state(letter):
    return State(Document.objects.get(pk=letter.id).state)


def test_one_is_in_charge_others_help_or_know_and_each_finds_it_in_the_one_inbox(chi, ha, kim, sen, letter, announced):
    (first, second, third) = direct(chi, letter, main(ha), helps(kim), knows(sen))
    assert (first.part, second.due_at, third.due_at) == (Part.MAIN, DUE, None)  # whoever helps has the main one's term
    assert [one.kind for one in mine(ha)] == ["documents.carry_out"]
    assert [one.kind for one in mine(sen)] == ["documents.read"]
    assert state(letter) is State.ASSIGNED
    assert [type(one) for one in announced()].count(InstructionGiven) == 3
    assert documents.get_document(kim, letter.id).subject  # what was given may be opened
    assert "1" in str(notifications.count_unread(ha))
    assert not [one for one in work.list_items(chi, box=work.Box.GROUP).items if one.subject_id == letter.id]


@pytest.mark.parametrize(
    ("orders", "text", "field"),
    [
        ("", "x", "nguoi"),
        ("main ha, main kim", "x", "nguoi"),
        ("helps ha", "x", "nguoi"),
        ("main ha, knows ha", "x", "nguoi"),
        ("undue ha", "x", "han"),
        ("past ha", "x", "han"),
        ("silent ha", " ", "y_kien"),
    ],
)
def test_an_instruction_without_person_term_or_words_is_not_given(chi, ha, kim, letter, orders, text, field):
    people = {"ha": ha, "kim": kim}
    ways = {
        "main": main,
        "helps": lambda who: helps(who, DUE),
        "knows": knows,
        "undue": lambda who: main(who, None),
        "past": lambda who: main(who, MORNING),
        "silent": lambda who: main(who, DUE, ""),
    }
    wanted = [one.split() for one in orders.split(", ") if one]
    with pytest.raises(documents.BadInstruction) as refused:
        direct(chi, letter, *(ways[way](people[who]) for way, who in wanted), text=text)
    assert field in refused.value.fields
    assert state(letter) is State.REGISTERED and not Instruction.objects.exists()


def test_nobody_of_another_agency_is_told_and_nobody_else_directs(chi, dung, ha, giang, em, letter):
    with pytest.raises(documents.BadInstruction):
        direct(chi, letter, main(dung))
    for who in (dung, giang, em, ha):
        with pytest.raises(documents.DocumentMissing):
            direct(who, letter, main(ha))


def test_given_to_know_alone_a_document_is_done_and_still_read(chi, ha, letter, announced):
    (one,) = direct(chi, letter, knows(ha), text="")
    assert state(letter) is State.DONE and isinstance(announced()[-1], DocumentClosed)
    assert documents.acknowledge(ha, instruction_id=one.id, now=MORNING).state is InstructionState.DONE
    assert mine(ha) == []
    direct(chi, letter, main(ha))
    assert state(letter) is State.ASSIGNED  # opened again


def test_taking_on_and_telling_how_it_goes(chi, ha, letter, announced):
    (one,) = direct(chi, letter, main(ha))
    for _turn in range(2):
        assert documents.acknowledge(ha, instruction_id=one.id, now=MORNING).state is InstructionState.ACKNOWLEDGED
    assert state(letter) is State.PROCESSING
    with pytest.raises(documents.BadInstruction):
        documents.report_progress(ha, instruction_id=one.id, text=" ", now=MORNING)
    documents.report_progress(ha, instruction_id=one.id, text="Đã xong phần rà soát", now=MORNING)
    assert [type(fact) for fact in announced()].count(ProgressReported) == 2
    lines = [one.verb for one in documents.list_story(chi, document_id=letter.id)]
    assert lines == ["registered", "instructed", "acknowledged", "progressed"]


def test_work_is_given_on_to_any_depth_and_ends_from_below(chi, ha, kim, sen, letter):
    (top,) = direct(chi, letter, main(ha))
    (part,) = documents.assign_on(
        ha, instruction_id=top.id, text="Lập bảng số liệu", orders=[helps(kim, DUE)], now=MORNING
    )
    (leaf,) = documents.assign_on(
        kim, instruction_id=part.id, text="Gửi số liệu", orders=[helps(sen, DUE)], now=MORNING
    )
    assert [one.depth for one in documents.list_instructions(chi, document_id=letter.id)] == [0, 1, 2]
    with pytest.raises(documents.BadInstruction) as refused:
        documents.complete(ha, instruction_id=top.id, result="Xong", now=MORNING)
    assert "Hồ Kim" in refused.value.sentence
    for who, one in ((sen, leaf), (kim, part), (ha, top)):
        documents.complete(who, instruction_id=one.id, result="Đã xong", now=MORNING)
    assert state(letter) is State.DONE and not mine(ha) + mine(kim) + mine(sen)


def test_nothing_given_on_is_due_after_the_whole(chi, ha, kim, letter):
    (top,) = direct(chi, letter, main(ha))
    with pytest.raises(documents.BadInstruction) as refused:
        documents.assign_on(
            ha, instruction_id=top.id, text="x", orders=[helps(kim, DUE + timedelta(hours=1))], now=MORNING
        )
    assert "han" in refused.value.fields


def test_what_is_given_back_lies_before_its_giver_until_somebody_has_it(chi, ha, kim, sen, letter):
    (one,) = direct(chi, letter, main(ha))
    (part,) = documents.assign_on(ha, instruction_id=one.id, text="x", orders=[helps(kim, DUE)], now=MORNING)
    documents.return_it(ha, instruction_id=one.id, reason="Không thuộc lĩnh vực phụ trách", now=MORNING)
    assert documents.get_instruction(chi, instruction_id=part.id).state is InstructionState.TAKEN_BACK
    assert [item.kind for item in mine(chi)] == ["documents.review"] and not mine(ha) + mine(kim)
    assert unowned([letter.id]) == []
    direct(chi, letter, main(kim))
    assert mine(chi) == [] and [item.kind for item in mine(kim)] == ["documents.carry_out"]


def test_what_is_taken_back_from_all_lies_before_the_leaders_again(chi, ha, letter):
    (one,) = direct(chi, letter, main(ha))
    documents.take_back(chi, instruction_id=one.id, reason="Giao lại cho người khác", now=MORNING)
    assert mine(ha) == []
    assert [item.kind for item in work.list_items(chi, box=work.Box.GROUP).items if item.subject_id == letter.id] == [
        "documents.direct"
    ]
    with pytest.raises(documents.IllegalDocumentMove):
        documents.complete(ha, instruction_id=one.id, result="Xong rồi", now=MORNING)


def test_only_who_has_it_acts_and_only_who_gave_it_steers(chi, ha, kim, letter):
    (one, other) = direct(chi, letter, main(ha), helps(kim))
    for verb in (documents.acknowledge, lambda who, **k: documents.complete(who, result="Đã xong", **k)):
        with pytest.raises(documents.InstructionMissing):
            verb(kim, instruction_id=one.id, now=MORNING)
    for verb in (
        lambda **k: documents.take_back(kim, reason="không cần", **k),
        lambda **k: documents.urge(kim, **k),
        lambda **k: documents.extend(kim, due_at=DUE, **k),
    ):
        with pytest.raises(documents.InstructionMissing):
            verb(instruction_id=one.id, now=MORNING)
    assert documents.get_instruction(chi, instruction_id=other.id).is_open


def test_urging_reaches_whoever_has_it(chi, ha, letter):
    (one,) = direct(chi, letter, main(ha))
    before = notifications.count_unread(ha)
    documents.urge(chi, instruction_id=one.id, text="Cần trước 10 giờ", now=MORNING)
    assert notifications.count_unread(ha) == before + 1
    assert documents.list_story(ha, document_id=letter.id)[-1].text == "Cần trước 10 giờ"


def test_more_time_is_asked_and_given(chi, ha, letter):
    (one,) = direct(chi, letter, main(ha))
    later = DUE + timedelta(days=2)
    with pytest.raises(documents.BadInstruction):
        documents.ask_extension(ha, instruction_id=one.id, until=DUE, reason="Chờ số liệu", now=MORNING)
    documents.ask_extension(ha, instruction_id=one.id, until=later, reason="Chờ số liệu", now=MORNING)
    assert [item.kind for item in mine(chi)] == ["documents.review"]
    done = documents.extend(chi, instruction_id=one.id, due_at=later, now=MORNING)
    assert (done.due_at, done.asked_until) == (later, None)
    assert [item.due_at for item in mine(ha)] == [later] and mine(chi) == []
    documents.ask_extension(ha, instruction_id=one.id, until=later + timedelta(days=1), reason="Vẫn chờ", now=MORNING)
    documents.refuse_extension(chi, instruction_id=one.id, reason="Hạn của tỉnh", now=MORNING)
    assert mine(chi) == [] and documents.get_instruction(ha, instruction_id=one.id).due_at == later


def test_an_outgoing_document_answers_and_ends_it(chi, ha, sen, a, letter, announced):
    (one,) = direct(chi, letter, main(ha))
    reply = make_issued(sen, a, kind="cong_van", symbol_tail="VP")
    with pytest.raises(documents.BadInstruction):
        documents.answer(ha, instruction_id=one.id, answer_id=letter.id, now=MORNING)
    with pytest.raises(documents.BadInstruction):
        documents.answer(ha, instruction_id=one.id, answer_id=reply.id, now=MORNING)  # not one ha may open
    documents.close(chi, document_id=letter.id, result="Đã trả lời", answer_id=reply.id, now=MORNING)
    assert documents.get_document(sen, reply.id).answers_id == letter.id
    assert announced()[-1] == DocumentClosed(letter.id, a, reply.id)


def test_a_late_instruction_rises_to_its_giver_once(chi, ha, letter):
    direct(chi, letter, main(ha))
    assert jobs.raise_late(MORNING) == 0
    late = DUE + timedelta(minutes=1)
    assert jobs.raise_late(late) == 1 and jobs.raise_late(late) == 0
    assert [item.kind for item in mine(chi)] == ["documents.review"]
    assert documents.list_story(chi, document_id=letter.id)[-1].verb == "late"


@pytest.fixture
def lan(units):
    """Return the head of the unit Hà works in."""
    return officer_actor(
        code="A-TPH", name="Đinh Lan", unit_id=units.commune_a.id, roles=("unit_head",), title="Trưởng phòng"
    )


@pytest.fixture
def boss(units):
    return officer_actor(code="A-PCT", name="Võ Minh", unit_id=units.commune_a.id, roles=("leader",))


def test_a_late_instruction_rises_to_the_head_then_to_the_leader_who_gave_it_once_each(
    boss, ha, lan, letter, client_of
):
    (one,) = direct(boss, letter, main(ha))
    late = DUE + timedelta(minutes=1)
    assert jobs.raise_late(late) == 1 and jobs.raise_late(late) == 0
    assert [item.kind for item in mine(lan)] == ["documents.late"] and mine(boss) == []
    opened = client_of(lan).get(reverse("documents:instruction", args=[one.id]), follow=True)
    assert "báo Đinh Lan đôn đốc" in opened.content.decode()
    told = documents.list_story(boss, document_id=letter.id)[-1]
    assert (told.verb, told.facts) == ("late_head", {"to": "Đinh Lan"})

    soon, after = DUE + timedelta(days=1), DUE + timedelta(days=5)
    assert jobs.raise_late(soon) == 0
    assert jobs.raise_late(after) == 1 and jobs.raise_late(after) == 0
    assert [item.kind for item in mine(boss)] == ["documents.review"]
    assert documents.list_story(boss, document_id=letter.id)[-1].verb == "late"
    documents.complete(ha, instruction_id=one.id, result="Đã trình văn bản trả lời", now=after)
    assert mine(lan) == []


def test_more_time_takes_a_late_instruction_from_the_head_and_it_may_rise_again(boss, ha, lan, letter):
    (one,) = direct(boss, letter, main(ha))
    jobs.raise_late(DUE)
    until = DUE + timedelta(days=7)
    documents.extend(boss, instruction_id=one.id, due_at=until, now=DUE)
    assert mine(lan) == [] and jobs.raise_late(DUE + timedelta(days=3)) == 0
    assert jobs.raise_late(until) == 1
    assert [item.kind for item in mine(lan)] == ["documents.late"]


def test_a_restricted_document_is_not_opened_to_the_head_by_being_late(boss, ha, lan, sen, a):
    letter = make_incoming(sen, a, restricted=True, reader_ids=(boss.account_id,))
    direct(boss, letter, main(ha))
    assert jobs.raise_late(DUE) == 1
    assert mine(lan) == [] and [item.kind for item in mine(boss)] == ["documents.review"]
    with pytest.raises(documents.DocumentMissing):
        documents.get_document(lan, letter.id)


def test_a_document_that_lies_before_nobody_is_found_and_put_before_the_leaders(chi, letter):
    work.close_items(subject_id=letter.id, now=MORNING)
    assert unowned([letter.id]) == [letter.id]
    assert jobs.find_owners(MORNING) == 1 and jobs.find_owners(MORNING) == 0
    assert [one for one in work.list_items(chi, box=work.Box.GROUP).items if one.subject_id == letter.id]


def test_a_frozen_document_is_carried_out_no_more(chi, ha, sen, a):
    letter = documents.register(sen, document_id=make_arrived(a).id, no_secret=True, now=MORNING)
    (one,) = direct(chi, letter, main(ha))
    documents.freeze(sen, document_id=letter.id, reason="Bên gửi thu hồi", now=MORNING)
    assert mine(ha) == []
    with pytest.raises(documents.IllegalDocumentMove):
        documents.complete(ha, instruction_id=one.id, result="Xong rồi", now=MORNING)


def test_words_of_a_restricted_document_stand_in_no_inbox_and_no_notice(chi, ha, sen, a):
    letter = make_incoming(sen, a, restricted=True, reader_ids=(chi.account_id,))
    direct(chi, letter, main(ha, text="Xử lý theo nội dung STP-HCTP"))
    shown = [f"{one.title} {one.code} {one.facts}" for one in mine(ha)]
    assert shown and not any("STP" in one or "hộ tịch" in one for one in shown)
    assert not any("STP" in one.title + one.body for one in notifications.list_notices(ha).items)


def on(who, one, helper):
    return documents.assign_on(who, instruction_id=one, text="x", orders=[helps(helper, DUE)], now=MORNING)


DOING = {
    "instruct": lambda letter, who, _one, _next, chi: direct(chi, letter, main(who)),
    "know": lambda letter, who, _one, _next, chi: direct(chi, letter, knows(who)),
    "on": lambda _letter, who, one, following, _chi: on(who, one, following),
    "take": lambda _l, who, one, _n, _c: documents.acknowledge(who, instruction_id=one, now=MORNING),
    "done": lambda _l, who, one, _n, _c: documents.complete(who, instruction_id=one, result="Xong rồi", now=MORNING),
    "back": lambda _l, _w, one, _n, chi: documents.take_back(chi, instruction_id=one, reason="giao lại", now=MORNING),
    "return": lambda _l, who, one, _n, _c: documents.return_it(
        who, instruction_id=one, reason="sai người", now=MORNING
    ),
    "close": lambda letter, _w, _o, _n, chi: documents.close(
        chi, document_id=letter.id, result="Xong rồi", now=MORNING
    ),
}
ACTS = st.lists(st.tuples(st.sampled_from(sorted(DOING)), st.integers(0, 9)), max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_people_do_every_open_document_is_somebodys(chi, ha, kim, sen, a, acts):
    letter = make_incoming(sen, a, twin_reason="văn bản khác cùng số")
    people = [ha, kim, chi]
    for act, n in acts:
        rows = list(Instruction.objects.filter(document=letter.id).order_by("id"))
        one = rows[n % len(rows)].id if rows else letter.id
        try:
            DOING[act](letter, people[n % 3], one, people[(n + 1) % 3], chi)
        except DomainError:
            continue
        finally:
            assert unowned([letter.id]) == []
    if state(letter) is State.DONE:
        assert not Instruction.objects.filter(document=letter.id, done_at=None).exclude(part="to_follow").exists()
