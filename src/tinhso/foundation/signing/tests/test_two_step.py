"""Signing in two steps: prepared here, consented to elsewhere, finished here."""

import base64
import subprocess
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from django.urls import reverse

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public, two_step
from tinhso.foundation.signing.public import Appearance, Challenge, Consent, KeyKind, KeyPlace, KeyState
from tinhso.foundation.signing.testing import make_certificate, make_paper
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
LEADER = Appearance("leader", "Trần Văn Bình")


def sign(private, digest):
    how = Prehashed(hashes.SHA256())
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return private.sign(digest, ec.ECDSA(how))
    return private.sign(digest, padding.PKCS1v15(), how)


def token_of(actor, private=None):
    """Register a token of an officer's; return its private key and what the register says."""
    private = private or ec.generate_private_key(ec.SECP256R1())
    made = make_certificate(private.public_key(), name=actor.name)
    place = KeyPlace(KeyKind.AGENT, f"agent:{made.serial_number:x}", (made.public_bytes(serialization.Encoding.DER),))
    digest = public.new_challenge()
    proof = Challenge(digest, sign(private, digest))
    return private, public.register_key(actor, holder_id=actor.account_id, place=place, proof=proof, now=clock.now())


def prepare(actor, key, title="Quyết định 15", **more):
    return public.prepare_signature(
        actor, pdf=make_paper("leader"), title=title, key_ref=key.ref, appearance=LEADER, now=clock.now(), **more
    )


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_document_signed_at_the_holders_machine_is_valid_to_another_program(binh, tmp_path, kind, announced):
    private = rsa.generate_private_key(65537, 2048) if kind == "rsa" else None
    private, key = token_of(binh, private)
    subject = two_step.Subject("drafting.draft", uuid7())
    made = prepare(binh, key, subject=subject)

    (item,) = public.finish_signatures(binh, signatures={made.id: sign(private, made.digest)}, now=clock.now())

    pdf = files.read_bytes(item.file_id)
    (tmp_path / "s.pdf").write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", str(tmp_path / "s.pdf")], capture_output=True, check=False)
    verdict = public.verify_pdf(pdf)
    assert "Signature Validation: Signature is Valid." in said.stdout.decode()
    assert "Total document signed" in said.stdout.decode()
    assert verdict.covers_whole_document
    assert not verdict.changed_after
    assert [(fact.subject_kind, fact.subject_id, fact.file_id) for fact in announced()] == [
        ("drafting.draft", subject.id, item.file_id)
    ]


def test_finishing_twice_gives_the_same_file_once(binh, announced):
    private, key = token_of(binh)
    made = prepare(binh, key)
    signature = {made.id: sign(private, made.digest)}

    first = public.finish_signatures(binh, signatures=signature, now=clock.now())
    again = public.finish_signatures(binh, signatures=signature, now=clock.now())

    assert first == again
    assert len(announced()) == 1
    assert public.list_prepared(binh, now=clock.now()) == []


def test_one_that_does_not_fit_keeps_none_of_the_others_back(binh):
    private, key = token_of(binh)
    one, two = prepare(binh, key), prepare(binh, key, "Công văn 16")

    items = public.finish_signatures(
        binh,
        signatures={one.id: sign(private, two.digest), two.id: sign(private, two.digest), uuid7(): b"x"},
        now=clock.now(),
    )

    assert [bool(item.file_id) for item in items] == [False, True, False]
    assert "không khớp" in items[0].sentence
    assert [waiting.id for waiting in public.list_prepared(binh, now=clock.now())] == [one.id]


def test_what_another_prepared_is_neither_seen_nor_finished(binh, dung):
    private, key = token_of(binh)
    made = prepare(binh, key)

    (item,) = public.finish_signatures(dung, signatures={made.id: sign(private, made.digest)}, now=clock.now())

    assert item.file_id is None
    assert item.title == ""
    assert public.list_prepared(dung, now=clock.now()) == []
    with pytest.raises(public.KeyNotFound):
        prepare(dung, key)
    with pytest.raises(public.SessionGone):
        public.signed_file_of(dung, prepared_id=made.id)


def test_consent_comes_in_time_or_not_at_all(binh):
    private, key = token_of(binh)
    made = prepare(binh, key)
    late = clock.now() + timedelta(minutes=31)

    (item,) = public.finish_signatures(binh, signatures={made.id: sign(private, made.digest)}, now=late)

    assert "quá hạn" in item.sentence
    assert two_step.forget_expired(now=late) == 1
    assert bytes(two_step.PreparedSignature.objects.get().content) == b""


def test_a_key_revoked_meanwhile_signs_no_more(binh):
    private, key = token_of(binh)
    made = prepare(binh, key)
    public.change_key_state(SYSTEM, key_id=key.id, state=KeyState.REVOKED, reason="Mất thiết bị", now=clock.now())

    (item,) = public.finish_signatures(binh, signatures={made.id: sign(private, made.digest)}, now=clock.now())

    assert item.file_id is None
    assert "thu hồi" in item.sentence


def test_a_document_may_be_taken_back_unsigned(binh):
    private, key = token_of(binh)
    made = prepare(binh, key)

    assert public.drop_prepared(binh, prepared_ids=[made.id], now=clock.now()) == 1
    (item,) = public.finish_signatures(binh, signatures={made.id: sign(private, made.digest)}, now=clock.now())
    assert item.file_id is None


def test_a_device_key_is_not_signed_with_by_a_pin_typed_here(binh):
    _private, key = token_of(binh)
    made = prepare(binh, key)

    assert public.sign_prepared(binh, prepared_ids=[made.id], consent=Consent(pin="1"), now=clock.now()) == ()


def test_an_officer_signs_a_file_on_the_page_and_gets_it_back_valid(binh, client_of):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, key = client_of(binh), public.key_of(binh)
    page = client.get(reverse("signing:sign_file"))
    assert f"{binh.name}, {binh.title}" in page.content.decode()
    assert str(key.id) in page.content.decode()

    done = client.post(
        reverse("signing:sign_file"),
        {"tep": SimpleUploadedFile("Báo cáo.pdf", make_paper(), "application/pdf"), "khoa": str(key.id)},
    )
    signed = client.get(reverse("signing:signed_file", args=[done.context["items"][0].id]))

    assert public.verify_pdf(b"".join(signed)).state == "valid"
    for wrong in (
        {"khoa": str(key.id)},
        {"khoa": str(uuid7())},
        {"tep": SimpleUploadedFile("a.pdf", b"x"), "khoa": str(key.id)},
    ):
        assert client.post(reverse("signing:sign_file"), wrong).status_code == 422


def test_a_strangers_signed_file_cannot_be_fetched(binh, dung, client_of):
    private, key = token_of(binh)
    made = prepare(binh, key)
    public.finish_signatures(binh, signatures={made.id: sign(private, made.digest)}, now=clock.now())

    own = client_of(binh).get(reverse("signing:signed_file", args=[made.id]))
    assert public.verify_pdf(b"".join(own)).covers_whole_document
    assert client_of(dung).get(reverse("signing:signed_file", args=[made.id])).status_code == 404


def test_a_token_proves_itself_over_the_digest_of_its_page_and_once_only(binh, client_of):
    client, private = client_of(binh), ec.generate_private_key(ec.SECP256R1())
    der = make_certificate(private.public_key(), name=binh.name).public_bytes(serialization.Encoding.DER)
    digest = base64.b64decode(client.get(reverse("signing:register")).context["digest"])

    def post(digest):
        made = {"chung_thu": base64.b64encode(der).decode(), "chu_ky": base64.b64encode(sign(private, digest)).decode()}
        return client.post(reverse("signing:register"), made)

    assert post(sha256(b"ky truoc").digest()).status_code == 422
    assert post(digest).status_code == 422  # that page's digest is used up
    fresh = base64.b64decode(client.get(reverse("signing:register")).context["digest"])
    assert post(fresh).status_code == 302
    assert [one.kind for one in public.keys_of(binh.account_id)] == [KeyKind.AGENT]
    assert client.post(reverse("signing:register"), {"chung_thu": "%%%"}).status_code == 422


def test_only_the_pages_that_need_it_may_speak_to_the_agent(binh, client_of):
    client = client_of(binh)

    allowed = {
        name: "127.0.0.1:14807" in client.get(reverse(name)).headers.get("Content-Security-Policy", "")
        for name in ("signing:mine", "signing:sign_file", "signing:waiting", "signing:register")
    }

    assert allowed == {
        "signing:mine": False,
        "signing:sign_file": False,
        "signing:waiting": True,
        "signing:register": True,
    }


@pytest.mark.parametrize("junk", ["", "[]", "{}", "x", '{"a": 1}'])
def test_what_is_no_answer_of_the_agent_signs_nothing(binh, client_of, junk):
    answer = client_of(binh).post(reverse("signing:finish"), {"chu_ky": junk})

    assert answer.status_code in {200, 422}
    assert "Đã ký</span>" not in answer.content.decode()
