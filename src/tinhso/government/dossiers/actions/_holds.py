"""What keeps a dossier from going forward: rooms above put holds and lift them; whoever acts is told why."""

from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from tinhso.government.dossiers.errors import IllegalMove
from tinhso.government.dossiers.models import Dossier
from tinhso.government.procedures import public as procedures

OPINIONS: Final = "opinions"
LINKED: Final = "linked"
_HOLDS: Final = "SELECT key, task, sentence, lifted_at FROM dossiers_hold WHERE dossier_id = %s ORDER BY id"


def why_held(dossier: Dossier, step: procedures.Step) -> str:
    """Return why the step may not go forward yet, "" when it may. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS, [dossier.id])
        rows = cursor.fetchall()
    for _key, _task, sentence, lifted_at in rows:
        if lifted_at is None:
            return str(sentence)
    if step.needs_opinions and not any(key == OPINIONS and task == step.task for key, task, _s, _l in rows):
        return _("Bước này cần ý kiến phối hợp. Gửi lấy ý kiến và chờ trả lời trước khi chuyển bước.")
    return ""


def require_free(dossier: Dossier, step: procedures.Step) -> None:
    """Refuse to go forward while something holds the dossier. Raises IllegalMove, saying what is awaited."""
    why = why_held(dossier, step)
    if why:
        raise IllegalMove(why)
