"""What happens by itself: a late answer rises to the head of the unit asked."""

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import telling
from tinhso.government.cooperation.data import LATE_WORK, ConsultState
from tinhso.government.cooperation.events import OpinionLate
from tinhso.government.cooperation.models import Consult
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.outbox import announce

BATCH = 50


def raise_late() -> int:
    """Raise every open question past its deadline, once for each deadline; return how many."""
    raised = 0
    while part := _raise_some():
        raised += part
    return raised


@transaction.atomic
def _raise_some() -> int:
    now = clock.now()
    rows = Consult.objects.filter(state=ConsultState.OPEN, raised_at=None, due_at__lte=now).order_by("due_at", "id")
    batch = list(rows.select_for_update(skip_locked=True)[:BATCH])
    for consult in batch:
        role = "unit_head"
        if not organisations.list_officers(consult.unit_id, role=role, is_deep=True, size=1):
            role = "leader"
        work.open_item(
            kind=LATE_WORK,
            subject_id=consult.id,
            title=_("Ý kiến phối hợp quá hạn: %(what)s") % {"what": consult.procedure_name[:230]},
            code=consult.dossier_code,
            unit_id=consult.unit_id,
            role=role,
            due_at=consult.due_at,
            facts={"procedure": consult.procedure_name, "step": _("Đôn đốc cho ý kiến"), "act": "answer"},
            now=now,
        )
        consult.raised_at = now
        consult.save(update_fields=["raised_at"])
        telling.late(consult, role=role, now=now)
        announce(OpinionLate(consult.id, consult.dossier_id, consult.unit_id), actor=SYSTEM)
    return len(batch)
