"""The actor of a web request."""

from datetime import timedelta

import pytest
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from tinhso.foundation.access import public as access
from tinhso.kernel import clock


@pytest.fixture
def request_of(client_of):
    """Return a function that makes a fresh request from the browser of an actor."""

    def made(actor, **headers):
        request = RequestFactory().get("/", **headers)
        request.COOKIES["sessionid"] = client_of(actor).cookies["sessionid"].value
        SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
        AuthenticationMiddleware(lambda _request: HttpResponse()).process_request(request)
        return request

    return made


def test_an_officer_costs_three_queries(binh, request_of, django_assert_num_queries):
    request = request_of(binh)

    with django_assert_num_queries(3):
        assert access.actor_for_request(request).is_officer


def test_a_citizen_costs_two_queries(an, request_of, django_assert_num_queries):
    request = request_of(an)

    with django_assert_num_queries(2):
        assert access.actor_for_request(request).is_applicant


def test_a_session_that_has_run_out_is_nobody(an, request_of):
    request = request_of(an)
    access.actor_for_request(request)

    with clock.frozen(clock.now() + timedelta(hours=3)):
        assert access.actor_for_request(request).account_id is None


def test_an_address_behind_a_proxy_is_believed_only_from_our_own_proxy(an, request_of, settings):
    headers = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7"}

    assert access.actor_for_request(request_of(an, **headers)).address == "10.0.0.9"
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.9"})
    assert access.actor_for_request(request_of(an, **headers)).address == "203.0.113.7"
