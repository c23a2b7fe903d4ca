"""Holding back those who guess."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tinhso.foundation.identity import throttle
from tinhso.foundation.identity.errors import SignInBlocked
from tinhso.foundation.identity.models import Throttle

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def passes(number):
    try:
        throttle.count_try("number", number, limit=5, now=NOON)
    except SignInBlocked:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_forty_tries_at_the_same_moment_are_still_only_five():
    def one(_place):
        try:
            return passes("086190000123")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(40))) == 5


def test_the_refusal_says_when_to_try_again(db):
    for _try in range(5):
        assert passes("x")

    with pytest.raises(SignInBlocked, match="12:16 ngày 23/11/2026"):
        throttle.count_try("number", "x", limit=5, now=NOON + timedelta(minutes=3))


def test_a_success_at_an_address_takes_back_one_try_only(db):
    for _try in range(5):
        passes("x")
    throttle.take_back("number", "x")

    assert passes("x")
    assert not passes("x")


def test_only_a_guess_that_finds_nothing_stays_counted(db):
    for _try in range(3):
        with throttle.held_back("code", "10.0.0.7", limit=2, now=NOON):
            pass
    for _try in range(2):
        with pytest.raises(LookupError), throttle.held_back("code", "10.0.0.7", limit=2, now=NOON):
            raise LookupError

    with pytest.raises(SignInBlocked), throttle.held_back("code", "10.0.0.7", limit=2, now=NOON):
        raise AssertionError


def test_numbers_are_not_kept_and_old_counts_go(db):
    passes("086190000123")

    assert "086190000123" not in str(list(Throttle.objects.values()))
    assert throttle.forget_old(now=NOON) == 0
    assert throttle.forget_old(now=NOON + timedelta(hours=1)) == 1
