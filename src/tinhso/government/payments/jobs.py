"""Entries of the worker. Each is safe to run twice and in several workers at once."""

from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction

from tinhso.government.payments import actions
from tinhso.government.payments.actions import reconciling as actions_of_day
from tinhso.government.payments.actions.reconciling import reconcile_day
from tinhso.government.payments.adapters.connections import bank, connected_banks, demo_secret, is_simulated
from tinhso.government.payments.data import NoticeKind, RawNotice
from tinhso.government.payments.errors import BankUnavailable
from tinhso.government.payments.models import StatementPosition
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError

log = structlog.get_logger(__name__)

PAGES: Final = 20
WEBHOOK: Final = "/ngan-hang/bao-co/{code}/"


def connect_bank() -> None:
    """Tell the demo's bank where notices go; real banks are told in writing."""
    for code in connected_banks():
        service = bank(code)
        if service is not None and is_simulated(code):
            try:
                service.subscribe(url=settings.PUBLIC_URL + WEBHOOK.format(code=code), secret=demo_secret("webhook"))
            except BankUnavailable as error:
                log.warning("payments.bank_not_connected", bank=code, why=error.detail.get("why"))


def read_statement() -> int:
    """Book what webhooks missed, from each bank's statement; return how many were new. At most 20 pages a bank."""
    return sum(_read(code) for code in connected_banks())


def _read(code: str) -> int:
    """Read on from where one left off. The bank is asked between transactions, and the place kept page by page."""
    service, booked = bank(code), 0
    position, _ = StatementPosition.objects.get_or_create(bank=code)
    for _page in range(PAGES):
        if service is None:
            break
        try:
            page = service.list_transactions(after=position.cursor)
        except BankUnavailable as error:
            _keep(code, position.cursor, error.sentence)
            break
        for name in page.unread:
            log.warning("payments.statement_row_unread", bank=code, transaction_id=name)
        booked += sum(_book(raw) for raw in page.rows if raw.kind is not NoticeKind.DEBIT)
        position.cursor = page.cursor or position.cursor
        _keep(code, position.cursor, "")
        if page.is_last:
            break
    return booked


def _book(raw: RawNotice) -> int:
    """Book one; a transaction that is refused is left to the daily comparison, which lists it."""
    try:
        return int(not actions.book_notice(raw, source="statement", now=clock.now()).is_replay)
    except DomainError as error:
        log.warning("payments.notice_refused", transaction_id=raw.transaction_id, why=error.code)
        return 0


@transaction.atomic
def _keep(code: str, cursor: str, error: str) -> None:
    StatementPosition.objects.filter(bank=code).update(cursor=cursor, read_at=clock.now(), last_error=error[:500])


def reconcile_asked() -> int:
    """Compare the days accountants asked for."""
    return actions_of_day.reconcile_asked(now=clock.now())


def reconcile_yesterday() -> None:
    """Compare yesterday's statement with the books, and once more the two days before."""
    today = clock.today()
    for code in connected_banks():
        for back in (3, 2, 1):
            try:
                reconcile_day(code, day=today - timedelta(days=back), now=clock.now())
            except BankUnavailable as error:
                log.warning("payments.not_reconciled", bank=code, why=error.detail.get("why"))
