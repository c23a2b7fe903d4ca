"""Pure decisions: when a child comes of age, how long an authorisation lasts, what several mandates give together."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tinhso.foundation.mandates.data import ROLE_TITLES, WHOLE, MandateInfo, Role
from tinhso.foundation.mandates.errors import BadMandate
from tinhso.foundation.mandates.figures import figures
from tinhso.foundation.mandates.models import MAX_SUBJECTS
from tinhso.kernel.actors import ActorKind, Behalf
from tinhso.kernel.text import clean_line


def last_day_as_child(born_on: date) -> date:
    """Return the day before one comes of age (người chưa thành niên, Bộ luật Dân sự 2015 Điều 21: 18 years).

    Somebody born on 29 February comes of age on 1 March of a year that has no such day.
    """
    year = born_on.year + figures().of_age
    try:
        comes = born_on.replace(year=year)
    except ValueError:
        comes = date(year, 3, 1)
    return comes - timedelta(days=1)


def check_days(valid_from: date, valid_to: date | None, *, today: date) -> tuple[date, date]:
    """Return the days of an authorisation: named, not in the past, not too long (Bộ luật Dân sự 2015 Điều 563).

    The Code gives one year to an authorisation that names no end; we ask for the end. Raises BadMandate.
    """
    if valid_to is None or valid_to < max(valid_from, today):
        sentence = _("Nhập ngày kết thúc, từ hôm nay trở đi và không trước ngày bắt đầu.")
        raise BadMandate(sentence, fields={"valid_to": sentence})
    if valid_from < today or valid_from - today > figures().ahead:
        sentence = _("Nhập ngày bắt đầu từ hôm nay, không quá %(days)d ngày tới.") % {"days": figures().ahead.days}
        raise BadMandate(sentence, fields={"valid_from": sentence})
    if valid_to - valid_from > figures().longest:
        words = _("Mỗi lần ủy quyền có thời hạn không quá %(days)d ngày. Chọn ngày kết thúc sớm hơn.")
        sentence = words % {"days": figures().longest.days}
        raise BadMandate(sentence, fields={"valid_to": sentence})
    return valid_from, valid_to


def check_subjects(codes: Sequence[str], fields: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the procedures and fields of an authorisation, each once. Raises BadMandate for none, and for too many."""
    kept = [sorted({c for c in (clean_line(x) for x in one) if c}) for one in (codes, fields)]
    if not kept[0] and not kept[1]:
        sentence = _("Chọn ít nhất một thủ tục hoặc một lĩnh vực được ủy quyền.")
        raise BadMandate(sentence, fields={"codes": sentence})
    if (
        any(len(one) > MAX_SUBJECTS for one in kept)
        or any(len(c) > 40 for c in kept[0])
        or any(len(c) > 16 for c in kept[1])
    ):
        sentence = _("Chọn không quá 50 thủ tục và 50 lĩnh vực trong danh sách.")
        raise BadMandate(sentence, fields={"codes": sentence})
    return kept[0], kept[1]


def powers(mandates: Iterable[MandateInfo], *, kind: ActorKind, on: date) -> Behalf | None:
    """Return what the mandates between two accounts give together on a day; None when none is in force.

    Somebody who only looks has no part in what another mandate lets them file: filing counts when one role may file.
    """
    held = [one for one in mandates if one.is_in_force(on)]
    principal_id = next((one.principal_id for one in held), None)
    if principal_id is None:
        return None
    first = min(held, key=lambda one: list(Role).index(one.role))
    return Behalf(
        account_id=principal_id,
        name=first.principal_name,
        kind=kind,
        title=ROLE_TITLES[first.role],
        may_file=any(one.role is not Role.VIEWER for one in held),
        is_whole=any(one.role in WHOLE for one in held),
        codes=frozenset(code for one in held for code in one.codes),
        fields=frozenset(code for one in held for code in one.fields),
    )
