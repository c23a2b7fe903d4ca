"""The cast: the same people in every room's tests, in one small province.

| Who | What |
|---|---|
| An | citizen |
| Bình | one-stop officer of commune A (Phường 1), sitting in its one-stop section |
| Hà | specialist of commune A |
| Chi | leader of commune A, head of its staff |
| Dũng | one-stop officer and specialist of commune B: must see nothing of A |
| Giang | leader of the province |
| Em | operator |

Each fixture returns an Actor; `client_of(actor)` gives a Django test client signed in as them. Rights come from the
modules' declarations through `access`, as in the running program: nothing is granted here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest

from tinhso.kernel.actors import Actor

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from tinhso.foundation.identity.models import Account
    from tinhso.foundation.organisations.testing import SmallProvince

AN_NUMBER: Final = "086190000123"
AN_BIRTH: Final = date(1990, 3, 27)


@pytest.fixture
def units(db: None) -> "SmallProvince":
    """Province H61, a department, a district, communes A and B, each with its one-stop section."""
    from tinhso.foundation.organisations.testing import make_small_province

    return make_small_province()


def officer_actor(
    *, code: str, name: str, unit_id: "UUID", roles: tuple[str, ...], title: str = "", position: str = ""
) -> Actor:
    """Make an officer with an account and one post; return the actor they are."""
    from tinhso.foundation.access.public import actor_for

    return actor_for(
        officer_account(code=code, name=name, unit_id=unit_id, roles=roles, title=title, position=position)
    )


def officer_account(
    *, code: str, name: str, unit_id: "UUID", roles: tuple[str, ...], title: str = "", position: str = ""
) -> "Account":
    """Make an officer with one post; return their account."""
    from tinhso.foundation.identity.data import AccountKind
    from tinhso.foundation.identity.testing import make_account
    from tinhso.foundation.organisations.testing import make_appointment, make_officer

    officer = make_officer(code=code, name=name)
    make_appointment(
        officer_id=officer.id,
        unit_id=unit_id,
        roles=roles,
        position=position or roles[0],
        title=title or roles[0],
    )
    return make_account(number=code, name=name, kind=AccountKind.OFFICER, officer_id=officer.id, assurance=2)


def citizen_actor(*, number: str, name: str, birth_on: date | None = None) -> Actor:
    """Make a citizen's account; return the actor they are."""
    from tinhso.foundation.access.public import actor_for
    from tinhso.foundation.identity.testing import make_account

    return actor_for(make_account(number=number, name=name, birth_on=birth_on, phone="0912345678"))


@pytest.fixture
def an(db: None) -> Actor:
    """A citizen."""
    return citizen_actor(number=AN_NUMBER, name="Nguyễn Thị An", birth_on=AN_BIRTH)


@pytest.fixture
def binh(units: "SmallProvince") -> Actor:
    """The one-stop officer of commune A."""
    return officer_actor(
        code="A-MC",
        name="Trần Văn Bình",
        unit_id=units.counter_a.id,
        roles=("one_stop_officer",),
        title="Công chức tiếp nhận và trả kết quả",
    )


@pytest.fixture
def chi(units: "SmallProvince") -> Actor:
    """The leader of commune A, who also assigns its work."""
    return officer_actor(
        code="A-CT",
        name="Lê Kim Chi",
        unit_id=units.commune_a.id,
        roles=("leader", "unit_head"),
        title="Chủ tịch Ủy ban nhân dân",
    )


@pytest.fixture
def ha(units: "SmallProvince") -> Actor:
    """The specialist of commune A."""
    return officer_actor(
        code="A-TP",
        name="Phạm Thu Hà",
        unit_id=units.commune_a.id,
        roles=("specialist",),
        title="Công chức Tư pháp - hộ tịch",
    )


@pytest.fixture
def dung(units: "SmallProvince") -> Actor:
    """An officer of commune B, who must see nothing of A."""
    return officer_actor(
        code="B-MC",
        name="Võ Tiến Dũng",
        unit_id=units.counter_b.id,
        roles=("one_stop_officer", "specialist"),
        title="Công chức tiếp nhận và trả kết quả",
    )


@pytest.fixture
def giang(units: "SmallProvince") -> Actor:
    """The leader of the province."""
    return officer_actor(
        code="T-LD",
        name="Huỳnh Giang",
        unit_id=units.province.id,
        roles=("province_leader",),
        title="Chủ tịch Ủy ban nhân dân tỉnh",
    )


@pytest.fixture
def em(units: "SmallProvince") -> Actor:
    """The operator."""
    return officer_actor(
        code="T-QT", name="Đỗ Em", unit_id=units.province.id, roles=("operator",), title="Quản trị hệ thống"
    )


@pytest.fixture
def client_of() -> "Callable[[Actor], Client]":
    """Return a function that gives a test client signed in as an actor of the cast."""
    from django.test import Client

    from tinhso.foundation.identity.models import Account

    def signed_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=str(actor.account_id)))
        return client

    return signed_in


def with_abilities(actor: Actor, *abilities: str) -> Actor:
    """Return the same actor holding `abilities` too, over their own agency (for a room whose roles come later)."""
    from tinhso.foundation.access.public import reach_of
    from tinhso.kernel.actors import NOWHERE, Scope

    reach = Scope(units=reach_of(actor.unit_id)) if actor.unit_id else NOWHERE
    return replace(actor, abilities={**actor.abilities, **dict.fromkeys(abilities, reach)})
