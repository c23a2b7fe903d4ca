"""The draft of a result: texts have sources, names in the paper have texts, and the examples can be printed."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date
from string import Template
from typing import Any, Final

from tinhso.foundation.forms.public import BadCondition, Field, Form, Kind, parse_condition, summary, walk_condition
from tinhso.foundation.prints.public import PrintRefused, UnknownTemplate, checked, get_contract
from tinhso.government.procedures.package.reading import EXAMPLES, PROCEDURE, Package
from tinhso.government.procedures.rules import drafting

TRIAL: Final = drafting.Office(
    unit_name="Ủy ban nhân dân phường Minh Họa",
    parent_name="",
    place="Minh Họa",
    on=date(2026, 11, 23),
    number="01",
    signer_name="Minh Họa",
    authority=("CHỦ TỊCH",),
    verify_address="https://example.vn/xac-thuc/00000000",
    token="0" * 8,
    dossier_code="H00.00-261123-0001",
    result_name="Kết quả",
    demo=True,
)


def check(package: Package, fields: Mapping[str, Field]) -> None:
    """Judge what `results[].draft` says against the form and itself."""
    for place, result in enumerate(package.value(PROCEDURE)["results"]):
        if "draft" in result:
            _Draft(package, f"/results/{place}/draft", result["draft"], fields).judge()


class _Draft:
    """One draft under judgement; `pointer` is where it stands in procedure.yaml."""

    def __init__(self, package: Package, pointer: str, draft: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
        self.package = package
        self.pointer = pointer
        self.draft = draft
        self.fields = fields

    def tell(self, where: str, code: str, sentence: str) -> None:
        self.package.tell_at(PROCEDURE, f"{self.pointer}/{where}", code, sentence)

    def judge(self) -> None:
        for place, raw in enumerate(self.draft["fields"]):
            self.source(f"fields/{place}", raw)
            self.words(f"fields/{place}", raw)
            self.when(f"fields/{place}/when", raw)
        self.keys()
        self.names()

    def source(self, where: str, raw: Mapping[str, Any]) -> None:
        """A text comes from answers of the form: one answer each, or the rows of one repeated group."""
        wants_rows = "each" in raw
        pointers = drafting.sources(raw)
        if wants_rows and len(pointers) != 1:
            self.tell(where, "draft_each", "“each” cần đúng một “from” là nhóm lặp.")
        for pointer in pointers:
            field = self.fields.get(pointer)
            if field is None:
                self.tell(f"{where}/from", "draft_pointer", f"Biểu mẫu không có mục “{pointer}”. Sửa đường dẫn.")
            elif wants_rows != (field.kind is Kind.REPEAT):
                self.tell(f"{where}/from", "draft_each", f"“{pointer}” là nhóm lặp thì cần “each”, và ngược lại.")
            elif field.children and not wants_rows and field.kind is not Kind.ADDRESS:
                self.tell(f"{where}/from", "draft_pointer", f"“{pointer}” là một nhóm. Chọn từng mục trong nhóm.")

    def words(self, where: str, raw: Mapping[str, Any]) -> None:
        """`words` knows `$value` alone, `each` the parts of a row."""
        field = self.fields.get((drafting.sources(raw) or [""])[0])
        parts = {child.key for child in field.children} if field else set()
        for key, known in (("words", {"value"}), ("each", parts)):
            for name in _unknown(str(raw.get(key, "")), known):
                self.tell(f"{where}/{key}", "draft_name", f"“{key}” không có tên “{name}”. Sửa tên sau dấu $.")

    def when(self, where: str, raw: Mapping[str, Any]) -> None:
        try:
            condition = parse_condition(raw.get("when"))
        except BadCondition as error:
            self.tell(where, "bad_condition", error.sentence)
            return
        for test in walk_condition(condition):
            if test.pointer not in self.fields:
                self.tell(where, "unknown_field", f"Biểu mẫu không có mục “{test.pointer}”. Sửa đường dẫn.")

    def keys(self) -> None:
        """A key stands once, or several times where all but the last are told apart by `when`."""
        last = {raw["key"]: place for place, raw in enumerate(self.draft["fields"])}
        for place, raw in enumerate(self.draft["fields"]):
            key = raw["key"]
            if key in drafting.OFFICE_NAMES or key.removesuffix("_iso") != key:
                self.tell(f"fields/{place}/key", "draft_key", f"“{key}” là tên có sẵn của cơ quan. Đặt tên khác.")
            if place != last[key] and not raw.get("when"):
                self.tell(f"fields/{place}", "draft_twice", f"Có mục “{key}” khác ở sau; mục này cần “when”.")

    def names(self) -> None:
        """Every name in the document is known, every text is printed somewhere."""
        known = set(drafting.names(self.draft, {}, TRIAL))
        used: set[str] = set()
        for where, text in _texts(self.draft["document"], "document"):
            for name in _unknown(text, known):
                self.tell(where, "draft_name", f"Không có mục dự thảo “{name}”. Sửa tên sau dấu $ hoặc thêm mục.")
            used.update(_identifiers(text))
        for place, raw in enumerate(self.draft["fields"]):
            if not used & {raw["key"], f"{raw['key']}_iso"}:
                self.tell(
                    f"fields/{place}", "draft_unused", f"Mục “{raw['key']}” không được in ở đâu trong “document”."
                )


def _identifiers(text: str) -> list[str]:
    return Template(text).get_identifiers()


def _unknown(text: str, known: set[str]) -> list[str]:
    """Return the names in a text that nobody knows; "$" for a lone dollar sign."""
    template = Template(text)
    found = [name for name in template.get_identifiers() if name not in known]
    return found if template.is_valid() else [*found, "$"]


def _texts(part: Any, where: str) -> Iterator[tuple[str, str]]:
    """Yield (pointer, text) of a document; the key of a `when` as if it were a text of that name."""
    if isinstance(part, str):
        yield where, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            if key == "when":
                name = value if isinstance(value, str) else value.get("key", "") if isinstance(value, Mapping) else ""
                yield f"{where}/when", f"${{{name}}}"
            else:
                yield from _texts(value, f"{where}/{key}")
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from _texts(value, f"{where}/{place}")


def run(package: Package, form: Form, pointer: str, example: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Draft and fill the paper of one valid example, and hold it against the contract of its print template."""
    typed = example.get("draft") or {}
    for place, result in enumerate(package.value(PROCEDURE)["results"]):
        draft = result.get("draft")
        if draft is None:
            continue
        texts = drafting.fields_of(draft, words_without_communes(form, answers), None, data=answers)
        kept, errors = drafting.clean(draft, {one.key: one.value for one in texts} | typed, data=answers)
        for key, sentence in errors.items():
            package.tell_at(
                EXAMPLES,
                pointer,
                "example_draft",
                f"Ví dụ “{example.get('name', '')}”: dự thảo thiếu “{key}”: {sentence}.",
            )
        for key in sorted(set(typed) - {one.key for one in texts}):
            package.tell_at(EXAMPLES, f"{pointer}/draft/{key}", "example_draft", f"Dự thảo không có mục “{key}”.")
        if not errors and package.prints is not None:
            _hold(package, f"/results/{place}", result, kept, str(example.get("name", "")))


def _hold(package: Package, pointer: str, result: Mapping[str, Any], kept: Mapping[str, str], name: str) -> None:
    template = result["template"]
    try:
        checked(get_contract(template), drafting.document(result["draft"], kept, TRIAL, template=template))
    except UnknownTemplate:
        return
    except PrintRefused as error:
        for path, sentence in (error.fields or {}).items():
            package.tell_at(
                PROCEDURE,
                f"{pointer}/draft/document/{path.replace('.', '/')}",
                "draft_document",
                f"Mẫu in “{template}” không nhận dự thảo của ví dụ “{name}”: {path}: {sentence}",
            )


def words_without_communes(form: Form, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers as words by pointer, the communes as their codes: lint reads files, not the list of units."""
    data = deepcopy(dict(answers))
    codes: dict[str, str] = {}
    for pointer, field in form.fields.items():
        holder, _, key = pointer.rpartition("/")
        inside: Any = data
        for part in holder.split("/")[1:]:
            inside = inside.get(part) if isinstance(inside, dict) else None
        value = inside.get(key) if isinstance(inside, dict) else None
        if field.kind is Kind.ADDRESS and isinstance(value, dict):
            codes[pointer] = ", ".join(str(part) for part in (value.get("detail"), value.get("commune")) if part)
        elif field.kind is Kind.COMMUNE and value:
            codes[pointer] = str(value)
        else:
            continue
        inside.pop(key)
    rows = (row for section in summary(form, data, language="vi") for row in section.rows)
    return {row.pointer: row.value for row in rows if row.answered} | codes
