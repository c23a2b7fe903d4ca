"""Mandates to sign: given by the head alone, to heads of parts, for a time and named matters; revoked at once."""

from datetime import date, timedelta

import pytest

from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import Competence
from tinhso.government.drafting.mandate_data import Holding
from tinhso.government.drafting.testing import MONDAY, account, make_draft, sign_and_wait, sign_step
from tinhso.kernel.clock import frozen, local_day
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 23), date(2026, 11, 27)


@pytest.fixture
def head_of_part(units):
    return officer_actor(
        code="A-TP9", name="Võ Minh Tâm", unit_id=units.counter_a.id, roles=("unit_head",), title="Trưởng phòng"
    )


def give(chi, to, **changes):
    given = {
        "account_id": account(to),
        "document": "Giấy ủy quyền 03/GUQ-UBND ngày 20/11/2026",
        "scope": "Giấy mời, thông báo về văn hóa",
        "valid_from": FIRST,
        "last_day": LAST,
        "now": MONDAY,
    }
    return drafting.give_mandate(chi, **(given | changes))


def submitted(ha, signer, *, kind="thong_bao", now=MONDAY):
    made = make_draft(ha, kind=kind)
    return drafting.submit(
        ha, draft_id=made.id, steps=[sign_step(signer)], competence=Competence.MANDATED, head=made.head, now=now
    )


def test_whom_the_head_let_sign_signs_tuq_until_the_last_day_and_not_after(ha, chi, head_of_part):
    given = give(chi, head_of_part)
    assert given.last_day == LAST

    made = submitted(ha, head_of_part)

    signed = sign_and_wait(head_of_part, draft_id=made.id, head=made.head, now=MONDAY + timedelta(days=4))
    assert signed.competence is Competence.MANDATED
    with pytest.raises(drafting.BadCompetence):
        submitted(ha, head_of_part, now=MONDAY + timedelta(days=5))


def test_a_mandate_for_one_kind_is_none_for_another(ha, chi, head_of_part):
    give(chi, head_of_part, kinds=["giay_moi"])

    submitted(ha, head_of_part, kind="giay_moi")
    with pytest.raises(drafting.BadCompetence):
        submitted(ha, head_of_part, kind="quyet_dinh")


def test_nothing_is_signed_by_a_mandate_once_it_is_revoked(ha, chi, head_of_part):
    given = give(chi, head_of_part)
    made = submitted(ha, head_of_part)

    ended = drafting.revoke_mandate(chi, mandate_id=given.id, reason="Bố trí công tác khác.", now=MONDAY)

    assert ended.standing(local_day(MONDAY)) is Holding.REVOKED
    with pytest.raises(drafting.BadCompetence):
        drafting.sign(head_of_part, draft_id=made.id, head=made.head, now=MONDAY)
    with pytest.raises(drafting.IllegalDraftMove):
        drafting.revoke_mandate(chi, mandate_id=given.id, reason="Thu hồi lần nữa.", now=MONDAY)


def test_only_the_head_gives_one_and_nobody_passes_it_on(ha, chi, head_of_part, units, dung):
    vice = officer_actor(
        code="A-PCT",
        name="Ngô Thị Phúc",
        unit_id=units.commune_a.id,
        roles=("leader",),
        title="Phó Chủ tịch",
        position="vice_chair",
    )
    with pytest.raises(drafting.IllegalDraftMove):
        give(vice, head_of_part)
    with pytest.raises(drafting.DraftMissing):
        give(ha, head_of_part)
    given = give(chi, head_of_part)
    for other in (vice, head_of_part, dung):
        with pytest.raises(drafting.DraftMissing):
            drafting.revoke_mandate(other, mandate_id=given.id, reason="Không phải của tôi.", now=MONDAY)


def test_what_is_missing_is_named_box_by_box(chi, ha):
    with pytest.raises(drafting.BadDraft) as refused:
        give(chi, ha, document=" ", scope="", last_day=FIRST - timedelta(days=1), kinds=["x"])

    assert set(refused.value.fields) == {"van_ban", "noi_dung", "den_ngay", "loai", "nguoi_duoc_uy_quyen"}


def test_the_head_records_and_revokes_on_the_page_and_others_only_read(chi, ha, head_of_part, client_of):
    with frozen(MONDAY):
        page = client_of(chi)
        form = {
            "nguoi_duoc_uy_quyen": str(account(head_of_part)),
            "van_ban": "Giấy ủy quyền 03/GUQ-UBND",
            "noi_dung": "Giấy mời",
            "tu_ngay": "23/11/2026",
            "den_ngay": "27/11/2026",
        }
        assert page.post("/du-thao/uy-quyen/", form | {"den_ngay": "31/02/2026"}).status_code == 422
        assert page.post("/du-thao/uy-quyen/", form).status_code == 302
        (given,) = drafting.list_mandates(chi).items
        read = client_of(ha).get("/du-thao/uy-quyen/").content.decode()
        assert "Võ Minh Tâm" in read
        assert "Ghi ủy quyền mới" not in read
        assert page.post(f"/du-thao/uy-quyen/{given.id}/thu-hoi/", {"ly_do": ""}).status_code == 422
        assert page.post(f"/du-thao/uy-quyen/{given.id}/thu-hoi/", {"ly_do": "Hết nhu cầu."}).status_code == 302
    assert drafting.list_mandates(chi).items[0].revoke_reason == "Hết nhu cầu."
