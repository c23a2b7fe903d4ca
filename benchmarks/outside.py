"""What the house knows of the systems outside, asked from within an installation (for the drill of tests/crash)."""

import json
import sys
from typing import Any
from uuid import uuid4


def prepare(payments_wanted: str, checks_wanted: str) -> dict[str, Any]:
    """Ask for payments and put verifications of persons into their queue; return what a payer and a bank need."""
    from tinhso.data.population import public as population
    from tinhso.foundation.access import public as access
    from tinhso.foundation.identity.models import Account
    from tinhso.government.payments.adapters.connections import DEMO_BANK, demo_secret
    from tinhso.kernel import clock

    desk = access.actor_for(Account.objects.filter(number__endswith="-MC1").order_by("number")[0])
    people = list(Account.objects.filter(kind="citizen", is_demo=True, birth_on__isnull=False).order_by("number"))
    for number in range(int(checks_wanted)):
        person = people[number % len(people)]
        population.check_later(
            desk,
            number=person.number,
            name=person.name,
            birth=person.birth_on,
            purpose="Tiếp nhận hồ sơ",
            subject_kind="desk",
            subject_id=uuid4(),
            now=clock.now(),
        )
    waiting = [_request(number) for number in range(int(payments_wanted))]
    return {"waiting": waiting, "secret": demo_secret("webhook"), "bank": DEMO_BANK}


def _request(number: int) -> tuple[str, str]:
    """Ask for 8,000 đồng at one of ten communes, for no dossier; return the payment's code and the account."""
    from tinhso.foundation.organisations import public as organisations
    from tinhso.government.payments import public as payments
    from tinhso.government.payments.testing import COPY
    from tinhso.kernel import clock
    from tinhso.kernel.actors import SYSTEM

    unit = organisations.list_units(kind="commune")[number % 10]
    request = payments.request_payment(
        SYSTEM,
        subject_kind="drill",
        subject_id=uuid4(),
        subject_code=f"DIEN-TAP-{number}",
        title="Khoản thu diễn tập",
        payer_name="Người nộp minh họa",
        payer_account_id=None,
        unit_id=unit.id,
        items=[COPY],
        due_at=None,
        now=clock.now(),
    )
    return request.code, payments.qr_of(request.id).account.number


def report() -> dict[str, Any]:
    """Return what is booked, told to the portal, asked of the population database, sent out, and due to be."""
    from django.db.models import Count

    from tinhso.data.population.models import Check
    from tinhso.foundation.notifications.models import Delivery
    from tinhso.government.national.models import NationalMirror, NationalRecord
    from tinhso.government.payments.models import BankNotice, LedgerLine, PaymentRequest
    from tinhso.kernel import clock

    by_state = dict(Check.objects.values_list("state").annotate(n=Count("id")).order_by())
    sent = Delivery.objects.filter(channel__in=("sms", "zalo"))
    return {
        "booked": list(BankNotice.objects.values_list("transaction_id", flat=True)),
        "paid": list(PaymentRequest.objects.filter(status="paid").values_list("code", flat=True)),
        "books": sum(LedgerLine.objects.values_list("amount", flat=True)),
        "lanes": dict(NationalMirror.objects.values_list("code", "last_sequence")),
        "untold": NationalRecord.objects.exclude(state="acknowledged").count(),
        "checks": by_state,
        "sent": [str(one) for one in sent.filter(state="sent").values_list("id", flat=True)],
        "unsent": sent.filter(state__in=("queued", "sending"), next_at__lte=clock.now()).count(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"prepare": prepare, "report": report}[sys.argv[1]](*sys.argv[2:])))
