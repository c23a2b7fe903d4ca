"""A result whose time-stamp was renewed is checked in its newest version, and stays the same result."""

import hashlib

import pytest

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_file
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.formats import pades
from tinhso.foundation.signing.formats.evidence import gather_evidence
from tinhso.foundation.signing.testing import make_demo_key, make_paper, make_renewal
from tinhso.government.results import public
from tinhso.government.results.testing import make_result
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def result(authority):
    signed = signing.sign_pdf(
        make_paper("leader"),
        key_ref=make_demo_key().ref,
        appearance=signing.Appearance("leader", "Phạm Văn Thử"),
        profile=signing.Profile.B_LT,
    )
    kept = make_file(signed.data, name="ket-qua.pdf")
    return make_result(file_id=kept.id, sha256=signed.sha256, token=public.new_token())


def renewed(pdf):
    order = pades.Order(signing.Appearance(), "", clock.now(), signing.Profile.B_LTA, gather_evidence)
    return pades.restamped(pdf, order)


def test_the_newest_version_is_what_is_checked(result):
    before = public.verify_signature(result.token, now=clock.now())
    make_renewal(result.file_id, data=renewed(files.read_bytes(result.file_id)))

    after = public.verify_signature(result.token, now=clock.now())

    assert (before.state, before.profile) == (signing.VerdictState.VALID, "PAdES-B-LT")
    assert (after.state, after.profile) == (signing.VerdictState.VALID, "PAdES-B-LTA")


def test_whoever_hands_in_the_newest_version_is_told_of_the_same_result(result):
    newer = renewed(files.read_bytes(result.file_id))
    digest = hashlib.sha256(newer).hexdigest()
    assert public.find_by_sha256(digest) is None

    make_renewal(result.file_id, data=newer)

    assert public.find_by_sha256(digest) == public.find_by_token(result.token)


def test_a_newest_version_that_is_another_paper_is_not_believed(result):
    make_renewal(result.file_id, data=b"%PDF-1.7 khac" + files.read_bytes(result.file_id))

    assert public.verify_signature(result.token, now=clock.now()).state is signing.VerdictState.INVALID
