"""Reads: for the writer, the unit, everybody."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.petitions.access import APPROVE, access_own, access_petition, in_scope, public_rows
from tinhso.government.petitions.data import (
    Contact,
    Detail,
    Kind,
    PetitionInfo,
    PublicPetition,
    Status,
    StoryLine,
    Vote,
)
from tinhso.government.petitions.errors import PetitionNotFound
from tinhso.government.petitions.models import Petition
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Unauthenticated
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor, page_by_key, uuid_in
from tinhso.kernel.text import fold

HIDDEN = Contact("", "")


def get_petition(actor: Actor, *, petition_id: UUID) -> Detail:
    """Return a petition to an officer of its unit; the look is on record for its writer.

    Who wrote about staff is shown to those alone who approve answers. Raises Unauthenticated, PetitionNotFound.
    """
    petition = access_petition(actor, petition_id=petition_id)
    _note_look(actor, petition)
    hides = petition.kind == Kind.STAFF and not actor.may(APPROVE, petition.unit_id)
    return _detail(petition, HIDDEN if hides else _contact(petition))


def _note_look(actor: Actor, petition: Petition) -> None:
    """Write the look: in the record of the writer's account, else in that of the petition."""
    kind, subject, purpose = "petition", petition.id, f"Xử lý phản ánh {petition.code}"
    if petition.account_id:
        audit.record_read(actor, person_id=petition.account_id, purpose=purpose, subject_kind=kind, subject_id=subject)
        return
    with transaction.atomic():
        audit.record(actor, verb=audit.READ_VERB, purpose=purpose, subject_kind=kind, subject_id=subject)


def get_own(actor: Actor, *, token: str) -> Detail:
    """Return a petition to its writer. Raises PetitionNotFound. The caller throttles."""
    petition = access_own(actor, token=token)
    return _detail(petition, petition.contact())


def token_of(actor: Actor, *, petition_id: UUID) -> str:
    """Return the token of one's own petition, for the page after filing. Raises PetitionNotFound."""
    rows = Petition.objects.filter(pk=petition_id, account_id=actor.account_id)
    if actor.account_id is None:
        rows = rows.filter(status=Status.UNVERIFIED)
    found = rows.values_list("token", flat=True).first()
    if found is None:
        raise PetitionNotFound
    return found


def list_own(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[tuple[PetitionInfo, str]]:
    """Return one's own petitions with their tokens, newest first. Raises Unauthenticated."""
    if actor.account_id is None:
        raise Unauthenticated
    rows = Petition.objects.filter(account_id=actor.account_id)
    return page_by_key(rows, lambda row: (row.to_info(), row.token), cursor=cursor, size=size, default=20)


def list_petitions(
    actor: Actor, *, status: Status | None = None, kind: Kind | None = None, cursor: str = "", size: int | None = None
) -> Page[PetitionInfo]:
    """Return the petitions an officer may see, newest first, without who wrote them. Raises Forbidden."""
    rows = in_scope(actor)
    rows = rows.filter(status=status) if status else rows
    asked = rows.filter(kind=kind) if kind else rows
    return page_by_key(asked, Petition.to_info, cursor=cursor, size=size, default=20)


def list_public(
    *, words: str = "", kind: Kind | None = None, cursor: str = "", size: int | None = None
) -> Page[PublicPetition]:
    """Return what is published, newest published first, by words without marks and by class. Raises BadCursor."""
    rows = public_rows()
    asked = fold(words)[:100]
    if asked:
        rows = rows.filter(search=SearchQuery(asked, config="simple", search_type="plain"))
    rows = rows.filter(kind=kind) if kind else rows
    wanted = bounded(size, default=20)
    found = list((rows.filter(_older_than(cursor)) if cursor else rows).order_by("-published_at", "-id")[: wanted + 1])
    last = found[wanted - 1] if len(found) > wanted else None
    more = encode_cursor(str(last.published_at), str(last.id)) if last else ""
    return Page([_public(row) for row in found[:wanted]], more)


def _older_than(cursor: str) -> Q:
    """Return the condition of what comes after a cursor: published before, by the index of the public list."""
    at, key = decode_cursor(cursor, length=2)
    try:
        moment, row_id = datetime.fromisoformat(str(at)), uuid_in(key)
    except ValueError:
        raise BadCursor from None
    if moment.tzinfo is None:
        raise BadCursor
    return Q(published_at__lte=moment) & (Q(published_at__lt=moment) | Q(id__lt=row_id))


def get_public(code: str) -> PublicPetition:
    """Return one published petition by its code. Raises PetitionNotFound."""
    row = public_rows().filter(code=code[:48]).first()
    if row is None:
        raise PetitionNotFound
    return _public(row)


def public_photo(code: str, number: int) -> UUID:
    """Return the file of a published photograph, counted from 1. Raises PetitionNotFound."""
    photos = get_public(code).photos
    if not 1 <= number <= len(photos):
        raise PetitionNotFound
    return photos[number - 1]


def _contact(petition: Petition) -> Contact:
    if petition.account_id is None:
        return petition.contact()
    account = identity.get_account(petition.account_id)
    return Contact(account.name, account.phone)


def _detail(petition: Petition, contact: Contact) -> Detail:
    return Detail(
        info=petition.to_info(),
        contact=contact,
        photos=tuple(petition.photos),
        story=tuple(
            StoryLine(line.at, line.verb, line.who, line.words) for line in petition.story.order_by("id")[:100]
        ),
        draft=petition.draft,
        public_title=petition.public_title,
        public_words=petition.public_words,
        public_answer=petition.public_answer,
        token=petition.token,
    )


def _public(row: Petition) -> PublicPetition:
    return PublicPetition(
        code=row.code,
        kind=Kind(row.kind),
        unit_name=row.unit_name,
        title=row.public_title,
        words=row.public_words,
        answer=row.public_answer,
        filed_on=local_day(row.filed_at or row.asked_at),
        answered_on=local_day(row.answered_at or row.asked_at),
        place_words="",
        photos=tuple(row.public_photos),
        vote=Vote(row.vote) if row.vote else None,
        latitude=row.public_latitude,
        longitude=row.public_longitude,
    )
