"""Search: by words without marks, within what one may open, the best first; words on the pages after the metadata."""

from datetime import timedelta

import pytest

from tinhso.government.documents import demo
from tinhso.government.documents.models import DocumentText
from tinhso.government.documents.queries.lists import DocumentFilter, list_documents, suggest
from tinhso.government.documents.rules.words import words_of
from tinhso.government.documents.testing import MORNING, make_clerk, make_incoming
from tinhso.kernel.paging import BadCursor
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


def codes(actor, words="", **more):
    page = list_documents(actor, filters=DocumentFilter(words=words, **more), now=MORNING)
    return [one.code for one in page.items]


def written(info, text):
    DocumentText.objects.create(document_id=info.id, unit_id=info.unit_id, words=words_of(text))


def test_number_and_symbol_first_then_metadata_then_pages(sen, a):
    on_pages = make_incoming(sen, a, code="1/A-B", subject="Việc khác")
    written(on_pages, "Trang này nhắc đến 125/STP-HCTP và hộ tịch")
    in_subject = make_incoming(sen, a, code="2/A-B", subject="Trả lời 125/STP-HCTP")
    make_incoming(sen, a, subject="Hộ tịch")
    assert codes(sen, "125/STP-HCTP") == ["125/STP-HCTP", in_subject.code, on_pages.code]
    assert codes(sen, "ho tich") == ["125/STP-HCTP", on_pages.code]


def test_text_is_searched_only_by_who_may_open_it(sen, chi, ha, dung, a):
    info = make_incoming(sen, a)
    written(info, "Nội dung hiếm gặp")
    assert codes(sen, "hiem gap") == codes(chi, "hiem gap") == [info.code]
    assert codes(ha, "hiem gap") == codes(dung, "hiem gap") == []
    assert suggest(dung, words="STP", now=MORNING) == [] and suggest(chi, words="stp", now=MORNING)[0].id == info.id


def test_pages_follow_one_another_without_a_row_twice_or_left_out(sen, a):
    for n in range(7):
        info = make_incoming(sen, a, code=f"{n}/X-Y", subject="Chung" if n % 2 else "Khác", now=MORNING)
        if n % 2 == 0:
            written(info, "chung")
    seen, cursor = [], ""
    while True:
        page = list_documents(sen, filters=DocumentFilter(words="chung"), cursor=cursor, size=2, now=MORNING)
        seen += [one.code for one in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == ["5/X-Y", "3/X-Y", "1/X-Y", "6/X-Y", "4/X-Y", "2/X-Y", "0/X-Y"]
    with pytest.raises(BadCursor):
        list_documents(sen, cursor="x", now=MORNING)


def test_what_a_list_is_narrowed_to_is_found_far_below_the_newest(sen, a):
    old = make_incoming(sen, a, code="1/X-Y", kind="ke_hoach", subject="Khác")
    written(old, "chung")
    for n in range(2, 12):
        written(make_incoming(sen, a, code=f"{n}/X-Y", subject="Khác"), "chung")
    page = list_documents(sen, filters=DocumentFilter(words="chung", kind="ke_hoach"), size=2, now=MORNING)
    assert [one.code for one in page.items] == ["1/X-Y"]


def test_what_was_found_by_its_number_does_not_come_again(sen, a):
    first = make_incoming(sen, a, code="7/X-Y", subject="Một")
    for n in range(4):
        make_incoming(sen, a, code=f"8{n}/X-Y", subject="Nhắc lại 7 X Y")
    seen, cursor = [], ""
    while True:
        page = list_documents(sen, filters=DocumentFilter(words="7/X-Y"), cursor=cursor, size=2, now=MORNING)
        seen += [one.id for one in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen[0] == first.id and len(seen) == len(set(seen)) == 5


def test_what_is_past_its_term_is_found(sen, a):
    make_incoming(sen, a, code="1/X", due_on=(MORNING - timedelta(days=1)).date())
    make_incoming(sen, a, code="2/X", due_on=(MORNING + timedelta(days=1)).date())
    assert codes(sen, late=True) == ["1/X"]


def test_the_demo_is_loaded_once(units):
    assert demo.load_demo(MORNING) == 0  # nobody of the demo is here
    code, unit = units.commune_a.code, units.commune_a.id
    clerk = make_clerk(unit, code=f"{code}-VT")
    for post, roles in (("CT", ("leader", "unit_head")), ("TP", ("specialist",))):
        officer_actor(code=f"{code}-{post}", name=f"Người {post}", unit_id=unit, roles=roles)
    assert demo.load_at(code, now=MORNING) == 8 and demo.load_at(code, now=MORNING) == 0
    assert len(codes(clerk)) == 8
