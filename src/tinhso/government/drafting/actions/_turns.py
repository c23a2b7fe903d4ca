"""Whose turn it is to write."""

from django.utils.translation import gettext as _

from tinhso.government.drafting import access
from tinhso.government.drafting.data import Status, StepState
from tinhso.government.drafting.errors import IllegalDraftMove
from tinhso.government.drafting.models import Draft
from tinhso.kernel.actors import Actor


def require_may_write(actor: Actor, draft: Draft) -> None:
    """Raise IllegalDraftMove unless it is this actor's turn to write.

    While it is drafted, its writers; while it goes through the chain, whoever it lies before.
    """
    if not may_write(actor, draft):
        raise IllegalDraftMove(
            _("Dự thảo đang ở bước khác nên chưa sửa được. Chờ trả lại, hoặc rút dự thảo về để sửa.")
        )


def may_write(actor: Actor, draft: Draft) -> bool:
    """Tell whether it is this actor's turn to write."""
    status = Status(draft.status)
    if status is Status.DRAFTING:
        return access.is_writer(actor, draft)
    if status is Status.IN_REVIEW:
        return draft.steps.filter(reviewer_id=access.account_of(actor), state=StepState.CURRENT.value).exists()
    return False
