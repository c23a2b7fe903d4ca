"""A decision drafted by three people, returned once, signed by a deputy on behalf, sealed, issued to 107 communes, recalled
by one replacement."""

import re
import subprocess

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations.data import Level, UnitKind
from tinhso.foundation.organisations.testing import make_unit
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import public as documents
from tinhso.government.documents.testing import make_clerk
from tinhso.government.drafting.models import Draft
from tinhso.kernel import clock
from tinhso.testing.cast import officer_actor
from tinhso.testing.working import run_queue

pytestmark = pytest.mark.django_db(transaction=True)
COMMUNES = 107
BODY = "Điều 1. Công nhận các tổ công nghệ số.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký./."


@pytest.fixture
def vice(units):
    """The deputy head of commune A."""
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
    """The clerk of commune A."""
    return make_clerk(units.commune_a.id)


@pytest.fixture
def communes(units):
    """As many communes beside A as make 107 with B."""
    for n in range(COMMUNES - 1):
        make_unit(
            code=f"H61.9{n:03d}", name=f"Xã Mẫu {n + 1}", kind=UnitKind.COMMUNE, level=Level.COMMUNE,
            parent_id=units.district.id,
        )  # fmt: skip


def post(client, address, **fields):
    answer = client.post(address, fields)
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[-2000:]
    return answer


def boxes(page):
    """Return what the form of a draft holds, as a browser would send it back."""
    text = page.content.decode()
    fields = {name: found for name in ("trich_yeu", "can_cu", "noi_dung", "noi_nhan") if (found := _area(text, name))}
    fields["goc"] = re.search(r'name="goc" value="(\d+)"', text)[1]
    return {"khan": "0", "luu": "VT", **fields}


def _area(text, name):
    found = re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    return found[1].strip() if found else ""


def test_a_decision_by_three_people_signed_by_a_deputy_goes_to_107_communes_and_is_replaced(
    client_of, ha, binh, chi, vice, clerk, communes
):
    writer, fellow, head = client_of(ha), client_of(binh), client_of(chi)
    deputy, desk = client_of(vice), client_of(clerk)

    first = _drafted(writer, fellow, head, ha, binh, chi)
    page = f"/du-thao/{first}/"
    post(writer, f"{page}trinh/", ban=_head(first), nguoi_duyet=str(chi.account_id), nguoi_ky=str(vice.account_id))
    post(head, f"{page}lam/", lam="tra-lai", ly_do="Bổ sung căn cứ pháp lý ở phần mở đầu.")
    mended = boxes(writer.get(f"{page}soan/"))
    post(writer, f"{page}soan/", **{**mended, "can_cu": "Căn cứ Luật Tổ chức chính quyền địa phương"})
    code, document = _issued(writer, head, deputy, desk, first, chi, vice)

    assert code == "01/QĐ-UBND"
    info = documents.get_document(clerk, document_id=document)
    assert len({one.unit_id for one in info.recipients}) == len(info.recipients) == COMMUNES
    _looks_right(info)

    begun = post(writer, "/du-thao/moi/", loai="quyet_dinh", trich_yeu="Công nhận lại", thay_the=str(document))
    second = begun["Location"].split("/")[2]
    post(writer, f"/du-thao/{second}/soan/", **{**boxes(writer.get(begun["Location"])), "noi_dung": BODY})
    again, newer = _issued(writer, head, deputy, desk, second, chi, vice)

    assert again == "02/QĐ-UBND"
    assert documents.get_document(clerk, document_id=document).state is documents.State.REPLACED
    assert documents.get_document(clerk, document_id=newer).replaces_id == document


def _head(draft):
    return Draft.objects.get(pk=draft).head


def _drafted(writer, fellow, head, ha, binh, chi):
    """Three people write; two save at once, and the second puts both together."""
    begun = post(writer, "/du-thao/moi/", loai="quyet_dinh", trich_yeu="Về việc công nhận tổ công nghệ số")
    page = begun["Location"].removesuffix("soan/")
    for one in (binh, chi):
        post(writer, f"{page}y-kien/", lam="cung-soan", nguoi_cung_soan=str(one.account_id))
    mine, theirs = boxes(writer.get(f"{page}soan/")), boxes(fellow.get(f"{page}soan/"))
    post(writer, f"{page}soan/", **{**mine, "noi_dung": BODY})
    merged = post(fellow, f"{page}soan/", **{**theirs, "noi_nhan": "Như Điều 2"})
    assert "/hop-nhat/" in merged["Location"]
    post(fellow, merged["Location"], **boxes(fellow.get(merged["Location"])))
    last = boxes(head.get(f"{page}soan/"))
    assert (last["noi_dung"], last["noi_nhan"]) == (BODY, "Như Điều 2")
    post(head, f"{page}soan/", **{**last, "noi_dung": BODY.replace("các tổ", "12 tổ")})
    return page.split("/")[2]


def _issued(writer, head, deputy, desk, draft, chi, vice):
    """Pass, sign, number, seal, issue to every commune at once; return number and document."""
    page = f"/du-thao/{draft}/"
    post(writer, f"{page}trinh/", ban=_head(draft), nguoi_duyet=str(chi.account_id), nguoi_ky=str(vice.account_id))
    post(head, f"{page}lam/", lam="duyet", ban=_head(draft))
    post(deputy, f"{page}lam/", lam="ky", ban=_head(draft))
    assert "Đang được ký số" in writer.get(page).content.decode()
    run_queue()
    post(desk, f"{page}phat-hanh/", danh_sach="xa", khong_mat="1")
    run_queue()
    done = Draft.objects.get(pk=draft)
    return done.document_code, done.document_id


def _looks_right(info):
    pdf = files.read_bytes(info.files[0].file_id)
    words = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    today = clock.local_day(clock.now())
    assert "KT. CHỦ TỊCH" in words
    assert "PHÓ CHỦ TỊCH" in words
    assert f"ngày {today:%d} tháng" in words
    verdict = signing.verify_pdf(pdf)
    assert [one.state for one in verdict.signatures] == [signing.VerdictState.VALID] * 2
