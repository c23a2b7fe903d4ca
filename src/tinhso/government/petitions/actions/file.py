"""Filing: by an account at once; by anybody else once the code sent to their telephone has come back."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.numbering.public import Period, Series
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitKind
from tinhso.government.dossiers import public as dossiers
from tinhso.government.petitions.access import access_own
from tinhso.government.petitions.actions._write import TO_RECEIVE, due, finish, move, put_work, tell
from tinhso.government.petitions.data import Contact, Kind, PetitionInfo, Place, Status
from tinhso.government.petitions.errors import BadPetition, WrongCode
from tinhso.government.petitions.events import PetitionFiled
from tinhso.government.petitions.models import MAX_PHOTOS, MAX_PLACE, MAX_TITLE, MAX_WORDS, Petition
from tinhso.government.petitions.rules.lifecycle import ANSWER_WITHIN, REFUSE_WITHIN, Move
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block, clean_line

SERIES: Final = Series(code="petition", period=Period.DAY, pattern="PA-{owner}-{on:%y%m%d}-{n:03d}")
CODE_LIVES: Final = timedelta(minutes=15)
MAX_TRIES: Final = 5
PER_SENDER: Final = 5
PER_ADDRESS: Final = 20
UNITS: Final = frozenset({UnitKind.COMMUNE, UnitKind.DEPARTMENT, UnitKind.BOARD, UnitKind.DISTRICT})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody reports: the form, as typed."""

    kind: Kind
    unit_id: UUID
    title: str
    words: str
    place: Place = field(default_factory=Place)
    dossier_code: str = ""
    photos: Sequence[UUID] = ()
    contact: Contact = field(default_factory=lambda: Contact("", ""))
    language: str = "vi"


@transaction.atomic
def file_petition(actor: Actor, said: Said, *, now: datetime) -> PetitionInfo:
    """File a petition (gửi phản ánh, kiến nghị) and return it; `get_token` opens it to its writer.

    With an account it is filed at once; without one it waits, UNVERIFIED, for the code sent to the telephone given.
    The same words of the same person within a day are the same petition. A dossier is bound only when the actor may
    see it; otherwise its code stays as typed. Raises BadPetition naming each field, SignInBlocked past 5 in a quarter
    of an hour for a sender and 20 for an address.
    """
    checked = _checked(actor, said)
    known = actor.is_applicant and actor.account_id is not None
    sender = str(actor.account_id) if known else checked.contact.phone
    same = _same(actor, checked, now=now)
    if same is not None:
        return same.to_info()
    identity.count_try("petitions.sender", sender, limit=PER_SENDER, now=now)
    if actor.address:
        identity.count_try("petitions.address", actor.address, limit=PER_ADDRESS, now=now)
    petition = _made(actor, checked, now=now)
    petition.save(force_insert=True)
    if known:
        _enter(actor, petition, now=now)
    else:
        _send_code(petition, now=now)
    return petition.to_info()


@transaction.atomic
def confirm(actor: Actor, *, token: str, code: str, now: datetime) -> PetitionInfo:
    """File a petition whose contact typed the code. Raises PetitionNotFound, WrongCode, PetitionMoved.

    Five wrong codes, or a quarter of an hour, and the code is worth nothing.
    """
    petition = access_own(actor, token=token, lock=True)
    if petition.status != Status.UNVERIFIED:
        return petition.to_info()
    typed = "".join(code.split())[:12]
    is_old = petition.code_tries >= MAX_TRIES or now > petition.asked_at + CODE_LIVES
    if is_old or not hmac.compare_digest(petition.code_digest, _digest(petition, typed)):
        raise WrongCode
    _enter(actor, petition, now=now)
    return petition.to_info()


def count_wrong_code(*, token: str) -> None:
    """Count one wrong code, in a transaction of its own: a refusal rolls the verb back, the count stays."""
    with transaction.atomic():
        row = Petition.objects.select_for_update().filter(token=token[:40], status=Status.UNVERIFIED).first()
        if row is not None and row.code_tries < MAX_TRIES:
            row.code_tries += 1
            row.save(update_fields=["code_tries"])


@transaction.atomic
def lapse(*, now: datetime, limit: int = 500) -> int:
    """Close what nobody confirmed within a day and forget who wrote it; return how many (run hourly)."""
    rows = Petition.objects.select_for_update(skip_locked=True).filter(
        status=Status.UNVERIFIED, asked_at__lt=now - timedelta(days=1)
    )[:limit]
    count = 0
    for petition in rows:
        move(petition, Move.LAPSE, now=now)
        petition.contact_name = petition.contact_phone = petition.code_digest = ""
        petition.title, petition.words, petition.place_words, petition.photos = "", "", "", []
        finish(SYSTEM, petition, "lapsed", now=now)
        count += 1
    return count


def _enter(actor: Actor, petition: Petition, *, now: datetime) -> None:
    """Let the clock run: the code, the first dues, the desk's inbox, the writer told."""
    unit = organisations.get_unit(petition.unit_id)
    move(petition, Move.CONFIRM, now=now)
    petition.code = numbering.next_code(SERIES, owner=unit.code, on=local_day(now))
    petition.code_digest = ""
    petition.filed_at = now
    petition.first_due_at = petition.due_at = due(petition, now, REFUSE_WITHIN)
    petition.answer_due_at = due(petition, now, ANSWER_WITHIN)
    finish(actor, petition, "filed", now=now)
    put_work(petition, TO_RECEIVE, actor=actor, due_at=petition.due_at, now=now)
    tell(petition, "petition_filed", now=now)
    announce(PetitionFiled(petition.id, petition.unit_id, petition.kind), actor=actor)


def _send_code(petition: Petition, *, now: datetime) -> None:
    code = f"{secrets.randbelow(1_000_000):06d}"
    petition.code_digest = _digest(petition, code)
    petition.save(update_fields=["code_digest"])
    notifications.tell_phone(
        petition.contact_phone,
        template="petition_code",
        context={"code": code},
        subject_kind="petition",
        subject_id=petition.id,
        token=petition.token,
        once_key=str(petition.id),
        now=now,
    )


def _digest(petition: Petition, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{petition.token}:{code}".encode(), hashlib.sha256).hexdigest()


def _same(actor: Actor, said: Said, *, now: datetime) -> Petition | None:
    rows = Petition.objects.filter(
        unit_id=said.unit_id, words=said.words, title=said.title, asked_at__gt=now - timedelta(days=1)
    )
    if actor.is_applicant:
        return rows.filter(account_id=actor.account_id).first()
    return rows.filter(contact_phone=said.contact.phone, account_id=None, status=Status.NEW).first()


def _made(actor: Actor, said: Said, *, now: datetime) -> Petition:
    dossier_id = _dossier_of(actor, said.dossier_code, now)
    return Petition(
        token=secrets.token_urlsafe(18),
        kind=said.kind.value,
        unit_id=said.unit_id,
        unit_name=organisations.full_name(said.unit_id),
        title=said.title,
        words=said.words,
        place_words=said.place.words,
        latitude=said.place.latitude,
        longitude=said.place.longitude,
        dossier_id=dossier_id,
        dossier_code=said.dossier_code,
        photos=list(said.photos),
        language=said.language,
        account_id=actor.account_id if actor.is_applicant else None,
        contact_name=said.contact.name,
        contact_phone=said.contact.phone,
        asked_at=now,
    )


def _dossier_of(actor: Actor, code: str, now: datetime) -> UUID | None:
    if not code or not actor.is_applicant:
        return None
    page = dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(words=code), now=now, size=10)
    return next((one.id for one in page.items if one.code == code.upper()), None)


def _checked(actor: Actor, said: Said) -> Said:
    """Return what was said, clean. Raises BadPetition with every fault at once."""
    wrong: dict[str, str] = {}
    title, words = clean_line(said.title), clean_block(said.words[: MAX_WORDS * 2])
    if not 5 <= len(title) <= MAX_TITLE:
        wrong["title"] = _("Nhập tiêu đề từ 5 đến 150 ký tự, ví dụ: Đèn đường hỏng trước Trường Tiểu học số 2.")
    if not 20 <= len(words) <= MAX_WORDS:
        wrong["words"] = _("Mô tả sự việc từ 20 đến 4.000 ký tự: việc gì, ở đâu, khi nào.")
    if not _takes(said.unit_id):
        wrong["unit"] = _("Chọn đơn vị nhận phản ánh trong danh sách.")
    if len(said.photos) > MAX_PHOTOS:
        wrong["photos"] = _("Gửi nhiều nhất 5 ảnh.")
    phone, name = "", clean_line(said.contact.name)[:200]
    if not actor.is_applicant:
        phone = _phone(said.contact.phone, wrong)
        if not name:
            wrong["name"] = _("Nhập họ tên để đơn vị xưng hô khi trả lời. Họ tên không được công khai.")
    place = _place(said.place, wrong)
    if wrong:
        raise BadPetition(next(iter(wrong.values())), fields=wrong)
    _require_images(actor, said.photos)
    return Said(
        said.kind,
        said.unit_id,
        title,
        words,
        place,
        clean_line(said.dossier_code)[:48],
        tuple(said.photos),
        Contact(name, phone),
        "en" if said.language == "en" else "vi",
    )


def _takes(unit_id: UUID) -> bool:
    try:
        return organisations.get_unit(unit_id).kind in UNITS
    except DomainError:
        return False


def _phone(typed: str, wrong: dict[str, str]) -> str:
    try:
        return notifications.clean_phone(typed)
    except notifications.BadPhone:
        wrong["phone"] = _("Nhập số điện thoại di động gồm 10 chữ số, để nhận mã xác nhận và kết quả.")
        return ""


def _place(place: Place, wrong: dict[str, str]) -> Place:
    latitude, longitude = place.latitude, place.longitude
    if (latitude is None) != (longitude is None) or (
        latitude is not None and longitude is not None and not (8 <= latitude <= 24 and 102 <= longitude <= 118)
    ):
        wrong["point"] = _("Nhập cả vĩ độ và kinh độ ở Việt Nam, ví dụ 10.25391 và 105.97221, hoặc để trống cả hai.")
    return Place(latitude, longitude, clean_line(place.words)[:MAX_PLACE])


def _require_images(actor: Actor, photos: Sequence[UUID]) -> None:
    infos = files.list_infos(photos) if photos else []
    if len(infos) != len(set(photos)) or any(not info.media_type.startswith("image/") for info in infos):
        sentence = _("Chỉ gửi ảnh chụp (JPG, PNG, HEIC).")
        raise BadPetition(sentence, fields={"photos": sentence})
    if actor.is_applicant:
        files.require_own(actor, file_ids=photos)
