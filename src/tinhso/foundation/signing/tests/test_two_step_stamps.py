"""Keys only their holder reaches sign for long: the value is brought back, the time-stamp follows by itself."""

import io
import subprocess
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from django.db import transaction
from django.urls import reverse

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import finishing, public, two_step
from tinhso.foundation.signing.models import LastingFile, PreparedSignature, SigningKey, StatusSource
from tinhso.foundation.signing.public import Appearance, Challenge, KeyKind, KeyPlace, Profile, VerdictState
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health

pytestmark = pytest.mark.django_db(transaction=True)

LEADER = Appearance("leader", "Trần Văn Bình")


class Token:
    """A token at its holder's machine: the private key never comes here."""

    def __init__(self, actor, authority):
        issued = authority.issue(name=actor.name)
        self.serial = issued.serial
        self.private = serialization.load_pem_private_key(issued.key.encode(), None)
        chain = tuple(der(one) for one in (issued.certificate, *issued.chain))
        place = KeyPlace(KeyKind.AGENT, f"agent:{issued.serial}", chain)
        digest = public.new_challenge()
        proof = Challenge(digest, self.sign(digest))
        self.key = public.register_key(actor, holder_id=actor.account_id, place=place, proof=proof, now=clock.now())

    def sign(self, digest):
        return self.private.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))


def der(pem):
    from cryptography.x509 import load_pem_x509_certificate

    return load_pem_x509_certificate(pem.encode()).public_bytes(serialization.Encoding.DER)


@pytest.fixture
def token(binh, authority):
    return Token(binh, authority)


def prepare(binh, token, title="Quyết định 15", *, paper=None, **more):
    return public.prepare_signature(
        binh,
        pdf=paper or make_paper("leader"),
        title=title,
        key_ref=token.key.ref,
        appearance=LEADER,
        now=clock.now(),
        **more,
    )


def bring_back(binh, token, *made):
    return public.finish_signatures(binh, signatures={one.id: token.sign(one.digest) for one in made}, now=clock.now())


def pdfsig(tmp_path, pdf):
    (tmp_path / "s.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "s.pdf")], capture_output=True, check=False
    ).stdout.decode()


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        (None, "PAdES-B-LT"),
        (Profile.B_T, "PAdES-B-T"),
        (Profile.B_LTA, "PAdES-B-LTA"),
        (Profile.B_B, "PAdES-B-B"),
    ],
)
def test_a_signature_brought_back_has_the_level_asked_for(binh, token, tmp_path, profile, told):
    (item,) = bring_back(binh, token, prepare(binh, token, profile=profile))

    pdf = files.read_bytes(item.file_id)
    verdict = public.verify_pdf(pdf)
    said = pdfsig(tmp_path, pdf)
    assert (verdict.state, verdict.profile, verdict.signer) == (VerdictState.VALID, told, binh.name)
    assert said.count("Signature Validation: Signature is Valid.") == 1
    assert not verdict.changed_after


def test_the_stamp_changes_no_signed_byte(binh, token):
    from pyhanko.pdf_utils.reader import PdfFileReader

    made = prepare(binh, token)
    before = bytes(PreparedSignature.objects.get().content)
    (item,) = bring_back(binh, token, made)
    after = files.read_bytes(item.file_id)

    start, length, rest, tail = (int(one) for one in PdfFileReader(io.BytesIO(after)).embedded_signatures[0].byte_range)
    assert after[start : start + length] == before[start : start + length]
    assert after[rest : rest + tail] == before[rest : rest + tail]
    assert len(before) == rest + tail  # what comes after are proofs alone


def test_it_holds_after_the_certificate_ended_and_with_nobody_left_to_ask(binh, token, authority):
    (item,) = bring_back(binh, token, prepare(binh, token))
    authority.behave(down=True)

    later = clock.now() + timedelta(days=500)
    verdict = public.verify_pdf(files.read_bytes(item.file_id), ask=False, now=later)

    assert verdict.state is VerdictState.VALID
    assert verdict.signatures[0].revocation.source == "enclosed"


def test_an_earlier_signature_stays_valid_beside_one_brought_back(binh, token):
    paper = make_paper("leader", "receiver")
    first = public.sign_pdf(
        paper,
        key_ref=make_demo_key().ref,
        appearance=Appearance("receiver", "Phạm Văn Thử"),
        profile=Profile.B_LT,
    ).data

    (item,) = bring_back(binh, token, prepare(binh, token, paper=first))

    verdict = public.verify_pdf(files.read_bytes(item.file_id))
    assert verdict.state is VerdictState.VALID
    assert [one.profile for one in verdict.signatures] == ["PAdES-B-LT", "PAdES-B-LT"]


def test_while_no_time_stamp_is_to_be_had_the_signature_is_kept_and_given_out_by_nobody(
    binh, token, authority, announced, client_of
):
    subject = two_step.Subject("drafting.draft", uuid7())
    made = prepare(binh, token, subject=subject)
    authority.behave(quirks={"tsa_down": True})

    (item,) = bring_back(binh, token, made)

    assert (item.file_id, item.waits) == (None, True)
    assert announced() == []
    assert client_of(binh).get(reverse("signing:signed_file", args=[made.id])).status_code == 404
    (waiting,) = public.list_unfinished(binh, now=clock.now())
    assert waiting.received_at and waiting.tries == 1 and "dấu thời gian" in waiting.problem
    assert not finishing.work()  # not before its turn
    late = clock.now() + timedelta(minutes=40)
    assert two_step.forget_expired(now=late) == 0

    authority.behave(quirks={})
    assert public.finish_again(binh, now=clock.now()) == 1
    assert finishing.work()

    row = PreparedSignature.objects.get()
    assert public.verify_pdf(files.read_bytes(row.file_id)).profile == "PAdES-B-LT"
    assert [(fact.subject_id, fact.file_id) for fact in announced()] == [(subject.id, row.file_id)]
    assert LastingFile.objects.get().file_id == row.file_id
    assert public.list_unfinished(binh, now=clock.now()) == []
    assert not finishing.work()


def test_the_stamp_once_had_stays_while_proofs_are_waited_for(binh, token, authority):
    made = prepare(binh, token)
    authority.behave(quirks={"ocsp_down": True, "crl_down": True})
    (item,) = bring_back(binh, token, made)
    row = PreparedSignature.objects.get()
    assert item.waits and row.stamped_at
    stamped = bytes(row.content)

    authority.behave(quirks={"tsa_down": True})
    StatusSource.objects.update(retry_at=None)
    public.finish_again(binh, now=clock.now())
    assert finishing.work()

    pdf = files.read_bytes(PreparedSignature.objects.get().file_id)
    assert pdf.startswith(stamped)
    assert public.verify_pdf(pdf).profile == "PAdES-B-LT"


def test_brought_back_twice_is_one_file(binh, token, authority, announced):
    made = prepare(binh, token)
    authority.behave(quirks={"tsa_down": True})
    first = bring_back(binh, token, made)
    second = bring_back(binh, token, made)
    assert first == second
    authority.behave(quirks={})
    public.finish_again(binh, now=clock.now())
    finishing.work()

    third, fourth = bring_back(binh, token, made), bring_back(binh, token, made)
    assert third == fourth
    assert third[0].file_id is not None
    assert len(announced()) == 1


def test_the_value_of_another_key_is_refused_and_the_document_still_waits(binh, token):
    made = prepare(binh, token)
    foreign = ec.generate_private_key(ec.SECP256R1()).sign(made.digest, ec.ECDSA(Prehashed(hashes.SHA256())))

    (item,) = public.finish_signatures(binh, signatures={made.id: foreign}, now=clock.now())

    assert (item.file_id, item.waits) == (None, False)
    assert "không khớp" in item.sentence
    assert bring_back(binh, token, made)[0].file_id is not None


def test_a_preparation_whose_time_ran_out_takes_nothing_in(binh, token):
    made = prepare(binh, token)
    late = clock.now() + timedelta(minutes=31)

    (item,) = public.finish_signatures(binh, signatures={made.id: token.sign(made.digest)}, now=late)

    assert not item.waits
    assert "quá hạn" in item.sentence
    assert PreparedSignature.objects.get().received_at is None


def test_inside_a_transaction_nobody_outside_is_asked(binh, token, authority):
    made = prepare(binh, token)
    with transaction.atomic():
        (item,) = bring_back(binh, token, made)
    assert item.waits
    assert PreparedSignature.objects.get().tries == 0

    assert finishing.work()
    assert PreparedSignature.objects.get().file_id is not None


def test_a_certificate_revoked_while_the_stamp_is_waited_for_ends_it_and_says_so(binh, token, authority, client_of):
    made = prepare(binh, token)
    authority.behave(quirks={"tsa_down": True})
    bring_back(binh, token, made)
    SigningKey.objects.filter(id=token.key.id).update(state="revoked")
    authority.behave(quirks={})
    public.finish_again(binh, now=clock.now())
    assert finishing.work()

    (over,) = public.list_unfinished(binh, now=clock.now())
    assert over.is_over and "thu hồi" in over.problem
    assert bytes(PreparedSignature.objects.get().content) == b""
    assert over.problem in client_of(binh).get(reverse("signing:waiting")).content.decode()


def test_a_worker_that_died_loses_its_claim_alone(binh, token):
    made = prepare(binh, token)
    with transaction.atomic():
        bring_back(binh, token, made)
    dead = finishing.claim(clock.now())
    assert finishing.claim(clock.now()) is None
    PreparedSignature.objects.update(next_try_at=clock.now())
    assert finishing.work()
    row = PreparedSignature.objects.get()

    assert finishing.complete(dead).file_id == row.file_id  # it comes back late: what it made is thrown away
    assert LastingFile.objects.count() == 0
    assert files.read_bytes(row.file_id)


def test_the_holder_sees_what_waits_tries_again_or_takes_it_back(binh, token, authority, client_of):
    made = prepare(binh, token)
    authority.behave(quirks={"tsa_down": True})
    bring_back(binh, token, made)
    client = client_of(binh)

    page = client.get(reverse("signing:waiting")).content.decode()
    assert "Đã ký, chờ dấu thời gian" in page
    assert made.title in page
    assert "đang chờ dấu thời gian" in client.get(reverse("signing:mine")).content.decode()
    assert client.post(reverse("signing:waiting"), {"viec": "thu_lai"}).status_code == 302
    assert PreparedSignature.objects.get().next_try_at <= clock.now()

    client.post(reverse("signing:waiting"), {"viec": "bo", "chon": str(made.id)})
    assert not finishing.work()
    assert PreparedSignature.objects.get().file_id is None
    assert made.title not in client.get(reverse("signing:waiting")).content.decode()


def test_of_a_batch_the_silent_authority_is_asked_once(binh, token, authority):
    made = [prepare(binh, token, f"Công văn {one}") for one in range(3)]
    authority.behave(quirks={"tsa_down": True})

    items = bring_back(binh, token, *made)

    assert [item.waits for item in items] == [True] * 3
    assert sorted(PreparedSignature.objects.values_list("tries", flat=True)) == [0, 0, 1]


def test_the_operator_sees_what_waits_long(binh, token, authority):
    assert finishing.check_finishing().health is Health.OK
    made = prepare(binh, token)
    authority.behave(quirks={"tsa_down": True})
    bring_back(binh, token, made)
    PreparedSignature.objects.update(received_at=clock.now() - timedelta(minutes=11))

    report = finishing.check_finishing()
    assert report.health is Health.SLOW
    assert report.sentence.startswith("1 chữ ký")
