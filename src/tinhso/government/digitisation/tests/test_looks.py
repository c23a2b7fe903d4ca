"""Who looks at scans stands on record, also when the applicant only stands on the paper; and the queue stays quick."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation.models import PaperCheck
from tinhso.government.digitisation.testing import check_paper, make_ready, scan
from tinhso.government.digitisation.tests.conftest import receive_here

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_ocr", "keys")]


def looks_at(dossier_id):
    entries = audit.list_trail(dossier_id).items
    return [one.purpose for one in entries if one.verb == audit.READ_VERB]


def test_a_look_at_the_scans_of_somebody_without_an_account_is_on_record(binh, at_desk, client_of):
    check_paper(binh, at_desk.id)
    scan(binh, at_desk.id)
    (page,) = digitisation.list_pages(binh, dossier_id=at_desk.id)
    assert [one for one in looks_at(at_desk.id) if one.startswith("Xem các trang quét")]

    before = len(looks_at(at_desk.id))
    desk, picture = client_of(binh), reverse("digitisation:picture", args=[page.id])
    for _turn in range(2):
        assert desk.get(picture).status_code == 200
    assert len(looks_at(at_desk.id)) == before + 1


def test_a_look_at_the_made_paper_of_somebody_without_an_account_is_on_record(binh, at_desk):
    ready = make_ready(binh, at_desk.id)
    digitisation.open_digitised(binh, digitised_id=ready.id)
    assert any(one.startswith("Xem bản số hóa") for one in looks_at(at_desk.id))


def test_the_queue_takes_as_many_questions_for_many_checks_as_for_one(binh, units):
    check_paper(binh, receive_here(binh, units).id)
    with CaptureQueriesContext(connection) as one:
        digitisation.list_pending(binh)
    for _turn in range(3):
        check_paper(binh, receive_here(binh, units).id)
    with CaptureQueriesContext(connection) as several:
        found = digitisation.list_pending(binh).items
    assert len(found) == 4
    assert len(several) == len(one)


def test_the_queue_holds_what_the_desk_received_for_others_in_one_order_page_by_page(binh, units):
    own = [receive_here(binh, units) for _turn in range(2)]
    for info in own:
        check_paper(binh, info.id)
    PaperCheck.objects.filter(dossier_id=own[0].id).update(
        unit_id=units.commune_b.id, receiving_unit_id=units.counter_a.id
    )
    PaperCheck.objects.filter(dossier_id=own[1].id).update(receiving_unit_id=units.counter_a.id)
    first = digitisation.list_pending(binh, size=1)
    second = digitisation.list_pending(binh, size=1, cursor=first.next_cursor)
    assert [one.dossier_id for one in (*first.items, *second.items)] == [info.id for info in own]
    assert not second.next_cursor


@pytest.mark.parametrize(
    ("index", "columns"),
    [
        ("digi_pending", "(unit_id, id)"),
        ("digi_pending_at_desk", "(receiving_unit_id, id)"),
        ("digi_pending_all", "(id)"),
        ("digi_under_way", "(id)"),
    ],
)
def test_the_queues_have_indexes_in_the_order_of_their_lists(index, columns):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
        assert columns in cursor.fetchone()[0]
