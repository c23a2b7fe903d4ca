"""The pages of the register."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse, set_script_prefix

from tinhso.foundation.certificates import public as certificates
from tinhso.foundation.certificates.testing import MONDAY, make_file, make_registered
from tinhso.foundation.organisations.models import Officer
from tinhso.kernel.clock import frozen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    set_script_prefix("/")
    with frozen(MONDAY):
        yield


def words(answer):
    return answer.content.decode()


def test_a_certificate_is_registered_from_its_file_found_and_revoked(em, chi, units, client_of):
    desk = client_of(em)
    form = reverse("certificates:register")
    officer = Officer.objects.get(name=chi.name)
    said = {
        "don_vi": units.commune_a.id,
        "loai": "person",
        "can_bo": officer.id,
        "van_ban": "12/QĐ-STTTT",
        "ngay_van_ban": "20/11/2026",
    }
    refused = desk.post(form, {**said, "tep": SimpleUploadedFile("a.cer", b"khong phai chung thu")})
    assert refused.status_code == 422 and "không phải chứng thư" in words(refused)
    assert "Chọn cán bộ giữ chứng thư." in words(desk.post(form, {**said, "can_bo": ""}))
    made = desk.post(form, {**said, "tep": SimpleUploadedFile("chi.cer", make_file(chi.name))})
    assert made.status_code == 302
    page = words(desk.get(made["Location"]))
    assert "Đang sử dụng" in page and "12/QĐ-STTTT" in page
    info = certificates.certificates_of(chi.account_id)[0]
    assert info.serial[:19] in words(desk.get(reverse("certificates:list") + "?tim=chi&trang_thai=in_use"))
    assert info.serial[:19] not in words(desk.get(reverse("certificates:list") + "?trang_thai=revoked"))
    act = reverse("certificates:act", args=[info.id])
    lacking = desk.post(act, {"lam": "revoke", "ly_do": "Mất thiết bị", "phien_ban": info.version})
    assert lacking.status_code == 422 and "Chọn căn cứ thu hồi." in words(lacking)
    done = desk.post(
        act,
        {"lam": "revoke", "ly_do": "Mất thiết bị", "can_cu": "key_compromise", "phien_ban": info.version},
        follow=True,
    )
    assert "Đã thu hồi" in words(done) and "Lộ hoặc nghi lộ khóa bí mật" in words(done)
    late = desk.post(act, {"lam": "destroy", "ly_do": "Hủy", "phien_ban": info.version})
    assert late.status_code == 422 and "vừa được người khác cập nhật" in words(late)


def test_each_figure_leads_to_its_lines(em, units, client_of):
    make_registered(unit_id=units.commune_a.id)
    make_registered(unit_id=units.commune_b.id, name="Người sắp hết hạn", days=20)
    page = words(client_of(em).get(reverse("certificates:figures")))
    assert f"{reverse('certificates:list')}?con_ngay=60" in page
    ending = words(client_of(em).get(reverse("certificates:list") + "?con_ngay=60"))
    assert "Người sắp hết hạn" in ending and "Phạm Văn Thử" not in ending
    book = client_of(em).get(reverse("certificates:export") + "?con_ngay=60")
    assert book["Content-Type"].endswith("sheet") and book.content.startswith(b"PK")
