"""Reading dossier codes (Thông tư 03/2025/TT-VPCP, as amended by Thông tư 04/2025/TT-VPCP).

Three shapes are met: the agency identifiers of Quyết định 20/2020/QĐ-TTg (H61.12), those of QCVN 102:2016/BTTTT
(000.16.46.H61), and the codes of ministries, whose number opens with two digits of the ministry. Some ministry systems
write the year with four digits.
"""

import re
from datetime import date, datetime
from typing import Final

from tinhso.foundation.numbering.data import DossierCode
from tinhso.foundation.numbering.errors import BadCode

MAX_LENGTH: Final = 60
_CODE: Final = re.compile(
    r"(?P<owner>(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.)?[A-Z][0-9]{2}(?:\.[0-9]+)*|[0-9.]+\.[A-Z][0-9]{2})"
    r"-(?P<on>[0-9]{8}|[0-9]{6})-(?P<n>[0-9]{4,12})"
)
_DASHES: Final = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
_SPACE: Final = re.compile(r"\s+")


def parse_code(text: str) -> DossierCode:
    """Read a dossier code as people type it: small letters, spaces and long dashes are forgiven.

    Raises BadCode for anything else, a day that does not exist included.
    """
    if len(text) > MAX_LENGTH:
        raise BadCode
    found = _CODE.fullmatch(normal_code(text))
    if found is None:
        raise BadCode
    return DossierCode(found["owner"], _day(found["on"]), int(found["n"]))


def normal_code(text: str) -> str:
    """Return the code as it is stored: capital letters, no spaces, plain hyphens."""
    return _SPACE.sub("", text).translate(_DASHES).upper()


def _day(digits: str) -> date:
    """Return the day of YYMMDD (of this century) or YYYYMMDD."""
    full = digits if len(digits) == 8 else "20" + digits
    try:
        return datetime.strptime(full, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise BadCode from None
