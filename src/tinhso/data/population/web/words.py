"""How things are called on the screen."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.data.population.data import Address, LookUpInfo, Outcome, Person, Relative, Sex

PURPOSES: Final = (
    ("tiếp nhận hồ sơ", gettext_lazy("Tiếp nhận hồ sơ")),
    ("giải quyết hồ sơ", gettext_lazy("Giải quyết hồ sơ")),
    (
        "xác nhận thông tin dân cư theo đề nghị của công dân",
        gettext_lazy("Xác nhận thông tin theo đề nghị của công dân"),
    ),
    ("hướng dẫn công dân cập nhật thông tin dân cư", gettext_lazy("Hướng dẫn cập nhật thông tin dân cư")),
)


def outcome_words() -> dict[Outcome, tuple[str, str]]:
    """Return what an outcome is called, and the tone of its tag."""
    return {
        Outcome.ASKING: (_("Không rõ kết quả"), "late"),
        Outcome.MATCHED: (_("Khớp"), "ok"),
        Outcome.MISMATCH: (_("Không khớp"), "warn"),
        Outcome.NOT_FOUND: (_("Không có"), "warn"),
        Outcome.REFUSED: (_("Bị từ chối"), "late"),
        Outcome.UNAVAILABLE: (_("Chưa trả lời"), "late"),
        Outcome.UNREADABLE: (_("Không đọc được"), "late"),
    }


def sex_words(sex: Sex | None) -> str:
    """Return a sex in words; "" when it is not known."""
    return {Sex.MALE: _("Nam"), Sex.FEMALE: _("Nữ"), Sex.OTHER: _("Khác")}.get(sex, "") if sex else ""


def rows_of(person: Person) -> list[tuple[str, str]]:
    """Return a person as (label, value); what the source does not say is left out."""
    rows = [
        (_("Họ, chữ đệm, tên"), person.name),
        (_("Số định danh cá nhân"), person.number),
        (_("Số chứng minh nhân dân cũ"), person.old_number),
        (_("Ngày sinh"), person.birth.words),
        (_("Giới tính"), sex_words(person.sex)),
        (_("Nơi thường trú"), _place(person.permanent)),
        (_("Nơi ở hiện tại"), _place(person.current)),
        (_("Chủ hộ"), _relative(person.head)),
        (_("Cha"), _relative(person.father)),
        (_("Mẹ"), _relative(person.mother)),
        (_("Vợ, chồng"), _relative(person.spouse)),
    ]
    return [(label, value) for label, value in rows if value]


def _place(address: Address | None) -> str:
    return (address.words or address.detail) if address else ""


def _relative(one: Relative | None) -> str:
    if one is None:
        return ""
    return ", ".join(part for part in (one.name, one.number or one.old_number, one.relation) if part)


def line_of(info: LookUpInfo) -> dict[str, object]:
    """Return one line of the record for a table."""
    words, tone = outcome_words()[info.outcome]
    return {"info": info, "outcome": words, "tone": tone}
