"""Every page of the room opens for who may, in the browser's way."""

import pytest
from django.urls import reverse

from tinhso.government.retention import public as retention
from tinhso.government.retention.actions.carry import carry_out
from tinhso.government.retention.models import DisposalLine
from tinhso.government.retention.testing import after_pause, make_decided
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


def test_a_clerk_proposes_from_the_list_of_what_is_due(closed, lan, client_of, term, later):
    with clock.frozen(later):
        page = client_of(lan).get(reverse("retention:home"))
        assert closed.code in page.content.decode()
        answer = client_of(lan).post(reverse("retention:home"), {"ho_so": [str(closed.id)]})

    assert answer.status_code == 302
    assert DisposalLine.objects.get().dossier_id == closed.id


def test_a_dossier_that_is_tied_cannot_be_chosen_and_says_why(closed, lan, client_of, term, later):
    retention.place_hold(lan, dossier_code=closed.code, reason="Đang thanh tra tại xã", document="12/TB-TT", now=later)
    with clock.frozen(later):
        words = client_of(lan).get(reverse("retention:home")).content.decode()
        answer = client_of(lan).post(reverse("retention:home"), {"ho_so": [str(closed.id)]})

    assert "Đang bị phong tỏa theo 12/TB-TT." in words
    assert "Không chọn được" in words
    assert answer.status_code == 422


def test_every_page_opens_for_the_clerk(closed, lan, client_of, term, later):
    with clock.frozen(later):
        made = retention.propose(lan, dossier_ids=[closed.id], now=later)
        client = client_of(lan)
        for name in ("home", "terms", "disposals", "holds", "standing", "exports"):
            assert client.get(reverse(f"retention:{name}")).status_code == 200, name
        page = client.get(reverse("retention:disposal", args=[made.id])).content.decode()

    assert "Ghi ý kiến, trình quyết định" in page
    assert "Ghi quyết định hủy" not in page


def test_the_citizen_at_level_one_is_told_what_to_do(an, client_of):
    words = client_of(an).get(reverse("retention:mine")).content.decode()

    assert "danh tính được xác nhận ở mức 2" in words
    assert "Yêu cầu tệp dữ liệu" not in words


def test_what_is_left_of_a_dossier_still_opens_and_says_so(closed, lan, chi, client_of, term, later):
    from tinhso.government.dossiers import public as dossiers

    disposal = make_decided(lan, chi, dossier_ids=[closed.id], now=later)
    carry_out(now=after_pause(disposal))
    client = client_of(chi)
    words = client.get(reverse("officer:dossier", args=[closed.id])).content.decode()
    stub = client.get(reverse("retention:stub", args=[closed.id])).content.decode()

    assert "Tài liệu của hồ sơ này đã hủy theo quyết định." in words
    assert "15/QĐ-UBND" in stub
    assert closed.code in client.get(reverse("retention:disposal", args=[disposal.id])).content.decode()
    assert dossiers.look_up(closed.code).applicant_masked == "(tài liệu đã hủy)"
    with pytest.raises(dossiers.DossierDisposed):
        dossiers.undo(chi, dossier_id=closed.id, event_id=closed.id, reason="Nhầm lẫn khi trả", now=later)


def test_the_dossiers_page_leads_to_its_hold_who_may_place_one(closed, lan, ha, client_of):
    page = reverse("officer:dossier", args=[closed.id])
    assert f"/luu-tru/phong-toa/?ma={closed.code}" in client_of(lan).get(page).content.decode()
    assert "/luu-tru/phong-toa/" not in client_of(ha).get(page).content.decode()
