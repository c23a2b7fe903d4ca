"""Drafts nobody came back to: what the law asks nobody to keep, dropped under a standing decision of the house."""

from datetime import datetime
from typing import Final

from django.db import transaction

from tinhso.data.population import public as population
from tinhso.government.dossiers.errors import DraftNotFound
from tinhso.government.dossiers.models import ApiReplay, Draft
from tinhso.kernel.actors import Actor, ActorKind

MAX_DROPPED: Final = 200


@transaction.atomic
def drop_drafts(actor: Actor, *, before: datetime, size: int = MAX_DROPPED) -> int:
    """Drop up to 200 drafts that became no dossier and were last saved before a moment; return how many.

    Their files stay until nobody holds them. For the system itself; raises DraftNotFound for everybody else.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise DraftNotFound
    rows = Draft.objects.select_for_update(skip_locked=True).filter(dossier=None, saved_at__lt=before)
    keys = [draft.pk for draft in rows.order_by("id")[: max(1, min(size, MAX_DROPPED))]]
    for key in keys:
        population.forget(subject_kind="draft", subject_id=key)
    Draft.objects.filter(pk__in=keys).delete()
    return len(keys)


@transaction.atomic
def drop_replays(actor: Actor, *, before: datetime, size: int = MAX_DROPPED) -> int:
    """Drop up to 200 answers kept for idempotency keys used before a moment; return how many. For the system itself."""
    if actor.kind is not ActorKind.SYSTEM:
        raise DraftNotFound
    rows = ApiReplay.objects.select_for_update(skip_locked=True).filter(at__lt=before).order_by("id")
    keys = [row.pk for row in rows[: max(1, min(size, MAX_DROPPED))]]
    ApiReplay.objects.filter(pk__in=keys).delete()
    return len(keys)
