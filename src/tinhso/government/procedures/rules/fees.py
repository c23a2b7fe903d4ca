"""What is really to pay: the fees of a case and channel that are due at a moment, less an exemption (miễn, giảm)."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from tinhso.foundation.forms.public import condition_holds
from tinhso.government.procedures.data import Case, Exemption, FeeDue, ProcedureVersion
from tinhso.government.procedures.rules.reckoning import reckon
from tinhso.kernel.money import Dong

BEFORE_PROCESSING: Final = "before_processing"


def fee_due(
    version: ProcedureVersion,
    case: Case | str,
    channel: str,
    exemption: str = "",
    *,
    data: Mapping[str, Any] | None = None,
    collect: str = "",
    copies: int | None = None,
    pages: int | None = None,
) -> tuple[FeeDue, ...]:
    """Return the lines to pay, in the order of the package; none is free of charge. Raises KeyError for no exemption.

    `collect` narrows it to what is due at one moment (receipt, before_processing, result). An exemption takes its
    percentage off each fee it names, rounded up to a whole đồng in the payer's favour; a line of nothing is left out.
    """
    granted = _exemption(version, exemption) if exemption else None
    code = case if isinstance(case, str) else case.code
    wanted = tuple(fee for fee in version.fees if not collect or fee.collect == collect)
    kinds = {fee.code: fee.kind for fee in wanted}
    due = []
    for line in reckon(wanted, code, channel, data or {}, (copies, pages)):
        off = granted is not None and line.code in granted.fees
        amount = _less(line.amount, granted.percent) if granted is not None and off else line.amount
        if amount:
            name = exemption if off else ""
            quantity = max(1, line.quantity * line.times)
            due.append(FeeDue(line.code, line.name, kinds[line.code], quantity, line.amount, amount, name))
    return tuple(due)


def exemption_claimed(version: ProcedureVersion, data: Mapping[str, Any], papers: Collection[str]) -> Exemption | None:
    """Return the first exemption the answers claim and whose paper was handed in; None when there is none."""
    for one in version.exemptions:
        if one.when is not None and condition_holds(one.when, data) and (not one.paper or one.paper in papers):
            return one
    return None


def _exemption(version: ProcedureVersion, code: str) -> Exemption:
    for one in version.exemptions:
        if one.code == code:
            return one
    raise KeyError(code)


def _less(full: Dong, percent: int) -> Dong:
    """Return the price less a percentage of it; what is taken off is rounded up."""
    return Dong(full.amount - -(-full.amount * percent // 100))
