"""What keeps dossiers from being destroyed: holds of this room, and what other rooms say they are tied by."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers import public as dossiers
from tinhso.government.retention.content import term_of
from tinhso.government.retention.models import RetentionHold
from tinhso.kernel import modules


def reasons(found: Mapping[UUID, dossiers.EndedDossier], *, now: datetime) -> dict[UUID, str]:
    """Return for each of up to 500 dossiers what it is tied by; those that are free are left out.

    A hold comes first. Then every room is asked, each once; a tie a term stands apart from does not count for it.
    """
    ties = _held(found)
    for module in modules.all_modules():
        for tie in module.ties:
            asked = [key for key, one in found.items() if key not in ties and not _is_apart(one, tie.name)]
            if asked:
                ties.update(tie.find(asked, now))
    return ties


def _is_apart(one: dossiers.EndedDossier, name: str) -> bool:
    term = term_of(one.procedure_code, one.field_code)
    return term is not None and name in term.apart


def _held(found: Mapping[UUID, dossiers.EndedDossier]) -> dict[UUID, str]:
    numbers = _numbers(list(found.values()))
    wanted = {number for own in numbers.values() for number in own}
    holds = RetentionHold.objects.filter(Q(dossier_id__in=list(found)) | Q(number__in=sorted(wanted)), lifted_at=None)
    on_dossier = {hold.dossier_id: hold for hold in holds if hold.dossier_id}
    on_person = {hold.number: hold for hold in holds if hold.number}
    ties = {}
    for key in found:
        hold = on_dossier.get(key) or next((on_person[n] for n in numbers[key] if n in on_person), None)
        if hold is not None:
            ties[key] = _("Đang bị phong tỏa theo %(document)s.") % {"document": hold.document}
    return ties


def _numbers(found: Sequence[dossiers.EndedDossier]) -> dict[UUID, tuple[str, ...]]:
    """Return by dossier the numbers its applicant is known by: as written on it, and of the account."""
    accounts = identity.list_accounts(one.person.account_id for one in found if one.person.account_id)
    numbers = {}
    for one in found:
        account = accounts.get(one.person.account_id) if one.person.account_id else None
        numbers[one.id] = tuple(n for n in (one.person.number, account.number if account else "") if n)
    return numbers
