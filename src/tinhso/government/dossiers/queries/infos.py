"""Dossiers as lists show them, straight from the columns: a page of a hundred needs no hundred model objects."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet

from tinhso.government.dossiers.data import Applicant, Channel, DossierInfo, Status
from tinhso.government.dossiers.models import Dossier

_OWN: Final = (
    "id", "code", "procedure_code", "procedure_name", "status", "channel", "unit_id", "unit_name", "subject",
    "submitted_at", "received_at", "promised_at", "paused_at", "finished_at", "handed_over_at", "step_task",
    "step_title", "step_role", "step_act", "step_due_at", "handler_id", "handler_name", "token", "version",
)  # fmt: skip
_APPLICANT: Final = ("name", "number", "phone", "email", "address", "birth_on", "account_id")
COLUMNS: Final = (*_OWN, *(f"applicant_{name}" for name in _APPLICANT))


def info_of(row: Iterable[Any]) -> DossierInfo:
    """Return a row of `COLUMNS` as `Dossier.to_info` would."""
    values = iter(row)
    own = dict(zip(_OWN, values, strict=False))
    own["status"], own["channel"] = Status(own["status"]), Channel(own["channel"])
    return DossierInfo(applicant=Applicant(**dict(zip(_APPLICANT, values, strict=True))), **own)


def infos(rows: QuerySet[Dossier]) -> list[DossierInfo]:
    """Return the rows of a query set in its order. One statement."""
    return [info_of(row) for row in rows.values_list(*COLUMNS)]
