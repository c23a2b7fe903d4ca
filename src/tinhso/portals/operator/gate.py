"""The gate of the console, before anything is looked up: to others every address of it answers the same."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpResponse

from tinhso.foundation.access import public as access
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Unauthenticated
from tinhso.kernel.http import ActorRequest, actor_of

CONSOLE: Final = "operator.console"
View = Callable[..., HttpResponse]


def console_required(actor: Actor) -> None:
    """Raise Unauthenticated for nobody, Forbidden for everybody who is no operator."""
    if actor.account_id is None:
        raise Unauthenticated
    access.ability_required(actor, CONSOLE)


def console(view: View) -> View:
    """Let only operators through to a view."""

    @wraps(view)
    def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        console_required(actor_of(request))
        return view(request, *args, **kwargs)

    return guarded
