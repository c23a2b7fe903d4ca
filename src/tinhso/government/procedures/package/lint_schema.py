"""Shape: procedure.yaml against package.schema.json, each fault in plain Vietnamese at its line."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tinhso.government.procedures.package.reading import FILES, PROCEDURE, PROCESS, Package

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMA_FILE: Final = Path(__file__).resolve().parent.parent / "package.schema.json"


@lru_cache(maxsize=1)
def validator() -> "Draft202012Validator":
    """Return the validator of procedure.yaml."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def check(package: Package) -> None:
    """Judge the shape of procedure.yaml, its place, and that every text is composed (NFC)."""
    _composed(package)
    raw = package.value(PROCEDURE)
    if PROCEDURE not in package.documents:
        return
    for error in validator().iter_errors(raw):
        for leaf in _leaves(error):
            pointer = "".join(f"/{part}" for part in leaf.absolute_path)
            code, sentence = _words(leaf)
            package.tell_at(PROCEDURE, pointer + _extra(leaf), code, sentence)
    if isinstance(raw, dict):
        _placed(package, raw)


def _placed(package: Package, raw: Mapping[str, Any]) -> None:
    """The folder names say which version this is; the file must say the same."""
    for key, folder in (("code", package.code), ("version", package.version)):
        if isinstance(raw.get(key), str) and raw[key] != folder:
            package.tell_at(
                PROCEDURE,
                f"/{key}",
                "folder_differs",
                f"“{key}” là “{raw[key]}” nhưng thư mục là “{folder}”. Sửa cho giống nhau.",
            )


def _composed(package: Package) -> None:
    for name in FILES:
        text = package.texts.get(name, "")
        if name == PROCESS or unicodedata.is_normalized("NFC", text):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if not unicodedata.is_normalized("NFC", line):
                package.tell(
                    name,
                    number,
                    "not_nfc",
                    "Dòng này dùng dấu tổ hợp rời. Gõ lại bằng bảng mã Unicode dựng sẵn (NFC).",
                )
                break


def _leaves(error: "ValidationError") -> "list[ValidationError]":
    """Return what is really wrong under an anyOf: the branch that is not about null."""
    if error.validator != "anyOf" or error.instance is None:
        return [error]
    inner = [one for one in error.context or () if one.validator != "type" or one.validator_value != "null"]
    return [leaf for one in inner for leaf in _leaves(one)] or [error]


def _extra(error: "ValidationError") -> str:
    """Return the further step to the key an additionalProperties error speaks of."""
    if error.validator != "additionalProperties" or not isinstance(error.instance, dict):
        return ""
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    unknown = [key for key in error.instance if key not in known]
    return f"/{unknown[0]}" if unknown else ""


def _listed(error: "ValidationError") -> list[Any]:
    value: Any = error.validator_value
    return value if isinstance(value, list) else [value]


def _instance(error: "ValidationError") -> dict[str, Any]:
    value: Any = error.instance
    return value if isinstance(value, dict) else {}


def _required(error: "ValidationError") -> str:
    missing = [key for key in _listed(error) if key not in _instance(error)]
    return f"Thiếu {', '.join(f'“{key}”' for key in missing)}. Thêm vào mục này."


def _enum(error: "ValidationError") -> str:
    return f"“{error.instance}” không dùng được. Chọn một trong: {', '.join(map(str, _listed(error)))}."


def _type(error: "ValidationError") -> str:
    names = {
        "string": "chữ (đặt trong ngoặc kép)",
        "integer": "số nguyên",
        "number": "số",
        "boolean": "true hoặc false",
        "object": "nhóm mục",
        "array": "danh sách",
        "null": "null",
    }
    return f"Giá trị phải là {' hoặc '.join(names.get(str(one), str(one)) for one in _listed(error))}."


_SENTENCES: Final[Mapping[str, Callable[[Any], str]]] = {
    "required": _required,
    "enum": _enum,
    "type": _type,
    "additionalProperties": lambda e: f"Không có mục “{_extra(e)[1:]}” trong quy cách gói thủ tục. Bỏ đi hoặc sửa tên.",
    "pattern": lambda e: f"“{e.instance}” viết chưa đúng dạng {e.validator_value}.",
    "minLength": lambda _e: "Để trống. Nhập nội dung.",
    "maxLength": lambda e: f"Dài quá {e.validator_value} ký tự. Rút gọn lại.",
    "minItems": lambda e: f"Cần ít nhất {e.validator_value} mục.",
    "maxItems": lambda e: f"Không quá {e.validator_value} mục.",
    "uniqueItems": lambda _e: "Có mục lặp lại. Bỏ bớt.",
    "minimum": lambda e: f"Phải từ {e.validator_value} trở lên.",
    "exclusiveMinimum": lambda e: f"Phải lớn hơn {e.validator_value}.",
    "maximum": lambda e: f"Không quá {e.validator_value}.",
}


def _words(error: "ValidationError") -> tuple[str, str]:
    keyword = str(error.validator)
    words = _SENTENCES.get(keyword)
    return f"schema_{keyword}", words(error) if words else "Nội dung chưa đúng quy cách gói thủ tục."
