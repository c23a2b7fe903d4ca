"""The counter without the network: what comes back comes in once, and every number is accounted for."""

import json

import pytest
from django.urls import reverse

from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import clock
from tinhso.kernel.clock import local_day
from tinhso.testing.cast import AN_NUMBER

pytestmark = pytest.mark.django_db


FILLED = [
    ["/applicant/name", "Nguyễn Thị An"],
    ["/applicant/number", AN_NUMBER],
    ["/applicant/phone", "0912345678"],
    ["/request/subject", "Cấp bản sao"],
    ["gt_GT_hinh_thuc", "original"],
]


@pytest.fixture
def desk(binh, client_of):
    """Bình's browser with a block of numbers."""
    make_procedure()
    client = client_of(binh)
    block = client.post(reverse("officer:offline_block"), {"quay": "Quầy 1"}).json()
    return client, block


def send(desk, *, n, fields=FILLED, **more):
    client, block = desk
    body = {"block": block["id"], "n": n, "procedure": CODE, "fields": fields, "at": "09:00", **more}
    return client.post(reverse("officer:offline_send"), json.dumps(body), content_type="application/json")


def numbers(block):
    return sorted(int(n) for n in block["codes"])


def count(actor):
    return dossiers.count_dossiers(actor, wanted=dossiers.DossierFilter(), now=clock.now())


def test_a_desk_takes_numbers_and_empty_sheets_along(desk, binh):
    client, block = desk
    taken = client.get(reverse("officer:offline_provisions")).json()
    assert taken["block"] == block
    assert len(block["codes"]) == 20
    assert all("-TAM-" in code for code in block["codes"].values())
    sheet = next(one for one in taken["procedures"] if one["code"] == CODE)
    assert 'name="/applicant/name"' in sheet["html"]
    assert any(rule["name"] == "/applicant/name" and rule["required"] for rule in sheet["rules"])
    assert client.post(reverse("officer:offline_block")).json() == block  # not more numbers while some are left


def test_what_is_sent_twice_comes_in_once(desk, binh):
    n = numbers(desk[1])[0]
    first, again = send(desk, n=n).json(), send(desk, n=n).json()
    assert first["code"] == again["code"]
    assert (first["was_there"], again["was_there"]) == (False, True)
    assert count(binh) == 1
    assert [job.code for job in work.list_prints(binh)] == [first["code"]]  # the receipt waits to be printed


def test_a_fault_on_the_sheet_comes_back_in_words_and_the_number_stays_good(desk, binh):
    n = numbers(desk[1])[0]
    refused = send(desk, n=n, fields=[])
    assert refused.status_code == 422
    assert refused.json()["fields"]
    assert count(binh) == 0
    assert send(desk, n=n).status_code == 200


def test_a_twin_is_shown_to_the_clerk_before_it_comes_in(desk, binh):
    first, second, *_rest = numbers(desk[1])
    send(desk, n=first)
    twin = send(desk, n=second)
    assert (twin.status_code, twin.json()["code"]) == (409, "officer.twin_found")
    assert send(desk, n=second, twin_seen=True).status_code == 200
    assert count(binh) == 2


def test_numbers_not_used_are_void_and_those_on_papers_are_kept(desk, binh, units):
    client, block = desk
    used, held, *rest = numbers(block)
    send(desk, n=used)
    address = reverse("officer:offline_return")
    assert client.post(address, {"dai": block["id"], "giu": [held]}).json() == {"void": len(rest)}
    (account,) = numbering.list_blocks(unit_ids=frozenset({binh.unit_id}), on=local_day(clock.now()))
    assert (list(account.used), sorted(account.void), account.open) == ([used], rest, [held])
    assert len(account.used) + len(account.void) + len(account.open) == account.count
    assert send(desk, n=rest[0], twin_seen=True).json()["code"] == "numbering.not_in_block"
    assert send(desk, n=held, twin_seen=True).status_code == 200
    assert client.get(reverse("officer:blocks")).status_code == 200


def test_nobody_brings_in_under_another_desks_number(desk, dung, client_of):
    stranger = (client_of(dung), desk[1])
    assert send(stranger, n=numbers(desk[1])[0]).status_code == 404
    assert client_of(dung).post(reverse("officer:offline_return"), {"dai": desk[1]["id"]}).status_code == 404


@pytest.mark.parametrize("body", ["", "[]", '{"fields": 1}', '{"fields": [["a"]], "block": "x", "n": 1}'])
def test_nonsense_is_refused(binh, client_of, body):
    answer = client_of(binh).post(reverse("officer:offline_send"), body, content_type="application/json")
    assert answer.status_code == 400


def test_the_page_says_nothing_of_anybody_and_is_the_same_for_all(binh, dung, client_of):
    address = reverse("officer:offline")
    mine, theirs = client_of(binh).get(address).content, client_of(dung).get(address).content
    assert mine == theirs
    assert binh.name.encode() not in mine
    assert b"csrfmiddlewaretoken" not in mine


def test_the_worker_keeps_only_the_page_and_files_and_can_be_told_to_forget(client, settings):
    kept = client.get(reverse("officer:offline_worker")).content.decode()
    assert reverse("officer:offline_provisions") not in kept
    assert "tinhso-quay-" in kept
    settings.OFFLINE_COUNTER = False
    assert "unregister" in client.get(reverse("officer:offline_worker")).content.decode()
