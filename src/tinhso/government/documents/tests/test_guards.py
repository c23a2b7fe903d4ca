"""Nobody reaches over what is theirs, two at once lose nothing, and what is hidden stays hidden in side rooms too."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tinhso.foundation.access import public as access_door
from tinhso.foundation.audit import public as audit
from tinhso.foundation.files.models import FileObject
from tinhso.foundation.files.public import read_bytes
from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations.data import AppointmentKind, Level, UnitKind
from tinhso.foundation.organisations.testing import make_appointment, make_unit
from tinhso.foundation.signing.testing import make_renewal
from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import jobs
from tinhso.government.documents import public as documents
from tinhso.government.documents.models import Document, DocumentText, Instruction
from tinhso.government.documents.public import NewInstruction, State
from tinhso.government.documents.queries.figures import by_unit_part
from tinhso.government.documents.queries.lists import DocumentFilter, list_documents
from tinhso.government.documents.queries.routing import propose
from tinhso.government.documents.testing import (
    MORNING,
    an_arrival,
    an_outgoing,
    make_arrived,
    make_clerk,
    make_file,
    make_incoming,
    make_issued,
)
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
DUE = MORNING + timedelta(days=5)


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def kim(units):
    return officer_actor(code="A-VX", name="Hồ Kim", unit_id=units.commune_a.id, roles=("specialist",))


@pytest.fixture
def letter(sen, a):
    return make_incoming(sen, a)


def direct(chi, letter, *people, part=Part.MAIN, text="Chủ trì tham mưu", now=MORNING):
    first = [NewInstruction(people[0].account_id, part, None if part is Part.TO_FOLLOW else DUE, text)]
    others = [NewInstruction(one.account_id, Part.COOPERATING, DUE, text) for one in people[1:]]
    return documents.instruct(chi, document_id=letter.id, orders=[*first, *others], now=now)


def test_who_stands_in_elsewhere_keeps_no_register_there(units, ha, sen, letter):
    """A clerk of B who stands in for a specialist of A is no clerk of A."""
    clerk_b = make_clerk(units.commune_b.id, code="B-VT")
    account = Account.objects.get(pk=clerk_b.account_id)
    standing_in = make_appointment(
        officer_id=account.officer_id,
        unit_id=units.commune_a.id,
        roles=("specialist",),
        kind=AppointmentKind.ACTING,
        acting_for=Account.objects.get(pk=ha.account_id).officer_id,
        valid_to=date(2100, 1, 1),
    )
    there = access_door.actor_for(account, appointment_id=standing_in)
    assert there.unit_id == units.commune_a.id and there.may("documents.register")
    with pytest.raises(documents.DocumentMissing):
        documents.get_document(there, letter.id)
    with pytest.raises(documents.DocumentMissing):
        make_incoming(there, units.commune_a.id, code="9/X")
    assert documents.get_document(sen, letter.id)


def test_a_head_of_a_section_does_not_undo_what_the_chairman_gave_to_others(units, chi, ha, letter):
    head = officer_actor(code="A-TPH", name="Lý Trưởng", unit_id=units.commune_a.id, roles=("unit_head",))
    (given,) = direct(chi, letter, ha)
    direct(chi, letter, head, part=Part.TO_FOLLOW, text="")
    assert documents.get_document(head, letter.id)  # was told, so may read
    with pytest.raises(documents.InstructionMissing):
        documents.take_back(head, instruction_id=given.id, reason="Không cần nữa", now=MORNING)
    with pytest.raises(documents.InstructionMissing):
        documents.extend(head, instruction_id=given.id, due_at=DUE + timedelta(days=9), now=MORNING)
    with pytest.raises(documents.DocumentMissing):
        documents.close(head, document_id=letter.id, result="Đã xong", now=MORNING)


def test_a_twin_is_found_among_many_letters_of_the_same_number(sen, a):
    real = make_incoming(sen, a, code="01/BC-UBND", issuer_name="Ủy ban nhân dân xã 0")
    for n in range(1, 26):
        make_incoming(sen, a, code="01/BC-UBND", issuer_name=f"Ủy ban nhân dân xã {n}")
    with pytest.raises(documents.TwinsFound) as refused:
        documents.register_incoming(sen, arrival=an_arrival(a, code="1/BC-UBND", issuer_name="UBND xã 0"), now=MORNING)
    assert [one.document_id for one in refused.value.detail["twins"]] == [real.id]


def test_a_name_two_agencies_bear_sends_to_neither(units, sen, client_of):
    for code in ("H61.90", "H61.91"):
        make_unit(code=code, name="Xã Tân Mỹ", kind=UnitKind.COMMUNE, level=Level.COMMUNE, parent_id=units.province.id)
    from tinhso.government.documents.tests.test_screens import upload

    form = {"loai": "quyet_dinh", "trich_yeu": "Ban hành Quy chế làm việc", "noi_nhan": "Xã Tân Mỹ\nSở Tư pháp"}
    client_of(sen).post(reverse("documents:new_outgoing"), {**form, "khong_mat": "1", "tep": [upload()]})
    same, department = Document.objects.get().recipients
    assert same["unit_id"] is None and department["unit_id"]


def test_what_was_called_back_leaves_every_box_and_count(chi, ha, kim, sen, a, letter):
    (first, second) = direct(chi, letter, ha, kim)
    documents.return_it(kim, instruction_id=second.id, reason="Không thuộc lĩnh vực", now=MORNING)
    assert [one.kind for one in work.list_items(chi, box=work.Box.MINE).items] == ["documents.review"]
    documents.freeze(sen, document_id=letter.id, reason="Bên gửi thu hồi", now=MORNING)
    assert not work.list_items(chi, box=work.Box.MINE).items
    assert not by_unit_part(chi, unit_id=a, now=MORNING)
    assert not list_documents(ha, filters=DocumentFilter(mine=True), now=MORNING).items
    assert Instruction.objects.get(pk=first.id).state == "given"  # the story of what was given stays as it was


def test_a_recalled_document_is_no_answer(chi, ha, sen, a, letter):
    (one,) = direct(chi, letter, ha)
    made = make_issued(sen, a)
    documents.recall(sen, document_id=made.id, reason="Sai thẩm quyền", now=MORNING)
    with pytest.raises(documents.BadInstruction):
        documents.complete(ha, instruction_id=one.id, result="Xong", answer_id=made.id, now=MORNING)


def test_with_less_time_for_the_whole_its_parts_have_less_too(chi, ha, kim, sen, letter):
    (whole,) = direct(chi, letter, ha)
    order = NewInstruction(kim.account_id, Part.COOPERATING, DUE, "Góp ý")
    (part,) = documents.assign_on(ha, instruction_id=whole.id, orders=[order], now=MORNING)
    early = DUE - timedelta(days=2)
    documents.extend(chi, instruction_id=whole.id, due_at=early, now=MORNING)
    assert documents.get_instruction(ha, instruction_id=part.id).due_at == early
    assert [one.due_at for one in work.list_items(kim, box=work.Box.MINE).items] == [early]


def test_a_restricted_replacement_leaves_no_number_on_what_it_replaces(chi, sen, a):
    old = make_issued(sen, a)
    new = documents.replace(
        sen,
        document_id=old.id,
        outgoing=an_outgoing(a, restricted=True, reader_ids=(chi.account_id,)),
        now=MORNING,
    )
    assert new.code not in documents.get_document(sen, old.id).reason


def test_a_proposal_counts_no_restricted_letters(chi, ha, sen, a, letter):
    hidden = make_incoming(sen, a, code="9/STP", restricted=True, reader_ids=(chi.account_id,))
    direct(chi, hidden, ha)
    assert not [one for one in propose(chi, document_id=letter.id).people if "đã chủ trì" in one.reason]


def test_taking_a_file_is_on_record(chi, sen, a, client_of):
    file = make_file()
    info = make_incoming(sen, a, files=(file,))
    answer = client_of(chi).get(reverse("documents:file", args=[info.id, file.file_id]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    verbs = [(one.verb, one.account_id) for one in audit.list_trail(info.id).items]
    assert ("documents.file_opened", chi.account_id) in verbs


def test_of_a_file_with_renewed_proofs_the_newest_version_is_given(chi, sen, a, client_of):
    file = make_file()
    info = make_incoming(sen, a, files=(file,))
    newest = read_bytes(make_renewal(file.file_id))

    page = client_of(chi).get(reverse("documents:file", args=[info.id, file.file_id]))
    told = client_of(chi).get(f"/api/v1/documents/{info.id}/files/{file.file_id}")

    assert b"".join(page.streaming_content) == b"".join(told.streaming_content) == newest


def test_taking_work_on_and_keeping_its_term_are_on_record(chi, ha, letter):
    (one,) = direct(chi, letter, ha)
    documents.acknowledge(ha, instruction_id=one.id, now=MORNING)
    documents.ask_extension(ha, instruction_id=one.id, until=DUE + timedelta(days=1), reason="Chờ số liệu", now=MORNING)
    documents.refuse_extension(chi, instruction_id=one.id, reason="Việc gấp", now=MORNING)
    verbs = {one.verb for one in audit.list_trail(letter.id).items}
    assert {"documents.acknowledged", "documents.kept_time"} <= verbs


def test_a_register_has_a_code_every_file_system_takes(chi, a):
    with pytest.raises(documents.BadDocument) as refused:
        documents.open_book(
            chi,
            unit_id=a,
            code="QĐ",
            title="Sổ",
            direction=documents.Direction.OUTGOING,
            kinds=["chi_thi"],
            now=MORNING,
        )
    assert "ma" in refused.value.fields


def test_who_was_told_of_a_restricted_document_by_mistake_opens_it_no_more(chi, ha, kim, sen, a):
    letter = make_incoming(sen, a, restricted=True, reader_ids=(chi.account_id, kim.account_id))
    (first, second) = direct(chi, letter, ha, kim, now=MORNING + timedelta(minutes=5))
    for one in (first, second):
        documents.take_back(chi, instruction_id=one.id, reason="Giao nhầm người", now=MORNING + timedelta(hours=1))
    with pytest.raises(documents.DocumentMissing):
        documents.get_document(ha, letter.id)
    assert documents.get_document(kim, letter.id)  # who is named keeps it


def test_without_anybody_in_charge_it_lies_before_the_leaders_though_others_help(chi, ha, kim, letter):
    (first, _second) = direct(chi, letter, ha, kim)
    documents.take_back(chi, instruction_id=first.id, reason="Giao người khác", now=MORNING)
    group = work.list_items(chi, box=work.Box.GROUP).items
    assert [one.kind for one in group if one.subject_id == letter.id] == ["documents.direct"]


def test_words_read_before_a_document_was_restricted_leave_the_search(chi, sen, a):
    info = make_arrived(a)
    DocumentText.objects.create(document_id=info.id, unit_id=a, words="nhan su chu chot")
    documents.register(
        sen, document_id=info.id, no_secret=True, restricted=True, reader_ids=(chi.account_id,), now=MORNING
    )
    assert not DocumentText.objects.filter(document=info.id).exists()


@pytest.mark.parametrize("name", ["documents:new_incoming", "documents:new_outgoing"])
def test_of_a_form_with_a_mark_of_secrecy_not_even_the_file_is_kept(sen, client_of, name):
    from tinhso.government.documents.tests.test_screens import typed, upload

    before = FileObject.objects.count()
    form = {**typed(trich_yeu="Kế hoạch tác chiến (TUYỆT MẬT)"), "tep": [upload()]}
    answer = client_of(sen).post(reverse(name), form)
    assert answer.status_code == 422 and "bí mật nhà nước" in answer.content.decode()
    assert FileObject.objects.count() == before and not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_told_while_the_clerk_stops_a_document_does_not_start_it_again(chi, ha, sen, a):
    letter = make_incoming(sen, a)
    (one,) = direct(chi, letter, ha)
    held, go = Event(), Event()

    def stop():
        try:
            with transaction.atomic():
                documents.freeze(sen, document_id=letter.id, reason="Bên gửi thu hồi", now=MORNING)
                held.set()
                go.wait(10)
        finally:
            connection.close()

    def tell():
        try:
            held.wait(10)
            documents.report_progress(ha, instruction_id=one.id, text="Đang làm", now=MORNING)
        except documents.IllegalDocumentMove:
            return "refused"
        finally:
            connection.close()
        return "told"

    with ThreadPoolExecutor(max_workers=2) as pool:
        stopping, telling = pool.submit(stop), pool.submit(tell)
        held.wait(10)
        _wait_for_a_lock()
        go.set()
        stopping.result()
        assert telling.result() == "refused"
    assert Document.objects.get(pk=letter.id).state == State.FROZEN


def _wait_for_a_lock():
    """Return when somebody waits for a row, or after a second: then nobody does."""
    import time

    for _turn in range(20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_finish_at_once_and_the_document_is_done(chi, ha, kim, sen, a):
    for turn in range(5):
        letter = make_incoming(sen, a, code=f"{turn}/X-Y")
        parts = direct(chi, letter, ha, kim)
        start = Barrier(2)

        def finish(pair, start=start):
            who, one = pair
            try:
                start.wait(10)
                documents.complete(who, instruction_id=one.id, result="Đã xong", now=MORNING)
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(finish, zip((ha, kim), parts, strict=True)))
        assert Document.objects.get(pk=letter.id).state == State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_draft_issued_twice_at_once_is_one_document(sen, a):
    file, draft, start = make_file(), make_issued(sen, a).id, Barrier(4)

    def send(_n):
        try:
            start.wait(10)
            return documents.issue(sen, outgoing=an_outgoing(a, files=(file,), draft_id=draft), now=MORNING).id
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert len(set(pool.map(send, range(4)))) == 1


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_does_not_keep_late_ones_from_rising(chi, ha, sen, a):
    first, second = make_incoming(sen, a, code="1/X"), make_incoming(sen, a, code="2/X")
    (held_one,), (free_one,) = direct(chi, first, ha), direct(chi, second, ha)
    late, held, go = DUE + timedelta(days=1), Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                Instruction.objects.select_for_update().get(pk=held_one.id)
                held.set()
                go.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        holding = pool.submit(hold)
        held.wait(10)
        assert jobs.raise_late(late) == 1  # and comes back at all
        go.set()
        holding.result()
    assert Instruction.objects.get(pk=free_one.id).raised_at == late
    assert jobs.raise_late(late) == 1
