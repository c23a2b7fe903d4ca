"""A system, a rule and a request for a seal of commune A; nobody of the cast is its clerk."""

from datetime import timedelta

from tinhso.foundation.csc.models import Authorisation, ClientSystem, StandingRule
from tinhso.kernel import clock
from tinhso.kernel.clock import local_day
from tinhso.kernel.ids import uuid7

PRIVATE = set()


def things(cast):
    """Write it down as the room would."""
    now, unit, key = clock.now(), cast["units"].commune_a.id, uuid7()
    system = ClientSystem.objects.create(
        name="Phần mềm kế toán",
        contact="Phòng Tài chính",
        client_id="csc-1",
        secret_hash="0",
        made_at=now,
        made_by="Em",
    )
    rule = StandingRule.objects.create(
        system=system,
        key_id=key,
        unit_id=unit,
        daily_limit=5,
        until=local_day(now) + timedelta(days=9),
        reason="Văn bản số 12",
        set_by="Hoa",
        set_at=now,
    )
    asked = Authorisation.objects.create(
        system=system,
        key_id=key,
        unit_id=unit,
        hashes=["00" * 32],
        count=1,
        hash_algorithm="sha256",
        state="waiting",
        asked_at=now,
        expires_at=now + timedelta(days=1),
    )
    return {"system_id": system.id, "rule_id": rule.id, "authorisation_id": asked.id}
