"""The demonstration's part: seals of the province and of the communes shown, and a system that asks for one."""

from typing import Any, Final

from tinhso.foundation.csc.actions import hashed
from tinhso.foundation.csc.models import ClientSystem
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

CLIENT: Final = "csc-minh-hoa"


def load_demo(**_given: Any) -> None:
    """Make the demonstration's seals and its one system; running it again changes nothing."""
    codes = {code.rpartition("-")[0] for code in organisations.well_known_codes()}
    found = [unit for code in sorted(codes) if (unit := organisations.find_unit(code)) is not None]
    for unit in (organisations.root(), *found):
        signing.ensure_demo_key(unit.id, name=unit.name, title="", unit=unit.name)
    ClientSystem.objects.get_or_create(
        client_id=CLIENT,
        defaults={
            "name": "Phần mềm quản lý văn bản (minh họa)",
            "contact": "Đơn vị phát triển minh họa",
            "secret_hash": hashed(f"minh-hoa-{SYSTEM.name}-{clock.now().isoformat()}"),
            "made_at": clock.now(),
            "made_by": SYSTEM.name,
        },
    )
