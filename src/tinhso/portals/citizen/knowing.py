"""What the State knows of the applicant, for the pages of a draft: filled in, marked, never a reason to wait (J-09)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from django.utils.translation import gettext as _

from tinhso.data.population import public as population
from tinhso.foundation.forms import public as forms
from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers.public import DraftInfo
from tinhso.government.procedures.public import ProcedureVersion
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import DomainError

log = structlog.get_logger(__name__)
KIND: Final = "draft"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known, by `prefill` word, and how it stands with the national database."""

    values: Mapping[str, forms.Known] = field(default_factory=dict)
    standing: population.Standing = population.Standing.NOT_CONNECTED

    @property
    def is_unverified(self) -> bool:
        """Whether the page says «chưa xác minh»."""
        return self.standing is population.Standing.UNVERIFIED

    @property
    def is_mismatch(self) -> bool:
        """Whether the page says that account and database differ."""
        return self.standing is population.Standing.MISMATCH


def of_draft(actor: Actor, draft: DraftInfo, version: ProcedureVersion, page_key: str, *, now: datetime) -> Knowledge:
    """Return what is known for a page; nothing for a page that asks nothing that could be known.

    Asks the source the first time such a page is opened, for little more than a second.
    """
    if actor.behalf is not None or not _asks(version.form, page_key):  # we ask about nobody but who is signed in
        return Knowledge()
    try:
        known = population.known_of_applicant(actor, subject_kind=KIND, subject_id=draft.id, now=now)
    except DomainError as refusal:  # a page of a form opens whatever the source's room refuses
        log.warning("citizen.nothing_known", code=refusal.code)
        return Knowledge(_own_number(actor))
    values = {} if known.person is None else _marked(known.person)
    return Knowledge({**_own_number(actor), **values}, known.standing)


def _own_number(actor: Actor) -> dict[str, forms.Known]:
    """Return the number a citizen files under: their account's, on every form of their own."""
    if actor.kind is not ActorKind.CITIZEN or actor.account_id is None:
        return {}
    mend = _(
        "Bản khai này nộp bằng tài khoản của Ông/Bà nên mang số định danh của Ông/Bà. Nộp thay người khác thì chọn"
        " người đó tại mục Đại diện, ủy quyền trước khi làm bản khai."
    )
    number = identity.get_account(actor.account_id).number
    return {"applicant.number": forms.Known(number, _("Theo tài khoản đang đăng nhập"), is_locked=True, mend=mend)}


def _asks(form: forms.Form, page_key: str) -> bool:
    """Tell whether a page has a question with a hint under which the national database may know the answer."""
    heads = next((page.fields for page in form.pages if page.key == page_key), ())
    return any(
        one.prefill and any(pointer == head or pointer.startswith(f"{head}/") for head in heads)
        for pointer, one in form.fields.items()
    )


def _marked(person: population.Person) -> dict[str, forms.Known]:
    when = to_local(person.fetched_at)
    source = _("Từ CSDL quốc gia về dân cư, lúc %(time)s ngày %(day)s") % {
        "time": f"{when:%H:%M}",
        "day": f"{when:%d/%m/%Y}",
    }
    mend = _(
        "Dữ liệu này do CSDL quốc gia về dân cư quản lý nên không sửa ở đây. Ông/Bà đề nghị điều chỉnh tại công an"
        " cấp xã nơi thường trú hoặc trên VNeID, rồi mở lại bản khai. Chưa sửa kịp, Ông/Bà vẫn nộp hồ sơ được."
    )
    return {
        word: forms.Known(
            value,
            source,
            is_locked=word in population.OF_THE_STATE,
            mend=mend if word in population.OF_THE_STATE else "",
        )
        for word, value in population.prefill_values(person).items()
    }
