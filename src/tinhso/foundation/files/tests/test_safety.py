"""Nothing that would act by itself gets in; what later rules find is held; nothing here is real malware."""

import io
import socket
import struct
import threading
import zipfile
import zlib

import pypdf
import pytest
from django.conf import settings as house
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tinhso.foundation.files import safety
from tinhso.foundation.files.actions import keep_again
from tinhso.foundation.files.adapters.clamd import ClamdInspector
from tinhso.foundation.files.adapters.pdf_objects import MAX_TEXT, PdfInspector
from tinhso.foundation.files.data import MediaType
from tinhso.foundation.files.errors import FileHeld, UnsafeFile
from tinhso.foundation.files.models import FileObject, RefusedFile
from tinhso.foundation.files.ports import InspectorDown
from tinhso.foundation.files.public import (
    get_info,
    keep_made,
    merge_to_pdf,
    open_file,
    read_bytes,
    rescan,
    respond,
    safety_report,
    save_bytes,
)
from tinhso.foundation.files.rescan import check_safety
from tinhso.foundation.files.testing import MONDAY, make_file, make_jpeg, make_pdf, make_person, make_png
from tinhso.kernel.modules import Health

pytestmark = pytest.mark.django_db

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ" + b"\x90\0" + bytes(60) + b"PE\0\0" + b"This program cannot be run in DOS mode"


def pdf_with(change):
    """Return a one-page PDF that `change` has put something into."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def action(kind, **more):
    return DictionaryObject(
        {NameObject("/S"): NameObject(kind)} | {NameObject(f"/{key}"): value for key, value in more.items()}
    )


def on_opening(kind, **more):
    def change(writer):
        writer._root_object[NameObject("/OpenAction")] = action(kind, **more)

    return change


def archive():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as opened:
        opened.writestr("a.txt", "b")
    return kept.getvalue()


def keep(data):
    return save_bytes(data, name="tệp", actor=make_person(), now=MONDAY)


VIRUS = [{"rule": "virus", "engine": "clamd", "detail": "Eicar-Signature"}]


def found_by(engine):
    """Return what an inspection that finds something tells."""
    finding = safety.Finding("eicar_test_file", engine)
    return safety.Examined((finding,), safety.Act.REFUSE, safety.rules_version(), frozenset({engine}))


def rules_of(data):
    with pytest.raises(UnsafeFile) as refused:
        keep(data)
    assert refused.value.sentence
    return refused.value.detail["rules"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (make_pdf() + EICAR, "eicar_test_file"),
        (make_jpeg() + PROGRAM, "windows_program"),
        (make_png() + b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\0", "unix_program"),
        (make_pdf() + b"xl/vbaProject.bin", "office_macro"),
        (make_jpeg() + archive(), "archive_behind_image_or_pdf"),
        (make_pdf() + archive(), "archive_behind_image_or_pdf"),
        (make_jpeg() + b"<script >alert(1)</script>", "page_or_script_in_image"),
        (make_png() + b"<?php echo 1;", "page_or_script_in_image"),
        (pdf_with(on_opening("/Launch", F=TextStringObject("cmd.exe"))), "pdf_launch"),
        (pdf_with(on_opening("/Rendition")), "pdf_media"),
        (
            pdf_with(
                lambda w: w._root_object.update(
                    {NameObject("/AcroForm"): DictionaryObject({NameObject("/XFA"): ArrayObject()})}
                )
            ),
            "pdf_dynamic_form",
        ),
        (pdf_with(lambda w: w.add_attachment("a.exe", PROGRAM)), "pdf_attachment"),
        (pdf_with(lambda w: w.add_attachment("a.html", b"<html><body>")), "pdf_attachment"),
    ],
)
def test_what_would_act_by_itself_is_refused_with_a_sentence_of_its_own(data, rule):
    assert rule in rules_of(data)
    assert RefusedFile.objects.get().act == "refuse"
    assert FileObject.objects.count() == 0


def test_a_good_photo_scan_and_invoice_with_its_xml_are_kept_as_they_are():
    invoice = pdf_with(lambda w: w.add_attachment("hoa-don.xml", "<?xml version='1.0'?><HĐơn/>".encode()))
    for data in (make_jpeg(3000, 2000), make_png(), make_pdf(12), invoice):
        info = keep(data)
        assert read_bytes(info.id) == data
        assert FileObject.objects.get(pk=info.id).inspected_with == safety.rules_version()
    assert not RefusedFile.objects.exists()


@pytest.mark.parametrize("kind", ["/JavaScript", "/SubmitForm"])
def test_a_pdf_that_runs_a_script_is_kept_without_it(kind):
    data = pdf_with(on_opening(kind, JS=TextStringObject("app.alert(1)")))

    info = keep(data)

    assert info.pages == 1
    kept = read_bytes(info.id)
    assert b"app.alert" not in kept
    assert kind.encode() not in kept
    assert RefusedFile.objects.get().act == "neutralise"


def test_scripts_in_names_pages_and_fields_go_too():
    def change(writer):
        script = action("/JavaScript", JS=TextStringObject("app.alert(2)"))
        names = DictionaryObject(
            {NameObject("/Names"): ArrayObject([TextStringObject("a"), writer._add_object(script)])}
        )
        writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})
        page = writer.pages[0]
        page[NameObject("/AA")] = DictionaryObject(
            {NameObject("/O"): action("/JavaScript", JS=TextStringObject("app.alert(3)"))}
        )

    assert b"app.alert" not in read_bytes(keep(pdf_with(change)).id)


def test_a_signed_pdf_with_a_script_is_refused_because_disarming_breaks_the_signature():
    def change(writer):
        on_opening("/JavaScript", JS=TextStringObject("1"))(writer)
        writer._add_object(
            DictionaryObject({NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 1, 2, 3)])})
        )

    assert rules_of(pdf_with(change)) == ["pdf_javascript"]


def test_a_pdf_that_swells_past_reason_is_refused():
    def change(writer):
        stream = StreamObject()
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        machine = zlib.compressobj(9)
        block = bytes(1024 * 1024)
        parts = [machine.compress(block) for _ in range(MAX_TEXT // len(block) + 1)]
        stream._data = b"".join([*parts, machine.flush()])
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    data = pdf_with(change)
    assert len(data) < 1_000_000
    assert rules_of(data) == ["pdf_bomb"]


def test_a_picture_in_a_pdf_may_not_claim_more_pixels_than_any_plan_has(tmp_path):
    def change(writer):
        picture = DecodedStreamObject()
        picture.update(
            {
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(60_000),
                NameObject("/Height"): NumberObject(60_000),
            }
        )
        writer._add_object(picture)

    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_with(change))
    assert [one.rule for one in PdfInspector().inspect(path, MediaType.PDF)] == ["pdf_bomb"]


def test_a_kept_file_is_held_when_later_rules_find_it_and_let_go_when_they_do_not(settings, monkeypatch):
    info = make_file(make_jpeg(70, 70))
    FileObject.objects.update(inspected_with="earlier")
    monkeypatch.setattr(safety, "examine", lambda *_: found_by("yara"))

    assert rescan() == 1
    assert rescan() == 0

    assert get_info(info.id).is_unsafe
    for give in (lambda: open_file(info.id), lambda: respond(info.id), lambda: read_bytes(info.id)):
        with pytest.raises(FileHeld):
            give()
    report = safety_report()
    assert [one.id for one in report.held] == [info.id]
    assert report.held[0].titles == ("Mẫu thử chống vi-rút EICAR",)
    assert check_safety().health is Health.SLOW

    monkeypatch.undo()
    FileObject.objects.update(inspected_with="earlier")
    rescan()
    assert read_bytes(info.id)
    assert check_safety().health is Health.OK


def test_content_found_dangerous_is_held_under_every_name_it_has(monkeypatch):
    first, second = make_file(make_jpeg(71, 70)), make_file(make_jpeg(71, 70))
    FileObject.objects.filter(pk=first.id).update(unsafe_since=MONDAY, findings=VIRUS)
    FileObject.objects.update(inspected_with="earlier")
    monkeypatch.setattr(safety, "examine", lambda *_: found_by("yara"))

    assert rescan() == 1

    assert get_info(first.id).is_unsafe
    assert get_info(second.id).is_unsafe
    assert FileObject.objects.get(pk=first.id).unsafe_since == MONDAY


def test_held_content_is_neither_merged_nor_recorded_anew_nor_taken_again():
    pdf = make_pdf(2)
    held, good = make_file(pdf), make_file(make_jpeg(72, 70))
    FileObject.objects.filter(pk=held.id).update(unsafe_since=MONDAY, findings=VIRUS)

    for parts in ([held.id], [good.id, held.id]):
        with pytest.raises(FileHeld):
            merge_to_pdf(parts, name="gộp", actor=make_person(), now=MONDAY)
    with pytest.raises(FileHeld):
        keep_again(make_person(), held, name="khác.pdf", now=MONDAY)
    with pytest.raises(UnsafeFile):
        keep(pdf)


def test_content_recorded_again_carries_what_was_seen_in_it():
    kept = make_file(make_pdf(2))
    FileObject.objects.filter(pk=kept.id).update(inspected_with="earlier", findings=VIRUS)
    again = keep_again(make_person(), kept, name="khác.pdf", now=MONDAY)
    row = FileObject.objects.get(pk=again.id)
    assert (row.inspected_with, row.findings) == ("earlier", VIRUS)


def test_a_virus_stays_held_while_the_antivirus_is_down_and_when_it_is_no_longer_installed(clamd, settings):
    address, _mode = clamd
    info = make_file(make_jpeg(73, 70))
    FileObject.objects.update(unsafe_since=MONDAY, findings=VIRUS, inspected_with="earlier")

    settings.CLAMD = "127.0.0.1:1"
    rescan()
    assert get_info(info.id).is_unsafe
    assert FileObject.objects.get(pk=info.id).findings == VIRUS

    settings.CLAMD = ""
    FileObject.objects.update(inspected_with="earlier")
    rescan()
    assert get_info(info.id).is_unsafe

    settings.CLAMD = address
    rescan()
    assert not get_info(info.id).is_unsafe


def test_what_the_house_made_waits_for_no_antivirus_and_is_looked_at_by_it_afterwards(clamd, settings):
    address, mode = clamd
    settings.CLAMD = address
    info = keep_made(make_pdf(), name="ket-qua.pdf", actor=make_person(), now=MONDAY)
    assert mode["seen"] == 0
    assert read_bytes(info.id)
    assert rescan() == 1
    assert mode["seen"]
    with pytest.raises(UnsafeFile):
        keep_made(make_pdf() + EICAR, name="ket-qua.pdf", actor=make_person(), now=MONDAY)


def test_every_rule_has_an_act_and_a_sentence_and_every_sentence_a_rule():
    import re
    from pathlib import Path

    written = re.findall(r"^rule (\w+)", (Path(house.CONTENT_DIR) / "safety" / "files.yar").read_text(), re.MULTILINE)
    by_code = {"virus", "pdf_attachment", "pdf_bomb", "pdf_dynamic_form", "pdf_too_complex"}
    by_code |= {"pdf_javascript", "pdf_launch", "pdf_sends_data", "pdf_media"}
    assert set(safety.policy()) == set(written) | by_code
    assert all(rule.sentence.endswith(".") and rule.title for rule in safety.policy().values())


@pytest.fixture
def clamd():
    """Speak clamd's protocol on a free port: FOUND for the test string, OK otherwise; `silent` never answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    mode = {"silent": False, "seen": 0}

    def serve():
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with line:
                answer(line, mode)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}", mode
    listener.close()
    thread.join(2)


def answer(line, mode):
    reader = line.makefile("rb")
    assert reader.read(10) == b"zINSTREAM\0"
    got = b""
    while size := struct.unpack("!L", reader.read(4))[0]:
        got += reader.read(size)
    mode["seen"] = len(got)
    if not mode["silent"]:
        line.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in got else b"stream: OK\0")


def test_clamd_is_given_every_byte_and_believed(clamd, tmp_path):
    address, mode = clamd
    path = tmp_path / "a"
    path.write_bytes(bytes(200_000))
    assert ClamdInspector(address).inspect(path, MediaType.PDF) == ()
    assert mode["seen"] == 200_000
    path.write_bytes(make_jpeg() + EICAR)
    found = ClamdInspector(address).inspect(path, MediaType.JPEG)
    assert [(one.rule, one.detail) for one in found] == [("virus", "Eicar-Signature")]


def test_while_clamd_is_down_files_are_kept_and_looked_at_when_it_is_back(clamd, settings):
    address, mode = clamd
    settings.CLAMD = "127.0.0.1:1"
    info = make_file(make_jpeg(90, 90))
    assert not FileObject.objects.get(pk=info.id).inspected_with.endswith("+av")
    assert safety_report().waiting == 1

    settings.CLAMD = address
    assert rescan() == 1
    assert FileObject.objects.get(pk=info.id).inspected_with.endswith("+av")
    assert safety_report().waiting == 0
    assert mode["seen"]


def test_a_clamd_that_never_answers_costs_its_timeout_and_no_more(clamd, tmp_path):
    address, mode = clamd
    mode["silent"] = True
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with pytest.raises(InspectorDown):
        ClamdInspector(address, timeout=0.3).inspect(path, MediaType.PDF)


@pytest.mark.parametrize("address", ["", "nowhere", "unix:/nowhere/clamd.ctl"])
def test_a_wrong_address_of_clamd_is_clamd_being_down(address, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    with pytest.raises(InspectorDown):
        ClamdInspector(address, timeout=0.3).inspect(path, MediaType.PDF)


def test_bytes_the_rules_in_force_have_seen_are_not_parsed_again(monkeypatch):
    data = make_pdf(pages=3)
    first = save_bytes(data, name="a.pdf", actor=make_person(), now=MONDAY)
    monkeypatch.setattr(safety, "examine", None)
    again = save_bytes(data, name="b.pdf", actor=make_person(), now=MONDAY)
    assert (again.pages, again.sha256) == (first.pages, first.sha256)
    assert again.id != first.id


def test_bytes_seen_by_other_rules_are_looked_at_again():
    data = make_pdf()
    first = save_bytes(data, name="a.pdf", actor=make_person(), now=MONDAY)
    FileObject.objects.filter(pk=first.id).update(inspected_with="earlier")
    again = save_bytes(data, name="b.pdf", actor=make_person(), now=MONDAY)
    assert FileObject.objects.get(pk=again.id).inspected_with == safety.rules_version()


def test_our_own_print_is_kept_at_once_and_looked_at_soon_after():
    kept = keep_made(make_pdf(pages=2), pages=2, name="Kết quả.pdf", actor=make_person(), now=MONDAY)
    assert get_info(kept.id).pages == 2
    assert FileObject.objects.get(pk=kept.id).inspected_with == ""
    assert rescan() == 1
    assert FileObject.objects.get(pk=kept.id).inspected_with == safety.rules_version()


def test_a_print_with_something_dangerous_in_it_is_held_by_the_look_after():
    dangerous = pdf_with(on_opening("/Launch"))
    kept = keep_made(dangerous, pages=1, name="Kết quả.pdf", actor=make_person(), now=MONDAY)
    rescan()
    with pytest.raises(FileHeld):
        read_bytes(kept.id)
