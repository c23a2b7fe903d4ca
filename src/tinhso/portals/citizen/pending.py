"""What was typed when the session ran out: kept in the visitor's session over signing in, then put back (D-02).

Nobody but the owner of the draft sees it: the page asks for the draft, which is theirs alone, before it is put back.
"""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, QueryDict

KEY: Final = "citizen.pending"
MAX_CHARS: Final = 64 * 1024


def keep(request: HttpRequest, draft_id: UUID, page: str) -> None:
    """Keep what was posted for one page, if it is not too much; the newest alone."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    encoded = posted.urlencode()
    if len(encoded) <= MAX_CHARS:
        request.session[KEY] = {"draft": str(draft_id), "page": page, "post": encoded}


def take(request: HttpRequest, draft_id: UUID, page: str) -> QueryDict | None:
    """Return what was kept for this page and forget it; None when there is nothing."""
    kept = request.session.get(KEY)
    if not kept or (kept["draft"], kept["page"]) != (str(draft_id), page):
        return None
    del request.session[KEY]
    return QueryDict(kept["post"])
