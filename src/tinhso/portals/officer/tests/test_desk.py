"""Working the queue: filters, kept filters, acts on many rows, the printer queue, one box that finds."""

import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.foundation.work.errors import UndoTooLate
from tinhso.government.dossiers.testing import make_drafted, make_received, make_submitted
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def verbs_of(subject_id):
    return [entry.verb for entry in audit.list_trail(subject_id).items]


def item_of(actor, info):
    return work.list_of_subject(actor, subject_id=info.id)[0]


def test_filters_narrow_the_list_together(an, binh, ha, a, client_of):
    info = make_received(an, binh, unit_id=a)
    client = client_of(ha)
    address = reverse("officer:dossiers")
    field = next(one for one in client.get(address).context["choices"]["fields"])[0]
    assert info.code in text_of(client.get(address, {"linh_vuc": field, "chu": "citizen", "con": "60"}))
    for query in ({"linh_vuc": "khong-co"}, {"chu": "business"}, {"nguoi": "toi"}, {"buoc": "sign"}):
        assert info.code not in text_of(client.get(address, query)), query


def test_the_inbox_is_narrowed_by_days_left_step_applicant_and_channel(binh, client_of, filed):
    client = client_of(binh)
    address = reverse("officer:inbox")
    assert filed.code in text_of(client.get(address, {"hop": "nhom", "con": "5", "buoc": "receive", "nguoi": "chua"}))
    assert filed.code not in text_of(client.get(address, {"hop": "nhom", "buoc": "sign"}))
    assert filed.code in text_of(client.get(address, {"hop": "nhom", "chu": "citizen", "kenh": "online"}))
    for query in ({"chu": "business"}, {"kenh": "counter"}, {"chu": "citizen", "kenh": "npsp"}):
        shown = text_of(client.get(address, {"hop": "nhom", **query}))
        assert filed.code not in shown and "Không có việc khớp với bộ lọc" in shown, query
    assert filed.code not in text_of(client.get(address, {"hop": "nhom", "linh_vuc": "khong-co"}))


def test_a_shared_filter_shows_another_only_what_they_may_see(binh, dung, chi, client_of, filed):
    address = reverse("officer:kept")
    body = {"lam": "luu", "ten": "Mới nộp", "trang": "dossiers", "loc": "trang_thai=1", "chung": "1"}
    assert client_of(binh).post(address, body).status_code == 302
    (view,) = work.list_views(binh)
    counts = json.loads(client_of(binh).get(reverse("officer:kept_counts")).content)
    assert counts == {str(view.id): "1"}
    assert work.list_views(dung) == []  # another unit
    shown = text_of(client_of(dung).get(f"{reverse('officer:dossiers')}?{view.query}"))
    assert filed.code not in shown
    assert client_of(dung).post(address, {"lam": "xoa", "bo_loc": str(view.id)}).status_code == 302
    assert len(work.list_views(binh)) == 1  # it was not his to take away
    client_of(binh).post(address, {"lam": "xoa", "bo_loc": str(view.id)})
    assert work.list_views(binh) == []


def test_the_list_is_taken_away_as_a_workbook_and_the_taking_is_on_record(binh, em, client_of, filed):
    address = reverse("officer:export")
    answer = client_of(binh).get(address, {"dang": "xlsx", "trang_thai": "1"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.cell(2, 1).value == filed.code
    assert filed.code in client_of(binh).get(address, {"dang": "csv"}).content.decode("utf-8-sig")
    assert verbs_of(binh.unit_id).count("dossiers.list_taken") == 2
    assert client_of(em).get(address).status_code in (403, 404)


def test_one_box_finds_a_dossier_a_procedure_and_a_place(binh, dung, client_of, filed):
    address = reverse("officer:find")
    client = client_of(binh)
    assert client.get(address, {"q": filed.code, "mo": "1"}).url == reverse("officer:dossier", args=[filed.id])
    assert filed.code in text_of(client.get(address, {"q": "nguyen thi", "manh": "1"}))
    assert reverse("officer:counter") in text_of(client.get(address, {"q": "tiep nhan"}))
    assert filed.code not in text_of(client_of(dung).get(address, {"q": filed.code, "manh": "1"}))


def test_the_same_page_sent_twice_acts_once(an, binh, a, client_of):
    infos = [make_submitted(an, unit_id=a) for _ in range(2)]
    body = {"lam": "nhan", "viec": [str(item_of(binh, one).id) for one in infos], "ma_lo": str(uuid7())}
    client = client_of(binh)
    first = client.post(reverse("officer:bulk"), body)
    again = client.post(reverse("officer:bulk"), body)
    assert (first.status_code, again.status_code) == (302, 302)
    assert [verbs_of(one.id).count("work.claimed") for one in infos] == [1, 1]


def test_an_interrupted_act_goes_on_where_it_stood(an, binh, a, client_of, monkeypatch):
    infos = [make_submitted(an, unit_id=a) for _ in range(3)]
    monkeypatch.setattr("tinhso.portals.officer.batching.SECONDS", 0.0)
    token = uuid7()
    body = {"lam": "nhan", "viec": [str(item_of(binh, one).id) for one in infos], "ma_lo": str(token)}
    client = client_of(binh)
    answer = text_of(client.post(reverse("officer:bulk"), body))
    assert "Còn 2 hồ sơ chưa làm" in answer
    address = reverse("officer:batch", args=[token])
    assert "Còn 1 hồ sơ chưa làm" in text_of(client.post(address))
    client.post(address)
    assert work.get_batch(binh, batch_id=token).is_finished
    assert len(work.list_items(binh, box=work.Box.MINE).items) == 3


def test_nobody_else_sees_or_goes_on_with_it(binh, chi, client_of, filed):
    token = uuid7()
    body = {"lam": "nhan", "viec": str(item_of(binh, filed).id), "ma_lo": str(token)}
    client_of(binh).post(reverse("officer:bulk"), body)
    assert client_of(chi).get(reverse("officer:batch", args=[token])).status_code == 404
    assert client_of(chi).post(reverse("officer:batch_undo", args=[token])).status_code == 404


def test_what_was_taken_is_given_back_within_its_time(binh, client_of, filed):
    token = uuid7()
    client = client_of(binh)
    body = {"lam": "nhan", "viec": str(item_of(binh, filed).id), "ma_lo": str(token)}
    said = text_of(client.post(reverse("officer:bulk"), body, follow=True))
    assert reverse("officer:batch_undo", args=[token]) in said
    client.post(reverse("officer:batch_undo", args=[token]))
    assert item_of(binh, filed).state is work.State.OPEN
    again = text_of(client.post(reverse("officer:batch_undo", args=[token]), follow=True))
    assert "Đã quá thời gian hoàn tác hoặc đã hoàn tác rồi" in again


def test_after_two_minutes_nothing_is_given_back_at_once(binh, client_of, filed):
    token = uuid7()
    client = client_of(binh)
    client.post(reverse("officer:bulk"), {"lam": "nhan", "viec": str(item_of(binh, filed).id), "ma_lo": str(token)})
    with pytest.raises(UndoTooLate):
        work.undo_rows(binh, batch_id=token, now=clock.now() + timedelta(minutes=3))


def test_steps_go_forward_after_an_interruption_and_can_be_undone(an, binh, ha, chi, a, client_of):
    info = make_drafted(an, binh, ha, unit_id=a)  # stands with the leader: signing is not forwarded by hand
    other = make_received(an, binh, unit_id=a)
    client = client_of(chi)
    sure = client.post(reverse("officer:bulk"), {"lam": "chuyen", "ho_so": [str(info.id), str(other.id)]})
    assert "Chuyển bước: 2 hồ sơ" in text_of(sure)
    body = {"lam": "chuyen", "chac_chan": "1", "ho_so": [f"{i}:{v}" for _n, i, v in sure.context["fields"]]}
    report = client.post(reverse("officer:bulk"), body)
    assert "Chưa làm được" in text_of(report)
    assert info.code in text_of(report)


def test_everything_a_filter_matches_is_taken_at_once(an, binh, a, client_of):
    for _ in range(3):
        make_submitted(an, unit_id=a)
    body = {"lam": "nhan", "tat_ca": "1", "trang": "inbox", "bo_loc": "hop=nhom&buoc=receive"}
    assert client_of(binh).post(reverse("officer:bulk"), body).status_code == 302
    assert len(work.list_items(binh, box=work.Box.MINE).items) == 3


def test_receipts_wait_in_the_queue_until_they_are_in_hand(an, binh, a, client_of):
    infos = [make_received(an, binh, unit_id=a) for _ in range(2)]
    fresh = make_submitted(an, unit_id=a)
    client = client_of(binh)
    body = {"lam": "in", "ho_so": [str(one.id) for one in [*infos, fresh]]}
    assert "Hồ sơ chưa tiếp nhận" in text_of(client.post(reverse("officer:bulk"), body))
    assert client.get(reverse("officer:prints_pdf")).content.startswith(b"%PDF")
    first, second = work.list_prints(binh)
    client.post(reverse("officer:prints"), {"ban": str(first.id), "lam": "loi"})
    client.post(reverse("officer:prints"), {"ban": str(second.id), "lam": "xong"})
    (left,) = work.list_prints(binh)
    assert (left.id, left.state) == (first.id, work.PrintState.FAILED)


def test_a_page_that_says_it_printed_does_not_unsay_that_the_printer_failed(an, binh, a, client_of):
    infos = [make_received(an, binh, unit_id=a) for _ in range(2)]
    client = client_of(binh)
    client.post(reverse("officer:bulk"), {"lam": "in", "ho_so": [str(one.id) for one in infos]})
    first, second = work.list_prints(binh)
    client.post(reverse("officer:prints"), {"ban": str(first.id), "lam": "loi"})
    for job in (first, second):
        client.post(reverse("officer:prints"), {"ban": str(job.id), "lam": "tu"})  # the page's own word, come late
    (left,) = work.list_prints(binh)
    assert (left.id, left.state) == (first.id, work.PrintState.FAILED)
    client.post(reverse("officer:prints"), {"ban": str(first.id), "lam": "xong"})
    assert work.list_prints(binh) == []


def test_what_is_followed_has_a_box_of_its_own(binh, client_of, filed):
    client = client_of(binh)
    client.post(reverse("officer:follow"), {"viec": str(item_of(binh, filed).id)})
    assert filed.code in text_of(client.get(reverse("officer:inbox"), {"hop": "theo_doi"}))
    client.post(reverse("officer:follow"), {"bo": str(filed.id)})
    assert filed.code not in text_of(client.get(reverse("officer:inbox"), {"hop": "theo_doi"}))


@pytest.mark.parametrize(
    ("index", "columns"),
    [
        ("dossier_unit_field", "(unit_id, field_code, id DESC)"),
        ("dossier_handler_due", "(handler_id, promised_at, id)"),
    ],
)
def test_the_new_filters_have_an_index_in_the_order_of_their_lists(db, index, columns):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
        assert columns in cursor.fetchone()[0]


def test_what_lay_in_the_inbox_before_is_found_by_channel_and_applicant_too(an, ha, binh, units):
    """The migration tells items made by an older version what new ones know from the start."""
    from importlib import import_module

    from django.db import connection

    from tinhso.foundation.work.models import WorkItem
    from tinhso.government.dossiers.testing import make_received

    info = make_received(an, binh, unit_id=units.commune_a.id)
    item = WorkItem.objects.get(subject_id=info.id, state="open")
    item.facts = {key: value for key, value in item.facts.items() if key not in ("channel", "applicant_kind")}
    item.save(update_fields=["facts"])
    wanted = work.Filters(facts={"channel": "online", "applicant_kind": "citizen"})
    assert not work.list_items(ha, box=work.Box.GROUP, filters=wanted).items
    with connection.cursor() as cursor:
        cursor.execute(import_module("tinhso.government.dossiers.migrations.0009_work_facts").TELL)
    assert [one.subject_id for one in work.list_items(ha, box=work.Box.GROUP, filters=wanted).items] == [info.id]
