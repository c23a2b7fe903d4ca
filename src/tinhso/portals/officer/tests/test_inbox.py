"""The inbox: one list, its boxes, the detail beside it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, set_script_prefix
from django.utils import translation

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.government.dossiers.testing import make_drafted, make_received, make_submitted
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_a_new_dossier_stands_in_the_box_of_the_desk(binh, client_of, filed):
    answer = client_of(binh).get(reverse("officer:inbox"))
    assert answer.status_code == 200
    assert filed.code in text_of(answer)
    assert 'aria-current="page">Của nhóm' in text_of(answer)  # the first box that holds something is open


def test_the_chosen_dossier_is_open_beside_the_list(binh, client_of, filed):
    answer = client_of(binh).get(reverse("officer:inbox"), {"hop": "nhom", "chon": str(filed.id)})
    assert "Tiếp nhận" in text_of(answer)
    assert f'data-open-row="{filed.id}"' in text_of(answer)
    assert "split--open" in text_of(answer)


def test_names_in_the_inbox_are_on_the_citizens_record_once_an_hour(an, binh, client_of, filed):
    client = client_of(binh)
    for _ in range(2):
        client.get(reverse("officer:inbox"), {"hop": "nhom"})
    (line,) = audit.list_reads_of(an.account_id).items
    assert (line.actor_name, line.purpose) == (binh.name, "Xem tên trong danh sách việc")


def test_words_without_marks_find_and_the_filter_can_be_taken_off(binh, client_of, filed):
    client = client_of(binh)
    assert filed.code in text_of(client.get(reverse("officer:inbox"), {"hop": "nhom", "loc": "nguyen thi"}))
    nothing = text_of(client.get(reverse("officer:inbox"), {"hop": "nhom", "loc": "khong co ai"}))
    assert filed.code not in nothing
    assert "Bỏ bớt bộ lọc" in nothing


def test_a_stranger_has_an_empty_inbox_and_cannot_open_the_dossier(dung, client_of, filed):
    client = client_of(dung)
    assert filed.code not in text_of(client.get(reverse("officer:inbox"), {"hop": "nhom"}))
    assert client.get(reverse("officer:inbox"), {"chon": str(filed.id)}).status_code == 404


def test_nobody_is_sent_to_sign_in_and_a_citizen_finds_no_inbox(an, client, client_of):
    assert client.get(reverse("officer:inbox")).status_code == 302
    assert client_of(an).get(reverse("officer:inbox")).status_code == 404


def fewest_statements(client):
    """Return what drawing the box costs; now and then one statement more looks whether a kept calendar is still good."""
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("officer:inbox"), {"hop": "nhom"})
        counts.append(len(asked))
    return min(counts)


def test_the_inbox_asks_the_database_as_often_for_thirty_as_for_one(an, binh, a, client_of):
    make_submitted(an, unit_id=a)
    client = client_of(binh)
    for_one = fewest_statements(client)
    for _ in range(5):
        make_submitted(an, unit_id=a)
    assert fewest_statements(client) == for_one <= 20


def test_after_an_act_the_next_row_is_open_and_the_rest_is_counted(an, binh, a, client_of):
    first, second = make_submitted(an, unit_id=a), make_submitted(an, unit_id=a)
    client = client_of(binh)
    pane = client.get(reverse("officer:inbox"), {"hop": "nhom", "chon": str(first.id)})
    back = next(act for act in pane.context["offered"]).url.split("ve=")[1]
    from urllib.parse import unquote

    answer = client.post(
        reverse("officer:receive", args=[first.id]), {"ve": unquote(back), "phien_ban": first.version}, follow=True
    )
    assert str(second.id) in answer.request["QUERY_STRING"]
    assert f"Đã tiếp nhận hồ sơ {first.code}. Còn 1." in text_of(answer)
    assert "autofocus" in text_of(answer)


def test_several_rows_are_taken_and_each_refusal_is_reported(an, binh, a, client_of):
    from tinhso.testing.cast import officer_actor

    infos = [make_submitted(an, unit_id=a) for _ in range(2)]
    other = officer_actor(code="A-MC2", name="Lý Khác", unit_id=binh.unit_id, roles=("one_stop_officer",))
    items = [work.list_of_subject(binh, subject_id=info.id)[0] for info in infos]
    work.claim(other, item_id=items[0].id, now=clock.now())
    answer = client_of(binh).post(reverse("officer:bulk"), {"lam": "nhan", "viec": [str(i.id) for i in items]})
    assert "Không tìm thấy việc này. Việc có thể đã xong" in text_of(answer)
    assert "xong 1 việc" in text_of(answer)


def test_nothing_chosen_is_an_error_message_not_an_act(binh, client_of):
    answer = client_of(binh).post(reverse("officer:bulk"), {"lam": "nhan"}, follow=True)
    assert "Chọn ít nhất một việc" in text_of(answer)


def test_the_head_gives_work_to_the_specialist(an, binh, ha, chi, a, client_of):
    info = make_received(an, binh, unit_id=a)
    item = work.list_of_subject(chi, subject_id=info.id)[0]
    client = client_of(chi)
    asked = client.post(reverse("officer:bulk"), {"lam": "giao", "viec": [str(item.id)]})
    assert "Phạm Thu Hà" in text_of(asked)
    data = {"lam": "giao", "viec": [str(item.id)], "nguoi": str(ha.account_id)}
    assert client.post(reverse("officer:bulk"), data).status_code == 302
    assert work.get_item(chi, item_id=item.id).assignee_id == ha.account_id


def test_several_results_are_signed_after_an_interruption(an, binh, ha, chi, a, client_of):
    infos = [make_drafted(an, binh, ha, unit_id=a) for _ in range(2)]
    ids = [str(work.list_of_subject(chi, subject_id=info.id)[0].id) for info in infos]
    client = client_of(chi)
    asked = client.post(reverse("officer:bulk"), {"lam": "ky", "viec": ids})
    assert "Ký 2 kết quả" in text_of(asked)
    assert "Không rút lại chữ ký được" in text_of(asked)
    answer = client.post(reverse("officer:sign_many"), {"viec": ids}, follow=True)
    assert "Ký kết quả: xong 2 việc." in text_of(answer)


def test_a_result_changed_after_the_list_was_shown_is_not_signed(an, binh, ha, chi, a, client_of):
    infos = [make_drafted(an, binh, ha, unit_id=a) for _ in range(2)]
    ids = [str(work.list_of_subject(chi, subject_id=info.id)[0].id) for info in infos]
    client = client_of(chi)
    rows = client.post(reverse("officer:bulk"), {"lam": "ky", "viec": ids}).context["rows"]
    shown = {f"phien_ban_{item.id}": version for item, version in rows}
    assert sorted(shown.values()) == sorted(info.version for info in infos)
    shown[f"phien_ban_{ids[0]}"] -= 1  # somebody acted since
    answer = text_of(client.post(reverse("officer:sign_many"), {"viec": ids, **shown}))
    assert "xong 1 việc" in answer
    assert "vừa xử lý hồ sơ này lúc" in answer
    assert infos[0].code in answer


def test_procedures_are_named_in_english_on_english_pages(binh, client_of, filed):
    procedures.forget_versions()
    client = client_of(binh)
    try:
        for address in ("viec/?hop=nhom", "ho-so/", f"ho-so/{filed.id}/", f"ho-so/{filed.id}/tiep-nhan/"):
            assert "Confirmation of residence" in text_of(client.get(f"/en/{address}"))
    finally:
        set_script_prefix("/")
    assert "Xác nhận tình trạng cư trú" in text_of(client.get("/viec/?hop=nhom"))


def test_english_names_cost_a_list_one_question_a_minute(binh, client_of, filed, django_assert_num_queries):
    procedures.forget_versions()
    with translation.override("en"):
        with django_assert_num_queries(1):
            assert procedures.name_here(filed.procedure_code, "x") == "Confirmation of residence"
        with django_assert_num_queries(0):
            assert procedures.name_here("9.999999", "Thủ tục cũ") == "Thủ tục cũ"
    with django_assert_num_queries(0):
        assert procedures.name_here(filed.procedure_code, "Xác nhận") == "Xác nhận"
