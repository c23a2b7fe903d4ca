"""A retry with the same key answers with the same document and does nothing twice."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.government.documents.data import DocumentInfo
from tinhso.government.documents.models import DocumentReplay
from tinhso.government.documents.queries.one import get_document
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Conflict, DomainError, Unauthenticated

KEPT_FOR: Final = timedelta(days=30)
BATCH: Final = 500
_KEY: Final = re.compile(r"[A-Za-z0-9._-]{8,80}")
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))"


def once(
    actor: Actor, request: HttpRequest, key: str, act: Callable[[], DocumentInfo], *, now: datetime
) -> DocumentInfo:
    """Do it once per key; of two at once one waits for the other. The same key with another body is a Conflict."""
    if not key:
        return act()
    if not _KEY.fullmatch(key):
        raise DomainError(_("Idempotency-Key gồm 8 đến 80 chữ cái, chữ số, dấu chấm, gạch dưới hoặc gạch ngang."))
    if actor.account_id is None:
        raise Unauthenticated
    digest = hashlib.sha256(request.path.encode() + b"\0" + request.body).hexdigest()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [f"documents-api:{actor.account_id}:{key}"])
        kept = DocumentReplay.objects.filter(account_id=actor.account_id, key=key).first()
        if kept is None:
            info = act()
            DocumentReplay.objects.create(
                account_id=actor.account_id, key=key, digest=digest, document_id=info.id, at=now
            )
            return info
        if kept.digest != digest:
            raise Conflict(_("Idempotency-Key này đã dùng cho một yêu cầu khác. Tạo khóa mới cho yêu cầu mới."))
        return get_document(actor, kept.document_id)


def drop_replays(now: datetime | None = None) -> int:
    """Drop keys used more than 30 days ago; return how many. The nightly job."""
    before, dropped = (now or clock.now()) - KEPT_FOR, 0
    while ids := list(DocumentReplay.objects.filter(at__lt=before).order_by("id").values_list("id", flat=True)[:BATCH]):
        dropped += DocumentReplay.objects.filter(pk__in=ids).delete()[0]
    return dropped
