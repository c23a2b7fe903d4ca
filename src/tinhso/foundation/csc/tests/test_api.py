"""Other systems sign with a seal: by rule, by consent, once, for exactly what was asked."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.x509 import load_der_x509_certificate
from django.db import connection
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.foundation.csc import access, actions, granting
from tinhso.foundation.csc import public as csc
from tinhso.foundation.csc.errors import BadActivation, BadCredential, BadToken, NotGranted, TooManyWaiting
from tinhso.foundation.csc.granting import Ask
from tinhso.foundation.csc.models import Authorisation, ClientSystem
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing import rules
from tinhso.foundation.signing.adapters.remote import RemoteKeys
from tinhso.foundation.signing.models import SigningKey
from tinhso.foundation.signing.testing import make_paper
from tinhso.foundation.work import public as work
from tinhso.kernel import clock
from tinhso.kernel.clock import local_day
from tinhso.kernel.ids import uuid7
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db
DIGESTS = tuple(sha256(str(n).encode()).digest() for n in range(3))


@pytest.fixture
def hoa(units):
    """The clerk of commune A, who keeps its seal."""
    return officer_actor(code="A-VT", name="Đinh Thị Hoa", unit_id=units.commune_a.id, roles=("clerk",))


@pytest.fixture
def other_clerk(units):
    return officer_actor(code="B-VT", name="Cao Văn Lâm", unit_id=units.commune_b.id, roles=("clerk",))


@pytest.fixture
def seal(units):
    return signing.ensure_demo_key(units.commune_a.id, name=units.commune_a.name, unit=units.commune_a.name)


def connect(em, name="Phần mềm kế toán"):
    info, secret = csc.register_system(em, name=name, contact="Phòng Kế hoạch, 0270 3812345", now=clock.now())
    return ClientSystem.objects.get(id=info.id), secret


@pytest.fixture
def system(em):
    return connect(em)[0]


def set_rule(hoa, system, seal, daily=10):
    today = local_day(clock.now())
    wanted = csc.NewRule(system.id, seal.id, daily, today + timedelta(days=30), "Văn bản đồng ý số 12/UBND-VP")
    return csc.set_rule(hoa, rule=wanted, now=clock.now())


def ask(seal, hashes=DIGESTS, purpose="Biên lai tháng 11"):
    return Ask(str(seal.id), tuple(hashes), "sha256", purpose)


def test_within_a_rule_a_system_signs_at_once_and_every_use_is_on_record(hoa, system, seal):
    set_rule(hoa, system, seal)
    given = granting.authorise(system, ask(seal), now=clock.now())

    made = granting.sign_hashes(system, ask(seal), sad=given.sad, now=clock.now())

    certificate = load_der_x509_certificate(signing.certificates_of(seal.id)[0])
    assert rules.all_hold(certificate, DIGESTS, made, "sha256")
    row = Authorisation.objects.get()
    assert (row.state, row.count, row.decided_by) == ("used", 3, hoa.name)
    assert {entry.verb for entry in audit.list_trail(row.id).items} == {"csc.authorised", "csc.hashes_signed"}


def test_what_was_used_once_is_used_up(hoa, system, seal):
    set_rule(hoa, system, seal)
    given = granting.authorise(system, ask(seal), now=clock.now())
    granting.sign_hashes(system, ask(seal), sad=given.sad, now=clock.now())

    with pytest.raises(BadActivation):
        granting.sign_hashes(system, ask(seal), sad=given.sad, now=clock.now())


def test_activation_data_is_for_these_hashes_this_system_this_seal_and_five_minutes(hoa, em, system, seal, units):
    set_rule(hoa, system, seal)
    other = connect(em, "Phần mềm khác")[0]
    second = signing.ensure_demo_key(units.commune_b.id, name="B", unit="B")
    now = clock.now()
    sad = granting.authorise(system, ask(seal), now=now).sad

    wrong = (
        (system, ask(seal, (sha256(b"khac").digest(),)), now),
        (system, ask(seal, DIGESTS[:2]), now),
        (system, ask(seal, DIGESTS[::-1]), now),
        (system, ask(second), now),
        (other, ask(seal), now),
        (system, ask(seal), now + timedelta(minutes=5)),
    )
    for who, what, when in wrong:
        with pytest.raises(BadActivation):
            granting.sign_hashes(who, what, sad=sad, now=when)
    assert granting.sign_hashes(system, ask(seal), sad=sad, now=now + timedelta(minutes=4))


def test_past_the_days_limit_the_custodian_is_asked(hoa, system, seal):
    set_rule(hoa, system, seal, daily=4)

    first = granting.authorise(system, ask(seal), now=clock.now())
    second = granting.authorise(system, ask(seal), now=clock.now())

    assert first.sad
    assert second.handle
    assert csc.list_rules(hoa, now=clock.now())[0].used_today == 3


def test_without_a_rule_the_custodian_consents_in_the_inbox_and_it_is_collected_once(hoa, system, seal):
    handle = granting.authorise(system, ask(seal), now=clock.now()).handle
    (item,) = work.list_items(hoa, box=work.Box.GROUP).items
    assert item.kind == "csc.consent"
    assert granting.collect(system, handle=handle, now=clock.now()).handle == handle

    csc.decide(hoa, authorisation_id=item.subject_id, allow=True, note="", now=clock.now())
    given = granting.collect(system, handle=handle, now=clock.now())

    assert granting.sign_hashes(system, ask(seal), sad=given.sad, now=clock.now())
    with pytest.raises(BadActivation):
        granting.collect(system, handle=handle, now=clock.now())
    assert work.list_items(hoa, box=work.Box.GROUP).items == []


def test_a_refusal_needs_a_reason_and_reaches_the_system(hoa, system, seal):
    handle = granting.authorise(system, ask(seal), now=clock.now()).handle
    row = Authorisation.objects.get()

    with pytest.raises(csc.BadRule):
        csc.decide(hoa, authorisation_id=row.id, allow=False, note="", now=clock.now())
    csc.decide(hoa, authorisation_id=row.id, allow=False, note="Không rõ nội dung", now=clock.now())

    with pytest.raises(NotGranted):
        granting.collect(system, handle=handle, now=clock.now())
    with pytest.raises(csc.AlreadyDecided):
        csc.decide(hoa, authorisation_id=row.id, allow=True, note="", now=clock.now())


def test_only_the_seals_own_custodian_sees_decides_and_sets_rules(hoa, other_clerk, binh, em, system, seal):
    granting.authorise(system, ask(seal), now=clock.now())
    row = Authorisation.objects.get()

    for stranger in (other_clerk, binh):
        with pytest.raises(csc.SystemMissing):
            csc.decide(stranger, authorisation_id=row.id, allow=True, note="", now=clock.now())
        with pytest.raises(csc.SystemMissing):
            set_rule(stranger, system, seal)
        assert csc.list_authorisations(stranger, waiting=True, now=clock.now()).items == []
    with pytest.raises(csc.SystemMissing):  # who looks after systems sees the request and decides nothing
        csc.decide(em, authorisation_id=row.id, allow=True, note="", now=clock.now())
    with pytest.raises(csc.SystemMissing):
        csc.register_system(hoa, name="Phần mềm", contact="Ai đó", now=clock.now())
    assert signing.may_use(hoa, seal.ref)
    assert not signing.may_use(other_clerk, seal.ref)


def test_a_closed_system_and_an_ended_rule_stop_what_is_open(hoa, em, system, seal):
    rule = set_rule(hoa, system, seal)
    first = granting.authorise(system, ask(seal), now=clock.now())
    csc.end_rule(hoa, rule_id=rule.id, now=clock.now())
    with pytest.raises(BadActivation):
        granting.sign_hashes(system, ask(seal), sad=first.sad, now=clock.now())

    set_rule(hoa, system, seal)
    second = granting.authorise(system, ask(seal), now=clock.now())
    csc.close_system(em, system_id=system.id, now=clock.now())
    with pytest.raises(BadActivation):
        granting.sign_hashes(system, ask(seal), sad=second.sad, now=clock.now())


def test_a_suspended_seal_does_not_sign_and_is_not_listed(hoa, system, seal):
    from tinhso.kernel.actors import SYSTEM

    set_rule(hoa, system, seal)
    given = granting.authorise(system, ask(seal), now=clock.now())
    signing.change_key_state(
        SYSTEM, key_id=seal.id, state=signing.KeyState.SUSPENDED, reason="Kiểm tra", now=clock.now()
    )

    with pytest.raises(BadCredential):
        granting.sign_hashes(system, ask(seal), sad=given.sad, now=clock.now())


def test_a_system_does_not_fill_the_inbox(system, seal):
    for _n in range(granting.MAX_WAITING):
        granting.authorise(system, ask(seal), now=clock.now())
    with pytest.raises(TooManyWaiting):
        granting.authorise(system, ask(seal), now=clock.now())


def test_what_nobody_decided_or_used_ends(hoa, system, seal):
    granting.authorise(system, ask(seal), now=clock.now())
    assert actions.end_expired(now=clock.now() + timedelta(hours=25)) == 1
    assert work.list_items(hoa, box=work.Box.GROUP).items == []


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_uses_the_activation_data(hoa, system, seal):
    set_rule(hoa, system, seal)
    sad = granting.authorise(system, ask(seal), now=clock.now()).sad

    def use(_n):
        try:
            return len(granting.sign_hashes(system, ask(seal), sad=sad, now=clock.now()))
        except BadActivation:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        used = list(pool.map(use, range(12)))

    assert sorted(used) == [0] * 11 + [3]


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_do_not_pass_the_days_limit(hoa, system, seal):
    set_rule(hoa, system, seal, daily=10)

    def one(_n):
        try:
            return bool(granting.authorise(system, ask(seal), now=clock.now()).sad)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        granted = list(pool.map(one, range(12)))

    assert sum(granted) == 3


def test_a_token_is_given_for_the_secret_alone_and_ends(em):
    system, secret = connect(em)
    with pytest.raises(Exception, match="bí mật"):
        granting.give_token(client_id=system.client_id, secret="sai", now=clock.now())
    token, lasts = granting.give_token(client_id=system.client_id, secret=secret, now=clock.now())

    assert granting.system_of(token, now=clock.now()) == system
    with pytest.raises(BadToken):
        granting.system_of(token, now=clock.now() + timedelta(seconds=lasts + 1))
    csc.renew_secret(em, system_id=system.id)
    with pytest.raises(BadToken):
        granting.system_of(token, now=clock.now())


def post(client, name, body=None, token="", **more):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.post(
        reverse(f"csc:{name}"), body if body is not None else {}, "application/json", headers=headers, **more
    )


def test_a_whole_document_is_signed_for_its_hash_alone(client, em, hoa, seal):
    system, secret = connect(em)
    set_rule(hoa, system, seal)
    asked = {"grant_type": "client_credentials", "client_id": system.client_id, "client_secret": secret}
    token = client.post(reverse("csc:api_token"), asked).json()["access_token"]
    pdf = make_paper()
    digest = base64.b64encode(sha256(pdf).digest()).decode()
    body = {"credentialID": str(seal.id), "numSignatures": 1, "hashes": [digest], "clientData": "Biên lai 01"}
    sad = post(client, "api_authorize", body, token).json()["SAD"]

    def sign(data):
        one = {"document": base64.b64encode(data).decode(), "signature_format": "P"}
        return post(client, "api_sign_doc", {"credentialID": str(seal.id), "SAD": sad, "documents": [one]}, token)

    assert sign(pdf + b"\n").json()["error"] == "invalid_request"
    signed = base64.b64decode(sign(pdf).json()["DocumentWithSignature"][0])
    assert signing.verify_pdf(signed).state == "valid"
    assert sign(pdf).status_code == 400


@pytest.mark.parametrize(
    "name", ["api_list", "api_credential", "api_authorize", "api_check", "api_sign_hash", "api_sign_doc"]
)
def test_nothing_is_answered_without_a_token(client, name):
    answer = post(client, name, token="khong-dung")

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")


def test_guessing_a_secret_is_held_back(client, em):
    system, _secret = connect(em)
    asked = {"grant_type": "client_credentials", "client_id": system.client_id, "client_secret": "sai"}

    codes = [client.post(reverse("csc:api_token"), asked).status_code for _n in range(22)]

    assert codes[:20] == [401] * 20
    assert codes[-1] == 429


@pytest.mark.django_db(transaction=True)
def test_our_own_client_signs_through_our_own_facade(live_server, em, hoa, seal, tmp_path, settings):
    settings.PUBLIC_URL, settings.SIGNING_SECRETS = live_server.url, str(tmp_path)
    system, secret = connect(em)
    set_rule(hoa, system, seal, daily=500)
    kept = tmp_path / "remote-tinh"
    kept.write_text(f"{system.client_id}:{secret}")
    kept.chmod(0o600)
    keys = RemoteKeys({"tinh": f"{live_server.url}/csc/v2"})

    (found,) = [one for one in keys.list_keys("tinh") if one.ref.endswith(str(seal.id))]
    digests = [sha256(str(n).encode()).digest() for n in range(120)]
    try:
        made = keys.sign_digests(found.ref, digests, digest_algorithm="sha256")
    finally:
        keys.close()

    assert rules.all_hold(load_der_x509_certificate(found.chain[0]), digests, made, "sha256")
    assert Authorisation.objects.filter(state="used").count() == 2


def test_every_agencys_seal_is_found_however_many_there_are(system, seal, units):
    like = SigningKey.objects.get(id=seal.id)
    SigningKey.objects.bulk_create(
        SigningKey(
            **{**vars_of(like), "id": uuid7(), "holder_id": units.commune_b.id, "serial": f"{n:x}", "ref": f"x{n}"}
        )
        for n in range(60)
    )
    assert seal.id in {one.id for one in access.seals(now=clock.now())}
    assert granting.seal_of(str(seal.id), now=clock.now()).id == seal.id
    SigningKey.objects.filter(id=seal.id).update(state="suspended")
    with pytest.raises(BadCredential):
        granting.seal_of(str(seal.id), now=clock.now())
    with pytest.raises(BadCredential):
        granting.seal_of("khong-co", now=clock.now())


def test_a_persons_own_key_is_no_seal(system, hoa):
    own = signing.ensure_demo_key(hoa.account_id, name=hoa.name)
    with pytest.raises(BadCredential):
        granting.seal_of(str(own.id), now=clock.now())


def vars_of(row):
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
