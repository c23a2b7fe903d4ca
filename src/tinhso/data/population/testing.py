"""Builders for other rooms' tests."""

from datetime import timedelta
from uuid import UUID, uuid4

from tinhso.data.population.data import CheckState
from tinhso.data.population.models import Check, LookUpExcess
from tinhso.data.population.pseudonyms import pseudonym
from tinhso.kernel import clock

NUMBER = "086190000017"
NAME = "Nguyễn Thị Minh Họa"
BIRTH = "1990-03-27"


def make_check(
    account_id: UUID | None, *, subject_id: UUID | None = None, subject_kind: str = "dossier", given_up: bool = False
) -> Check:
    """Make a verification that waits, or was given up."""
    now = clock.now()
    return Check.objects.create(
        subject_kind=subject_kind,
        subject_id=subject_id or uuid4(),
        subject_code="H61.01-261123-0001",
        account_id=account_id,
        pseudonym=pseudonym(NUMBER),
        number=NUMBER,
        name=NAME,
        birth=BIRTH,
        purpose="tiếp nhận hồ sơ",
        actor={"kind": "system", "name": "Hệ thống"},
        state=(CheckState.GIVEN_UP if given_up else CheckState.WAITING).value,
        next_at=now,
        reason="timeout",
        created_at=now - timedelta(days=3),
    )


def make_alert(account_id: UUID, *, unit_id: UUID) -> LookUpExcess:
    """Make an alert of an officer who looked people up too often this hour."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    return LookUpExcess.objects.create(account_id=account_id, unit_id=unit_id, hour=hour)
