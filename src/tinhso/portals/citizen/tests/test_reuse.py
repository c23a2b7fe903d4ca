"""«Đã có trong kho: dùng lại»: the papers page of a draft offers what the store holds."""

import pytest

from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Draft
from tinhso.government.papers import public as papers
from tinhso.government.papers.testing import make_paper
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.kernel import clock
from tinhso.testing.cast import citizen_actor

CODE = "1.999002"


@pytest.fixture
def draft(an, units):
    components = [{**one, "accepts": ["CNKH"]} if one["code"] == "GT" else one for one in raw_package()["components"]]
    make_procedure(code=CODE, components=components)
    made = dossiers.start_draft(an, procedure_code=CODE, unit_id=units.commune_a.id, now=clock.now())
    Draft.objects.filter(pk=made.id).update(data=good_answers())
    return made


def page_of(draft):
    return f"/nop/ban-khai/{draft.id}/giay-to/"


def test_a_paper_of_the_store_is_offered_taken_with_one_press_and_offered_no_more(an, draft, client_of):
    kept, me = make_paper(now=clock.now(), issued_on=None), client_of(an)
    shown = me.get(page_of(draft)).content.decode()
    assert "đã có trong kho của Ông/Bà" in shown and f"kho-GT-{kept.id}" in shown

    answer = me.post(page_of(draft), {f"kho-GT-{kept.id}": "1"}, follow=True)

    assert "Đã dùng lại giấy tờ trong kho" in answer.content.decode()
    assert f"kho-GT-{kept.id}" not in answer.content.decode()
    (paper,) = dossiers.get_draft(an, draft_id=draft.id).papers
    assert paper.file_id == kept.file_id


def test_a_paper_revoked_meanwhile_says_so_and_is_not_taken(an, binh, draft, client_of):
    kept = papers.keep(
        binh,
        facts=papers.PaperFacts(
            "086190000123", "An", "CNKH", make_paper(now=clock.now(), issued_on=None).file_id, number="7"
        ),
        now=clock.now(),
    )
    papers.revoke(binh, paper_id=kept.id, reason="Quét nhầm giấy tờ của người khác.", now=clock.now())

    answer = client_of(an).post(page_of(draft), {f"kho-GT-{kept.id}": "1"}, follow=True)

    assert "không còn hiệu lực" in answer.content.decode()
    assert not dossiers.get_draft(an, draft_id=draft.id).papers


def test_anothers_paper_is_not_there(an, draft, client_of):
    citizen_actor(number="086290000456", name="Lâm Đăng Khoa")
    strange = make_paper(number_of_owner="086290000456", now=clock.now(), issued_on=None)

    assert client_of(an).post(page_of(draft), {f"kho-GT-{strange.id}": "1"}).status_code == 404
    assert client_of(an).post(page_of(draft), {"kho-GT-x": "1"}).status_code == 302


def test_the_officers_page_shows_that_a_reused_paper_was_revoked_since(an, binh, draft, client_of):
    kept = papers.keep(
        binh,
        facts=papers.PaperFacts(
            "086190000123", "An", "CNKH", make_paper(now=clock.now(), issued_on=None).file_id, number="7"
        ),
        now=clock.now(),
    )
    dossiers.attach_from_store(an, draft_id=draft.id, component="GT", paper_id=kept.id, now=clock.now())
    info = dossiers.submit(an, draft_id=draft.id, now=clock.now())
    before = client_of(binh).get(f"/ho-so/{info.id}/").content.decode()

    papers.revoke(binh, paper_id=kept.id, reason="Giấy tờ giả theo kết luận số 01.", now=clock.now())

    after = client_of(binh).get(f"/ho-so/{info.id}/").content.decode()
    assert "Dùng lại từ kho của người nộp" in before and "Đã thu hồi" not in before
    assert "Đã thu hồi" in after and "Giấy tờ giả theo kết luận số 01." in after
