"""What the views share: who may be here, the page of one draft, refusals shown beside a field."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.portals.citizen import texts
from tinhso.portals.citizen.filing import Trail, trail_of


def applicant_of(request: HttpRequest) -> Actor:
    """Return the signed-in citizen or business. Raises Unauthenticated for nobody, Forbidden for an officer at work."""
    actor = actor_of(request)
    if actor.is_applicant:
        return actor
    if actor.account_id is None:
        raise Unauthenticated
    raise Forbidden(_("Trang này dành cho người nộp hồ sơ. Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp."))


def open_draft(
    request: HttpRequest, draft_id: UUID
) -> tuple[dossiers.DraftInfo, procedures.ProcedureVersion, Trail] | HttpResponse:
    """Return one's own draft, its procedure and its steps; a redirect to the confirmation once it was filed."""
    draft = dossiers.get_draft(applicant_of(request), draft_id=draft_id)
    if draft.dossier_id is not None:
        return redirect("citizen:done", draft_id=draft.id)
    version = procedures.get_version(draft.version_id)
    return draft, version, trail_of(draft, version)


def to_first_missing(trail: Trail) -> HttpResponse:
    """Send to the first step that is not done (F-04)."""
    return redirect(trail.first_missing.url)


def show_step(
    request: HttpRequest,
    template: str,
    opened: tuple[dossiers.DraftInfo, procedures.ProcedureVersion, Trail],
    key: str,
    *,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Render one step of a draft: with the step indicator, the way back, and `errors` as {field id: sentence}."""
    draft, version, trail = opened
    before = trail.before(key)
    context = {
        "draft": draft,
        "version": version,
        "procedure_name": texts.name_of(version.info),
        "step": trail.number(key),
        "steps": trail.titles,
        "back_url": before.url if before else "",
        "session_ends": session_ends(request),
        "errors": errors or None,
        **more,
    }
    return render(request, template, context, status=422 if errors and status == 200 else status)


def session_ends(request: HttpRequest) -> datetime:
    """Return when this session ends if nothing more is asked."""
    return datetime.fromtimestamp(identity.ends_at(request), UTC)
