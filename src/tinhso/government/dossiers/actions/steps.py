"""The internal process: one step at a time, each by whose role it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.identity import public as identity
from tinhso.foundation.workflow import public as workflow
from tinhso.government.dossiers.access import PROCESS, access_dossier, may_here
from tinhso.government.dossiers.actions._holds import require_free
from tinhso.government.dossiers.actions._process import process_of
from tinhso.government.dossiers.actions._write import close_work, finish, note, open_step_work, require_version
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove, NothingAsked, NotYourStep
from tinhso.government.dossiers.events import StepTaken
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.people import specialists_of
from tinhso.government.dossiers.rules import lifecycle, result_fields
from tinhso.government.dossiers.rules.drafts import draft_of
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor

OWN_VERB: Final = {"sign": gettext_noop("ký kết quả"), "hand_over": gettext_noop("trả kết quả")}


@transaction.atomic
@outbox.gathering()
def take_step(
    actor: Actor,
    *,
    dossier_id: UUID,
    task: str,
    outcome: str = "forward",
    remark: str = "",
    handler_id: UUID | None = None,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Take the current step with one of its outcomes (chuyển bước).

    `handler_id` names the officer of an `assign` step. Signing goes forward only through `sign_result`, handing over
    only through `hand_over`. Raises NotYourStep for another role, SomebodyElseActed when the step is already taken,
    NothingAsked when a draft, a person or (for a return) a remark is missing.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    require_version(dossier, expected_version)
    version = procedures.get_version(dossier.version_id)
    step = current_step(actor, dossier, version, task)
    if outcome not in step.outcomes:
        raise NothingAsked(_("Chọn một trong các cách xử lý của bước này."), fields={"outcome": _("Chọn cách xử lý")})
    if outcome == "forward" and step.act in OWN_VERB:
        raise IllegalMove(
            _("Bước này kết thúc bằng việc %(act)s, không chuyển tiếp bằng tay.") % {"act": _(OWN_VERB[step.act])}
        )
    if outcome == "forward":
        require_free(dossier, step)
    handler_name = _require_what_the_act_needs(dossier, step, outcome, remark, handler_id)
    before = {"status": int(dossier.status), "handler": str(dossier.handler_id or ""), "name": dossier.handler_name}
    dossier.status = lifecycle.move(Status(dossier.status), Move.PROCESS)
    lines = [
        note(
            actor,
            dossier,
            "step",
            now=now,
            text=remark,
            task=task,
            planned_at=dossier.step_due_at,
            facts={"title": step.title, "outcome": step.outcomes[outcome], "code": outcome, "before": before},
        ),
    ]
    if handler_id is not None and step.act == "assign":
        dossier.handler_id, dossier.handler_name = handler_id, handler_name
        lines.append(note(actor, dossier, "assigned", now=now, facts={"handler": handler_name}))
    elif step.act in ("draft", "examine") and actor.account_id:
        dossier.handler_id, dossier.handler_name = actor.account_id, actor.name
    advance(actor, dossier, version, step, outcome, now=now)
    finish(
        actor,
        dossier,
        *lines,
        verb="dossiers.step_taken",
        facts=[StepTaken(dossier.id, task, outcome)],
        now=now,
    )
    return dossier.to_info()


def current_step(actor: Actor, dossier: Dossier, version: procedures.ProcedureVersion, task: str) -> procedures.Step:
    """Return the step if it is the dossier's current one and this actor's to take."""
    if dossier.step_task != task or not task:
        last = dossier.timeline.order_by("-id").first()
        who = last.who if last else ""
        raise IllegalMove(
            _("Bước này đã được %(who)s xử lý. Hồ sơ đang ở bước «%(step)s».")
            % {"who": who or _("người khác"), "step": dossier.step_title or _("đã kết thúc")},
        )
    step = version.step(task)
    if not may_here(actor, f"work.{step.role}", dossier):
        raise NotYourStep(
            _("Bước «%(step)s» thuộc vai trò khác. Chuyển cho người có thẩm quyền.") % {"step": step.title}
        )
    if step.role == "specialist" and dossier.handler_id not in (None, actor.account_id):
        _require_stand_in(actor, dossier)
    return step


def _require_stand_in(actor: Actor, dossier: Dossier) -> None:
    """A dossier given to one specialist is handled by them, or by whoever acts for them or oversees the unit."""
    if not (actor.may("work.oversee", dossier.unit_id) or _stands_in(actor, dossier)):
        raise NotYourStep(
            _("Hồ sơ đã giao cho %(who)s. Đề nghị lãnh đạo giao lại nếu cần đổi người.") % {"who": dossier.handler_name}
        )


def _stands_in(actor: Actor, dossier: Dossier) -> bool:
    """Tell whether the actor stands in for the handler: `acting_for` names an officer, the handler is an account."""
    if actor.acting_for is None:
        return False
    return identity.accounts_of_officers([actor.acting_for]).get(actor.acting_for) == dossier.handler_id


def _require_what_the_act_needs(
    dossier: Dossier,
    step: procedures.Step,
    outcome: str,
    remark: str,
    handler_id: UUID | None,
) -> str:
    """Refuse an assignment without a person, a draft without text, a return without a reason. Returns who."""
    if outcome != "forward" and not remark.strip():
        raise NothingAsked(_("Ghi lý do để người nhận biết cần sửa gì."), fields={"remark": _("Ghi lý do")})
    if outcome == "forward" and step.act == "draft" and not dossier.draft_result:
        raise NothingAsked(
            _("Soạn dự thảo kết quả trước khi chuyển bước."),
            fields={"draft": _("Soạn dự thảo kết quả")},
        )
    if step.act != "assign" or outcome != "forward":
        return ""
    people = {p.account_id: p.name for p in specialists_of(dossier.unit_id)}
    if handler_id not in people:
        raise NothingAsked(_("Chọn người thụ lý trong danh sách."), fields={"handler": _("Chọn người thụ lý")})
    return people[handler_id]


def advance(
    actor: Actor,
    dossier: Dossier,
    version: procedures.ProcedureVersion,
    step: procedures.Step,
    outcome: str,
    *,
    now: datetime,
) -> None:
    """Move the process and put what is ready into the right inboxes."""
    close_work(dossier, actor=actor, now=now)
    progress = workflow.complete(process_of(dossier), task=step.task, data={"outcome": outcome})
    for ready in progress.ready:
        upcoming = version.step(ready.task)
        assignee = dossier.handler_id if upcoming.role == "specialist" else None
        open_step_work(dossier, upcoming, assignee=assignee, now=now)


@transaction.atomic
@outbox.gathering()
def draft_result(
    actor: Actor,
    *,
    dossier_id: UUID,
    fields: Mapping[str, Any],
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Keep the draft of the result: the texts of its template, prefilled from the form (soạn dự thảo).

    Raises NothingAsked naming what is empty, NotYourStep unless the current step drafts and is this actor's.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=PROCESS, lock=True)
    require_version(dossier, expected_version)
    version = procedures.get_version(dossier.version_id)
    step = current_step(actor, dossier, version, dossier.step_task)
    if step.act != "draft":
        raise IllegalMove(
            _("Bước «%(step)s» không soạn dự thảo. Trả lại bước thụ lý nếu cần sửa.") % {"step": step.title}
        )
    cleaned, errors = result_fields.clean(draft_of(version), fields, data=dossier.data)
    if errors:
        raise NothingAsked(_("Dự thảo còn mục chưa điền. Điền các mục được đánh dấu."), fields=errors)
    dossier.draft_result = cleaned
    line = note(actor, dossier, "result_drafted", now=now)
    finish(actor, dossier, line, verb="dossiers.result_drafted", facts=[], now=now)
    return dossier.to_info()
