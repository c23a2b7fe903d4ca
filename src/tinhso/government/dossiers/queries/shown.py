"""The list as others get it: what an officer is shown stands on the applicants' records."""

from datetime import datetime

from tinhso.government.dossiers.data import DossierFilter, DossierInfo
from tinhso.government.dossiers.queries import lists
from tinhso.government.dossiers.queries.looks import note_shown
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page


def list_dossiers(
    actor: Actor,
    *,
    wanted: DossierFilter,
    now: datetime,
    cursor: str = "",
    size: int | None = None,
) -> Page[DossierInfo]:
    """Return one page of what `actor` may see: newest first, or those with the nearest promise first.

    At most 100 a page; two queries, three when words are rare. Units outside the actor's scope are passed over in
    silence. The names an officer is shown are on record, once an hour, for the applicants to read.
    """
    page = lists.list_dossiers(actor, wanted=wanted, now=now, cursor=cursor, size=size)
    note_shown(actor, infos=page.items, place="search" if wanted.words else "list")
    return page
