"""A result that is a document of the office is numbered among its other documents, without gap or twin."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.government.documents import public as documents
from tinhso.government.documents.actions.books import void_unused
from tinhso.government.documents.models import Book, Document, ReservedNumber
from tinhso.government.documents.queries.registers import gap_report
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_submitted, sign_and_wait
from tinhso.government.procedures.testing import make_procedure
from tinhso.government.results.models import Result
from tinhso.testing.cast import officer_actor

LATER = MONDAY + timedelta(hours=1)
CODE = "1.999811"
RESULT = {
    "code": "QD",
    "name": "Quyết định trợ cấp",
    "template": "ket_qua",
    "number": {
        "series": "quyet_dinh_tro_cap",
        "pattern": "{n:02d}/QĐ-UBND",
        "period": "year",
        "unique_within": "period",
    },
    "validity": "permanent",
}


@pytest.fixture
def a(units):
    make_procedure(code=CODE, name="Trợ cấp xã hội hằng tháng", results=[RESULT])
    return units.commune_a.id


@pytest.fixture
def clerk(a):
    return make_clerk(a)


def drafted(an, binh, ha, a, *, now=MONDAY):
    info = make_submitted(an, unit_id=a, code=CODE, now=now)
    dossiers.receive(binh, dossier_id=info.id, now=now)
    dossiers.draft_result(ha, dossier_id=info.id, fields={"content": "Trợ cấp."}, now=now)
    return dossiers.take_step(ha, dossier_id=info.id, task="tham_tra", now=now)


def decisions(a):
    return Book.objects.get(unit_id=a, code="QD")


def test_a_decision_on_a_dossier_takes_the_next_number_of_the_decisions(an, binh, ha, chi, clerk, a):
    make_issued(clerk, a, now=MONDAY)
    info = sign_and_wait(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    make_issued(clerk, a, now=LATER, subject="Ban hành Kế hoạch chuyển đổi số")

    result = Result.objects.get(dossier_id=info.id)
    entered = Document.objects.get(dossier_id=info.id)
    assert (result.number, entered.code, entered.number, entered.issued_on) == (
        "02/QĐ-UBND",
        "02/QĐ-UBND",
        2,
        result.issued_on,
    )
    assert list(Document.objects.filter(unit_id=a).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    report = gap_report(clerk, book_id=decisions(a).id, year=2026)
    assert not report.missing and not report.twice and not report.reserved


def test_what_names_a_person_has_no_words_there_and_opens_to_who_signed_it(an, binh, ha, chi, clerk, a):
    info = sign_and_wait(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    entered = Document.objects.get(dossier_id=info.id)

    assert entered.restricted and entered.search_words == "" and an.name not in entered.subject
    assert documents.get_document(chi, entered.id).dossier_id == info.id
    stranger = officer_actor(code="A-LA", name="Người Lạ", unit_id=a, roles=("specialist",))
    for somebody in (clerk, stranger):
        with pytest.raises(documents.DocumentMissing):
            documents.get_document(somebody, entered.id)


def test_the_number_on_a_paper_being_signed_is_neither_made_void_at_night_nor_given_to_another(
    an, binh, ha, chi, clerk, a
):
    info = dossiers.sign_result(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    held = ReservedNumber.objects.get(held_for=info.id)
    assert void_unused(LATER + timedelta(days=2)) == 0
    with pytest.raises(documents.BadNumber):
        documents.void_number(clerk, reserved_id=held.id, reason="Hủy", now=LATER)
    make_issued(clerk, a, now=LATER)
    dossiers.settle_signing(chi, dossier_id=info.id, now=LATER + timedelta(days=2))  # the signature came late
    entered = Document.objects.get(dossier_id=info.id)
    assert (entered.number, entered.issued_on) == (1, held.day)


def test_a_decision_taken_back_keeps_its_number_and_a_stopped_dossier_makes_it_void(an, binh, ha, chi, clerk, a):
    info = dossiers.sign_result(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    dossiers.take_back_signing(chi, dossier_id=info.id, now=LATER)
    info = dossiers.sign_result(chi, dossier_id=info.id, now=LATER)
    assert ReservedNumber.objects.filter(held_for=info.id).count() == 1
    dossiers.take_back_signing(chi, dossier_id=info.id, now=LATER)
    reasons = [dossiers.Reason("Không đủ điều kiện", "Điều 5")]
    dossiers.stop(chi, dossier_id=info.id, reasons=reasons, now=LATER)

    report = gap_report(clerk, book_id=decisions(a).id, year=2026)
    assert ([n for n, _why in report.void], report.reserved, report.missing) == ([1], (), ())
    assert info.code in ReservedNumber.objects.get(held_for=info.id, book__code="QD").void_reason


def test_another_days_paper_takes_another_number_and_the_old_one_is_void(an, binh, ha, chi, clerk, a):
    info = dossiers.sign_result(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    dossiers.take_back_signing(chi, dossier_id=info.id, now=LATER)
    sign_and_wait(chi, dossier_id=info.id, now=LATER + timedelta(days=1))

    assert Result.objects.get(dossier_id=info.id).number == "02/QĐ-UBND"
    report = gap_report(clerk, book_id=decisions(a).id, year=2026)
    assert [n for n, _why in report.void] == [1]


def test_its_file_is_opened_where_looking_is_on_record(an, binh, ha, chi, client_of, a):
    info = sign_and_wait(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    entered = Document.objects.get(dossier_id=info.id)
    held = entered.files.get()
    page = client_of(chi).get(reverse("documents:one", args=[entered.id]))
    assert reverse("officer:dossier", args=[info.id]) in page.content.decode()
    answer = client_of(chi).get(reverse("documents:file", args=[entered.id, held.file_id]))
    assert answer.url == reverse("officer:letter", args=[info.id, entered.id])
    assert client_of(chi).get(answer.url).url == reverse("officer:result", args=[info.id])
    with pytest.raises(documents.DocumentMissing):
        documents.require_file(chi, document_id=entered.id, file_id=held.file_id)


def test_a_result_called_back_is_called_back_in_the_register(an, binh, ha, chi, a):
    info = sign_and_wait(chi, dossier_id=drafted(an, binh, ha, a).id, now=LATER)
    dossiers.return_for_correction(chi, dossier_id=info.id, reason="Sai họ tên người hưởng", now=LATER)
    assert Document.objects.get(dossier_id=info.id).state == "recalled"
