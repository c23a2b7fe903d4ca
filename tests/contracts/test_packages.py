"""Every package of this house walks: its examples are filed, processed, drafted as prefilled, signed and handed over."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.conf import settings

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.organisations.testing import SmallProvince
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions import fees
from tinhso.government.dossiers.data import DossierInfo, PaperForm, PaperInput, Status
from tinhso.government.dossiers.testing import sign_and_wait
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import frozen
from tinhso.testing.cast import citizen_actor, officer_actor

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.CONTENT_DIR) / "procedures"
SUBJECTS = ("child", "holder", "deceased", "bride", "person", "owner", "applicant")


def valid_examples() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*/*/examples.yaml")):
        for place, example in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
            if example["expect"]["valid"]:
                yield pytest.param(file.parent, example, id=f"{file.parent.parent.name}-{file.parent.name}-{place}")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    procedures.forget_versions()


@dataclass(frozen=True)
class Staff:
    """The agency that decides, and who works there."""

    unit_id: UUID
    desk: Actor
    specialist: Actor
    head: Actor
    leader: Actor


def staff_of(level: str, units: SmallProvince) -> Staff:
    agency, counter, chief = {
        "commune": (units.commune_a, units.counter_a, "Chủ tịch Ủy ban nhân dân"),
        "district": (units.district, units.district_counter, "Phó Chủ tịch Ủy ban nhân dân"),
        "department": (units.department, units.department_counter, "Giám đốc Sở Tư pháp"),
    }[level]

    def one(code: str, name: str, role: str, title: str, unit_id: UUID = agency.id) -> Actor:
        return officer_actor(code=code, name=name, unit_id=unit_id, roles=(role,), title=title)

    return Staff(
        agency.id,
        one("MC", "Trần Văn Bình", "one_stop_officer", "Công chức tiếp nhận", counter.id),
        one("CV", "Phạm Thu Hà", "specialist", "Chuyên viên"),
        one("TP", "Đỗ Quốc Khánh", "unit_head", "Trưởng phòng"),
        one("LD", "Lê Kim Chi", "leader", chief),
    )


def test_nothing_is_wrong_with_the_packages() -> None:
    assert [str(problem) for problem in procedures.lint(FOLDER, with_calendar=True)] == []


@pytest.mark.parametrize(("folder", "example"), list(valid_examples()))
def test_an_example_becomes_a_signed_paper_without_retyping(
    folder: Path, example: dict[str, Any], units: SmallProvince
) -> None:
    now = datetime.fromisoformat(example["received_at"])
    with frozen(now):
        assert procedures.load_packages(folder).is_clean
        walk(folder, example, units, now)


def walk(folder: Path, example: dict[str, Any], units: SmallProvince, now: datetime) -> None:
    """Bring one example from filing to the paper in the applicant's hand, and read that paper."""
    version = procedures.get_current(folder.parent.name, on=now.date())
    assert str(version.info.valid_from) == folder.name
    staff = staff_of(version.info.level, units)

    info = file_and_receive(staff, version, example, now)
    if info.status is Status.WAITING_FEE:
        info = pay(staff, info.id, example["expect"]["fee"], now)
    assert info.status is Status.RECEIVED
    for minutes, word in enumerate(example["expect"]["path"], 1):
        task, _, outcome = word.partition(":")
        act = version.step(task).act
        take(staff, info.id, task, act, outcome, example.get("draft") or {}, now + timedelta(minutes=minutes))

    detail = dossiers.get_dossier(staff.desk, dossier_id=info.id)
    assert detail.info.status is Status.HANDED_OVER
    assert detail.result_file_id is not None
    signed = files.read_bytes(detail.result_file_id)
    later = now + timedelta(days=1)
    assert signing.verify_pdf(signed, now=later).state is signing.VerdictState.VALID
    words = text_of(signed)
    issued = results.find_by_token(detail.result_token)
    assert issued is not None
    assert issued.number in words
    assert subject_of(example["data"]).upper() in words.upper()
    assert "LÊ KIM CHI" in words.upper()


def file_and_receive(
    staff: Staff, version: procedures.ProcedureVersion, example: Mapping[str, Any], now: datetime
) -> DossierInfo:
    """File the way the example says: on line and taken in at the desk, or handed in at the counter."""
    given: dict[str, Any] = {
        "procedure_code": version.code,
        "unit_id": staff.unit_id,
        "data": example["data"],
        "now": now,
    }
    if example["channel"] == "counter":
        seen = [PaperInput(code, None, PaperForm.ORIGINAL) for code in example["papers"]]
        return dossiers.receive_at_counter(staff.desk, papers=seen, **given)
    applicant = example["data"]["applicant"]
    citizen = citizen_actor(number=str(applicant["number"]), name=applicant["name"])
    scans = [files.save_bytes(make_pdf(), name=f"{code}.pdf", actor=citizen, now=now) for code in example["papers"]]
    papers = [PaperInput(code, scan.id) for code, scan in zip(example["papers"], scans, strict=True)]
    filed = dossiers.submit_directly(citizen, papers=papers, **given)
    return dossiers.receive(staff.desk, dossier_id=filed.id, now=now)


def pay(staff: Staff, dossier_id: UUID, expected: int, now: datetime) -> DossierInfo:
    """Pay what was asked, as the ledger tells of it."""
    detail = dossiers.get_dossier(staff.desk, dossier_id=dossier_id)
    assert detail.fee_request_id is not None
    request = payments.get_request(detail.fee_request_id)
    assert request.total.amount == expected
    fees.fee_settled(dossier_id=dossier_id, request_id=request.id, total=expected, at=now, now=now)
    return dossiers.get_dossier(staff.desk, dossier_id=dossier_id).info


def take(
    staff: Staff, dossier_id: UUID, task: str, act: str, outcome: str, looked_up: dict[str, str], now: datetime
) -> None:
    """Take one step; a draft is kept as prefilled, but for what the example says was looked up."""
    whose = {"assign": staff.head, "review": staff.head, "sign": staff.leader, "hand_over": staff.desk}
    actor = whose.get(act, staff.specialist)
    if outcome != "forward":
        dossiers.take_step(actor, dossier_id=dossier_id, task=task, outcome=outcome, remark="Sửa lại.", now=now)
    elif act == "sign":
        sign_and_wait(actor, dossier_id=dossier_id, now=now)
    elif act == "hand_over":
        dossiers.hand_over(actor, dossier_id=dossier_id, now=now)
    else:
        if act == "draft":
            texts = {one.key: one.value for one in dossiers.draft_fields(actor, dossier_id=dossier_id)}
            dossiers.draft_result(actor, dossier_id=dossier_id, fields=texts | looked_up, now=now)
        handler = staff.specialist.account_id if act == "assign" else None
        dossiers.take_step(actor, dossier_id=dossier_id, task=task, handler_id=handler, now=now)


def text_of(pdf: bytes) -> str:
    """Return the text a reader sees, in one line."""
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", found.stdout.decode())


def subject_of(data: Mapping[str, Any]) -> str:
    """Return the name of whom the paper is about: an organisation that asks, else a person."""
    if organisation := data["filing"].get("organisation"):
        return str(organisation)
    return next(str(data[group]["name"]) for group in SUBJECTS if data.get(group, {}).get("name"))
