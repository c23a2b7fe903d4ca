import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.public import DossierFilter, Status
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received, make_submitted
from tinhso.testing.cast import an, binh, chi, client_of, dung, em, giang, ha, units  # noqa: F401 - fixtures

LATER = MONDAY + timedelta(days=60)
ASKED = "?ky=tu-chon&tu=01/11/2026&den=30/11/2026"


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def some_dossiers(an, binh, ha, chi, dung, units):  # noqa: F811
    """Commune A: one done in time, one overdue, one not yet received. Commune B: one overdue."""
    a, b = units.commune_a.id, units.commune_b.id
    make_done(an, binh, ha, chi, unit_id=a)
    make_received(an, binh, unit_id=a)
    make_submitted(an, unit_id=a)
    make_received(an, dung, unit_id=b)


def figures_of(page):
    """Return every number of a page that is a link to the list: [(number, what, address)]."""
    found = []
    for address, inner in re.findall(r'<a[^>]*href="([^"]*/ho-so/\?[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL):
        words = re.sub(r"<[^>]+>", "|", inner)
        number = next(part for part in words.split("|") if re.fullmatch(r"[\d.]+", part.strip()))
        found.append((int(number.replace(".", "")), words, unescape(address)))
    return found


def filter_in(address):
    """Read the address of the officers' list back, from its documented parameters alone."""
    from datetime import date

    query = parse_qs(urlsplit(address).query)
    day = {name: date.fromisoformat(query[name][0]) if name in query else None for name in ("tu", "den")}
    return DossierFilter(
        unit_ids=tuple(UUID(text) for text in query.get("don_vi", [])),
        statuses=tuple(Status(int(text)) for text in query.get("trang_thai", [])),
        received_from=day["tu"],
        received_to=day["den"],
        finish=query.get("ket_thuc", [""])[0],
        light=query.get("han", [""])[0],
    )


def count_of(actor, address, now):
    return dossiers.count_dossiers(actor, wanted=filter_in(address), now=now)
