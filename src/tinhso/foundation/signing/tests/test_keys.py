"""Key files, the register, and with which key somebody signs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from tinhso.foundation.audit import public as audit
from tinhso.foundation.signing import keyring, public, rules
from tinhso.foundation.signing.adapters import software
from tinhso.foundation.signing.adapters.chains import in_order
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.public import Challenge, KeyKind, KeyPlace, KeyUnreachable
from tinhso.foundation.signing.testing import make_authority, make_certificate, make_demo_key
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7

DIGEST = sha256(b"van ban").digest()
DER = serialization.Encoding.DER


def key_file(private=None, *, passphrase=b"bi mat", **about):
    private = private or ec.generate_private_key(ec.SECP256R1())
    authority = make_authority()
    made = make_certificate(private.public_key(), authority=authority, **about)
    hide = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"khoa", private, made, [authority[1]], hide), made


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_key_file_is_taken_in_and_signs_with_its_whole_chain(kind):
    private = ec.generate_private_key(ec.SECP384R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    data, certificate = key_file(private)
    holder = uuid7()

    info = public.import_pkcs12(SYSTEM, holder_id=holder, data=data, passphrase="bi mat", now=clock.now())
    opened = keyring.open_key(info.ref)
    signature = opened.sign_digest(info.ref, DIGEST, digest_algorithm="sha256")

    assert public.keys_of(holder) == [info]
    assert not info.is_demo
    assert len(opened.certificate_chain(info.ref)) == 2
    assert rules.holds(certificate, Challenge(DIGEST, signature))
    assert [entry.verb for entry in audit.list_trail(info.id).items] == ["signing.key_registered"]


@pytest.mark.django_db
def test_a_key_file_is_kept_encrypted_and_for_its_owner_alone():
    data, _certificate = key_file()
    info = public.import_pkcs12(SYSTEM, holder_id=uuid7(), data=data, passphrase="bi mat", now=clock.now())

    kept = software.software_keys().folder / f"{info.ref}.p12"

    assert kept.stat().st_mode & 0o077 == 0
    for wrong in (None, b"", b"bi mat"):
        with pytest.raises(ValueError, match=r"password|PKCS12"):
            pkcs12.load_key_and_certificates(kept.read_bytes(), wrong)


@pytest.mark.django_db
def test_a_key_file_that_does_not_open_or_is_none_is_refused():
    data, _certificate = key_file()

    for junk, passphrase in ((data, "sai"), (b"x" * 99, "bi mat"), (b"x" * 200_000, ""), (b"", "")):
        with pytest.raises(public.KeyUnsuitable):
            public.import_pkcs12(SYSTEM, holder_id=uuid7(), data=junk, passphrase=passphrase, now=clock.now())
    with pytest.raises(Forbidden):
        public.import_pkcs12(ANONYMOUS, holder_id=uuid7(), data=data, passphrase="bi mat", now=clock.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("about", "private"),
    [
        ({"days": -1}, None),
        ({"usage": False}, None),
        ({}, "weak"),
        ({}, "curve"),
    ],
)
def test_an_ended_a_weak_and_a_wrong_certificate_are_refused_and_leave_no_file(about, private):
    made = {
        "weak": lambda: rsa.generate_private_key(65537, 1024),
        "curve": lambda: ec.generate_private_key(ec.SECP256K1()),
    }
    data, _certificate = key_file(made[private]() if private else None, **about)
    folder = software.software_keys().folder
    before = set(folder.glob("*.p12"))

    with pytest.raises(public.KeyUnsuitable):
        public.import_pkcs12(SYSTEM, holder_id=uuid7(), data=data, passphrase="bi mat", now=clock.now())

    assert set(folder.glob("*.p12")) == before


@pytest.mark.django_db
def test_a_certificate_is_registered_once():
    data, _certificate = key_file()
    public.import_pkcs12(SYSTEM, holder_id=uuid7(), data=data, passphrase="bi mat", now=clock.now())

    with pytest.raises(public.KeyTaken):
        public.import_pkcs12(SYSTEM, holder_id=uuid7(), data=data, passphrase="bi mat", now=clock.now())


def test_a_key_is_parsed_once_however_many_threads_ask(tmp_path, monkeypatch):
    keys = software.SoftwareKeys(tmp_path / "keys")
    private, certificate = make_authority()
    keys.store("khoa-1", private, (certificate,))
    parsed = []
    opened = keys._open
    monkeypatch.setattr(keys, "_open", lambda ref: parsed.append(ref) or opened(ref))

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: keys.sign_digest("khoa-1", DIGEST, digest_algorithm="sha256"), range(64)))

    assert parsed == ["khoa-1"]
    for one in made:
        private.public_key().verify(one, DIGEST, ec.ECDSA(software_prehashed()))


def software_prehashed():
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

    return Prehashed(hashes.SHA256())


def test_a_passphrase_kept_apart_opens_the_files_and_one_others_can_read_does_not(tmp_path):
    secret = tmp_path / "mounted" / "password"
    secret.parent.mkdir()
    secret.write_text("mot cau dai\n")
    secret.chmod(0o600)
    private, certificate = make_authority()
    software.SoftwareKeys(tmp_path / "keys", passphrase=secret).store("khoa-1", private, (certificate,))

    fresh = software.SoftwareKeys(tmp_path / "keys", passphrase=secret)
    assert fresh.sign_digest("khoa-1", DIGEST, digest_algorithm="sha256")
    secret.chmod(0o640)
    with pytest.raises(KeyUnreachable, match="Đặt quyền 600"):
        software.SoftwareKeys(tmp_path / "keys", passphrase=secret).load("khoa-1")


def test_a_chain_is_put_in_order_whatever_order_it_came_in():
    authority = make_authority()
    other = make_authority()[1].public_bytes(DER)
    leaf = make_certificate(ec.generate_private_key(ec.SECP256R1()).public_key(), authority=authority).public_bytes(DER)
    root = authority[1].public_bytes(DER)

    assert in_order(leaf, [root, leaf])[:1] == (leaf,)
    assert in_order(leaf, [root]) == (leaf, root)
    assert in_order(root, [leaf, other]) == (root,)


@pytest.mark.django_db
def test_an_official_key_signs_before_a_demonstration_one_and_a_key_at_the_holder_does_not_sign_at_once(binh):
    first = make_demo_key(binh.account_id, name=binh.name)
    assert public.key_of(binh) == first
    data, _certificate = key_file(name=binh.name)
    official = public.import_pkcs12(SYSTEM, holder_id=binh.account_id, data=data, passphrase="bi mat", now=clock.now())
    own = register_own(binh)

    assert public.key_of(binh) == official
    assert public.key_of(binh, at_once=False) == own


def register_own(actor, name=None, holder_id=None, proof=None):
    private = ec.generate_private_key(ec.SECP256R1())
    made = make_certificate(private.public_key(), name=name or actor.name)
    digest = public.new_challenge()
    proof = proof or Challenge(digest, private.sign(digest, ec.ECDSA(software_prehashed())))
    place = KeyPlace(KeyKind.AGENT, f"agent:{made.serial_number:x}", (made.public_bytes(DER),))
    return public.register_key(
        actor, holder_id=holder_id or actor.account_id, place=place, proof=proof, now=clock.now()
    )


@pytest.mark.django_db
def test_a_key_far_away_does_not_sign_at_once_though_it_asks_nobody(binh):
    far = register_own(binh)
    SigningKey.objects.filter(id=far.id).update(kind="remote", consent="none")

    with pytest.raises(public.ConsentNeeded):
        public.key_of(binh)
    assert public.key_of(binh, at_once=False).id == far.id


@pytest.mark.django_db
def test_who_holds_only_a_token_of_their_own_is_led_to_sign_with_it(binh):
    own = register_own(binh)

    with pytest.raises(public.ConsentNeeded):
        public.key_of(binh)
    with pytest.raises(public.ConsentNeeded):
        keyring.open_key(own.ref).sign_digest(own.ref, DIGEST, digest_algorithm="sha256")


@pytest.mark.django_db
def test_an_officer_registers_their_own_token_in_their_own_name_with_a_proof(binh, an):
    with pytest.raises(public.KeyUnsuitable, match="không phải tên Ông/Bà"):
        register_own(binh, name="Lê Thị Khác")
    with pytest.raises(Forbidden):
        register_own(binh, holder_id=uuid7())
    with pytest.raises(Forbidden):
        register_own(an)
    with pytest.raises(public.SignatureMismatch):
        register_own(binh, proof=Challenge(DIGEST, b"\x30\x06\x02\x01\x01\x02\x01\x01"))


@pytest.mark.django_db
def test_where_no_demonstration_is_shown_nobody_gets_a_key_made_up(binh, settings):
    settings.DEMO = False

    with pytest.raises(public.KeyNotFound):
        public.key_of(binh)
    with pytest.raises(public.KeyNotFound):
        public.key_of(ANONYMOUS)


@pytest.mark.django_db
def test_the_agencys_key_is_taken_before_the_officers_own(binh, units):
    own = public.key_of(binh)
    assert public.seal_or_own_key(binh, unit_id=units.commune_a.id) == own
    seal = make_demo_key(units.commune_a.id, name=units.commune_a.name)

    assert public.seal_or_own_key(binh, unit_id=units.commune_a.id) == seal
    assert public.seal_or_own_key(binh, unit_id=units.commune_a.id, now=seal.not_after + timedelta(days=1)) != seal


@pytest.mark.django_db
def test_a_key_is_its_holders_the_systems_and_whom_custody_names(binh, dung, monkeypatch):
    monkeypatch.setattr(keyring, "_custody", {})
    key = make_demo_key(binh.account_id, name=binh.name)

    assert public.may_use(binh, key.ref)
    assert public.may_use(SYSTEM, key.ref)
    assert not public.may_use(dung, key.ref)
    assert not public.may_use(ANONYMOUS, key.ref)
    assert not public.may_use(binh, "khong-co")
    public.provide_custody("test", lambda actor, held: actor == dung and held.id == key.id)
    assert public.may_use(dung, key.ref)
