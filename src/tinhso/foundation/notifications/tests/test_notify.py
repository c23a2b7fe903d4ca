from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tinhso.foundation.identity.public import AccountNotFound
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.foundation.notifications.public import (
    Channel,
    Group,
    Language,
    Matter,
    Telling,
    count_unread,
    list_notices,
    mark_read,
    notify,
    notify_all,
    set_preferences,
)
from tinhso.foundation.notifications.testing import NOON, make_notice
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.errors import Unauthenticated
from tinhso.kernel.paging import BadCursor

EMAIL_DOSSIER = (Group.DOSSIER, Channel.EMAIL)


def jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="notifications.deliver"))


def test_the_notice_names_code_procedure_unit_and_promise(an):
    make_notice(an.account_id)
    (notice,) = list_notices(an).items
    assert notice.title == "Hồ sơ H61.12-261123-0001 đã được tiếp nhận"
    assert notice.body.endswith("thủ tục Đăng ký khai sinh. Hẹn trả kết quả: 16:30 25/11/2026.")
    assert notice.link == f"/cua-toi/ho-so/{notice.subject_id}/"
    assert notice.read_at is None


def test_an_english_page_shows_the_english_words(an):
    from django.utils import translation

    make_notice(an.account_id)
    with translation.override("en"):
        (notice,) = list_notices(an).items
    assert notice.body.endswith("Result promised: 16:30, 25 November 2026.")


def test_an_event_delivered_twice_tells_once(reachable):
    make_notice(reachable.account_id, once_key="event-1")
    make_notice(reachable.account_id, once_key="event-1", now=NOON + timedelta(minutes=1))
    make_notice(reachable.account_id, once_key="event-2")
    assert count_unread(reachable) == 2
    assert Delivery.objects.count() == 2
    assert len(jobs()) == 2


def test_the_same_event_may_tell_two_people_and_by_two_templates(an, binh):
    make_notice(an.account_id, once_key="e")
    make_notice(binh.account_id, once_key="e")
    make_notice(an.account_id, template="dossier_handed_over", once_key="e")
    assert NoticeRow.objects.count() == 3


def test_notices_without_a_key_are_all_told(an):
    make_notice(an.account_id)
    make_notice(an.account_id)
    assert count_unread(an) == 2


def test_nothing_is_told_when_the_verb_fails(reachable):
    def failing_verb():
        with transaction.atomic():
            make_notice(reachable.account_id)
            raise LookupError

    with pytest.raises(LookupError):
        failing_verb()
    assert (NoticeRow.objects.count(), Delivery.objects.count(), jobs()) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_a_notice_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        notify(uuid4(), template="dossier_received", context={}, now=NOON)


def test_without_an_address_no_letter_is_written(an):
    make_notice(an.account_id)
    assert not Delivery.objects.exists()


def test_whoever_says_no_gets_no_letter_but_still_the_notice(reachable):
    set_preferences(reachable, choices={EMAIL_DOSSIER: False}, now=NOON)
    make_notice(reachable.account_id)
    assert count_unread(reachable) == 1
    assert not Delivery.objects.exists()


def test_work_comes_by_letter_only_when_asked_for(reachable):
    make_notice(reachable.account_id, template="work_assigned")
    assert not Delivery.objects.exists()
    set_preferences(reachable, choices={(Group.WORK, Channel.EMAIL): True}, now=NOON)
    make_notice(reachable.account_id, template="work_assigned")
    assert Delivery.objects.count() == 1


def test_a_letter_is_written_in_the_language_chosen(reachable, settings):
    settings.PUBLIC_URL = "https://dichvucong.example.vn"
    set_preferences(reachable, choices={}, language=Language.EN, now=NOON)
    notice = make_notice(reachable.account_id)
    letter = Delivery.objects.get()
    assert letter.subject == "Dossier H61.12-261123-0001 has been accepted, result promised 16:30, 25 November 2026"
    assert f"https://dichvucong.example.vn/en/cua-toi/ho-so/{notice.subject_id}/" in letter.text


def test_a_letter_names_nobody(reachable):
    make_notice(reachable.account_id)
    letter = Delivery.objects.get()
    for personal in ("An", "086190000123", "0912345678", "an@example.vn"):
        assert personal not in (letter.subject + letter.text).replace("An toàn", "").split()


def test_an_unknown_account_a_missing_value_and_a_long_value_are_refused(an):
    context: dict[str, Any] = {
        "code": "H61-261123-0001",
        "procedure": "Đăng ký khai sinh",
        "unit": "Phường 1",
        "promised_at": NOON,
    }

    def tell(account_id=an.account_id, template="dossier_received", **changed):
        with transaction.atomic():
            notify(account_id, template=template, context=context | changed, subject_id=uuid4(), now=NOON)

    with pytest.raises(AccountNotFound):
        tell(account_id=uuid4())
    with pytest.raises(KeyError):
        tell(template="nobody_wrote_this")
    with pytest.raises(ValueError, match="promised_at"):
        tell(promised_at="")
    with pytest.raises(ValueError, match="applicant"):
        tell(applicant="Nguyễn Thị An")
    with pytest.raises(ValueError, match="longer"):
        tell(procedure="x" * 501)
    tell()
    assert count_unread(an) == 1


def test_a_line_break_in_a_value_cannot_add_a_header(reachable):
    with transaction.atomic():
        notify(
            reachable.account_id,
            template="dossier_refused",
            context={"code": "X\r\nBcc: all@example.vn", "procedure": "p", "unit": "u"},
            subject_id=uuid4(),
            now=NOON,
        )
    assert Delivery.objects.get().subject == "Hồ sơ X Bcc: all@example.vn không được tiếp nhận"


def test_nobody_reads_or_marks_the_notices_of_another(an, dung):
    notice = make_notice(an.account_id)
    assert list_notices(dung).items == []
    assert mark_read(dung, [notice.id], NOON) == 0
    assert count_unread(an) == 1
    assert count_unread(ANONYMOUS) == 0
    with pytest.raises(Unauthenticated):
        list_notices(ANONYMOUS)


def test_a_notice_is_marked_read_once(an):
    notice = make_notice(an.account_id)
    assert mark_read(an, [notice.id], NOON) == 1
    assert mark_read(an, [notice.id], NOON + timedelta(hours=1)) == 0
    (shown,) = list_notices(an).items
    assert shown.read_at == NOON
    assert list_notices(an, unread_only=True).items == []


def test_pages_follow_one_another_without_gap_or_double(an):
    made = [make_notice(an.account_id).id for _ in range(7)]
    seen, cursor = [], ""
    for _ in range(3):
        page = list_notices(an, cursor=cursor, size=3)
        seen += [notice.id for notice in page.items]
        cursor = page.next_cursor
    assert seen == made[::-1]
    assert cursor == ""
    with pytest.raises(BadCursor):
        list_notices(an, cursor="WyJub3QtYS11dWlkIl0")


def test_listing_takes_one_query(an, django_assert_num_queries):
    for _ in range(5):
        make_notice(an.account_id)
    with django_assert_num_queries(1):
        assert len(list_notices(an).items) == 5


def test_telling_one_person_takes_few_statements(reachable, django_assert_max_num_queries):
    make_notice(reachable.account_id)
    with transaction.atomic(), django_assert_max_num_queries(5):
        notify(
            reachable.account_id,
            template="dossier_refused",
            context={"code": "H61-261123-0001", "procedure": "Đăng ký khai sinh", "unit": "Phường 1"},
            subject_id=uuid4(),
            now=NOON,
        )


def test_telling_many_takes_no_more_statements_than_telling_two(reachable, binh, django_assert_max_num_queries):
    def tellings(many: int) -> list[Telling]:
        return [
            Telling(person, Matter("dossier_refused", CONTEXT, "dossier", uuid4(), f"event {place}"), NOON)
            for place in range(many)
            for person in (reachable.account_id, binh.account_id)
        ]

    with transaction.atomic():
        notify_all(tellings(1))
    with transaction.atomic(), django_assert_max_num_queries(5):
        notify_all(tellings(50))
    assert NoticeRow.objects.filter(account_id=reachable.account_id).count() == 50  # «event 0» was told before
    assert Delivery.objects.filter(notice__account_id=reachable.account_id).count() == 50
    assert len(jobs()) == 1 + 3  # a job for the first, then twenty letters a job


CONTEXT = {"code": "H61-261123-0001", "procedure": "Đăng ký khai sinh", "unit": "Phường 1"}


def test_who_is_gone_is_passed_over_and_the_others_are_told(an):
    with transaction.atomic():
        notify_all(
            [
                Telling(person, Matter("dossier_refused", CONTEXT, "dossier", uuid4()), NOON)
                for person in (uuid4(), an.account_id)
            ]
        )
    assert count_unread(an) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_one_event_tell_once(reachable):
    def one_worker(_number: int) -> None:
        try:
            make_notice(reachable.account_id, once_key="event")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one_worker, range(8)))
    assert count_unread(reachable) == 1
    assert Delivery.objects.count() == 1
