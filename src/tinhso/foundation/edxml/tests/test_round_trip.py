"""What is written is read again as it was, in the form the regulation gives it."""

import hashlib
import io
import shutil
import subprocess
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.edxml.canonical import EXCLUSIVE, INCLUSIVE
from tinhso.foundation.edxml.data import DSIG, NAMESPACE
from tinhso.foundation.edxml.signatures import digest_of
from tinhso.foundation.edxml.testing import make_packet, make_seal, make_status
from tinhso.kernel.text import clean_block, clean_line

needs_xmlsec1 = pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="Debian package xmlsec1 is not installed")
E = f"{{{NAMESPACE}}}"


def test_a_letter_is_read_as_it_was_written():
    packet = make_packet()

    again = edxml.read(edxml.write(packet))

    assert again == packet
    assert [one.open().read() for one in again.attachments] == [one.open().read() for one in packet.attachments]
    assert again.signature is None


def test_the_elements_stand_in_the_order_of_the_regulation():
    root = etree.fromstring(edxml.write(make_packet(), seal=make_seal()))

    assert root.tag == f"{E}edXML" and root.prefix is None
    assert [child.tag for child in root] == [f"{E}edXMLEnvelope", f"{E}AttachmentEncoded"]
    header = root.find(f"{E}edXMLEnvelope/{E}edXMLHeader")
    assert [(child.tag, child.prefix) for child in header] == [
        (f"{E}MessageHeader", "edXML"),
        (f"{E}TraceHeaderList", "edXML"),
        (f"{{{DSIG}}}Signature", None),
    ]
    words = [child.tag.removeprefix(E) for child in header[0]]
    assert (
        words
        == "From To To DocumentId Code PromulgationInfo DocumentType Subject Content SignerInfo ResponseFor DueDate OtherInfo SteeringType ToPlaces".split()
    )
    assert header.find(f".//{E}Bussiness/{E}BussinessDocType").text == "0"
    assert header.find(f".//{E}PromulgationDate").text == "2026/01/05"
    assert header.find(f".//{E}TraceHeader/{E}Timestamp").text == "2026/01/05 08:00:00"
    attachment = root.find(f"{E}AttachmentEncoded/{E}Attachment")
    assert [(child.tag.removeprefix(E), child.prefix) for child in attachment] == [
        ("ContentId", None),
        ("AttachmentName", None),
        ("Description", None),
        ("ContentType", None),
        ("ContentTransferEncoded", "edXML"),
    ]


@pytest.mark.parametrize(
    "act",
    [
        edxml.Act(edxml.Business.RECALL, "Ban hành nhầm", document_id="H61,2026/01/05,12/UBND-VX"),
        edxml.Act(
            edxml.Business.UPDATE,
            "Bổ sung nơi nhận",
            document_id="H61,2026/01/05,12/UBND-VX",
            changes=edxml.Changes(True, True, (("H61.22", 0), ("H61.23", 1))),
        ),
        edxml.Act(
            edxml.Business.REPLACE,
            "Thay thế",
            paper_follows=True,
            replaces=(edxml.Replacement("H61,2026/01/05,11/UBND-VX", ("H61.21", "000.00.22.H61")),),
            staff=edxml.Staff("Văn phòng", "Lê Thị Mẫu", "a@example.vn", "0270"),
        ),
    ],
)
def test_recall_update_and_replacement_keep_what_they_concern(act):
    assert edxml.read(edxml.write(make_packet(act=act))).act == act


@pytest.mark.parametrize("code", list(edxml.StatusCode))
def test_a_status_message_is_read_as_it_was_written(code):
    status = make_status(code, staff=edxml.Staff("Văn thư", "Lê Thị Mẫu", "", "0270"), description="Đã vào sổ\nSố 15")
    data = edxml.write_status(status, seal=make_seal())

    assert edxml.read_status(data) == status
    assert edxml.is_status(data)
    assert not edxml.is_status(edxml.write(make_packet()))


lines = st.text(max_size=60).map(clean_line)
needed = lines.filter(bool)
days = st.dates(date(1946, 1, 1), date(2150, 1, 1))
names = (
    st.from_regex(r"[A-Za-z0-9À-ỹ ()_-]{1,40}", fullmatch=True)
    .map(clean_line)
    .filter(bool)
    .map(lambda one: f"{one}.pdf")
)
agencies = st.builds(
    edxml.Agency, st.sampled_from(["H61", "H61.21", "000.00.21.H61", "G22.99.01"]), lines, lines, lines
)
packets = st.builds(
    make_packet,
    sender=agencies,
    receivers=st.lists(agencies, min_size=1, max_size=4).map(tuple),
    number=st.from_regex(r"[0-9]{1,5}", fullmatch=True),
    notation=lines.map(lambda one: clean_line(one[:60])),
    subject=needed,
    content=st.text(max_size=200).map(clean_block),
    promulgated_on=days,
    due_on=st.none() | days,
    to_places=st.lists(needed, max_size=3).map(tuple),
    traces=st.lists(
        st.builds(
            edxml.Trace,
            st.just("H61"),
            st.integers(600_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
        ),
        max_size=3,
    ).map(tuple),
    attachments=st.lists(
        st.builds(
            lambda data, name: edxml.attach(data, name=name, media_type="application/pdf"),
            st.binary(min_size=1, max_size=300).filter(lambda one: one[:2] != b"PK"),
            names,
        ),
        max_size=3,
        unique_by=lambda one: one.content_id,
    ).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packet=packets)
def test_any_letter_is_read_as_it_was_written_and_its_seal_holds(packet):
    data = edxml.write(packet, seal=make_seal(is_ecdsa=True))

    again = edxml.read(data)

    assert again == packet
    assert again.signature.algorithm == "ecdsa-sha256"
    assert (
        edxml.write(again, seal=make_seal()).replace(b"\n", b"")[:200]
        == edxml.write(packet, seal=make_seal()).replace(b"\n", b"")[:200]
    )
    assert edxml.write(again) == edxml.write(packet)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packet=packets)
def test_what_is_written_is_its_own_canonical_form(packet):
    data = edxml.write(packet)

    canonical = etree.tostring(etree.fromstring(data), method="c14n", exclusive=True)

    assert data.split(b"\n", 1)[1] == canonical
    for form, exclusive in ((EXCLUSIVE, True), (INCLUSIVE, False)):
        expected = etree.tostring(etree.fromstring(data), method="c14n", exclusive=exclusive)
        assert digest_of(io.BytesIO(data), form=form, name="sha256", limit=10**7) == hashlib.sha256(expected).digest()


NAMES = ["a", "p:a", "q:b", "c"]


@st.composite
def trees(draw, depth=0):
    name = draw(st.sampled_from(NAMES))
    declared = draw(
        st.dictionaries(
            st.sampled_from(["xmlns", "xmlns:p", "xmlns:q"]), st.sampled_from(["urn:1", "urn:2"]), max_size=3
        )
    )
    if depth == 0:
        declared = {"xmlns:p": "urn:1", "xmlns:q": "urn:3", **declared}
    values = st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n&<>\"'"), max_size=8
    )
    plain = draw(st.dictionaries(st.sampled_from(["x", "y", "z"]), values, max_size=3))
    if draw(st.booleans()):
        plain["p:x"] = draw(values)
    inside = draw(st.lists(trees(depth=depth + 1), max_size=2)) if depth < 3 else []
    texts = [draw(values) for _ in range(len(inside) + 1)]
    head = "".join(f' {key}="{_value(value)}"' for key, value in {**declared, **plain}.items())
    body = _text(texts[0]) + "".join(
        one + _text(text) + "<!-- c -->" for one, text in zip(inside, texts[1:], strict=True)
    )
    return f"<{name}{head}>{body}</{name}>"


def _text(value):
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _value(value):
    return _text(value).replace('"', "&quot;")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tree=trees())
def test_our_canonical_form_is_that_of_libxml2_for_any_document(tree):
    for form, exclusive in ((EXCLUSIVE, True), (INCLUSIVE, False)):
        expected = etree.tostring(
            etree.fromstring(tree.encode()), method="c14n", exclusive=exclusive, with_comments=False
        )
        assert (
            digest_of(io.BytesIO(tree.encode()), form=form, name="sha256", limit=10**7)
            == hashlib.sha256(expected).digest()
        )


@needs_xmlsec1
@pytest.mark.parametrize("is_ecdsa", [False, True])
def test_xmlsec1_says_our_seal_holds_and_sees_a_change(tmp_path, is_ecdsa):
    seal = make_seal(is_ecdsa=is_ecdsa)
    data = edxml.write(make_packet(), seal=seal)
    pem = tmp_path / "own.pem"
    pem.write_text(edxml.read(data).signature.certificate)

    def says(content):
        packet = tmp_path / "packet.edxml"
        packet.write_bytes(content)
        done = subprocess.run(
            ["xmlsec1", "--verify", "--pubkey-cert-pem", pem, "--enabled-key-data", "rsa,ecdsa,ec", packet],
            capture_output=True,
            check=False,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    assert says(data)[0] == 0, says(data)[1]
    assert says(data.replace("Vĩnh Long".encode(), "Vĩnh Lang".encode()))[0] != 0


@needs_xmlsec1
def test_xmlsec1_says_the_seal_of_a_status_holds(tmp_path):
    data = edxml.write_status(make_status(), seal=make_seal())
    (tmp_path / "own.pem").write_text(edxml.read_status(data).signature.certificate)
    (tmp_path / "status.edxml").write_bytes(data)

    done = subprocess.run(
        ["xmlsec1", "--verify", "--pubkey-cert-pem", "own.pem", "status.edxml"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_seal_survives_another_programs_way_of_writing_the_same_packet():
    data = edxml.write(make_packet(), seal=make_seal())

    rewritten = etree.tostring(etree.fromstring(data), xml_declaration=True, encoding="UTF-8", standalone=True)

    assert rewritten != data
    assert edxml.read(rewritten).signature is not None


def test_a_seal_in_the_namespace_of_the_axis_samples_is_written_and_understood():
    data = edxml.write(make_packet(), seal=make_seal(), style=edxml.Style.SAMPLES)

    assert edxml.read(data).signature.algorithm == "rsa-sha256"
    signature = etree.fromstring(data).find(f".//{E}Signature")
    assert signature.prefix is None and signature[0].tag == f"{E}SignedInfo"


def test_a_big_file_goes_through_in_pieces(tmp_path):
    size = 40 * 1024 * 1024
    big = tmp_path / "big.bin"
    with big.open("wb") as out:
        out.truncate(size)
    digest = hashlib.sha256(b"\0" * size).hexdigest()
    one = edxml.Attachment("cid:big", "big.pdf", "application/pdf", size, digest, open=lambda: big.open("rb"))
    packet = make_packet(attachments=(one,))
    import tracemalloc

    tracemalloc.start()
    with (tmp_path / "packet.edxml").open("wb") as out:
        edxml.write_to(packet, out, seal=make_seal())
    with (tmp_path / "packet.edxml").open("rb") as stream:
        again = edxml.read(stream)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert again.attachments[0].sha256 == digest
    assert peak < 24 * 1024 * 1024


@pytest.mark.parametrize(
    ("old", "new"),
    [("000.00.00.H61", "H61"), ("000.00.16.H61", "H61.16"), ("000.29.26.H61", "H61.26.29")],
)
def test_old_and_new_codes_name_the_same_agency(old, new):
    assert edxml.to_new(old) == new
    assert edxml.to_old(new) == old
    assert edxml.known_as(new) == (new, old)


def test_a_code_with_a_gap_or_letters_has_no_other_form():
    assert edxml.to_new("002.00.20.H13") == ""
    assert edxml.to_old("H61.A1") == ""
    assert not edxml.is_code("Z61") and not edxml.is_code("H61." + "21." * 20)
