"""What is put around, beside or into a good signature, so that a reader takes for signed what nobody signed."""

import copy
import io

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from lxml import etree

from tinhso.foundation.signing import public
from tinhso.foundation.signing.public import VerdictState
from tinhso.foundation.signing.tests import forging
from tinhso.foundation.signing.tests.test_attacks import fill, stream, with_field
from tinhso.foundation.signing.tests.test_verify_xml import DS, beside, judged, sign, signed_by_id, text, xades
from tinhso.foundation.signing.trust.checking import check_certificate

pytestmark = pytest.mark.django_db
FORGED = "<MucTroCap>9.000.000</MucTroCap>"
UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"


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


def wrapped(signed, around="<GoiTin/>"):
    """Return a good document with its signature beside it, in a packet."""
    outer = etree.fromstring(around)
    signature = signed.find(f"{DS}Signature")
    outer.append(signed)
    outer.append(signature)
    return outer, signature


def signed_apart(officer):
    """A packet whose signature stands beside the part it covers."""
    outer, _signature = wrapped(signed_by_id(officer))
    return outer


# --- XML: what is covered --------------------------------------------------------------------------------------------


def test_a_signature_beside_the_part_it_covers_is_valid(officer):
    assert judged(text(signed_apart(officer))) == (VerdictState.VALID, set())


@pytest.mark.parametrize("name", ["SignedInfo", "SignatureValue", "KeyInfo"])
def test_a_second_part_of_a_kind_in_a_signature_is_never_valid(officer, name):
    outer, signature = wrapped(signed_by_id(officer), f"<GoiTin>{FORGED}</GoiTin>")
    second = etree.SubElement(signature, f"{DS}{name}")
    if name == "SignedInfo":
        etree.SubElement(second, f"{DS}Reference", URI="")

    assert judged(text(outer))[0] is VerdictState.INVALID


@pytest.mark.parametrize(
    ("around", "said"),
    [
        ('<GoiTin mucTroCap="9.000.000"/>', "GoiTin/@mucTroCap"),
        ("<GoiTin>9.000.000</GoiTin>", "GoiTin/text()"),
        ("<GoiTin><!-- x -->9.000.000</GoiTin>", "GoiTin/text()"),
        ("<GoiTin><?x y?>9.000.000</GoiTin>", "GoiTin/text()"),
        ("<GoiTin><?mau khac?></GoiTin>", "GoiTin/?mau"),
        (f"<GoiTin>{FORGED}</GoiTin>", "GoiTin/MucTroCap"),
    ],
)
def test_whatever_a_packet_says_around_the_signed_part_is_named(officer, around, said):
    outer, _signature = wrapped(signed_by_id(officer), around)

    verdict = public.verify_xml(text(outer))

    assert (verdict.state, verdict.findings) == (VerdictState.UNKNOWN, ("coverage.part",))
    assert said in " ".join(verdict.sentences)


@pytest.mark.parametrize("place", ["signed", "signature"])
def test_words_after_the_signed_part_or_the_signature_are_not_signed(officer, place):
    outer, signature = wrapped(signed_by_id(officer))
    (signature if place == "signature" else outer[0]).tail = "Mức trợ cấp 9.000.000"

    assert judged(text(outer))[0] is not VerdictState.VALID


@pytest.mark.parametrize(
    "added",
    [
        f"<ds:Object xmlns:ds='{DS[1:-1]}'>{FORGED}</ds:Object>",
        f"<ds:Object xmlns:ds='{DS[1:-1]}'>9.000.000</ds:Object>",
        FORGED,
    ],
)
@pytest.mark.parametrize("reference", [None, "#qd"])
def test_what_is_put_into_the_signature_is_not_taken_for_signed(officer, added, reference):
    signed = signed_by_id(officer) if reference else sign(officer, etree.fromstring("<QuyetDinh/>"))
    signed.find(f"{DS}Signature").append(etree.fromstring(added))

    assert judged(text(signed)) == (VerdictState.UNKNOWN, {"coverage.part"})


def test_of_a_signature_around_its_content_only_the_signed_object_counts(officer):
    from signxml import XMLSigner, methods

    signer = XMLSigner(method=methods.enveloping, c14n_algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315")
    content = etree.fromstring("<MucTroCap>1.000.000</MucTroCap>")
    signature = signer.sign(content, key=officer.private, cert=[officer.certificate])
    good = judged(text(signature))
    etree.SubElement(signature, f"{DS}Object").append(etree.fromstring(FORGED))

    assert good == (VerdictState.VALID, set())
    assert judged(text(signature)) == (VerdictState.UNKNOWN, {"coverage.part"})


def test_an_id_of_another_namespace_does_not_turn_the_eye_to_another_part(officer):
    """The verifier takes wsu:Id for an id; so the part that bears it is the one that counts, or there are two."""
    outer, _signature = wrapped(signed_by_id(officer), f'<GoiTin xmlns:wsu="{UTILITY}"/>')
    forged = etree.SubElement(outer, "QuyetDinh")
    forged.append(etree.fromstring(FORGED))
    forged.set(f"{{{UTILITY}}}Id", "qd")
    twins = judged(text(outer))
    outer[0].set("id", outer[0].attrib.pop("Id"))

    assert twins[0] is VerdictState.INVALID
    assert judged(text(outer))[0] is VerdictState.INVALID


def test_properties_nobody_signed_tell_no_time_and_no_level(officer):
    signed, lent = sign(officer, etree.fromstring("<QuyetDinh/>")), xades(officer)
    holder = lent.find(f".//{DS}Signature/{DS}Object")
    signed.find(f"{DS}Signature").append(copy.deepcopy(holder))

    report = public.verify_xml(text(signed)).signatures[0]

    assert (report.profile, report.signed_at) == ("XMLDSig", None)


# --- PDF: what a field shows -----------------------------------------------------------------------------------------


def redraw(writer):
    """Give the field another picture and leave its value alone."""
    from pyhanko.pdf_utils import generic

    field = next(one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object().get("/T") == "So")
    look = stream(b"BT (9.000.000) Tj ET")
    look["/Type"], look["/Subtype"] = generic.pdf_name("/XObject"), generic.pdf_name("/Form")
    look["/BBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 210, 20)))
    field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def hide(writer):
    from pyhanko.pdf_utils import generic

    field = next(one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object().get("/T") == "So")
    field["/F"] = generic.NumberObject(2)
    writer.update_container(field)


@pytest.mark.parametrize("change", [redraw, hide])
def test_a_filled_field_does_not_look_otherwise_after_signing(officer, change):
    signed = forging.sign_elsewhere(officer, with_field("1.000.000"))

    verdict = public.verify_pdf(forging.update(signed, change))

    assert verdict.state is VerdictState.INVALID
    assert "changed.field" in verdict.findings or "changed.content" in verdict.findings
    assert verdict.changed_after


def test_a_picture_redrawn_in_place_is_noticed(officer):
    """The reference stays the same, and so does the value: only the bytes of the drawing differ."""
    drawn = forging.update(with_field("1.000.000"), redraw)

    def in_place(writer):
        field = next(
            one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object().get("/T") == "So"
        )
        reference = field["/AP"].raw_get("/N")
        look = reference.get_object()
        look._data, look._encoded_data = b"BT (1.000.000) Tj ET", None
        writer.mark_update(reference)

    state, findings = _pdf(forging.update(forging.sign_elsewhere(officer, drawn), in_place))

    assert state is VerdictState.INVALID
    assert findings & {"changed.field", "changed.content"}


def test_an_empty_field_drawn_over_after_signing_is_told(officer):
    signed = forging.sign_elsewhere(officer, with_field())

    verdict = public.verify_pdf(forging.update(signed, redraw))

    assert (verdict.state, verdict.findings) == (VerdictState.UNKNOWN, ("drawn",))
    assert verdict.signatures[0].changes == ("Ô «So» để trống, được vẽ thêm hình.",)


def test_more_fields_than_can_be_compared_are_not_called_unchanged(officer):
    signed = forging.sign_elsewhere(officer, _with_many(with_field(), 3001))

    assert _pdf(forging.update(signed, fill("15"))) == (VerdictState.UNKNOWN, {"changes.unread"})


def _with_many(pdf, count):
    import pypdf
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    fields = writer._root_object["/AcroForm"]["/Fields"]
    for number in range(count):
        one = DictionaryObject({NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject(f"o{number}")})
        fields.append(writer._add_object(one))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _pdf(data):
    verdict = public.verify_pdf(data)
    return verdict.state, set(verdict.findings)


# --- certificates that cannot be read, and too many signatures -------------------------------------------------------


def _on_sm2(holder):
    """Return a certificate that names the curve SM2, which no library here knows."""
    der = forging.make_holder("Phạm Văn Thử").certificate.public_bytes(forging.Encoding.DER)
    p256, sm2 = bytes.fromhex("06082a8648ce3d030107"), bytes.fromhex("06082a811ccf5501822d")
    assert p256 in der
    del holder
    return der.replace(p256, sm2)


def _without_issuer(holder):
    """Return the certificate with an issuer's name in an old character set, which some libraries cannot read."""
    found = asn1_x509.Certificate.load(holder.certificate.public_bytes(forging.Encoding.DER)).copy()
    found["tbs_certificate"]["issuer"] = asn1_x509.Name.build({"common_name": "QQQQ"})
    return found.dump(force=True).replace(b"\x0c\x04QQQQ", b"\x14\x04\xe9\xe9\xe9\xe9")  # TeletexString


@pytest.mark.parametrize("made", [_on_sm2, _without_issuer])
def test_a_certificate_that_cannot_be_read_gets_an_answer_not_a_fault(officer, made):
    import base64

    signed = sign(officer, etree.fromstring("<QuyetDinh/>"))
    signed.find(f".//{DS}X509Certificate").text = base64.b64encode(made(officer)).decode()

    one = public.verify_xml(text(signed))
    _name, among = next(iter(public.verify_many([("a", text(signed))])))

    assert one.state is not VerdictState.VALID
    assert among.state is one.state


def test_the_register_refuses_what_it_cannot_read_in_words(officer):
    from tinhso.kernel import clock

    checked = check_certificate(_on_sm2(officer), now=clock.now(), ask=False)

    assert (checked.key, len(checked.problems)) == ("", 2)
    with pytest.raises(public.CertificateUnreadable):
        check_certificate(_without_issuer(officer), now=clock.now(), ask=False)


def test_more_signatures_than_are_looked_at_leave_the_answer_open(officer):
    whole = cms.ContentInfo.load(beside(officer, b"1.000.000", enclosed=True))
    signers = whole["content"]["signer_infos"]
    for _again in range(40):
        signers.append(signers[0].copy())

    verdict = public.verify(whole.dump(force=True))

    assert verdict.state is VerdictState.UNKNOWN
    assert "signatures.more" in verdict.findings
