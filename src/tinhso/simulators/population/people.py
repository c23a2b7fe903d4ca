"""100,000 invented people, each made from their place in the list by arithmetic: no table, nothing to load.

People stand in households of five: father, mother, two children, a grandmother (the mother's mother). The last six
digits of a number are the place in the list, shuffled; so a number leads back to the person without a search.
"""

import csv
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from tinhso.simulators.population import names

PEOPLE: Final = 100_000
HOUSEHOLD: Final = 5
FATHER, MOTHER, CHILD, SECOND_CHILD, GRANDMOTHER = range(HOUSEHOLD)
_STEP: Final = 790_057  # without a factor in common with a million, so that it shuffles
_SHIFT: Final = 104_729
_BACK: Final = pow(_STEP, -1, 1_000_000)
YEAR_ONLY_BEFORE: Final = 1965


@dataclass(frozen=True, slots=True)
class Address:
    """A place: GSO codes as they were when it was written down, and the rest in words."""

    province: str
    district: str
    commune: str
    detail: str


@dataclass(frozen=True, slots=True)
class Person:
    """One record. `birth` is YYYY, YYYYMM or YYYYMMDD. Relatives are numbers."""

    number: str
    old_number: str
    family: str
    middle: str
    given: str
    sex: str
    birth: str
    ethnicity: str
    marital: str
    permanent: Address
    current: Address
    father: str = ""
    mother: str = ""
    spouse: str = ""
    head: str = ""
    relation: str = ""
    children: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The whole name."""
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


@cache
def communes() -> tuple[tuple[str, str, str], ...]:
    """Return (commune, district, province) codes of the province of the demo."""
    with Path(__file__).with_name("communes.csv").open(encoding="utf-8") as table:
        return tuple((row["commune"], row["district"], row["province"]) for row in csv.DictReader(table))


def _draw(what: str, place: int, below: int) -> int:
    """Return a number from 0 to `below` - 1 that is always the same for the same question."""
    return int.from_bytes(blake2b(f"{what}:{place}".encode(), digest_size=8).digest()) % below


def _year(place: int) -> int:
    home, role = divmod(place, HOUSEHOLD)
    father = 1945 + _draw("father", home, 45)
    return {
        FATHER: father,
        MOTHER: father + _draw("mother", home, 8) - 2,
        CHILD: father + 24 + _draw("child", home, 6),
        SECOND_CHILD: father + 30 + _draw("child2", home, 5),
        GRANDMOTHER: father - 25 + _draw("mother", home, 3),
    }[role]


def _is_male(place: int) -> bool:
    role = place % HOUSEHOLD
    return _draw("sex", place, 2) == 0 if role in (CHILD, SECOND_CHILD) else role == FATHER


def number_of(place: int) -> str:
    """Return the personal number of the person at a place."""
    year = _year(place)
    mark = 2 * (year // 100 - 19) + (0 if _is_male(place) else 1)
    return f"086{mark}{year % 100:02}{(place * _STEP + _SHIFT) % 1_000_000:06}"


def place_of(number: str) -> int | None:
    """Return the place of the person with a number, None when nobody has it."""
    if len(number) != 12 or not (number.isascii() and number.isdigit()):
        return None
    place = (int(number[6:]) - _SHIFT) * _BACK % 1_000_000
    return place if place < PEOPLE and number_of(place) == number else None


def find(number: str) -> Person | None:
    """Return the person with a personal number, or an old nine-digit one; None when there is none."""
    if len(number) == 9 and number.isascii() and number.isdigit() and number.startswith("33"):
        place = int(number[2:])
        return person_at(place) if place < PEOPLE and person_at(place).old_number == number else None
    if number in OF_THE_DEMO:
        return OF_THE_DEMO[number]
    place_found = place_of(number)
    return None if place_found is None else person_at(place_found)


def _birth(place: int) -> str:
    year = _year(place)
    month, day = _draw("month", place, 12) + 1, _draw("day", place, 28) + 1
    if year < YEAR_ONLY_BEFORE and place % 3 == 0:
        return f"{year}"
    return f"{year}{month:02}" if year < YEAR_ONLY_BEFORE and place % 11 == 0 else f"{year}{month:02}{day:02}"


def _name(place: int) -> tuple[str, str, str, str]:
    """Return ethnicity, family, middle and given name; children bear their father's family name."""
    home, role = divmod(place, HOUSEHOLD)
    male = _is_male(place)
    if home % 13 == 0:
        others = names.OTHERS_MALE if male else names.OTHERS_FEMALE
        return others[_draw("other", place, len(others))]
    of = home if role in (FATHER, CHILD, SECOND_CHILD) else HOUSEHOLD * PEOPLE + place
    family = names.FAMILY[_draw("family", of, len(names.FAMILY))]
    middles, givens = (names.MIDDLE_MALE, names.GIVEN_MALE) if male else (names.MIDDLE_FEMALE, names.GIVEN_FEMALE)
    middle = "" if place % 97 == 0 else middles[_draw("middle", place, len(middles))].replace("_", " ")
    return "01", family, middle, givens[_draw("given", place, len(givens))]


def _address(home: int, what: str = "home") -> Address:
    commune, district, province = communes()[_draw(what, home, len(communes()))]
    street = names.STREETS[_draw(f"{what}-street", home, len(names.STREETS))]
    return Address(province, district, commune, f"số {_draw(f'{what}-house', home, 400) + 1}, {street}")


def person_at(place: int) -> Person:
    """Return the person at a place, 0 to 99,999."""
    home, role = divmod(place, HOUSEHOLD)
    first = home * HOUSEHOLD
    numbers = [number_of(first + kin) for kin in range(HOUSEHOLD)]
    head = numbers[MOTHER] if home % 7 == 0 else numbers[FATHER]
    ethnicity, family, middle, given = _name(place)
    is_child = role in (CHILD, SECOND_CHILD)
    permanent = _address(home)
    return Person(
        number=numbers[role],
        old_number=f"33{place:07}" if _year(place) < 2000 and place % 4 else "",
        family=family,
        middle=middle,
        given=given,
        sex="1" if _is_male(place) else "2",
        birth=_birth(place),
        ethnicity=ethnicity,
        marital="2" if role in (FATHER, MOTHER) else "3" if role == GRANDMOTHER else "1",
        permanent=permanent,
        current=_address(place, "stay") if place % 9 == 0 else permanent,
        father=numbers[FATHER] if is_child else "",
        mother=numbers[MOTHER] if is_child else numbers[GRANDMOTHER] if role == MOTHER else "",
        spouse={FATHER: numbers[MOTHER], MOTHER: numbers[FATHER]}.get(role, ""),
        head=head,
        relation=_relation(role, is_head=head == numbers[role], by_mother=head == numbers[MOTHER]),
        children=(numbers[CHILD], numbers[SECOND_CHILD]) if role in (FATHER, MOTHER) else (),
    )


def _relation(role: int, *, is_head: bool, by_mother: bool) -> str:
    """Return what somebody is to the head of the household, in the words of the register."""
    if is_head:
        return "Chủ hộ"
    grandmother = "Mẹ đẻ" if by_mother else "Mẹ vợ"
    return {FATHER: "Chồng", MOTHER: "Vợ", GRANDMOTHER: grandmother}.get(role, "Con đẻ")


def _of_the_demo() -> dict[str, Person]:
    home = Address("86", "855", "29542", "số 17, khóm Tân Vĩnh")
    her, him = "086190000017", "086085000025"
    mother = Person(
        her, "", "Nguyễn", "Thị Minh", "Họa", "2", "19900327", "01", "2", home, home, "", "", him, him, "Vợ"
    )
    father = Person(
        him, "331234560", "Trần", "Văn Minh", "Họa", "1", "19851114", "01", "2", home, home, "", "", her, him, "Chủ hộ"
    )
    return {person.number: person for person in (mother, father)}


OF_THE_DEMO: Final = _of_the_demo()
"""The two citizens who can sign in to the demo; they are married here."""
