"""The examples run: a package whose own examples come out otherwise is not ready to be published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.forms.public import Checked, compile_form
from tinhso.foundation.forms.public import check as check_answers
from tinhso.foundation.workflow.public import Outline, inspect
from tinhso.government.procedures.data import PROMISE_DIFFERS, Case, ProcedureVersion
from tinhso.government.procedures.package import lint_draft
from tinhso.government.procedures.package.reading import EXAMPLES, FORM, PROCEDURE, PROCESS, Package
from tinhso.government.procedures.rules.building import build_info, build_version
from tinhso.government.procedures.rules.reckoning import choose_case, components_for, fee_for, limit_for
from tinhso.kernel.clock import to_local
from tinhso.kernel.ids import uuid7

KEYS: Final = frozenset({"name", "channel", "received_at", "data", "papers", "expect", "copies", "pages", "draft"})
EXPECT: Final = frozenset({"valid", "case", "fee", "promised_at", "path", "errors"})
LEAST: Final = 2
MAX_ERRORS: Final = 20


def check(package: Package) -> None:
    """Run every example: answers, case, fee, papers and the way through the process."""
    examples = package.value(EXAMPLES)
    if not isinstance(examples, list) or len(examples) < LEAST:
        package.tell(EXAMPLES, 1, "few_examples", "Cần ít nhất một ví dụ hợp lệ và một ví dụ có lỗi.")
        return
    version = _version(package)
    outline = inspect(package.texts[PROCESS].encode())
    for place, example in enumerate(examples):
        if _shaped(package, example, f"/{place}"):
            _Run(package, version, outline, f"/{place}", example).run()
    for wanted, words in ((True, "hợp lệ"), (False, "có lỗi")):
        if not any(_valid(one) is wanted for one in examples):
            package.tell(EXAMPLES, 1, "few_examples", f"Cần ít nhất một ví dụ {words}.")


def _valid(example: Any) -> Any:
    return example.get("expect", {}).get("valid") if isinstance(example, dict) else None


def _version(package: Package) -> ProcedureVersion:
    raw = package.value(PROCEDURE)
    compile_form(package.value(FORM))
    info = build_info(raw, version_id=uuid7(), procedure_id=uuid7(), valid_to=None)
    return build_version(info, raw, form=package.value(FORM), digest=package.digest)


def _shaped(package: Package, example: Any, pointer: str) -> bool:
    if not isinstance(example, dict) or not isinstance(example.get("expect"), dict):
        package.tell_at(EXAMPLES, pointer, "example_shape", "Ví dụ cần “name”, “data” và “expect”.")
        return False
    good = True
    for key in [k for k in example if k not in KEYS] + [k for k in example["expect"] if k not in EXPECT]:
        package.tell_at(EXAMPLES, pointer, "example_key", f"Không có mục “{key}” trong ví dụ. Bỏ đi hoặc sửa tên.")
        good = False
    if not isinstance(example.get("data"), dict) or not isinstance(example["expect"].get("valid"), bool):
        package.tell_at(EXAMPLES, pointer, "example_shape", "Ví dụ cần “data” và “expect.valid” là true hoặc false.")
        good = False
    return good


def _moment(written: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class _Run:
    """One example, run against the package it stands in."""

    def __init__(
        self, package: Package, version: ProcedureVersion, outline: Outline, pointer: str, example: Mapping[str, Any]
    ) -> None:
        self.package = package
        self.version = version
        self.outline = outline
        self.pointer = pointer
        self.example = example
        self.expect: Mapping[str, Any] = example["expect"]
        self.channel = example.get("channel", "online")

    def tell(self, code: str, sentence: str, key: str = "expect") -> None:
        name = str(self.example.get("name", ""))
        self.package.tell_at(EXAMPLES, f"{self.pointer}/{key}", code, f"Ví dụ “{name}”: {sentence}")

    def run(self) -> None:
        checked = check_answers(self.version.form, dict(self.example["data"]), language="vi")
        self.answers(checked)
        if not self.expect["valid"] or not checked.is_valid:
            return
        case = choose_case(self.version.cases, checked.data)
        if case is None:
            self.tell("example_case", "câu trả lời không khớp trường hợp nào trong “cases”.")
            return
        self.case(case, checked)
        self.papers(case, checked)
        self.path()
        lint_draft.run(self.package, self.version.form, self.pointer, self.example, checked.data)

    def answers(self, checked: Checked) -> None:
        if self.expect["valid"] and not checked.is_valid:
            first = "; ".join(f"{pointer}: {words}" for pointer, words in list(checked.errors.items())[:MAX_ERRORS])
            self.tell("example_invalid", f"lẽ ra hợp lệ nhưng có lỗi: {first}", "data")
        elif not self.expect["valid"] and checked.is_valid and self._papers_complete(checked):
            self.tell("example_valid", "lẽ ra có lỗi nhưng biểu mẫu không thấy lỗi nào.", "data")
        wanted = self.expect.get("errors")
        if wanted is not None and not self.expect["valid"] and set(wanted) != set(checked.errors):
            self.tell(
                "example_errors",
                f"chờ lỗi ở {', '.join(sorted(wanted))}; thực tế ở {', '.join(checked.errors) or 'không đâu cả'}.",
                "expect/errors",
            )

    def _papers_complete(self, checked: Checked) -> bool:
        case = choose_case(self.version.cases, checked.data)
        return case is not None and not self._missing(case, checked)

    def case(self, case: Case, checked: Checked) -> None:
        if self.expect.get("case", case.code) != case.code:
            self.tell("example_case", f"chờ trường hợp “{self.expect['case']}”, thực tế “{case.code}”.", "expect/case")
        lines = fee_for(
            self.version,
            case,
            self.channel,
            data=checked.data,
            copies=self.example.get("copies"),
            pages=self.example.get("pages"),
        )
        total = sum(line.amount.amount for line in lines)
        if self.expect.get("fee", total) != total:
            self.tell("example_fee", f"chờ phí {self.expect['fee']} đồng, thực tế {total} đồng.", "expect/fee")
        self.promise(case)

    def promise(self, case: Case) -> None:
        """The promised moment comes out of the calendar, when the example gives one and the calendar may be asked."""
        wanted, received = _moment(self.expect.get("promised_at")), _moment(self.example.get("received_at"))
        if "promised_at" not in self.expect:
            return
        if wanted is None or received is None:
            self.tell("example_promise", "“received_at” và “promised_at” phải là thời điểm có múi giờ.")
            return
        if not self.package.with_calendar:
            return
        due = calendar.add_working_time(received, limit_for(case, self.channel).allowance)
        if due != wanted:
            self.tell(PROMISE_DIFFERS, f"chờ hẹn trả {wanted:%H:%M %d/%m/%Y}, thực tế {to_local(due):%H:%M %d/%m/%Y}.")

    def _missing(self, case: Case, checked: Checked) -> list[str]:
        papers = set(self.example.get("papers") or ())
        needed = components_for(self.version, case, checked.data)
        return [one.code for one in needed if one.required and not one.from_form and one.code not in papers]

    def papers(self, case: Case, checked: Checked) -> None:
        missing = self._missing(case, checked)
        if missing and "papers" in self.example:
            self.tell("example_papers", f"thiếu giấy tờ bắt buộc {', '.join(missing)}.", "papers")
        known = {one.code for one in self.version.components}
        for code in self.example.get("papers") or ():
            if code not in known:
                self.tell("example_papers", f"không có thành phần hồ sơ “{code}”.", "papers")

    def path(self) -> None:
        """Walk the way given, from the first task to the end."""
        ready = set(self.outline.first)
        for place, word in enumerate(self.expect.get("path") or ()):
            task, _, outcome = str(word).partition(":")
            moves = self.outline.moves.get(task, {})
            if task not in ready or outcome not in moves:
                self.tell(
                    "example_path",
                    f"bước “{word}” không đi được; đang chờ: {', '.join(sorted(ready)) or 'đã kết thúc'}.",
                    f"expect/path/{place}",
                )
                return
            ready.discard(task)
            ready.update(moves[outcome])
        if self.expect.get("path") and ready:
            self.tell("example_path", f"chưa đến cuối: còn {', '.join(sorted(ready))}.", "expect/path")
