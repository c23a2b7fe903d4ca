"""Which case a request is, what it costs, how long it may take, which papers it needs."""

from collections.abc import Iterable, Mapping
from typing import Any

from tinhso.foundation.calendar.data import Allowance
from tinhso.foundation.forms.public import condition_holds
from tinhso.government.procedures.data import Case, Component, Fee, FeeLine, FeeTier, ProcedureVersion, TimeLimit
from tinhso.government.procedures.errors import CaseUnknown
from tinhso.kernel.money import Dong

MAX_QUANTITY = 100_000


def case_of(version: ProcedureVersion, data: Mapping[str, Any]) -> Case:
    """Return the case the answers fit: the first whose condition holds, else the one without a condition.

    `data` are answers that `forms.check` has cleaned. Raises CaseUnknown when none fits.
    """
    found = choose_case(version.cases, data)
    if found is None:
        raise CaseUnknown
    return found


def choose_case(cases: Iterable[Case], data: Mapping[str, Any]) -> Case | None:
    """Return the first case whose condition holds, else the first without one, else None."""
    plain = None
    for case in cases:
        if case.when is None:
            plain = plain or case
        elif condition_holds(case.when, data):
            return case
    return plain


def fee_for(
    version: ProcedureVersion,
    case: Case | str,
    channel: str,
    *,
    data: Mapping[str, Any] | None = None,
    copies: int | None = None,
    pages: int | None = None,
) -> list[FeeLine]:
    """Return the lines to pay, in the order of the package; an empty list is free of charge (miễn phí).

    `channel` is "online" or "counter". How many copies or pages: `copies` and `pages` when given (an officer counted),
    else the answers the fee points to, else one. Fees with a condition ask `data`. Lines of nothing are left out.
    """
    return reckon(version.fees, case if isinstance(case, str) else case.code, channel, data or {}, (copies, pages))


def reckon(
    fees: Iterable[Fee],
    case: str,
    channel: str,
    data: Mapping[str, Any],
    counted: tuple[int | None, int | None] = (None, None),
) -> list[FeeLine]:
    """Return the lines of those fees that apply; `counted` are (copies, pages) an officer counted."""
    lines = []
    for fee in fees:
        if case not in fee.cases or fee.channel not in ("any", channel) or not condition_holds(fee.when, data):
            continue
        quantity, times = _quantities(fee, data, counted)
        amount = amount_of(fee, quantity, times)
        if amount:
            lines.append(FeeLine(fee.code, fee.name, quantity, times, amount, fee.per, fee.note))
    return lines


def amount_of(fee: Fee, quantity: int, times: int = 1) -> Dong:
    """Return min(sum of the tiers over `quantity`, the bound) × `times`."""
    total, priced = Dong(0), 0
    for tier in fee.tiers or (FeeTier(None, fee.amount),):
        upto = quantity if tier.up_to is None else min(quantity, tier.up_to)
        total += tier.amount * max(upto - priced, 0)
        priced = max(priced, upto)
    return (min(total, fee.at_most) if fee.at_most else total) * times


def _quantities(fee: Fee, data: Mapping[str, Any], counted: tuple[int | None, int | None]) -> tuple[int, int]:
    """Return (quantity, times): what an officer counted first, else what the answers say, else one."""
    copies, pages = counted
    if fee.per == "dossier":
        return 1, _number(data, fee.times, None)
    if fee.per == "copy":
        return _number(data, fee.quantity, copies), _number(data, fee.times, None)
    return _number(data, fee.quantity, pages), _number(data, fee.times, copies if fee.times else None)


def _number(data: Mapping[str, Any], pointer: str, counted: int | None) -> int:
    given = counted if counted is not None else (_answer(data, pointer) if pointer else None)
    if not isinstance(given, int) or isinstance(given, bool):
        return 1
    return max(0, min(given, MAX_QUANTITY))


def _answer(data: Any, pointer: str) -> Any:
    for part in pointer[1:].split("/"):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def limit_for(case: Case, channel: str) -> TimeLimit:
    """Return the span promised: the online one when filed online and the package has one."""
    return case.limit_online if channel == "online" and case.limit_online else case.limit


def allowance_for(version: ProcedureVersion, case: Case | str, channel: str) -> Allowance:
    """Return the span promised as the calendar counts it. KeyError for an unknown case."""
    found = version.case(case) if isinstance(case, str) else case
    return limit_for(found, channel).allowance


def components_for(version: ProcedureVersion, case: Case | str, data: Mapping[str, Any]) -> tuple[Component, ...]:
    """Return the papers this request needs or may have, in the order of the package."""
    code = case if isinstance(case, str) else case.code
    return tuple(one for one in version.components if code in one.cases and condition_holds(one.when, data))
