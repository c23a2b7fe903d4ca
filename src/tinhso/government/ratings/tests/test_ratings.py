"""Ratings: asked once, given within a minute, changed for a day, read without names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications.models import NoticeRow
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done
from tinhso.government.ratings import public as ratings
from tinhso.government.ratings.actions import COMPLAINT, invite, show_at_desk
from tinhso.government.ratings.data import Level, Period, Reason, Source
from tinhso.government.ratings.errors import LevelMissing, RatedAlready, RatingClosed, RatingNotFound, WordsTooLong
from tinhso.government.ratings.models import Rating
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.clock import frozen, local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.cast import officer_actor
from tinhso.testing.horizon import wait_for_horizon

LATER = MONDAY + timedelta(hours=2)


def rate(actor=ANONYMOUS, **said):
    """Rate as somebody who opened the link, unless told otherwise."""
    ratings.rate(actor, **said)


@pytest.fixture
def mai(units):
    """The head of commune A's one-stop section."""
    return officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))


@pytest.fixture
def done(an, binh, ha, chi, units):
    return make_done(an, binh, ha, chi, unit_id=units.commune_a.id)


@pytest.fixture
def asked(done):
    """The rating of An's dossier, as if handed over."""
    invite(done, now=MONDAY)
    return Rating.objects.get(dossier_id=done.id)


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


@pytest.mark.django_db(transaction=True)
def test_after_the_hand_over_the_applicant_is_asked_once(an, binh, ha, chi, units):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    dossiers.hand_over(binh, dossier_id=done.id, now=LATER)
    wait_for_horizon()
    deliver_pending()
    deliver_pending()
    rating = Rating.objects.get(dossier_id=done.id)
    notice = NoticeRow.objects.get(template="rating_asked")
    assert (notice.account_id, notice.link) == (an.account_id, f"/danh-gia/{rating.token}/")
    invite(done, now=LATER)
    assert Rating.objects.count() == NoticeRow.objects.filter(template="rating_asked").count() == 1


def test_a_rating_is_given_and_changed_within_a_day(asked):
    rate(token=asked.token, level=Level.SATISFIED, reasons=["late", "no such"], words="  Tốt ", now=LATER)
    rate(token=asked.token, level=Level.VERY_SATISFIED, now=LATER + timedelta(hours=23))
    asked.refresh_from_db()
    assert (asked.level, asked.rated_at, asked.words, asked.reasons) == (3, LATER, "", [])
    with pytest.raises(RatingClosed):
        rate(token=asked.token, level=Level.DISSATISFIED, now=LATER + timedelta(hours=24))


def test_what_cannot_be_a_rating_is_refused(asked):
    with pytest.raises(LevelMissing):
        rate(token=asked.token, level=None, now=LATER)
    with pytest.raises(WordsTooLong):
        rate(token=asked.token, level=Level.SATISFIED, words="a" * 1001, now=LATER)
    for token in ("", "x" * 16):
        with pytest.raises(RatingNotFound):
            rate(token=token, level=Level.SATISFIED, now=LATER)


def test_dissatisfaction_is_something_to_do_for_the_head_until_it_is_settled(asked, mai, dung):
    rate(token=asked.token, level=Level.DISSATISFIED, reasons=["attitude"], words="Chờ lâu", now=LATER)
    rate(token=asked.token, level=Level.DISSATISFIED, now=LATER)
    (item,) = work.list_of_subject(mai, subject_id=asked.id)
    assert (item.kind, item.role, item.unit_id) == (COMPLAINT, "one_stop_head", asked.unit_id)
    with pytest.raises(RatingNotFound):
        ratings.settle(dung, rating_id=asked.id, now=LATER)
    ratings.settle(mai, rating_id=asked.id, now=LATER)
    assert work.list_of_subject(SYSTEM, subject_id=asked.id) == []


def test_taking_dissatisfaction_back_takes_the_item_away(asked):
    rate(token=asked.token, level=Level.DISSATISFIED, now=LATER)
    rate(token=asked.token, level=Level.SATISFIED, now=LATER)
    assert work.list_of_subject(SYSTEM, subject_id=asked.id) == []


def test_the_unit_reads_words_without_a_name_or_a_dossier(asked, done, mai, dung, an, client_of):
    rate(token=asked.token, level=Level.DISSATISFIED, words="Chờ lâu quá", now=LATER)
    (seen,) = ratings.list_ratings(mai).items
    assert seen.words == "Chờ lâu quá"
    assert not {"dossier_id", "token", "rated_at"} & set(type(seen).__slots__)
    page = (
        client_of(mai).get("/danh-gia/").content.decode()
        + client_of(mai).get(f"/danh-gia/y-kien/{asked.id}/").content.decode()
    )
    assert "Chờ lâu quá" in page
    for hidden in ("Nguyễn Thị An", done.code, asked.token, str(done.id)):
        assert hidden not in page
    with pytest.raises(RatingNotFound):
        ratings.get_rating(dung, asked.id)
    for stranger in (an, dung):
        with pytest.raises(Forbidden):
            ratings.list_ratings(stranger)


def test_the_page_works_without_javascript(asked):
    with frozen(LATER):
        client = Client()
        address = f"/danh-gia/{asked.token}/"
        assert "Ông/Bà thấy thế nào?" in client.get(address).content.decode()
        assert client.post(address, {"words": "x"}).status_code == 422
        answer = client.post(address, {"level": "2", "reasons": ["late"], "words": "Tốt"}, follow=True)
        assert "Đã ghi nhận đánh giá." in answer.content.decode()
        assert 'value="2" checked' in answer.content.decode()
    with frozen(LATER + timedelta(days=2)):
        assert "không sửa được nữa" in client.get(address).content.decode()


def rated_entries(rating):
    return [one for one in audit.list_trail(rating.id).items if one.verb == "ratings.rated"]


def test_what_was_shown_at_the_desk_says_so_and_who_sat_there(asked, done, binh):
    token = show_at_desk(binh, done, now=LATER)
    assert token != asked.token
    rate(token=token, level=Level.SATISFIED, now=LATER)
    asked.refresh_from_db()
    assert asked.source == Source.DESK
    (entry,) = rated_entries(asked)
    assert entry.detail["at_desk_of"] == str(binh.account_id)


def test_what_an_officer_sends_themselves_bears_their_name(asked, done, binh):
    rate(binh, token=show_at_desk(binh, done, now=LATER), level=Level.VERY_SATISFIED, now=LATER)
    (entry,) = rated_entries(asked)
    assert entry.account_id == binh.account_id


def test_a_finished_rating_is_neither_read_nor_changed_nor_asked_for_from_the_desk(asked, done, binh):
    token = show_at_desk(binh, done, now=LATER)
    rate(token=asked.token, level=Level.DISSATISFIED, words="Chờ lâu", now=LATER)

    seen = ratings.get_sheet(token, now=LATER)
    assert (seen.level, seen.words, seen.reasons, seen.is_open(LATER)) == (None, "", (), False)
    with pytest.raises(RatedAlready):
        rate(token=token, level=Level.VERY_SATISFIED, now=LATER)
    with pytest.raises(RatedAlready):
        show_at_desk(binh, done, now=LATER)
    asked.refresh_from_db()
    assert (asked.level, asked.words) == (Level.DISSATISFIED, "Chờ lâu")


def test_a_token_of_the_desk_is_good_once_and_for_half_an_hour(asked, done, binh):
    first = show_at_desk(binh, done, now=LATER)
    second = show_at_desk(binh, done, now=LATER)
    with pytest.raises(RatingNotFound):
        rate(token=first, level=Level.SATISFIED, now=LATER)
    with pytest.raises(RatingNotFound):
        rate(token=second, level=Level.SATISFIED, now=LATER + timedelta(minutes=30))
    rate(token=second, level=Level.SATISFIED, now=LATER + timedelta(minutes=29))
    with pytest.raises(RatedAlready):
        rate(token=second, level=Level.DISSATISFIED, now=LATER + timedelta(minutes=29))


def test_opening_the_page_at_the_desk_makes_nothing_and_the_button_makes_the_address(asked, done, binh, client_of):
    desk, page = client_of(binh), f"/danh-gia/tai-quay/{done.id}/"
    with frozen(LATER):
        opened = desk.get(page).content.decode()
        asked.refresh_from_db()
        assert not asked.desk_token and asked.token not in opened
        shown = desk.post(page).content.decode()
        asked.refresh_from_db()
        assert f"/danh-gia/{asked.desk_token}/" in shown and asked.token not in shown
        answer = Client().post(f"/danh-gia/{asked.desk_token}/", {"level": "1", "words": "Chờ lâu"}, follow=True)
        after = answer.content.decode()
        assert "Đã ghi nhận đánh giá." in after and "Chờ lâu" not in after
        assert "Người nộp đã đánh giá" in desk.get(page).content.decode()
        assert desk.post(page).status_code == 409


def test_from_a_dossier_handed_over_the_desk_finds_the_page(an, binh, ha, chi, units, client_of):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    page = f"/danh-gia/tai-quay/{done.id}/"
    desk = client_of(binh)
    assert page not in desk.get(f"/ho-so/{done.id}/").content.decode()
    dossiers.hand_over(binh, dossier_id=done.id, now=LATER)
    invite(done, now=LATER)
    assert page in desk.get(f"/ho-so/{done.id}/").content.decode()
    assert page not in client_of(ha).get(f"/ho-so/{done.id}/").content.decode()


def test_of_several_units_the_newest_come_first_page_by_page(an, binh, ha, chi, dung, units):
    made = [make_done(an, binh, ha, chi, unit_id=units.commune_a.id) for _turn in range(3)]
    for place, info in enumerate(made):
        invite(info, now=LATER)
        rating = Rating.objects.get(dossier_id=info.id)
        rate(token=rating.token, level=Level.DISSATISFIED if place else Level.SATISFIED, now=LATER)
    Rating.objects.filter(dossier_id=made[1].id).update(unit_id=units.counter_a.id)
    reader = officer_actor(code="A-LD2", name="Vũ Lan", unit_id=units.commune_a.id, roles=("leader",))
    first = ratings.list_ratings(reader, size=2)
    second = ratings.list_ratings(reader, size=2, cursor=first.next_cursor)
    ids = [Rating.objects.get(dossier_id=info.id).id for info in reversed(made)]
    assert [one.id for one in (*first.items, *second.items)] == ids
    assert [one.id for one in ratings.list_ratings(reader, level=Level.DISSATISFIED).items] == ids[:2]


@pytest.mark.parametrize(
    ("index", "columns"),
    [
        ("rating_newest_of_unit", "(unit_id, id DESC)"),
        ("rating_newest", "(id DESC)"),
        ("rating_level_of_unit", "(unit_id, level, id DESC)"),
        ("rating_of_level", "(level, id DESC)"),
    ],
)
def test_the_lists_have_indexes_in_their_order(db, index, columns):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
        assert columns in cursor.fetchone()[0]


def test_figures_count_each_level_and_reason(asked, units):
    day = local_day(LATER)
    rate(token=asked.token, level=Level.DISSATISFIED, reasons=["late", "fees"], now=LATER)
    found = ratings.summary([units.commune_a.id, units.commune_a.id], Period(day, day))
    assert (found.asked, found.rated, found.satisfied_share) == (1, 1, 0.0)
    assert found.by_reason[Reason.LATE] == found.by_reason[Reason.FEES] == found.by_level[Level.DISSATISFIED] == 1
    elsewhere = ratings.summary([units.commune_b.id], Period(day, day))
    assert (elsewhere.rated, elsewhere.satisfied_share) == (0, None)
    tomorrow = day + timedelta(days=1)
    assert ratings.summary([units.commune_a.id], Period(tomorrow, tomorrow)).rated == 0
