"""Filing a dossier on line, page by page, as a phone without JavaScript does it."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tinhso.foundation.files.testing import HEIC, make_jpeg, make_pdf
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel import clock
from tinhso.portals.citizen.testing import ANSWERS, page_post

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MORNING):
        yield


def right_answers(version):
    return {f"cau-{n}": "co" for n, _question in enumerate(version.eligibility, 1)}


def start(me, version, units):
    answer = me.post(f"/nop/{version.info.slug}/kiem-tra-dieu-kien/", right_answers(version))
    resumed = me.get(answer.url)
    assert resumed.url.endswith("/noi-nop/")
    me.post(resumed.url, {"unit": units.commune_a.id})
    return resumed.url.removesuffix("noi-nop/")


def answer_all(me, draft, version, **post):
    for page in version.form.pages:
        if page.key == "cha":
            continue
        shown = me.get(f"{draft}buoc/{page.key}/")
        assert shown.status_code == 200, page.key
        after = me.post(f"{draft}buoc/{page.key}/", page_post(version.form, page.key, ANSWERS) | post)
        assert after.status_code == 302, (page.key, after.context["errors"])
    return after.url


def papers_post(*named):
    return {"giay-GCS": [SimpleUploadedFile(name, data) for name, data in named]}


@pytest.fixture
def filed(me, published, units):
    draft = start(me, published, units)
    answer_all(me, draft, published)
    me.post(f"{draft}giay-to/", papers_post(("chung-sinh.jpg", make_jpeg()), ("trang-2.heic", HEIC)))
    done = me.post(f"{draft}kiem-tra/", {"delivery": "counter"})
    assert done.status_code == 302
    return draft


def test_a_birth_is_registered_from_the_checker_to_the_confirmation(me, an, published, units):
    draft = start(me, published, units)
    assert answer_all(me, draft, published).endswith("/giay-to/")
    sent = me.post(f"{draft}giay-to/", papers_post(("chung-sinh.jpg", make_jpeg()), ("trang-2.heic", HEIC)))
    assert sent.url.endswith("/kiem-tra/")
    review = me.get(sent.url).content.decode()
    for words in ("Nguyễn Ẩn Minh Họa", "15/10/2026", "chung-sinh.jpg", "Phường 1", "Không thu phí"):
        assert words in review
    done = me.post(sent.url, {"delivery": "counter"})
    shown = me.get(done.url).content.decode()
    dossier = Dossier.objects.get()
    assert dossier.code in shown and "Đã nộp hồ sơ" in shown and "<svg" in shown
    assert dossier.delivery == "counter"
    assert me.get(f"/cua-toi/ho-so/{dossier.id}/in/to-khai/").content.startswith(b"%PDF")


def test_pressing_nop_ho_so_twice_files_one_dossier(me, filed):
    again = me.post(f"{filed}kiem-tra/")
    assert again.url.endswith("/xong/")
    assert Dossier.objects.count() == 1


def test_a_wrong_answer_in_the_checker_is_explained_not_an_error(me, published):
    answer = me.post("/nop/dang-ky-khai-sinh/kiem-tra-dieu-kien/", right_answers(published) | {"cau-1": "khong"})
    assert answer.status_code == 200
    assert "Thủ tục khác phù hợp hơn" in answer.content.decode()


def test_an_unanswered_checker_says_which_question(client, published):
    answer = client.post("/nop/dang-ky-khai-sinh/kiem-tra-dieu-kien/", {})
    assert answer.status_code == 422
    assert list(answer.context["errors"]) == ["cau-1", "cau-2", "cau-3"]


def test_a_stranger_signs_in_and_comes_back_to_begin(client, published):
    answer = client.post("/nop/dang-ky-khai-sinh/kiem-tra-dieu-kien/", right_answers(published))
    assert answer.url == "/dang-nhap/?next=%2Fnop%2Fdang-ky-khai-sinh%2Fbat-dau%2F"
    assert client.get("/nop/dang-ky-khai-sinh/bat-dau/").url.startswith("/dang-nhap/?next=")


def test_an_empty_page_is_refused_with_a_sentence_for_each_field_and_what_was_typed_stays(me, published, units):
    draft = start(me, published, units)
    answer = me.post(f"{draft}buoc/truong_hop/", {"/filing/relation": "mother"})
    assert answer.status_code == 422
    assert list(answer.context["errors"]) == ["f-filing-parents", "f-filing-timing"]
    page = me.get(f"{draft}buoc/truong_hop/").content.decode()
    assert 'value="mother" checked' in page


def test_a_deep_link_past_what_is_allowed_leads_to_the_first_missing_step(me, published, units):
    draft = start(me, published, units)
    for far in ("buoc/tre/", "giay-to/", "kiem-tra/"):  # F-04
        assert me.get(f"{draft}{far}").url.endswith("/buoc/truong_hop/")


def test_a_change_from_the_check_returns_there(me, published, units):
    draft = start(me, published, units)
    answer_all(me, draft, published)
    me.post(f"{draft}giay-to/", papers_post(("a.pdf", make_pdf())))
    changed = page_post(published.form, "tre", ANSWERS) | {"/child/name": "Nguyễn Ẩn Khác", "ve": "kiem-tra"}
    answer = me.post(f"{draft}buoc/tre/", changed)
    assert answer.url.endswith("/kiem-tra/")  # F-02
    assert "Nguyễn Ẩn Khác" in me.get(answer.url).content.decode()


def test_a_change_that_asks_for_more_leads_through_it_and_back_to_the_check(me, published, units):
    draft = start(me, published, units)
    answer_all(me, draft, published)
    me.post(f"{draft}giay-to/", papers_post(("a.pdf", make_pdf())))
    answer = me.post(
        f"{draft}buoc/truong_hop/",
        page_post(published.form, "truong_hop", ANSWERS) | {"/filing/parents": "married", "ve": "kiem-tra"},
    )
    assert answer.url.endswith("/buoc/cha/?ve=kiem-tra")


def test_save_and_leave_keeps_even_wrong_answers(me, an, published, units):
    draft = start(me, published, units)
    answer = me.post(f"{draft}buoc/truong_hop/", {"/filing/relation": "father", "_later": "1"})
    assert answer.url == "/cua-toi/"
    kept = dossiers.list_drafts(an)[0]
    assert kept.data["filing"]["relation"] == "father"
    assert "Khai tiếp: Đăng ký khai sinh" in me.get("/cua-toi/").content.decode()


def test_autosave_answers_without_a_page_and_tells_the_revision(me, an, published, units):
    draft = start(me, published, units)
    answer = me.post(f"{draft}buoc/truong_hop/", {"/filing/relation": "mother"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 204
    assert answer.headers["X-Revision"] == str(dossiers.list_drafts(an)[0].revision)


def test_two_windows_with_different_answers_are_asked_which_to_keep(me, an, published, units):
    draft = start(me, published, units)
    base = dossiers.list_drafts(an)[0].revision
    first = page_post(published.form, "truong_hop", ANSWERS) | {"revision": str(base)}
    assert me.post(f"{draft}buoc/truong_hop/", first).status_code == 302
    assert me.post(f"{draft}buoc/truong_hop/", first).status_code == 302  # the same again is no conflict
    other = me.post(f"{draft}buoc/truong_hop/", first | {"/filing/relation": "father"})
    assert other.status_code == 409  # D-03
    assert 'value="father" checked' in other.content.decode()
    assert dossiers.list_drafts(an)[0].data["filing"]["relation"] == "mother"


def test_what_was_typed_when_the_session_ran_out_is_there_after_signing_in(me, an, client, published, units):
    draft = start(me, published, units)
    from tinhso.foundation.identity.models import Account

    address = f"{draft}buoc/truong_hop/"
    lost = client.post(address, {"/filing/relation": "grandparent"})
    assert lost.url.startswith("/dang-nhap/?next=")  # D-02
    client.force_login(Account.objects.get(pk=an.account_id))
    page = client.get(address).content.decode()
    assert 'value="grandparent" checked' in page
    assert 'value="grandparent" checked' not in client.get(address).content.decode()


def test_each_bad_paper_gets_its_own_sentence_and_the_good_one_is_kept(me, an, published, units):
    draft = start(me, published, units)
    answer_all(me, draft, published)
    assert me.post(f"{draft}giay-to/", {}).context["errors"] == {"giay-GCS": "Chọn ảnh hoặc tệp: Giấy chứng sinh"}
    answer = me.post(f"{draft}giay-to/", papers_post(("a.jpg", make_jpeg()), ("b.exe", b"MZ" + bytes(90))))
    assert answer.status_code == 422  # U-02
    assert "chỉ nhận ảnh JPG, PNG, HEIC hoặc PDF" in answer.context["errors"]["giay-GCS"]
    kept = dossiers.list_drafts(an)[0].papers
    assert [paper.name for paper in kept] == ["a.jpg"]
    assert b"".join(me.get(f"{draft}giay-to/{kept[0].id}/")) == make_jpeg()
    me.post(f"{draft}giay-to/", {f"xoa-{kept[0].id}": ""})
    assert dossiers.list_drafts(an)[0].papers == ()


def test_nobody_else_opens_a_draft(me, client_of, published, units):
    from tinhso.testing.cast import citizen_actor

    draft = start(me, published, units)
    other = client_of(citizen_actor(number="086195000456", name="Trần Khác"))
    for place in ("", "noi-nop/", "buoc/truong_hop/", "giay-to/", "kiem-tra/", "xong/", "bo/"):
        assert other.get(f"{draft}{place}").status_code == 404


def test_an_officer_at_work_is_told_that_this_is_for_applicants(client_of, binh, published):
    assert client_of(binh).get("/nop/dang-ky-khai-sinh/bat-dau/").status_code == 403
    assert client_of(binh).get("/vao/").url == "/viec/"


def test_a_department_procedure_has_no_step_for_the_place(me, an, published, units):
    from tinhso.government.procedures import public as procedures
    from tinhso.government.procedures.testing import make_procedure
    from tinhso.portals.citizen.filing import only_place, trail_of

    version = make_procedure(level="department", department="STP")
    assert only_place(version) == units.department
    me.post(f"/nop/{version.info.slug}/bat-dau/")
    draft = next(one for one in dossiers.list_drafts(an) if one.version_id == version.id)
    assert draft.unit_id == units.department.id
    assert trail_of(draft, version).number("where") == 0
    assert procedures.is_offered_at(version, units.department.id)


def test_a_draft_is_thrown_away_only_after_a_page_that_says_so(me, an, published, units):
    draft = start(me, published, units)
    assert "không lấy lại được" in me.get(f"{draft}bo/").content.decode()  # M-04
    assert len(dossiers.list_drafts(an)) == 1
    me.post(f"{draft}bo/")
    assert dossiers.list_drafts(an) == []


def test_every_address_of_filing_has_an_english_twin(me, published, units):
    draft = start(me, published, units)
    page = me.get(f"/en{draft}buoc/truong_hop/").content.decode()
    assert '<html lang="en"' in page and "Who are you to the child?" in page
    assert f'action="/en{draft}buoc/truong_hop/"' in page


def test_where_there_are_districts_one_chooses_in_two_steps_without_javascript(me, an, published, units):
    from tinhso.foundation.organisations.data import Level, UnitKind
    from tinhso.foundation.organisations.testing import make_unit

    other = make_unit(
        code="H61.30",
        name="Huyện Long Hồ",
        kind=UnitKind.DISTRICT,
        level=Level.DISTRICT,
        parent_id=units.province.id,
    )
    far = make_unit(code="H61.30.01", name="Xã Lộc Hòa", parent_id=other.id)
    draft = start(me, published, units)
    first = me.get(f"{draft}noi-nop/")
    assert [one.name for one in first.context["districts"]] == ["Huyện Long Hồ", "Thành phố Vĩnh Long"]
    second = me.get(f"{draft}noi-nop/", {"trong": str(other.id)})  # F-06
    assert [one.name for one in second.context["units"]] == ["Xã Lộc Hòa"]
    me.post(f"{draft}noi-nop/", {"unit": str(far.id)})
    assert dossiers.list_drafts(an)[0].unit_id == far.id
    wrong = me.post(f"{draft}noi-nop/", {"unit": str(units.department.id)})
    assert wrong.status_code == 422 and list(wrong.context["errors"]) == ["unit"]
