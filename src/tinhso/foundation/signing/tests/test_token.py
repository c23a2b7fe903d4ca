"""Keys in a token, by PKCS#11, tried with SoftHSM."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.x509 import load_der_x509_certificate

from tinhso.foundation.signing import public
from tinhso.foundation.signing.adapters import pkcs11 as adapter
from tinhso.foundation.signing.adapters.pkcs11 import TokenKeys, place_of, ref_of
from tinhso.foundation.signing.public import Appearance, KeyKind, KeyPlace, KeyUnreachable
from tinhso.foundation.signing.testing import PIN, SOFTHSM, make_paper, make_token
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.skipif(
    not SOFTHSM.exists() or not shutil.which("softhsm2-util"), reason="softhsm2 is not installed (apt-get install)"
)
DIGEST = sha256(b"van ban").digest()


@pytest.fixture(scope="module")
def module_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("softhsm")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    yield folder
    os.environ.pop("SOFTHSM2_CONF")
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture
def token(module_folder, tmp_path, settings, monkeypatch):
    """A token named after the test, with an elliptic and an RSA key; its PIN in the folder of secrets."""
    for one in module_folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
    settings.SIGNING_SECRETS, settings.PKCS11_MODULE = str(tmp_path), str(SOFTHSM)
    label = "Văn thư 1"
    certificates = make_token(module_folder, label)
    put_pin(label, PIN)
    adapter.token_keys.cache_clear()
    yield label, certificates, adapter.token_keys(), module_folder
    adapter.token_keys().close()
    adapter.token_keys.cache_clear()


def put_pin(label, pin, mode=0o600):
    path = adapter.secret_files.file_of(f"pin-{label}")
    path.write_text(pin + "\n")
    path.chmod(mode)
    return path


def test_an_elliptic_and_an_rsa_key_in_a_token_sign_a_digest(token):
    label, (elliptic, rsa), keys, _folder = token

    for place, der in ((b"\1", elliptic), (b"\2", rsa)):
        for name, kind in (("sha256", hashes.SHA256()), ("sha512", hashes.SHA512())):
            digest = hashes.Hash(kind)
            digest.update(b"van ban")
            made = digest.finalize()
            signature = keys.sign_digest(ref_of(label, place), made, digest_algorithm=name)
            verify(der, signature, made, kind)


def verify(der, signature, digest, kind):
    public_key = load_der_x509_certificate(der).public_key()
    how = utils.Prehashed(kind)
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        public_key.verify(signature, digest, ec.ECDSA(how))
    else:
        public_key.verify(signature, digest, padding.PKCS1v15(), how)


@pytest.mark.django_db
@pytest.mark.parametrize("place", [b"\1", b"\2"])
def test_a_registered_key_in_a_token_signs_a_paper_that_another_program_finds_valid(token, tmp_path, place):
    label, _certificates, keys, _folder = token
    holder, ref = uuid7(), ref_of(label, place)
    info = public.register_key(
        SYSTEM,
        holder_id=holder,
        place=KeyPlace(KeyKind.PKCS11, ref, keys.certificate_chain(ref)),
        now=clock.now(),
    )

    signed = public.sign_pdf(make_paper("leader"), key_ref=info.ref, appearance=Appearance("leader", "Phạm Văn Thử"))
    (tmp_path / "s.pdf").write_bytes(signed.data)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "s.pdf")], capture_output=True, check=False
    ).stdout.decode()

    assert "Signature Validation: Signature is Valid." in said
    assert [one.ref for one in public.keys_of(holder)] == [ref]


def test_the_keys_of_a_token_are_listed_with_their_certificates(token):
    label, certificates, keys, _folder = token

    listed = keys.list_keys(label)

    assert {one.ref: one.chain[0] for one in listed} == {
        ref_of(label, b"\1"): certificates[0],
        ref_of(label, b"\2"): certificates[1],
    }


def test_a_token_pulled_out_is_said_so_and_signs_again_once_it_is_back(token, tmp_path):
    label, _certificates, keys, folder = token
    ref, away = ref_of(label, b"\1"), tmp_path / "away"
    assert keys.sign_digest(ref, DIGEST, digest_algorithm="sha256")

    away.mkdir()
    tokens = [one for one in folder.iterdir() if one.is_dir()]
    for one in tokens:
        shutil.move(one, away / one.name)
    with pytest.raises(KeyUnreachable, match="Cắm lại thiết bị"):
        for _again in range(3):
            keys.sign_digest(ref, DIGEST, digest_algorithm="sha256")
    for one in tokens:
        shutil.move(away / one.name, one)

    assert keys.sign_digest(ref, DIGEST, digest_algorithm="sha256")


def test_a_refused_pin_is_not_tried_again_until_it_is_changed(token):
    label, _certificates, keys, _folder = token
    ref = ref_of(label, b"\1")
    put_pin(label, "9999")

    for _again in range(20):  # a token locks itself long before
        with pytest.raises(KeyUnreachable, match="không nhận PIN"):
            keys.sign_digest(ref, DIGEST, digest_algorithm="sha256")
    put_pin(label, PIN)

    assert keys.sign_digest(ref, DIGEST, digest_algorithm="sha256")


def test_another_process_does_not_try_a_refused_pin_either(token, monkeypatch):
    label, _certificates, keys, _folder = token
    ref = ref_of(label, b"\1")
    put_pin(label, "9999")
    with pytest.raises(KeyUnreachable, match="không nhận PIN"):
        keys.sign_digest(ref, DIGEST, digest_algorithm="sha256")
    put_pin(label, "9999")  # a mounted secret made anew
    tried = []
    monkeypatch.setattr(TokenKeys, "_token", lambda *_a: Tried(tried))

    with pytest.raises(KeyUnreachable, match=r"pin-.*refused"):
        TokenKeys(str(SOFTHSM)).sign_digest(ref, DIGEST, digest_algorithm="sha256")
    assert tried == []


class Tried:
    def __init__(self, tried):
        self.tried = tried

    def open(self, **given):
        self.tried.append(given)


def test_a_pin_others_can_read_is_refused_and_so_is_a_missing_one(token):
    label, _certificates, keys, _folder = token
    path = put_pin(label, PIN, mode=0o644)

    with pytest.raises(KeyUnreachable, match="Đặt quyền 600"):
        keys.sign_digest(ref_of(label, b"\1"), DIGEST, digest_algorithm="sha256")
    path.unlink()
    with pytest.raises(KeyUnreachable, match="Chưa có tệp bí mật"):
        keys.sign_digest(ref_of(label, b"\1"), DIGEST, digest_algorithm="sha256")


def test_a_key_that_is_not_in_the_token_is_said_so(token):
    label, _certificates, keys, _folder = token

    with pytest.raises(KeyUnreachable):
        keys.sign_digest(ref_of(label, b"\7"), DIGEST, digest_algorithm="sha256")
    with pytest.raises(KeyUnreachable):
        keys.certificate_chain(ref_of("Thiết bị khác", b"\1"))


def test_several_threads_sign_with_one_token_at_once(token):
    label, (elliptic, _rsa), keys, _folder = token

    with ThreadPoolExecutor(4) as pool:
        made = list(
            pool.map(lambda _n: keys.sign_digest(ref_of(label, b"\1"), DIGEST, digest_algorithm="sha256"), range(80))
        )

    for signature in made:
        verify(elliptic, signature, DIGEST, hashes.SHA256())


def test_the_name_of_a_key_is_a_uri_that_reads_back():
    for label, key_id, named in (("Văn thư; số=1", b"\x01\xff", ""), ("HSM", b"", "khóa/tỉnh")):
        place = place_of(ref_of(label, key_id, named))
        assert (place.token, place.id, place.object) == (label, key_id, named)
    for junk in ("", "file:x", "pkcs11:token=a", "pkcs11:object=a", "pkcs11:token=%ff;id=%01"):
        with pytest.raises(KeyUnreachable):
            place_of(junk)


@pytest.mark.django_db
def test_nobody_but_the_system_registers_a_key_of_this_installation(token, binh):
    label, _certificates, keys, _folder = token
    ref = ref_of(label, b"\1")
    place = KeyPlace(KeyKind.PKCS11, ref, keys.certificate_chain(ref))

    for actor in (ANONYMOUS, binh):
        with pytest.raises(Forbidden):
            public.register_key(actor, holder_id=actor.account_id or uuid7(), place=place, now=clock.now())


@pytest.mark.django_db
def test_a_certificate_of_another_key_is_not_registered_for_the_tokens_key(token):
    label, (_elliptic, rsa), _keys, _folder = token

    with pytest.raises(public.SignatureMismatch):
        public.register_key(
            SYSTEM, holder_id=uuid7(), place=KeyPlace(KeyKind.PKCS11, ref_of(label, b"\1"), (rsa,)), now=clock.now()
        )


def test_without_a_module_the_sentence_names_the_setting(tmp_path, settings):
    settings.SIGNING_SECRETS = str(tmp_path)
    put_pin("x", PIN)

    with pytest.raises(KeyUnreachable, match="TINHSO_PKCS11_MODULE"):
        TokenKeys("").sign_digest(ref_of("x", b"\1"), DIGEST, digest_algorithm="sha256")
