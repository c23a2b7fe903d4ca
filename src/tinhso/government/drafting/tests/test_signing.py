"""Between the order to sign and the signature: visible, owned, tried again, taken back; once, whatever dies between."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing import two_step
from tinhso.foundation.signing.events import PreparedFailed, PreparedSigned, SignatureFailed, SignatureMade
from tinhso.foundation.signing.public import KeyKind, KeyPlace, KeyState, VerdictState
from tinhso.foundation.signing.queue import working
from tinhso.foundation.signing.testing import make_certificate, make_demo_key
from tinhso.foundation.work import public as work
from tinhso.government.documents import public as documents
from tinhso.government.documents.models import Document
from tinhso.government.documents.registers import ReservedNumber
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.drafting import handlers
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions.issuing import void_numbers
from tinhso.government.drafting.data import Content, Status
from tinhso.government.drafting.models import Draft, DraftSignature
from tinhso.government.drafting.testing import MONDAY, issue_and_wait, make_signed, make_submitted, sign_step
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.horizon import wait_for_horizon

pytestmark = pytest.mark.django_db
TO = [documents.Recipient("Sở Nội vụ")]
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


def ordered(ha, chi, **more):
    made = make_submitted(ha, chi)
    drafting.sign(chi, draft_id=made.id, head=made.head, now=more.pop("now", MONDAY), **more)
    return made


def status_of(draft):
    return Status(Draft.objects.get(pk=draft.id).status)


def items_of(actor, draft):
    return [item.kind for item in work.list_of_subject(actor, subject_id=draft.id)]


def envelope(fact):
    return Envelope(id=uuid7(), fact=fact, recorded_at=LATER, account_id=None)


def told(draft):
    """Hand the handlers what the queue last made for a draft, as it would be announced."""
    one = next(one for one in signing.requests_of(draft.id) if one.result_file_id)
    fact = SignatureMade(one.id, one.subject_kind, draft.id, one.file_id, one.result_file_id, one.result_sha256, "b-b")
    handlers.signature_made(envelope(fact))


def test_a_draft_ordered_to_be_signed_stands_visibly_and_nothing_else_moves_it(client_of, ha, chi, clerk):
    made = ordered(ha, chi)

    assert status_of(made) is Status.SIGNING
    assert items_of(chi, made) == ["drafting.signing"]
    page = client_of(ha).get(f"/du-thao/{made.id}/").content.decode()
    assert "Đang được ký số" in page and f"{chi.name} đã quyết định ký" in page
    assert "Thôi ký" not in page, "only the signer takes it back"
    assert "Thôi ký" in client_of(chi).get(f"/du-thao/{made.id}/").content.decode()
    moves = (
        lambda: drafting.sign(chi, draft_id=made.id, head=made.head, now=MONDAY),
        lambda: drafting.return_draft(chi, draft_id=made.id, reason="Sửa lại điều 1.", now=MONDAY),
        lambda: drafting.take_back(ha, draft_id=made.id, now=MONDAY),
        lambda: drafting.save_version(ha, draft_id=made.id, content=Content(subject="Khác"), base=2, now=MONDAY),
        lambda: drafting.void_signature(chi, draft_id=made.id, reason="Chưa có gì", now=MONDAY),
        lambda: drafting.stop_signing(ha, draft_id=made.id, now=MONDAY),
    )
    for move in moves:
        with pytest.raises(drafting.IllegalDraftMove):
            move()
    assert not DraftSignature.objects.exists()
    drafting.settle_signing(draft_id=made.id, now=LATER)
    assert status_of(made) is Status.SIGNED
    assert items_of(clerk, made) == ["drafting.to_issue"]


@pytest.mark.django_db(transaction=True)
def test_a_silent_time_stamp_source_makes_it_wait_and_trying_again_brings_signature_seal_and_issue_once(
    client_of, ha, chi, clerk, authority, settings
):
    settings.SIGNING_PROFILE = "b-t"
    authority.behave(down=True)
    made = ordered(ha, chi, now=clock.now())
    assert working.work()

    waits = drafting.find_signing(chi, draft_id=made.id)
    assert "dấu thời gian" in waits.problem and waits.next_try_at and not waits.has_failed
    page = client_of(chi).get(f"/du-thao/{made.id}/").content.decode()
    assert waits.problem in page and "Hệ thống tự thử lại lúc" in page and "Thử lại" in page
    assert status_of(made) is Status.SIGNING and not DraftSignature.objects.exists()  # never signed without

    authority.behave(down=False)
    client_of(chi).post(f"/du-thao/{made.id}/lam/", {"lam": "thu-lai-ky"})
    assert working.work()
    told(made)
    for _turn in range(2):
        wait_for_horizon()
        deliver_pending()
    assert status_of(made) is Status.SIGNED and DraftSignature.objects.count() == 1
    given = DraftSignature.objects.get()
    assert signing.verify_pdf(files.read_bytes(given.file_id)).profile == "PAdES-B-T"
    drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=clock.now())
    assert status_of(made) is Status.SEALING
    assert working.work()
    told(made)
    for _turn in range(2):
        wait_for_horizon()
        deliver_pending()
    assert status_of(made) is Status.ISSUED, drafting.find_signing(clerk, draft_id=made.id)
    document = Document.objects.get(draft_id=made.id)
    main = documents.get_document(clerk, document.id).files[0].file_id
    verdict = signing.verify_pdf(files.read_bytes(main))
    assert len(verdict.signatures) == 2 and verdict.state is not VerdictState.INVALID


def test_a_worker_that_dies_between_loses_and_doubles_nothing(ha, chi, clerk):
    made = ordered(ha, chi)
    for after in (Status.SIGNED, Status.ISSUED):
        with clock.frozen(LATER):
            dead = working.claim(LATER)
            signed = working._signed(dead)  # killed after signing, before keeping
        with clock.frozen(LATER + timedelta(minutes=4)):
            assert working.work()
            assert not working.finish(dead, signed)  # and one that comes back late
        told(made)
        told(made)  # killed after going on, before the event was ticked off
        assert status_of(made) is after
        if after is Status.SIGNED:
            drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=LATER)
    assert DraftSignature.objects.count() == 1
    assert Document.objects.filter(draft_id=made.id).count() == 1
    assert ReservedNumber.objects.count() == 1


def test_a_key_withdrawn_meanwhile_gives_the_draft_back_to_its_signer_with_the_reason(client_of, ha, chi):
    key = make_demo_key(chi.account_id)
    made = ordered(ha, chi)
    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.SUSPENDED, reason="Kiểm tra", now=MONDAY)
    drafting.settle_signing(draft_id=made.id, now=LATER)

    assert status_of(made) is Status.IN_REVIEW
    assert items_of(chi, made) == ["drafting.to_sign"]
    page = client_of(chi).get(f"/du-thao/{made.id}/").content.decode()
    assert "Chưa ký số được dự thảo." in page and "tạm dừng" in page
    signing.change_key_state(SYSTEM, key_id=key.id, state=KeyState.ACTIVE, reason="Xong", now=MONDAY)
    drafting.sign(chi, draft_id=made.id, head=made.head, now=LATER)
    drafting.settle_signing(draft_id=made.id, now=LATER)
    assert status_of(made) is Status.SIGNED


def test_the_signer_takes_the_order_back_while_it_is_not_signed(ha, chi):
    made = ordered(ha, chi)
    drafting.stop_signing(chi, draft_id=made.id, now=LATER)

    assert status_of(made) is Status.IN_REVIEW and items_of(chi, made) == ["drafting.to_sign"]
    assert drafting.get_draft(chi, draft_id=made.id, now=LATER).signing is None
    with clock.frozen(LATER):
        assert not working.work()
    drafting.return_draft(chi, draft_id=made.id, reason="Bổ sung căn cứ.", now=LATER)
    assert status_of(made) is Status.DRAFTING


def test_a_seal_taken_back_keeps_its_number_for_the_day_and_then_makes_it_void(ha, chi, clerk):
    made = make_signed(ha, chi)
    drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=MONDAY)
    with pytest.raises(drafting.IllegalDraftMove):
        drafting.void_signature(clerk, draft_id=made.id, reason="Sai tên người nhận.", now=MONDAY)
    drafting.stop_signing(clerk, draft_id=made.id, now=MONDAY)
    assert status_of(made) is Status.SIGNED and items_of(clerk, made) == ["drafting.to_issue"]
    drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=LATER)
    assert drafting.find_signing(clerk, draft_id=made.id).code == "01/QĐ-UBND"
    drafting.stop_signing(clerk, draft_id=made.id, now=LATER)
    drafting.void_signature(clerk, draft_id=made.id, reason="Sai tên người nhận.", now=LATER)

    assert void_numbers(LATER) == 0
    assert void_numbers(MONDAY + timedelta(days=1)) == 1
    (held,) = ReservedNumber.objects.all()
    assert (held.number, held.void_reason) == (1, "Văn thư thôi phát hành trong ngày")
    assert void_numbers(MONDAY + timedelta(days=1)) == 0


def test_a_document_sealed_the_next_day_bears_the_day_its_number_was_taken(ha, chi, clerk):
    made = make_signed(ha, chi)
    drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=MONDAY)
    drafting.settle_signing(draft_id=made.id, now=MONDAY + timedelta(days=1))

    document = Document.objects.get(draft_id=made.id)
    assert document.issued_on == clock.local_day(MONDAY)
    assert document.issued_at == MONDAY + timedelta(days=1)


def test_what_the_register_refuses_after_the_seal_waits_with_the_clerk_and_is_not_lost(
    client_of, ha, chi, clerk, units
):
    old = make_issued(clerk, units.commune_a.id, now=MONDAY)
    made = drafting.start_draft(ha, kind="quyet_dinh", subject="Thay thế", replaces_id=old.id, now=MONDAY)
    content = Content(subject="Thay thế", body="Điều 1. Thay thế./.")
    drafting.save_version(ha, draft_id=made.id, content=content, base=1, now=MONDAY)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=2, now=MONDAY)
    drafting.sign(chi, draft_id=made.id, head=2, now=MONDAY)
    drafting.settle_signing(draft_id=made.id, now=MONDAY)
    drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=MONDAY)
    documents.recall(clerk, document_id=old.id, reason="Sai thẩm quyền.", now=MONDAY)
    drafting.settle_signing(draft_id=made.id, now=LATER)

    assert status_of(made) is Status.SEALING
    assert items_of(clerk, made) == ["drafting.to_issue"]
    assert "Chưa đóng dấu, phát hành được" in client_of(clerk).get(f"/du-thao/{made.id}/").content.decode()
    drafting.sign_again(clerk, draft_id=made.id, now=LATER)
    assert status_of(made) is Status.SEALING, "the register still refuses"
    drafting.stop_signing(clerk, draft_id=made.id, now=LATER)
    assert status_of(made) is Status.SIGNED
    assert not Document.objects.filter(draft_id=made.id).exists()


def test_a_seal_that_fails_is_asked_for_anew_with_the_key_there_is_then(ha, chi, clerk, units):
    first = signing.ensure_demo_key(units.commune_a.id, name="UBND", unit="UBND", now=MONDAY)
    made = make_signed(ha, chi)
    drafting.issue(clerk, draft_id=made.id, recipients=TO, no_secret=True, now=MONDAY)
    signing.change_key_state(SYSTEM, key_id=first.id, state=KeyState.REVOKED, reason="Mất", now=MONDAY)
    drafting.settle_signing(draft_id=made.id, now=LATER)
    assert status_of(made) is Status.SEALING and drafting.find_signing(clerk, draft_id=made.id).has_failed

    drafting.sign_again(clerk, draft_id=made.id, now=LATER)
    drafting.settle_signing(draft_id=made.id, now=LATER)
    assert status_of(made) is Status.ISSUED


def own_token(actor):
    """Register a token in the actor's own hands; return its private key."""
    private = ec.generate_private_key(ec.SECP256R1())
    made = make_certificate(private.public_key(), name=actor.name)
    place = KeyPlace(KeyKind.AGENT, f"agent:{made.serial_number:x}", (made.public_bytes(serialization.Encoding.DER),))
    digest = signing.new_challenge()
    proof = signing.Challenge(digest, by(private, digest))
    signing.register_key(actor, holder_id=actor.account_id, place=place, proof=proof, now=clock.now())
    return private


def by(private, digest):
    return private.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))


def test_with_a_token_of_ones_own_the_batch_waits_for_one_consent_and_goes_on_when_it_is_given(
    client_of, ha, chi, clerk, announced
):
    private = own_token(chi)
    drafts = [make_submitted(ha, chi) for _ in range(3)]
    ticked = {"ky": [f"{one.id}:{one.head}" for one in drafts], "dong_y": "1"}
    sent = client_of(chi).post("/du-thao/ky-nhieu/", ticked)
    assert sent["Location"] == "/ky-so/cho-ky/"
    page = client_of(ha).get(f"/du-thao/{drafts[0].id}/").content.decode()
    assert f"Đang chờ {chi.name} xác nhận ký" in page
    with pytest.raises(drafting.IllegalDraftMove):
        drafting.sign_again(chi, draft_id=drafts[0].id, now=clock.now())

    waiting = signing.list_prepared(chi, now=clock.now())
    signing.finish_signatures(chi, signatures={one.id: by(private, one.digest) for one in waiting}, now=clock.now())
    made = [fact for fact in announced() if isinstance(fact, PreparedSigned)]
    for fact in made * 2:
        handlers.prepared_signed(envelope(fact))

    assert len(waiting) == 3 and {status_of(one) for one in drafts} == {Status.SIGNED}
    assert DraftSignature.objects.count() == 3
    for one in drafts:
        done = issue_and_wait(clerk, draft_id=one.id, recipients=TO)
        main = documents.get_document(clerk, done.document_id).files[0].file_id
        assert len(signing.verify_pdf(files.read_bytes(main)).signatures) == 2


def test_a_consent_that_does_not_come_in_time_gives_the_draft_back(client_of, ha, chi, announced):
    own_token(chi)
    made = make_submitted(ha, chi)
    opened = client_of(chi).post(f"/du-thao/{made.id}/lam/", {"lam": "ky", "ban": made.head})
    assert opened["Location"] == "/ky-so/cho-ky/"

    two_step.forget_expired(now=clock.now() + timedelta(minutes=31))
    (fact,) = [fact for fact in announced() if isinstance(fact, PreparedFailed)]
    handlers.prepared_failed(envelope(fact))

    assert status_of(made) is Status.IN_REVIEW
    assert "chưa xác nhận ký trong 30 phút" in client_of(chi).get(f"/du-thao/{made.id}/").content.decode()


def test_an_order_taken_back_is_no_longer_to_be_consented_to(ha, chi):
    own_token(chi)
    made = ordered(ha, chi, now=clock.now())
    drafting.stop_signing(chi, draft_id=made.id, now=clock.now())

    assert signing.list_prepared(chi, now=clock.now()) == []
    assert status_of(made) is Status.IN_REVIEW


def test_a_failure_of_another_room_changes_nothing(ha, chi):
    made = ordered(ha, chi)
    one = signing.requests_of(made.id)[0]
    handlers.signature_failed(envelope(SignatureFailed(one.id, "dossiers.dossier", uuid7(), one.file_id, "Lỗi")))
    handlers.signature_failed(envelope(SignatureFailed(uuid7(), "drafting.draft", made.id, one.file_id, "Lỗi")))
    assert status_of(made) is Status.SIGNING
