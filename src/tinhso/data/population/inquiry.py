"""One question in the making: clean facts, a purpose, a subject."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.data.population.access import MAX_CODE, access_person, purpose_required
from tinhso.data.population.data import IDENTITY, Operation, Part, PartialDate
from tinhso.data.population.errors import BadQuestion
from tinhso.data.population.rules import dates
from tinhso.foundation.identity import public as identity
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.text import clean_line

MAX_NAME = 100
Birth = PartialDate | date | str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked, by whom, for what. Made by `make`, which gates and cleans.

    `attempt` is 0 for a question somebody waits for, 1 and more for the tries of the queue.
    """

    actor: Actor
    operation: Operation
    number: str
    name: str
    birth: PartialDate
    purpose: str
    subject_kind: str
    subject_id: UUID
    subject_code: str
    parts: frozenset[Part]
    within: timedelta
    attempt: int = 0


class Asked(TypedDict):
    """Whom a question is about, what for and by which matter. `birth` is a date, a PartialDate or text."""

    number: str
    name: str
    birth: Birth
    purpose: str
    subject_kind: str
    subject_id: UUID
    subject_code: NotRequired[str]


def make(
    actor: Actor,
    operation: Operation,
    *,
    parts: frozenset[Part] = IDENTITY,
    within: timedelta,
    attempt: int = 0,
    **asked: Unpack[Asked],
) -> Inquiry:
    """Return a question this actor may ask. Raises Forbidden, PurposeMissing, BadQuestion with the fields to mend."""
    kind, subject_id = asked["subject_kind"], asked["subject_id"]
    said = purpose_required(asked["purpose"], subject_kind=kind, subject_id=subject_id)
    clean_number, clean_name, clean_birth = facts(number=asked["number"], name=asked["name"], birth=asked["birth"])
    access_person(actor, number=clean_number)
    return Inquiry(
        actor=actor,
        operation=operation,
        number=clean_number,
        name=clean_name,
        birth=clean_birth,
        purpose=said,
        subject_kind=kind[:40],
        subject_id=subject_id,
        subject_code=clean_line(asked.get("subject_code", ""))[:MAX_CODE],
        parts=parts,
        within=within,
        attempt=attempt,
    )


def facts(*, number: str, name: str, birth: Birth) -> tuple[str, str, PartialDate]:
    """Return number, name and birth date clean. Raises BadQuestion with a sentence for each that cannot be asked for.

    Nine digits are an old number (chứng minh nhân dân). The year in a number of twelve must be that of the birth.
    """
    wrong: dict[str, str] = {}
    plain = "".join(sign for sign in number[:30] if not sign.isspace() and sign != ".")
    is_old = len(plain) == 9 and plain.isascii() and plain.isdigit()
    if not is_old:
        try:
            identity.personal_number.check(plain)
        except DomainError as refused:
            wrong["number"] = refused.sentence
    said = clean_line(name)[: MAX_NAME + 1]
    if not said or len(said) > MAX_NAME or not said[0].isalpha() or not all(map(_may_stand_in_name, said)):
        wrong["name"] = _("Nhập họ, chữ đệm và tên đầy đủ như trên thẻ căn cước.")
    born = birth_of(birth)
    if born is None:
        wrong["birth"] = _("Nhập ngày sinh, ví dụ 27/3/1985; không rõ ngày, tháng thì nhập năm.")
    if wrong or born is None:
        raise BadQuestion(fields=wrong)
    return plain, said, born


def _may_stand_in_name(sign: str) -> bool:
    """Letters of any people, spaces and the few signs of names: what XML can carry, and no name is made of the rest."""
    return sign.isalpha() or sign in " '’.-"


def birth_of(birth: Birth) -> PartialDate | None:
    """Return a birth date given as a date, a partial date or text; None for what is none."""
    if isinstance(birth, PartialDate):
        return birth
    if isinstance(birth, date):
        return PartialDate(birth.year, birth.month, birth.day)
    return dates.parse_local(birth[:20])
