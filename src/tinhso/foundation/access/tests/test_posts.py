"""Choosing the post one acts in."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations import testing as organisations_testing
from tinhso.foundation.organisations.data import AppointmentKind
from tinhso.kernel import clock

ADDRESS = "/vi-tri-lam-viec/"
pytestmark = pytest.mark.urls("tinhso.foundation.access.tests.site_urls")


def test_an_officer_switches_to_another_post_and_stays_there(binh, chi, units, client_of):
    officer_id = Account.objects.get(pk=binh.account_id).officer_id
    assert officer_id is not None
    acting = organisations_testing.make_appointment(
        officer_id=officer_id,
        unit_id=units.commune_a.id,
        roles=("leader",),
        kind=AppointmentKind.ACTING,
        acting_for=Account.objects.get(pk=chi.account_id).officer_id,
        valid_to=clock.today() + timedelta(days=2),
    )
    client = client_of(binh)
    assert "làm thay Lê Kim Chi" in client.get(ADDRESS).content.decode()

    assert client.post(ADDRESS, {"appointment": str(acting)}).status_code == 302

    assert f'value="{acting}" checked' in client.get(ADDRESS).content.decode()


def test_somebody_elses_post_or_nonsense_is_not_found(binh, chi, client_of):
    client = client_of(binh)

    assert client.post(ADDRESS, {"appointment": str(chi.appointment_id)}).status_code == 404
    assert client.post(ADDRESS, {"appointment": str(uuid4())}).status_code == 404
    assert client.post(ADDRESS, {"appointment": "x"}).status_code == 404


def test_citizens_have_no_posts_and_strangers_are_asked_to_sign_in(an, client_of, client):
    assert client_of(an).get(ADDRESS).status_code == 404
    assert client.get(ADDRESS).status_code == 302
