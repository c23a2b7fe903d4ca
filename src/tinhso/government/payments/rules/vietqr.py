"""VietQR: the payload of a payment QR code (NAPAS QR IBFT 1.5.2 upon EMV QRCPS Merchant-Presented Mode 1.1).

Tag, length in two decimal digits, value; ASCII only, so that characters and bytes count alike. The CRC is
CRC-16/CCITT-FALSE over everything before its value, «6304» included.
"""

import re
from dataclasses import dataclass
from typing import Final

from tinhso.kernel.text import fold

GUID: Final = "A000000727"
CURRENCY: Final = "704"
COUNTRY: Final = "VN"
MAX_VALUE: Final = 99
MAX_PURPOSE: Final = 25
MAX_BILL: Final = 25
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9]{1,19}", re.ASCII)
_BIN: Final = re.compile(r"\d{6}", re.ASCII)
_TEXT: Final = re.compile(r"[^A-Za-z0-9 ]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a payer's bank is to do. Without `amount` (đồng) the code is static and the payer types it."""

    bin: str
    account: str
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    to_card: bool = False


def encode(transfer: Transfer) -> str:
    """Return the payload. Refuses, with ValueError, a malformed bank number, account or amount, and too long texts."""
    if not _BIN.fullmatch(transfer.bin) or not _ACCOUNT.fullmatch(transfer.account):
        raise ValueError("a bank has six digits, an account 1 to 19 letters and digits")
    if transfer.amount is not None and not 0 < transfer.amount < 10**13:
        raise ValueError("an amount has 1 to 13 digits and is not nothing")
    if len(transfer.purpose) > MAX_PURPOSE or len(transfer.bill) > MAX_BILL:
        raise ValueError("a purpose and a bill number have at most 25 characters")
    service = "QRIBFTTC" if transfer.to_card else "QRIBFTTA"
    target = _tlv("00", transfer.bin) + _tlv("01", transfer.account)
    parts = [
        _tlv("00", "01"),
        _tlv("01", "11" if transfer.amount is None else "12"),
        _tlv("38", _tlv("00", GUID) + _tlv("01", target) + _tlv("02", service)),
        _tlv("53", CURRENCY),
        _tlv("54", str(transfer.amount)) if transfer.amount is not None else "",
        _tlv("58", COUNTRY),
    ]
    more = (_tlv("01", transfer.bill) if transfer.bill else "") + (
        _tlv("08", transfer.purpose) if transfer.purpose else ""
    )
    parts.append(_tlv("62", more) if more else "")
    body = "".join(parts) + "6304"
    return body + f"{crc16(body.encode('ascii')):04X}"


def crc16(data: bytes) -> int:
    """Return CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, nothing reflected or inverted."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def plain_text(text: str, limit: int = MAX_PURPOSE) -> str:
    """Return `text` as banks take it: no diacritics, letters, digits and single spaces, in capitals, cut to `limit`."""
    return " ".join(_TEXT.sub(" ", fold(text)).upper().split())[:limit].strip()


def _tlv(tag: str, value: str) -> str:
    if not value.isascii():
        raise ValueError("a payload is ASCII")
    if len(value) > MAX_VALUE:
        raise ValueError("a value has at most 99 characters")
    return f"{tag}{len(value):02d}{value}"
