"""Applicants nobody has ever met: put together from common family, middle and given names, the same for a number."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tinhso.government.dossiers.rules.search import words_of

_FAMILIES: Final = "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Huỳnh Phan Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương"
_MEN: Final = (
    "An Bảo Bình Cường Dũng Đạt Giang Hải Hiếu Hùng Huy Khang Khánh Khoa Lâm Long Nam Nghĩa Phong Phúc Quang Sơn Tâm "
    "Thành Thắng Thiện Toàn Trung Tuấn Việt"
)
_WOMEN: Final = (
    "Ánh Chi Diễm Dung Duyên Hà Hằng Hạnh Hoa Hương Lan Liên Linh Loan Mai Nga Ngân Nhung Oanh Phượng Quyên Thảo Thư "
    "Thủy Trang Trinh Uyên Vân Xuân Yến"
)
_MIDDLE_MEN: Final = "Văn Hữu Minh Quốc Thanh Công Đức Hoàng Trọng Xuân"
_MIDDLE_WOMEN: Final = "Thị Thị Ngọc Thanh Mỹ Kim Thúy Hồng Bích Tuyết"
_FAMILY: Final = _FAMILIES.split()
_MIDDLE: Final = (_MIDDLE_MEN.split(), _MIDDLE_WOMEN.split())
_GIVEN: Final = (_MEN.split(), _WOMEN.split())
_SPREAD: Final = 2_654_435_761  # an odd number near 2³² over the golden ratio: neighbours get unlike names


@dataclass(frozen=True, slots=True)
class Person:
    """One invented applicant. The telephone numbers begin with 0900, which no operator gives out."""

    name: str
    words: str
    number: str
    phone: str
    birth_on: str
    data: str


def make_person(place: int, *, province: str) -> Person:
    """Return the invented person of a place in the list; `province` is the statistical code, three digits."""
    mixed = place * _SPREAD % (1 << 32)
    sex, rest = mixed & 1, mixed >> 1
    rest, family = divmod(rest, len(_FAMILY))
    rest, middle = divmod(rest, len(_MIDDLE[sex]))
    rest, given = divmod(rest, len(_GIVEN[sex]))
    name = f"{_FAMILY[family]} {_MIDDLE[sex][middle]} {_GIVEN[sex][given]}"
    year = 1950 + rest % 56
    number = f"{province}{sex + 2 * (year >= 2000)}{year % 100:02d}{place % 1_000_000:06d}"
    phone = f"0900{mixed % 1_000_000:06d}"
    birth_on = f"{year}-{place % 12 + 1:02d}-{place % 28 + 1:02d}"
    data = f'{{"applicant": {{"name": "{name}", "number": "{number}", "phone": "{phone}", "birth_on": "{birth_on}"}}}}'
    return Person(name, _folded(name), number, phone, birth_on, data)


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return words_of(name)
