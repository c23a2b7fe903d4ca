"""Letters of a dossier: numbered in the outgoing register with the act, signed by the queue, void with an undone act."""

from datetime import date, timedelta

import pytest
from django.db import connection

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.events import SignatureMade
from tinhso.foundation.signing.public import KeyState, RequestState, VerdictState
from tinhso.foundation.signing.queue import working
from tinhso.foundation.signing.testing import make_demo_key
from tinhso.foundation.work import public as work
from tinhso.government.documents.models import Book, Document, ReservedNumber
from tinhso.government.documents.queries.registers import gap_report
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.dossiers import handlers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions import letters_signed
from tinhso.government.dossiers.actions.watch import watch
from tinhso.government.dossiers.data import LetterKind, LetterState, Reason, Status, SupplementItem
from tinhso.government.dossiers.models import Apology, Letter, Supplement
from tinhso.government.dossiers.testing import MONDAY, make_received, make_submitted
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.working import run_queue

LATER = MONDAY + timedelta(hours=1)
REASONS = [Reason("Không đủ điều kiện giải quyết", "Điều 5")]
ITEM = SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ")
WHY = "Chờ kết quả xác minh của cơ quan khác."


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def clerk(a):
    return make_clerk(a)


@pytest.fixture
def received(an, binh, a):
    return make_received(an, binh, unit_id=a)


@pytest.fixture
def seal(units):
    name = units.commune_a.name
    return signing.ensure_demo_key(units.commune_a.id, name=name, unit=name, now=MONDAY)


def ask(ha, info, now=LATER):
    return dossiers.ask_supplement(ha, dossier_id=info.id, items=[ITEM], now=now)


def settle(actor, info, now=LATER):
    return dossiers.settle_signing(actor, dossier_id=info.id, now=now)


def letter_of(info):
    return Letter.objects.filter(dossier_id=info.id).latest("id")


def shown(actor, info):
    return dossiers.get_dossier(actor, dossier_id=info.id).letters[-1]


def outgoing(clerk, a):
    return gap_report(clerk, book_id=Book.objects.get(unit_id=a, code="DI").id, year=2026)


def items(info):
    return [one for one in work.list_of_subject(SYSTEM, subject_id=info.id) if one.kind == "dossiers.letter"]


ACTS = {
    "supplement": (ask, "PBS"),
    "apology": (
        lambda chi, info: dossiers.extend(chi, dossier_id=info.id, new_day=date(2026, 11, 25), reason=WHY, now=LATER),
        "PXL",
    ),
    "stop": (lambda ha, info: dossiers.stop(ha, dossier_id=info.id, reasons=REASONS, now=LATER), "TB"),
    "refusal": (lambda binh, info: dossiers.refuse(binh, dossier_id=info.id, reasons=REASONS, now=LATER), "PTC"),
}
DOERS = {"supplement": "ha", "apology": "chi", "stop": "ha", "refusal": "binh"}


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize("kind", list(ACTS))
def test_each_letter_is_numbered_among_the_offices_documents_and_signed_by_the_queue(
    kind, is_sealed, request, an, binh, clerk, units, a
):
    make_issued(clerk, a, kind="cong_van", now=MONDAY)
    if is_sealed:
        request.getfixturevalue("seal")
    actor = request.getfixturevalue(DOERS[kind])
    info = make_submitted(an, unit_id=a) if kind == "refusal" else make_received(an, binh, unit_id=a)
    act, symbol = ACTS[kind]
    act(actor, info)

    waits = shown(an, info)
    assert (waits.kind, waits.state_title, waits.number) == (LetterKind(kind), "Đang ký số", f"02/{symbol}-UBND")
    with pytest.raises(dossiers.LetterUnsigned):  # nothing goes out without a signature
        dossiers.print_paper(an, dossier_id=info.id, paper=kind, now=LATER)
    assert outgoing(clerk, a).reserved == (2,)

    settle(actor, info)
    letter = shown(an, info)
    assert (letter.state, letter.problem, items(info)) == (LetterState.SIGNED, "", [])
    entered = Document.objects.get(dossier_id=info.id)
    assert (entered.code, entered.id, entered.restricted) == (letter.number, letter.document_id, True)
    report = outgoing(clerk, a)
    assert not (report.missing or report.twice or report.reserved or report.void)
    pdf = dossiers.print_paper(an, dossier_id=info.id, paper=kind, now=LATER)
    verdict = signing.verify_pdf(pdf, now=LATER)
    wanted = {
        (True, True): ["ChuKy_leader", "ChuKy_seal"],
        (True, False): ["ChuKy_leader"],
    }.get((kind == "apology", is_sealed), ["ChuKy_receiver"])
    assert verdict.state is VerdictState.VALID
    assert [one.field for one in verdict.signatures] == wanted
    if is_sealed:
        assert units.commune_a.name in verdict.signatures[-1].signer
    make_issued(clerk, a, kind="cong_van", now=LATER)
    assert sorted(Document.objects.filter(unit_id=a).values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_no_time_stamp_no_letter_but_the_act_stands_and_the_citizen_is_told_at_once(
    an, binh, ha, a, authority, settings
):
    settings.SIGNING_PROFILE = "b-t"
    info = make_received(an, binh, unit_id=a, now=clock.now())
    authority.behave(down=True)
    promised = info.promised_at
    now = clock.now()
    info = ask(ha, info, now=now)
    run_queue()

    assert (info.status, info.paused_at, info.promised_at) == (Status.WAITING_SUPPLEMENT, now, promised)
    assert any("bổ sung" in one.title.lower() for one in notifications.list_notices(an).items)
    waits = shown(ha, info)
    assert waits.is_open and not waits.has_failed and "dấu thời gian" in waits.problem and waits.next_try_at
    with pytest.raises(dossiers.LetterUnsigned):
        dossiers.print_paper(an, dossier_id=info.id, paper="supplement", now=now)
    assert watch(now + timedelta(minutes=31)) == 0
    assert [one.assignee_id for one in items(info)] == [ha.account_id]  # silent for half an hour: a person sees it

    authority.behave(down=False)
    dossiers.sign_letter(ha, dossier_id=info.id, letter_id=waits.id, now=clock.now())
    run_queue()
    assert shown(an, info).state is LetterState.SIGNED and items(info) == []
    pdf = dossiers.print_paper(an, dossier_id=info.id, paper="supplement", now=clock.now())
    assert signing.verify_pdf(pdf).profile == "PAdES-B-T"
    assert dossiers.get_dossier(an, dossier_id=info.id).info.paused_at == now  # the act's moment, not the signature's


def test_an_event_told_twice_enters_a_letter_once(an, binh, ha, received, clerk, a):
    ask(ha, received)
    with clock.frozen(LATER):
        assert working.work()
    (made,) = signing.requests_of(received.id)
    for _time in range(2):
        letters_signed.letter_signed(request_id=made.id, file_id=made.result_file_id, now=LATER)
    deliver_pending()
    assert Document.objects.filter(dossier_id=received.id).count() == 1
    assert made.subject_kind == handlers.LETTER and SignatureMade.type_name == "signing.signature_made.v1"
    assert not outgoing(clerk, a).reserved


@pytest.mark.parametrize("kind", ["supplement", "stop", "refusal"])
def test_an_act_undone_while_its_letter_is_unsigned_leaves_a_void_number_with_the_reason(
    kind, request, an, binh, chi, clerk, a
):
    actor = request.getfixturevalue(DOERS[kind])
    info = make_submitted(an, unit_id=a) if kind == "refusal" else make_received(an, binh, unit_id=a)
    ACTS[kind][0](actor, info)
    event = dossiers.get_dossier(actor, dossier_id=info.id).timeline[-1]
    asked = signing.requests_of(info.id)[0]
    dossiers.undo(actor, dossier_id=info.id, event_id=event.id, reason="Bấm nhầm hồ sơ khác", now=LATER)

    held = ReservedNumber.objects.get(held_for=info.id)
    assert "Bấm nhầm hồ sơ khác" in held.void_reason and info.code in held.void_reason
    report = outgoing(clerk, a)
    assert ([number for number, _why in report.void], report.reserved, report.missing) == ([1], (), ())
    assert (shown(actor, info).state, shown(actor, info).reason) == (LetterState.VOID, "Bấm nhầm hồ sơ khác")
    assert signing.requests_of(info.id)[0].state is RequestState.CANCELLED
    letters_signed.letter_signed(request_id=asked.id, file_id=asked.file_id, now=LATER)  # one that comes back late
    assert not Document.objects.filter(dossier_id=info.id).exists()
    ACTS[kind][0](actor, info)
    settle(actor, info)
    assert shown(actor, info).number.startswith("02/")


def test_an_act_undone_after_its_letter_went_out_calls_it_back_in_the_register(ha, received):
    ask(ha, received)
    settle(ha, received)
    event = dossiers.get_dossier(ha, dossier_id=received.id).timeline[-1]
    dossiers.undo(ha, dossier_id=received.id, event_id=event.id, reason="Giấy tờ đã có trong hồ sơ", now=LATER)
    assert Document.objects.get(dossier_id=received.id).state == "recalled"
    assert shown(ha, received).state is LetterState.VOID


def test_an_act_that_is_refused_loses_no_number(an, ha, received, clerk, a):
    with pytest.raises(dossiers.NothingAsked):
        dossiers.ask_supplement(ha, dossier_id=received.id, items=[ITEM], due_on=date(2020, 1, 1), now=LATER)
    key = make_demo_key(ha.account_id)
    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.SUSPENDED, reason="Kiểm tra", now=LATER)
    ask(ha, received)
    assert letter_of(received).number == "01/PBS-UBND"
    assert outgoing(clerk, a).reserved == (1,)


def test_a_leader_without_a_key_gives_no_apology_and_takes_no_number(chi, received, clerk, a, settings):
    settings.DEMO = False
    make_issued(clerk, a, kind="cong_van", now=MONDAY)
    with pytest.raises(signing.KeyNotFound):
        ACTS["apology"][0](chi, received)
    connection.check_constraints()
    settings.DEMO = True
    ACTS["apology"][0](chi, received)
    assert letter_of(received).number == "02/PXL-UBND"


def test_a_letter_whose_key_is_withdrawn_waits_in_the_inbox_of_whoever_gave_it(an, ha, chi, received):
    key = make_demo_key(ha.account_id)
    ask(ha, received)
    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.SUSPENDED, reason="Kiểm tra", now=LATER)
    info = settle(ha, received)

    waits = shown(ha, info)
    assert waits.has_failed and waits.state_title == "Chưa ký được" and waits.problem
    (item,) = items(info)
    assert (item.assignee_id, item.code) == (ha.account_id, info.code)
    assert info.status is Status.WAITING_SUPPLEMENT
    with pytest.raises(dossiers.NotYourStep, match=ha.name):  # it bears her name
        dossiers.sign_letter(chi, dossier_id=info.id, letter_id=waits.id, now=LATER)
    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.ACTIVE, reason="Xong", now=LATER)
    dossiers.sign_letter(ha, dossier_id=info.id, letter_id=waits.id, now=LATER)
    settle(ha, info)
    assert shown(ha, info).state is LetterState.SIGNED and items(info) == []


def test_where_no_key_is_a_letter_is_signed_on_its_print_and_entered(an, binh, ha, received, settings, a):
    settings.DEMO = False
    ask(ha, received)
    waits = shown(ha, received)
    assert waits.has_failed and [one.assignee_id for one in items(received)] == [ha.account_id]
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.sign_letter_by_hand(
            make_clerk(a, name="Khác"), dossier_id=ha.account_id, letter_id=waits.id, now=LATER
        )
    with pytest.raises(dossiers.NotYourStep):
        dossiers.sign_letter_by_hand(an, dossier_id=received.id, letter_id=waits.id, now=LATER)
    dossiers.sign_letter_by_hand(binh, dossier_id=received.id, letter_id=waits.id, now=LATER)

    assert shown(an, received).state is LetterState.ON_PAPER and items(received) == []
    assert Document.objects.get(dossier_id=received.id).code == waits.number
    assert dossiers.print_paper(ha, dossier_id=received.id, paper="supplement", now=LATER).startswith(b"%PDF")
    with pytest.raises(dossiers.LetterUnsigned, match="bản giấy"):
        dossiers.print_paper(an, dossier_id=received.id, paper="supplement", now=LATER)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.sign_letter(ha, dossier_id=received.id, letter_id=waits.id, now=LATER)


def test_who_withdraws_gets_the_agencys_notice_or_the_desk_is_asked_to_sign_one(an, binh, received, a):
    dossiers.withdraw(an, dossier_id=received.id, now=LATER)
    waits = shown(an, received)
    assert waits.has_failed and waits.signer_id is None
    assert [(one.role, one.assignee_id) for one in items(received)] == [("one_stop_officer", None)]
    assert ReservedNumber.objects.get(held_for=received.id).holder_name != an.name
    dossiers.sign_letter(binh, dossier_id=received.id, letter_id=waits.id, now=LATER)
    settle(binh, received)
    assert shown(an, received).state is LetterState.SIGNED and items(received) == []


def test_an_agencys_seal_signs_the_notice_of_a_withdrawal_with_nobody_there(seal, an, received):
    dossiers.withdraw(an, dossier_id=received.id, now=LATER)
    settle(an, received)
    assert shown(an, received).state is LetterState.SIGNED and items(received) == []


def test_letters_from_before_the_register_keep_their_numbers_and_can_be_read(an, binh, ha, received, tmp_path):
    ask(ha, received)
    Letter.objects.all().delete()
    Supplement.objects.update(number="01/PBS")
    pdf = dossiers.print_paper(an, dossier_id=received.id, paper="supplement", now=LATER)
    assert "01/PBS" in words_of(pdf) and "PBS-UBND" not in words_of(pdf)


def test_an_old_slip_of_apology_is_given_as_it_was_signed(an, chi, received):
    from tinhso.foundation.files import public as files
    from tinhso.foundation.files.testing import make_pdf

    kept = files.save_bytes(make_pdf(), name="phieu.pdf", actor=chi, now=LATER)
    Apology.objects.create(
        dossier_id=received.id,
        ordinal=1,
        number="05/PXL",
        reason=WHY,
        signed_at=LATER,
        signed_by=chi.name,
        old_promise=LATER,
        new_promise=LATER,
        is_late=False,
        file_id=kept.id,
    )
    assert dossiers.print_paper(an, dossier_id=received.id, paper="apology", now=LATER) == files.read_bytes(kept.id)
    assert dossiers.get_dossier(an, dossier_id=received.id).apologies[0].number == "05/PXL"


def words_of(pdf):
    import io

    import pypdf

    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
