"""Signing a paper, and what another program says of it."""

import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tinhso.foundation.signing import public
from tinhso.foundation.signing.public import Appearance, KeyState
from tinhso.foundation.signing.testing import PLACE, make_demo_key, make_paper
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.errors import Conflict, Forbidden
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử", location="Xã Minh Họa")


@pytest.fixture
def draft():
    return make_paper("leader", "clerk")


def pdfsig(pdf, folder):
    (folder / "signed.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", "-nocert", str(folder / "signed.pdf")], capture_output=True, check=False
    ).stdout.decode()


def test_another_program_finds_the_signature_valid_and_covering_the_whole_document(draft, tmp_path):
    signed = public.sign_pdf(draft, key_ref=make_demo_key().ref, appearance=LEADER, reason="Ban hành quyết định")

    said = pdfsig(signed.data, tmp_path)

    assert "Signature Validation: Signature is Valid." in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Signer Certificate Common Name: Phạm Văn Thử" in said
    assert signed.data.startswith(draft)


def test_a_second_officer_signs_the_place_left_for_them_and_the_first_stays_valid(draft, tmp_path):
    first = public.sign_pdf(draft, key_ref=make_demo_key().ref, appearance=LEADER)
    second = public.sign_pdf(
        first.data, key_ref=make_demo_key(name="Vũ Thị Minh Họa").ref, appearance=Appearance("clerk", "Vũ Thị Minh Họa")
    )
    third = public.sign_pdf(second.data, key_ref=make_demo_key(name="Cơ quan Minh Họa").ref, appearance=Appearance())

    said = pdfsig(third.data, tmp_path)
    verdict = public.verify_pdf(third.data)

    assert said.count("Signature Validation: Signature is Valid.") == 3
    assert verdict.state == "valid"
    assert [report.signer for report in verdict.signatures] == ["Phạm Văn Thử", "Vũ Thị Minh Họa", "Cơ quan Minh Họa"]
    assert [report.covers_whole_document for report in verdict.signatures] == [False, False, True]
    assert not verdict.changed_after
    assert third.data.startswith(second.data)


def test_the_visible_signature_is_blue_and_stands_in_the_place_left_for_it(draft, tmp_path):
    from PIL import Image

    signed = public.sign_pdf(draft, key_ref=make_demo_key().ref, appearance=LEADER)
    (tmp_path / "s.pdf").write_bytes(signed.data)
    subprocess.run(
        ["pdftoppm", "-r", "72", "-png", "-singlefile", str(tmp_path / "s.pdf"), str(tmp_path / "s")], check=True
    )

    page = Image.open(tmp_path / "s.png").convert("RGB")
    blue = [(x, y) for x in range(page.width) for y in range(page.height) if is_blue(page.getpixel((x, y)))]
    left, bottom, right, top = PLACE

    assert len(blue) > 100
    assert all(left - 1 <= x <= right + 1 and 842 - top - 1 <= y <= 842 - bottom + 1 for x, y in blue)


def is_blue(pixel):
    red, green, blue = pixel
    return blue > red + 60 and blue > green + 40


def test_an_officer_may_use_the_picture_of_their_own_hand(draft):
    import io

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 40, 160, 255)).save(picture, "PNG")

    signed = public.sign_pdf(
        draft, key_ref=make_demo_key().ref, appearance=Appearance("leader", "Phạm Văn Thử", picture.getvalue())
    )

    assert public.verify_pdf(signed.data).state == "valid"


@pytest.mark.parametrize("image", [b"GIF89a", b"\x89PNG\r\n\x1a\nxxxx", b"x" * (1024 * 1024 + 1)])
def test_a_picture_that_is_no_signature_is_refused(draft, image):
    with pytest.raises(public.BadSignatureImage):
        public.sign_pdf(draft, key_ref=make_demo_key().ref, appearance=Appearance("leader", "A", image))


def test_a_place_is_signed_once_and_must_be_there(draft):
    key = make_demo_key()
    signed = public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER)

    with pytest.raises(public.NoSignaturePlace):
        public.sign_pdf(signed.data, key_ref=key.ref, appearance=LEADER)
    with pytest.raises(public.NoSignaturePlace):
        public.sign_pdf(draft, key_ref=key.ref, appearance=Appearance(anchor="nobody", name="A"))


@pytest.mark.parametrize("state", [KeyState.SUSPENDED, KeyState.REVOKED])
def test_a_suspended_or_revoked_key_does_not_sign(draft, state):
    key = make_demo_key()
    public.change_key_state(SYSTEM, key_id=key.id, state=state, reason="Chuyển công tác", now=clock.now())

    with pytest.raises(public.KeyNotUsable):
        public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER)


def test_a_suspended_key_signs_again_once_resumed_and_a_revoked_one_never(draft):
    key = make_demo_key()
    for state in (KeyState.SUSPENDED, KeyState.ACTIVE):
        public.change_key_state(SYSTEM, key_id=key.id, state=state, reason="Kiểm tra", now=clock.now())
    assert public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER).sha256

    public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.REVOKED, reason="Lộ khóa", now=clock.now())
    with pytest.raises(Conflict):
        public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.ACTIVE, reason="Nhầm", now=clock.now())


def test_only_the_system_changes_the_state_of_a_key():
    with pytest.raises(Forbidden):
        public.change_key_state(
            ANONYMOUS, key_id=make_demo_key().id, state=KeyState.REVOKED, reason="", now=clock.now()
        )


def test_an_ended_or_not_yet_begun_certificate_does_not_sign(draft):
    key = make_demo_key()

    for moment in (key.not_after, key.not_before - timedelta(seconds=1)):
        with pytest.raises(public.KeyOutOfDate):
            public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER, now=moment)


def test_nobody_signs_with_the_key_of_another(draft):
    key = make_demo_key()

    with pytest.raises(public.KeyNotFound):
        public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER, holder_id=uuid7())
    with pytest.raises(public.KeyNotFound):
        public.sign_pdf(draft, key_ref="demo-root", appearance=LEADER)


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04", b"%PDF-1.7\nnothing more", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_pdf_is_refused_with_a_sentence(junk):
    with pytest.raises(public.NotAPdf):
        public.sign_pdf(junk, key_ref=make_demo_key().ref, appearance=LEADER)


def test_a_holder_keeps_one_demonstration_key_until_it_is_revoked():
    holder = uuid7()
    key = make_demo_key(holder)

    assert make_demo_key(holder) == key
    assert key.is_demo and "MINH HỌA / DEMO" in key.subject
    public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.REVOKED, reason="Lộ khóa", now=clock.now())
    renewed = make_demo_key(holder)
    assert renewed.ref != key.ref
    assert [found.ref for found in public.keys_of(holder)] == [renewed.ref, key.ref]
    assert [found.ref for found in public.keys_of(holder, usable_only=True)] == [renewed.ref]


def test_private_keys_lie_encrypted_in_files_only_their_owner_reads():
    make_demo_key()
    folder = Path(settings.DATA_DIR) / "secrets" / "signing"

    files = [path for path in folder.iterdir() if path.is_file()]

    assert {path.suffix for path in files} == {".p12", ""}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert not [path for path in files if b"PRIVATE KEY" in path.read_bytes()]


def test_the_moment_of_signing_is_the_one_given(draft):
    key = make_demo_key()
    moment = datetime(2026, 3, 5, 2, 15, tzinfo=UTC)

    signed = public.sign_pdf(draft, key_ref=key.ref, appearance=LEADER, reason="Ban hành", now=moment)

    assert public.verify_pdf(signed.data).signed_at == moment
