"""Registering costs a fixed number of small statements, however much stands in the register already."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.documents.models import DocumentEvent, DocumentFile
from tinhso.government.documents.testing import make_arrived, make_clerk, make_file, make_incoming, make_pdf
from tinhso.kernel.ids import uuid7
from tinhso.kernel.models import OutboxEntry

pytestmark = pytest.mark.django_db
REGISTERING = 13
"""Savepoint, files, lock, twins, books, leader, number, document with files and story, audit, inbox, outbox."""


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def a(units):
    return units.commune_a.id


def _register(sen, a, n: int, *, files: int = 1) -> list[str]:
    """Return the statements of one registration, without the calendar's: it looks every few seconds for a change."""
    kept = tuple(make_file(sen) for _ in range(files))
    with CaptureQueriesContext(connection) as asked:
        make_incoming(sen, a, code=f"{n}/STP-HCTP", files=kept)
    return [one["sql"] for one in asked if "calendar_decided_day" not in one["sql"]]


def test_registering_takes_few_statements_and_no_more_in_a_fuller_register(sen, a):
    _register(sen, a, 1)
    assert len(_register(sen, a, 2)) <= REGISTERING
    for n in range(3, 30):
        make_incoming(sen, a, code=f"{n}/STP-HCTP")
    assert len(_register(sen, a, 30)) <= REGISTERING


def test_ten_files_take_no_more_statements_than_one(sen, a):
    _register(sen, a, 1)
    assert len(_register(sen, a, 2, files=10)) == len(_register(sen, a, 3))
    assert DocumentFile.objects.count() == 12


def test_keeping_a_file_takes_three_statements(sen, a):
    make_file(sen)
    data = make_pdf("mới")
    with CaptureQueriesContext(connection) as asked:
        make_file(sen, data=data)
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        make_file(sen, data=data)
    assert len(asked) <= 2


def test_what_arrives_by_the_exchange_takes_few_statements_too(sen, a):
    make_arrived(a, code="1/STP-HCTP")
    with CaptureQueriesContext(connection) as asked:
        make_arrived(a, code="2/STP-HCTP", delivery_id=uuid7())
    assert len(asked) <= REGISTERING


def test_one_like_it_by_number_and_by_file_is_named_once_before_those_alike_in_one(sen, a):
    data = make_pdf("cùng tệp")
    other = make_incoming(sen, a, code="9/UBND-VP", issuer_name="UBND tỉnh", files=(make_file(data=data),))
    reason = "Hai văn bản khác nhau"
    same = make_incoming(sen, a, files=(make_file(data=data),), twin_reason=reason)
    with pytest.raises(documents.TwinsFound) as refused:
        make_incoming(sen, a, files=(make_file(data=data),))
    twins = refused.value.detail["twins"]
    assert [(one.document_id, one.is_same_code, one.is_same_file) for one in twins] == [
        (same.id, True, True),
        (other.id, False, True),
    ]


def test_the_first_line_of_its_story_is_written_with_the_document_and_its_events_in_order(sen, a):
    info = make_incoming(sen, a)
    (line,) = DocumentEvent.objects.filter(document=info.id)
    assert (line.verb, line.facts) == ("registered", {"number": 1, "book": info.book_title})
    kinds = list(OutboxEntry.objects.order_by("seq").values_list("type", flat=True))
    assert kinds[-2:] == ["work.opened.v1", "documents.registered.v1"]


def test_a_restricted_document_goes_to_the_clerk_and_never_to_the_leaders(sen, a, chi):
    info = make_incoming(sen, a, restricted=True, reader_ids=(sen.account_id,))
    assert [one.subject_id for one in work.list_items(sen, box=work.Box.GROUP).items] == [info.id]
    assert not work.list_items(chi, box=work.Box.GROUP).items
