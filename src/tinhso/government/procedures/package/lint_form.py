"""The form of a package: the forms room judges it, this adds what a procedure needs of it."""

from typing import Final

from tinhso.foundation.forms.public import form_problems
from tinhso.government.procedures.package.reading import FORM, Package

APPLICANT: Final = ("name", "number", "birth_on", "phone", "address")


def check(package: Package) -> None:
    """Judge form.json."""
    raw = package.value(FORM)
    for problem in form_problems(raw):
        package.tell_at(FORM, problem.pointer, f"form_{problem.code}", problem.sentence)
    if package.problems or not isinstance(raw, dict):
        return
    applicant = raw["properties"].get("applicant")
    if not isinstance(applicant, dict) or applicant.get("type") != "object":
        package.tell_at(FORM, "/properties", "no_applicant", "Thêm nhóm “applicant” (người yêu cầu).")
        return
    for key in APPLICANT:
        if key not in applicant.get("properties", {}):
            package.tell_at(FORM, "/properties/applicant", "no_applicant", f"Nhóm “applicant” thiếu mục “{key}”.")
