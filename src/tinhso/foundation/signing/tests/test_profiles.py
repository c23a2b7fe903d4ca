"""Signatures that last: a trusted time, what proves the chain, a time over that; and signatures of other shapes."""

import io
import shutil
import subprocess
from datetime import timedelta

import pytest
from asn1crypto import tsp

from tinhso.foundation.signing import public
from tinhso.foundation.signing.adapters.demo_authority import root_certificate
from tinhso.foundation.signing.public import Appearance, Profile, VerdictState
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)

LEADER = Appearance(anchor="leader", name="Phạm Văn Thử")


@pytest.fixture
def key(authority):
    return make_demo_key()


def sign(key, profile, paper=None):
    return public.sign_pdf(paper or make_paper("leader"), key_ref=key.ref, appearance=LEADER, profile=profile).data


def embedded(pdf):
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(pdf))
    return reader, list(reader.embedded_signatures)


def stamped_at(signature):
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    stamp = next(extract_tst_data_iter(signature.signer_info, signed=False))
    info: tsp.TSTInfo = stamp["encap_content_info"]["content"].parsed
    return info["gen_time"].native


def test_a_stamped_signature_carries_the_time_of_the_authority(key):
    before = clock.now()
    _reader, found = embedded(sign(key, Profile.B_T))

    assert abs(stamped_at(found[0]) - before) < timedelta(seconds=30)


def test_a_long_term_signature_carries_what_proves_its_chain(key):
    pdf = sign(key, Profile.B_LT)
    reader, _found = embedded(pdf)
    store = reader.root["/DSS"]

    assert len(store["/Certs"]) >= 3
    assert "/OCSPs" in store or "/CRLs" in store
    assert public.verify_pdf(pdf).state is VerdictState.VALID


def test_an_archived_signature_has_a_time_stamp_over_the_whole_document(key, tmp_path):
    pdf = sign(key, Profile.B_LTA)
    _reader, found = embedded(pdf)
    (tmp_path / "s.pdf").write_bytes(pdf)
    said = subprocess.run(["pdfsig", "-nocert", str(tmp_path / "s.pdf")], capture_output=True, check=False).stdout

    assert [str(one.sig_object_type) for one in found] == ["/Sig", "/DocTimeStamp"]
    assert b"Signature Validation: Signature is Valid." in said
    assert public.verify_pdf(pdf).state is VerdictState.VALID


def test_the_office_keeps_all_three_valid_at_long_term_profiles(key):
    from datetime import date

    prepared = public.prepare_for_office(make_paper("leader", words=("number", "date")), leader=LEADER)
    signed = sign(key, Profile.B_LT, prepared)
    numbered = public.fill_number(signed, number="15", on=date(2026, 11, 23))
    seal = make_demo_key(name="UBND xã Minh Họa")
    sealed = public.seal_pdf(
        numbered, key_ref=seal.ref, agency="UBND xã Minh Họa", profile=Profile.B_LTA, now=clock.now()
    ).data

    verdict = public.verify_pdf(sealed)
    assert verdict.state is VerdictState.VALID
    assert [one.signer for one in verdict.signatures] == ["Phạm Văn Thử", "UBND xã Minh Họa"]


@pytest.mark.parametrize("trouble", [{"down": True}, {"failing": 1}])
def test_without_a_time_stamp_nothing_is_signed(key, authority, trouble):
    authority.behave(**trouble)

    with pytest.raises(public.TimeStampUnavailable):
        sign(key, Profile.B_T)


def test_an_installation_connected_to_no_authority_says_so(key, settings):
    settings.SIMULATORS = ""

    assert public.wanted_profile() is Profile.B_B
    with pytest.raises(public.TimeStampUnavailable):
        sign(key, Profile.B_T)


def test_connected_to_an_authority_signatures_are_long_term_unless_the_operator_says_otherwise(authority, settings):
    assert public.wanted_profile() is Profile.B_LT
    settings.SIGNING_PROFILE = "b-t"
    assert public.wanted_profile() is Profile.B_T


def test_openssl_agrees_with_a_detached_signature(key, tmp_path):
    content = b"phu luc kem theo" * 10_000
    (tmp_path / "content").write_bytes(content)
    (tmp_path / "root.pem").write_bytes(root_pem())

    for profile in (Profile.B_B, Profile.B_T, Profile.B_LT):
        (tmp_path / "s.p7s").write_bytes(public.sign_detached(io.BytesIO(content), key_ref=key.ref, profile=profile))
        command = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "s.p7s", "-content", "content", "-binary"]
        command += ["-CAfile", "root.pem", "-purpose", "any", "-out", "/dev/null"]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr.decode()

    (tmp_path / "content").write_bytes(content + b"!")
    assert subprocess.run(command, capture_output=True, check=False, cwd=tmp_path).returncode != 0


XML = "<?xml version='1.0'?><goi xmlns='urn:thu'><noi-dung>Quyết định số 15/QĐ-UBND</noi-dung></goi>".encode()


def root_pem():
    from cryptography.hazmat.primitives.serialization import Encoding

    return root_certificate().public_bytes(Encoding.PEM)


@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not installed (Debian: xmlsec1)")
@pytest.mark.parametrize("profile", [Profile.B_B, Profile.B_T, Profile.B_LT])
def test_xmlsec_agrees_with_a_signature_in_xml(key, tmp_path, profile):
    signed = public.sign_xml(XML, key_ref=key.ref, profile=profile)
    (tmp_path / "root.pem").write_bytes(root_pem())
    said = []
    for content in (signed, signed.replace(b"15/Q", b"16/Q")):
        (tmp_path / "s.xml").write_bytes(content)
        command = ["xmlsec1", "--verify", "--trusted-pem", "root.pem", "--enabled-key-data", "x509"]
        command += ["--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"]
        command += ["--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:KeyInfo", "s.xml"]
        said.append(subprocess.run(command, capture_output=True, check=False, cwd=tmp_path))

    assert said[0].returncode == 0, said[0].stderr.decode()
    assert said[1].returncode != 0


@pytest.mark.parametrize(
    "xml", [b"", b"<a>", b"%PDF-1.7", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", b"<!DOCTYPE a><a/>"]
)
def test_what_is_no_plain_xml_is_not_signed(key, xml):
    with pytest.raises(public.NotAnXml):
        public.sign_xml(xml, key_ref=key.ref)


def made_long_term(key, kind):
    """A B-LT signature of a kind, and what verifies it."""
    if kind == "xml":
        return public.sign_xml(XML, key_ref=key.ref, profile=Profile.B_LT), None
    return public.sign_detached(XML, key_ref=key.ref, profile=Profile.B_LT), XML


@pytest.mark.parametrize(("kind", "level"), [("xml", "XAdES-B-LT"), ("cms", "CAdES-B-LT")])
def test_xml_and_files_are_signed_long_term_and_checked_with_what_they_carry(key, authority, kind, level):
    signed, content = made_long_term(key, kind)
    authority.behave(down=True)

    verdict = public.verify(signed, content=content, ask=False, now=clock.now() + timedelta(days=400))

    assert (verdict.state, verdict.profile) == (VerdictState.VALID, level)
    assert verdict.signatures[0].revocation.source == "enclosed"


@pytest.mark.parametrize("kind", ["xml", "cms"])
def test_a_stamp_without_proofs_is_not_taken_for_long_term(key, kind):
    stamped = (
        public.sign_xml(XML, key_ref=key.ref, profile=Profile.B_T)
        if kind == "xml"
        else public.sign_detached(XML, key_ref=key.ref, profile=Profile.B_T)
    )

    assert public.verify(stamped, content=None if kind == "xml" else XML).profile.endswith("-B-T")


def test_proofs_in_xml_stand_where_the_standard_has_them(key):
    from lxml import etree

    signed = etree.fromstring(made_long_term(key, "xml")[0])
    names = {"x": "http://uri.etsi.org/01903/v1.3.2#", "y": "http://uri.etsi.org/01903/v1.4.1#"}
    [properties] = signed.findall(".//x:UnsignedSignatureProperties", names)

    assert [etree.QName(one).localname for one in properties] == [
        "SignatureTimeStamp",
        "CertificateValues",
        "RevocationValues",
        "TimeStampValidationData",
    ]
    for around in (properties, properties.find("y:TimeStampValidationData", names)):
        values = around.find("x:RevocationValues", names)
        assert len(around.findall("x:CertificateValues/x:EncapsulatedX509Certificate", names)) >= 2
        assert values.findall("x:CRLValues/x:EncapsulatedCRLValue", names) or values.findall("x:OCSPValues/*", names)


def test_openssl_reads_the_lists_a_long_term_file_signature_carries(key, tmp_path):
    (tmp_path / "s.p7s").write_bytes(made_long_term(key, "cms")[0])
    said = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", "s.p7s", "-noout"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    ).stdout

    assert b"otherRevInfoFormat: " in said or b"d.crl:" in said
    assert b"version: 5" in said or b"d.other" not in said


@pytest.mark.parametrize("kind", ["xml", "cms"])
def test_without_proofs_nothing_is_signed_long_term(key, authority, kind):
    authority.behave(quirks={"ocsp_down": True, "crl_down": True})

    with pytest.raises(public.EvidenceMissing):
        made_long_term(key, kind)


@pytest.mark.parametrize("sign", [public.sign_xml, public.sign_detached])
def test_a_level_we_do_not_make_is_refused_by_name(key, sign):
    with pytest.raises(public.ProfileNotGiven):
        sign(XML, key_ref=key.ref, profile=Profile.B_LTA)
