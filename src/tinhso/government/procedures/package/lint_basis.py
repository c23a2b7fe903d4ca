"""What a package rests on: a fee names its ground, a paper that may stand for another is of a known type."""

from typing import Any

from tinhso.government.procedures.package.reading import PROCEDURE, Package


def check(package: Package) -> None:
    """Judge the grounds of fees and the types of papers; and that templates which came along are installed."""
    raw = package.value(PROCEDURE)
    for place, fee in enumerate(raw["fees"]):
        if fee["amount"] > 0 and not str(fee.get("note", "")).strip():
            package.tell_at(
                PROCEDURE,
                f"/fees/{place}",
                "fee_without_basis",
                f"Khoản “{fee['code']}” chưa nêu căn cứ. Thêm “note”: văn bản quy định mức thu.",
            )
    if package.paper_types is not None:
        _papers(package, raw, package.paper_types)


def _papers(package: Package, raw: dict[str, Any], known: frozenset[str]) -> None:
    for place, component in enumerate(raw["components"]):
        for code in component.get("accepts", ()):
            if code not in known:
                package.tell_at(
                    PROCEDURE,
                    f"/components/{place}/accepts",
                    "unknown_paper_type",
                    f"Không có loại giấy tờ “{code}” trong content/papers/types.yaml. Sửa mã hoặc bỏ đi.",
                )
