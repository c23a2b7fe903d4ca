"""The worker's side: a few files of a lot at a time, outside any transaction, kept under its claim."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from tinhso.foundation.signing.checks.data import REFUSED, CheckState
from tinhso.foundation.signing.checks.models import CheckedFile, SignatureCheck
from tinhso.foundation.signing.data import Verdict
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.ids import uuid7

log = structlog.get_logger(__name__)
AT_ONCE: Final = 24
LEASE: Final = timedelta(minutes=5)
PAUSE: Final = timedelta(seconds=30)
BESIDE: Final = (".p7s", ".p7m", ".sig")
FAULT: Final = "Có lỗi ngoài dự kiến khi kiểm tra tệp này. Kiểm tra riêng tệp này ở trang Xác thực văn bản."

Answer = Verdict | DomainError


def work() -> bool:
    """Check some files of the lot whose turn it is; tell whether there was one."""
    now = clock.now()
    row = claim(now)
    if row is None:
        return False
    unread = list(CheckedFile.objects.filter(check_of=row, state="").order_by("place")[:AT_ONCE])
    finish(row, _read(row, unread, now), now=clock.now())
    return True


def claim(now: datetime) -> SignatureCheck | None:
    """Take the lot that waits longest; several workers take different ones."""
    with transaction.atomic():
        due = SignatureCheck.objects.select_for_update(skip_locked=True).filter(
            state=CheckState.WAITING.value, next_at__lte=now
        )
        row = due.order_by("next_at").first()
        if row is None:
            return None
        row.claim, row.next_at = uuid7(), now + LEASE
        row.save(update_fields=["claim", "next_at"])
        return row


def _read(row: SignatureCheck, unread: list[CheckedFile], now: datetime) -> list[CheckedFile]:
    """Return those that were read, with their answers; a reader that is busy leaves the rest for later."""
    from tinhso.foundation.signing.verification.verifying import verify_many

    alone = [one for one in unread if not one.name.lower().endswith(BESIDE)]
    try:
        found: list[Answer] = [answer for _name, answer in verify_many([(o.name, bytes(o.content)) for o in alone])]
    except Exception as fault:
        log.exception("signing.check_fault", check=str(row.id), error=type(fault).__name__)
        found = [_one(row, one) for one in alone]
    pairs = list(zip(alone, found, strict=True))
    pairs += [(one, _one(row, one)) for one in unread if one.name.lower().endswith(BESIDE)]
    done = [(one, answer) for one, answer in pairs if not _waits(answer)]
    for one, answer in done:
        _put(one, answer, now)
    return [one for one, _answer in done]


def _waits(answer: Answer) -> bool:
    return isinstance(answer, DomainError) and answer.kind is Kind.UNAVAILABLE


def _one(row: SignatureCheck, one: CheckedFile) -> Answer:
    """Check one file; of a signature beside a file, that file is the one of the same name in the lot."""
    from tinhso.foundation.signing.verification.verifying import verify

    beside = None
    if one.name.lower().endswith(BESIDE):
        signed = CheckedFile.objects.filter(check_of=row, name=one.name.rpartition(".")[0]).first()
        beside = bytes(signed.content) if signed else None
    try:
        return verify(bytes(one.content), content=beside)
    except DomainError as refused:
        return refused
    except Exception as fault:
        log.exception("signing.check_fault", file=str(one.id), error=type(fault).__name__)
        return DomainError(FAULT)


def _put(one: CheckedFile, answer: Answer, now: datetime) -> None:
    from tinhso.foundation.signing.verification.reporting import Looked, report_of

    if isinstance(answer, DomainError):
        one.state, one.sentence = REFUSED, str(answer.sentence)[:1000]
        return
    looked = Looked(one.name, one.size, one.sha256, now)
    one.state, one.sentence = answer.state.value, answer.headline[:1000]
    one.signer, one.signed_at, one.profile = answer.signer[:300], answer.signed_at, answer.profile[:20]
    one.report = report_of(answer, looked)


@transaction.atomic
def finish(row: SignatureCheck, read: list[CheckedFile], *, now: datetime) -> bool:
    """Keep the answers under the claim; with the last one end the lot and empty its files. False: the claim is gone."""
    held = SignatureCheck.objects.select_for_update().filter(id=row.id, claim=row.claim).first()
    if held is None or row.claim is None or held.state != CheckState.WAITING.value:
        return False
    CheckedFile.objects.bulk_update(read, ["state", "sentence", "signer", "signed_at", "profile", "report"])
    held.claim, held.next_at = None, now if read else now + PAUSE
    if not CheckedFile.objects.filter(check_of=held, state="").exists():
        held.state, held.ended_at = CheckState.DONE.value, now
        CheckedFile.objects.filter(check_of=held).update(content=b"")
    held.save(update_fields=["claim", "next_at", "state", "ended_at"])
    return True
