"""The head signs: the number is taken, the PDF rendered, signed and registered, in one transaction; then hand-over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers.access import SIGN, access_dossier
from tinhso.government.dossiers.actions._holds import require_free
from tinhso.government.dossiers.actions._write import finish, note, require_version
from tinhso.government.dossiers.actions.steps import advance, current_step
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove, NothingAsked
from tinhso.government.dossiers.events import ResultSigned
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.rules import lifecycle, result_fields, wording
from tinhso.government.dossiers.rules.drafts import draft_of
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day


@transaction.atomic
@outbox.gathering()
def sign_result(
    actor: Actor,
    *,
    dossier_id: UUID,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Sign the drafted result with this actor's own key, numbered and dated (ký số, cấp số, vào sổ).

    One PAdES signature covers the whole document; the result can be verified by its token from now on. If anything
    fails, the number goes back and nothing has happened. Raises NotYourStep unless the current step is a signing step
    of this actor's, NothingAsked without a draft, and what `signing.sign_pdf` refuses.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=SIGN, lock=True)
    require_version(dossier, expected_version)
    version = procedures.get_version(dossier.version_id)
    step = current_step(actor, dossier, version, dossier.step_task)
    if step.act != "sign":
        raise IllegalMove(_("Hồ sơ đang ở bước «%(step)s», chưa đến bước ký.") % {"step": step.title})
    require_free(dossier, step)
    if not dossier.draft_result:
        raise NothingAsked(_("Hồ sơ chưa có dự thảo kết quả để ký. Trả lại bước thụ lý."))
    number = _take_number(version, dossier, now)
    token = results.new_token()
    pdf = prints.render_pdf(
        version.results[0].template, document(dossier, version, number=number, token=token, signer=actor, now=now)
    )
    signed = signing.sign_pdf(
        pdf,
        key_ref=key_of(actor),
        appearance=signing.Appearance(anchor="leader", name=actor.name, location=_place(dossier)),
        reason="Ký ban hành kết quả",
        holder_id=actor.account_id,
        now=now,
    )
    kept = files.save_bytes(signed.data, name=f"{version.results[0].name} {dossier.code}.pdf", actor=actor, now=now)
    result = results.issue(
        actor,
        dossier_id=dossier.id,
        procedure_code=dossier.procedure_code,
        person_id=dossier.applicant_account_id,
        owner_name=dossier.applicant_name,
        owner_number=dossier.applicant_number,
        number=number,
        title=version.results[0].name,
        unit_id=dossier.unit_id,
        signer_name=actor.name,
        signer_title=actor.title,
        file_id=kept.id,
        sha256=kept.sha256,
        token=token,
        now=now,
    )
    dossier.result_id, dossier.result_token, dossier.result_file_id = result.id, result.token, kept.id
    dossier.status = lifecycle.move(Status(dossier.status), Move.FINISH)
    dossier.finished_at = now
    lines = [
        note(actor, dossier, "signed", now=now, task=step.task, planned_at=dossier.step_due_at),
        note(actor, dossier, "numbered", now=now, facts={"number": number}),
    ]
    advance(actor, dossier, version, step, "forward", now=now)
    finish(actor, dossier, *lines, verb="dossiers.result_signed", facts=[ResultSigned(dossier.id, result.id)], now=now)
    return dossier.to_info()


def key_of(actor: Actor) -> str:
    """Return the key this person signs with; in a demo installation one is made, marked as such."""
    if actor.account_id is None:
        raise signing.KeyNotFound
    keys = signing.keys_of(actor.account_id, usable_only=True)
    if keys:
        return keys[0].ref
    if not settings.DEMO:
        raise signing.KeyNotFound
    return signing.ensure_demo_key(actor.account_id, name=actor.name, title=actor.title, unit=actor.unit_name).ref


def _take_number(version: procedures.ProcedureVersion, dossier: Dossier, now: datetime) -> str:
    """Take the next number of the result's register at this unit."""
    kind = version.results[0]
    series = numbering.Series(
        f"result.{kind.series}", numbering.Period(kind.period), kind.pattern, numbering.Unique(kind.unique_within)
    )
    return numbering.next_code(series, owner=organisations.get_unit(dossier.unit_id).code, on=local_day(now))


def _place(dossier: Dossier) -> str:
    return wording.place(organisations.get_unit(dossier.unit_id))


def document(
    dossier: Dossier,
    version: procedures.ProcedureVersion,
    *,
    number: str,
    token: str,
    signer: Actor | None,
    now: datetime,
) -> dict[str, Any]:
    """Return the data of the result's print: its drafted texts, and what the office adds."""
    unit = organisations.get_unit(dossier.unit_id)
    parent = organisations.root() if unit.kind == organisations.UnitKind.DEPARTMENT else None
    title = (signer.title if signer else "") or version.signer
    office = result_fields.Office(
        unit_name=wording.issuer(unit),
        parent_name=wording.issuer(parent).upper() if parent else "",
        place=wording.place(parent or unit),
        on=local_day(now),
        number=number,
        signer_name=signer.name if signer else "",
        authority=wording.authority(title),
        verify_address=f"{settings.PUBLIC_URL}/xac-thuc/{token}/",
        token=token,
        dossier_code=dossier.code,
        result_name=version.results[0].name,
        demo=settings.DEMO,
        seat=wording.seat(unit, organisations.ancestors(unit.id)),
        signer_title=title,
    )
    return result_fields.document(
        draft_of(version), dossier.draft_result or {}, office, template=version.results[0].template
    )
