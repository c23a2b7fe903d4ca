"""From a number to the list of exactly the rows it counts: the address of `/ho-so/` carries the whole filter."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from tinhso.government.dossiers.public import DossierFilter


def query_of(wanted: DossierFilter) -> str:
    """Return the query string of the officers' list for a filter; what is not asked for is left out.

    `don_vi` and `trang_thai` may repeat; `tu` and `den` are days of reception (ISO 8601, both included); `ket_thuc` is
    on_time or late, `han` late or soon.
    """
    pairs: list[tuple[str, str]] = [("don_vi", str(unit)) for unit in wanted.unit_ids]
    pairs += [("trang_thai", str(int(status))) for status in sorted(wanted.statuses)]
    single = {
        "tu": wanted.received_from.isoformat() if wanted.received_from else "",
        "den": wanted.received_to.isoformat() if wanted.received_to else "",
        "ket_thuc": wanted.finish,
        "han": wanted.light,
    }
    return urlencode(pairs + [(name, value) for name, value in single.items() if value])


def list_url(wanted: DossierFilter) -> str:
    """Return the address of the list a filter describes."""
    query = query_of(wanted)
    return f"{reverse('officer:dossiers')}?{query}" if query else reverse("officer:dossiers")


def page_url(*, unit_id: UUID | None, period: dict[str, str], name: str = "leader:overview") -> str:
    """Return the address of a leader's page for a unit and a period."""
    query = urlencode({**({"don_vi": str(unit_id)} if unit_id else {}), **period})
    return f"{reverse(name)}?{query}" if query else reverse(name)
