"""What an officer writes at the desk: reasons with their ground, things to bring; kept as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.portals.officer.phrases import Phrase

REASON_ROWS: Final = 5
FREE_ROWS: Final = 3
FREE: Final = "khac"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One line for a reason: its place, and what was typed."""

    number: int
    text: str = ""
    basis: str = ""


def reason_rows(post: Mapping[str, str]) -> list[ReasonRow]:
    """Return the lines of the form, as typed."""
    return [
        ReasonRow(n, post.get(f"ly_do_{n}", "")[:1000], post.get(f"can_cu_{n}", "")[:500])
        for n in range(1, REASON_ROWS + 1)
    ]


def reasons(rows: Sequence[ReasonRow], model: Sequence[Phrase]) -> tuple[list[dossiers.Reason], dict[str, str]]:
    """Return the reasons given and what is wrong with them: each needs its legal ground.

    A reason taken word for word from the model sentences takes their ground along.
    """
    grounds = {phrase.text: phrase.basis for phrase in model}
    given, errors = [], {}
    for row in rows:
        text, basis = row.text.strip(), row.basis.strip() or grounds.get(row.text.strip(), "")
        if text and not basis:
            errors[f"can_cu_{row.number}"] = _("Ghi căn cứ pháp lý của lý do này")
        if basis and not text:
            errors[f"ly_do_{row.number}"] = _("Ghi lý do")
        if text:
            given.append(dossiers.Reason(text, basis))
    if not given and not errors:
        errors["ly_do_1"] = _("Ghi ít nhất một lý do")
    return given, errors


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing that may be asked for: a component of the procedure, or a free line."""

    code: str
    name: str
    is_free: bool
    chosen: bool = False
    reason: str = ""
    example: str = ""


def item_rows(version: procedures.ProcedureVersion, post: Mapping[str, str]) -> list[ItemRow]:
    """Return every component of the procedure and the free lines, as typed."""
    rows = [
        ItemRow(
            component.code,
            component.name,
            is_free=False,
            chosen=f"chon_{component.code}" in post,
            reason=post.get(f"ly_do_{component.code}", "")[:1000],
            example=post.get(f"mau_{component.code}", "")[:500],
        )
        for component in version.components
    ]
    for n in range(1, FREE_ROWS + 1):
        code = f"{FREE}{n}"
        name = post.get(f"ten_{code}", "")[:300]
        rows.append(
            ItemRow(
                code,
                name,
                is_free=True,
                chosen=bool(name.strip()),
                reason=post.get(f"ly_do_{code}", "")[:1000],
                example=post.get(f"mau_{code}", "")[:500],
            )
        )
    return rows


def items(rows: Sequence[ItemRow]) -> tuple[list[dossiers.SupplementItem], dict[str, str]]:
    """Return what is asked for and what is wrong: each needs a reason, and something must be asked."""
    given, errors = [], {}
    for row in rows:
        if row.chosen and not row.reason.strip():
            errors[f"ly_do_{row.code}"] = _("Ghi lý do cần bổ sung «%(name)s»") % {"name": row.name}
        elif row.reason.strip() and not row.chosen:
            name = f"ten_{row.code}" if row.is_free else f"chon_{row.code}"
            errors[name] = (
                _("Ghi tên giấy tờ") if row.is_free else _("Chọn «%(name)s» hoặc xóa lý do") % {"name": row.name}
            )
        elif row.chosen:
            given.append(dossiers.SupplementItem(row.code, row.name.strip(), row.reason.strip(), row.example.strip()))
    if not given and not errors:
        first = rows[0]
        errors[f"ten_{first.code}" if first.is_free else f"chon_{first.code}"] = _(
            "Chọn ít nhất một giấy tờ cần bổ sung"
        )
    return given, errors


def save_uploads(actor: Actor, request: HttpRequest, name: str) -> list[UUID]:
    """Keep the files posted under a name, at most ten; return their ids. Raises what `files.save` refuses."""
    now = clock.now()
    return [
        files.save(actor, stream=upload, name=upload.name or name, now=now).id
        for upload in request.FILES.getlist(name)[:10]
    ]
