"""Reads: for the writer, the unit, everybody."""

from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

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
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor
from tinhso.kernel.text import fold

HIDDEN = Contact("", "")


def get_petition(actor: Actor, *, petition_id: UUID) -> Detail:
    """Return a petition to an officer of its unit; the look is on record for its writer.

    Who wrote about staff is shown to those alone who approve answers. Raises Unauthenticated, PetitionNotFound.
    """
    petition = access_petition(actor, petition_id=petition_id)
    if petition.account_id:
        audit.record_read(
            actor,
            person_id=petition.account_id,
            purpose=f"Xử lý phản ánh {petition.code}",
            subject_kind="petition",
            subject_id=petition.id,
        )
    hides = petition.kind == Kind.STAFF and not actor.may(APPROVE, petition.unit_id)
    return _detail(petition, HIDDEN if hides else _contact(petition))


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
    rows, more = _page(Petition.objects.filter(account_id=actor.account_id), cursor, size)
    return Page([(row.to_info(), row.token) for row in rows], more)


def list_petitions(
    actor: Actor, *, status: Status | None = None, kind: Kind | None = None, cursor: str = "", size: int | None = None
) -> Page[PetitionInfo]:
    """Return the petitions an officer may see, newest first, without who wrote them. Raises Forbidden."""
    rows = in_scope(actor)
    rows = rows.filter(status=status) if status else rows
    found, more = _page(rows.filter(kind=kind) if kind else rows, cursor, size)
    return Page([row.to_info() for row in found], more)


def list_public(
    *, words: str = "", kind: Kind | None = None, cursor: str = "", size: int | None = None
) -> Page[PublicPetition]:
    """Return what is published, newest first, by words without marks and by class. Raises BadCursor."""
    rows = public_rows()
    asked = fold(words)[:100]
    if asked:
        rows = rows.filter(search=SearchQuery(asked, config="simple", search_type="plain"))
    found, more = _page(rows.filter(kind=kind) if kind else rows, cursor, size)
    return Page([_public(row) for row in found], more)


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


def _page(rows: QuerySet[Petition], cursor: str, size: int | None) -> tuple[list[Petition], str]:
    if cursor:
        try:
            rows = rows.filter(id__lt=UUID(str(decode_cursor(cursor, length=1)[0])))
        except ValueError:
            raise BadCursor from None
    wanted = bounded(size, default=20)
    found = list(rows.order_by("-id")[: wanted + 1])
    return found[:wanted], encode_cursor(str(found[wanted - 1].id)) if len(found) > wanted else ""


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
    )
