"""Blocks of numbers for desks: every number is used, void, or still with the desk."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.numbering.errors import BlockTooLong
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
SERIES = numbering.Series("test.block", numbering.Period.DAY, "{owner}-TAM-{on:%y%m%d}-{n:04d}")
DAY = date(2026, 11, 23)


def officer():
    return Actor(ActorKind.OFFICER, account_id=uuid7(), name="Cán bộ")


def reserve(actor, unit_id, count=5):
    return numbering.reserve_block(
        actor, SERIES, owner="H61", unit_id=unit_id, on=DAY, count=count, place="Quầy 1", now=clock.now()
    )


def test_blocks_follow_one_another_without_a_gap():
    unit = uuid7()
    first, second = reserve(officer(), unit), reserve(officer(), unit)
    assert first.open + second.open == list(range(1, 11))
    with transaction.atomic():
        assert numbering.next_number(SERIES, owner="H61", on=DAY) == 11


@pytest.mark.parametrize("count", [0, 101])
def test_a_block_has_one_to_a_hundred_numbers(count):
    with pytest.raises(BlockTooLong):
        reserve(officer(), uuid7(), count=count)


def test_a_number_stands_for_one_subject_and_another_desk_cannot_use_it():
    desk, subject = officer(), uuid7()
    block = reserve(desk, uuid7())
    numbering.use_number(desk, block_id=block.id, n=1, subject_id=subject, now=clock.now())
    assert numbering.find_subject(desk, block_id=block.id, n=1) == subject
    with pytest.raises(numbering.NumberNotInBlock):
        numbering.use_number(desk, block_id=block.id, n=1, subject_id=uuid7(), now=clock.now())
    with pytest.raises(numbering.NumberNotInBlock):
        numbering.use_number(desk, block_id=block.id, n=6, subject_id=uuid7(), now=clock.now())
    with pytest.raises(numbering.BlockMissing):
        numbering.use_number(officer(), block_id=block.id, n=2, subject_id=uuid7(), now=clock.now())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(used=st.sets(st.integers(1, 8)), kept=st.sets(st.integers(1, 8)))
def test_used_void_and_open_always_sum_to_what_was_given(db, used, kept):
    with transaction.atomic():
        desk, unit = officer(), uuid7()
        block = reserve(desk, unit, count=8)
        for n in used:
            numbering.use_number(desk, block_id=block.id, n=block.first + n - 1, subject_id=uuid7(), now=clock.now())
        keep = frozenset(block.first + n - 1 for n in kept)
        void = numbering.return_block(desk, block_id=block.id, reason="Hết ca", keep=keep, now=clock.now())
        (account,) = numbering.list_blocks(unit_ids=frozenset({unit}), on=DAY)
        assert (len(account.used), len(account.void)) == (len(used), void)
        assert set(account.open) == keep - set(account.used)
        assert len(account.used) + len(account.void) + len(account.open) == account.count
