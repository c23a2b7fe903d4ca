"""The personal identification number of a citizen (số định danh cá nhân, số căn cước công dân).

Twelve digits PPP G YY RRRRRR: where the birth was registered, century and sex, year, six random digits. There is no
check digit: a number can be plausible, never proven, by itself. Source: Decree 137/2015/NĐ-CP, article 13; Circular
59/2021/TT-BCA; Law on Identity 26/2023/QH15. Numbers given before the mergers of provinces stay as they are.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tinhso.kernel.errors import DomainError

LENGTH: Final = 12
PROVINCES: Final = frozenset(
    [
        "001",
        "002",
        "004",
        "006",
        "008",
        "010",
        "011",
        "012",
        "014",
        "015",
        "017",
        "019",
        "020",
        "022",
        "024",
        "025",
        "026",
        "027",
        "030",
        "031",
        "033",
        "034",
        "035",
        "036",
        "037",
        "038",
        "040",
        "042",
        "044",
        "045",
        "046",
        "048",
        "049",
        "051",
        "052",
        "054",
        "056",
        "058",
        "060",
        "062",
        "064",
        "066",
        "067",
        "068",
        "070",
        "072",
        "074",
        "075",
        "077",
        "079",
        "080",
        "082",
        "083",
        "084",
        "086",
        "087",
        "089",
        "091",
        "092",
        "093",
        "094",
        "095",
        "096",
    ],
)
FIRST_COUNTRY: Final = 100


class Sex(StrEnum):
    """Sex at the registration of birth, as the number tells it."""

    MALE = "male"
    FEMALE = "female"


class BadPersonalNumber(DomainError):
    """Not a plausible number, or not this person's."""

    code = "identity.bad_personal_number"
    sentence = "Số định danh cá nhân gồm 12 chữ số. Nhập đúng như trên thẻ căn cước."


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A plausible number and what it tells. `registered_in` is the code of the province or country of birth."""

    value: str
    registered_in: str
    sex: Sex
    birth_year: int


def check(
    number: str, *, birth_on: date | None = None, sex: Sex | None = None, on: date | None = None
) -> PersonalNumber:
    """Return what a number tells. Raises BadPersonalNumber with a sentence that says which part is wrong.

    With `birth_on`, `sex` or `on` (today), the number must also fit them. Spaces and dots are taken out first.
    """
    value = "".join(sign for sign in number if not sign.isspace() and sign != ".")
    if len(value) != LENGTH or not (value.isascii() and value.isdigit()):
        raise BadPersonalNumber
    if value[:3] not in PROVINCES and int(value[:3]) < FIRST_COUNTRY:
        raise BadPersonalNumber("Ba chữ số đầu của số định danh chưa đúng. Kiểm tra lại trên thẻ căn cước.")
    mark = int(value[3])
    found = PersonalNumber(
        value=value,
        registered_in=value[:3],
        sex=Sex.FEMALE if mark % 2 else Sex.MALE,
        birth_year=1900 + 100 * (mark // 2) + int(value[4:6]),
    )
    _check_fit(found, birth_on=birth_on, sex=sex, on=on)
    return found


def _check_fit(found: PersonalNumber, *, birth_on: date | None, sex: Sex | None, on: date | None) -> None:
    if on is not None and found.birth_year > on.year:
        raise BadPersonalNumber("Năm sinh trong số định danh còn ở tương lai. Kiểm tra lại trên thẻ căn cước.")
    if birth_on is not None and birth_on.year != found.birth_year:
        raise BadPersonalNumber("Số định danh không khớp với năm sinh đã nhập. Kiểm tra lại cả hai mục.")
    if sex is not None and sex is not found.sex:
        raise BadPersonalNumber("Số định danh không khớp với giới tính đã nhập. Kiểm tra lại cả hai mục.")
