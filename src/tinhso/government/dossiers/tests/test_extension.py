"""The promise set anew: with a signed apology, in time or too late, and reckoned again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.data import DayKind
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import ClockOperation, Status, SupplementItem
from tinhso.government.dossiers.models import ClockEntry
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received
from tinhso.kernel.actors import SYSTEM

WHY = "Chờ kết quả xác minh của cơ quan khác."
IN_TIME = MONDAY + timedelta(days=1)
TOO_LATE = MONDAY + timedelta(days=4)
NEW_DAY = date(2026, 11, 25)


@pytest.fixture
def received(an, binh, units):
    return make_received(an, binh, unit_id=units.commune_a.id)  # promised on Thursday 19 November, 09:00


def operations(dossier_id):
    return [(one.operation, one.new_promise) for one in ClockEntry.objects.filter(dossier_id=dossier_id).order_by("id")]


def test_the_head_apologises_in_time_and_the_promise_moves_to_the_same_hour_of_the_new_day(
    chi, an, received, announced
):
    info = dossiers.extend(chi, dossier_id=received.id, new_day=NEW_DAY, reason=WHY, now=IN_TIME)

    assert info.promised_at == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert info.status is Status.RECEIVED
    assert operations(info.id) == [(ClockOperation.EXTEND, info.promised_at)]
    (fact,) = [one for one in announced() if one.type_name == "dossiers.extended.v1"]
    assert not fact.is_late
    dossiers.settle_signing(chi, dossier_id=info.id, now=IN_TIME)
    slip = dossiers.print_paper(an, dossier_id=info.id, paper="apology", now=IN_TIME)
    assert signing.verify_pdf(slip).state is signing.VerdictState.VALID
    detail = dossiers.get_dossier(an, dossier_id=info.id)
    assert "25/11/2026" in detail.timeline[-1].sentence and detail.timeline[-1].is_public


def test_signed_too_late_the_applicant_learns_the_new_day_but_the_dossier_stays_late(chi, an, received):
    info = dossiers.extend(chi, dossier_id=received.id, new_day=NEW_DAY, reason=WHY, now=TOO_LATE)

    assert info.promised_at == received.promised_at
    assert info.reappointed_at == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert [name for name, _ in operations(info.id)] == [ClockOperation.APOLOGISE]
    assert "25/11/2026" in dossiers.get_dossier(an, dossier_id=info.id).next_step.sentence


def test_the_law_allows_one_extension(chi, received):
    dossiers.extend(chi, dossier_id=received.id, new_day=NEW_DAY, reason=WHY, now=IN_TIME)
    with pytest.raises(dossiers.AlreadyExtended):
        dossiers.extend(chi, dossier_id=received.id, new_day=date(2026, 12, 1), reason=WHY, now=IN_TIME)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 19), date(2026, 11, 22), date(2026, 11, 24), date(2028, 1, 3)],
    ids=["not later", "a Sunday", "a day off", "too far"],
)
def test_a_day_that_cannot_be_promised_is_refused(chi, received, day):
    with pytest.raises(dossiers.BadDay) as refused:
        dossiers.extend(chi, dossier_id=received.id, new_day=day, reason=WHY, now=IN_TIME)
    assert "new_day" in refused.value.fields


def test_only_who_signs_for_the_unit_apologises_and_never_without_a_reason(ha, dung, chi, received):
    with pytest.raises(dossiers.NotYourStep):
        dossiers.extend(ha, dossier_id=received.id, new_day=NEW_DAY, reason=WHY, now=IN_TIME)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.extend(dung, dossier_id=received.id, new_day=NEW_DAY, reason=WHY, now=IN_TIME)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.extend(chi, dossier_id=received.id, new_day=NEW_DAY, reason="  ", now=IN_TIME)


def test_a_dossier_that_waits_or_is_done_is_not_extended(an, binh, ha, chi, units, received):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.extend(chi, dossier_id=done.id, new_day=NEW_DAY, reason=WHY, now=IN_TIME)
    items = [SupplementItem("GT", "Giấy tờ", "Mờ")]
    dossiers.ask_supplement(ha, dossier_id=received.id, items=items, now=IN_TIME)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.extend(chi, dossier_id=received.id, new_day=NEW_DAY, reason=WHY, now=IN_TIME)


def test_a_day_off_decided_later_moves_the_promise_when_it_is_reckoned_again(chi, an, received):
    calendar.decide_day(SYSTEM, day=date(2026, 11, 18), kind=DayKind.OFF, reason="Bão", windows="", now=MONDAY)
    info = dossiers.recompute(chi, dossier_id=received.id, reason="Nghỉ tránh bão ngày 18/11", now=IN_TIME)

    assert info.promised_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    assert operations(info.id) == [(ClockOperation.RECOMPUTE, info.promised_at)]
    with pytest.raises(dossiers.BadDay):
        dossiers.recompute(chi, dossier_id=received.id, reason="Tính lại lần nữa", now=IN_TIME)


def test_reckoning_again_keeps_the_time_we_waited(an, binh, ha, chi, received):
    items = [SupplementItem("GT", "Giấy tờ", "Mờ")]
    dossiers.ask_supplement(ha, dossier_id=received.id, items=items, now=IN_TIME)
    back = IN_TIME + timedelta(days=2)
    from tinhso.government.dossiers.data import PaperForm

    info = dossiers.supplement_at_counter(binh, dossier_id=received.id, papers={}, form=PaperForm.ORIGINAL, now=back)
    assert [name for name, _ in operations(info.id)] == [ClockOperation.PAUSE, ClockOperation.RESUME]
    with pytest.raises(dossiers.BadDay):  # it comes out the same
        dossiers.recompute(chi, dossier_id=received.id, reason="Kiểm tra lại ngày hẹn", now=back)


def test_the_clock_stops_also_when_it_is_late_and_says_so(ha, received):
    items = [SupplementItem("GT", "Giấy tờ", "Mờ")]
    dossiers.ask_supplement(ha, dossier_id=received.id, items=items, now=TOO_LATE)
    assert [name for name, _ in operations(received.id)] == [ClockOperation.PAUSE_LATE]
