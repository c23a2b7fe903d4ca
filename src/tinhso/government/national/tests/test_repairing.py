"""What the portal refuses, holds otherwise, lost or made up is found, shown and mended."""

from datetime import timedelta

import pytest

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers.models import TimelineEvent
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received, make_submitted
from tinhso.government.national.actions import comparing, operate
from tinhso.government.national.data import RecordKind, RecordState, Sync
from tinhso.government.national.errors import NotConnected, NotFailed, RecordNotFound
from tinhso.government.national.jobs import slim_old_records
from tinhso.government.national.models import NationalComparison, NationalMirror, NationalRecord
from tinhso.government.national.public import sync_state
from tinhso.government.national.queries import standing
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.errors import NotFound
from tinhso.kernel.ids import uuid7
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_procedures():
    procedures.forget_versions()
    yield
    procedures.forget_versions()


@pytest.fixture
def refused(portal, an, binh, units):
    """A dossier of a procedure the national catalogue does not have."""
    portal.plant(procedures=[{"MATTHC": "9.999999", "TENTTHC": "Thủ tục khác"}])
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    return info


def compare():
    return comparing.go_on(now=clock.now(), seconds=60)


def test_a_refused_record_holds_its_lane_and_is_shown(portal, refused, em):
    state = sync_state(refused.id)
    assert (state.sync, state.waiting) == (Sync.FAILED, 2)
    assert "MA_TTHC" in state.error
    (failed,) = standing.list_failed(em).items
    assert (failed.code, failed.kind, failed.sequence) == (refused.code, RecordKind.DOSSIER, 1)
    figures = standing.backlog(em)
    assert (figures.failed, figures.waiting, figures.failures) == (1, 2, 0)  # a refusal is an answer: no breaker
    assert portal.tell() == 0


def test_replayed_after_the_cause_is_mended_it_goes_first_and_the_rest_follows(portal, refused, em):
    portal.plant(procedures=[{"MATTHC": refused.procedure_code, "TENTTHC": "Có rồi"}])
    (failed,) = standing.list_failed(em).items
    operate.replay(em, record_id=failed.id, now=clock.now())
    portal.tell()
    assert [step["TrangThai"] for step in portal.held(refused.code)["progress"]] == ["2"]
    assert sync_state(refused.id).sync is Sync.ACKNOWLEDGED
    with pytest.raises(NotFailed):
        operate.replay(em, record_id=failed.id, now=clock.now())


def test_all_refused_records_are_replayed_at_once(portal, refused, em):
    portal.plant(procedures=[{"MATTHC": refused.procedure_code, "TENTTHC": "Có rồi"}])
    assert operate.replay_all(em, now=clock.now()) == 1
    portal.tell()
    assert sync_state(refused.id).sync is Sync.ACKNOWLEDGED


def test_what_a_correction_left_behind_is_never_sent_again(portal, refused, em):
    (failed,) = standing.list_failed(em).items
    operate.correct(em, record_id=failed.id, now=clock.now())
    portal.tell()
    newer = standing.list_failed(em).items[0]
    assert newer.id != failed.id
    portal.plant(procedures=[{"MATTHC": refused.procedure_code, "TENTTHC": "Có rồi"}])
    operate.replay_all(em, now=clock.now())
    portal.tell()

    assert NationalRecord.objects.get(pk=failed.id).state == "superseded"
    assert sync_state(refused.id).sync is Sync.ACKNOWLEDGED
    with pytest.raises(NotFailed):
        operate.replay(em, record_id=failed.id, now=clock.now())


def test_nobody_but_the_operator_runs_the_exchange(refused, em, an, binh, dung, giang):
    (failed,) = standing.list_failed(em).items
    for stranger in (an, binh, dung, giang):
        for act in (operate.pause, operate.resume, operate.replay_all, comparing.start):
            with pytest.raises(NotFound):
                act(stranger, now=clock.now())
        with pytest.raises(NotFound):
            operate.replay(stranger, record_id=failed.id, now=clock.now())
        with pytest.raises(NotFound):
            standing.backlog(stranger)
    with pytest.raises(RecordNotFound):
        operate.replay(em, record_id=uuid7(), now=clock.now())


def test_while_paused_nothing_is_sent_and_everything_queues(portal, an, binh, units, em):
    operate.pause(em, now=clock.now())
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    assert portal.tell() == 0
    assert sync_state(info.id).sync is Sync.WAITING
    assert standing.backlog(em).paused_by == em.name
    operate.resume(em, now=clock.now())
    portal.tell()
    assert portal.held(info.code)["status"] == 2


def test_an_act_undone_after_acknowledgement_sends_a_correction(portal, an, binh, ha, chi, units):
    from tinhso.government.dossiers import public as dossiers

    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    dossiers.hand_over(binh, dossier_id=info.id, to="người nộp", now=MONDAY + timedelta(hours=1))
    deliver()
    portal.tell()
    assert portal.held(info.code)["status"] == 10
    line = TimelineEvent.objects.get(dossier_id=info.id, verb="handed_over")
    dossiers.undo(binh, dossier_id=info.id, event_id=line.id, reason="Trả nhầm người", now=MONDAY + timedelta(hours=2))
    deliver()
    last = NationalRecord.objects.filter(mirror_id=info.id).latest("sequence")
    assert last.kind == RecordKind.CORRECTION
    portal.tell()
    held = portal.held(info.code)
    assert held["status"] == 9
    assert held["dossier"]["GhiChu"].startswith("Đính chính")
    assert len(held["progress"]) == 4  # what was told stays told


def test_comparing_finds_what_is_missing_different_and_unknown_and_mends_it(
    portal, an, binh, ha, chi, units, em, settings
):
    kept = make_received(an, binh, unit_id=units.commune_a.id)
    lost = make_received(an, binh, unit_id=units.commune_a.id)
    other = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    url, settings.NATIONAL_URL = settings.NATIONAL_URL, ""
    never_told = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    deliver()
    settings.NATIONAL_URL = url
    portal.plant(
        lose=[lost.code],
        dossiers=[
            {"MaHoSo": "H61.99-261116-0001", "TrangThaiHoSo": 2},
            {**portal.held(other.code)["dossier"], "TrangThaiHoSo": 9},
        ],
    )

    comparing.start(em, now=clock.now())
    assert compare() == 4
    found = standing.last_comparison(em)
    assert (found.missing, found.different, found.unknown, found.requeued) == (2, 1, 1, 3)
    assert found.finished_at is not None
    assert set(found.samples) == {
        f"thiếu {lost.code}",
        f"thiếu {never_told.code}",
        f"khác {other.code}",
        "lạ H61.99-261116-0001",
    }

    portal.tell()
    assert [portal.held(one.code)["status"] for one in (kept, lost, other, never_told)] == [2, 2, 2, 9]
    assert [step["TrangThai"] for step in portal.held(never_told.code)["progress"]] == ["2", "4", "9"]
    comparing.start(em, now=clock.now())
    compare()
    found = standing.last_comparison(em)
    assert (found.missing, found.different, found.requeued) == (0, 0, 0)


def test_a_comparison_goes_on_where_the_portal_left_it(portal, an, binh, units, em):
    make_submitted(an, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    comparing.start(em, now=clock.now())
    portal.behave(down=True)
    assert compare() == 0
    assert "503" in standing.last_comparison(em).error
    portal.behave(down=False)
    assert compare() == 1
    assert standing.last_comparison(em).finished_at and NationalComparison.objects.count() == 1


def test_dossiers_on_their_way_are_not_told_twice_by_a_comparison(portal, an, binh, units, em):
    make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    before = NationalRecord.objects.count()
    comparing.start(em, now=clock.now())
    compare()
    assert NationalRecord.objects.count() == before


def test_without_a_portal_a_comparison_says_what_to_do(em, settings):
    settings.NATIONAL_URL = settings.SIMULATORS = ""
    with pytest.raises(NotConnected):
        comparing.start(em, now=clock.now())
    assert comparing.go_on() == 0


def test_the_citizen_can_read_that_their_data_went_to_the_portal(portal, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    reads = audit.list_reads_of(an.account_id).items
    assert [r for r in reads if "Cổng Dịch vụ công quốc gia" in r.purpose and r.subject_id == info.id]


def test_a_month_later_the_record_no_longer_names_anybody(portal, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()
    assert slim_old_records() == 0
    NationalRecord.objects.update(acknowledged_at=clock.now() - timedelta(days=31))
    assert slim_old_records() == 3
    kept = NationalRecord.objects.filter(mirror_id=info.id, kind=RecordKind.DOSSIER).first()
    assert info.applicant.name not in str(kept.payload) and info.applicant.number not in str(kept.payload)
    assert kept.payload_hash and NationalMirror.objects.get(pk=info.id).last_payload_hash
    assert NationalRecord.objects.filter(state=RecordState.ACKNOWLEDGED).count() == 3
