"""What the views share: who is here, the page in their own surroundings, what was typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.forms import public as forms
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind, Unauthenticated
from tinhso.kernel.http import actor_of

SAID = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_MANY})
MAX_SENT = 20


def someone(request: HttpRequest) -> Actor:
    """Return the applicant or officer at work. Raises Unauthenticated for nobody."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    return actor


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page in the officers' shell, or among the citizens' pages."""
    is_officer = actor_of(request).is_officer
    base = "ui/officer.html" if is_officer else "ui/citizen.html"
    shown = {"base": base, "is_officer": is_officer, "mode": "counter" if is_officer else "citizen", **context}
    return render(request, f"groups/{template}", shown, status=status)


def sections(form: forms.Form) -> list[tuple[str, forms.Page]]:
    """Return the pages of a form with their headings."""
    language = get_language() or "vi"
    return [(one.title.text(language), one) for one in form.pages]


def answers_of(form: forms.Form, request: HttpRequest) -> tuple[dict[str, Any], bool]:
    """Return everything typed on a page that shows the whole form, and whether a row was added or taken away."""
    answers = forms.read_all(form, request.POST)
    return answers, forms.change_rows(form, request.POST, answers)


def sent_files(request: HttpRequest, actor: Actor, name: str, *, now: datetime) -> tuple[list[UUID], str]:
    """Keep the files sent under a name, at most 20; return their ids, and why the first refused one was."""
    kept, why = [], ""
    for one in request.FILES.getlist(name)[:MAX_SENT]:
        try:
            kept.append(files.save(actor, stream=one, name=one.name or name, now=now).id)
        except DomainError as refused:
            why = why or f"{one.name}: {_(refused.sentence)}"
    return kept, why


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a refusal says by field. Raises it again when it is not about what was typed."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}
