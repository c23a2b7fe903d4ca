"""Django's view of payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Requests, bank notices, the ledger, receipts, cash shifts, refunds, reconciliation."""

    name = "tinhso.government.payments"
    label = "payments"
