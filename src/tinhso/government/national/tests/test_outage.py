"""What citizens are told of the portal: only a real outage, only after a while, and no longer than it lasts."""

from datetime import timedelta

import pytest

from tinhso.government.dossiers.testing import make_received
from tinhso.government.national.actions import operate
from tinhso.government.national.models import NationalMirror, NationalRecord
from tinhso.government.national.public import outages
from tinhso.government.national.testing import deliver, portal
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.simulators import simulator, simulators

__all__ = ["portal", "simulator", "simulators"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def small_procedures():
    procedures.forget_versions()
    yield
    procedures.forget_versions()


@pytest.fixture
def waiting(portal, an, binh, units):
    portal.behave(down=True)
    make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    portal.tell()


def an_hour_ago():
    NationalRecord.objects.update(made_at=clock.now() - timedelta(hours=1))


def test_a_short_break_is_nobodys_business_a_long_one_is_told_with_its_beginning(waiting):
    assert outages() == ()
    an_hour_ago()
    (one,) = outages()
    assert clock.now() - one.since > timedelta(minutes=59)
    assert "vẫn nộp" in one.text and "quốc gia" in one.title


def test_sending_paused_by_the_operator_is_told_too_once_it_lasts(portal, em, an, binh, units):
    operate.pause(em, now=clock.now())
    make_received(an, binh, unit_id=units.commune_a.id)
    deliver()
    assert outages() == ()
    an_hour_ago()
    assert len(outages()) == 1
    operate.resume(em, now=clock.now())
    portal.tell()
    assert outages() == ()


def test_a_dossier_the_portal_refused_is_no_outage(waiting):
    an_hour_ago()
    NationalMirror.objects.update(is_blocked=True)
    assert outages() == ()


def test_without_a_connection_nothing_is_asked(settings, django_assert_num_queries):
    settings.NATIONAL_URL = settings.SIMULATORS = ""
    with django_assert_num_queries(0):
        assert outages() == ()
