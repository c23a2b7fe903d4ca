"""The register: a certificate's life, its holder's changes, warnings, figures."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.certificates import handlers
from tinhso.foundation.certificates import public as certificates
from tinhso.foundation.certificates.data import EXPIRY_WORK, HOLDER_WORK, MANAGE_WORK, Filters, Reason
from tinhso.foundation.certificates.models import Certificate, CertificateEvent
from tinhso.foundation.certificates.rules import due_warning
from tinhso.foundation.certificates.testing import MONDAY, make_file, make_registered
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.models import Appointment
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import frozen
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
State, Move, Ground = certificates.State, certificates.Move, certificates.Ground


@pytest.fixture(autouse=True)
def _monday():
    with frozen(MONDAY):
        yield


@pytest.fixture
def van(units):
    """The clerk of commune A."""
    return officer_actor(code="T-VT", name="Trần Vân", unit_id=units.commune_a.id, roles=("clerk",), title="Văn thư")


def hear(facts):
    """Give the room what was announced, in this test's own transaction."""
    for fact in facts:
        for handle in (handlers.post_changed, handlers.unit_closed, handlers.unit_succeeded):
            handle(Envelope(uuid7(), fact, MONDAY, None))


def live_work(subject_id):
    return [one.kind for one in work.list_of_subject(SYSTEM, subject_id=subject_id)]


def wanted(unit_id, owner_id, name="Lê Thị Chi"):
    return certificates.Request(
        certificates.HolderKind.PERSON, unit_id, name, owner_id, document="15/TTr-UBND", document_on=date(2026, 11, 20)
    )


def do(actor, info, step, **ground):
    return certificates.move(actor, certificate_id=info.id, step=step, ground=Ground(**ground), now=MONDAY)


def test_a_certificate_goes_from_its_request_into_use_and_every_step_is_kept(van, em, chi, units):
    asked = certificates.ask(van, request=wanted(units.commune_a.id, chi.account_id), now=MONDAY)
    assert live_work(asked.id) == [MANAGE_WORK]
    do(em, asked, Move.APPROVE, document="03/QĐ-STTTT")
    facts = certificates.read_certificate(make_file("Lê Thị Chi"))
    issued = certificates.import_issued(
        em, certificate_id=asked.id, facts=facts, device="TK-01", version=None, now=MONDAY
    )
    assert (issued.state, issued.serial, issued.device) == (State.ISSUED, facts.serial, "TK-01")
    do(em, issued, Move.HAND_OVER, document="Biên bản 05")
    used = do(em, issued, Move.PUT_IN_USE)
    assert used.may_sign and not live_work(asked.id)
    said = [one.what for one in certificates.list_events(em, certificate_id=asked.id)]
    assert said == ["put_in_use", "hand_over", "issue", "approve", "asked"]


def test_the_history_cannot_be_changed_even_by_the_program(em, units):
    made = make_registered(unit_id=units.commune_a.id)
    row = CertificateEvent.objects.get(certificate_id=made.id)
    row.reason = "khác"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM certificates_certificateevent")


def test_who_asked_does_not_approve_and_a_stranger_sees_nothing(em, van, dung, units, chi):
    asked = certificates.ask(em, request=wanted(units.commune_a.id, chi.account_id), now=MONDAY)
    with pytest.raises(certificates.OwnApproval):
        do(em, asked, Move.APPROVE)
    for stranger in (dung,):
        with pytest.raises(certificates.CertificateMissing):
            certificates.get_certificate(stranger, certificate_id=asked.id)
        assert not certificates.list_certificates(stranger, filters=Filters()).items
    with pytest.raises(certificates.CertificateMissing):  # a clerk sees it, and does not manage it
        do(van, asked, Move.APPROVE)
    assert certificates.get_certificate(chi, certificate_id=asked.id).owner_id == chi.account_id  # her own


def test_a_revoked_certificate_signs_no_more_and_never_comes_back(em, chi, units):
    key = make_demo_key(chi.account_id, name=chi.name)
    certificates.adopt_keys(MONDAY)
    info = certificates.list_certificates(em, filters=Filters(words="chi")).items[0]
    assert (info.key_id, info.may_sign) == (key.id, True)
    appearance = signing.Appearance(anchor="leader", name=chi.name)
    assert signing.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=appearance, now=MONDAY).data
    with pytest.raises(certificates.BadRequest) as refused:
        do(em, info, Move.REVOKE, reason="Mất thiết bị")
    assert "cause" in refused.value.fields
    do(em, info, Move.REVOKE, reason="Mất thiết bị", cause=Reason.KEY_COMPROMISE)
    with pytest.raises(signing.KeyNotUsable):
        signing.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=appearance, now=MONDAY)
    with pytest.raises(certificates.IllegalMove):
        do(em, info, Move.RESUME, reason="Đã tìm thấy")
    assert do(em, info, Move.DESTROY, reason="Đã hủy thiết bị").state is State.DESTROYED


def test_a_suspended_key_rests_and_signs_again_when_resumed(em, chi):
    key = make_demo_key(chi.account_id, name=chi.name)
    certificates.adopt_keys(MONDAY)
    info = certificates.certificates_of(chi.account_id)[0]
    do(em, info, Move.SUSPEND, reason="Nghỉ dài ngày")
    assert signing.get_key(key.id).state is signing.KeyState.SUSPENDED
    do(em, info, Move.RESUME, reason="Đi làm lại")
    assert signing.get_key(key.id).state is signing.KeyState.ACTIVE


def test_leaving_the_unit_blocks_signing_and_asks_for_a_decision(em, chi, units, announced):
    key = make_demo_key(chi.account_id, name=chi.name)
    certificates.adopt_keys(MONDAY)
    info = certificates.certificates_of(chi.account_id)[0]
    post = Appointment.objects.get(unit_id=units.commune_a.id, roles__contains=["leader"])
    organisations.end_appointment(actor=SYSTEM, appointment_id=post.id, on=date(2026, 11, 23), now=MONDAY)
    hear(announced())
    after = certificates.get_certificate(em, certificate_id=info.id)
    assert after.blocked and not after.may_sign and after.state is State.IN_USE
    assert signing.get_key(key.id).state is signing.KeyState.SUSPENDED
    assert live_work(info.id) == [HOLDER_WORK]
    moved = certificates.move_unit(em, certificate_id=info.id, unit_id=units.commune_b.id, position="", now=MONDAY)
    assert moved.may_sign and signing.get_key(key.id).state is signing.KeyState.ACTIVE


def test_what_begins_later_blocks_only_on_its_day(em, units, announced):
    made = make_registered(
        unit_id=units.commune_b.id, name="UBND Xã An Bình", kind=certificates.HolderKind.ORGANISATION
    )
    organisations.merge_units(
        actor=SYSTEM,
        old_ids=[units.commune_b.id],
        into=units.commune_a.id,
        on=date(2026, 12, 1),
        document="NQ 01",
        now=MONDAY,
    )
    hear(announced())
    assert not certificates.check_holders(MONDAY)
    assert not Certificate.objects.get(pk=made.id).blocked
    assert certificates.check_holders(MONDAY + timedelta(days=9)) == 1
    assert "sáp nhập" in Certificate.objects.get(pk=made.id).blocked


@pytest.mark.parametrize(
    ("days", "warned", "due"),
    [(61, 0, None), (60, 0, 60), (45, 60, None), (30, 60, 30), (7, 30, 7), (3, 7, None), (3, 0, 7), (0, 0, None)],
)
def test_one_is_warned_at_60_30_and_7_days_once_each(days, warned, due):
    assert due_warning(MONDAY + timedelta(days=days), warned, now=MONDAY) == due


def test_a_certificate_near_its_end_is_in_the_inbox_once_and_ends_by_itself(em, units):
    made = make_registered(unit_id=units.commune_a.id, days=20)
    assert (certificates.warn_due(MONDAY), certificates.warn_due(MONDAY)) == (1, 0)
    assert live_work(made.id) == [EXPIRY_WORK]
    later = MONDAY + timedelta(days=21)
    assert (certificates.end_due(later), certificates.end_due(later)) == (1, 0)
    ended = certificates.get_certificate(em, certificate_id=made.id)
    assert ended.state is State.EXPIRED
    assert not live_work(made.id)


def test_the_same_certificate_is_registered_once(units):
    facts = certificates.read_certificate(make_file())
    ask = wanted(units.commune_a.id, units.commune_a.id)
    certificates.register(SYSTEM, request=ask, facts=facts, now=MONDAY)
    with pytest.raises(certificates.AlreadyRegistered):
        certificates.register(SYSTEM, request=ask, facts=facts, now=MONDAY)


def test_of_a_pkcs12_file_only_the_certificate_is_read():
    from cryptography.x509 import load_der_x509_certificate

    key = ec.generate_private_key(ec.SECP256R1())
    der = make_file()
    del key
    whole = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [load_der_x509_certificate(der)], BestAvailableEncryption(b"mat-khau")
    )
    with pytest.raises(certificates.PasswordNeeded):
        certificates.read_certificate(whole, password="sai")
    for junk in (b"", b"x" * 400, b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\x30\x82" * 50):
        with pytest.raises(certificates.BadCertificate):
            certificates.read_certificate(junk)


def test_figures_say_how_many_are_in_use_and_revoked_and_each_month_adds_up(em, units):
    for count in range(3):
        make_registered(unit_id=units.commune_a.id, name=f"Người {count}", now=MONDAY - timedelta(days=40))
    last = make_registered(unit_id=units.commune_b.id, name="Người khác")
    do(em, last, Move.REVOKE, reason="Thôi việc", cause=Reason.AFFILIATION_CHANGED)
    parts = certificates.figures(em, now=MONDAY)
    assert certificates.total_of(parts) == {State.IN_USE: 3, State.REVOKED: 1}
    october, november = certificates.trend(em, months=2, now=MONDAY)
    assert (october.began, october.in_use) == (3, 3)
    assert (november.began, november.revoked, november.in_use) == (1, 1, 3)
    assert not certificates.figures(em, unit_id=units.commune_b.id, now=MONDAY)[0].counts.get(State.IN_USE)


def test_a_key_that_turns_up_after_its_certificate_was_revoked_never_signs(em, chi, units):
    key = make_demo_key(chi.account_id, name=chi.name)
    facts = certificates.read_certificate(signing.certificate_of(key.id).encode())
    Certificate.objects.all().delete()
    info = certificates.register(SYSTEM, request=wanted(units.commune_a.id, chi.account_id), facts=facts, now=MONDAY)
    Certificate.objects.filter(pk=info.id).update(key_id=None)  # as if the key were registered later
    do(em, certificates.get_certificate(em, certificate_id=info.id), Move.REVOKE, reason="Mất", cause=Reason.SUPERSEDED)
    assert signing.get_key(key.id).state is signing.KeyState.ACTIVE
    certificates.adopt_keys(MONDAY)
    assert signing.get_key(key.id).state is signing.KeyState.REVOKED


def test_a_certificate_with_a_strangers_name_and_serial_is_not_tied_to_his_key(chi, ha, units):
    key = make_demo_key(chi.account_id, name=chi.name)
    facts = certificates.read_certificate(signing.certificate_of(key.id).encode())
    other = wanted(units.commune_a.id, ha.account_id, "Người khác")
    assert certificates.register(SYSTEM, request=other, facts=facts, now=MONDAY).key_id is None


def test_what_the_authority_revoked_is_revoked_here(em, chi, authority):
    now = datetime.now(UTC)  # the authority has a clock of its own
    with frozen(now):
        key = make_demo_key(chi.account_id, name=chi.name)
        certificates.adopt_keys(now)
        info = certificates.certificates_of(chi.account_id)[0]
        assert certificates.ask_authorities(now) == 0
        authority.revoke(info.serial)
        assert certificates.ask_authorities(now + timedelta(minutes=1)) == 1
        after = certificates.get_certificate(em, certificate_id=info.id)
        assert (after.state, signing.get_key(key.id).state) == (State.REVOKED, signing.KeyState.REVOKED)
        assert certificates.list_events(em, certificate_id=info.id)[0].what == "revoke:told_by_authority"


@pytest.mark.parametrize("step", [Move.EXPIRE, Move.ISSUE])
def test_nobody_ends_a_certificate_before_its_day_or_issues_one_without_its_file(em, van, chi, units, step):
    made = make_registered(unit_id=units.commune_a.id, owner_id=chi.account_id)
    asked = certificates.ask(van, request=wanted(units.commune_a.id, chi.account_id), now=MONDAY)
    do(em, asked, Move.APPROVE)
    for one in (made, asked):
        with pytest.raises(certificates.IllegalMove):
            do(em, one, step)
    assert certificates.get_certificate(em, certificate_id=made.id).state is State.IN_USE


def test_a_line_that_cannot_be_looked_at_does_not_keep_the_others_from_their_turn(em, chi, units):
    lost = make_registered(unit_id=units.commune_a.id, owner_id=uuid7())
    left = make_registered(unit_id=units.commune_b.id, owner_id=chi.account_id, name=chi.name)
    with pytest.raises(identity.AccountNotFound):
        certificates.check_holders(MONDAY)
    assert not Certificate.objects.get(pk=lost.id).blocked
    assert "đơn vị khác" in Certificate.objects.get(pk=left.id).blocked
