"""A key its authority withdrew stops signing within a minute, wherever it signs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.foundation.signing import public
from tinhso.foundation.signing.models import CertificateStatus, SigningKey, StatusSource
from tinhso.foundation.signing.public import Appearance, KeyNotUsable
from tinhso.foundation.signing.testing import make_authority, make_demo_key, make_paper
from tinhso.foundation.signing.trust import asking, keeping, standing, store
from tinhso.foundation.signing.trust.data import Source, StandingState
from tinhso.foundation.signing.trust.health import check_sources
from tinhso.foundation.signing.trust.revocation import Fact, NotBelieved, fact_of_list
from tinhso.foundation.signing.trust.standing import parse
from tinhso.kernel import clock

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử", location="Xã Minh Họa")


def sign(key):
    return public.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=LEADER)


def serial(key):
    return SigningKey.objects.get(id=key.id).serial


def age(seconds):
    """Let what was learned grow older, instead of waiting."""
    past = timezone.now() - timedelta(seconds=seconds)
    CertificateStatus.objects.filter(checked_at__gt=past).update(checked_at=past)
    CertificateStatus.objects.filter(due_at__gt=past).update(due_at=past)
    StatusSource.objects.filter(answered_at__gt=past).update(answered_at=past, retry_at=None)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_authority_itself_is_asked_before_signing(authority):
    key = make_demo_key()
    assert sign(key).sha256
    authority.revoke(serial(key))
    age(31)

    with pytest.raises(KeyNotUsable) as refused:
        sign(key)
    assert "lộ khóa" in str(refused.value)


@pytest.mark.django_db
def test_inside_a_transaction_what_the_worker_learned_decides(authority):
    key, other = make_demo_key(), make_demo_key()
    keeping.look_after_keys()
    assert sign(key).sha256
    authority.revoke(serial(key))
    authority.suspend(serial(other))
    age(31)

    keeping.look_after_keys()

    for withdrawn in (key, other):
        with pytest.raises(KeyNotUsable):
            sign(withdrawn)
    authority.release(serial(other))
    age(31)
    keeping.look_after_keys()
    assert sign(other).sha256


@pytest.mark.django_db
def test_the_list_alone_tells_of_every_key_though_no_responder_is_asked(authority):
    key = make_demo_key()
    keeping.look_after_keys()
    authority.revoke(serial(key))
    StatusSource.objects.update(answered_at=timezone.now() - timedelta(seconds=31))
    CertificateStatus.objects.update(due_at=timezone.now() + timedelta(hours=1))

    assert keeping.refresh_lists(now=clock.now()) >= 1
    with pytest.raises(KeyNotUsable):
        sign(key)


@pytest.mark.django_db
def test_a_list_somebody_else_fetched_first_is_taken_over_all_the_same(authority):
    key = make_demo_key()
    keeping.look_after_keys()
    authority.revoke(serial(key))
    for source in StatusSource.objects.filter(kind="crl"):  # as a request or another worker does
        StatusSource.objects.update(answered_at=timezone.now() - timedelta(seconds=31))
        issuer = next(one for one in issuers(key) if source.url.endswith(("issuing.crl", "root.crl")[one == root(key)]))
        asking.refresh_list(source.url, issuer, source.authority, now=clock.now())
    CertificateStatus.objects.update(due_at=timezone.now() + timedelta(hours=1))

    assert keeping.refresh_lists(now=clock.now()) >= 1
    assert CertificateStatus.objects.get(key_id=key.id).state == "revoked"
    assert keeping.refresh_lists(now=clock.now()) == 0


def issuers(key):
    return keeping._path_of(SigningKey.objects.get(id=key.id), clock.now()).certificates[1:]


def root(key):
    return issuers(key)[-1]


@pytest.mark.django_db
def test_the_bare_key_of_a_withdrawn_certificate_is_not_given_out(authority):
    key = make_demo_key()
    keeping.look_after_keys()
    assert public.open_usable_key(key.ref, holder_id=key.holder_id, now=clock.now())
    authority.revoke(serial(key))
    age(31)
    keeping.look_after_keys()

    with pytest.raises(KeyNotUsable):
        public.open_usable_key(key.ref, now=clock.now())
    assert not hasattr(public, "open_key")


@pytest.mark.django_db
def test_a_revocation_and_a_newer_word_stay_whatever_comes_late(authority):
    one = parse(authority.issue().certificate)
    now = clock.now()

    def say(state, minutes):
        moment = now + timedelta(minutes=minutes)
        store.keep(one, Fact(StandingState(state), Source.OCSP, moment, moment + timedelta(days=1)), url="", now=now)
        return store.find_kept(one).fact.state.value

    told = [say(*word) for word in (("suspended", 5), ("good", 1), ("good", 6), ("revoked", 2), ("good", 9))]
    assert told == ["suspended", "suspended", "good", "revoked", "revoked"]


def test_who_knows_nothing_takes_no_suspension_back():
    now = clock.now()
    held = Fact(StandingState.SUSPENDED, Source.CRL, now, now + timedelta(days=1))
    nothing = Fact(StandingState.UNKNOWN, Source.OCSP, now + timedelta(minutes=1), now + timedelta(days=1))

    assert standing._told(nothing, store.Kept(held, now)) == [held]


@pytest.mark.parametrize(("point", "state"), [("http://ca/1.crl", "good"), ("http://ca/2.crl", "other partition")])
def test_the_silence_of_a_list_of_another_part_says_nothing(point, state):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    private, issuer = make_authority()
    now = clock.now()
    scope = x509.IssuingDistributionPoint(named(point), None, False, False, None, False, False)
    listed = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject).last_update(now)
    listed = listed.next_update(now + timedelta(days=1)).add_extension(scope, critical=True)
    points = x509.CRLDistributionPoints([x509.DistributionPoint(named("http://ca/1.crl"), None, None, None)])
    made = x509.CertificateBuilder().subject_name(issuer.subject).issuer_name(issuer.subject).serial_number(77)
    made = made.public_key(ec.generate_private_key(ec.SECP256R1()).public_key()).not_valid_before(now)
    made = made.not_valid_after(now + timedelta(days=1)).add_extension(points, critical=False)
    try:
        found = fact_of_list(
            listed.sign(private, hashes.SHA256()), made.sign(private, hashes.SHA256()), proof=b""
        ).state.value
    except NotBelieved as refused:
        found = refused.why

    assert found == state


def named(url):
    from cryptography import x509

    return [x509.UniformResourceIdentifier(url)]


@pytest.mark.django_db
def test_an_unchanged_list_is_not_sent_again(authority):
    make_demo_key()
    keeping.look_after_keys()
    before = set(StatusSource.objects.values_list("digest", flat=True))
    age(31)

    assert keeping.refresh_lists(now=clock.now()) == 0
    assert set(StatusSource.objects.values_list("digest", flat=True)) == before


@pytest.mark.django_db
def test_who_cannot_be_asked_forbids_nothing_and_the_operator_reads_it(authority):
    key = make_demo_key()
    authority.behave(down=True)

    keeping.look_after_keys()

    assert sign(key).sha256
    report = check_sources()
    assert report.health == "failed"
    assert "MINH HỌA" in report.sentence and "http 503" in report.sentence


@pytest.mark.django_db
def test_one_source_away_is_slow_and_all_answering_is_well(authority):
    make_demo_key()
    keeping.look_after_keys()
    assert check_sources().health == "ok"
    authority.behave(quirks={"ocsp_down": True})
    age(31)

    keeping.look_after_keys()

    assert check_sources().health == "slow"


@pytest.mark.django_db
def test_a_turn_is_announced_and_put_on_record_once(authority, announced):
    key = make_demo_key()
    keeping.look_after_keys()
    authority.suspend(serial(key))
    age(31)
    for _round in range(2):
        keeping.look_after_keys()
    authority.release(serial(key))
    age(31)
    keeping.look_after_keys()

    told = [fact for fact in announced() if type(fact).__name__ == "KeyStandingChanged"]
    assert [(fact.key_id, fact.state) for fact in told] == [(key.id, "suspended"), (key.id, "good")]


@pytest.mark.django_db
def test_a_key_is_asked_about_often_only_for_a_day_of_work_after_it_signed(authority):
    key, idle = make_demo_key(), make_demo_key()
    keeping.look_after_keys()
    sign(key)
    keeping.look_after_keys()

    rows = {row.key_id: row for row in CertificateStatus.objects.exclude(key=None)}
    assert rows[key.id].due_at - clock.now() < timedelta(seconds=60)
    assert rows[idle.id].due_at - clock.now() > timedelta(hours=20)


@pytest.mark.django_db
def test_nightly_all_keys_are_due_and_strangers_of_long_ago_forgotten(authority):
    make_demo_key()
    keeping.look_after_keys()
    one = authority.issue()
    public.standing_of(one.certificate, others=one.chain, now=clock.now(), ask=True)
    CertificateStatus.objects.filter(key=None).update(checked_at=clock.now() - timedelta(days=31))

    assert keeping.sweep() == 1
    assert CertificateStatus.objects.filter(key=None).count() == 0
    assert keeping.claim(now=clock.now())


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        ("wrong_usage", "không được cấp để ký số"),
        ("authority", "cơ quan cấp"),
        ("expired", "hết hạn"),
        ("stranger", "Không có cơ quan cấp nào"),
    ],
)
@pytest.mark.django_db
def test_the_register_is_told_what_speaks_against_a_certificate(authority, profile, words):
    one = authority.issue(profile)

    found = public.check_certificate(one.certificate, others=one.chain, now=clock.now(), ask=True)

    assert any(words in sentence for sentence in found.problems)


@pytest.mark.django_db
def test_a_sound_certificate_has_nothing_against_it(authority):
    one = authority.issue("rsa")

    found = public.check_certificate(one.certificate, others=one.chain, now=clock.now(), ask=True)

    assert (found.problems, found.key, found.serial) == ((), "RSA-2048", one.serial)


@pytest.mark.django_db(transaction=True)
def test_a_signature_made_after_the_withdrawal_fails_verification_within_the_minute(authority):
    key = make_demo_key()
    signed = sign(key).data
    assert public.verify_pdf(signed).state == "valid"
    authority.revoke(serial(key), at=clock.now() - timedelta(hours=1))
    age(31)

    assert public.verify_pdf(signed).state == "invalid"
