"""Which bank account a unit collects into, and the words of its receipts (content/payments/accounts.yaml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo
from tinhso.government.payments.errors import NoBankAccount
from tinhso.government.payments.models import BankAccount

_MOST: Final = 19


@dataclass(frozen=True, slots=True)
class ReceiptForm:
    """How receipts of one kind are marked; `is_sure` is False while no jurist has read it."""

    form: str
    symbol: str
    title: str
    is_sure: bool


def ensure_account(unit: UnitInfo) -> BankAccount:
    """Return the account of an agency, kept from now on. Raises NoBankAccount when the content names none."""
    found = BankAccount.objects.filter(unit_id=unit.id).first()
    if found:
        return found
    wanted = _wanted(unit)
    BankAccount.objects.bulk_create([BankAccount(unit_id=unit.id, **wanted)], ignore_conflicts=True)
    kept = BankAccount.objects.filter(unit_id=unit.id).first()
    if kept is None:  # two units would share one number: the content is wrong
        raise NoBankAccount
    return kept


def _wanted(unit: UnitInfo) -> dict[str, Any]:
    content = _content(str(settings.CONTENT_DIR))
    for level in (unit, *organisations.ancestors(unit.id)):
        row = content["units"].get(level.code)
        if row and level.id == unit.id:
            return {**row, "is_demo": bool(row.get("is_demo", False))}
    shared = content.get("virtual")
    if not shared or (shared.get("is_demo") and not settings.DEMO):
        raise NoBankAccount
    digits = "".join(mark for mark in (unit.gso_code or unit.code) if mark.isalnum())
    named = {key: shared[key] for key in ("bank", "bank_name", "bin", "is_demo")}
    return {**named, "number": f"{shared['prefix']}{digits}"[:_MOST], "holder": shared["holder"]}


def bank_codes() -> frozenset[str]:
    """Return the banks this installation collects at."""
    content = _content(str(settings.CONTENT_DIR))
    named = {row["bank"] for row in content["units"].values()}
    return frozenset(named | ({content["virtual"]["bank"]} if content.get("virtual") else set()))


def receipt_form(kind: str, year: int) -> ReceiptForm:
    """Return how receipts of `kind` ("fee" or "charge") are marked in a year."""
    row = _content(str(settings.CONTENT_DIR))["receipts"][kind]
    return ReceiptForm(row["form"], row["symbol"].format(year=year % 100), row["title"], bool(row["is_sure"]))


@cache
def _content(folder: str) -> dict[str, Any]:
    text = (Path(folder) / "payments" / "accounts.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return {"units": {}, **loaded}
