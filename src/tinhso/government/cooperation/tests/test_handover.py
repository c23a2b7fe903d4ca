"""Work passes from one officer to another: by the head, whole, or for the days of an absence."""

from datetime import date, timedelta

import pytest

from tinhso.foundation.access import public as access
from tinhso.foundation.files import public as files
from tinhso.foundation.identity.models import Account
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.data import Addressee
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_received
from tinhso.kernel.clock import frozen, local_day
from tinhso.kernel.errors import Forbidden
from tinhso.testing.cast import officer_actor

HOUR = timedelta(hours=1)


@pytest.fixture
def linh(units):
    """A second specialist of commune A."""
    return officer_actor(
        code="A-TP2", name="Mai Linh", unit_id=units.commune_a.id, roles=("specialist",), title="Công chức"
    )


@pytest.fixture
def held(db, an, binh, ha, chi, units):
    """A dossier in Hà's hands, with a draft and a question she asked."""
    info = make_received(an, binh, unit_id=units.commune_a.id)
    (item,) = work.list_of_subject(ha, subject_id=info.id)
    work.claim(ha, item_id=item.id, now=MONDAY)
    dossiers.reassign(chi, dossier_id=info.id, handler_id=ha.account_id, now=MONDAY)
    cooperation.ask(
        ha,
        dossier_id=info.id,
        asked=[Addressee(units.department.id, MONDAY + timedelta(days=3))],
        question="Hồ sơ gốc còn lưu ở Sở không?",
        now=MONDAY,
    )
    return info


def test_everything_open_is_listed_and_moved_in_one_act_with_a_numbered_paper(held, ha, chi, linh, units):
    before = cooperation.open_work_of(chi, account_id=ha.account_id)
    assert before.count == 3

    record = cooperation.hand_over_all(
        chi, from_id=ha.account_id, to_id=linh.account_id, reason="Chuyển công tác sang phòng khác", now=MONDAY + HOUR
    )

    assert cooperation.open_work_of(chi, account_id=ha.account_id).count == 0
    assert [line.done for line in record.lines] == [True, True]
    assert record.number.endswith("/BB-BG")
    assert files.read_bytes(record.file_id).startswith(b"%PDF")
    now_hers = dossiers.get_dossier(linh, dossier_id=held.id).info
    assert now_hers.handler_id == linh.account_id
    dossiers.draft_result(linh, dossier_id=held.id, fields={"content": "Xác nhận đúng."}, now=MONDAY + 2 * HOUR)
    assert cooperation.get_hand_over(chi, record_id=record.id) == record


def test_what_the_other_cannot_take_stays_and_says_why(held, ha, chi, binh):
    record = cooperation.hand_over_all(
        chi, from_id=ha.account_id, to_id=binh.account_id, reason="Nghỉ chế độ từ hôm nay", now=MONDAY + HOUR
    )

    assert not record.lines[0].done
    assert "vai trò" in record.lines[0].words
    assert dossiers.get_dossier(ha, dossier_id=held.id).info.handler_id == ha.account_id


def test_the_head_gives_selected_work_to_another_and_the_dossier_goes_along(held, ha, chi, linh):
    (item,) = work.list_of_subject(chi, subject_id=held.id)
    lines = cooperation.move_items(chi, item_ids=[item.id, held.id], to_id=linh.account_id, now=MONDAY + HOUR)

    assert [one.done for one in lines] == [True, False]
    loads = {one.name: one.count for one in work.list_loads(chi, now=MONDAY + HOUR)}
    assert loads["Mai Linh"] == 1
    assert "Phạm Thu Hà" not in loads


def test_only_a_head_and_only_at_home(held, ha, chi, dung, linh):
    with pytest.raises(Forbidden):
        cooperation.open_work_of(ha, account_id=ha.account_id)
    with pytest.raises(cooperation.BadHandOver):
        cooperation.hand_over_all(
            chi, from_id=ha.account_id, to_id=dung.account_id, reason="Chuyển công tác sang xã", now=MONDAY
        )


def test_who_stands_in_acts_for_who_is_away_on_those_days_alone(held, ha, chi, linh):
    today = local_day(MONDAY)
    (post,) = cooperation.set_absence(
        chi,
        away_id=ha.account_id,
        stand_in_id=linh.account_id,
        first_on=today,
        last_on=today + timedelta(days=4),
        now=MONDAY,
    )

    assert post.valid_from == today
    assert post.valid_to == today + timedelta(days=5)
    assert post.acting_for is not None
    with frozen(MONDAY + timedelta(days=1)):
        stand_in = access.actor_for(Account.objects.get(pk=linh.account_id), appointment_id=post.id)
    texts = {"content": "Xác nhận đúng."}
    with pytest.raises(dossiers.NotYourStep):
        dossiers.draft_result(linh, dossier_id=held.id, fields=texts, now=MONDAY + timedelta(days=1))
    dossiers.draft_result(stand_in, dossier_id=held.id, fields=texts, now=MONDAY + timedelta(days=1))


def test_an_absence_that_began_yesterday_is_refused(held, ha, chi, linh):
    with pytest.raises(cooperation.BadHandOver):
        cooperation.set_absence(
            chi,
            away_id=ha.account_id,
            stand_in_id=linh.account_id,
            first_on=date(2026, 11, 1),
            last_on=date(2026, 11, 20),
            now=MONDAY,
        )
