"""Whether a birth registered here makes somebody a child's father or mother.

The birth certificate's draft holds the child's number, name and day of birth; the application the parents' numbers. All
of it must agree, and the certificate must be in force. Which fields: content/reference/kinship.yaml.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.foundation.mandates.public import Kin, Proof, Role
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.models import Dossier
from tinhso.government.results import public as results
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import fold

FILE: Final = "reference/kinship.yaml"
MOST: Final = 50
_WITH_RESULT: Final = (Status.DONE, Status.HANDED_OVER)
Birth = Mapping[str, Any]


def find(_actor: Actor, kin: Kin, _now: datetime) -> Proof | None:
    """Return BIRTH_CERTIFICATE when a birth the adult had registered here names both of them; None otherwise."""
    births = {one["procedure"]: one for one in _births(str(settings.CONTENT_DIR))}
    if kin.role is not Role.PARENT:
        return None
    rows = Dossier.objects.filter(
        applicant_number=kin.adult_number, procedure_code__in=sorted(births), status__in=_WITH_RESULT
    ).defer("search", "search_words")
    found = (row for row in rows.order_by("-id")[:MOST] if _shows(row, births[row.procedure_code], kin))
    return Proof.BIRTH_CERTIFICATE if any(_is_in_force(row) for row in found) else None


def _shows(row: Dossier, birth: Birth, kin: Kin) -> bool:
    child, certificate = birth["child"], row.draft_result or {}
    said = {key: str(certificate.get(name) or "").strip() for key, name in child.items()}
    same_day = said["born_on"] in (kin.child_born_on.isoformat(), f"{kin.child_born_on:%d/%m/%Y}")
    is_child = said["number"] == kin.child_number and fold(said["name"]) == fold(kin.child_name) and same_day
    return is_child and kin.adult_number in {_answer(row.data, pointer) for pointer in birth["parents"]}


def _answer(data: Any, pointer: str) -> Any:
    for part in pointer[1:].split("/"):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def _is_in_force(row: Dossier) -> bool:
    result = results.find_by_token(row.result_token) if row.result_token else None
    return result is not None and result.state is results.ResultState.IN_FORCE


@lru_cache(maxsize=2)
def _births(folder: str) -> tuple[Birth, ...]:
    raw = yaml.safe_load((Path(folder) / FILE).read_text(encoding="utf-8"))
    return tuple(raw["births"])
