"""What the parts of a package say about one another: cases, fees, papers, results, conditions, templates."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tinhso.foundation.forms.public import BadCondition, Field, Kind, compile_form, parse_condition, walk_condition
from tinhso.foundation.numbering.public import Period, Series, Unique
from tinhso.government.procedures.package import lint_draft
from tinhso.government.procedures.package.reading import FORM, PROCEDURE, Package


def check(package: Package) -> None:
    """Judge procedure.yaml against itself, the form and the print templates."""
    raw = package.value(PROCEDURE)
    _days(package, raw)
    _codes(package, raw)
    _cases(package, raw)
    _department(package, raw)
    _templates(package, raw)
    _numbers(package, raw)
    _exemptions(package, raw)
    if not package.problems:
        fields = compile_form(package.value(FORM)).fields
        _conditions(package, raw, fields)
        _quantities(package, raw, fields)
        lint_draft.check(package, fields)


def _days(package: Package, raw: Mapping[str, Any]) -> None:
    for pointer, value in (
        ("/version", raw["version"]),
        ("/valid_to", raw.get("valid_to")),
        ("/decision/on", (raw["decision"] or {}).get("on")),
    ):
        try:
            date.fromisoformat(value or "2000-01-01")
        except ValueError:
            package.tell_at(PROCEDURE, pointer, "no_such_day", f"“{value}” không phải ngày có thật.")
    if raw.get("valid_to") and raw["valid_to"] <= raw["version"]:
        package.tell_at(
            PROCEDURE, "/valid_to", "ends_first", "“valid_to” là ngày đầu tiên hết hiệu lực, phải sau “version”."
        )


def _codes(package: Package, raw: Mapping[str, Any]) -> None:
    for part in ("cases", "fees", "components", "results"):
        counts = Counter(one["code"] for one in raw[part])
        for place, one in enumerate(raw[part]):
            if counts[one["code"]] > 1:
                package.tell_at(
                    PROCEDURE, f"/{part}/{place}/code", "code_twice", f"Mã “{one['code']}” dùng hai lần trong “{part}”."
                )


def _cases(package: Package, raw: Mapping[str, Any]) -> None:
    known = {case["code"] for case in raw["cases"]}
    plain = [case["code"] for case in raw["cases"] if case.get("when") is None]
    if len(plain) > 1:
        package.tell_at(
            PROCEDURE,
            "/cases",
            "two_plain_cases",
            "Chỉ một trường hợp được để “when: null”; các trường hợp khác cần “when”.",
        )
    for pointer, code in _cases_named(raw):
        if code not in known:
            package.tell_at(PROCEDURE, pointer, "unknown_case", f"Không có trường hợp “{code}” trong “cases”.")
    if not any(one.get("from_form") for one in raw["components"]):
        package.tell_at(
            PROCEDURE, "/components", "no_application", "Thêm thành phần “from_form: true”: tờ khai làm từ biểu mẫu."
        )


def _cases_named(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (pointer, code) wherever a case is named."""
    for part in ("fees", "components"):
        for place, one in enumerate(raw[part]):
            for code in one.get("cases", ()):
                yield f"/{part}/{place}/cases", code
    for place, step in enumerate(raw["steps"]):
        for code in step.get("allowances", {}):
            yield f"/steps/{place}/allowances/{code}", code


def _department(package: Package, raw: Mapping[str, Any]) -> None:
    if (raw["level"] == "department") != bool(raw.get("department")):
        package.tell_at(
            PROCEDURE,
            "/department" if raw.get("department") else "/level",
            "department",
            "“department” (tên viết tắt của sở) có khi và chỉ khi “level” là department.",
        )


def _templates(package: Package, raw: Mapping[str, Any]) -> None:
    if package.prints is None:
        return
    wanted = [("/prints/application", raw["prints"]["application"])]
    wanted += [(f"/results/{place}/template", one["template"]) for place, one in enumerate(raw["results"])]
    for pointer, name in wanted:
        if name not in package.prints:
            package.tell_at(
                PROCEDURE, pointer, "no_template", f"Không có mẫu in content/prints/{name}.typ. Thêm mẫu hoặc sửa tên."
            )


def _exemptions(package: Package, raw: Mapping[str, Any]) -> None:
    """An exemption names fees and a paper that are there."""
    fees, papers = ({one["code"] for one in raw[part]} for part in ("fees", "components"))
    for place, one in enumerate(raw.get("exemptions", ())):
        for code in one["fees"]:
            if code not in fees:
                package.tell_at(
                    PROCEDURE, f"/exemptions/{place}/fees", "unknown_fee", f"Không có khoản “{code}” trong “fees”."
                )
        if one.get("paper") and one["paper"] not in papers:
            package.tell_at(
                PROCEDURE,
                f"/exemptions/{place}/paper",
                "unknown_paper",
                f"Không có giấy tờ “{one['paper']}” trong “components”.",
            )


def _numbers(package: Package, raw: Mapping[str, Any]) -> None:
    for place, one in enumerate(raw["results"]):
        number = one["number"]
        try:
            Series(
                number["series"],
                Period(number["period"]),
                number["pattern"],
                Unique(number.get("unique_within", "ever")),
            )
        except (ValueError, KeyError, IndexError):
            package.tell_at(
                PROCEDURE,
                f"/results/{place}/number/pattern",
                "number_pattern",
                "Dạng số chỉ dùng {owner}, {on}, {n}; đánh số lại theo năm (ngày) thì phải có {on:%Y} (ngày) trong số, "
                "hoặc ghi “unique_within: period” cho số văn bản không mang năm.",
            )


def _whens(raw: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for part in ("cases", "fees", "components", "exemptions"):
        for place, one in enumerate(raw.get(part, ())):
            yield f"/{part}/{place}/when", one.get("when")


def _conditions(package: Package, raw: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    for pointer, when in _whens(raw):
        try:
            condition = parse_condition(when)
        except BadCondition as error:
            package.tell_at(PROCEDURE, pointer + error.pointer, "bad_condition", error.sentence)
            continue
        for test in walk_condition(condition):
            field = fields.get(test.pointer)
            if field is None or "*" in test.path:
                package.tell_at(
                    PROCEDURE, pointer, "unknown_field", f"Biểu mẫu không có mục “{test.pointer}”. Sửa đường dẫn."
                )
                continue
            values = test.value if test.op == "in" else [test.value]
            known = [choice.value for choice in field.choices]
            if known and test.op != "exists" and any(value not in known for value in values):
                package.tell_at(
                    PROCEDURE, pointer, "impossible_value", f"Mục “{test.pointer}” không có giá trị được nêu."
                )


def _quantities(package: Package, raw: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    for place, fee in enumerate(raw["fees"]):
        for key in ("quantity", "times"):
            pointer = fee.get(key)
            if pointer and (pointer not in fields or fields[pointer].kind is not Kind.INTEGER):
                package.tell_at(
                    PROCEDURE, f"/fees/{place}/{key}", key, f"“{pointer}” phải là mục số nguyên trong biểu mẫu."
                )
        ends = [tier.get("up_to") for tier in fee.get("tiers", ())]
        if ends and (ends[-1] is not None or None in ends[:-1] or ends[:-1] != sorted(set(ends[:-1]))):
            package.tell_at(
                PROCEDURE,
                f"/fees/{place}/tiers",
                "tiers",
                "Các bậc cần “up_to” tăng dần; chỉ bậc cuối không có “up_to”.",
            )
