"""After the answer: publishing without personal data; the writer votes, sends what was asked, asks once more."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.work import public as work
from tinhso.government.petitions.access import PUBLISH, access_own, access_petition
from tinhso.government.petitions.actions._write import (
    TO_ANSWER,
    TO_RECEIVE,
    due,
    finish,
    move,
    put_work,
    require_version,
)
from tinhso.government.petitions.data import Kind, PetitionInfo, Status, Vote
from tinhso.government.petitions.errors import BadPetition, PersonalDataLeft, PetitionMoved
from tinhso.government.petitions.events import PetitionPublished
from tinhso.government.petitions.models import MAX_ANSWER, MAX_TITLE, MAX_WORDS, Petition
from tinhso.government.petitions.rules import lifecycle
from tinhso.government.petitions.rules.lifecycle import ANSWER_WITHIN, REFUSE_WITHIN, Move, is_late
from tinhso.government.petitions.rules.redaction import find_personal
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block, clean_line, fold

PUBLIC_SIDE = 1600
AREA = Decimal("0.01")
"""How exactly a public point is told, in degrees."""


@transaction.atomic
def publish(  # noqa: PLR0913 - what is published is these parts
    actor: Actor,
    *,
    petition_id: UUID,
    title: str,
    words: str,
    answer: str,
    photos: Sequence[UUID] = (),
    with_point: bool = False,
    expected_version: int | None = None,
    now: datetime,
) -> PetitionInfo:
    """Put a petition and its answer into the public list, in a text that tells nobody who wrote it (công khai).

    `photos` are those of its own that may be shown: public copies are made anew, smaller and without what the camera
    wrote (EXIF, the GPS point too). `with_point` tells the area, rounded to about a kilometre, of what was seen in the
    open alone: a petition about anything else may be about a home. Raises PetitionNotFound, Forbidden, PetitionMoved,
    BadPetition, PersonalDataLeft naming every piece found.
    """
    petition = access_petition(actor, petition_id=petition_id, ability=PUBLISH, lock=True)
    require_version(petition, expected_version)
    if petition.status != Status.ANSWERED or petition.published_at is not None:
        raise PetitionMoved
    said = (clean_line(title)[:MAX_TITLE], clean_block(words)[:MAX_WORDS], clean_block(answer)[:MAX_ANSWER])
    if not all(said):
        raise BadPetition(_("Nhập đủ tiêu đề, nội dung và trả lời của bản công khai."))
    found = find_personal("\n".join(said), names=names_of(petition))
    if found:
        raise PersonalDataLeft(found=found)
    petition.public_title, petition.public_words, petition.public_answer = said
    petition.public_photos = [_public_copy(actor, one, now=now) for one in petition.photos if one in set(photos)]
    petition.public_latitude, petition.public_longitude = _public_point(petition) if with_point else (None, None)
    petition.public_folded = fold(" ".join((*said, petition.code, petition.place_words)))
    petition.was_late = petition.was_late or is_late(petition.publish_due_at, now)
    petition.published_at, petition.due_at = now, None
    finish(actor, petition, "published", now=now)
    work.close_items(subject_id=petition.id, actor=actor, now=now)
    announce(PetitionPublished(petition.id, petition.unit_id), actor=actor)
    return petition.to_info()


@transaction.atomic
def withhold(actor: Actor, *, petition_id: UUID, reason: str, now: datetime) -> PetitionInfo:
    """Decide that an answered petition is not published, and why: its text cannot be told without its writer.

    What stands in the public list already leaves it. Raises PetitionNotFound, Forbidden, PetitionMoved, BadPetition.
    """
    petition = access_petition(actor, petition_id=petition_id, ability=PUBLISH, lock=True)
    if petition.status != Status.ANSWERED:
        raise PetitionMoved
    said = clean_block(reason)[:1000]
    if len(said) < 10:
        sentence = _("Ghi lý do không công khai, ít nhất 10 ký tự.")
        raise BadPetition(sentence, fields={"reason": sentence})
    petition.was_late = petition.was_late or (petition.published_at is None and is_late(petition.publish_due_at, now))
    petition.withheld_at, petition.published_at, petition.due_at = now, None, None
    finish(actor, petition, "withheld", words=said, now=now)
    work.close_items(subject_id=petition.id, actor=actor, now=now)
    return petition.to_info()


@transaction.atomic
def supplement(actor: Actor, *, token: str, words: str, now: datetime) -> PetitionInfo:
    """Send what the unit asked for; the clock of the answer goes on where it stopped.

    Raises PetitionNotFound, PetitionMoved when nothing is asked, BadPetition.
    """
    petition = access_own(actor, token=token, lock=True)
    said = _from_writer(words)
    move(petition, Move.SUPPLEMENT, now=now)
    petition.status = lifecycle.after_supplement(has_handler=petition.handler_id is not None).value
    if petition.waiting_since is not None and petition.answer_due_at is not None:
        petition.answer_due_at = calendar.shift(
            petition.answer_due_at, paused_at=petition.waiting_since, resumed_at=now, unit_id=petition.unit_id
        )
    petition.waiting_since = None
    is_new = petition.status == Status.NEW
    petition.due_at = due(petition, now, REFUSE_WITHIN) if is_new else petition.answer_due_at
    finish(actor, petition, "supplemented", words=said, now=now)
    put_work(petition, TO_RECEIVE if is_new else TO_ANSWER, actor=actor, due_at=petition.due_at, now=now)
    return petition.to_info()


@transaction.atomic
def rate(actor: Actor, *, token: str, vote: Vote, now: datetime) -> PetitionInfo:
    """Say whether the answer satisfies; it can be changed. Raises PetitionNotFound, PetitionMoved before an answer."""
    petition = access_own(actor, token=token, lock=True)
    if petition.status != Status.ANSWERED:
        raise PetitionMoved
    petition.vote, petition.voted_at = vote.value, now
    finish(actor, petition, "rated", words=vote.value, now=now)
    return petition.to_info()


@transaction.atomic
def reopen(actor: Actor, *, token: str, words: str, now: datetime) -> PetitionInfo:
    """Ask once more when the answer does not satisfy (gửi lại), once; every clock runs anew.

    Raises PetitionNotFound, PetitionMoved the second time and before an answer, BadPetition without a reason.
    """
    petition = access_own(actor, token=token, lock=True)
    said = _from_writer(words)
    if petition.reopened_at is not None:
        raise PetitionMoved(_("Phản ánh này đã được gửi lại một lần. Nếu chưa đồng ý, Ông/Bà gửi phản ánh mới."))
    move(petition, Move.REOPEN, now=now)
    petition.reopened_at, petition.vote, petition.voted_at = now, "", None
    petition.published_at = petition.publish_due_at = petition.public_latitude = petition.public_longitude = None
    petition.due_at, petition.answer_due_at = due(petition, now, REFUSE_WITHIN), due(petition, now, ANSWER_WITHIN)
    finish(actor, petition, "reopened", words=said, now=now)
    put_work(petition, TO_RECEIVE, actor=actor, due_at=petition.due_at, now=now)
    return petition.to_info()


def names_of(petition: Petition) -> list[str]:
    """Return the names that must not be published: the writer's and the telephone's, as far as we know them."""
    known = [petition.contact_name, petition.contact_phone]
    if petition.account_id:
        known.append(identity.get_account(petition.account_id).name)
    return [name for name in known if name]


def _public_point(petition: Petition) -> tuple[Decimal | None, Decimal | None]:
    """Return the point as everybody may know it, of a scene in the open only."""
    if petition.kind != Kind.SCENE or petition.latitude is None or petition.longitude is None:
        return None, None
    return petition.latitude.quantize(AREA), petition.longitude.quantize(AREA)


def _public_copy(actor: Actor, file_id: UUID, *, now: datetime) -> UUID:
    picture = files.preview(file_id, side=PUBLIC_SIDE)
    if picture is None:
        raise BadPetition(_("Chỉ công khai được ảnh."))
    return files.save_bytes(picture, name="anh-phan-anh.jpg", actor=actor, now=now).id


def _from_writer(text: str) -> str:
    said = clean_block(text[: MAX_WORDS * 2])[:MAX_WORDS]
    if len(said) < 10:
        sentence = _("Viết rõ nội dung, ít nhất 10 ký tự.")
        raise BadPetition(sentence, fields={"words": sentence})
    return said
