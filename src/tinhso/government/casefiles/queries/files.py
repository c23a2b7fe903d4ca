"""Reads: lists, files, what lies in them, hand-overs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from tinhso.government.casefiles import access
from tinhso.government.casefiles.actions.lists import in_order
from tinhso.government.casefiles.checking import flags_of, items_of
from tinhso.government.casefiles.data import (
    USE,
    VERB_TITLES,
    EntryInfo,
    FileInfo,
    FileState,
    Flag,
    HoldInfo,
    ItemInfo,
    LineInfo,
    LineState,
    ListInfo,
    PackedPaper,
    SlipInfo,
)
from tinhso.government.casefiles.errors import FileMissing
from tinhso.government.casefiles.models import CaseFile, CaseFileItem, CaseList
from tinhso.government.documents import public as documents
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.paging import Page, page_by_key
from tinhso.kernel.text import fold

MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of a file's story."""

    at: datetime
    verb: str
    who: str
    text: str

    @property
    def title(self) -> str:
        """What was done, in words."""
        return gettext(VERB_TITLES.get(self.verb, self.verb))


def list_lists(actor: Actor) -> list[ListInfo]:
    """Return the lists of the actor's agency, the newest year first."""
    rows = CaseList.objects.filter(unit_id__in=sorted(access.units_of(actor, USE))).order_by("-year", "unit_name")[:100]
    return [row.to_info(entries=row.entries.filter(dropped_at=None).count()) for row in rows]


def get_list(actor: Actor, *, list_id: UUID) -> tuple[ListInfo, list[EntryInfo]]:
    """Return a list with its lines by heading and notation. Raises FileMissing."""
    row = access.access_list(actor, list_id=list_id)
    entries = in_order(list(row.entries.filter(dropped_at=None)))
    opened = dict(CaseFile.objects.filter(entry__of_list=row).values_list("entry_id", "id"))
    return row.to_info(entries=len(entries)), [
        one.to_info(year=row.year, file_id=opened.get(one.id)) for one in entries
    ]


def list_files(
    actor: Actor, *, state: FileState | None = None, words: str = "", mine: bool = False, cursor: str = ""
) -> Page[FileInfo]:
    """Return one page of the files this actor may open, the newest first; `words` in any order, without marks."""
    rows = _filtered(actor, state=state, words=words, mine=mine)
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=50)


def _filtered(actor: Actor, *, state: FileState | None, words: str, mine: bool) -> QuerySet[CaseFile]:
    rows = access.visible(actor)
    if state is not None:
        rows = rows.filter(state=state.value)
    if mine and actor.account_id is not None:
        rows = rows.filter(keeper_id=actor.account_id)
    asked = [word for word in fold(words)[:200].split() if word][:MOST_WORDS]
    for word in asked:
        rows = rows.filter(Q(search=SearchQuery(word, config="simple")) | Q(search_words__contains=word))
    return rows


def count_files(actor: Actor) -> dict[FileState, int]:
    """Return how many files this actor may open, by state."""
    from django.db.models import Count

    rows = access.visible(actor).values_list("state").annotate(n=Count("id"))
    return {FileState(state): n for state, n in rows}


def get_file(actor: Actor, *, file_id: UUID) -> FileInfo:
    """Return a file this actor may open. Raises FileMissing."""
    return access.access_file(actor, file_id=file_id).to_info()


def may_change(actor: Actor, *, file_id: UUID) -> bool:
    """Tell whether this actor keeps the file. Raises FileMissing."""
    return access.may_change(actor, access.access_file(actor, file_id=file_id))


def list_items(actor: Actor, *, file_id: UUID) -> list[ItemInfo]:
    """Return what lies in a file in the order of its days. What this actor may not open says nothing of itself."""
    row = access.access_file(actor, file_id=file_id)
    items = items_of(row)
    allowed = _allowed(actor, items)
    return [_item(place, one, allowed) for place, one in enumerate(items, start=1)]


def _allowed(actor: Actor, items: Sequence[CaseFileItem]) -> dict[UUID, documents.DocumentInfo | None]:
    keys = [one.document_id for one in items if one.document_id]
    found: dict[UUID, documents.DocumentInfo | None] = {}
    for place in range(0, len(keys), 500):
        found |= {one.id: one for one in documents.list_documents_by_id(actor, keys[place : place + 500])}
    for one in items:
        if one.dossier_id and dossiers.may_see(actor, dossier_id=one.dossier_id):
            found[one.dossier_id] = None
    return found


def _item(place: int, one: CaseFileItem, allowed: dict[UUID, documents.DocumentInfo | None]) -> ItemInfo:
    key = one.document_id or one.dossier_id
    seen = key in allowed
    live = allowed.get(key) if key else None
    return ItemInfo(
        id=one.id,
        ordinal=place,
        document_id=one.document_id if seen else None,
        dossier_id=one.dossier_id if seen else None,
        code=(live.code if live else one.code) if seen else "",
        issued_on=one.issued_on,
        kind_title=one.kind_title,
        subject=(live.subject if live else one.subject) if seen else "",
        organ=(live.issuer_name if live else one.organ) if seen else "",
        pages=one.pages,
        by_rule=one.by_rule,
        added_by=one.added_by,
        added_at=one.added_at,
        note=one.note if seen else "",
        is_hidden=not seen,
    )


def list_flags(actor: Actor, *, file_id: UUID) -> list[Flag]:
    """Return what is to be looked at before this file is closed. Raises FileMissing."""
    return flags_of(access.access_file(actor, file_id=file_id))


def list_holds(actor: Actor, *, file_id: UUID) -> list[HoldInfo]:
    """Return the holds on a file, the newest first. Raises FileMissing."""
    row = access.access_file(actor, file_id=file_id)
    return [one.to_info() for one in row.holds.order_by("-id")[:100]]


def list_story(actor: Actor, *, file_id: UUID) -> list[StoryLine]:
    """Return what happened to a file, the newest first, at most 200 lines. Raises FileMissing."""
    row = access.access_file(actor, file_id=file_id)
    return [StoryLine(one.at, one.verb, one.who, one.text) for one in row.story.order_by("-id")[:200]]


def files_of_document(actor: Actor, *, document_id: UUID) -> list[FileInfo]:
    """Return the files in which a document stands that this actor may open, at most 50."""
    keys = CaseFileItem.objects.filter(document_id=document_id, removed_at=None).values("file_id")
    return [row.to_info() for row in access.visible(actor).filter(pk__in=keys).order_by("-id")[:50]]


def files_of_dossiers(ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Return in which files each of these dossiers stands; those in none are left out. No gate: for rooms."""
    rows = CaseFileItem.objects.filter(dossier_id__in=list(ids), removed_at=None).values_list("dossier_id", "file_id")
    found: dict[UUID, set[UUID]] = {}
    for dossier_id, file_id in rows:
        if dossier_id is not None:
            found.setdefault(dossier_id, set()).add(file_id)
    return found


def list_slips(actor: Actor, *, cursor: str = "") -> Page[SlipInfo]:
    """Return the hand-overs this actor may open, the newest first."""
    return page_by_key(access.slips(actor), lambda row: row.to_info(), cursor=cursor, size=50)


def get_slip(actor: Actor, *, slip_id: UUID) -> tuple[SlipInfo, list[LineInfo]]:
    """Return a hand-over with its files. Raises FileMissing."""
    slip = access.access_slip(actor, slip_id=slip_id)
    lines = slip.lines.select_related("file").order_by("ordinal")
    return slip.to_info(), [
        LineInfo(one.id, one.ordinal, one.file.to_info(), LineState(one.state), one.reason) for one in lines
    ]


def papers_to_pack(actor: Actor, *, file_id: UUID) -> list[PackedPaper]:
    """Return every paper of a file with its kept files, for the archive alone, which passed its own gate.

    A dossier comes as one paper: its result first, then what was handed in. Raises FileMissing for anybody else.
    """
    if actor is not SYSTEM:
        raise FileMissing
    items = items_of(access.access_file(actor, file_id=file_id))
    found = {key: info for key, info in _allowed(SYSTEM, items).items() if info is not None}
    packed: list[PackedPaper] = []
    for place, one in enumerate(items, start=1):
        info = found.get(one.document_id) if one.document_id else None
        packed.append(_of_document(place, info) if info else _of_dossier(place, one))
    return packed


def _of_document(place: int, info: documents.DocumentInfo) -> PackedPaper:
    return PackedPaper(
        ordinal=place,
        code=info.code,
        kind=info.kind,
        kind_title=info.kind_title,
        issued_on=info.issued_on,
        organ=info.issuer_name,
        subject=info.subject,
        pages=info.pages or sum(one.pages for one in info.files),
        language=info.language,
        is_scan=info.way is documents.Way.SCAN,
        is_restricted=info.restricted,
        file_ids=tuple(one.file_id for one in info.files),
    )


def _of_dossier(place: int, one: CaseFileItem) -> PackedPaper:
    file_ids: list[UUID] = []
    if one.dossier_id:
        detail = dossiers.get_dossier(SYSTEM, dossier_id=one.dossier_id, purpose="Đóng gói lưu trữ")
        file_ids = [detail.result_file_id] if detail.result_file_id else []
        file_ids += [paper.file_id for paper in detail.papers if paper.file_id]
    return PackedPaper(
        ordinal=place,
        code=one.code,
        kind="",
        kind_title=one.kind_title,
        issued_on=one.issued_on,
        organ=one.organ,
        subject=one.subject,
        pages=one.pages,
        language="",
        is_scan=False,
        is_restricted=one.is_restricted,
        file_ids=tuple(dict.fromkeys(file_ids)),
    )
