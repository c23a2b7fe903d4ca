"""Who reads what: every look on record, the public list in the order of publishing, the code at any hour."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.public import Contact, Counted, Kind
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import BadCursor, encode_cursor

NIGHT = MONDAY.replace(hour=16)
"""Eleven in the evening in Vietnam."""


def unknown(said, now=MONDAY):
    """File what somebody without an account reports, confirmed by the code they got."""
    made = petitions.file_petition(ANONYMOUS, replace(said, contact=Contact("Lâm Đăng Khoa", "0912345678")), now=now)
    token = petitions.token_of(ANONYMOUS, petition_id=made.id)
    code = NoticeRow.objects.get(template="petition_code").title.rpartition(" ")[2]
    return petitions.confirm(ANONYMOUS, token=token, code=code, now=now)


def looks(petition_id):
    return [entry for entry in audit.list_trail(petition_id).items if entry.verb == audit.READ_VERB]


def test_a_look_at_somebody_without_an_account_is_on_record_too(said, mai):
    made = unknown(said)
    petitions.list_petitions(mai)
    assert looks(made.id) == []
    assert petitions.get_petition(mai, petition_id=made.id).contact.name == "Lâm Đăng Khoa"
    (look,) = looks(made.id)
    assert (look.actor_name, look.purpose) == (mai.name, f"Xử lý phản ánh {made.code}")


def test_the_code_goes_at_night_too(said, settings):
    settings.MESSAGES_URL, settings.QUIET_HOURS = "http://127.0.0.1:9", "21:00-07:00"
    petitions.file_petition(ANONYMOUS, replace(said, contact=Contact("Lâm Đăng Khoa", "0912345678")), now=NIGHT)
    assert Delivery.objects.get(notice__template="petition_code").next_at == NIGHT


def published(an, said, *, title, at):
    made = petitions.file_petition(an, replace(said, title=title), now=MONDAY)
    Petition.objects.filter(pk=made.id).update(
        status="answered", answered_at=at, answer="Đã xử lý.", public_title=title, public_words="Việc.",
        public_answer="Đã xử lý.", published_at=at,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_public_list_goes_by_the_day_of_publishing_page_by_page(an, said):
    for place, days in enumerate((3, 1, 2, 2)):
        published(an, said, title=f"Việc số {place}", at=MONDAY + timedelta(days=days))
    seen, cursor = [], ""
    for _page in range(5):
        page = petitions.list_public(kind=Kind.SCENE, cursor=cursor, size=1)
        seen += [one.title for one in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == ["Việc số 0", "Việc số 3", "Việc số 2", "Việc số 1"]
    for bad in (encode_cursor("x", "y"), encode_cursor("2026-11-16T00:00:00", str(Petition.objects.first().id)), "!"):
        with pytest.raises(BadCursor):
            petitions.list_public(cursor=bad)


@pytest.mark.django_db
def test_the_public_list_reads_its_index(an, said):
    published(an, said, title="Việc số 1", at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        rows = Petition.objects.filter(published_at__isnull=False).order_by("-published_at", "-id")
        assert "petition_public" in rows.explain()


def answered(an, said, mai, ha, chi):
    made = petitions.file_petition(an, said, now=MONDAY)
    kind = said.kind
    petitions.accept(mai, petition_id=made.id, kind=kind, handler_id=ha.account_id, now=MONDAY)
    petitions.draft_answer(ha, petition_id=made.id, answer="Đèn đã được thay.", now=MONDAY)
    return petitions.approve(chi, petition_id=made.id, now=MONDAY)


@pytest.mark.parametrize(
    ("kind", "with_point", "shown"),
    [(Kind.SCENE, True, ("10.25", "105.97")), (Kind.SCENE, False, None), (Kind.OTHER, True, None)],
)
def test_everybody_sees_a_rounded_point_of_a_scene_when_the_desk_says_so(
    an, said, mai, ha, chi, kind, with_point, shown
):
    made = answered(an, replace(said, kind=kind), mai, ha, chi)
    petitions.publish(
        mai, petition_id=made.id, title="Đèn", words="Hỏng.", answer="Đã thay.", with_point=with_point, now=MONDAY
    )
    seen = petitions.get_public(made.code)
    assert (str(seen.latitude), str(seen.longitude)) == (shown or ("None", "None"))


def test_the_list_behind_a_figure_is_as_long_as_the_figure(an, said, mai, ha, chi, giang, units):
    answered(an, said, mai, ha, chi)
    late = petitions.file_petition(an, replace(said, title="Rác chất đống"), now=MONDAY)
    petitions.file_petition(an, replace(said, title="Thái độ tại quầy", kind=Kind.STAFF), now=MONDAY)
    petitions.file_petition(an, replace(said, title="Ngày trước đó"), now=MONDAY - timedelta(days=4))
    day, now = local_day(MONDAY), MONDAY + timedelta(days=3)
    found = petitions.figures([units.commune_a.id], first=day, last=day, now=now)
    for which, value in (
        (Counted.ALL, found.total),
        (Counted.ON_TIME, found.on_time),
        (Counted.SATISFIED, found.total - found.unhappy),
    ):
        asked = {"unit_ids": [units.commune_a.id], "first": day, "last": day, "counted": which, "now": now}
        page, whole, hidden = petitions.list_counted(chi, **asked)
        assert (len(page.items), hidden) == (whole, 0)
        assert whole == value
        page, whole, hidden = petitions.list_counted(mai, **asked)
        assert (whole, len(page.items) + hidden) == (value, value)
    assert found.total == 3
    assert late.id not in {one.id for one in petitions.list_counted(giang, **{**asked, "unit_ids": None})[0].items}
    with pytest.raises(Forbidden):
        petitions.list_counted(an, **asked)
