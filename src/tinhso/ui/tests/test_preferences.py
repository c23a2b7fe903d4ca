"""How a browser wants pages shown."""

from urllib.parse import unquote

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tinhso.ui import context, preferences
from tinhso.ui.preferences import Preferences

pytestmark = pytest.mark.urls("tinhso.ui.tests.site_urls")


@given(st.dictionaries(st.sampled_from([*preferences.CHOICES, "khac"]), st.text(max_size=20), max_size=6))
def test_only_known_wishes_are_kept(wishes):
    kept = Preferences().changed(wishes)
    for name, allowed in preferences.CHOICES.items():
        assert getattr(kept, name) in allowed | {""}


@given(
    st.builds(
        Preferences, **{name: st.sampled_from(["", *sorted(values)]) for name, values in preferences.CHOICES.items()}
    )
)
def test_what_the_cookie_keeps_comes_back(mine):
    assert preferences.read({preferences.COOKIE: mine.to_cookie()}) == mine


@given(st.text(max_size=400))
def test_a_cookie_we_did_not_write_harms_nothing(raw):
    assert isinstance(preferences.read({preferences.COOKIE: raw}), Preferences)


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_changing_how_pages_look_never_leads_to_another_site(back):
    answer = Client().post("/_ui/preferences/", {"text": "large", "next": back})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_one_wish_leaves_the_others_as_they_were():
    client = Client()
    client.post("/_ui/preferences/", {"text": "larger", "next": "/_ui/"})
    answer = client.post("/_ui/preferences/", {"contrast": "high", "next": "/_ui/"})
    assert answer.headers["Location"] == "/_ui/"
    assert unquote(client.cookies[preferences.COOKIE].value) == "text=larger&contrast=high"


def test_a_form_from_another_site_cannot_change_how_pages_look():
    assert Client(enforce_csrf_checks=True).post("/_ui/preferences/", {"text": "large"}).status_code == 403


@pytest.mark.parametrize(
    ("path", "now_in", "other"),
    [
        ("/thu-tuc/?q=a", "vi", "/en/thu-tuc/?q=a"),
        ("/en/thu-tuc/?q=a", "en", "/thu-tuc/?q=a"),
        ("/en/", "en", "/"),
        ("/en", "en", "/en"),
        ("/english-thing/", "vi", "/en/english-thing/"),
        ("/", "vi", "/en/"),
    ],
)
def test_the_other_language_is_the_same_page(path, now_in, other):
    assert context.other_language(path, now_in=now_in) == other


def test_the_page_of_components_is_hidden_in_a_running_province(settings):
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/_ui/").status_code == 404
