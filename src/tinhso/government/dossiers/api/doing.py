"""From an address and a body to one verb: the fields of the body are the verb's own words."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.http import actor_of


def do(
    verb: Callable[..., dossiers.DossierInfo], request: HttpRequest, dossier_id: UUID, body: Schema, **instead: Any
) -> dossiers.DossierInfo:
    """Do what the caller asks with one dossier, now; `instead` gives what the verb takes in another shape than sent."""
    return verb(actor_of(request), dossier_id=dossier_id, **{**dict(body), **instead}, now=clock.now())
