"""What a stranger may send, and by which rule it is refused."""

import base64
import io
import re
import zipfile

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.testing import PDF, TestSeal, make_packet, make_seal, make_status

Rule = edxml.Rule


def refused(data, limits=edxml.LIMITS):
    with pytest.raises(edxml.PacketRefused) as caught:
        edxml.read(data, limits=limits)
    assert caught.value.code == f"edxml.{caught.value.rule.value}"
    assert caught.value.sentence
    return caught.value.rule


def letter(**changes):
    return edxml.write(make_packet(**changes))


def swapped(old, new, data=None):
    data = data if data is not None else letter()
    changed = data.replace(old.encode(), new.encode())
    assert changed != data
    return changed


def test_entities_and_document_types_are_refused_before_anything_is_built():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    body = letter().split(b"\n", 1)[1]
    assert refused(f'<!DOCTYPE edXML [<!ENTITY e0 "x">{bomb}]>'.encode() + body) is Rule.DTD
    assert refused(b'<!DOCTYPE edXML SYSTEM "file:///etc/passwd">' + body) is Rule.DTD
    assert refused(b'<!DOCTYPE edXML [<!ENTITY x SYSTEM "http://127.0.0.1/">]>' + body) is Rule.DTD
    assert refused(b"<?xml-stylesheet href='x'?>" + body) is Rule.INSTRUCTION
    assert refused('<?xml version="1.0" encoding="UTF-16"?>'.encode("utf-16")) in (Rule.XML, Rule.ENCODING)
    assert refused(b'<?xml version="1.0" encoding="windows-1258"?>' + body) is Rule.ENCODING


@pytest.mark.parametrize("data", [b"", b"<", b"PK\x03\x04", b"{}", letter()[:-20], letter() + b"<x/>", b"\xff" * 40])
def test_what_is_no_xml_is_refused(data):
    assert refused(data) is Rule.XML


def test_another_vocabulary_is_refused():
    assert refused(b'<EdXMLEnvelope xmlns="http://www.go.vn/eDoc"/>') is Rule.NAMESPACE
    assert refused(swapped("QCVN_102_2016", "QCVN_102_2017")) is Rule.NAMESPACE
    assert refused(swapped("<edXML:Subject>", '<x:a xmlns:x="urn:x"></x:a><edXML:Subject>')) is Rule.NAMESPACE
    assert refused(edxml.write_status(make_status())) is Rule.STRUCTURE


def test_depth_elements_and_text_are_bounded():
    deep = "<edXML:A>" * 100 + "</edXML:A>" * 100
    assert refused(swapped("<edXML:Subject>", f"{deep}<edXML:Subject>")) is Rule.DEPTH
    many = "<edXML:A></edXML:A>" * 50_000
    assert refused(swapped("<edXML:Subject>", f"{many}<edXML:Subject>")) is Rule.ELEMENTS
    assert refused(swapped("<edXML:Subject>", f"<edXML:Subject>{'x' * 70_000}")) is Rule.TEXT
    assert refused(swapped("<edXML:Subject>", f"<edXML:Subject>{'x' * 3_000}")) is Rule.TEXT
    assert refused(swapped("<edXML:From>", f'<edXML:From x="{"y" * 3_000_000}">')) is Rule.TEXT
    assert refused(letter(), edxml.Limits(packet=500)) is Rule.TOO_LARGE


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("2026/01/05<", "2026-01-05<", Rule.DATE),
        ("2026/01/05<", "2026/13/05<", Rule.DATE),
        ("2026/01/05<", "0026/01/05<", Rule.DATE),
        ("2026/01/05<", "2026/02/30<", Rule.DATE),
        ("08:00:00", "25:00:00", Rule.DATE),
        ("<edXML:Priority>1", "<edXML:Priority>9", Rule.CODE),
        ("<edXML:Priority>1", "<edXML:Priority>-1", Rule.CODE),
        ("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>7", Rule.CODE),
        ("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>1", Rule.MISSING),
        ("<edXML:BussinessDocType>0", "<edXML:BussinessDocType>3", Rule.MISSING),
        ("<edXML:SteeringType>0", "<edXML:SteeringType>x", Rule.CODE),
        ("<edXML:OrganId>H61.21<", "<edXML:OrganId>so-tu-phap<", Rule.AGENCY),
        ("<edXML:OrganId>H61.21<", "<edXML:OrganId><", Rule.AGENCY),
        ("<edXML:CodeNumber>12<", "<edXML:CodeNumber> <", Rule.MISSING),
        ("edXML:From>", "edXML:Frm>", Rule.MISSING),
        ("<edXML:Subject>", "<edXML:Subject>x</edXML:Subject><edXML:Subject>", Rule.STRUCTURE),
        ("<ContentType>application/pdf<", "<ContentType>a b<", None),
        ("<edXML:ContentType>application/pdf<", "<edXML:ContentType>a b<", Rule.CODE),
    ],
)
def test_words_of_another_form_are_refused_by_their_rule(old, new, rule):
    changed = swapped(old, new)
    if rule is None:
        assert edxml.read(changed).attachments[0].media_type == "application/pdf"
    else:
        assert refused(changed) is rule


@pytest.mark.parametrize(
    "name",
    [
        "../x.pdf",
        "/etc/passwd",
        "..\\x.pdf",
        "C:x.pdf",
        "a/b.pdf",
        "..",
        ".",
        "x\u202efdp.exe",
        " x.pdf",
        "x" * 300,
        "a\tb.pdf",
        "x\u200b.pdf",
    ],
)
def test_names_that_lead_elsewhere_or_mislead_are_refused(name):
    data = letter().replace(b"12-UBND-VX.pdf", name.encode())
    if name == " x.pdf":
        assert edxml.read(data).attachments[0].name == "x.pdf"
    else:
        assert refused(data) is Rule.NAME


def test_files_and_manifest_must_name_each_other():
    assert refused(re.sub(rb"<edXML:Reference>.*?</edXML:Reference>", b"", letter(), count=1)) is Rule.MANIFEST
    assert refused(re.sub(rb"<Attachment>.*?</Attachment>", b"", letter(), count=1)) is Rule.MANIFEST
    assert refused(re.sub(rb"(<Attachment>.*?</Attachment>)", rb"\1\1", letter(), count=1)) is Rule.MANIFEST
    assert refused(swapped("<AttachmentName>12-UBND-VX.pdf", "<AttachmentName>13.pdf")) is Rule.MANIFEST
    assert (
        refused(re.sub(rb"(2016\">)[A-Za-z0-9+/=]+(</edXML:ContentTransferEncoded>)", rb"\1\2", letter(), count=1))
        is Rule.MANIFEST
    )


def test_broken_base64_is_refused_and_line_breaks_are_not():
    encoded = base64.b64encode(PDF)
    assert refused(letter().replace(encoded, encoded[:-5] + b"*" + encoded[-4:])) is Rule.BASE64
    assert refused(letter().replace(encoded, encoded[:-1])) is Rule.BASE64
    folded = b"\r\n".join(encoded[n : n + 7] for n in range(0, len(encoded), 7))
    assert edxml.read(letter().replace(encoded, folded)).attachments[0].open().read() == PDF


def test_too_many_and_too_big_files_are_refused():
    many = tuple(edxml.attach(PDF + bytes([n]), name=f"{n}.pdf", media_type="application/pdf") for n in range(60))
    assert refused(letter(attachments=many)) is Rule.ATTACHMENTS
    assert refused(letter(), edxml.Limits(attachment=10)) is Rule.ATTACHMENT_TOO_LARGE
    assert refused(letter(), edxml.Limits(attached=60)) is Rule.ATTACHMENT_TOO_LARGE


def archive(members, *, method=zipfile.ZIP_DEFLATED, change=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            if change:
                change(info)
            made.writestr(info, data)
    return out.getvalue()


def zipped(data, name="ho-so.zip", kind="application/zip"):
    return letter(attachments=(edxml.attach(data, name=name, media_type=kind),))


def test_archives_that_swell_or_lead_out_are_refused():
    assert refused(zipped(archive({"a": b"\0" * 50_000_000}))) is Rule.ZIP_BOMB
    assert refused(zipped(archive({f"{n}": b"" for n in range(3000)}))) is Rule.ZIP_BOMB
    for name in ("../../etc/cron.d/x", "/etc/passwd", "a/../../b", "C:/x", "..\\x"):
        assert refused(zipped(archive({name: b"x"}))) is Rule.NAME
    assert (
        refused(
            zipped(archive({"l": b"/etc/passwd"}, change=lambda one: setattr(one, "external_attr", 0o120777 << 16)))
        )
        is Rule.NAME
    )
    assert refused(zipped(b"PK\x03\x04" + b"x" * 50)) is Rule.ZIP
    assert edxml.read(zipped(archive({"a/b.pdf": PDF}))).attachments[0].name == "ho-so.zip"


def test_a_file_packed_for_the_way_is_unpacked():
    packed = swapped(
        "<ContentType>application/pdf",
        "<ContentType>application/zip",
        zipped(archive({"x-1.pdf": PDF}), "12.pdf", "application/pdf"),
    )

    found = edxml.read(packed).attachments[0]

    assert (found.name, found.media_type, found.open().read()) == ("12.pdf", "application/pdf", PDF)
    two = swapped(
        "<ContentType>application/pdf",
        "<ContentType>application/zip",
        zipped(archive({"a": b"1", "b": b"2"}), "12.pdf", "application/pdf"),
    )
    assert refused(two) is Rule.ZIP


def test_a_lying_archive_gives_no_more_than_it_says():
    honest = archive({"x": b"\0" * 900_000})
    lying = honest.replace((900_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    packed = swapped(
        "<ContentType>application/pdf", "<ContentType>application/zip", zipped(lying, "12.pdf", "application/pdf")
    )
    assert refused(packed) is Rule.ZIP


def test_a_damaged_archive_is_refused():
    held = bytearray(archive({"a.pdf": PDF * 50}))
    held[40:60] = bytes(one ^ 0xFF for one in held[40:60])
    packed = swapped(
        "<ContentType>application/pdf", "<ContentType>application/zip", zipped(bytes(held), "12.pdf", "application/pdf")
    )
    assert refused(packed) is Rule.ZIP


def test_a_tag_or_a_comment_without_end_is_not_held_in_memory():
    long = b"y" * 40_000_000
    head, tail = letter().split(b"<edXML:From>")
    for part in (b'<edXML:From x="' + long + b'">', b"<!--" + long + b"--><edXML:From>"):
        source = io.BytesIO(head + part + tail)
        assert refused(source) is Rule.TEXT
        assert source.tell() < 12_000_000  # no more was read of it


def test_an_attribute_of_no_known_vocabulary_is_refused():
    data = edxml.write(make_packet(), seal=make_seal())
    assert refused(swapped("<edXML:From>", '<edXML:From foo:x="1">', data)) is Rule.NAMESPACE
    assert refused(swapped('<Reference URI=""', '<Reference foo:x="1" URI=""', data)) is Rule.NAMESPACE


def test_a_seal_with_a_key_nobody_knows_is_refused():
    rsa, unknown = bytes.fromhex("06092a864886f70d010101"), bytes.fromhex("06092a864886f70d010163")
    der = make_seal().chain()[0]
    assert rsa in der
    held, odd = base64.b64encode(der), base64.b64encode(der.replace(rsa, unknown))
    data = edxml.write(make_packet(), seal=make_seal())
    assert held in data
    assert refused(data.replace(held, odd)) is Rule.SIGNATURE


def test_a_packet_changed_after_its_seal_is_refused():
    data = edxml.write(make_packet(), seal=make_seal())
    assert refused(swapped("Vĩnh Long", "Vĩnh Lang", data)) is Rule.DIGEST
    assert (
        refused(data.replace(base64.b64encode(PDF), base64.b64encode(PDF.replace(b"1 0 obj", b"2 0 obj"))))
        is Rule.DIGEST
    )
    assert refused(swapped("<edXML:Subject>", "<edXML:Subject> ", data)) is Rule.DIGEST
    assert edxml.read(swapped("<edXML:Subject>", "<!-- x --><edXML:Subject>", data)).signature


def test_a_seal_that_does_not_fit_is_refused():
    data = edxml.write(make_packet(), seal=make_seal())
    other = edxml.write(make_packet(), seal=TestSeal())
    value = re.compile(rb"<SignatureValue>.*?</SignatureValue>")
    certificate = re.compile(rb"<X509Certificate>.*?</X509Certificate>")

    assert refused(value.sub(value.search(other)[0], data)) is Rule.SIGNATURE
    assert refused(certificate.sub(certificate.search(other)[0], data)) is Rule.SIGNATURE
    assert refused(certificate.sub(b"", data)) is Rule.SIGNATURE
    assert refused(swapped("rsa-sha256", "hmac-sha256", data)) is Rule.SIGNATURE
    assert refused(swapped("rsa-sha256", "ecdsa-sha256", data)) is Rule.SIGNATURE
    assert refused(data.replace(b'URI=""', b'URI="#a"')) is Rule.SIGNATURE
    xslt = b'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></Transform></Transforms>'
    assert refused(data.replace(b"</Transforms>", xslt)) is Rule.SIGNATURE


def test_a_seal_moved_or_doubled_is_refused():
    data = edxml.write(make_packet(), seal=make_seal())
    signature = re.search(rb"<Signature .*?</Signature>", data)[0]

    assert refused(data.replace(signature, signature * 2)) is Rule.STRUCTURE
    assert (
        refused(data.replace(signature, b"").replace(b"<edXML:Subject>", signature + b"<edXML:Subject>"))
        is Rule.STRUCTURE
    )
    assert refused(data.replace(signature, b"").replace(b"</edXML>", signature + b"</edXML>")) is Rule.STRUCTURE


def test_a_packet_without_a_seal_is_refused_where_one_is_needed():
    assert refused(letter(), edxml.Limits(needs_signature=True)) is Rule.UNSIGNED
    assert edxml.read(edxml.write(make_packet(), seal=make_seal()), limits=edxml.Limits(needs_signature=True)).signature


class OldSeal(TestSeal):
    """Signs with SHA-1, as packets of ten years ago."""


def test_a_seal_with_sha1_is_verified_and_said_to_be_weak():
    seal = make_seal()
    data = edxml.write(make_packet(), seal=seal)
    info = re.search(rb"<SignedInfo>.*?</SignedInfo>", data)[0]
    old = info.replace(
        b"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", b"http://www.w3.org/2000/09/xmldsig#rsa-sha1"
    )
    canonical = old.replace(
        b"<SignedInfo>",
        b'<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">',
    )
    value = base64.b64encode(seal.key.sign(canonical, padding.PKCS1v15(), hashes.SHA1()))
    aged = re.sub(
        rb"<SignatureValue>.*?</SignatureValue>",
        b"<SignatureValue>" + value + b"</SignatureValue>",
        data.replace(info, old),
    )

    assert edxml.read(aged).signature.is_weak
    assert not edxml.read(data).signature.is_weak


SEALED = edxml.write(make_packet(), seal=make_seal())


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_damage_to_a_packet_does_more_than_be_refused(data):
    at = data.draw(st.integers(0, len(SEALED) - 1))
    length = data.draw(st.integers(0, 40))
    instead = data.draw(
        st.binary(max_size=40) | st.sampled_from([b"<", b"&x;", b"<!--", b"]]>", b"<edXML:To>", b'xmlns=""'])
    )
    broken = SEALED[:at] + instead + SEALED[at + length :]

    try:
        found = edxml.read(broken)
    except edxml.PacketRefused:
        return
    assert found == edxml.read(
        SEALED
    )  # a damage outside of what counts: the declaration, a comment, white space in the seal


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=400))
def test_no_bytes_do_more_than_be_refused(data):
    with pytest.raises(edxml.PacketRefused):
        edxml.read(data)
