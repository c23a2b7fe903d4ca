"""The acts beside the process in a real browser, on a phone and a desk, light and dark."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tinhso.government.dossiers.models import TimelineEvent
from tinhso.government.dossiers.testing import make_received
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, assert_quiet, screenshot

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1366])
def test_the_acts_of_the_head_are_accessible(page_at, live_server, client_of, an, binh, chi, units, width, scheme):
    info = make_received(an, binh, unit_id=units.commune_a.id, now=clock.now())
    event = TimelineEvent.objects.get(dossier_id=info.id, verb="received")
    cookie = client_of(chi).cookies[django_settings.SESSION_COOKIE_NAME]
    page = page_at(width=width, scheme=scheme)
    page.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": live_server.url},
            {"name": "tinhso_hien_thi", "value": "theme=system", "url": live_server.url},
        ]
    )
    for name, path in (
        ("lifecycle-dossier", reverse("officer:dossier", args=[info.id])),
        ("lifecycle-extend", reverse("officer:extend", args=[info.id])),
        ("lifecycle-undo", reverse("officer:undo", args=[info.id, event.id])),
        ("lifecycle-register", reverse("officer:register")),
    ):
        page.goto(live_server.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert_accessible(page)
        assert_quiet(page)
        screenshot(page, f"{name}-{width}-{scheme}")
