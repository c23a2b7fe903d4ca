"""Several people at the same moment, on real connections: one wins, the others are told, nothing is done twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperForm, Status, SupplementItem
from tinhso.government.dossiers.models import Dossier, DossierPaper, Draft, Supplement
from tinhso.government.dossiers.testing import MONDAY, make_drafted, make_received, make_submitted, sign_and_wait
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.government.results.models import Result
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db(transaction=True)

LATER = MONDAY + timedelta(hours=1)
ASKED = [SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ")]


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def lan(units):
    """A second officer at the same desk as Bình."""
    return officer_actor(
        code="A-MC2",
        name="Ngô Thị Lan",
        unit_id=units.counter_a.id,
        roles=("one_stop_officer",),
        title="Công chức tiếp nhận và trả kết quả",
    )


def together(*acts):
    """Do all acts at the same moment, each on a connection of its own; return what each gave or how it was refused."""
    start = Barrier(len(acts))

    def one(act):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def refused_in(given):
    return [one for one in given if isinstance(one, DomainError)]


def live_items(dossier_id):
    items = work.list_of_subject(SYSTEM, subject_id=dossier_id)
    return [i for i in items if i.kind != "dossiers.letter"]  # a notice nobody can sign yet


def full_draft(an, a):
    make_procedure()
    draft = dossiers.start_draft(an, procedure_code=CODE, unit_id=a, now=MONDAY)
    for page in ("nguoi-yeu-cau", "noi-dung"):
        dossiers.save_page(an, draft_id=draft.id, page=page, answers=good_answers(), now=MONDAY)
    kept = files.save_bytes(make_pdf(), name="giay.pdf", actor=an, now=MONDAY)
    dossiers.attach(an, draft_id=draft.id, component="GT", file_id=kept.id, now=MONDAY)
    return draft.id, kept.id


def test_of_two_officers_receiving_the_same_dossier_one_wins_and_the_other_is_told_who_and_when(an, binh, lan, a):
    info = make_submitted(an, unit_id=a)

    given = together(
        *(
            lambda officer=officer: dossiers.receive(
                officer, dossier_id=info.id, expected_version=info.version, now=LATER
            )
            for officer in (binh, lan)
        )
    )

    (refused,) = refused_in(given)
    winner = Dossier.objects.get(pk=info.id).received_by
    assert refused.status == 409
    assert winner in {binh.name, lan.name}
    assert winner in refused.sentence
    assert "10:00 16/11/2026" in refused.sentence
    assert len(live_items(info.id)) == 1


def test_a_draft_sent_from_eight_windows_at_once_is_one_dossier(an, a):
    draft_id, _ = full_draft(an, a)

    given = together(*[lambda: dossiers.submit(an, draft_id=draft_id, now=LATER)] * 8)

    assert refused_in(given) == []
    assert len({info.id for info in given}) == 1
    assert Dossier.objects.count() == 1
    assert DossierPaper.objects.count() == 1


def test_two_hundred_filings_at_once_get_codes_without_a_hole(an, a):
    make_submitted(an, unit_id=a)  # the first of the day, and the procedure is there

    def many():
        return [make_submitted(an, unit_id=a).code for _ in range(25)]

    given = together(*[many] * 8)

    assert refused_in(given) == []
    numbers = sorted(int(code[-4:]) for part in given for code in part)
    assert numbers == list(range(2, 202))
    assert Dossier.objects.values("token").distinct().count() == 201


def test_signing_and_returning_at_once_do_exactly_one_of_the_two(an, binh, ha, chi, a):
    for _ in range(3):
        info = make_drafted(an, binh, ha, unit_id=a)
        given = together(
            lambda info=info: sign_and_wait(chi, dossier_id=info.id, now=LATER),
            lambda info=info: dossiers.take_step(
                chi, dossier_id=info.id, task="ky_duyet", outcome="return", remark="Sai ngày", now=LATER
            ),
        )
        (refused,) = refused_in(given)
        (done,) = [one for one in given if one is not refused]
        assert refused.status in (403, 409)
        assert (done.status, done.step_task) in {(Status.DONE, "tra_ket_qua"), (Status.PROCESSING, "tham_tra")}
        assert Result.objects.filter(dossier_id=info.id).count() == (1 if done.status is Status.DONE else 0)
        assert len(live_items(info.id)) == 1


def test_withdrawing_while_it_is_signed_ends_one_way_only(an, binh, ha, chi, a):
    for _ in range(3):
        info = make_drafted(an, binh, ha, unit_id=a)
        given = together(
            lambda info=info: dossiers.withdraw(an, dossier_id=info.id, now=LATER),
            lambda info=info: sign_and_wait(chi, dossier_id=info.id, now=LATER),
        )
        (refused,) = refused_in(given)
        (done,) = [one for one in given if one is not refused]
        has_result = Result.objects.filter(dossier_id=info.id).exists()
        assert (done.status, has_result) in {(Status.DONE, True), (Status.WITHDRAWN, False)}
        assert refused.status in (403, 409)
        assert len(live_items(info.id)) == (1 if done.status is Status.DONE else 0)


def test_results_signed_at_once_are_numbered_without_a_hole(an, binh, ha, chi, a):
    ids = [make_drafted(an, binh, ha, unit_id=a).id for _ in range(6)]

    given = together(*(lambda i=i: sign_and_wait(chi, dossier_id=i, now=LATER) for i in ids))

    assert refused_in(given) == []
    numbers = Result.objects.filter(dossier_id__in=ids).values_list("number", flat=True)
    assert sorted(int(re.match(r"\d+", n)[0]) for n in numbers) == [1, 2, 3, 4, 5, 6]


def test_a_supplement_answered_at_home_and_at_the_counter_at_once_counts_once(an, binh, lan, ha, a):
    info = make_received(an, binh, unit_id=a)
    dossiers.ask_supplement(ha, dossier_id=info.id, items=ASKED, now=MONDAY)
    kept = files.save_bytes(make_pdf(), name="giay.pdf", actor=an, now=MONDAY)
    at_counter = {"dossier_id": info.id, "papers": {}, "form": PaperForm.ORIGINAL, "now": LATER}

    given = together(
        *[lambda: dossiers.supplement(an, dossier_id=info.id, papers={"GT": [kept.id]}, now=LATER)] * 2,
        lambda: dossiers.supplement_at_counter(binh, **at_counter),
        lambda: dossiers.supplement_at_counter(lan, **at_counter),
    )

    assert [one.status for one in refused_in(given)] == [409, 409, 409]
    assert Supplement.objects.get().answered_at == LATER
    assert DossierPaper.objects.filter(supplement__isnull=False).count() == 1
    assert len(live_items(info.id)) == 1


def test_a_file_attached_while_the_draft_is_sent_is_in_the_dossier_or_refused(an, a):
    for _ in range(5):
        draft_id, file_id = full_draft(an, a)
        sent, attached = together(
            lambda d=draft_id: dossiers.submit(an, draft_id=d, now=LATER),
            lambda d=draft_id, f=file_id: dossiers.attach(an, draft_id=d, component="GT", file_id=f, now=LATER),
        )
        papers = DossierPaper.objects.filter(dossier_id=sent.id).count()
        assert papers == (1 if isinstance(attached, DomainError) else 2)
        assert Draft.objects.get(pk=draft_id).papers.count() == papers


def test_two_windows_that_begin_the_same_request_share_one_draft(an, a):
    make_procedure()

    given = together(*[lambda: dossiers.start_draft(an, procedure_code=CODE, unit_id=a, now=MONDAY)] * 6)

    assert len({draft.id for draft in given}) == 1
    assert Draft.objects.count() == 1
