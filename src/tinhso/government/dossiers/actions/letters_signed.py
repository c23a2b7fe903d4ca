"""What becomes of a letter that is being signed: entered when made, with a person when it failed, signed by hand.

`letter_signed` and `letter_failed` are called by the system for each event of the queue, at least once; whatever is not
the request a letter waits for changes nothing. The dossier itself is not touched: the act was made, and stands.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.dossiers.access import access_dossier
from tinhso.government.dossiers.actions import letters
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.dossiers.errors import IllegalMove, NobodySigns, NotYourStep
from tinhso.government.dossiers.letter_data import LETTER_TITLES, LetterKind, LetterStage, LetterState
from tinhso.government.dossiers.models import Dossier, Letter
from tinhso.government.dossiers.queries.letters import may_sign_letters
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind

SILENT: Final = timedelta(minutes=30)
"""After this a letter nobody could sign yet is put into an inbox, though it is still tried again by itself."""

BATCH: Final = 100


@transaction.atomic
def letter_signed(*, request_id: UUID, file_id: UUID, now: datetime) -> None:
    """Go on with a letter whose signature is made: have it sealed, or enter it into the register."""
    waited = _waited_for(request_id)
    if waited is None:
        return
    dossier, row = waited
    row.file_id = file_id
    if row.stage == LetterStage.HAND and row.is_sealed:
        letters.ask_seal(dossier, row, now=now)
        row.save()
        if row.problem:
            letters.tell(dossier, row, now=now)
        return
    _enter(dossier, row, LetterState.SIGNED, actor=SYSTEM, now=now)


@transaction.atomic
def letter_failed(*, request_id: UUID, problem: str, now: datetime) -> None:
    """Give a letter that could not be signed to a person, with the reason."""
    waited = _waited_for(request_id)
    if waited is None:
        return
    dossier, row = waited
    row.problem, row.request_id = problem[:500], None
    row.save(update_fields=["problem", "request_id"])
    letters.tell(dossier, row, now=now)
    letters.record(SYSTEM, dossier, "letter_failed", row)


@transaction.atomic
def sign_letter(actor: Actor, *, dossier_id: UUID, letter_id: UUID, now: datetime) -> DossierInfo:
    """Have a letter signed that waits: a silent request is tried at once, a failed one asked for anew (ký lại).

    The key is looked for anew: the agency's seal, or that of the person whose name it bears. Raises IllegalMove unless
    it waits, NotYourStep for who does not work on the dossier or when it bears another's name, what `signing` refuses.
    """
    dossier, row = _open(actor, dossier_id, letter_id)
    if row.request_id is not None:
        signing.try_again(SYSTEM, request_id=row.request_id, now=now)
    else:
        _ask_anew(actor, dossier, row, now=now)
    letters.record(actor, dossier, "letter_asked_again", row)
    return dossier.to_info()


def _ask_anew(actor: Actor, dossier: Dossier, row: Letter, *, now: datetime) -> None:
    """Ask for the signature a letter lacks with the key there is now. Raises NobodySigns where there still is none."""
    is_apology = LetterKind(row.kind) is LetterKind.APOLOGY
    if is_apology and row.stage == LetterStage.SEAL:
        letters.ask_seal(dossier, row, now=now)
    elif is_apology:
        _require_named(actor, row)
        letters.ask_leader(actor, dossier, row, now=now)
    else:
        if signing.find_seal(dossier.unit_id, now=now) is None:
            _require_named(actor, row)
        letters.ask_desk(actor, dossier, row, now=now)
    if row.problem:
        raise NobodySigns(row.problem)
    row.save()


@transaction.atomic
def sign_letter_by_hand(actor: Actor, *, dossier_id: UUID, letter_id: UUID, now: datetime) -> DossierInfo:
    """Say that a letter is printed and signed with a pen (ký tay trên bản in): it is entered, and waits no longer.

    Raises IllegalMove unless it waits, NotYourStep, RequestClosed when its signature was made a moment ago.
    """
    dossier, row = _open(actor, dossier_id, letter_id)
    if row.request_id is not None:
        signing.cancel_request(SYSTEM, request_id=row.request_id, now=now)
    _enter(dossier, row, LetterState.ON_PAPER, actor=actor, now=now)
    return dossier.to_info()


@transaction.atomic
def tell_of_silent(now: datetime) -> int:
    """Put letters that wait longer than half an hour into an inbox, once each; return how many."""
    rows = Letter.objects.filter(state=LetterState.OPEN, told_at=None, asked_at__lt=now - SILENT)
    batch = list(rows.order_by("asked_at").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for row in batch:
        letters.tell(access_dossier(SYSTEM, dossier_id=row.dossier_id), row, now=now)
    return len(batch)


def _waited_for(request_id: UUID) -> tuple[Dossier, Letter] | None:
    """Return dossier and letter that wait for a request, both locked, the dossier first; None when none does."""
    found = Letter.objects.filter(request_id=request_id, state=LetterState.OPEN).only("dossier_id").first()
    if found is None:
        return None
    dossier = access_dossier(SYSTEM, dossier_id=found.dossier_id, lock=True)
    row = (
        Letter.objects.select_for_update(of=("self",))
        .filter(id=found.id, request_id=request_id, state=LetterState.OPEN)
        .first()
    )
    return (dossier, row) if row is not None else None


def _open(actor: Actor, dossier_id: UUID, letter_id: UUID) -> tuple[Dossier, Letter]:
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    if not may_sign_letters(actor, dossier.to_info()):
        raise NotYourStep(_("Chỉ người đang tiếp nhận, thụ lý hoặc ký hồ sơ mới làm được việc này."))
    row = Letter.objects.select_for_update(of=("self",)).filter(dossier=dossier, id=letter_id).first()
    if row is None or row.state != LetterState.OPEN:
        raise IllegalMove(_("Phiếu này không còn chờ ký. Tải lại trang."))
    return dossier, row


def _require_named(actor: Actor, row: Letter) -> None:
    """Let pass whose name stands under the letter; one that names the desk alone is anybody's there."""
    if row.signer_id is None or row.signer_id == actor.account_id:
        return
    words = _("Phiếu ghi tên %(who)s nên chỉ người đó ký số lại được. Cách khác: in ra và ký tay.")
    raise NotYourStep(words % {"who": row.signer_name})


def _enter(dossier: Dossier, row: Letter, state: LetterState, *, actor: Actor, now: datetime) -> None:
    """Enter a signed letter into the register under the number held for it, open there to who worked on it."""
    title = LETTER_TITLES[LetterKind(row.kind)]
    paper = documents.MadePaper(
        dossier_id=dossier.id,
        kind=documents.kind_of_letter(row.kind),
        subject=f"{title} (hồ sơ {dossier.code})",
        file_id=row.file_id,
        signer=documents.Signer(row.signer_name[:50], row.signer_title[:100], ""),
        reader_ids=_readers(dossier, row),
    )
    row.document_id = documents.enter_paper(_signer(dossier, row), held_id=row.held_id, paper=paper, now=now).id
    letters.end(actor, dossier, row, state, now=now)
    letters.record(actor, dossier, "letter_signed" if state is LetterState.SIGNED else "letter_on_paper", row)


def _signer(dossier: Dossier, row: Letter) -> Actor:
    """Return whoever gave the letter, as far as the record needs them: without any ability."""
    if row.signer_id is None:
        return SYSTEM
    return Actor(
        kind=ActorKind.OFFICER,
        account_id=row.signer_id,
        name=row.signer_name,
        title=row.signer_title,
        unit_id=dossier.unit_id,
        unit_name=dossier.unit_name,
    )


def _readers(dossier: Dossier, row: Letter) -> tuple[UUID, ...]:
    """Return which officers open it from the register: who gave it, who handles the dossier, else who received it."""
    named = [one for one in (row.signer_id, dossier.handler_id) if one is not None]
    if not named:
        received = dossier.timeline.filter(verb="received", account_id__isnull=False).order_by("-id").first()
        named = [received.account_id] if received is not None and received.account_id is not None else []
    return tuple(dict.fromkeys(named)) or tuple(_leaders(dossier.unit_id))


def _leaders(unit_id: UUID) -> list[UUID]:
    officers = organisations.list_officers(unit_id, role="leader", is_deep=True, size=5)
    return list(identity.accounts_of_officers([one.id for one in officers]).values())
