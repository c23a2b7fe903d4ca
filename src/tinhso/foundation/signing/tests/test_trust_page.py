"""The operator's page of trust."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.foundation.signing.testing import make_demo_key
from tinhso.foundation.signing.trust import keeping

pytestmark = pytest.mark.django_db


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_operator_reads_whom_we_believe_and_who_answers(authority, em, client_of):
    make_demo_key()
    keeping.look_after_keys()
    authority.behave(quirks={"ocsp_down": True})
    keeping.sweep()
    keeping.look_after_keys()

    page = words(client_of(em).get(reverse("signing:trust")))

    assert "MINH HỌA" in page and "Ban Cơ yếu Chính phủ" in page
    assert f"{authority.url}/ocsp" in page and "Lỗi 1 lần" in page and "http 503" in page
    assert f"{authority.url}/issuing.crl" in page and "Bình thường" in page


def test_a_certificate_is_looked_at_by_its_file_or_pasted(authority, em, client_of):
    good, bad = authority.issue(), authority.issue("wrong_usage")
    desk, address = client_of(em), reverse("signing:trust")

    page = words(desk.post(address, {"tep": SimpleUploadedFile("a.pem", good.certificate.encode())}))
    assert good.serial in page and "RSA" not in page
    page = words(desk.post(address, {"pem": bad.certificate}))
    assert "Chưa dùng để ký được" in page and "không được cấp để ký số" in page


@pytest.mark.parametrize("junk", [b"", b"xin chao", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
def test_what_is_no_certificate_gets_a_sentence(em, client_of, junk):
    answer = client_of(em).post(reverse("signing:trust"), {"tep": SimpleUploadedFile("a.pem", junk)} if junk else {})

    assert answer.status_code == 422
    assert "Không đọc được chứng thư" in words(answer)


def test_asking_again_makes_every_key_due_and_nobody_else_may(authority, em, chi, client_of):
    make_demo_key()
    keeping.look_after_keys()

    assert client_of(chi).post(reverse("signing:ask_again")).status_code == 403
    answer = client_of(em).post(reverse("signing:ask_again"), follow=True)

    assert "1 chứng thư" in words(answer)
