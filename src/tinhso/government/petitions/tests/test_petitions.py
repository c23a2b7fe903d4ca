"""From report to public answer: in time, by the right people, and nobody's name leaves the unit."""

import io
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PIL import Image

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.notifications.models import NoticeRow
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.public import (
    BadPetition,
    Contact,
    Kind,
    PersonalDataLeft,
    PetitionMoved,
    PetitionNotFound,
    Place,
    Status,
    Vote,
    WrongCode,
)
from tinhso.government.petitions.rules.lifecycle import ANSWER_WITHIN, PUBLISH_WITHIN, REFUSE_WITHIN
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.clock import frozen, local_day
from tinhso.kernel.errors import Forbidden

LATER = MONDAY + timedelta(hours=2)
WORDS = "Đèn đường trước nhà số 12 hỏng đã hai tuần, gọi 0912 345 678 không ai nghe."
ANSWER = "Cảm ơn Ông/Bà Nguyễn Thị An. Đèn đã được thay ngày 18/11/2026."


def filed(actor, said, now=MONDAY):
    return petitions.file_petition(actor, said, now=now)


def answered(an, said, mai, ha, chi, now=MONDAY):
    made = filed(an, said, now)
    petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=now)
    petitions.draft_answer(ha, petition_id=made.id, answer=ANSWER, now=now)
    return petitions.approve(chi, petition_id=made.id, now=now)


def kinds_of(petition_id):
    return [(item.kind, item.role) for item in work.list_of_subject(SYSTEM, subject_id=petition_id)]


def test_with_an_account_it_is_filed_at_once_and_waits_at_the_desk(an, said, units):
    made = filed(an, said)
    due = calendar.add_working_time(MONDAY, REFUSE_WITHIN, unit_id=units.commune_a.id)
    assert (made.status, made.due_at) == (Status.NEW, due)
    assert made.code.startswith("PA-")
    assert kinds_of(made.id) == [("petitions.to_receive", "one_stop_head")]
    assert NoticeRow.objects.get(template="petition_filed").account_id == an.account_id
    assert filed(an, said).id == made.id


def test_every_state_that_is_ours_has_a_due_time_and_somebody_to_do_it(an, said, mai, ha, chi, units):
    made = filed(an, said)
    accepted = petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=LATER)
    assert accepted.due_at == calendar.add_working_time(MONDAY, ANSWER_WITHIN, unit_id=units.commune_a.id)
    (item,) = work.list_of_subject(SYSTEM, subject_id=made.id)
    assert (item.kind, item.assignee_id) == ("petitions.to_answer", ha.account_id)
    petitions.draft_answer(ha, petition_id=made.id, answer=ANSWER, now=LATER)
    assert kinds_of(made.id) == [("petitions.to_approve", "leader")]
    done = petitions.approve(chi, petition_id=made.id, now=LATER)
    assert done.due_at == calendar.add_working_time(LATER, PUBLISH_WITHIN, unit_id=units.commune_a.id)
    assert kinds_of(made.id) == [("petitions.to_publish", "one_stop_head")]
    assert done.answer == ANSWER


def test_only_the_handler_drafts_and_only_the_leader_approves(an, said, mai, ha, binh, chi, dung):
    made = filed(an, said)
    petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=LATER)
    with pytest.raises(PetitionNotFound):
        petitions.draft_answer(binh, petition_id=made.id, answer=ANSWER, now=LATER)
    with pytest.raises(PetitionNotFound):
        petitions.get_petition(dung, petition_id=made.id)
    petitions.draft_answer(ha, petition_id=made.id, answer=ANSWER, now=LATER)
    with pytest.raises(Forbidden):
        petitions.approve(mai, petition_id=made.id, now=LATER)
    petitions.send_back(chi, petition_id=made.id, words="Ghi rõ ngày thay đèn.", now=LATER)
    assert petitions.get_petition(ha, petition_id=made.id).info.status is Status.PROCESSING


def test_what_is_about_staff_is_seen_by_leaders_alone(an, said, mai, chi):
    made = filed(an, replace(said, kind=Kind.STAFF))
    assert kinds_of(made.id) == [("petitions.to_receive", "leader")]
    with pytest.raises(PetitionNotFound):
        petitions.get_petition(mai, petition_id=made.id)
    assert petitions.list_petitions(mai).items == []
    assert petitions.get_petition(chi, petition_id=made.id).contact.name == an.name


def test_without_an_account_the_code_comes_first_and_five_guesses_end_it(said):
    made = filed(ANONYMOUS, replace(said, contact=Contact("Lâm Đăng Khoa", "0912345678")))
    token = petitions.token_of(ANONYMOUS, petition_id=made.id)
    assert (made.status, made.code) == (Status.UNVERIFIED, "")
    code = NoticeRow.objects.get(template="petition_code").title.rpartition(" ")[2]
    with pytest.raises(WrongCode):
        petitions.confirm(ANONYMOUS, token=token, code="x", now=MONDAY)
    with pytest.raises(WrongCode):
        petitions.confirm(ANONYMOUS, token=token, code=code, now=MONDAY + timedelta(minutes=16))
    done = petitions.confirm(ANONYMOUS, token=token, code=code, now=MONDAY)
    assert done.status is Status.NEW
    other = filed(ANONYMOUS, replace(said, title="Rác chất đống", contact=Contact("Khoa", "0912345678")))
    token = petitions.token_of(ANONYMOUS, petition_id=other.id)
    for _try in range(5):
        petitions.count_wrong_code(token=token)
    code = NoticeRow.objects.get(template="petition_code", subject_id=other.id).title.rpartition(" ")[2]
    with pytest.raises(WrongCode):
        petitions.confirm(ANONYMOUS, token=token, code=code, now=MONDAY)


def test_what_nobody_confirms_is_forgotten_after_a_day(said):
    from tinhso.government.petitions.actions.file import lapse

    made = filed(ANONYMOUS, replace(said, contact=Contact("Khoa", "0912345678")))
    assert lapse(now=MONDAY + timedelta(hours=23)) == 0
    assert lapse(now=MONDAY + timedelta(hours=25)) == 1
    kept = Petition.objects.get(pk=made.id)
    assert (kept.status, kept.contact_phone, kept.words) == (Status.LAPSED, "", "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "x"}, "title"),
        ({"words": "ngắn"}, "words"),
        ({"place": Place(Decimal(48), Decimal(2), "")}, "point"),
        ({"place": Place(Decimal(10), None, "")}, "point"),
    ],
)
def test_what_is_missing_is_named(an, said, change, field):
    with pytest.raises(BadPetition) as refused:
        filed(an, replace(said, **change))
    assert field in refused.value.fields


def test_somebody_without_an_account_leaves_a_name_and_a_mobile_number(said):
    with pytest.raises(BadPetition) as refused:
        filed(ANONYMOUS, replace(said, contact=Contact("", "12")))
    assert {"name", "phone"} <= set(refused.value.fields)


def test_the_clock_of_the_answer_waits_while_the_writer_is_asked(an, said, mai, ha):
    made = filed(an, said)
    petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=LATER)
    before = petitions.get_petition(mai, petition_id=made.id).info.due_at
    petitions.ask_more(ha, petition_id=made.id, words="Xin cho biết số trụ đèn.", now=LATER)
    assert kinds_of(made.id) == [("petitions.awaiting", "one_stop_head")]
    back = petitions.supplement(
        an,
        token=petitions.token_of(an, petition_id=made.id),
        words="Trụ số 7, phía bờ kè.",
        now=LATER + timedelta(days=7),
    )
    assert back.status is Status.PROCESSING
    assert back.due_at - before >= timedelta(days=6)
    assert kinds_of(made.id) == [("petitions.to_answer", "specialist")]


def test_a_complaint_is_sent_on_its_way_and_not_handled(an, said, mai):
    made = filed(an, replace(said, kind=Kind.COMPLAINT))
    done = petitions.redirect(mai, petition_id=made.id, now=LATER)
    assert (done.status, done.due_at) == (Status.REDIRECTED, None)
    assert "Luật Khiếu nại" in done.reason
    assert kinds_of(made.id) == []


def test_nothing_personal_is_published(an, said, mai, ha, chi):
    made = answered(an, said, mai, ha, chi)
    with pytest.raises(PersonalDataLeft) as refused:
        petitions.publish(mai, petition_id=made.id, title=made.title, words=WORDS, answer=ANSWER, now=LATER)
    assert refused.value.detail["found"] == ["0912 345 678", "Nguyễn Thị An"]
    assert petitions.list_public().items == []
    petitions.publish(
        mai, petition_id=made.id, title=made.title, words="Đèn đường hỏng hai tuần.", answer="Đã thay đèn.", now=LATER
    )
    (seen,) = petitions.list_public(words="den duong").items
    assert "An" not in f"{seen.words} {seen.answer}"
    assert not {"account_id", "contact", "token", "place"} & set(type(seen).__slots__)
    assert petitions.list_public(words="cầu sập").items == []


def test_a_public_photograph_has_lost_where_it_was_taken(an, said, mai, ha, chi):
    image, exif = Image.new("RGB", (900, 600), "gray"), Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 15.0, 14.0)})
    exif[0x010F] = "MayAnhCuaAn"
    raw = io.BytesIO()
    image.save(raw, "JPEG", exif=exif)
    assert b"MayAnhCuaAn" in raw.getvalue()
    kept = files.save_bytes(raw.getvalue(), name="den.jpg", actor=an, now=MONDAY)
    made = answered(an, replace(said, photos=[kept.id]), mai, ha, chi)
    petitions.publish(
        mai, petition_id=made.id, title="Đèn hỏng", words="Đèn hỏng.", answer="Đã thay.", photos=[kept.id], now=LATER
    )
    shown = files.read_bytes(petitions.public_photo(made.code, 1))
    assert b"MayAnhCuaAn" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()


def test_the_writer_votes_and_asks_once_more_and_only_once(an, said, mai, ha, chi, units):
    made = answered(an, said, mai, ha, chi)
    token = petitions.token_of(an, petition_id=made.id)
    assert petitions.rate(an, token=token, vote=Vote.DISSATISFIED, now=LATER).vote is Vote.DISSATISFIED
    again = petitions.reopen(an, token=token, words="Đèn lại hỏng ngay hôm sau.", now=LATER)
    assert (again.status, again.vote, again.may_reopen) == (Status.NEW, None, False)
    petitions.accept(mai, petition_id=made.id, kind=Kind.SCENE, handler_id=ha.account_id, now=LATER)
    petitions.draft_answer(ha, petition_id=made.id, answer=ANSWER, now=LATER)
    petitions.approve(chi, petition_id=made.id, now=LATER)
    with pytest.raises(PetitionMoved):
        petitions.reopen(an, token=token, words="Vẫn chưa đồng ý với trả lời.", now=LATER)
    day = local_day(MONDAY)
    found = petitions.figures([units.commune_a.id], first=day, last=day, now=LATER)
    assert (found.total, found.on_time, found.unhappy, found.satisfaction_score) == (1, 1, 1, Decimal(0))


def test_a_step_after_its_time_stays_late_in_the_figures(an, said, mai, units):
    made, day = filed(an, said), local_day(MONDAY)
    week = MONDAY + timedelta(days=7)
    late = petitions.figures([units.commune_a.id], first=day, last=day, now=week)
    assert (late.on_time, late.by_kind[Kind.SCENE]) == (0, 1)
    petitions.refuse(mai, petition_id=made.id, reason="Không thuộc thẩm quyền của phường.", now=week)
    assert petitions.figures([units.commune_a.id], first=day, last=day, now=week).on_time_score == 0
    nobody = petitions.figures([units.commune_b.id], first=day, last=day, now=week)
    assert (nobody.on_time_score, nobody.satisfaction_score) == (6, 6)


def test_another_account_opens_nothing_with_the_token(an, said, dung):
    token = petitions.token_of(an, petition_id=filed(an, said).id)
    for stranger in (ANONYMOUS, dung):
        with pytest.raises(PetitionNotFound):
            petitions.get_own(stranger, token=token)


def test_the_pages_lead_from_report_to_public_answer(an, mai, ha, chi, units, client_of, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    with frozen(MONDAY):
        writer = client_of(an)
        assert "Gửi phản ánh" in writer.get("/phan-anh/gui/").content.decode()
        assert writer.post("/phan-anh/gui/", {}).status_code == 422
        typed = {"kind": "scene", "unit": str(units.commune_a.id), "title": "Đèn đường hỏng", "words": WORDS}
        sent = writer.post("/en/phan-anh/gui/", {**typed, "latitude": "10.2", "longitude": "105.9"})
        page = sent.headers["Location"]
        row = Petition.objects.get()
        assert (row.language, page) == ("en", f"/en/phan-anh/theo-doi/{row.token}/")
        desk, pid = client_of(mai), f"/phan-anh/xu-ly/{row.id}/"
        assert row.code in desk.get("/phan-anh/xu-ly/").content.decode()
        assert "Tiếp nhận và giao" in desk.get(pid).content.decode()
        assert desk.post(pid, {"lam": "tiep-nhan", "kind": "scene"}).status_code == 422
        desk.post(pid, {"lam": "tiep-nhan", "kind": "scene", "handler": str(ha.account_id)})
        client_of(ha).post(pid, {"lam": "trinh", "answer": ANSWER})
        client_of(chi).post(pid, {"lam": "duyet"})
        assert "[…]" in desk.get(pid).content.decode()
        kept = desk.post(pid, {"lam": "cong-khai", "title": "Đèn", "public": WORDS, "reply": "Đã thay"})
        assert kept.status_code == 422
        assert "0912 345 678" in kept.content.decode()
        desk.post(pid, {"lam": "cong-khai", "title": "Đèn đường", "public": "Đèn hỏng.", "reply": "Đã thay đèn."})
        assert "Đã thay đèn." in writer.get(f"/phan-anh/{row.code}/").content.decode()
        assert ANSWER in writer.get(page.removeprefix("/en")).content.decode()
        assert writer.post(page, {"vote": "satisfied"}).status_code == 302
        assert row.code in writer.get("/phan-anh/cua-toi/").content.decode()
        assert "Đèn đường" in writer.get("/phan-anh/?tim=den").content.decode()
