"""A draft signed here and now, by the same road: for examples, whose days are not today."""

from datetime import datetime
from uuid import UUID

from tinhso.foundation.signing import public as signing
from tinhso.government.drafting.actions.signed import failed, made
from tinhso.government.drafting.signing_data import SigningState
from tinhso.government.drafting.signing_models import DraftSigning
from tinhso.kernel import clock


def settle_signing(*, draft_id: UUID, now: datetime) -> None:
    """Do here what the worker does about a draft that is being signed, until it is, or waits longer, or has failed.

    The clock stands at `now` meanwhile. The request is taken, made and answered once, as by the worker.
    """
    rows = DraftSigning.objects.filter(draft_id=draft_id, state=SigningState.OPEN, problem="")
    with clock.frozen(now):
        for request in rows.filter(request_id__isnull=False).values_list("request_id", flat=True):
            if request is None or not signing.work_on(request):
                continue
            asked = next(one for one in signing.requests_of(draft_id) if one.id == request)
            if asked.state is signing.RequestState.DONE and asked.result_file_id is not None:
                made(asked_id=asked.id, file_id=asked.result_file_id, now=now)
            elif asked.state is signing.RequestState.FAILED:
                failed(asked_id=asked.id, problem=asked.problem, now=now)
