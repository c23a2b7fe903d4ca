"""Staff of the demo province: invented people, the same ones every time, all marked `is_demo`.

Names are put together from lists of common Vietnamese family, middle and given names by a generator seeded with the
staff code, so that nobody real is meant and two machines show the same people.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tinhso.foundation.organisations.data import AppointmentKind, Role, UnitInfo, UnitKind
from tinhso.foundation.organisations.models import Appointment, Officer
from tinhso.foundation.organisations.province import province_profile
from tinhso.foundation.organisations.tree import snapshot
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import name_sort_key

FAMILY: Final = [
    "Nguyễn",
    "Nguyễn",
    "Nguyễn",
    "Trần",
    "Trần",
    "Lê",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Trương",
    "Mai",
]
MIDDLE: Final = {
    "f": ["Thị", "Thị", "Ngọc", "Thanh", "Mỹ", "Kim", "Thúy", "Hồng", "Bích"],
    "m": ["Văn", "Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công", "Đức", "Hoàng"],
}
GIVEN: Final = {
    "f": [
        "Ánh",
        "Chi",
        "Diễm",
        "Dung",
        "Hằng",
        "Hoa",
        "Hương",
        "Lan",
        "Linh",
        "Loan",
        "Mai",
        "Nga",
        "Ngân",
        "Nhung",
        "Oanh",
        "Phượng",
        "Quyên",
        "Thảo",
        "Trang",
        "Uyên",
        "Vân",
        "Yến",
    ],
    "m": [
        "An",
        "Bảo",
        "Cường",
        "Dũng",
        "Đạt",
        "Hải",
        "Hiếu",
        "Hùng",
        "Khang",
        "Khoa",
        "Lâm",
        "Long",
        "Nam",
        "Nghĩa",
        "Phong",
        "Phúc",
        "Quang",
        "Sơn",
        "Tâm",
        "Thành",
        "Trung",
        "Tuấn",
    ],
}


@dataclass(frozen=True, slots=True)
class Post:
    """One demo post of an agency: the end of its staff code, the catalogue's post, its roles, and where it sits."""

    suffix: str
    position: str
    roles: tuple[Role, ...]
    is_at_counter: bool = False


_COUNTER: Final = (
    Post("MC1", "one_stop_officer", (Role.ONE_STOP_OFFICER,), True),
    Post("MC2", "one_stop_officer", (Role.ONE_STOP_OFFICER,), True),
)
_COMMUNE: Final = (
    *_COUNTER,
    Post("TMC", "one_stop_head", (Role.ONE_STOP_HEAD,), True),
    Post("TP", "justice_officer", (Role.SPECIALIST,)),
    Post("TC", "finance_officer", (Role.SPECIALIST, Role.ACCOUNTANT)),
    Post("VX", "culture_officer", (Role.SPECIALIST,)),
    Post("CT", "chair", (Role.LEADER, Role.UNIT_HEAD)),
    Post("PCT", "vice_chair", (Role.LEADER,)),
    Post("VT", "clerk", (Role.CLERK,)),
)
_LARGE: Final = (
    *_COUNTER,
    Post("TMC", "one_stop_head", (Role.ONE_STOP_HEAD,), True),
    Post("TP", "division_head", (Role.UNIT_HEAD,)),
    Post("CV1", "specialist", (Role.SPECIALIST,)),
    Post("CV2", "specialist", (Role.SPECIALIST,)),
    Post("VT", "clerk", (Role.CLERK,)),
)
_HEADS: Final = {
    "Sở": "director",
    "Văn": "office_chief",
    "Thanh": "chief_inspector",
    "Ban": "board_head",
}
_ROOT: Final = (
    Post("LD", "province_chair", (Role.PROVINCE_LEADER,)),
    Post("QT", "operator", (Role.OPERATOR,)),
)


def make_name(seed: str) -> str:
    """Return the demo name that belongs to a seed."""
    dice = random.Random(seed)  # noqa: S311 - the same people every time is the purpose
    sex = dice.choice("fm")
    return f"{dice.choice(FAMILY)} {dice.choice(MIDDLE[sex])} {dice.choice(GIVEN[sex])}"


def posts_of(unit: UnitInfo, *, is_root: bool) -> tuple[Post, ...]:
    """Return the demo posts of an agency: none for a unit that is no agency."""
    root_posts = _ROOT if is_root else ()
    if unit.kind is UnitKind.PROVINCE:
        return root_posts
    if unit.kind is UnitKind.COMMUNE:
        return _COMMUNE
    if not unit.is_agency:
        return ()
    head = "chair" if unit.kind is UnitKind.DISTRICT else _HEADS.get(unit.name.split()[0], "director")
    return (*root_posts, *_LARGE, Post("TT", head, (Role.LEADER,)))


def load_staff(since: date) -> int:
    """Give every agency that lacks them its demo officers, in post since a day; return how many were added."""
    known = set(Officer.objects.filter(is_demo=True).values_list("code", flat=True))
    officers, appointments = [], []
    for code, unit_id, post in _wanted(since):
        if code in known:
            continue
        name = make_name(code)
        officer = Officer(id=uuid7(), code=code, name=name, name_key=name_sort_key(name), is_demo=True)
        officers.append(officer)
        appointments.append(
            Appointment(
                officer_id=officer.id,
                unit_id=unit_id,
                position_id=post.position,
                kind=AppointmentKind.MAIN,
                roles=[role.value for role in post.roles],
                valid_from=since,
                document="minh họa",
            )
        )
    Officer.objects.bulk_create(officers, batch_size=1000)
    Appointment.objects.bulk_create(appointments, batch_size=1000)
    return len(officers)


def _wanted(since: date) -> Iterator[tuple[str, UUID, Post]]:
    tree = snapshot().on(since)
    for unit in sorted(tree.listed, key=lambda info: info.code):
        counters = [c for c in tree.children.get(unit.id, ()) if c.kind is UnitKind.ONE_STOP]
        for post in posts_of(unit, is_root=unit.parent_id is None):
            at = counters[0] if post.is_at_counter and counters else unit
            yield f"{unit.code}-{post.suffix}", at.id, post


def well_known_codes() -> tuple[str, ...]:
    """Return the staff codes worth printing at a demo.

    Those of counter, specialist, leader and clerk of the communes the profile names; the province's leader, operator.
    """
    profile = province_profile()
    tree = snapshot().on(profile.effective_on)
    communes = {u.gso_code: u.code for u in tree.listed if u.kind is UnitKind.COMMUNE}
    chosen = [communes[gso] for gso in profile.demo_communes if gso in communes]
    staff = [f"{code}-{suffix}" for code in chosen for suffix in ("MC1", "TP", "CT", "VT")]
    return (*staff, f"{profile.code}-LD", f"{profile.code}-QT")
