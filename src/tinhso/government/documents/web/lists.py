"""Documents in a list: incoming, outgoing, internal; narrowed, searched, counted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import access
from tinhso.government.documents import public as documents
from tinhso.government.documents.data import ISSUE, READ, REGISTER, STATE_TITLES, USE, State
from tinhso.government.documents.queries.addresses import box_of, filters_of
from tinhso.government.documents.queries.figures import by_state, by_unit_part
from tinhso.government.documents.queries.lists import list_documents
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.ui.people import officer_of
from tinhso.ui.site import address_of


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show a box of documents (`hop`), narrowed by `tt` (state), `loai`, `tu`, `den_ngay`, `khan`, `tre`, `q`."""
    actor = officer_of(request, USE)
    asked = request.GET
    box = box_of(asked, actor)
    filters = filters_of(asked, box)
    page = list_documents(actor, filters=filters, cursor=asked.get("cursor", ""), size=50, now=now())
    context: dict[str, Any] = {
        "box": box,
        "page": page,
        "documents": page.items,
        "filters": filters,
        "asked": asked,
        "kinds": documents.kinds(),
        "states": [(one.value, _(STATE_TITLES[one])) for one in _states(box)],
        "keep_url": address_of("officer:kept"),
        "here_query": _kept_query(asked, box),
        "may_register": actor.may(REGISTER),
        "may_issue": actor.may(ISSUE),
        "may_read": actor.may(READ),
    }
    return render(request, "documents/list.html", context)


def _states(box: str) -> list[State]:
    outgoing = [State.ISSUED, State.RECALLED, State.REPLACED]
    return outgoing if box in ("di", "noi-bo") else [one for one in State if one not in outgoing]


def _kept_query(asked: Any, box: str) -> str:
    """Return what is asked as it is kept under a name: without the place in the list."""
    kept = asked.copy()
    kept.pop("cursor", None)
    kept["hop"] = box
    return str(kept.urlencode())


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show how many documents stand where, each number a link to exactly those documents; and who has how many."""
    actor = officer_of(request, READ)
    moment = now()
    context = {
        "units": [
            (
                organisations.get_unit(one),
                by_state(actor, unit_id=one, now=moment),
                by_unit_part(actor, unit_id=one, now=moment),
            )
            for one in _units(actor)
        ]
    }
    return render(request, "documents/figures.html", context)


def _units(actor: Actor) -> list[Any]:
    return sorted(access.units_with(actor, READ), key=lambda one: one != actor.unit_id)[:10]
