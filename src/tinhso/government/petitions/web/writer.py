"""The writer's pages: report, confirm, follow, answer what is asked, vote, ask once more."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.data import VOTE_TITLES
from tinhso.government.petitions.models import MAX_PHOTOS
from tinhso.government.petitions.public import Contact, Kind, Place, Said, Status, Vote
from tinhso.government.petitions.web import places
from tinhso.government.petitions.web import words as wording
from tinhso.government.petitions.web.forms import PetitionForm
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.kernel.errors import Kind as Refusal
from tinhso.kernel.http import ActorRequest, actor_of

GUESSES = 60
TRAP = "website"
"""A field no person sees: whatever fills it is a machine."""
SHOWN = frozenset({Refusal.INVALID, Refusal.CONFLICT, Refusal.TOO_MANY, Refusal.TOO_LARGE})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Take a petition, from an account or from anybody who confirms a telephone."""
    actor = actor_of(request)
    if actor.is_officer:
        raise Forbidden(_("Cán bộ gửi phản ánh bằng tài khoản công dân của mình."))
    form = PetitionForm(request.POST if request.method == "POST" else None, is_known=actor.is_applicant)
    if request.method == "POST" and form.is_valid():
        if request.POST.get(TRAP):
            return redirect("petitions:public")
        try:
            return _file(request, actor, form)
        except DomainError as refusal:
            if refusal.kind not in SHOWN:
                raise
            form.refuse(refusal)
    context = {
        "form": form,
        "errors": form if form.errors else None,
        "is_known": actor.is_applicant,
        "sheet": places.to_choose_on(),
        "pick": places.PICK,
    }
    return render(request, "petitions/new.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, actor: Actor, form: PetitionForm) -> HttpResponse:
    given, now = form.cleaned_data, clock.now()
    latitude, longitude = form.point()
    said = Said(
        kind=Kind(given["kind"]),
        unit_id=UUID(given["unit"]),
        title=given["title"],
        words=given["words"],
        place=Place(latitude, longitude, given["place"]),
        dossier_code=given["dossier_code"],
        photos=_photos(request, actor),
        contact=Contact(given.get("name", ""), given.get("phone", "")),
        language=get_language() or "vi",
    )
    made = petitions.file_petition(actor, said, now=now)
    token = petitions.token_of(actor, petition_id=made.id)
    if made.status is Status.UNVERIFIED:
        return redirect("petitions:confirm", token)
    messages.success(request, _("Đã gửi phản ánh %(code)s.") % {"code": made.code})
    return redirect("petitions:follow", token)


def _photos(request: HttpRequest, actor: Actor) -> list[UUID]:
    posted = [one for one in request.FILES.getlist("photos") if one]
    if len(posted) > MAX_PHOTOS:
        raise petitions.BadPetition(_("Gửi nhiều nhất 5 ảnh."), fields={"photos": _("Gửi nhiều nhất 5 ảnh.")})
    address, now = identity.client_address(request), clock.now()
    if posted:
        identity.count_try("petitions.photos", address, limit=20, now=now)
    return [files.save(actor, stream=one, name=one.name or "", now=now).id for one in posted]


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ActorRequest, petition_token: str) -> HttpResponse:
    """Ask for the code sent to the telephone."""
    actor, errors = actor_of(request), {}
    found = _own(request, actor, petition_token)
    if found.info.status is not Status.UNVERIFIED:
        return redirect("petitions:follow", petition_token)
    if request.method == "POST":
        try:
            made = petitions.confirm(actor, token=petition_token, code=request.POST.get("code", ""), now=clock.now())
            messages.success(request, _("Đã gửi phản ánh %(code)s.") % {"code": made.code})
            return redirect("petitions:follow", petition_token)
        except petitions.WrongCode as refusal:
            petitions.count_wrong_code(token=petition_token)
            errors = {"id_code": _(refusal.sentence)}
    context = {"errors": errors or None, "code_error": errors.get("id_code", "")}
    return render(request, "petitions/confirm.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: ActorRequest, petition_token: str) -> HttpResponse:
    """Show the writer where it stands; take what was asked for, a vote, one more question."""
    actor, errors, now = actor_of(request), {}, clock.now()
    found = _own(request, actor, petition_token)
    if request.method == "POST":
        try:
            _act(request, actor, petition_token)
            messages.success(request, _("Đã ghi nhận. Cảm ơn Ông/Bà."))
            return redirect("petitions:follow", petition_token)
        except DomainError as refusal:
            if refusal.kind not in SHOWN:
                raise
            errors = {"id_words": _(refusal.sentence)}
    context = {
        "detail": found,
        "row": wording.row(found.info),
        "story": wording.story(found.story, with_inside=False),
        "votes": [(v.value, _(VOTE_TITLES[v]), found.info.vote is v) for v in Vote],
        "is_waiting": found.info.status is Status.WAITING,
        "is_answered": found.info.status is Status.ANSWERED,
        "typed": request.POST.get("words", "")[:4000],
        "errors": errors or None,
        "words_error": errors.get("id_words", ""),
        "now": now,
    }
    return render(request, "petitions/follow.html", context, status=422 if errors else 200)


def _act(request: HttpRequest, actor: Actor, token: str) -> None:
    act, now = request.POST.get("lam", ""), clock.now()
    said = request.POST.get("words", "")
    if act == "bo-sung":
        petitions.supplement(actor, token=token, words=said, now=now)
    elif act == "gui-lai":
        petitions.reopen(actor, token=token, words=said, now=now)
    elif request.POST.get("vote", "") in set(Vote):
        petitions.rate(actor, token=token, vote=Vote(request.POST["vote"]), now=now)
    else:
        raise petitions.BadPetition(_("Chọn một mức đánh giá."))


@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """List one's own petitions."""
    page = petitions.list_own(actor_of(request), cursor=request.GET.get("cursor", "")[:200])
    rows = [{**wording.row(info), "token": token} for info, token in page.items]
    return render(request, "petitions/mine.html", {"rows": rows, "next_cursor": page.next_cursor})


def _own(request: HttpRequest, actor: Actor, token: str) -> petitions.Detail:
    with identity.held_back("petitions.token", identity.client_address(request), limit=GUESSES, now=clock.now()):
        return petitions.get_own(actor, token=token)
