"""The national catalogues as fetched: every version kept, ours never touched."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import structlog
from django.db import transaction

from tinhso.government.national.adapters.lgsp import portal
from tinhso.government.national.models import NationalCircuit, NationalEntry
from tinhso.government.national.ports import Portal, PortalFault
from tinhso.government.national.rules.payload import digest
from tinhso.kernel import clock

log = structlog.get_logger(__name__)

PROCEDURE: Final = "procedure"
AGENCY: Final = "agency"
FIELD: Final = "field"
MAX_ENTRIES: Final = 20_000
MAX_BODY: Final = 500_000
_NAMES: Final = {PROCEDURE: ("MATTHC", "TENTTHC"), AGENCY: ("MADONVI", "TENDONVI"), FIELD: ("MALINHVUC", "TENLINHVUC")}


def fetch_catalogues(*, now: datetime | None = None) -> int:
    """Fetch procedures, agencies and fields (LayThuTuc, LayDanhMucCoQuan, LayDanhMucLinhVuc); return what is new.

    The worker calls it each night. What the portal does not answer today is fetched tomorrow; an entry it no longer has
    is superseded, not deleted, and only when a whole list came.
    """
    other_side, moment = portal(), now or clock.now()
    if other_side is None:
        return 0
    fetched = 0
    for kind, read in _readers(other_side).items():
        try:
            fetched += _keep(kind, read(), moment)
        except PortalFault as fault:
            log.warning("national.catalogue_not_fetched", kind=kind, error=str(fault))
    NationalCircuit.objects.update_or_create(pk=1, defaults={"catalogue_at": moment})
    return fetched


def _readers(other_side: Portal) -> Mapping[str, Callable[[], Sequence[Mapping[str, Any]]]]:
    return {
        PROCEDURE: lambda: [
            other_side.get_procedure(str(row["MATTHC"])[:60])
            for row in other_side.list_procedures()[:MAX_ENTRIES]
            if row.get("MATTHC")
        ],
        AGENCY: lambda: other_side.list_agencies()[:MAX_ENTRIES],
        FIELD: lambda: other_side.list_fields()[:MAX_ENTRIES],
    }


@transaction.atomic
def _keep(kind: str, rows: Sequence[Mapping[str, Any]], now: datetime) -> int:
    code_of, name_of = _NAMES[kind]
    current = {one.code: one for one in NationalEntry.objects.filter(kind=kind, superseded_at=None).defer("payload")}
    fresh: dict[str, NationalEntry] = {}
    seen: set[str] = set()
    for row in rows:
        code = str(row.get(code_of) or "")[:60]
        if not code or code in seen or len(str(row)) > MAX_BODY:
            continue
        seen.add(code)
        mark = digest(row)
        if code not in current or current[code].digest != mark:
            name = str(row.get(name_of) or "")[:500]
            fresh[code] = NationalEntry(kind=kind, code=code, name=name, payload=dict(row), digest=mark, fetched_at=now)
    past = [one.pk for code, one in current.items() if code in fresh or code not in seen]
    NationalEntry.objects.filter(pk__in=past).update(superseded_at=now)
    NationalEntry.objects.bulk_create(fresh.values())
    return len(fresh)
