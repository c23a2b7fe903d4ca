"""What the members of a group share ends with the last of them; a group never filed is cleaned like any draft."""

from datetime import timedelta

import pytest

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.groups import public as groups
from tinhso.government.groups.models import DossierGroup, GroupPaper, GroupRow
from tinhso.government.groups.testing import PEOPLE, make_employer, make_group
from tinhso.government.retention import public as retention
from tinhso.government.retention.actions.carry import carry_out
from tinhso.government.retention.actions.standing import clean
from tinhso.government.retention.testing import after_pause, make_decided
from tinhso.government.retention.tests.test_cleaning import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return make_employer()


def test_what_all_shared_goes_with_the_last_member_and_not_before(boss, lan, chi, units, term, later):
    group = make_group(boss, unit_id=units.commune_a.id, people=PEOPLE[:2])
    shared = GroupPaper.objects.get(group_id=group.id).file_id
    groups.begin_filing(boss, group_id=group.id, now=MONDAY)
    groups.file_members(boss, group_id=group.id, now=MONDAY)
    members = list(GroupRow.objects.filter(group_id=group.id).order_by("ordinal").values_list("dossier_id", flat=True))
    for one in members:
        dossiers.withdraw(boss, dossier_id=one, reason="Chúng tôi không có nhu cầu nữa.", now=MONDAY)

    for place, one in enumerate(members):
        disposal = make_decided(lan, chi, dossier_ids=[one], now=later + timedelta(days=place))
        carry_out(now=after_pause(disposal))
        left = DossierGroup.objects.get(pk=group.id)
        assert files.get_info(shared).is_disposed is (place == 1)
        assert GroupPaper.objects.filter(group_id=group.id).exists() is (place == 0)
        assert bool(left.common) is bool(left.representative_name) is (place == 0)
    assert left.code and left.filed_at  # that it was filed stays


def test_a_group_never_filed_goes_and_a_filed_one_stays(boss, units, giang):
    idle = make_group(boss, unit_id=units.commune_a.id)
    filed = make_group(boss, unit_id=units.commune_a.id)
    groups.begin_filing(boss, group_id=filed.id, now=MONDAY)
    groups.file_members(boss, group_id=filed.id, now=MONDAY)
    record(giang, ["drafts"])
    assert clean(now=MONDAY + timedelta(days=20)) == {}
    assert clean(now=MONDAY + timedelta(days=3 * 365)) == {retention.Cleaning.DRAFTS: 1}
    assert not DossierGroup.objects.filter(pk=idle.id).exists()
    assert GroupRow.objects.filter(group_id=filed.id).count() == 3
