"""The worker's side: look at a file whose turn has come, stamp it anew outside any transaction, keep the version once.

Claims as in the queue of signatures: what is written is written under the claim it was made with.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.signing.data import Appearance, Profile, VerdictState
from tinhso.foundation.signing.errors import RenewalGainsNothing
from tinhso.foundation.signing.events import SignatureRenewed
from tinhso.foundation.signing.lasting.algorithms import table
from tinhso.foundation.signing.lasting.data import OPEN, LastingState
from tinhso.foundation.signing.lasting.proofs import Proof, proof_of
from tinhso.foundation.signing.models import LastingFile, Renewal
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)
LEASE: Final = timedelta(minutes=5)
FIRST_WAIT: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(hours=24)
NO_STAMP: Final = "Tệp không có dấu thời gian nên không gia hạn được chữ ký."
TOO_LATE: Final = "Dấu thời gian đã hết hạn trước khi được gia hạn."
FAULT: Final = "Có lỗi ngoài dự kiến khi gia hạn. Hệ thống sẽ thử lại."


def work() -> bool:
    """Attend to the next file whose turn has come; tell whether there was one."""
    row = claim(clock.now())
    if row is None:
        return False
    attend(row)
    return True


def claim(now: datetime) -> LastingFile | None:
    """Take the file whose turn came first, for five minutes."""
    with transaction.atomic():
        due = LastingFile.objects.select_for_update(skip_locked=True).filter(state__in=OPEN, next_at__lte=now)
        row = due.order_by("next_at").first()
        if row is None:
            return None
        row.claim, row.next_at = uuid7(), now + LEASE
        row.save(update_fields=["claim", "next_at"])
        return row


def attend(row: LastingFile) -> None:
    """Look at a file and do what its time asks for; what goes wrong is written down and tried again, ever later."""
    try:
        _attend(row)
    except (files.FileDisposed, files.FileMissing):
        _put(row, state=LastingState.GONE.value, problem="", claim=None)
    except DomainError as refused:
        _troubled(row, str(refused.sentence))
    except Exception as fault:
        log.exception("signing.renewal_fault", file=str(row.id), error=type(fault).__name__)
        _troubled(row, FAULT)


def _attend(row: LastingFile) -> None:
    pdf = files.read_bytes(row.current_file_id)
    proof = proof_of(pdf)
    if proof is None:
        _put(row, state=LastingState.GONE.value, problem=NO_STAMP, claim=None)
        return
    if row.state == LastingState.NEW.value:
        _replace_earlier(row, pdf)
    now, known = clock.now(), table()
    ends, _by = _end(proof)
    if ends <= now:
        _put(row, **_standing(proof), state=LastingState.LAPSED.value, problem=TOO_LATE, claim=None)
    elif ends - known.ahead > now:
        _put(row, **_standing(proof), state=LastingState.KEPT.value, problem="", tries=0, claim=None)
    else:
        renewed, newer = _renewed(pdf, ends)
        finish(row, renewed, newer)


def _end(proof: Proof) -> tuple[datetime, str]:
    """Return when a proof ends, and of what: a certificate's authority, or an algorithm."""
    return min((proof.certificate_ends, proof.authority), table().first_end(proof.algorithms))


def _standing(proof: Proof) -> dict[str, object]:
    ends, by = _end(proof)
    return {
        "ends_at": ends,
        "ends_by": by[:200],
        "certificate_ends_at": proof.certificate_ends,
        "algorithms": " ".join(proof.algorithms)[:200],
        "next_at": ends - table().ahead,
    }


def _renewed(pdf: bytes, ends: datetime) -> tuple[bytes, Proof]:
    """Return the file with a further stamp, and what it rests on now. A stamp that gains no time is thrown away.

    Raises TimeStampUnavailable, EvidenceMissing, RenewalGainsNothing.
    """
    from tinhso.foundation.signing.formats import pades
    from tinhso.foundation.signing.formats.evidence import gather_evidence
    from tinhso.foundation.signing.verification.verifying import verify_pdf

    order = pades.Order(Appearance(), "", clock.now(), Profile.B_LTA, gather_evidence)
    renewed = pades.restamped(pdf, order, digest=table().best_digest())
    newer = proof_of(renewed)
    if newer is None or _end(newer)[0] <= ends:
        raise RenewalGainsNothing
    before, after = verify_pdf(pdf).state, verify_pdf(renewed).state
    if after is VerdictState.INVALID and before is not VerdictState.INVALID:
        raise RenewalGainsNothing
    return renewed, newer


@transaction.atomic
def finish(row: LastingFile, renewed: bytes, newer: Proof) -> bool:
    """Keep the new version under the claim it was made with; False when the claim is gone."""
    held = LastingFile.objects.select_for_update().filter(id=row.id, claim=row.claim, state__in=OPEN).first()
    if held is None or row.claim is None:
        return False
    now = clock.now()
    name = files.get_info(held.current_file_id).name
    kept = files.keep_made(renewed, name=name, actor=SYSTEM, now=now)
    Renewal.objects.create(
        lasting=held,
        old_file_id=held.current_file_id,
        old_sha256=held.current_sha256,
        old_ends_at=held.ends_at,
        new_file_id=kept.id,
        new_sha256=kept.sha256,
        new_ends_at=_end(newer)[0],
        renewed_at=now,
    )
    audit.record(
        SYSTEM,
        verb="signing.signature_renewed",
        subject_kind=held.subject_kind,
        subject_id=held.subject_id,
        detail={"old": held.current_sha256, "new": kept.sha256, "file": str(kept.id)},
    )
    old = held.current_file_id
    for name_of, value in _standing(newer).items():
        setattr(held, name_of, value)
    held.current_file_id, held.current_sha256 = kept.id, kept.sha256
    held.state, held.claim, held.problem, held.tries = LastingState.KEPT.value, None, "", 0
    held.renewals += 1
    held.save()
    announce(
        SignatureRenewed(held.subject_kind, held.subject_id, held.file_id, old, kept.id, kept.sha256), actor=SYSTEM
    )
    return True


def _replace_earlier(row: LastingFile, pdf: bytes) -> None:
    """Stop looking after earlier versions of the same paper that this one holds whole: signed, then sealed."""
    earlier = LastingFile.objects.filter(
        subject_kind=row.subject_kind, subject_id=row.subject_id, state__in=OPEN, id__lt=row.id
    )
    for one in earlier.order_by("-id")[:20]:
        try:
            held = pdf.startswith(files.read_bytes(one.file_id))
        except DomainError:
            continue
        if held:
            LastingFile.objects.filter(id=one.id, state__in=OPEN).update(
                state=LastingState.REPLACED.value, claim=None, problem=""
            )


def _troubled(row: LastingFile, problem: str) -> None:
    tries = row.tries + 1
    _put(row, problem=problem[:500], tries=tries, next_at=clock.now() + wait_after(tries), claim=None)


def wait_after(tries: int) -> timedelta:
    """Return how long to wait: five minutes, twice as long each time, a day at most."""
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)


def _put(row: LastingFile, **values: object) -> None:
    """Write under the claim alone."""
    LastingFile.objects.filter(id=row.id, claim=row.claim, state__in=OPEN).update(**values)
