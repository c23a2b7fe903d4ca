"""Typed builders: a small, valid procedure for other rooms' tests, published by the same road as a real one."""

import json
from datetime import date, datetime
from typing import Any, Final

import yaml

from tinhso.foundation.forms.testing import good_answers, raw_form
from tinhso.foundation.workflow.testing import draw
from tinhso.government.procedures.actions import publish
from tinhso.government.procedures.data import ProcedureVersion
from tinhso.government.procedures.package.reading import EXAMPLES, FORM, PROCEDURE, PROCESS, Package
from tinhso.government.procedures.queries import get_current
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

CODE: Final = "1.999001"
SINCE: Final = "2020-01-01"


def raw_package(*, code: str = CODE, version: str = SINCE, **changes: Any) -> dict[str, Any]:
    """Return procedure.yaml as data: a commune procedure, decided in three working days, 8,000 đồng a copy.

    Two cases: `default`, and `xac_minh` (five days) when /request/urgent is true. One paper, `GT`, is required.
    """
    return {
        "code": code,
        "version": version,
        "name": "Xác nhận tình trạng cư trú",
        "name_en": "Confirmation of residence",
        "slug": f"thu-tuc-{code.replace('.', '-')}",
        "short_code": f"T{code[-3:]}",
        "keywords": ["xác nhận", "cư trú"],
        "life_event": "giay-to",
        "field": {"code": "TH", "name": "Thử nghiệm"},
        "level": "commune",
        "department": None,
        "online_level": "full",
        "channels": {"online": "local", "counter": True},
        "audience": ["citizen"],
        "agency": {"name": "Ủy ban nhân dân cấp xã", "signer": "Chủ tịch Ủy ban nhân dân cấp xã"},
        "decision": {"number": "01/QĐ-UBND", "on": version, "mark": "unsure"},
        "summary": "Thủ tục dùng để thử phần mềm.",
        "who": "Mọi công dân.",
        "minutes": 5,
        "prepare": ["Giấy tờ tùy thân."],
        "procedure_text": ["Nộp hồ sơ.", "Nhận kết quả."],
        "requirements": [],
        "copies": 1,
        "eligibility": [],
        "cases": [
            {"code": "default", "name": "Thông thường", "when": None, "allowance": _limit(3), "allowance_online": None},
            {
                "code": "xac_minh",
                "name": "Cần xác minh",
                "when": {"field": "/request/urgent", "equals": True},
                "allowance": _limit(5),
                "allowance_online": None,
            },
        ],
        "fees": [
            {
                "code": "LP01",
                "name": "Lệ phí bản sao",
                "amount": 8000,
                "per": "copy",
                "quantity": "/request/copies",
                "when": None,
                "channel": "any",
                "cases": ["default", "xac_minh"],
                "mark": "unsure",
                "note": "Mức thử nghiệm.",
            },
        ],
        "components": [
            {"code": "TK", "name": "Tờ khai", "kind": "electronic", "count": 1, "required": True, "from_form": True},
            {"code": "GT", "name": "Giấy tờ chứng minh", "kind": "copy", "count": 1, "required": True, "when": None},
        ],
        "results": [
            {
                "code": "KQ",
                "name": "Giấy xác nhận",
                "template": "ket_qua",
                "number": {"series": "xac_nhan", "pattern": "{n:02d}/{on:%Y}/XN", "period": "year"},
                "validity": "permanent",
            },
        ],
        "legal_basis": [{"number": "63/2010/NĐ-CP", "name": "Kiểm soát thủ tục hành chính", "mark": "known"}],
        "steps": _steps(),
        "prints": {"application": "to_khai"},
        "sources": ["Dữ liệu thử."],
        **changes,
    }


def _limit(days: int) -> dict[str, Any]:
    return {"amount": days, "unit": "working_day", "mark": "unsure"}


def _steps() -> list[dict[str, Any]]:
    hours = {"amount": 4, "unit": "working_hour"}
    return [
        {
            "task": "tham_tra",
            "title": "Thẩm tra, soạn giấy xác nhận",
            "role": "specialist",
            "act": "draft",
            "allowance": hours,
            "outcomes": {"forward": "Trình ký"},
            "citizen": "Công chức đang thẩm tra hồ sơ.",
        },
        {
            "task": "ky_duyet",
            "title": "Ký giấy xác nhận",
            "role": "leader",
            "act": "sign",
            "allowance": hours,
            "outcomes": {"forward": "Ký", "return": "Trả lại"},
            "citizen": "Hồ sơ đang chờ lãnh đạo ký.",
        },
        {
            "task": "tra_ket_qua",
            "title": "Trả kết quả",
            "role": "one_stop_officer",
            "act": "hand_over",
            "allowance": hours,
            "outcomes": {"forward": "Trả kết quả"},
            "citizen": "Kết quả đã có tại Bộ phận Một cửa.",
        },
    ]


def draw_process() -> str:
    """Return the BPMN of the small procedure: examine, sign (forward, or return to examine), hand over."""
    return draw(
        ("start", "tham_tra"),
        ("tham_tra", "ky_duyet"),
        ("ky_duyet", "chon"),
        ("chon", "tra_ket_qua", "forward"),
        ("chon", "tham_tra", "return"),
        ("tra_ket_qua", "end"),
        tasks=("tham_tra", "ky_duyet", "tra_ket_qua"),
    ).decode()


def raw_examples() -> list[dict[str, Any]]:
    """Return examples that come out as they say."""
    path = ["tham_tra:forward", "ky_duyet:forward", "tra_ket_qua:forward"]
    again = ["tham_tra:forward", "ky_duyet:return", *path]
    return [
        {
            "name": "Hai bản sao",
            "channel": "online",
            "data": good_answers(copies=2),
            "papers": ["GT"],
            "expect": {"valid": True, "case": "default", "fee": 16000, "path": path},
        },
        {
            "name": "Cần xác minh, trả lại một lần",
            "channel": "counter",
            "data": good_answers(urgent=True),
            "papers": ["GT"],
            "expect": {"valid": True, "case": "xac_minh", "fee": 8000, "path": again},
        },
        {"name": "Thiếu tên", "data": {}, "expect": {"valid": False}},
    ]


def make_package(
    *,
    package: dict[str, Any] | None = None,
    form: dict[str, Any] | None = None,
    bpmn: str | None = None,
    examples: list[dict[str, Any]] | None = None,
    **changes: Any,
) -> Package:
    """Return a package in memory, as if read from its folder; templates are not looked for."""
    raw = package or raw_package(**changes)
    texts = {
        PROCEDURE: yaml.safe_dump(raw, allow_unicode=True, sort_keys=False),
        FORM: json.dumps(form or raw_form(), ensure_ascii=False, indent=1),
        PROCESS: bpmn or draw_process(),
        EXAMPLES: yaml.safe_dump(examples or raw_examples(), allow_unicode=True, sort_keys=False),
    }
    return Package(f"{raw['code']}/{raw['version']}", str(raw["code"]), str(raw["version"]), texts)


def make_procedure(
    *,
    form: dict[str, Any] | None = None,
    bpmn: str | None = None,
    examples: list[dict[str, Any]] | None = None,
    now: datetime | None = None,
    **changes: Any,
) -> ProcedureVersion:
    """Publish a small procedure (see `raw_package`, whose keys `changes` replace) and return its version.

    Its form is `forms.testing.raw_form()`, answered by `forms.testing.good_answers()`; its process is examine
    (`tham_tra`), sign (`ky_duyet`), hand over (`tra_ket_qua`). The same call twice gives the same version.
    """
    package = make_package(form=form, bpmn=bpmn, examples=examples, **changes)
    publish(SYSTEM, package=package, now=now or clock.now())
    return get_current(package.code, date.fromisoformat(package.version))
