"""From data to a signed result anybody can check: print, sign, verify, with other programs as witnesses."""

import hashlib
import io
import re
import subprocess

import pytest
from pypdf import PdfReader

from tinhso.foundation.files.testing import make_file
from tinhso.foundation.prints import public as prints
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.testing import make_demo_key
from tinhso.government.results import public
from tinhso.government.results.testing import make_result

pytestmark = pytest.mark.django_db

PLACES = {"ket_qua": "leader", "khai_sinh": "leader", "trich_luc": "leader", "mau_01": "receiver", "mau_02": "receiver"}


@pytest.mark.parametrize(("template", "anchor"), PLACES.items())
def test_every_paper_that_is_signed_has_its_place_free_of_words(template, anchor, tmp_path):
    pdf = prints.render_pdf(template, prints.get_example(template))
    appearance = signing.Appearance(anchor, "Phạm Văn Thử")
    signed = signing.sign_pdf(pdf, key_ref=make_demo_key().ref, appearance=appearance).data
    (tmp_path / "s.pdf").write_bytes(signed)

    words = run("pdftotext", "-bbox", str(tmp_path / "s.pdf"), "-")
    said = run("pdfsig", "-nocert", str(tmp_path / "s.pdf"))
    left, bottom, right, top = place_of(signed, f"ChuKy_{anchor}")
    boxes = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', words)
    high = float(re.findall(r'height="([\d.]+)"', words)[0])
    covered = [
        box
        for box in (tuple(map(float, found)) for found in boxes)
        if box[0] < right - 1 and box[2] > left + 1 and box[1] < high - bottom - 1 and box[3] > high - top + 1
    ]

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert len(boxes) > 50
    assert right - left > 100 and top - bottom > 30
    assert covered == []
    assert b"tinhso:signature/" in pdf
    assert not [a for page in PdfReader(io.BytesIO(signed)).pages for a in page.annotations or [] if "/A" in a]


def test_a_result_is_found_by_the_code_on_the_paper_and_by_the_hash_of_the_file():
    token = public.new_token()
    data = prints.get_example("khai_sinh")
    data["lookup"] = {"address": f"http://localhost:8000/xac-thuc/{token}/", "token": token}
    appearance = signing.Appearance("leader", "Phạm Văn Thử", location="Xã Minh Họa")
    signed = signing.sign_pdf(prints.render_pdf("khai_sinh", data), key_ref=make_demo_key().ref, appearance=appearance)
    kept = make_file(signed.data, name="giay-khai-sinh.pdf")
    result = make_result(file_id=kept.id, sha256=signed.sha256, token=token)

    by_code = public.find_by_token(token)
    by_file = public.find_by_sha256(hashlib.sha256(signed.data).hexdigest())

    assert by_code is not None
    assert by_code == by_file
    assert by_code.number == result.number
    assert signing.verify_pdf(signed.data).state == "valid"


def place_of(pdf, field):
    found = [a for page in PdfReader(io.BytesIO(pdf)).pages for a in page.annotations or [] if a.get("/T") == field]
    return [float(edge) for edge in found[0]["/Rect"]]


def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()
