"""A few dossiers of the demo province, one in each state: content's examples, walked there by the real verbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import yaml
from django.conf import settings

from tinhso.foundation.access import public as access
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers.actions.at_once import settle_signing, sign_example
from tinhso.government.dossiers.actions.letters import without_time_stamps
from tinhso.government.dossiers.actions.receive import receive, receive_at_counter, refuse
from tinhso.government.dossiers.actions.results import hand_over
from tinhso.government.dossiers.actions.steps import draft_result, take_step
from tinhso.government.dossiers.actions.submit import submit_directly
from tinhso.government.dossiers.actions.supplement import ask_supplement
from tinhso.government.dossiers.data import (
    DossierInfo,
    PaperForm,
    PaperInput,
    Reason,
    SupplementItem,
)
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.work import draft_fields
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

BIRTH: Final = "1.001193"
EXTRACT: Final = "2.000635"
SINGLE: Final = "1.004873"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the demo commune."""

    citizen: Actor
    desk: Actor
    specialist: Actor
    leader: Actor


def load_dossiers() -> int:
    """Make the demo's dossiers when there are none at all; return how many were made."""
    if Dossier.objects.exists():
        return 0
    cast = _cast()
    if cast is None:
        return 0
    made = 0
    for walk, code, days in _WALKS:
        working = calendar.next_working_moment(clock.now() - timedelta(days=days))
        began = min(working, clock.now() - timedelta(hours=5))  # nothing of the demo lies in the future
        walk(cast, code, began)
        made += 1
    return made


def _cast() -> Cast | None:
    """Return the well-known people of the first demo commune; None in a province without them."""
    found: dict[str, Actor] = {}
    for sign_in in identity.list_demo_sign_ins():
        account = identity.Account.objects.filter(number=sign_in.number, is_demo=True).first()
        if account is not None:
            actor = access.actor_for(account)
            for role in (r for r in ("one_stop_officer", "specialist", "leader") if actor.scope(f"work.{r}")):
                found.setdefault(role, actor)
            if actor.is_applicant:
                found.setdefault("citizen", actor)
    wanted = ("citizen", "one_stop_officer", "specialist", "leader")
    return Cast(*(found[name] for name in wanted)) if all(name in found for name in wanted) else None


def _example(version: procedures.ProcedureVersion, channel: str) -> dict[str, Any]:
    """Return the first valid example of a version for a channel, as content has it."""
    folder = settings.CONTENT_DIR / "procedures" / version.code / version.info.valid_from.isoformat()
    rows: list[dict[str, Any]] = yaml.safe_load((folder / "examples.yaml").read_text(encoding="utf-8"))
    return next(row for row in rows if row["expect"]["valid"] and row.get("channel", "online") == channel)


def _scan(citizen: Actor, now: datetime) -> files.FileInfo:
    """Return a paper marked as a demonstration, standing for whatever a component asks for."""
    return files.save_bytes(
        prints.render_pdf("to_khai", prints.get_example("to_khai")), name="giay-to-minh-hoa.pdf", actor=citizen, now=now
    )


def _filed(cast: Cast, code: str, now: datetime) -> DossierInfo:
    """File an example on line."""
    version = procedures.get_current(code, on=local_day(now))
    example = _example(version, "online")
    wanted = example.get("papers", ())
    scan = _scan(cast.citizen, now).id if wanted else None
    papers = [PaperInput(component, scan, PaperForm.ELECTRONIC) for component in wanted]
    unit = cast.desk.unit_id or organisations.root().id
    data = _of_account(example["data"], cast.citizen)
    return submit_directly(cast.citizen, procedure_code=code, unit_id=unit, data=data, papers=papers, now=now)


def _of_account(data: Mapping[str, Any], citizen: Actor) -> dict[str, Any]:
    """Return an example's answers under the number of who files them: on line nobody files under another's."""
    number = identity.get_account(citizen.account_id).number if citizen.account_id else ""
    return {**data, "applicant": {**data["applicant"], "number": number}}


def _received(cast: Cast, code: str, now: datetime) -> DossierInfo:
    info = _filed(cast, code, now)
    return receive(cast.desk, dossier_id=info.id, now=now + timedelta(minutes=20))


def _refused(cast: Cast, code: str, now: datetime) -> DossierInfo:
    info = _filed(cast, code, now)
    reason = Reason("Giấy tờ nộp kèm không phải của người được yêu cầu", "Điều 9 Nghị định 123/2015/NĐ-CP")
    at = now + timedelta(minutes=30)
    with without_time_stamps():
        refuse(cast.desk, dossier_id=info.id, reasons=[reason], now=at)
    return settle_signing(cast.desk, dossier_id=info.id, now=at)


def _at_counter(cast: Cast, code: str, now: datetime) -> DossierInfo:
    version = procedures.get_current(code, on=local_day(now))
    example = _example(version, "counter")
    papers = [PaperInput(component, None, PaperForm.ORIGINAL) for component in example.get("papers", ())]
    unit = cast.desk.unit_id or organisations.root().id
    return receive_at_counter(
        cast.desk, procedure_code=code, unit_id=unit, data=example["data"], papers=papers, now=now
    )


def _waiting(cast: Cast, code: str, now: datetime) -> DossierInfo:
    info = _received(cast, code, now)
    component = procedures.get_current(code, on=local_day(now)).components[-1]
    item = SupplementItem(component.code, component.name, "Ảnh mờ, không đọc được số", "Ảnh chụp đủ bốn góc, rõ chữ")
    at = now + timedelta(hours=1)
    with without_time_stamps():
        ask_supplement(cast.specialist, dossier_id=info.id, items=[item], now=at)
    return settle_signing(cast.specialist, dossier_id=info.id, now=at)


def _drafted(cast: Cast, code: str, now: datetime) -> DossierInfo:
    info = _received(cast, code, now)
    later = now + timedelta(hours=1)
    texts = {
        field.key: field.value or ("Không" if field.required else "")
        for field in draft_fields(cast.specialist, dossier_id=info.id)
    }
    draft_result(cast.specialist, dossier_id=info.id, fields=texts, now=later)
    return take_step(cast.specialist, dossier_id=info.id, task=info.step_task, now=later)


def _signed(cast: Cast, code: str, now: datetime) -> DossierInfo:
    info = _drafted(cast, code, now)
    return sign_example(cast.leader, dossier_id=info.id, now=now + timedelta(hours=2))


def _handed_over(cast: Cast, code: str, now: datetime) -> DossierInfo:
    info = _signed(cast, code, now)
    return hand_over(cast.desk, dossier_id=info.id, now=now + timedelta(hours=3))


_WALKS: Final[tuple[tuple[Callable[[Cast, str, datetime], DossierInfo], str, int], ...]] = (
    (_handed_over, BIRTH, 12),
    (_handed_over, EXTRACT, 11),
    (_refused, BIRTH, 10),
    (_received, SINGLE, 9),
    (_signed, SINGLE, 6),
    (_waiting, BIRTH, 4),
    (_drafted, EXTRACT, 1),
    (_drafted, SINGLE, 1),
    (_at_counter, EXTRACT, 1),
    (_received, SINGLE, 0),
    (_filed, BIRTH, 0),
    (_filed, EXTRACT, 0),
)
