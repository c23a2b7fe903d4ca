"""The child An has declared."""

from datetime import date, timedelta

from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.public import Role
from tinhso.kernel import clock

PRIVATE = {"mandate_id"}
"""`declared_id` is not: every desk of the province checks papers, as every desk receives for every commune."""


def things(cast):
    """Let her declare a child, which the desk may check."""
    made = mandates.declare_child(
        cast["an"],
        role=Role.PARENT,
        number="086319000111",
        name="Nguyễn Văn Bé",
        born_on=date(2019, 5, 4),
        now=clock.now() - timedelta(minutes=1),
    )
    return {"mandate_id": made.id, "declared_id": made.id}
