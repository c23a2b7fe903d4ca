"""What a look-up at the desk is for: a dossier this officer may open, or a visit."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.data.population import actions
from tinhso.data.population.errors import PurposeMissing
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

Finder = Callable[[Actor, str], UUID | None]
_finders: list[Finder] = []


def provide_dossiers(finder: Finder | None) -> None:
    """Make `finder` the one that tells a dossier's id by its code, None for one this actor may not open.

    Handed in from above at start: this room lies below dossiers. Without it a code typed at the desk is kept as typed.
    """
    _finders[:] = [finder] if finder else []


def subject_for(actor: Actor, *, dossier_code: str, note: str, now: datetime) -> tuple[str, UUID, str]:
    """Return kind, id and code of what a look-up at the desk is for. Raises PurposeMissing when it is for nothing."""
    code = clean_line(dossier_code)[:60]
    if code and _finders:
        dossier_id = _finders[0](actor, code)
        if dossier_id is None:
            sentence = _("Không có hồ sơ nào mang mã này mà Ông/Bà được mở. Kiểm tra lại mã hồ sơ.")
            raise PurposeMissing(sentence, fields={"dossier_code": sentence})
        return "dossier", dossier_id, code
    if not code and not clean_line(note):
        sentence = _("Nhập mã hồ sơ, hoặc nội dung tiếp công dân khi chưa có hồ sơ.")
        raise PurposeMissing(sentence, fields={"dossier_code": sentence})
    return "desk_visit", actions.open_visit(actor, note=note, dossier_code=code, now=now), code
