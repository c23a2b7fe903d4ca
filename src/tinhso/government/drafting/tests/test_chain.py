"""A draft on its way: written by several, passed, returned, signed by whoever may, voided, issued."""

import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import Competence, Content, NewStep, Slip, Stance, Status, StepKind
from tinhso.government.drafting.events import DraftSigned, SignatureVoided
from tinhso.government.drafting.mandate_models import SigningMandate
from tinhso.government.drafting.models import Draft
from tinhso.government.drafting.testing import (
    BODY,
    MONDAY,
    account,
    issue_and_wait,
    make_draft,
    make_signed,
    make_submitted,
    sign_and_wait,
    sign_step,
)
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def vice(units):
    return officer_actor(
        code="A-PCT",
        name="Ngô Thị Phúc",
        unit_id=units.commune_a.id,
        roles=("leader",),
        title="Phó Chủ tịch Ủy ban nhân dân",
        position="vice_chair",
    )


@pytest.fixture
def clerk(units):
    return officer_actor(code="A-VT", name="Mai Thị Vân", unit_id=units.commune_a.id, roles=("clerk",), title="Văn thư")


def kinds_of(actor):
    return {item.kind for item in work.list_items(actor, box=work.Box.MINE).items}


def test_what_two_people_write_at_once_both_stays(ha, binh):
    made = make_draft(ha)
    drafting.add_writer(ha, draft_id=made.id, account_id=account(binh), now=MONDAY)
    base = drafting.get_draft(ha, draft_id=made.id, now=MONDAY)
    first = replace(base.content, body=BODY.replace("Thành lập", "Kiện toàn"))
    second = replace(base.content, body=BODY + "\nĐiều 3. Văn phòng thi hành.")

    one = drafting.save_version(ha, draft_id=made.id, content=first, base=made.head, now=MONDAY)
    two = drafting.save_version(binh, draft_id=made.id, content=second, base=made.head, now=MONDAY)

    assert (one.is_side, two.is_side) == (False, True)
    proposal = drafting.propose_merge(binh, draft_id=made.id, side=two.number)
    assert proposal.clashes == 0
    assert "Kiện toàn" in proposal.content.body
    assert "Điều 3. Văn phòng thi hành." in proposal.content.body
    drafting.merge_side(
        binh, draft_id=made.id, side=two.number, content=proposal.content, head=proposal.head, now=MONDAY
    )
    now = drafting.get_draft(ha, draft_id=made.id, now=MONDAY)
    assert now.content == proposal.content
    assert [one.is_open_side for one in now.versions] == [False] * 5


def test_more_words_than_a_box_holds_are_refused_and_nothing_is_cut_off(ha, binh):
    made = make_draft(ha)
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    for change in ({"recipients": ("Sở Nội vụ",) * 61}, {"body": "a" * 200_001}):
        with pytest.raises(drafting.BadDraft) as refused:
            drafting.save_version(ha, draft_id=made.id, content=replace(content, **change), base=made.head, now=MONDAY)
        assert set(refused.value.fields) <= {"noi_nhan", "noi_dung"}
    assert drafting.get_draft(ha, draft_id=made.id, now=MONDAY).info.versions == made.versions


def test_two_versions_put_together_keep_a_subject(ha):
    made = make_draft(ha)
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    side = drafting.save_version(ha, draft_id=made.id, content=replace(content, body="b"), base=1, now=MONDAY)
    with pytest.raises(drafting.BadDraft):
        drafting.merge_side(
            ha, draft_id=made.id, side=side.number, content=replace(content, subject=" "), head=made.head, now=MONDAY
        )


def test_nothing_goes_to_the_signer_while_two_versions_stand_side_by_side(ha, chi):
    made = make_draft(ha)
    drafting.save_version(ha, draft_id=made.id, content=Content(subject="A", body="b"), base=1, now=MONDAY)

    with pytest.raises(drafting.SideVersionOpen):
        drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=MONDAY)


def test_saving_the_same_words_again_makes_no_version(ha):
    made = make_draft(ha)
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content

    saved = drafting.save_version(ha, draft_id=made.id, content=content, base=made.head, now=MONDAY)

    assert not saved.is_new
    assert drafting.get_draft(ha, draft_id=made.id, now=MONDAY).info.versions == made.versions


def test_who_has_the_draft_open_is_told_and_may_be_relieved(ha, binh):
    made = make_draft(ha)
    drafting.add_writer(ha, draft_id=made.id, account_id=account(binh), now=MONDAY)

    assert drafting.open_for_editing(ha, draft_id=made.id, now=MONDAY) == ""
    assert drafting.open_for_editing(binh, draft_id=made.id, now=MONDAY) == ha.name
    assert drafting.open_for_editing(binh, draft_id=made.id, take_over=True, now=MONDAY) == ""
    assert drafting.open_for_editing(ha, draft_id=made.id, now=MONDAY) == binh.name
    assert drafting.open_for_editing(ha, draft_id=made.id, now=MONDAY + timedelta(hours=1)) == ""


def test_a_stranger_of_another_commune_and_the_clerk_see_no_draft(ha, dung, clerk, em):
    made = make_draft(ha)

    for stranger in (dung, clerk, em):
        with pytest.raises(drafting.DraftMissing):
            drafting.get_draft(stranger, draft_id=made.id, now=MONDAY)


def test_opinions_are_asked_of_several_at_once_and_none_waits_for_another(ha, binh, chi):
    made = make_draft(ha)
    asked = drafting.ask_opinions(
        ha,
        draft_id=made.id,
        account_ids=[account(binh), account(chi)],
        words="Xin ý kiến về thành phần Tổ.",
        due_at=MONDAY + timedelta(days=1),
        now=MONDAY,
    )
    assert kinds_of(chi) == kinds_of(binh) == {"drafting.to_advise"}

    with pytest.raises(drafting.BadDraft):
        drafting.give_opinion(chi, round_id=asked[0].round_id, stance=Stance.OBJECT, now=MONDAY)
    given = drafting.give_opinion(
        chi, round_id=asked[0].round_id, stance=Stance.AMEND, words="Thêm công an.", now=MONDAY
    )

    assert given.stance is Stance.AMEND
    assert kinds_of(chi) == set()
    assert kinds_of(binh) == {"drafting.to_advise"}


def test_a_remark_keeps_the_words_it_is_about(ha, binh):
    made = make_draft(ha)
    drafting.add_writer(ha, draft_id=made.id, account_id=account(binh), now=MONDAY)
    said = drafting.comment(binh, draft_id=made.id, version=made.head, place=1, words="Ghi rõ khu phố.", now=MONDAY)

    assert said.quote == BODY.splitlines()[0]
    with pytest.raises(drafting.BadDraft):
        drafting.comment(binh, draft_id=made.id, version=made.head, place=99, words="x", now=MONDAY)
    assert drafting.settle(ha, comment_id=said.id, now=MONDAY).settled_by == ha.name


def test_the_draft_goes_from_hand_to_hand_and_each_has_it_in_their_inbox(ha, binh, chi, vice):
    made = make_draft(ha)
    steps = [
        NewStep(StepKind.INITIAL, account(binh)),
        NewStep(StepKind.PASS, account(chi)),
        sign_step(vice),
    ]
    drafting.submit(ha, draft_id=made.id, steps=steps, head=made.head, now=MONDAY)
    assert (kinds_of(binh), kinds_of(chi)) == ({"drafting.to_pass"}, set())

    with pytest.raises(drafting.IllegalDraftMove):
        drafting.pass_step(chi, draft_id=made.id, head=made.head, now=MONDAY)
    drafting.pass_step(binh, draft_id=made.id, head=made.head, now=MONDAY)
    drafting.pass_step(chi, draft_id=made.id, head=made.head, words="Đồng ý.", now=MONDAY)

    assert kinds_of(vice) == {"drafting.to_sign"}
    assert [item.kind for item in work.list_items(vice, box=work.Box.TO_SIGN).items] == ["drafting.to_sign"]


def test_whoever_it_lies_before_may_mend_it_and_the_next_reads_the_new_version(ha, binh, chi):
    made = make_draft(ha)
    steps = [NewStep(StepKind.INITIAL, account(binh)), sign_step(chi)]
    drafting.submit(ha, draft_id=made.id, steps=steps, head=made.head, now=MONDAY)
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    mended = replace(content, body=BODY.replace("Tổ công nghệ số", "Tổ công nghệ số cộng đồng"))

    with pytest.raises(drafting.IllegalDraftMove):
        drafting.save_version(ha, draft_id=made.id, content=mended, base=made.head, now=MONDAY)
    saved = drafting.save_version(binh, draft_id=made.id, content=mended, base=made.head, now=MONDAY)
    with pytest.raises(drafting.DraftMoved):
        drafting.pass_step(binh, draft_id=made.id, head=made.head, now=MONDAY)
    drafting.pass_step(binh, draft_id=made.id, head=saved.number, now=MONDAY)

    assert drafting.get_draft(chi, draft_id=made.id, now=MONDAY).steps[0].version == saved.number


def test_a_return_needs_a_reason_and_brings_it_back_to_its_author(ha, chi):
    made = make_submitted(ha, chi)

    with pytest.raises(drafting.BadDraft):
        drafting.return_draft(chi, draft_id=made.id, reason=" ", now=MONDAY)
    drafting.return_draft(chi, draft_id=made.id, reason="Bổ sung căn cứ pháp lý.", now=MONDAY)

    assert drafting.get_draft(ha, draft_id=made.id, now=MONDAY).info.status is Status.DRAFTING
    assert kinds_of(ha) == {"drafting.returned"}
    assert kinds_of(chi) == set()


def test_the_author_may_take_a_draft_out_of_the_chain_and_others_may_not(ha, chi):
    made = make_submitted(ha, chi)

    with pytest.raises(drafting.DraftMissing):
        drafting.take_back(chi, draft_id=made.id, now=MONDAY)
    assert drafting.take_back(ha, draft_id=made.id, now=MONDAY).status is Status.DRAFTING


def test_a_deputy_signs_for_the_head_and_nobody_signs_by_a_right_they_do_not_hold(ha, binh, vice):
    made = make_draft(ha)

    for signer, right in ((vice, Competence.HEAD), (vice, Competence.MANDATED), (binh, None)):
        with pytest.raises(drafting.BadCompetence):
            drafting.submit(
                ha, draft_id=made.id, steps=[sign_step(signer)], competence=right, head=made.head, now=MONDAY
            )
    done = drafting.submit(ha, draft_id=made.id, steps=[sign_step(vice)], head=made.head, now=MONDAY)
    assert done.competence is Competence.DEPUTY


def test_a_written_mandate_lets_somebody_sign_until_it_ends(ha, binh, units):
    made = make_draft(ha)
    SigningMandate.objects.create(
        unit_id=units.commune_a.id,
        mandated_id=account(binh),
        mandated_name=binh.name,
        giver_name="Lê Kim Chi",
        document="Văn bản ủy quyền số 01/GUQ-UBND",
        valid_from=date(2026, 11, 1),
        valid_to=date(2026, 11, 24),
        recorded_at=MONDAY,
    )
    done = drafting.submit(ha, draft_id=made.id, steps=[sign_step(binh)], head=made.head, now=MONDAY)
    assert done.competence is Competence.MANDATED

    with pytest.raises(drafting.BadCompetence):
        drafting.sign(binh, draft_id=made.id, head=made.head, now=MONDAY + timedelta(days=2))


def test_the_leader_chooses_one_of_the_ways_out_on_the_slip(ha, chi):
    made = make_draft(ha)
    slip = Slip("Kính trình lãnh đạo xem xét.", ("Thành lập mới", "Kiện toàn Tổ cũ"))
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], slip=slip, head=made.head, now=MONDAY)

    with pytest.raises(drafting.BadDraft):
        drafting.sign(chi, draft_id=made.id, head=made.head, now=MONDAY)
    drafting.sign(chi, draft_id=made.id, head=made.head, option=1, now=MONDAY)
    shown = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).slip
    assert shown is not None
    assert shown.chosen == 1


def test_signing_what_changed_since_it_was_read_is_refused(ha, chi):
    made = make_submitted(ha, chi)

    with pytest.raises(drafting.DraftMoved):
        drafting.sign(chi, draft_id=made.id, head=made.head - 1, now=MONDAY)


def test_a_signed_draft_waits_for_the_clerk_and_can_no_longer_be_written(ha, chi, clerk, announced):
    made = make_signed(ha, chi)

    detail = drafting.get_draft(clerk, draft_id=made.id, now=MONDAY)
    assert detail.may == {"issue", "void"}
    assert [item.kind for item in work.list_items(clerk, box=work.Box.GROUP).items] == ["drafting.to_issue"]
    assert any(isinstance(fact, DraftSigned) for fact in announced())
    with pytest.raises(drafting.IllegalDraftMove):
        drafting.save_version(ha, draft_id=made.id, content=detail.content, base=made.head, now=MONDAY)
    verdict = signing.verify_pdf(files.read_bytes(detail.signatures[0].file_id))
    assert verdict.state is signing.VerdictState.VALID
    assert verdict.signer == chi.name


def test_a_return_after_the_signature_voids_it_visibly(ha, chi, clerk, announced):
    made = make_signed(ha, chi)
    drafting.void_signature(clerk, draft_id=made.id, reason="Sai tên người nhận ở Điều 2.", now=MONDAY)

    detail = drafting.get_draft(ha, draft_id=made.id, now=MONDAY)
    given = detail.signatures[0]
    assert detail.info.status is Status.DRAFTING
    assert given.voided_by == clerk.name
    marked = files.read_bytes(given.voided_file_id)
    assert "ĐÃ HỦY CHỮ KÝ" in text_of(marked)
    assert signing.verify_pdf(marked).state is not signing.VerdictState.VALID
    assert any(isinstance(fact, SignatureVoided) for fact in announced())
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=MONDAY)
    sign_and_wait(chi, draft_id=made.id, head=made.head)
    assert len(drafting.get_draft(ha, draft_id=made.id, now=MONDAY).signatures) == 2


def test_the_clerk_numbers_and_the_queue_seals_what_is_issued_then(ha, vice, clerk, units):
    made = make_signed(ha, vice)
    to = [documents.Recipient(units.commune_b.name, unit_id=units.commune_b.id)]

    with pytest.raises(drafting.DraftMissing):
        drafting.issue(vice, draft_id=made.id, recipients=to, no_secret=True, now=MONDAY)
    done = issue_and_wait(clerk, draft_id=made.id, recipients=to)

    assert done.document_code == "01/QĐ-UBND"
    document = documents.get_document(clerk, document_id=done.document_id)
    pdf = files.read_bytes(document.files[0].file_id)
    words = text_of(pdf)
    assert "QĐ-UBND" in words
    assert "ngày 23 tháng 11 năm 2026" in words
    assert "KT. CHỦ TỊCH" in words
    verdict = signing.verify_pdf(pdf)
    assert verdict.state is signing.VerdictState.VALID
    assert len(verdict.signatures) == 2


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_who_wrote_it_may_open_what_was_issued_and_the_agency_that_asked_is_ticked(client_of, units, ha, chi, clerk):
    from tinhso.government.documents.testing import make_incoming

    asked = make_incoming(clerk, units.commune_a.id, issuer_unit_id=units.department.id)
    made = drafting.start_draft(ha, kind="cong_van", subject="Trả lời", answers_id=asked.id, now=MONDAY)
    drafting.save_version(ha, draft_id=made.id, content=Content(subject="Trả lời", body="Đã rõ./."), base=1, now=MONDAY)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=2, now=MONDAY)
    sign_and_wait(chi, draft_id=made.id, head=2)

    page = client_of(clerk).get(f"/du-thao/{made.id}/phat-hanh/").content.decode()

    assert f'value="{units.department.id}" checked' in page
    to = [documents.Recipient("Sở Tư pháp", unit_id=units.department.id)]
    done = issue_and_wait(clerk, draft_id=made.id, recipients=to)
    assert documents.get_document(ha, done.document_id).answers_id == asked.id


def test_an_issued_draft_says_no_more_to_a_clerk_than_the_document_it_became(ha, chi, clerk, units):
    other = officer_actor(
        code="A-VT2", name="Hồ Thị Nga", unit_id=units.commune_a.id, roles=("clerk",), title="Văn thư"
    )
    signed = make_signed(ha, chi)
    assert drafting.get_draft(other, draft_id=signed.id, now=MONDAY).info.id == signed.id
    to = [documents.Recipient("Sở Nội vụ")]
    readers = [account(ha), account(chi), account(clerk)]
    issue_and_wait(clerk, draft_id=signed.id, recipients=to, restricted_to=readers)
    with pytest.raises(drafting.DraftMissing):
        drafting.get_draft(other, draft_id=signed.id, now=MONDAY)
    assert drafting.list_drafts(other).items == []
    assert drafting.get_draft(clerk, draft_id=signed.id, now=MONDAY).info.status is Status.ISSUED
    assert drafting.get_draft(ha, draft_id=signed.id, now=MONDAY).info.status is Status.ISSUED


def test_who_was_asked_twice_is_asked_until_both_have_an_answer(ha, chi, binh):
    made, due = make_draft(ha), MONDAY + timedelta(days=2)
    asked = [
        drafting.ask_opinions(ha, draft_id=made.id, account_ids=[account(binh)], words=words, due_at=due, now=MONDAY)[0]
        for words in ("Về điều 1", "Về điều 2")
    ]
    drafting.give_opinion(binh, round_id=asked[1].round_id, stance=Stance.AGREE, now=MONDAY)
    assert "drafting.to_advise" in kinds_of(binh)
    drafting.give_opinion(binh, round_id=asked[0].round_id, stance=Stance.AGREE, now=MONDAY)
    assert "drafting.to_advise" not in kinds_of(binh)


def test_what_can_no_longer_be_done_leaves_the_inbox_with_the_signature(ha, chi, binh, clerk):
    made = make_draft(ha)
    drafting.add_writer(ha, draft_id=made.id, account_id=account(clerk), now=MONDAY)
    drafting.ask_opinions(
        ha, draft_id=made.id, account_ids=[account(binh)], words="Ý kiến", due_at=MONDAY + timedelta(days=2), now=MONDAY
    )
    assert "drafting.to_write" in kinds_of(clerk)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=MONDAY)
    assert kinds_of(clerk) == set()
    assert kinds_of(binh) == {"drafting.to_advise"}
    sign_and_wait(chi, draft_id=made.id, head=made.head)
    assert kinds_of(binh) == set()


def ticks(page):
    return re.findall(r'name="ky" value="([^"]+)"', page.content.decode())


def test_several_are_signed_with_one_consent_and_one_that_changed_holds_up_no_other(client_of, ha, chi, vice):
    first, second, third = (make_submitted(ha, chi) for _ in range(3))
    make_submitted(ha, vice)
    client = client_of(chi)
    shown = ticks(client.get("/du-thao/?hop=cho-toi"))
    assert {one.split(":")[0] for one in shown} == {str(one.id) for one in (first, second, third)}
    content = drafting.get_draft(chi, draft_id=third.id, now=MONDAY).content
    drafting.save_version(
        chi, draft_id=third.id, content=replace(content, body=BODY + "\nSửa."), base=third.head, now=MONDAY
    )

    client.post("/du-thao/ky-nhieu/", {"ky": shown})
    assert status_of(first) is Status.IN_REVIEW, "nobody consented"
    said = client.post("/du-thao/ky-nhieu/", {"ky": shown, "dong_y": "1"}, follow=True).content.decode()

    assert "Đã nhận lệnh ký 2 dự thảo" in said and "chưa ký được" in said
    assert [status_of(one) for one in (first, second, third)] == [Status.SIGNING, Status.SIGNING, Status.IN_REVIEW]
    theirs = client_of(ha).post("/du-thao/ky-nhieu/", {"ky": [shown[-1], f"{uuid7()}:1"], "dong_y": "1"}, follow=True)
    assert "Đã nhận lệnh ký" not in theirs.content.decode() and status_of(third) is Status.IN_REVIEW


def status_of(draft):
    return Status(Draft.objects.get(pk=draft.id).status)


def test_after_one_is_signed_the_next_opens_by_itself(client_of, ha, chi):
    first, second = make_submitted(ha, chi), make_submitted(ha, chi)
    client = client_of(chi)
    opened = client.post(f"/du-thao/{first.id}/lam/", {"lam": "ky", "ban": first.head})
    assert opened["Location"] == f"/du-thao/{second.id}/"
    last = client.post(f"/du-thao/{second.id}/lam/", {"lam": "ky", "ban": second.head})
    assert last["Location"] == f"/du-thao/{second.id}/"
