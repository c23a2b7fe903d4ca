"""Which banks are connected: by settings, or the simulator when that runs and the content's demo bank is used."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from django.conf import settings

from tinhso.government.payments.accounts import bank_codes
from tinhso.government.payments.adapters.statement_api import StatementApi
from tinhso.government.payments.ports import Bank

DEMO_BANK: Final = "gia-lap"


def bank(code: str) -> Bank | None:
    """Return a bank's statement service; None when it is not connected."""
    address = _pairs(settings.BANK_APIS).get(code, [])
    if address:
        keys = _pairs(settings.BANK_KEYS).get(code, [""])
        return StatementApi(code, address[0], keys[0])
    if is_simulated(code):
        return StatementApi(code, f"{settings.SIMULATORS}/bank", demo_secret("key"))
    return None


def connected_banks() -> tuple[str, ...]:
    """Return the codes of the banks we collect at whose statements can be read."""
    return tuple(code for code in sorted(bank_codes()) if bank(code) is not None)


def secrets_of(code: str) -> tuple[str, ...]:
    """Return the secrets that sign a bank's notices, at most two; none for a bank nobody set up."""
    given = tuple(_pairs(settings.BANK_SECRETS).get(code, []))[:2]
    return given or ((demo_secret("webhook"),) if is_simulated(code) else ())


def is_simulated(code: str) -> bool:
    """Tell whether the simulator stands in for this bank."""
    return bool(settings.DEMO and settings.SIMULATORS and code == DEMO_BANK and code in bank_codes())


def demo_secret(purpose: str) -> str:
    """Return a secret for the simulator, of this installation alone."""
    return hmac.new(settings.SECRET_KEY.encode(), f"payments.demo.{purpose}".encode(), hashlib.sha256).hexdigest()


def _pairs(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        code, _, value = word.partition("=")
        if value:
            found.setdefault(code.strip(), []).append(value.strip())
    return found
