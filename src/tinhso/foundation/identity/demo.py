"""Accounts of the demo province: its officers, two citizens and one business, all with one printed password."""

import json
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tinhso.foundation.identity.data import AccountKind, Assurance, DemoSignIn
from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel.ids import uuid7

PASSWORD: Final = "minh-hoa-2026"  # noqa: S105 - printed on purpose, for demo accounts only
SIGN_INS_FILE: Final = "demo-sign-ins.json"
_CITIZENS: Final = (
    ("086190000017", "Nguyễn Thị Minh Họa", date(1990, 3, 27), "0900000017"),
    ("086085000025", "Trần Văn Minh Họa", date(1985, 11, 14), "0900000025"),
)
_BUSINESS: Final = ("0100047516", "Công ty TNHH Minh Họa", "Lê Minh Họa")


@transaction.atomic
def load_accounts() -> int:
    """Open the accounts that are missing, and keep the list of sign-ins to print; return how many were opened.

    One hash serves all: the password is public anyway, and hashing a thousand times would take a minute.
    """
    known = set(Account.objects.values_list("number", flat=True))
    password = make_password(PASSWORD)
    wanted = [*_citizens(password), _business(password), *_officers(password)]
    fresh = [account for account in wanted if account.number not in known]
    Account.objects.bulk_create(fresh, batch_size=1000)
    rows = [{"number": s.number, "password": s.password, "who": f"{s.name}, {s.where}"} for s in list_demo_sign_ins()]
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    (Path(settings.DATA_DIR) / SIGN_INS_FILE).write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return len(fresh)


def list_demo_sign_ins() -> tuple[DemoSignIn, ...]:
    """Return the sign-ins worth printing: who, where, with what number and password."""
    found = [
        DemoSignIn(number, PASSWORD, name, "công dân")
        for number, name, *_rest in _CITIZENS
        if Account.objects.filter(number=number, is_demo=True).exists()
    ]
    if Account.objects.filter(number=_BUSINESS[0], is_demo=True).exists():
        found.append(DemoSignIn(_BUSINESS[0], PASSWORD, _BUSINESS[1], "doanh nghiệp"))
    for code in organisations.well_known_codes():
        officer = organisations.find_officer(code)
        posts = organisations.appointments_of(officer.id) if officer else ()
        if officer and posts:
            agency = organisations.agency_of(posts[0].unit_id)
            found.append(DemoSignIn(code, PASSWORD, officer.name, f"{posts[0].position}, {agency.name}"))
    return tuple(found)


def _citizens(password: str) -> list[Account]:
    return [
        Account(
            id=uuid7(),
            kind=AccountKind.CITIZEN,
            number=number,
            name=name,
            birth_on=birth_on,
            phone=phone,
            assurance=Assurance.VERIFIED,
            password=password,
            is_demo=True,
        )
        for number, name, birth_on, phone in _CITIZENS
    ]


def _business(password: str) -> Account:
    number, name, representative = _BUSINESS
    return Account(
        id=uuid7(),
        kind=AccountKind.BUSINESS,
        number=number,
        name=name,
        representative=representative,
        assurance=Assurance.SELF_DECLARED,
        password=password,
        is_demo=True,
    )


def _officers(password: str) -> list[Account]:
    return [
        Account(
            id=uuid7(),
            kind=AccountKind.OFFICER,
            number=officer.code,
            name=officer.name,
            officer_id=officer.id,
            assurance=Assurance.VERIFIED,
            password=password,
            is_demo=True,
        )
        for officer in organisations.list_demo_officers()
    ]
