"""A signature made to last is stamped anew before what proves it ends; the old version stays, and stays on record."""

import io
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.conf import settings as real

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public
from tinhso.foundation.signing.lasting import algorithms, keeping, listing, working
from tinhso.foundation.signing.models import LastingFile, Renewal
from tinhso.foundation.signing.public import Appearance, LastingState, Profile, VerdictState
from tinhso.foundation.signing.queue import working as queue
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.ids import uuid7
from tinhso.kernel.models import OutboxEntry
from tinhso.kernel.modules import Health

pytestmark = pytest.mark.django_db(transaction=True)

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử")


@pytest.fixture
def key(authority):
    return make_demo_key()


@pytest.fixture
def table(settings, tmp_path):
    """The house's content with another table of algorithms: `table(sha256=<last day>)`."""
    root = tmp_path / "content"
    (root / "signing").mkdir(parents=True)
    for one in Path(real.CONTENT_DIR).iterdir():
        if one.name != "signing":
            (root / one.name).symlink_to(one)
    for one in (Path(real.CONTENT_DIR) / "signing").iterdir():
        shutil.copy(one, root / "signing" / one.name)
    settings.CONTENT_DIR = root

    def put(**ends):
        path = root / algorithms.FILE
        raw = yaml.safe_load(path.read_text())
        for name, until in ends.items():
            entries = [raw["digests"][name]] if name in raw["digests"] else raw["keys"][name]
            for entry in entries:
                entry["until"] = until
        path.write_text(yaml.safe_dump(raw))

    return put


def soon(days=30):
    return (clock.now() + timedelta(days=days)).date()


def keep(key, profile=Profile.B_LT, subject=None, pdf=None):
    signed = pdf or public.sign_pdf(make_paper("leader"), key_ref=key.ref, appearance=LEADER, profile=profile).data
    kept = files.keep_made(signed, name="Quyết định.pdf", actor=SYSTEM, now=clock.now())
    public.look_after(file_id=kept.id, subject_kind="test", subject_id=subject or uuid7(), now=clock.now())
    return LastingFile.objects.get(file_id=kept.id)


def again(row):
    """Give a file its turn and let the worker attend."""
    LastingFile.objects.filter(id=row.id).update(next_at=clock.now())
    assert working.work()
    row.refresh_from_db()
    return row


def stamps(pdf):
    from pyhanko.pdf_utils.reader import PdfFileReader

    return [one for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures if one.sig_object_type == "/DocTimeStamp"]


def test_a_file_with_a_young_stamp_waits_for_its_turn(key):
    row = again(keep(key))

    assert row.state == LastingState.KEPT and not row.renewals
    assert row.ends_at - row.next_at == timedelta(days=120)
    assert (row.ends_at, row.ends_by) == (algorithms.table().end_of("rsa:2048"), "rsa:2048")
    assert row.ends_at < row.certificate_ends_at
    assert not working.work()


def test_when_a_digest_ends_the_file_is_stamped_anew_with_a_better_one(key, table):
    row = keep(key, Profile.B_LTA)
    before = files.read_bytes(row.file_id)
    table(sha256=soon(), sha384=soon(200))

    row = again(row)
    after = files.read_bytes(row.current_file_id)

    assert row.problem == "" and row.renewals == 1 and row.current_file_id != row.file_id
    assert after.startswith(before) and len(stamps(after)) == len(stamps(before)) + 1
    imprint = stamps(after)[-1].signed_data["encap_content_info"]["content"].parsed["message_imprint"]
    assert imprint["hash_algorithm"]["algorithm"].native == "sha512"
    assert public.verify_pdf(after).state is VerdictState.VALID
    assert row.ends_at - clock.now() > timedelta(days=365)


def test_the_old_hash_stays_in_the_trail_and_the_house_is_told(key, table):
    row = keep(key)
    old = row.current_sha256
    table(sha256=soon())
    row = again(row)

    [renewal] = Renewal.objects.filter(lasting=row)
    [told] = OutboxEntry.objects.filter(type="signing.signature_renewed.v1")

    assert (renewal.old_sha256, renewal.new_sha256) == (old, row.current_sha256)
    assert files.get_info(row.file_id).sha256 == old
    assert public.newest_of(row.file_id) == row.current_file_id
    assert told.data["new_file_id"] == str(row.current_file_id)


def test_pdfsig_and_qpdf_agree_with_a_renewed_file(key, table, tmp_path):
    row = keep(key)
    table(sha256=soon())
    row = again(row)
    (tmp_path / "r.pdf").write_bytes(files.read_bytes(row.current_file_id))

    said = subprocess.run(["pdfsig", "-nocert", "r.pdf"], capture_output=True, check=False, cwd=tmp_path).stdout
    checked = subprocess.run(["qpdf", "--check", "r.pdf"], capture_output=True, check=False, cwd=tmp_path)

    assert b"Signature Validation: Signature is Valid." in said and b"Invalid" not in said
    assert checked.returncode == 0, checked.stderr


def test_while_the_authority_is_silent_it_waits_and_says_so(key, table, authority):
    row = keep(key)
    table(sha256=soon())
    authority.behave(down=True)

    row = again(row)

    assert (row.renewals, row.tries) == (0, 1) and row.problem
    assert row.next_at > clock.now() and listing.check_lasting().health is Health.SLOW
    authority.behave(down=False)
    assert again(row).renewals == 1
    assert listing.check_lasting().health is Health.OK


def test_a_stamp_that_would_end_no_later_is_thrown_away(key, table):
    row = keep(key)
    table(ec=soon(), rsa=soon())

    row = again(row)

    assert row.renewals == 0 and "không dùng được lâu hơn" in row.problem
    assert not Renewal.objects.exists()


def test_what_ended_before_its_renewal_is_told_and_not_dressed_up(key, table):
    row = keep(key)
    table(sha256=soon(-3))

    row = again(row)

    assert row.state == LastingState.LAPSED and row.renewals == 0
    assert listing.check_lasting().health is Health.FAILED
    assert listing.counts(clock.now()).lapsed == 1


def test_a_new_date_in_the_table_moves_every_file_it_concerns_and_back(key, table):
    row = again(keep(key))
    first = row.next_at
    table(sha256=soon(300))

    assert keeping.reckon_again() == 1
    row.refresh_from_db()
    assert row.ends_at < clock.now() + timedelta(days=302) and row.next_at < first

    table(sha256=None)
    assert keeping.reckon_again() == 1 and keeping.reckon_again() == 0
    row.refresh_from_db()
    assert row.next_at == first


def test_the_sealed_version_takes_the_place_of_the_signed_one_it_holds(key):
    subject = uuid7()
    first = again(keep(key, subject=subject))
    signed = files.read_bytes(first.file_id)
    sealed = public.sign_pdf(signed, key_ref=key.ref, appearance=Appearance(), profile=Profile.B_LTA).data
    second = again(keep(key, subject=subject, pdf=sealed))
    other = again(keep(key, subject=subject))

    states = list(LastingFile.objects.order_by("id").values_list("id", "state"))
    assert states == [
        (first.id, LastingState.REPLACED),
        (second.id, LastingState.KEPT),
        (other.id, LastingState.KEPT),
    ]


def test_a_worker_that_comes_back_late_keeps_nothing(key, table):
    row = keep(key)
    table(sha256=soon())
    dead = working.claim(clock.now())
    made = working._renewed(files.read_bytes(row.file_id), clock.now())
    LastingFile.objects.filter(id=row.id).update(next_at=clock.now())
    assert working.work()

    assert not working.finish(dead, *made)
    assert Renewal.objects.count() == 1


def test_a_file_without_a_stamp_is_not_pretended_to_last(key):
    row = again(keep(key, Profile.B_B))

    assert row.state == LastingState.GONE and "không có dấu thời gian" in row.problem


def test_the_queue_hands_in_what_it_signs_for_long_and_nothing_else(key):
    officer = Actor(ActorKind.OFFICER, account_id=key.holder_id, name="Phạm Văn Thử")
    for profile in (Profile.B_T, Profile.B_LT):
        kept = files.save_bytes(make_paper("leader"), name="Quyết định.pdf", actor=officer, now=clock.now())
        public.ask_signature(
            officer,
            subject_kind="test",
            subject_id=uuid7(),
            file_id=kept.id,
            key_ref=key.ref,
            appearance=LEADER,
            profile=profile,
            now=clock.now(),
        )
        assert queue.work()
    done = public.list_requests(officer).items[0].result_file_id

    assert list(LastingFile.objects.values_list("file_id", flat=True)) == [done]
    LastingFile.objects.all().delete()
    assert keeping.adopt(now=clock.now()) == 1 and keeping.adopt(now=clock.now()) == 0


def test_a_signer_whose_certificate_ended_keeps_nobody_from_renewing(key, table):
    """What proves the signer is in the file since it was signed; only the stamps' standing is asked anew."""
    row = keep(key)
    table(sha256=soon())
    public.change_key_state(SYSTEM, key_id=key.id, state=public.KeyState.REVOKED, reason="Nghỉ hưu", now=clock.now())

    assert again(row).renewals == 1


def test_keys_count_by_their_bits_and_the_first_end_counts():
    known = algorithms.table()

    assert known.end_of("rsa:1024") < known.end_of("rsa:2048") < known.end_of("rsa:4096")
    assert known.end_of("sha256") == known.end_of("ed25519:256") == algorithms.FAR
    assert known.first_end(["sha512", "rsa:2048", "ec:256"])[1] == "rsa:2048"
    assert known.best_digest() == "sha512"
