"""Dũng, an officer of another commune, looks everywhere: to him forbidden and missing are the same."""

import re

import pytest
from django.urls import reverse

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_done
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
PAGES = ("dossier", "receive", "refuse", "ask_supplement", "supplement", "assign", "draft", "sign", "hand_over", "stop")


@pytest.fixture
def done(an, binh, ha, chi, units):
    """A finished dossier of commune A, with papers, prints and a signed result."""
    return make_done(an, binh, ha, chi, unit_id=units.commune_a.id)


def addresses(dossier_id, paper_id):
    found = [reverse(f"officer:{name}", args=[dossier_id]) for name in (*PAGES, "result")]
    found.append(reverse("officer:step", args=[dossier_id, "forward"]))
    found.append(reverse("officer:paper", args=[dossier_id, paper_id]))
    papers = ("receipt", "supplement", "refusal", "control", "application", "draft")
    return found + [reverse("officer:print", args=[dossier_id, paper]) for paper in papers]


def said(response):
    """Return what a page says, without what differs on every page (tokens, its own address)."""
    text = response.content.decode()
    said_to_them = text[text.index("<h1") : text.index("</main>")]
    return response.status_code, re.sub(r"<code>.*?</code>", "", said_to_them)


def test_every_address_of_a_dossier_answers_as_if_there_were_none(dung, client_of, done, chi):
    client = client_of(dung)
    paper = dossiers.get_dossier(chi, dossier_id=done.id).papers[0].id
    real = [said(client.get(address)) for address in addresses(done.id, paper)]
    invented = [said(client.get(address)) for address in addresses(uuid7(), uuid7())]
    assert {status for status, _text in real} == {404}
    assert real == invented


def test_acts_on_it_are_refused_the_same_way_and_leave_no_trace(dung, chi, client_of, done):
    client = client_of(dung)
    for name in PAGES[1:]:
        answer = client.post(reverse(f"officer:{name}", args=[done.id]), {"phien_ban": done.version})
        assert answer.status_code == 404, name
    assert dossiers.get_dossier(chi, dossier_id=done.id).info.version == done.version


def test_no_list_search_box_or_count_holds_it(dung, client_of, done):
    client = client_of(dung)
    for query in ({}, {"tim": done.code}, {"tim": "nguyen thi an"}, {"tim": "086190000123"}):
        page = client.get(reverse("officer:dossiers"), query).content.decode()
        assert str(done.id) not in page
        assert "0 hồ sơ" in page
    for box in ("toi", "nhom", "ky", "sap_han", "qua_han", "da_xong", "don_vi"):
        assert str(done.id) not in client.get(reverse("officer:inbox"), {"hop": box}).content.decode()
    assert client.get(reverse("officer:inbox"), {"chon": str(done.id)}).status_code == 404


def test_a_bulk_act_on_a_foreign_item_reports_nothing_of_it(dung, binh, chi, client_of, done):
    item = work.list_of_subject(chi, subject_id=done.id)[0]
    for what in ("nhan", "giao", "ky"):
        answer = client_of(dung).post(reverse("officer:bulk"), {"lam": what, "viec": [str(item.id)]}, follow=True)
        assert done.code not in answer.content.decode()
    assert work.get_item(chi, item_id=item.id).assignee_id is None
