"""Signatures in XML and beside a file: good ones, wrapped ones, and what another program says about ours."""

import base64
import hashlib
import shutil
import subprocess
from datetime import timedelta

import pytest
from lxml import etree

from tinhso.foundation.signing import public
from tinhso.foundation.signing.public import TimeSource, VerdictState
from tinhso.foundation.signing.testing import make_paper
from tinhso.foundation.signing.tests import forging
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db
DS = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture
def root(settings, tmp_path):
    """A root the operator trusts."""
    settings.DATA_DIR = tmp_path
    holder = forging.make_holder("Cơ quan gốc thử", ca=True)
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "root.pem").write_bytes(holder.pem)
    return holder


@pytest.fixture
def officer(root):
    return forging.make_holder("Phạm Văn Thử", root, bits=2048)


def paper(amount="1.000.000"):
    return etree.fromstring(f'<QuyetDinh Id="qd"><So>15/QĐ-UBND</So><MucTroCap>{amount}</MucTroCap></QuyetDinh>')


def sign(holder, element, *, reference=None, digest="sha256", method="rsa-sha256"):
    from signxml import DigestAlgorithm, SignatureMethod, XMLSigner, methods
    from signxml.algorithms import CanonicalizationMethod

    class Any(XMLSigner):
        def check_deprecated_methods(self):
            """Old algorithms are signed with here, to be warned about."""

    signer = Any(
        method=methods.enveloped,
        signature_algorithm=SignatureMethod[method.replace("-", "_").upper()],
        digest_algorithm=DigestAlgorithm[digest.upper()],
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    return signer.sign(element, key=holder.private, cert=[holder.certificate], reference_uri=reference)


def text(element):
    return etree.tostring(element)


def judged(data, **options):
    verdict = public.verify_xml(data, **options)
    return verdict.state, set(verdict.findings)


def test_a_signed_document_is_valid_and_names_its_signer(officer):
    verdict = public.verify(text(sign(officer, paper())))

    assert (verdict.state, verdict.kind, verdict.signer) == (VerdictState.VALID, "xml", "Phạm Văn Thử")
    assert verdict.covers_whole_document
    assert verdict.signatures[0].algorithm == "RSA 2048, SHA-256"


def test_one_changed_word_makes_it_invalid(officer):
    changed = text(sign(officer, paper())).replace(b"1.000.000", b"9.000.000")

    assert judged(changed) == (VerdictState.INVALID, {"integrity.digest"})


def test_another_program_agrees_about_a_good_and_a_changed_document(officer, tmp_path):
    if not shutil.which("xmlsec1"):
        pytest.skip("xmlsec1 is not installed (Debian package xmlsec1)")
    good = text(sign(officer, paper()))
    (tmp_path / "root.pem").write_bytes(officer.issuers[0].public_bytes(forging.Encoding.PEM))

    def agrees(data):
        (tmp_path / "x.xml").write_bytes(data)
        command = ["xmlsec1", "--verify", "--trusted-pem", "root.pem", "--id-attr:Id", "QuyetDinh", "x.xml"]
        return not subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode

    changed = good.replace(b"1.000.000", b"9.000.000")
    assert [agrees(good), agrees(changed)] == [True, False]
    assert [judged(one)[0] for one in (good, changed)] == [VerdictState.VALID, VerdictState.INVALID]


def test_an_old_digest_is_verified_and_warned_about(officer):
    assert judged(text(sign(officer, paper(), digest="sha1"))) == (VerdictState.VALID, {"weak.sha1"})


# --- wrapping --------------------------------------------------------------------------------------------------------


def signed_by_id(officer):
    """A document whose signature names its root by Id, as many systems do."""
    return sign(officer, paper(), reference="#qd")


def test_a_document_signed_by_the_id_of_its_root_is_valid(officer):
    assert judged(text(signed_by_id(officer))) == (VerdictState.VALID, set())


def test_the_signed_part_moved_aside_and_another_put_in_its_place_is_not_valid(officer):
    """Wrapping: a new root holds a forged decision, the signed one lies beside it."""
    signed = signed_by_id(officer)
    forged = etree.Element("QuyetDinh", Id="khac")
    forged.append(etree.fromstring("<MucTroCap>9.000.000</MucTroCap>"))
    forged.append(signed)

    state, findings = judged(text(forged))

    assert (state, findings) == (VerdictState.UNKNOWN, {"coverage.part"})


def test_the_signed_part_hidden_inside_the_signature_is_not_valid(officer):
    signed = signed_by_id(officer)
    signature = signed.find(f"{DS}Signature")
    signed.remove(signature)
    holder = etree.SubElement(signature, f"{DS}Object")
    holder.append(signed)
    forged = etree.Element("QuyetDinh", Id="khac")
    forged.append(etree.fromstring("<MucTroCap>9.000.000</MucTroCap>"))
    forged.append(signature)

    state, findings = judged(text(forged))

    assert state is not VerdictState.VALID
    assert findings & {"coverage.part", "integrity.digest"}


def test_a_sibling_added_beside_the_signed_part_is_named(officer):
    signed = signed_by_id(officer)
    outer = etree.Element("GoiTin")
    outer.append(signed)
    outer.append(etree.fromstring("<QuyetDinh><MucTroCap>9.000.000</MucTroCap></QuyetDinh>"))

    verdict = public.verify_xml(text(outer))

    assert verdict.state is VerdictState.UNKNOWN
    assert "GoiTin/QuyetDinh" in verdict.sentences[1]


@pytest.mark.parametrize("attribute", ["Id", "ID", "id"])
def test_two_parts_with_one_id_are_never_valid(officer, attribute):
    signed = signed_by_id(officer)
    outer = etree.Element("GoiTin")
    outer.append(etree.fromstring(f'<QuyetDinh {attribute}="qd"><MucTroCap>9.000.000</MucTroCap></QuyetDinh>'))
    outer.append(signed)

    state, findings = judged(text(outer))

    assert state is VerdictState.INVALID
    assert findings & {"xml.twin_ids", "integrity.digest", "integrity.structure"}


def test_a_second_signature_by_a_stranger_does_not_hide_behind_the_first(officer):
    stranger = forging.make_holder("Người Lạ", bits=2048)
    signed = sign(officer, paper())
    theirs = sign(stranger, paper()).find(f"{DS}Signature")
    signed.append(theirs)

    verdict = public.verify_xml(text(signed))

    assert len(verdict.signatures) == 2
    assert verdict.state is VerdictState.INVALID


def test_a_filter_that_chooses_what_is_signed_is_not_trusted(officer):
    signed = sign(officer, paper())
    transforms = signed.find(f".//{DS}Transforms")
    filtering = etree.SubElement(transforms, f"{DS}Transform", Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116")
    etree.SubElement(filtering, f"{DS}XPath").text = "not(self::MucTroCap)"

    assert judged(text(signed))[0] is VerdictState.INVALID


def test_a_signature_with_a_shared_secret_instead_of_a_key_is_not_taken(officer):
    signed = sign(officer, paper())
    method = signed.find(f".//{DS}SignatureMethod")
    method.set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")

    assert judged(text(signed))[0] is VerdictState.INVALID


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><x>&a;</x>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        b"<x><y></x>",
        b"<" + b"a>" * 10,
    ],
)
def test_declared_entities_and_broken_xml_are_refused(data):
    with pytest.raises(public.XmlRefused):
        public.verify_xml(data)


def test_xml_without_a_signature_is_told_as_such():
    assert public.verify(b"<QuyetDinh/>").state is VerdictState.UNSIGNED


# --- XAdES -----------------------------------------------------------------------------------------------------------


def xades(holder):
    from signxml import methods
    from signxml.xades import XAdESSigner

    signer = XAdESSigner(method=methods.enveloped, c14n_algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315")
    return signer.sign(paper(), key=holder.private, cert=[holder.certificate], always_add_key_value=False)


def test_xades_binds_the_certificate_and_tells_the_time(officer):
    report = public.verify_xml(text(xades(officer))).signatures[0]

    assert (report.state, report.profile, report.time) == (VerdictState.VALID, "XAdES-B-B", TimeSource.CLAIMED)
    assert abs(report.signed_at - clock.now()) < timedelta(minutes=5)


def test_xades_with_the_certificate_of_another_is_invalid(root, officer):
    signed = xades(officer)
    other = forging.make_holder("Chủ tịch", root, bits=2048)
    other.private = officer.private
    der = other.certificate.public_bytes(forging.Encoding.DER)
    signed.find(f".//{DS}X509Certificate").text = base64.b64encode(der).decode()

    assert judged(text(signed))[0] is VerdictState.INVALID


def test_a_time_stamp_in_xades_is_believed(root, officer):
    from tinhso.foundation.signing.verification.examine.xml import XADES

    signed, moment = xades(officer), clock.now().replace(microsecond=0) - timedelta(days=2)
    value = signed.find(f".//{DS}SignatureValue")
    imprint = hashlib.sha256(etree.tostring(value, method="c14n", with_tail=False)).digest()
    token = stamped(forging.stamp_source(forging.make_stamper(root), moment), imprint)
    properties = signed.find(f".//{{{XADES}}}QualifyingProperties")
    unsigned = etree.SubElement(properties, f"{{{XADES}}}UnsignedProperties")
    stamp = etree.SubElement(
        etree.SubElement(unsigned, f"{{{XADES}}}UnsignedSignatureProperties"), f"{{{XADES}}}SignatureTimeStamp"
    )
    etree.SubElement(stamp, f"{DS}CanonicalizationMethod", Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315")
    etree.SubElement(stamp, f"{{{XADES}}}EncapsulatedTimeStamp").text = base64.b64encode(token).decode()

    report = public.verify_xml(text(signed)).signatures[0]

    assert (report.state, report.profile) == (VerdictState.VALID, "XAdES-B-T")
    assert (report.time, report.signed_at) == (TimeSource.STAMPED, moment)


def stamped(source, imprint):
    import asyncio

    return asyncio.run(source.async_timestamp(imprint, "sha256")).dump()


# --- beside a file ---------------------------------------------------------------------------------------------------


def beside(holder, content, *, enclosed=False):
    import asyncio

    from tinhso.foundation.signing.formats.signer import PortSigner

    signing = PortSigner(holder, "x").async_sign_general_data(content, "sha256", detached=not enclosed, use_cades=True)
    return asyncio.run(signing).dump()


def test_a_signature_beside_a_file_is_verified_with_it(officer):
    content = make_paper()
    signature = beside(officer, content)

    verdict = public.verify(signature, content=content)

    assert (verdict.state, verdict.kind, verdict.profile) == (VerdictState.VALID, "cms", "CAdES-B-B")
    assert public.verify(signature, content=content + b" ").findings[0] == "integrity.digest"
    with pytest.raises(public.ContentMissing):
        public.verify(signature)


def test_a_signature_with_its_content_inside_needs_no_file_and_fits_no_other(officer):
    signature = beside(officer, b"1.000.000", enclosed=True)

    assert public.verify(signature).state is VerdictState.VALID
    assert "cms.other_content" in public.verify(signature, content=b"9.000.000").findings


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"0\x82\xff\xff", b"\x89PNG"])
def test_other_files_are_refused_with_what_to_choose(data):
    with pytest.raises(public.NotSigned):
        public.verify(data)
