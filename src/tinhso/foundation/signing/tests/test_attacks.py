"""What forgers do to signed PDFs, and that each gets the right answer. Every attack file is built here."""

import io
import re
import zlib
from datetime import timedelta

import pytest

from tinhso.foundation.signing import public
from tinhso.foundation.signing.public import Appearance, TimeSource, Trust, VerdictState
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.foundation.signing.tests import forging
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


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
    return forging.make_holder("Phạm Văn Thử", root)


@pytest.fixture
def signed(officer):
    return forging.sign_as(officer, make_paper("leader"), name="Phạm Văn Thử", anchor="leader")


def judged(data, **options):
    verdict = public.verify_pdf(data, **options)
    return verdict.state, set(verdict.findings)


def test_the_untouched_document_is_valid(signed):
    assert judged(signed) == (VerdictState.VALID, set())


# --- what was appended after signing ---------------------------------------------------------------------------------


def stream(data):
    from pyhanko.pdf_utils import generic

    return generic.StreamObject(stream_data=data)


def page_of(writer, number=0):
    return writer.find_page_for_modification(number)[0].get_object()


def write_over(writer):
    writer.add_stream_to_page(0, writer.add_object(stream(b"BT /F1 12 Tf 100 100 Td (1.000.000.000) Tj ET")))


def replace_text(writer):
    from pyhanko.pdf_utils import generic

    page = page_of(writer)
    page["/Contents"] = writer.add_object(stream(b"BT /F1 13 Tf 90 700 Td (QUYET DINH KHAC) Tj ET"))
    writer.update_container(page)
    assert isinstance(page, generic.DictionaryObject)


def stick_note(writer):
    from pyhanko.pdf_utils import generic

    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (90, 650, 500, 720))),
            generic.pdf_name("/Contents"): generic.TextStringObject("1.000.000.000"),
        }
    )
    writer.register_annotation(page_of(writer).container_ref, writer.add_object(note))


def add_page(writer):
    from pyhanko.pdf_utils.writer import PageObject

    writer.insert_page(PageObject(contents=writer.add_object(stream(b"")), media_box=(0, 0, 595, 842)))


def drop_page(writer):
    pages = writer.root["/Pages"]
    from pyhanko.pdf_utils import generic

    pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[:-1])
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) - 1)
    writer.update_container(pages)


def other_root(writer):
    """Replace the whole tree of pages: what a "hide and replace" shadow attack switches to."""
    from pyhanko.pdf_utils import generic

    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            generic.pdf_name("/Contents"): writer.add_object(stream(b"BT (1.000.000.000) Tj ET")),
        }
    )
    pages = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Pages"),
            generic.pdf_name("/Count"): generic.NumberObject(1),
            generic.pdf_name("/Kids"): generic.ArrayObject([writer.add_object(page)]),
        }
    )
    writer.root["/Pages"] = writer.add_object(pages)
    writer.update_root()


@pytest.mark.parametrize("change", [write_over, replace_text, stick_note, add_page, other_root])
def test_whatever_is_added_or_replaced_after_signing_makes_it_invalid(signed, change):
    state, findings = judged(forging.update(signed, change))

    assert state is VerdictState.INVALID
    assert "changed.content" in findings


def test_the_answer_says_what_was_changed(signed):
    more = public.verify_pdf(forging.update(signed, add_page)).signatures[0]
    text = public.verify_pdf(forging.update(signed, replace_text)).signatures[0]
    note = public.verify_pdf(forging.update(signed, stick_note)).signatures[0]

    assert "Số trang đổi từ 1 thành 2." in more.changes
    assert "Nội dung trang 1 bị đổi." in text.changes
    assert note.changes == ("Thêm 1 ghi chú hoặc hình đè lên trang.",)


def test_a_page_removed_after_signing_is_noticed(officer):
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_paper("leader")))
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    signed = forging.sign_as(officer, out.getvalue(), name="Phạm Văn Thử", anchor="leader")

    report = public.verify_pdf(forging.update(signed, drop_page)).signatures[0]

    assert report.state is VerdictState.INVALID
    assert "Số trang đổi từ 2 thành 1." in report.changes


def test_what_was_hidden_under_something_and_laid_bare_after_signing_is_noticed(officer):
    """Shadow attack "hide": the signed page shows a cover, the update empties the cover."""
    from pyhanko.pdf_utils import generic

    cover = {}

    def hide(writer):
        ref = writer.add_object(stream(b"1 g 0 600 600 200 re f"))
        cover["id"] = ref.reference.idnum
        writer.add_stream_to_page(0, ref)

    signed = forging.sign_as(officer, forging.update(make_paper("leader"), hide), name="Phạm Văn Thử", anchor="leader")

    def uncover(writer):
        found = writer.get_object(generic.Reference(cover["id"], 0, writer))
        found._data = b" "
        found._encoded_data = None
        writer.mark_update(generic.Reference(cover["id"], 0, writer))

    state, findings = judged(forging.update(signed, uncover))

    assert state is VerdictState.INVALID
    assert "changed.content" in findings


def test_reason_and_name_rewritten_after_signing_are_noticed(signed):
    def rewrite(writer):
        from pyhanko.pdf_utils import generic

        dictionary = writer.root["/AcroForm"]["/Fields"][0]["/V"]
        dictionary["/Reason"] = generic.TextStringObject("Hủy bỏ quyết định")
        dictionary["/Name"] = generic.TextStringObject("Chủ tịch nước")
        writer.update_container(dictionary)

    assert judged(forging.update(signed, rewrite))[0] is VerdictState.INVALID


def test_a_signature_taken_out_leaves_a_trace(signed):
    def take_out(writer):
        del writer.root["/AcroForm"]
        writer.update_root()

    verdict = public.verify_pdf(forging.update(signed, take_out))

    assert verdict.state is VerdictState.UNSIGNED
    assert "signature_removed" in verdict.findings
    assert "đã bị gỡ bỏ" in verdict.notes[0]


# --- fields and permissions ------------------------------------------------------------------------------------------


def with_field(value=""):
    """Return a paper with a text field."""
    import pypdf
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_paper("leader")))
    box = ArrayObject(map(FloatObject, (90, 500, 300, 520)))
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("So"),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): box,
        }
    )
    if value:
        field[NameObject("/V")] = TextStringObject(value)
    ref = writer._add_object(field)
    page = writer.pages[0]
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ArrayObject()), ref])
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([ref])})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fill(value):
    def change(writer):
        from pyhanko.pdf_utils import generic

        fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
        field = next(one for one in fields if one.get("/T") == "So")
        field["/V"] = generic.TextStringObject(value)
        writer.update_container(field)

    return change


def test_an_empty_field_filled_after_signing_is_told_and_permitted(officer):
    signed = forging.sign_elsewhere(officer, with_field(), certify=2)

    verdict = public.verify_pdf(forging.update(signed, fill("15/QD-UBND")))

    assert (verdict.state, verdict.findings) == (VerdictState.VALID, ("filled",))
    assert verdict.signatures[0].changes == ("Điền thêm So: 15/QD-UBND.",)


def test_a_field_filled_where_the_signer_forbade_any_change_is_invalid(officer):
    signed = forging.sign_elsewhere(officer, with_field(), certify=1)

    state, findings = judged(forging.update(signed, fill("15/QD-UBND")))

    assert state is VerdictState.INVALID
    assert findings & {"changed.forbidden", "changed.content"}


def test_a_field_that_was_filled_when_signed_does_not_change_its_value_afterwards(officer):
    signed = forging.sign_elsewhere(officer, with_field("1.000.000"))

    state, findings = judged(forging.update(signed, fill("1.000.000.000")))

    assert state is VerdictState.INVALID
    assert "changed.field" in findings


# --- the bytes a signature covers ------------------------------------------------------------------------------------


def byte_range(data):
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", data)
    return found, [int(one) for one in found.groups()]


def with_range(data, numbers):
    found, _old = byte_range(data)
    words = ("/ByteRange [" + " ".join(map(str, numbers)) + "]").encode()
    assert len(words) <= found.end() - found.start() or len(words) - (found.end() - found.start()) < 60
    return data[: found.start()] + words.ljust(found.end() - found.start()) + data[found.end() :]


@pytest.mark.parametrize(
    "twist",
    [
        lambda _a, b, c, d: [1, b - 1, c, d],
        lambda a, b, c, d: [a, b, c + 20, d - 20],
        lambda a, b, c, d: [a, b + 40, c, d],
        lambda a, _b, c, d: [a, c + 10, c, d],
        lambda a, b, c, d: [a, b, c, d - 30],
        lambda a, b, c, d: [a, b, c, d + 5000],
        lambda a, b, c, _d: [a, b, c],
        lambda a, b, c, _d: [a, b, c, 0],
    ],
    ids=["start", "gap", "before", "overlap", "short", "beyond", "three", "nothing"],
)
def test_a_byte_range_with_gaps_overlaps_or_beyond_the_file_is_never_valid(signed, twist):
    forged = with_range(signed, twist(*byte_range(signed)[1]))

    assert judged(forged)[0] is VerdictState.INVALID


def test_a_gap_that_the_signature_itself_leaves_open_is_found(officer):
    """The forger signs with a gap wider than the digits, so that the digest fits and the gap can be filled later."""
    import hashlib

    signed = forging.sign_as(officer, make_paper("leader"), name="Phạm Văn Thử", anchor="leader")
    _found, (_a, before, after, rest) = byte_range(signed)
    hole = 400
    numbers = [0, before, after + hole, rest - hole]
    forged = with_range(signed, numbers)
    digest = hashlib.sha256(forged[:before] + forged[after + hole :]).digest()
    resigned = resign(officer, forged, before, after, digest)

    state, findings = judged(resigned)

    assert state is VerdictState.INVALID
    assert "range.gap" in findings


def resign(holder, data, before, after, digest):
    """Put a fresh signature over `digest` between the marks."""
    from asn1crypto import cms

    from tinhso.foundation.signing.formats.signer import PortSigner

    old = cms.ContentInfo.load(bytes.fromhex(data[before + 1 : after - 1].decode()))
    info = old["content"]["signer_infos"][0]
    attributes = cms.CMSAttributes(
        [
            {
                "type": one["type"].native,
                "values": [digest] if one["type"].native == "message_digest" else one["values"],
            }
            for one in info["signed_attrs"]
        ]
    )
    info["signed_attrs"] = attributes
    signer = PortSigner(holder, "x")
    import hashlib

    to_sign = hashlib.sha256(info["signed_attrs"].untag().dump(force=True)).digest()
    info["signature"] = signer.port.sign_digest("x", to_sign, digest_algorithm="sha256")
    fresh = old.dump(force=True).hex().encode()
    return data[: before + 1] + fresh.ljust(after - before - 2, b"0") + data[after - 1 :]


def test_the_signature_of_another_document_does_not_fit(officer, signed):
    other = make_paper("leader").replace(b"1.000.000", b"9.000.000")
    theirs = forging.sign_as(officer, other, name="Phạm Văn Thử", anchor="leader")
    _found, (_a, before, after, _d) = byte_range(signed)
    _other, (_b, start, end, _e) = byte_range(theirs)
    assert (before, after) == (start, end)

    forged = signed[:before] + theirs[start:end] + signed[after:]

    state, findings = judged(forged)
    assert state is VerdictState.INVALID
    assert "integrity.digest" in findings


def test_words_after_the_end_of_the_file_are_noticed(signed):
    state, findings = judged(signed + b"\n% 1.000.000.000\n")

    assert state is not VerdictState.VALID
    assert findings


# --- certificates ----------------------------------------------------------------------------------------------------


def test_a_self_made_certificate_with_a_leaders_name_proves_nothing(root):
    stranger = forging.make_holder("Phạm Văn Thử")

    verdict = public.verify_pdf(forging.sign_as(stranger, make_paper("leader"), name="Phạm Văn Thử", anchor="leader"))

    assert (verdict.state, verdict.findings) == (VerdictState.UNKNOWN, ("trust.self_signed",))
    assert "Ai cũng tạo được" in verdict.sentences[1]


def test_an_authority_nobody_knows_is_told_as_such(root):
    stranger = forging.make_holder("Phạm Văn Thử", forging.make_holder("Cơ quan lạ", ca=True))

    assert judged(forging.sign_as(stranger, make_paper())) == (VerdictState.UNKNOWN, {"trust.unknown"})


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"usage": ("key_encipherment",)}, "certificate.usage"),
        ({"extended": (forging.SERVERS,)}, "certificate.usage"),
        ({"ca": True}, "certificate.usage"),
    ],
)
def test_a_certificate_that_is_not_for_papers_is_refused(root, options, code):
    holder = forging.make_holder("Máy chủ web", root, **options)

    state, findings = judged(forging.sign_as(holder, make_paper()))

    assert state is VerdictState.INVALID
    assert code in findings


def test_a_certificate_that_had_ended_when_it_signed_is_invalid(root):
    now = clock.now()
    holder = forging.make_holder("Phạm Văn Thử", root, begins=now - timedelta(days=30), ends=now - timedelta(days=10))

    late = forging.sign_as(holder, make_paper(), at=now - timedelta(days=5))
    early = forging.sign_as(holder, make_paper(), at=now - timedelta(days=35))
    then = forging.sign_as(holder, make_paper(), at=now - timedelta(days=20))

    assert judged(late) == (VerdictState.INVALID, {"certificate.expired"})
    assert judged(early) == (VerdictState.INVALID, {"certificate.not_yet"})
    assert judged(then) == (VerdictState.UNKNOWN, {"certificate.ended"})
    assert judged(then, existed_at=now - timedelta(days=15)) == (VerdictState.VALID, set())


def test_an_authority_that_had_ended_when_its_certificate_signed_is_invalid(root):
    now = clock.now()
    middle = forging.make_holder("Cơ quan cấp thử", root, ca=True, ends=now - timedelta(days=100))
    holder = forging.make_holder("Phạm Văn Thử", middle)

    assert judged(forging.sign_as(holder, make_paper())) == (VerdictState.INVALID, {"certificate.expired"})


def test_a_name_in_the_file_that_is_not_the_certificates_is_pointed_out(officer):
    forged = forging.sign_elsewhere(officer, make_paper(), name="Chủ tịch UBND tỉnh")

    verdict = public.verify_pdf(forged)

    assert (verdict.state, verdict.findings) == (VerdictState.UNKNOWN, ("name.differs",))
    assert "«Chủ tịch UBND tỉnh»" in verdict.sentences[1]
    assert verdict.signer == "Phạm Văn Thử"


def test_a_picture_of_a_signature_with_another_name_is_pointed_out(officer):
    honest = forging.sign_elsewhere(officer, make_paper(), words="Signed by: Pham Van Thu")
    forged = forging.sign_elsewhere(officer, make_paper(), words="Signed by: Chu tich tinh")

    assert judged(honest) == (VerdictState.VALID, set())
    assert judged(forged) == (VerdictState.UNKNOWN, {"name.shown"})


# --- time and revocation ---------------------------------------------------------------------------------------------


def test_a_time_stamp_is_believed_before_the_signers_own_clock(root, officer):
    stamper, moment = forging.make_stamper(root), clock.now().replace(microsecond=0) - timedelta(days=3)

    report = public.verify_pdf(
        forging.sign_elsewhere(officer, make_paper(), stamper=stamper, stamped_at=moment)
    ).signatures[0]

    assert (report.state, report.profile) == (VerdictState.VALID, "PAdES-B-T")
    assert (report.time, report.signed_at, report.stamped_by) == (TimeSource.STAMPED, moment, "Dấu thời gian Minh Họa")


def test_a_time_stamp_of_somebody_nobody_knows_counts_for_nothing(officer):
    stamper = forging.make_stamper(forging.make_holder("Cơ quan lạ", ca=True))

    report = public.verify_pdf(
        forging.sign_elsewhere(officer, make_paper(), stamper=stamper, stamped_at=clock.now() - timedelta(days=300))
    ).signatures[0]

    assert report.time is TimeSource.CLAIMED
    assert "stamp.untrusted" in report.findings


@pytest.mark.parametrize(
    ("stamped_days_ago", "state", "code"),
    [(20, VerdictState.VALID, "revoked.after"), (5, VerdictState.INVALID, "revoked.before")],
)
def test_revocation_is_compared_with_the_time_stamp(root, officer, stamped_days_ago, state, code):
    now = clock.now()
    signed = forging.sign_elsewhere(
        officer, make_paper(), stamper=forging.make_stamper(root), stamped_at=now - timedelta(days=stamped_days_ago)
    )
    withdraw(officer, now - timedelta(days=10))

    assert judged(signed) == (state, {code})


def test_without_a_time_stamp_a_claim_of_having_signed_before_revocation_is_not_enough(officer):
    now = clock.now()
    signed = forging.sign_as(officer, make_paper(), at=now - timedelta(days=20))
    withdraw(officer, now - timedelta(days=10))

    assert judged(signed) == (VerdictState.UNKNOWN, {"revoked.unproven"})


def withdraw(holder, since):
    """Write into the register that a certificate was revoked."""
    from tinhso.foundation.signing.models import SigningKey
    from tinhso.kernel.ids import uuid7

    certificate = holder.certificate
    SigningKey.objects.create(
        holder_id=uuid7(),
        subject="CN=Phạm Văn Thử",
        serial=f"{certificate.serial_number:x}",
        issuer="CN=Cơ quan gốc thử",
        certificate=holder.pem.decode(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        kind="software",
        ref="thu",
        state="revoked",
        state_changed_at=since,
    )


def test_enclosed_evidence_makes_long_term_levels(root, officer):
    stamper = forging.make_stamper(root)
    crls = [forging.make_crl(root)]
    made = {"stamper": stamper, "crls": crls, "roots": [root]}

    long = public.verify_pdf(forging.sign_elsewhere(officer, make_paper(), **made))
    archived = public.verify_pdf(forging.sign_elsewhere(officer, make_paper(), archive=True, **made))

    assert (long.state, long.profile) == (VerdictState.VALID, "PAdES-B-LT")
    assert (archived.state, archived.profile) == (VerdictState.VALID, "PAdES-B-LTA")
    assert long.signatures[0].revocation.source == "enclosed"
    assert long.trust is Trust.TRUSTED


# --- algorithms ------------------------------------------------------------------------------------------------------


def test_old_algorithms_are_verified_and_warned_about(root):
    weak = forging.make_holder("Phạm Văn Thử", root, bits=1024)

    old = public.verify_pdf(
        forging.sign_elsewhere(forging.make_holder("A", root, bits=2048), make_paper(), digest="sha1")
    )
    short = public.verify_pdf(forging.sign_elsewhere(weak, make_paper()))

    assert (old.state, old.findings) == (VerdictState.VALID, ("weak.sha1",))
    assert old.signatures[0].algorithm == "RSA 2048, SHA-1"
    assert (short.state, short.findings) == (VerdictState.VALID, ("weak.key",))


# --- files made to break the reader ----------------------------------------------------------------------------------


def test_a_signed_file_whose_table_of_objects_is_broken_is_not_to_be_used(signed):
    broken = re.sub(rb"startxref\n\d+", b"startxref\n9", signed)

    verdict = public.verify_pdf(broken)

    assert (verdict.state, verdict.findings) == (VerdictState.INVALID, ("file.broken",))


def test_a_file_with_a_password_is_refused_with_what_to_do(officer):
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_paper()))
    writer.encrypt("bi-mat", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)

    with pytest.raises(public.PdfEncrypted):
        public.verify_pdf(out.getvalue())


def test_a_bomb_is_ended_and_the_next_file_is_read_as_ever(signed):
    """A stream that unpacks to 40 GB, at the place where the catalogue is read from."""
    packed = zlib.compress(zlib.compress(b"\0" * 60_000_000, 9) * 40, 9)
    header = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 9/W[1 4 2]/Root 2 0 R/Filter[/FlateDecode/FlateDecode]/Length "
    start = len(b"%PDF-1.7\n")
    bomb = header + str(len(packed)).encode() + b">>\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n"
    bomb += str(start).encode() + b"\n%%EOF\n"

    with pytest.raises((public.TooComplex, public.NotAPdf)):
        public.verify_pdf(bomb)
    assert public.verify_pdf(signed).state is VerdictState.VALID


def test_a_reader_that_takes_too_long_is_ended(signed):
    from tinhso.foundation.signing.verification import sandbox
    from tinhso.foundation.signing.verification.knowing import known

    readers = sandbox.Readers(1)
    head = {"kind": "pdf", "now": clock.now().isoformat(), "existed_at": "", **known().packed()}

    with pytest.raises(public.TooComplex):
        readers.ask(head, signed, None, seconds=0.01)
    assert readers.ask(head, signed, None)["signatures"]
    readers.end()


def test_scripts_and_layers_that_change_what_is_shown_are_pointed_out(officer):
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_paper()))
    action = {"/S": "/JavaScript", "/JS": "this.getField('So').value = '1.000.000.000';"}
    writer._root_object[pypdf.generic.NameObject("/OpenAction")] = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/S"): pypdf.generic.NameObject(action["/S"]),
            pypdf.generic.NameObject("/JS"): pypdf.generic.TextStringObject(action["/JS"]),
        }
    )
    out = io.BytesIO()
    writer.write(out)

    verdict = public.verify_pdf(forging.sign_as(officer, out.getvalue()))

    assert "active" in verdict.findings
    assert any("JavaScript" in note for note in verdict.notes)


def test_a_seal_over_a_signature_leaves_both_valid():
    first = public.sign_pdf(
        make_paper("leader", "clerk"), key_ref=make_demo_key().ref, appearance=Appearance("leader", "Phạm Văn Thử")
    )
    second = public.sign_pdf(
        first.data,
        key_ref=make_demo_key(name="Cơ quan Minh Họa").ref,
        appearance=Appearance("clerk", "Cơ quan Minh Họa"),
    )

    verdict = public.verify_pdf(second.data)

    assert verdict.state is VerdictState.VALID
    assert "Cả 2 chữ ký số hợp lệ" in verdict.headline


def test_many_files_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest(signed):
    changed = signed.replace(b"1.000.000", b"9.000.000")
    files = [("a", signed), ("b", b"xin chao"), ("c", changed), *((f"d{place}", signed) for place in range(9))]

    found = list(public.verify_many(iter(files)))

    assert [name for name, _answer in found] == [name for name, _data in files]
    assert isinstance(found[1][1], public.NotSigned)
    assert [found[0][1].state, found[2][1].state] == [VerdictState.VALID, VerdictState.INVALID]
    assert {answer.state for _name, answer in found[3:]} == {VerdictState.VALID}
