"""The main road: filed, received, drafted, signed, handed over; and everything that must not happen on it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperForm, PaperInput, Reason, Status, SupplementItem
from tinhso.government.dossiers.models import Dossier, Supplement
from tinhso.government.dossiers.testing import (
    MONDAY,
    SEEN,
    make_done,
    make_drafted,
    make_received,
    make_submitted,
    scanned,
    sign_and_wait,
)
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.government.results import public as results
from tinhso.kernel.errors import Conflict, DomainError
from tinhso.kernel.ids import uuid7

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def a(units):
    return units.commune_a.id


def inbox(actor, box="group"):
    return [item.subject_id for item in work.list_items(actor, box=work.Box(box)).items]


def test_a_dossier_walks_from_the_citizen_to_a_signed_result(an, binh, ha, chi, a, announced):
    info = make_submitted(an, unit_id=a)
    assert info.status is Status.NEW
    assert info.code.endswith("-261116-0001")
    assert inbox(binh) == [info.id] and inbox(ha) == []

    info = dossiers.receive(binh, dossier_id=info.id, now=MONDAY)
    assert info.status is Status.RECEIVED
    assert info.promised_at == datetime(2026, 11, 19, 2, 0, tzinfo=UTC)  # three working days, same time of day
    assert inbox(binh) == [] and inbox(ha) == [info.id]

    dossiers.draft_result(ha, dossier_id=info.id, fields={"content": "Xác nhận."}, now=LATER)
    info = dossiers.take_step(ha, dossier_id=info.id, task="tham_tra", now=LATER)
    assert (info.status, info.step_act, info.handler_name) == (Status.PROCESSING, "sign", ha.name)
    assert inbox(chi, "to_sign") == [info.id]

    info = sign_and_wait(chi, dossier_id=info.id, now=LATER)
    assert info.status is Status.DONE and not info.is_late
    detail = dossiers.get_dossier(an, dossier_id=info.id)
    signed = files.read_bytes(detail.result_file_id)
    assert signing.verify_pdf(signed).state is signing.VerdictState.VALID
    public = results.find_by_token(detail.result_token)
    assert public.number == "01/2026/XN"

    info = dossiers.hand_over(binh, dossier_id=info.id, now=LATER)
    assert info.status is Status.HANDED_OVER
    assert inbox(binh) == inbox(ha) == inbox(chi) == []
    names = [fact.type_name for fact in announced() if fact.type_name.startswith("dossiers.")]
    assert names == [
        "dossiers.submitted.v1",
        "dossiers.received.v1",
        "dossiers.step_taken.v1",
        "dossiers.result_signed.v1",
        "dossiers.handed_over.v1",
    ]


def test_a_draft_becomes_one_dossier_however_often_it_is_sent(an, a):
    make_procedure()
    draft = dossiers.start_draft(an, procedure_code=CODE, unit_id=a, now=MONDAY)
    assert draft.data["applicant"]["name"] == an.name  # nobody types what we know
    dossiers.save_page(an, draft_id=draft.id, page="nguoi-yeu-cau", answers=good_answers(), now=MONDAY)
    _, errors = dossiers.save_page(an, draft_id=draft.id, page="noi-dung", answers={"request": {}}, now=MONDAY)
    assert "/request/subject" in errors
    dossiers.save_page(an, draft_id=draft.id, page="noi-dung", answers=good_answers(), now=MONDAY)
    with pytest.raises(dossiers.PapersMissing) as refused:
        dossiers.submit(an, draft_id=draft.id, now=MONDAY)
    assert list(refused.value.fields) == ["papers/GT"]
    kept = files.save_bytes(make_pdf(), name="giay.pdf", actor=an, now=MONDAY)
    dossiers.attach(an, draft_id=draft.id, component="GT", file_id=kept.id, now=MONDAY)
    first = dossiers.submit(an, draft_id=draft.id, now=MONDAY)
    second = dossiers.submit(an, draft_id=draft.id, now=LATER)
    assert first.id == second.id and Dossier.objects.count() == 1


def test_a_forged_file_id_is_refused_like_a_missing_one(an, a):
    with pytest.raises(DomainError) as refused:
        make_submitted(an, unit_id=a, papers=[PaperInput("GT", uuid7())])
    assert refused.value.status == 404


def test_a_stranger_officer_sees_nothing(an, binh, dung, a):
    info = make_received(an, binh, unit_id=a)
    for act in (
        lambda: dossiers.get_dossier(dung, dossier_id=info.id),
        lambda: dossiers.receive(dung, dossier_id=info.id, now=LATER),
        lambda: dossiers.take_step(dung, dossier_id=info.id, task="tham_tra", now=LATER),
        lambda: dossiers.print_paper(dung, dossier_id=info.id, paper="receipt", now=LATER),
        lambda: dossiers.available_acts(dung, dossier_id=info.id),
        lambda: dossiers.open_paper(dung, dossier_id=info.id, paper_id=info.id),
    ):
        with pytest.raises(dossiers.DossierNotFound):
            act()
    everything = dossiers.DossierFilter()
    assert dossiers.list_dossiers(dung, wanted=everything, now=LATER).items == []
    assert dossiers.count_dossiers(dung, wanted=everything, now=LATER) == 0
    assert dossiers.list_dossiers(dung, wanted=dossiers.DossierFilter(words="nguyen"), now=LATER).items == []
    assert inbox(dung) == []


def test_another_citizen_sees_nothing(an, a, binh):
    from tinhso.testing.cast import citizen_actor

    other = citizen_actor(number="086195000456", name="Trần Khác")
    info = make_received(an, binh, unit_id=a)
    for act in (dossiers.get_dossier, dossiers.withdraw):
        with pytest.raises(dossiers.DossierNotFound):
            act(other, dossier_id=info.id, **({"now": LATER} if act is dossiers.withdraw else {}))


def test_the_clock_stands_while_the_citizen_brings_papers(an, binh, ha, a):
    info = make_received(an, binh, unit_id=a)
    asked_at = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
    item = SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ, không đọc được số")
    info = dossiers.ask_supplement(ha, dossier_id=info.id, items=[item], now=asked_at)
    assert info.status is Status.WAITING_SUPPLEMENT
    assert inbox(ha) == []
    detail = dossiers.get_dossier(an, dossier_id=info.id)
    assert detail.next_step.owner == "Người nộp hồ sơ" and detail.next_step.due_at
    with pytest.raises(dossiers.PapersMissing):
        dossiers.supplement(an, dossier_id=info.id, papers={}, now=asked_at)
    answered_at = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)  # two working days later
    info = dossiers.supplement_at_counter(
        binh,
        dossier_id=info.id,
        papers={},
        form=PaperForm.ORIGINAL,
        now=answered_at,
    )
    assert info.status is Status.RECEIVED
    assert info.promised_at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 19 Nov + 2 working days
    assert Supplement.objects.get().answered_at == answered_at
    assert inbox(ha) == [info.id]
    with pytest.raises(dossiers.SecondSupplement):
        dossiers.ask_supplement(ha, dossier_id=info.id, items=[item], now=answered_at)


def test_the_head_may_confirm_a_second_supplement(an, binh, ha, chi, a):
    info = make_received(an, binh, unit_id=a)
    item = SupplementItem("GT", "Giấy tờ chứng minh", "Thiếu trang 2")
    dossiers.ask_supplement(ha, dossier_id=info.id, items=[item], now=MONDAY)
    dossiers.supplement_at_counter(binh, dossier_id=info.id, papers={}, form=PaperForm.ORIGINAL, now=LATER)
    info = dossiers.ask_supplement(chi, dossier_id=info.id, items=[item], confirmed_by_head=True, now=LATER)
    assert info.status is Status.WAITING_SUPPLEMENT


def test_a_refusal_says_why_and_ends_the_dossier(an, binh, a):
    info = make_submitted(an, unit_id=a)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.refuse(binh, dossier_id=info.id, reasons=[Reason("  ")], now=MONDAY)
    reason = Reason("Không thuộc thẩm quyền", "Điều 13 Luật Hộ tịch")
    info = dossiers.refuse(binh, dossier_id=info.id, reasons=[reason], now=MONDAY)
    assert info.status is Status.REFUSED
    assert inbox(binh) == []
    dossiers.settle_signing(binh, dossier_id=info.id, now=MONDAY)
    assert dossiers.print_paper(an, dossier_id=info.id, paper="refusal", now=MONDAY).startswith(b"%PDF")
    with pytest.raises(dossiers.IllegalMove):
        dossiers.receive(binh, dossier_id=info.id, now=LATER)


def test_of_two_officers_one_wins_and_the_other_is_told_who(an, binh, ha, a):
    info = make_received(an, binh, unit_id=a)
    dossiers.draft_result(ha, dossier_id=info.id, fields={"content": "Một"}, expected_version=info.version, now=LATER)
    with pytest.raises(Conflict) as refused:
        dossiers.draft_result(
            ha, dossier_id=info.id, fields={"content": "Hai"}, expected_version=info.version, now=LATER
        )
    assert ha.name in refused.value.sentence and "10:00 16/11/2026" in refused.value.sentence


def test_the_head_returns_a_draft_with_a_reason(an, binh, ha, chi, a):
    info = make_drafted(an, binh, ha, unit_id=a)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.take_step(chi, dossier_id=info.id, task="ky_duyet", outcome="return", now=LATER)
    info = dossiers.take_step(chi, dossier_id=info.id, task="ky_duyet", outcome="return", remark="Sai ngày", now=LATER)
    assert info.step_task == "tham_tra"
    assert inbox(ha, "mine") == [info.id]  # back to who drafted it


def test_nobody_signs_or_steps_out_of_turn(an, binh, ha, chi, a):
    info = make_received(an, binh, unit_id=a)
    with pytest.raises(dossiers.NotYourStep):
        dossiers.take_step(binh, dossier_id=info.id, task="tham_tra", now=LATER)
    with pytest.raises(dossiers.NotYourStep):
        sign_and_wait(ha, dossier_id=info.id, now=LATER)
    with pytest.raises(dossiers.NotYourStep):
        sign_and_wait(chi, dossier_id=info.id, now=LATER)  # not her step yet
    with pytest.raises(dossiers.NothingAsked):
        dossiers.take_step(ha, dossier_id=info.id, task="tham_tra", now=LATER)  # no draft
    info = make_drafted(an, binh, ha, unit_id=a, now=LATER)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.take_step(chi, dossier_id=info.id, task="ky_duyet", now=LATER)  # signing is its own verb


def test_the_counter_files_and_receives_in_one_act(binh, a):
    make_procedure()
    info = dossiers.receive_at_counter(
        binh,
        procedure_code=CODE,
        unit_id=a,
        data=good_answers(),
        papers=SEEN,
        now=MONDAY,
    )
    assert (info.status, info.channel) == (Status.RECEIVED, "counter")
    assert info.applicant.account_id is None
    pdf = dossiers.print_paper(binh, dossier_id=info.id, paper="receipt", now=MONDAY)
    assert pdf.startswith(b"%PDF")
    assert [
        d.code for d in dossiers.recent_duplicates(binh, number="086190000123", procedure_code=CODE, now=LATER)
    ] == [info.code]


def test_a_counter_of_another_commune_cannot_file_here(dung, a):
    make_procedure()
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.receive_at_counter(dung, procedure_code=CODE, unit_id=a, data=good_answers(), papers=SEEN, now=MONDAY)


def test_a_citizen_takes_the_dossier_back_before_the_result_only(an, binh, ha, chi, a):
    info = make_received(an, binh, unit_id=a)
    assert dossiers.withdraw(an, dossier_id=info.id, now=LATER).status is Status.WITHDRAWN
    done = make_done(an, binh, ha, chi, unit_id=a, now=LATER)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.withdraw(an, dossier_id=done.id, now=LATER)


def test_a_look_by_an_officer_is_on_record_for_the_citizen(an, binh, a):
    from tinhso.foundation.audit import public as audit

    info = make_received(an, binh, unit_id=a)
    dossiers.get_dossier(binh, dossier_id=info.id)
    reads = audit.list_reads_of(an.account_id).items
    assert [r.actor_name for r in reads] == [binh.name]


def test_the_public_look_up_gives_no_name_away(an, a):
    info = make_submitted(an, unit_id=a)
    for key in (info.code, info.code.lower(), info.token):
        seen = dossiers.look_up(key)
        assert seen.applicant_masked == "N***** T** A*"
        assert an.name not in repr(seen) and "086190000123" not in repr(seen)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.look_up("H61.01-261116-9999")


def test_words_find_a_dossier_without_marks(an, binh, a):
    info = make_received(an, binh, unit_id=a)
    for words in ("nguyen thi an", "NGUYỄN  An", "0912345678", "086190000123", info.code, "xac nhan tinh"):
        found = dossiers.list_dossiers(binh, wanted=dossiers.DossierFilter(words=words), now=LATER).items
        assert [d.id for d in found] == [info.id], words
    assert dossiers.list_dossiers(binh, wanted=dossiers.DossierFilter(words="hoang"), now=LATER).items == []


def test_pages_follow_one_another_without_gap_or_double(an, binh, a):
    made = [make_received(an, binh, unit_id=a, now=MONDAY + timedelta(minutes=n)).id for n in range(5)]
    for order, expected in (("newest", made[::-1]), ("due", made)):
        got, cursor = [], ""
        while True:
            page = dossiers.list_dossiers(
                binh,
                wanted=dossiers.DossierFilter(order=order),
                now=LATER,
                cursor=cursor,
                size=2,
            )
            got += [d.id for d in page.items]
            cursor = page.next_cursor
            if not cursor:
                break
        assert got == expected


def test_each_figure_of_the_leader_is_its_list(an, binh, ha, chi, giang, a):
    day = MONDAY.date()
    make_done(an, binh, ha, chi, unit_id=a)
    make_received(an, binh, unit_id=a)
    make_submitted(an, unit_id=a)
    late = MONDAY + timedelta(days=20)
    (counts,) = dossiers.count_by_unit(giang, received_from=day, received_to=day, now=late)
    period = {"received_from": day, "received_to": day, "unit_ids": (a,)}
    lists = {
        "received": dossiers.DossierFilter(**period),
        "on_time": dossiers.DossierFilter(**period, finish="on_time"),
        "late": dossiers.DossierFilter(**period, finish="late"),
        "waiting": dossiers.DossierFilter(unit_ids=(a,), statuses=tuple(Status(s) for s in (1, 2, 4, 5, 6, 9))),
        "overdue": dossiers.DossierFilter(unit_ids=(a,), light="late"),
    }
    figures = {name: getattr(counts, name) for name in lists}
    assert figures == {n: dossiers.count_dossiers(giang, wanted=w, now=late) for n, w in lists.items()}
    assert figures == {"received": 2, "on_time": 1, "late": 0, "waiting": 3, "overdue": 1}


def test_every_paper_of_a_finished_dossier_prints(an, binh, ha, chi, a):
    info = make_done(an, binh, ha, chi, unit_id=a)
    for paper in ("receipt", "receipt-a5", "control", "application", "draft"):
        assert dossiers.print_paper(binh, dossier_id=info.id, paper=paper, now=LATER).startswith(b"%PDF"), paper
    for paper in ("control", "draft", "nonsense"):
        with pytest.raises(dossiers.DossierNotFound):
            dossiers.print_paper(an, dossier_id=info.id, paper=paper, now=LATER)


def test_filing_and_receiving_take_a_bounded_number_of_queries(an, binh, a, django_assert_max_num_queries):
    make_submitted(an, unit_id=a)
    papers = scanned(an)
    with django_assert_max_num_queries(14):
        info = make_submitted_again(an, a, papers)
    with django_assert_max_num_queries(24):
        dossiers.receive(binh, dossier_id=info.id, now=LATER)
    assert connection.in_atomic_block


def make_submitted_again(citizen, unit_id, papers):
    return dossiers.submit_directly(
        citizen,
        procedure_code=CODE,
        unit_id=unit_id,
        data=good_answers(),
        papers=papers,
        now=LATER,
    )


def test_printing_and_drafting_are_looks_on_record_too(an, binh, ha, a):
    from tinhso.foundation.audit import public as audit

    info = make_received(an, binh, unit_id=a)
    dossiers.print_paper(binh, dossier_id=info.id, paper="receipt", now=LATER)
    dossiers.draft_fields(ha, dossier_id=info.id)
    dossiers.print_paper(an, dossier_id=info.id, paper="receipt", now=LATER)  # one's own is not a look
    assert [r.actor_name for r in audit.list_reads_of(an.account_id).items] == [ha.name, binh.name]
