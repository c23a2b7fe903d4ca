"""Documents come in and go out: registered, numbered, found twice, issued, called back, replaced."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.documents.actions import books
from tinhso.government.documents.events import (
    DocumentArrived,
    DocumentFrozen,
    DocumentIssued,
    DocumentRecalled,
    DocumentRefused,
    DocumentRegistered,
)
from tinhso.government.documents.models import Book, Document, ReservedNumber
from tinhso.government.documents.testing import (
    MORNING,
    an_arrival,
    an_outgoing,
    make_arrived,
    make_clerk,
    make_file,
    make_incoming,
    make_issued,
    make_pdf,
)
from tinhso.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
NEXT_DAY = MORNING + timedelta(days=1)
NEXT_YEAR = MORNING + timedelta(days=60)


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def a(units):
    return units.commune_a.id


def test_the_annex_has_29_kinds_and_three_copies():
    assert len([one for one in documents.kinds() if not (one.is_copy or one.is_slip)]) == 29
    assert [one.abbreviation for one in documents.kinds() if one.is_copy] == ["SY", "TrS", "SL"]
    assert {one.abbreviation for one in documents.kinds() if one.key in ("cong_van", "thu_cong")} == {""}


def test_what_came_by_hand_is_registered_and_numbered_from_one(sen, a, announced):
    first, second = make_incoming(sen, a), make_incoming(sen, a, code="126/STP-HCTP")
    assert (first.number, second.number, first.year) == (1, 2, 2026)
    assert first.state is documents.State.REGISTERED and first.registered_by == sen.name
    assert first.symbol == "STP-HCTP" and first.book == "DEN"
    assert [type(one) for one in announced() if one.type_name.startswith("documents.")] == [DocumentRegistered] * 2
    (line,) = documents.list_story(sen, document_id=first.id)
    assert line.verb == "registered" and line.facts["number"] == 1
    assert "documents.registered" in {one.verb for one in audit.list_trail(first.id).items}


def test_a_registered_document_waits_before_a_leader_with_a_due_time(sen, chi, dung, a):
    info = make_incoming(sen, a)
    (item,) = [one for one in work.list_items(chi, box=work.Box.GROUP).items if one.subject_id == info.id]
    assert item.due_at is not None and "125/STP-HCTP" in item.title
    assert not [one for one in work.list_items(dung, box=work.Box.GROUP).items if one.subject_id == info.id]


def test_an_urgent_document_is_due_within_the_hour(sen, chi, a):
    make_incoming(sen, a, urgency=documents.Urgency.EXPRESS)
    (item,) = [one for one in work.list_items(chi, box=work.Box.GROUP).items if one.kind == "documents.direct"]
    assert item.due_at == MORNING + timedelta(hours=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": " "}, "trich_yeu"),
        ({"subject": "x" * 501}, "trich_yeu"),
        ({"code": ""}, "so_ky_hieu"),
        ({"issuer_name": ""}, "co_quan"),
        ({"kind": "thu_ngo"}, "loai"),
        ({"issued_on": date(2026, 11, 24)}, "ngay_van_ban"),
        ({"signer": documents.Signer("n" * 51)}, "nguoi_ky"),
        ({"no_secret": False}, "khong_mat"),
        ({"restricted": True}, "nguoi_xem"),
    ],
)
def test_what_is_missing_or_too_long_is_named_and_takes_no_number(sen, a, changes, field):
    with pytest.raises(documents.BadDocument) as refused:
        make_incoming(sen, a, **changes)
    assert field in refused.value.fields
    assert make_incoming(sen, a).number == 1


def test_the_same_letter_by_another_way_is_shown_before_it_is_registered(sen, a):
    first = make_incoming(sen, a)
    again = {"code": "125 / STP – HCTP", "issuer_name": "SỞ TƯ PHÁP", "way": documents.Way.EMAIL}
    (twin,) = documents.find_twins(
        sen, unit_id=a, code="125/STP-HCTP", issuer_name="so tu phap", issued_on=first.issued_on
    )
    assert (twin.document_id, twin.is_same_code, twin.is_same_file) == (first.id, True, False)
    with pytest.raises(documents.TwinsFound) as refused:
        make_incoming(sen, a, **again)
    assert refused.value.detail["twins"] == [twin]
    assert make_incoming(sen, a, **again, twin_reason="Bản thay trang 2, cùng số").number == 2


def test_the_same_file_under_another_number_is_a_twin_too(sen, a):
    data = make_pdf("same")
    first = make_incoming(sen, a, files=(make_file(data=data),))
    with pytest.raises(documents.TwinsFound) as refused:
        make_incoming(sen, a, code="999/UBND-VP", issuer_name="UBND huyện", files=(make_file(data=data),))
    (twin,) = refused.value.detail["twins"]
    assert (twin.document_id, twin.is_same_code, twin.is_same_file) == (first.id, False, True)


def test_the_same_number_of_another_office_or_year_is_no_twin(sen, a):
    make_incoming(sen, a)
    assert make_incoming(sen, a, issuer_name="Sở Nội vụ").number == 2
    assert make_incoming(sen, a, issued_on=date(2025, 11, 20)).number == 3


def test_one_delivery_makes_one_document_before_the_clerk(sen, chi, a, announced):
    info = make_arrived(a)
    assert (
        documents.register_arrival(
            SYSTEM, arrival=an_arrival(a, way=documents.Way.EXCHANGE, delivery_id=info.delivery_id), now=MORNING
        ).id
        == info.id
    )
    assert Document.objects.count() == 1 and info.number is None and info.state is documents.State.ARRIVED
    (item,) = [one for one in work.list_items(sen, box=work.Box.GROUP).items if one.subject_id == info.id]
    assert item.kind == "documents.take"
    done = documents.register(sen, document_id=info.id, no_secret=True, now=MORNING)
    assert (done.number, done.state) == (1, documents.State.REGISTERED)
    assert [one.type_name for one in announced() if one.type_name.startswith("documents.")] == [
        DocumentArrived.type_name,
        DocumentRegistered.type_name,
    ]
    assert [one.kind for one in work.list_items(sen, box=work.Box.GROUP).items if one.subject_id == info.id] == []
    with pytest.raises(documents.IllegalDocumentMove):
        documents.register(sen, document_id=info.id, no_secret=True, now=MORNING)


def test_what_arrived_is_sent_back_with_a_reason_the_sender_reads(sen, a, announced):
    info = make_arrived(a)
    with pytest.raises(documents.BadDocument):
        documents.refuse_arrival(sen, document_id=info.id, reason=" ", now=MORNING)
    done = documents.refuse_arrival(sen, document_id=info.id, reason="Gửi nhầm cơ quan", now=MORNING)
    assert (done.state, done.reason) == (documents.State.REFUSED, "Gửi nhầm cơ quan")
    assert isinstance(announced()[-1], DocumentRefused)
    assert make_arrived(a).state is documents.State.ARRIVED


def test_a_decision_gets_its_number_at_issue_and_the_day_of_today(sen, a, announced):
    info = make_issued(sen, a)
    assert (info.code, info.symbol, info.number) == ("01/QĐ-UBND", "QĐ-UBND", 1)
    assert info.issued_on == date(2026, 11, 23) and info.state is documents.State.ISSUED
    assert make_issued(sen, a, kind="bao_cao").code == "01/BC-UBND"  # another register, its own numbers
    assert make_issued(sen, a, kind="cong_van", symbol_tail="VX").code == "02/UBND-VX"
    assert isinstance(announced()[-1], DocumentIssued)
    assert documents.get_document(sen, info.id).recipients == (documents.Recipient("Sở Tư pháp"),)


def test_a_draft_is_issued_once(sen, a):
    from tinhso.kernel.ids import uuid7

    draft = uuid7()
    wanted = an_outgoing(a, draft_id=draft)
    first = documents.issue(sen, outgoing=wanted, now=MORNING)
    assert documents.issue(sen, outgoing=wanted, now=MORNING).id == first.id
    assert Document.objects.count() == 1


def test_a_document_without_its_signed_file_is_not_issued(sen, a):
    with pytest.raises(documents.BadDocument) as refused:
        documents.issue(
            sen, outgoing=documents.Outgoing(a, "quyet_dinh", "Về việc gì", (), no_secret=True), now=MORNING
        )
    assert "tep" in refused.value.fields
    assert make_issued(sen, a).number == 1


def test_a_number_kept_back_is_used_today_or_never(sen, a):
    kept = documents.reserve_number(sen, unit_id=a, kind="quyet_dinh", purpose="Quyết định khen thưởng", now=MORNING)
    assert kept.number == 1
    assert make_issued(sen, a).number == 2
    with pytest.raises(documents.BadNumber):
        make_issued(sen, a, number=1, now=NEXT_DAY)  # it would be dated after number 2 of the day before
    assert make_issued(sen, a, number=1).code == "01/QĐ-UBND"
    with pytest.raises(documents.BadNumber):
        make_issued(sen, a, number=1)
    with pytest.raises(documents.BadNumber):
        make_issued(sen, a, number=7)


def test_a_number_nobody_used_becomes_void_at_night_with_its_reason(sen, a):
    documents.reserve_number(sen, unit_id=a, kind="quyet_dinh", purpose="Quyết định khen thưởng", now=MORNING)
    assert documents.void_unused(MORNING) == 0
    assert documents.void_unused(NEXT_DAY) == 1 and documents.void_unused(NEXT_DAY) == 0
    assert "ngày giữ số" in ReservedNumber.objects.get().void_reason


def test_one_document_replaces_another_in_one_act(sen, a, announced):
    old = make_issued(sen, a)
    new = documents.replace(sen, document_id=old.id, outgoing=an_outgoing(a), now=MORNING)
    assert new.replaces_id == old.id
    seen = documents.get_document(sen, old.id)
    assert (seen.state, seen.replaced_by_id) == (documents.State.REPLACED, new.id)
    facts = [one for one in announced() if one.type_name.startswith("documents.")]
    assert facts[-2:] == [
        DocumentRecalled(old.id, a, new.id),
        DocumentIssued(new.id, a, replaces_id=old.id),
    ]
    with pytest.raises(documents.IllegalDocumentMove):
        documents.replace(sen, document_id=old.id, outgoing=an_outgoing(a), now=MORNING)


def test_a_recalled_document_stays_in_its_register(sen, a, announced):
    info = make_issued(sen, a)
    done = documents.recall(sen, document_id=info.id, reason="Sai thẩm quyền ban hành", now=MORNING)
    assert (done.state, done.number) == (documents.State.RECALLED, 1)
    assert announced()[-1] == DocumentRecalled(info.id, a)
    with pytest.raises(documents.IllegalDocumentMove):
        documents.recall(sen, document_id=info.id, reason="Sai thẩm quyền ban hành", now=MORNING)


def test_a_correction_leaves_the_other_in_force(sen, a):
    info = make_issued(sen, a)
    letter = documents.correct(
        sen, document_id=info.id, outgoing=an_outgoing(a, kind="cong_van", symbol_tail="VP"), now=MORNING
    )
    assert letter.corrects_id == info.id
    assert documents.get_document(sen, info.id).state is documents.State.ISSUED


def test_what_its_sender_called_back_is_frozen_and_leaves_every_inbox(sen, chi, a, announced):
    info = documents.register(sen, document_id=make_arrived(a).id, no_secret=True, now=MORNING)
    for _turn in range(2):
        done = documents.freeze(SYSTEM, document_id=info.id, reason="Bên gửi thu hồi", now=MORNING)
    assert done.state is documents.State.FROZEN and done.number == 1
    assert [type(one) for one in announced()].count(DocumentFrozen) == 1
    assert [one for one in work.list_items(chi, box=work.Box.GROUP).items if one.subject_id == info.id] == []


def test_a_stranger_finds_neither_document_nor_register(sen, dung, giang, em, an, ha, a):
    info = make_incoming(sen, a)
    for who in (dung, em, an, giang, ha):
        with pytest.raises(documents.DocumentMissing):
            documents.get_document(who, info.id)
        assert not documents.visible(who).exists()
        with pytest.raises(documents.DocumentMissing):
            make_incoming(who, a, code="1/X")
        with pytest.raises(documents.DocumentMissing):
            make_issued(who, a)


def test_a_restricted_document_is_opened_by_named_people_alone(sen, chi, ha, a):
    info = make_incoming(sen, a, restricted=True, reader_ids=(ha.account_id,))
    assert documents.get_document(ha, info.id).subject
    with pytest.raises(documents.DocumentMissing):
        documents.get_document(chi, info.id)
    row = Document.objects.get(pk=info.id)
    assert row.search_words == ""
    trail = audit.list_trail(info.id).items
    assert all("STP" not in str(one.detail) for one in trail)
    seen = [one for one in work.list_items(sen, box=work.Box.GROUP).items if one.subject_id == info.id]
    assert seen and all("STP" not in one.title + one.code + str(one.facts) for one in seen)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Báo cáo tình hình (MẬT)"},
        {"subject": "TỐI MẬT: phương án"},
        {"code": "12/UBND-NC(M)"},
        {"description": "Độ mật: Mật"},
    ],
)
def test_a_document_of_a_secrecy_level_never_enters(sen, a, changes):
    with pytest.raises(documents.SecretRefused):
        make_incoming(sen, a, **changes)
    assert Document.objects.count() == 0


def test_words_that_may_be_secret_are_asked_about(sen, a):
    subject = "Tuyên truyền Luật Bảo vệ bí mật nhà nước"
    with pytest.raises(documents.SecrecyDoubted) as refused:
        make_incoming(sen, a, subject=subject)
    assert "ly_do_mat" in refused.value.fields
    assert make_incoming(sen, a, subject=subject, warning_reason="Văn bản tuyên truyền, công khai").number == 1
    assert make_incoming(sen, a, code="2/X", subject="BẢO MẬT THÔNG TIN, ĐỔI MẬT KHẨU").number == 2


def test_each_year_begins_at_one(sen, a):
    make_issued(sen, a)
    assert make_issued(sen, a, now=MORNING + timedelta(days=60)).code == "01/QĐ-UBND"


def test_an_agency_opens_its_own_registers(sen, chi, dung, a):
    book = documents.open_book(
        sen,
        unit_id=a,
        code="tb",
        title="Sổ thông báo",
        direction=documents.Direction.OUTGOING,
        kinds=["thong_bao"],
        now=MORNING,
    )
    assert make_issued(sen, a, kind="thong_bao").book == "TB"
    with pytest.raises(documents.BadDocument) as refused:
        documents.open_book(
            sen,
            unit_id=a,
            code="TB2",
            title="Sổ khác",
            direction=documents.Direction.OUTGOING,
            kinds=["thong_bao"],
            now=MORNING,
        )
    assert "loai" in refused.value.fields
    with pytest.raises(documents.BadNumber):
        documents.close_book(chi, book_id=book.id, now=MORNING)  # 01/TB-UBND would be given twice this year
    with pytest.raises(documents.BookMissing):
        documents.close_book(dung, book_id=book.id, now=NEXT_YEAR)
    documents.close_book(chi, book_id=book.id, now=NEXT_YEAR)
    assert make_issued(sen, a, kind="thong_bao", now=NEXT_YEAR).book == "DI"


def test_the_office_keeps_the_registers_of_its_committee(units):
    from tinhso.foundation.organisations.data import Level, UnitKind
    from tinhso.foundation.organisations.testing import make_unit

    office = make_unit(
        code="H61.01", name="Văn phòng", kind=UnitKind.OFFICE, level=Level.PROVINCE, parent_id=units.province.id
    )
    clerk = make_clerk(office.id, code="VP-VT")
    assert make_issued(clerk, units.province.id).code == "01/QĐ-UBND"
    with pytest.raises(documents.DocumentMissing):
        make_issued(clerk, units.department.id)
    with pytest.raises(documents.DocumentMissing):
        make_issued(make_clerk(units.district.id, code="H-VT"), units.commune_a.id)  # not the registers below


@pytest.mark.django_db(transaction=True)
def test_two_hundred_take_numbers_of_one_register_at_once_without_hole_or_twin(units):
    sen, a = make_clerk(units.commune_a.id), units.commune_a.id
    file = make_file()
    books.ensure_books(a, now=MORNING)

    def take(n):
        try:
            return documents.issue(sen, outgoing=an_outgoing(a, files=(file,), subject=f"Việc {n}"), now=MORNING).number
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as pool:
        numbers = list(pool.map(take, range(200)))
    assert sorted(numbers) == list(range(1, 201))
    assert books.last_number(Book.objects.get(unit_id=a, code="QD"), year=2026) == 200
