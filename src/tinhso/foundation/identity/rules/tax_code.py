"""The tax code (mã số thuế), which is the enterprise code too (Law on Enterprises 59/2020/QH14, article 29).

Ten digits, the last a check digit (weights 31 29 23 19 17 13 7 5 3, ten less the sum modulo eleven); a branch has
three digits more, 001–999; since 1 July 2025 a person's or household's is the personal identification number
(Circular 86/2024/TT-BTC).
"""

from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from tinhso.foundation.identity.rules import personal_number
from tinhso.kernel.errors import DomainError

BRANCH_LENGTH: Final = 13


class BadTaxCode(DomainError):
    """Not a tax code."""

    code = "identity.bad_tax_code"
    sentence = (
        "Mã số thuế chưa đúng. Nhập 10 chữ số; 13 chữ số nếu là đơn vị phụ thuộc; 12 chữ số nếu là hộ kinh doanh."
    )


def check(number: str) -> str:
    """Return the tax code as stored: `0100109106`, `0100109106-001`, or a person's 12 digits. Raises BadTaxCode."""
    value = "".join(sign for sign in number if not sign.isspace() and sign not in ".-")
    if not (value.isascii() and value.isdigit()):
        raise BadTaxCode
    try:
        if len(value) == personal_number.LENGTH:
            return personal_number.check(value).value
        clean = str(mst.validate(value))
    except (ValidationError, personal_number.BadPersonalNumber):
        raise BadTaxCode from None
    return f"{clean[:10]}-{clean[10:]}" if len(clean) == BRANCH_LENGTH else clean
