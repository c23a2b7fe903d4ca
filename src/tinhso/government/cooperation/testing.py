"""Builders for tests of this room and of those that look at it."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml
from django.conf import settings

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.cooperation.actions.linked import split
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperInput
from tinhso.government.dossiers.testing import own_answers, sign_and_wait
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor

BIRTH: Final = "2.002621"
DEATH: Final = "2.002622"
CHILD_BIRTH: Final = "1.001193"
CHILD_DEATH: Final = "1.000656"


def load_linked(*codes: str) -> None:
    """Publish packages of the house's content."""
    procedures.forget_versions()
    for code in codes:
        report = procedures.load_packages(Path(settings.CONTENT_DIR) / "procedures" / code)
        assert report.is_clean, report.problems


def example_of(code: str) -> dict[str, Any]:
    """Return the answers of a package's first valid example."""
    folder = max((Path(settings.CONTENT_DIR) / "procedures" / code).iterdir())
    rows = yaml.safe_load((folder / "examples.yaml").read_text(encoding="utf-8"))
    return next(row for row in rows if row["expect"]["valid"])


def make_linked(
    citizen: Actor, desk: Actor, *, unit_id: UUID, code: str = BIRTH, now: datetime, parts: bool = True
) -> dossiers.DossierInfo:
    """File and receive a linked procedure; `parts` makes its parts at once, as the worker would a moment later."""
    load_linked(code, CHILD_BIRTH if code == BIRTH else CHILD_DEATH)
    example = example_of(code)
    scan = files.save_bytes(make_pdf(), name="giay.pdf", actor=citizen, now=now)
    filed = dossiers.submit_directly(
        citizen,
        procedure_code=code,
        unit_id=unit_id,
        data=own_answers(citizen, example["data"]),
        papers=[PaperInput(one, scan.id) for one in example["papers"]],
        now=now,
    )
    received = dossiers.receive(desk, dossier_id=filed.id, now=now)
    if parts:
        split(received.id, now=now)
    return received


def sign_child(specialist: Actor, leader: Actor, *, dossier_id: UUID, now: datetime) -> dossiers.DossierInfo:
    """Bring a child's dossier from its first step to the signed result, as prefilled."""
    task = dossiers.get_dossier(specialist, dossier_id=dossier_id).info.step_task
    texts = {one.key: one.value for one in dossiers.draft_fields(specialist, dossier_id=dossier_id)}
    texts["child_number"] = "086225000017" if "child_number" in texts else ""
    kept = {key: value for key, value in texts.items() if value or key != "child_number"}
    dossiers.draft_result(specialist, dossier_id=dossier_id, fields=kept, now=now)
    dossiers.take_step(specialist, dossier_id=dossier_id, task=task, now=now)
    return sign_and_wait(leader, dossier_id=dossier_id, now=now)
