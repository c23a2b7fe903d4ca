"""From a list of people to as many dossiers, each once, each with its own code and clock."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Channel, PaperForm, Status
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.groups import public as groups
from tinhso.government.groups import sheets
from tinhso.government.groups.actions import filing
from tinhso.government.groups.models import GroupRow
from tinhso.government.groups.queries import PURPOSE
from tinhso.government.groups.testing import PEOPLE, make_filed, make_group, person
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel.errors import NotFound
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(units):
    return units.commune_a.id


def rows_of(actor, group):
    return groups.list_rows(actor, group_id=group.id)


def test_every_member_becomes_a_dossier_of_its_own(boss, binh, a, announced):
    group = make_filed(boss, unit_id=a)
    assert group.state is groups.GroupState.FILED and "-N001" in group.code
    found = groups.members(boss, group_id=group.id, now=MONDAY)
    assert [one.applicant.name for one in found] == [name for name, _number in PEOPLE]
    assert len({one.code for one in found}) == 3
    assert {(one.status, one.channel, one.unit_id) for one in found} == {(Status.NEW, Channel.ONLINE, a)}
    assert all(one.applicant.account_id == boss.account_id for one in found)
    assert {len(dossiers.get_dossier(boss, dossier_id=one.id).papers) for one in found} == {1}
    assert "groups.filed.v1" in [fact.type_name for fact in announced()]
    dossiers.receive(binh, dossier_id=found[0].id, now=MONDAY)
    after = groups.members(boss, group_id=group.id, now=MONDAY)
    assert [one.status for one in after] == [Status.RECEIVED, Status.NEW, Status.NEW]


def test_at_the_desk_the_group_is_received_at_once_with_what_was_seen(binh, a):
    group = make_filed(binh, unit_id=a)
    found = groups.members(binh, group_id=group.id, now=MONDAY)
    assert {(one.status, one.channel) for one in found} == {(Status.RECEIVED, Channel.COUNTER)}
    (paper,) = dossiers.get_dossier(binh, dossier_id=found[0].id).papers
    assert (paper.form, paper.file_id) == (PaperForm.ORIGINAL, None)
    stands = groups.standing(found, now=MONDAY)
    assert stands.due_at == max(one.promised_at for one in found)
    assert groups.receipt(binh, group_id=group.id, now=MONDAY).startswith(b"%PDF")


def test_what_all_share_follows_for_members_already_there_and_one_may_differ(boss, a):
    group = make_group(boss, unit_id=a)
    own = {**person(*PEOPLE[0]), "request": {"subject": "Riêng", "copies": 2}}
    first = rows_of(boss, group)[0]
    groups.put_row(boss, group_id=group.id, row_id=first.id, answers=own, now=MONDAY)
    groups.put_common(boss, group_id=group.id, answers={"request": {"subject": "Chung mới"}}, now=MONDAY)
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    groups.file_members(boss, group_id=group.id, now=MONDAY)
    subjects = [
        dossiers.get_dossier(boss, dossier_id=one.id).data["request"]["subject"]
        for one in groups.members(boss, group_id=group.id, now=MONDAY)
    ]
    assert subjects == ["Riêng", "Chung mới", "Chung mới"]


def test_a_row_that_is_not_right_keeps_the_group_from_being_filed_and_is_named(boss, a):
    group = make_group(boss, unit_id=a)
    _id, errors = groups.put_row(boss, group_id=group.id, row_id=None, answers=person("Đỗ Văn Bốn", "12"), now=MONDAY)
    assert "/applicant/number" in errors
    with pytest.raises(groups.GroupIncomplete) as refused:
        groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    assert list(refused.value.fields) == ["dong-4"] and "Dòng 4" in refused.value.fields["dong-4"]
    assert Dossier.objects.count() == 0


def test_a_missing_paper_unit_or_second_member_is_named_too(boss, a):
    make_procedure()
    group = groups.start_group(boss, procedure_code=CODE, now=MONDAY)
    groups.put_row(
        boss, group_id=group.id, row_id=None, answers={**person(*PEOPLE[0]), "request": {"subject": "x"}}, now=MONDAY
    )
    with pytest.raises(groups.GroupIncomplete) as refused:
        groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    assert set(refused.value.fields) == {"unit", "rows", "dong-1"}
    assert "giấy tờ chứng minh" in refused.value.fields["dong-1"]


def test_a_list_is_taken_from_a_file_and_each_wrong_cell_is_told_by_its_line(boss, a):
    group = make_group(boss, unit_id=a, people=())
    shown = groups.sheet_columns(boss, group_id=group.id)
    assert not any("Nội dung yêu cầu" in one.title and "/subject" in one.field.pointer for one in shown)
    lines = [
        ";".join(one.title for one in shown[:2]),
        "Trần Văn Một;086080000011",
        "Lê Thị Hai;sai số",
        ";086080000013",
    ]
    found = groups.import_rows(boss, group_id=group.id, data="\n".join(lines).encode(), now=MONDAY)
    assert found.taken == 3
    assert [number for number, _words in found.faults] == [3, 4]
    assert "12 chữ số" in found.faults[0][1]
    again = groups.import_rows(boss, group_id=group.id, data="\n".join(lines[:2]).encode(), replace=True, now=MONDAY)
    assert (again.taken, again.faults) == (1, ()) and len(rows_of(boss, group)) == 1


def test_two_hundred_is_the_most(boss, a):
    group = make_group(boss, unit_id=a, people=PEOPLE[:1])
    shown = groups.sheet_columns(boss, group_id=group.id)
    line = f"{shown[0].title}\n" + "Nguyễn Văn A\n" * 200
    with pytest.raises(groups.BadRow, match="200"):
        groups.import_rows(boss, group_id=group.id, data=line.encode(), now=MONDAY)
    assert len(rows_of(boss, group)) == 1
    groups.import_rows(boss, group_id=group.id, data=line.encode(), replace=True, now=MONDAY)
    with pytest.raises(groups.BadRow):
        groups.put_row(boss, group_id=group.id, row_id=None, answers=person(*PEOPLE[0]), now=MONDAY)


def test_filing_interrupted_goes_on_where_it_stopped_and_files_nobody_twice(boss, a):
    group = make_group(boss, unit_id=a)
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    assert groups.file_members(boss, group_id=group.id, now=MONDAY, seconds=-1).left == 3
    first = GroupRow.objects.filter(group_id=group.id).order_by("ordinal")[0]
    opened = groups.get_group(boss, group_id=group.id)
    from tinhso.government.groups.models import DossierGroup

    row = DossierGroup.objects.get(pk=group.id)
    assert filing._file_one(boss, row, first.id, now=MONDAY) == ""
    assert opened.state is groups.GroupState.FILING
    done = groups.file_members(boss, group_id=group.id, now=MONDAY)
    assert (done.done, done.left) == (2, 0)
    assert Dossier.objects.count() == 3
    with pytest.raises(groups.GroupClosed):
        groups.file_members(boss, group_id=group.id, now=MONDAY)
    assert Dossier.objects.count() == 3


def test_a_member_refused_does_not_stop_the_others_and_is_filed_once_mended(boss, a):
    group = make_group(boss, unit_id=a)
    second = rows_of(boss, group)[1]
    GroupRow.objects.filter(pk=second.id).update(data={"applicant": {"name": "Lê Thị Hai", "number": "sai"}})
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    done = groups.file_members(boss, group_id=group.id, now=MONDAY)
    assert (done.done, done.left) == (2, 1) and done.refused[0][0] == 2
    assert "12 chữ số" in rows_of(boss, group)[1].refusal
    with pytest.raises(groups.GroupClosed):
        groups.put_common(boss, group_id=group.id, answers={}, now=MONDAY)
    groups.put_row(
        boss,
        group_id=group.id,
        row_id=second.id,
        answers={**person(*PEOPLE[1]), "request": good_answers()["request"]},
        now=MONDAY,
    )
    assert groups.file_members(boss, group_id=group.id, now=MONDAY).left == 0
    assert groups.get_group(boss, group_id=group.id).state is groups.GroupState.FILED


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_file_each_member_once(boss, a):
    group = make_group(boss, unit_id=a)
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)

    def press(_turn):
        try:
            return groups.file_members(boss, group_id=group.id, now=MONDAY, seconds=60).done
        except groups.GroupClosed:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(press, range(2)))
    assert Dossier.objects.count() == 3
    assert GroupRow.objects.filter(dossier_id=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_typing_while_a_member_is_filed_does_not_file_it_twice(boss, a):
    group = make_group(boss, unit_id=a)
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    row = GroupRow.objects.filter(group_id=group.id).order_by("ordinal").first()
    filing, typed = threading.Event(), []

    def type_on():
        filing.wait(20)
        try:
            groups.put_row(boss, group_id=group.id, row_id=row.id, answers=row.data, now=MONDAY)
        except groups.GroupClosed:
            typed.append("closed")
        finally:
            connections.close_all()

    other = threading.Thread(target=type_on)
    other.start()
    with transaction.atomic():  # the moment between the member's lock and its commit
        GroupRow.objects.select_for_update().get(pk=row.pk)
        filing.set()
        time.sleep(0.5)
        GroupRow.objects.filter(pk=row.pk).update(dossier_id=uuid7(), code="H61-TEST")
    other.join(20)
    assert typed == ["closed"]
    assert GroupRow.objects.get(pk=row.pk).code == "H61-TEST"


def test_a_stranger_another_unit_and_an_officer_before_filing_see_nothing(boss, binh, dung, a):
    from tinhso.testing.cast import citizen_actor

    group = make_group(boss, unit_id=a)
    khoa = citizen_actor(number="086090000999", name="Đinh Khoa")
    for who in (khoa, dung, binh):
        with pytest.raises(NotFound):
            groups.get_group(who, group_id=group.id)
        with pytest.raises(NotFound):
            groups.put_row(who, group_id=group.id, row_id=None, answers={}, now=MONDAY)
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    groups.file_members(boss, group_id=group.id, now=MONDAY)
    assert groups.get_group(binh, group_id=group.id).code
    assert not groups.may_edit(binh, group_id=group.id)
    for who in (khoa, dung):
        with pytest.raises(NotFound):
            groups.members(who, group_id=group.id, now=MONDAY)


def test_a_desk_prepares_only_for_its_own_agency(binh, dung, a):
    group = make_group(binh, unit_id=a)
    assert group.unit_id == a and group.at_counter
    with pytest.raises(NotFound):
        groups.begin_filing(dung, group_id=group.id, now=MONDAY)


def test_the_look_up_by_the_printed_code_is_held_back_and_finds_no_draft(boss, a):
    group = make_group(boss, unit_id=a)
    with pytest.raises(NotFound):
        groups.look_up_throttled(group.token, address="192.0.2.7", now=MONDAY)
    filed = make_filed(boss, unit_id=a)
    info, found, stands = groups.look_up_throttled(filed.token, address="192.0.2.7", now=MONDAY)
    assert (info.id, len(found), stands.members) == (filed.id, 3, 3)


def test_a_page_of_a_group_costs_the_same_for_three_and_for_thirty(boss, a, django_assert_max_num_queries):
    people = [(f"Người Thứ {n}", f"0860800001{n:02d}") for n in range(30)]
    group = make_filed(boss, unit_id=a, people=people)
    with django_assert_max_num_queries(5):
        assert len(groups.members(boss, group_id=group.id, now=MONDAY)) == 30


def test_thrown_away_is_what_was_never_filed(boss, a):
    group = make_group(boss, unit_id=a)
    groups.discard(boss, group_id=group.id)
    with pytest.raises(NotFound):
        groups.get_group(boss, group_id=group.id)
    filed = make_filed(boss, unit_id=a)
    with pytest.raises(groups.GroupClosed):
        groups.discard(boss, group_id=filed.id)


def test_what_was_filed_cannot_lose_its_code_in_the_database_either(boss, a):
    from django.db import IntegrityError

    filed = make_filed(boss, unit_id=a)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE groups_dossiergroup SET code = NULL WHERE id = %s", [filed.id])


def test_a_strange_row_paper_or_component_is_refused(boss, binh, a):
    group = make_group(boss, unit_id=a)
    with pytest.raises(NotFound):
        groups.drop_row(boss, group_id=group.id, row_id=uuid7(), now=MONDAY)
    with pytest.raises(groups.BadRow):
        groups.attach(boss, group_id=group.id, component="KHAC", now=MONDAY)
    with pytest.raises(groups.BadRow):
        groups.attach(boss, group_id=group.id, component="GT", form=PaperForm.ORIGINAL, now=MONDAY)
    assert sheets.MAX_BYTES


def test_a_citizen_files_a_group_for_themselves_and_for_nobody_elses_number(an, a):
    group = make_group(an, unit_id=a, people=())
    assert group.common["request"]["subject"]
    subjects = ["Bản cho trường học", "Bản cho ngân hàng"]
    for subject in subjects:
        answers = {**good_answers(), "request": {"subject": subject}}
        answers["applicant"] = {**answers["applicant"], "number": "086190000123"}
        groups.put_row(an, group_id=group.id, row_id=None, answers=answers, now=MONDAY)
    other, errors = groups.put_row(
        an,
        group_id=group.id,
        row_id=None,
        answers={**person(*PEOPLE[0]), "request": {"subject": "x"}},
        now=MONDAY,
    )
    assert list(errors) == ["/applicant/number"] and "tài khoản đang đăng nhập" in errors["/applicant/number"]
    with pytest.raises(groups.GroupIncomplete):
        groups.begin_filing(an, group_id=group.id, now=MONDAY)
    groups.drop_row(an, group_id=group.id, row_id=other, now=MONDAY)
    groups.begin_filing(an, group_id=group.id, now=MONDAY)
    assert groups.file_members(an, group_id=group.id, now=MONDAY).left == 0
    found = groups.members(an, group_id=group.id, now=MONDAY)
    assert {one.applicant.number for one in found} == {"086190000123"}


def test_a_citizens_group_begins_with_what_the_account_says_and_a_businesss_does_not(an, boss, a):
    make_procedure()
    own = groups.start_group(an, procedure_code=CODE, unit_id=a, now=MONDAY)
    assert own.common["applicant"]["number"] == "086190000123"
    assert groups.start_group(boss, procedure_code=CODE, unit_id=a, now=MONDAY).common == {}


def shown():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE purpose = %s::text", [PURPOSE])
        return cursor.fetchone()[0]


def test_an_officers_look_at_a_groups_names_answers_and_papers_is_on_record(binh, chi, a):
    group = make_group(binh, unit_id=a)
    before = shown()
    groups.list_groups(chi)
    groups.get_group(chi, group_id=group.id)
    rows = groups.list_rows(chi, group_id=group.id)
    groups.get_row(chi, group_id=group.id, row_id=rows[0].id)
    assert shown() - before == 3 + len(rows)
