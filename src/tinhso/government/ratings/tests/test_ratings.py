"""Ratings: asked once, given within a minute, changed for a day, read without names."""

from datetime import timedelta

import pytest
from django.test import Client

from tinhso.foundation.notifications.models import NoticeRow
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done
from tinhso.government.ratings import public as ratings
from tinhso.government.ratings.actions import COMPLAINT, invite, show_at_desk
from tinhso.government.ratings.data import Level, Period, Reason, Source
from tinhso.government.ratings.errors import LevelMissing, RatingClosed, RatingNotFound, WordsTooLong
from tinhso.government.ratings.models import Rating
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import frozen, local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.cast import officer_actor
from tinhso.testing.horizon import wait_for_horizon

LATER = MONDAY + timedelta(hours=2)


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
    ratings.rate(token=asked.token, level=Level.SATISFIED, reasons=["late", "no such"], words="  Tốt ", now=LATER)
    ratings.rate(token=asked.token, level=Level.VERY_SATISFIED, now=LATER + timedelta(hours=23))
    asked.refresh_from_db()
    assert (asked.level, asked.rated_at, asked.words, asked.reasons) == (3, LATER, "", [])
    with pytest.raises(RatingClosed):
        ratings.rate(token=asked.token, level=Level.DISSATISFIED, now=LATER + timedelta(hours=24))


def test_what_cannot_be_a_rating_is_refused(asked):
    with pytest.raises(LevelMissing):
        ratings.rate(token=asked.token, level=None, now=LATER)
    with pytest.raises(WordsTooLong):
        ratings.rate(token=asked.token, level=Level.SATISFIED, words="a" * 1001, now=LATER)
    for token in ("", "x" * 16):
        with pytest.raises(RatingNotFound):
            ratings.rate(token=token, level=Level.SATISFIED, now=LATER)


def test_dissatisfaction_is_something_to_do_for_the_head_until_it_is_settled(asked, mai, dung):
    ratings.rate(token=asked.token, level=Level.DISSATISFIED, reasons=["attitude"], words="Chờ lâu", now=LATER)
    ratings.rate(token=asked.token, level=Level.DISSATISFIED, now=LATER)
    (item,) = work.list_of_subject(mai, subject_id=asked.id)
    assert (item.kind, item.role, item.unit_id) == (COMPLAINT, "one_stop_head", asked.unit_id)
    with pytest.raises(RatingNotFound):
        ratings.settle(dung, rating_id=asked.id, now=LATER)
    ratings.settle(mai, rating_id=asked.id, now=LATER)
    assert work.list_of_subject(SYSTEM, subject_id=asked.id) == []


def test_taking_dissatisfaction_back_takes_the_item_away(asked):
    ratings.rate(token=asked.token, level=Level.DISSATISFIED, now=LATER)
    ratings.rate(token=asked.token, level=Level.SATISFIED, now=LATER)
    assert work.list_of_subject(SYSTEM, subject_id=asked.id) == []


def test_the_unit_reads_words_without_a_name_or_a_dossier(asked, done, mai, dung, an, client_of):
    ratings.rate(token=asked.token, level=Level.DISSATISFIED, words="Chờ lâu quá", now=LATER)
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


def test_what_was_shown_at_the_desk_says_so(asked, done, binh):
    assert show_at_desk(binh, done, now=LATER) == asked.token
    ratings.rate(token=asked.token, level=Level.SATISFIED, now=LATER)
    asked.refresh_from_db()
    assert asked.source == Source.DESK


def test_figures_count_each_level_and_reason(asked, units):
    day = local_day(LATER)
    ratings.rate(token=asked.token, level=Level.DISSATISFIED, reasons=["late", "fees"], now=LATER)
    found = ratings.summary([units.commune_a.id, units.commune_a.id], Period(day, day))
    assert (found.asked, found.rated, found.satisfied_share) == (1, 1, 0.0)
    assert found.by_reason[Reason.LATE] == found.by_reason[Reason.FEES] == found.by_level[Level.DISSATISFIED] == 1
    elsewhere = ratings.summary([units.commune_b.id], Period(day, day))
    assert (elsewhere.rated, elsewhere.satisfied_share) == (0, None)
    tomorrow = day + timedelta(days=1)
    assert ratings.summary([units.commune_a.id], Period(tomorrow, tomorrow)).rated == 0
