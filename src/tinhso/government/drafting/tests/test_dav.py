"""Word and LibreOffice open a draft in place: one address, one person, every save a version."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tinhso.foundation.identity.public import Account
from tinhso.foundation.organisations.models import Appointment
from tinhso.government.drafting import office
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions.links import LASTS, find_link, make_link
from tinhso.government.drafting.data import Source
from tinhso.government.drafting.testing import BODY, MONDAY, account, make_draft
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db
NAME = "quyet_dinh.docx"


@pytest.fixture
def opened(ha):
    made = make_draft(ha)
    return made, make_link(ha, draft_id=made.id, now=clock.now())


def put(token, data, **headers):
    return Client().put(f"/dav/{token}/{NAME}", data, content_type=office.MEDIA_TYPE, **headers)


def changed(data, content, words):
    before = office.read(data, before=content).content
    return office.write(replace(before, body=f"{before.body}\n{words}"), kind="Quyết định", agency="UBND")


def test_the_folder_shows_one_file_and_the_file_is_the_version_in_force(opened):
    _made, token = opened
    listing = Client().generic("PROPFIND", f"/dav/{token}/", HTTP_DEPTH="1")

    assert listing.status_code == 207
    assert f"/dav/{token}/{NAME}</" in listing.content.decode()
    got = Client().get(f"/dav/{token}/{NAME}")
    assert got["Content-Type"].startswith(office.MEDIA_TYPE)
    assert "Thành lập Tổ công nghệ số." in office.read(got.content, before=drafting.Content()).content.body


def test_each_save_is_a_version_of_the_person_whose_address_it_is(opened, ha):
    made, token = opened
    data = Client().get(f"/dav/{token}/{NAME}").content
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content

    assert put(token, changed(data, content, "Đoạn từ Word.")).status_code in (200, 201, 204)

    detail = drafting.get_draft(ha, draft_id=made.id, now=MONDAY)
    assert detail.content.body.endswith("Đoạn từ Word.")
    assert (detail.versions[0].source, detail.versions[0].author_name) == (Source.WEBDAV, ha.name)


def test_what_word_saves_over_somebody_elses_version_stands_beside_it(opened, ha, binh):
    made, token = opened
    drafting.add_writer(ha, draft_id=made.id, account_id=account(binh), now=MONDAY)
    data = Client().get(f"/dav/{token}/{NAME}").content
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    mine = replace(content, body=BODY.replace("Thành lập", "Kiện toàn"))
    drafting.save_version(binh, draft_id=made.id, content=mine, base=made.head, now=MONDAY)

    put(token, changed(data, content, "Đoạn một."))
    again = changed(data, content, "Đoạn một.\nĐoạn hai.")
    put(token, again)

    sides = [one for one in drafting.get_draft(ha, draft_id=made.id, now=MONDAY).versions if one.is_open_side]
    assert len(sides) == 1
    body = drafting.propose_merge(ha, draft_id=made.id, side=sides[0].number).content.body
    assert "Kiện toàn" in body
    assert body.endswith("Đoạn một.\nĐoạn hai.")


def test_a_hold_is_kept_for_every_process_and_given_back(opened):
    _made, token = opened
    asked = (
        '<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/>'
        "</D:locktype><D:owner>ha</D:owner></D:lockinfo>"
    )
    place = f"/dav/{token}/{NAME}"
    held = Client().generic(
        "LOCK", place, asked, content_type="application/xml", HTTP_DEPTH="0", HTTP_TIMEOUT="Second-600"
    )
    assert held.status_code == 200
    lock = held["Lock-Token"]

    assert Client().generic("PROPFIND", place, HTTP_DEPTH="0").content.decode().count("activelock") >= 1
    assert put(token, b"PK").status_code == 423
    assert Client().generic("UNLOCK", place, HTTP_LOCK_TOKEN=lock).status_code == 204


def test_what_a_program_notes_about_the_file_is_kept_and_no_flood_of_it(opened):
    _made, token = opened
    asked = (
        '<?xml version="1.0"?><D:propertyupdate xmlns:D="DAV:" xmlns:Z="urn:x"><D:set><D:prop><Z:mark>đã xem</Z:mark>'
        "</D:prop></D:set></D:propertyupdate>"
    )
    place = f"/dav/{token}/{NAME}"
    assert Client().generic("PROPPATCH", place, asked, content_type="application/xml").status_code == 207
    assert "đã xem" in Client().generic("PROPFIND", place, HTTP_DEPTH="0").content.decode()

    flood = asked.replace("đã xem", "x" * 70_000)
    assert Client().generic("PROPPATCH", place, flood, content_type="application/xml").status_code == 413


def test_an_address_that_ended_opens_nothing(opened):
    _made, token = opened

    assert find_link(token, now=clock.now() + LASTS) is None
    assert Client().get("/dav/x/a.docx").status_code == 404


def test_nothing_is_deleted_made_or_moved_there(opened):
    _made, token = opened
    place = f"/dav/{token}/{NAME}"

    assert Client().delete(place).status_code == 403
    assert Client().put(f"/dav/{token}/other.docx", b"x").status_code == 403
    assert Client().generic("MKCOL", f"/dav/{token}/f/").status_code == 403
    assert put(token, b"not a word file").status_code == 400


def test_a_new_address_ends_the_one_before(opened, ha):
    made, token = opened
    make_link(ha, draft_id=made.id, now=clock.now())

    assert Client().get(f"/dav/{token}/{NAME}").status_code == 404


@pytest.mark.parametrize("method", ["PROPFIND", "LOCK", "PROPPATCH"])
def test_a_question_of_any_size_is_not_read(opened, method):
    _made, token = opened
    asked = b'<?xml version="1.0"?><a>' + b"x" * 70_000 + b"</a>"
    answer = Client().generic(method, f"/dav/{token}/{NAME}", asked, content_type="application/xml")
    assert answer.status_code == 413


def test_an_address_opens_nothing_once_its_account_is_locked_or_its_holder_has_no_post(opened, ha):
    _made, token = opened
    place = f"/dav/{token}/{NAME}"
    assert Client().get(place).status_code == 200
    post = Appointment.objects.get(id=ha.appointment_id)
    Account.objects.filter(pk=ha.account_id).update(is_active=False)
    assert Client().get(place).status_code == 404
    assert Client().put(place, b"x", content_type=office.MEDIA_TYPE).status_code == 404
    Account.objects.filter(pk=ha.account_id).update(is_active=True)
    assert Client().get(place).status_code == 200
    Appointment.objects.filter(pk=post.pk).update(valid_to=clock.today(), valid_from=clock.today() - timedelta(days=9))
    assert Client().get(place).status_code == 404


def hold(token):
    asked = (
        '<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/>'
        "</D:locktype></D:lockinfo>"
    )
    held = Client().generic("LOCK", f"/dav/{token}/{NAME}", asked, content_type="application/xml", HTTP_DEPTH="0")
    assert held.status_code == 200
    return held["Lock-Token"]


def test_what_is_read_beside_an_open_file_makes_nobody_overwrite_anybody(opened, ha, binh):
    made, token = opened
    drafting.add_writer(ha, draft_id=made.id, account_id=account(binh), now=MONDAY)
    lock = hold(token)
    data = Client().get(f"/dav/{token}/{NAME}").content
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    mine = replace(content, body=BODY.replace("Thành lập", "Kiện toàn"))
    drafting.save_version(binh, draft_id=made.id, content=mine, base=made.head, now=MONDAY)

    shown = office.read(Client().get(f"/dav/{token}/{NAME}").content, before=content).content
    assert "Thành lập" in shown.body
    put(token, changed(data, content, "Đoạn từ Word."), HTTP_IF=f"({lock})")

    detail = drafting.get_draft(ha, draft_id=made.id, now=MONDAY)
    assert "Kiện toàn" in detail.content.body
    assert detail.versions[0].is_open_side


def test_what_was_saved_beside_the_head_is_read_back_until_both_are_one(opened, ha, binh):
    made, token = opened
    drafting.add_writer(ha, draft_id=made.id, account_id=account(binh), now=MONDAY)
    data = Client().get(f"/dav/{token}/{NAME}").content
    content = drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content
    mine = replace(content, body=BODY.replace("Thành lập", "Kiện toàn"))
    drafting.save_version(binh, draft_id=made.id, content=mine, base=made.head, now=MONDAY)
    put(token, changed(data, content, "Đoạn một."))

    again = Client().get(f"/dav/{token}/{NAME}").content
    assert office.read(again, before=content).content.body.endswith("Đoạn một.")
    put(token, changed(again, content, "Đoạn hai."))

    assert "Kiện toàn" in drafting.get_draft(ha, draft_id=made.id, now=MONDAY).content.body
