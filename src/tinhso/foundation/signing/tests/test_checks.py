"""Many files checked at once: taken in within bounds, read by the worker, told in a report that is its asker's own."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.foundation.signing import public
from tinhso.foundation.signing.checks import taking, working
from tinhso.foundation.signing.checks.models import CheckedFile, SignatureCheck
from tinhso.foundation.signing.public import Appearance
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers():
    """A signed one, the same changed afterwards, an unsigned one, no paper at all, a signature beside its file."""
    key = make_demo_key()
    signed = public.sign_pdf(
        make_paper("leader"), key_ref=key.ref, appearance=Appearance("leader", "Phạm Văn Thử")
    ).data
    content = b"phu luc kem theo"
    return {
        "tot.pdf": signed,
        "sua.pdf": signed.replace(b"1.000.000", b"9.000.000"),
        "chua-ky.pdf": make_paper(),
        "anh.txt": b"khong phai van ban",
        "phu-luc.bin": content,
        "phu-luc.bin.p7s": public.sign_detached(content, key_ref=key.ref),
    }


def zipped(files):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return kept.getvalue()


def sent(files):
    return [SimpleUploadedFile(name, data) for name, data in files.items()]


def ask(actor, files, **more):
    return taking.ask_check(actor, sent=sent(files), now=clock.now(), **more)


def finish():
    while working.work():
        pass


@pytest.mark.parametrize("as_zip", [False, True])
def test_each_file_gets_its_answer_and_no_file_stays(papers, binh, client_of, as_zip):
    given = {"goi.zip": zipped(papers)} if as_zip else papers
    answer = client_of(binh).post(reverse("signing:checks"), {"tep": sent(given), "ten": "Gói của sở"})
    made = SignatureCheck.objects.get()
    before = client_of(binh).get(answer.url).content.decode()
    finish()
    page = client_of(binh).get(answer.url)

    assert "Đã kiểm tra 0 trên 6 tệp" in " ".join(before.split()) and 'hx-trigger="every 3s"' in before
    assert answer.url == reverse("signing:check", args=[made.id])
    states = dict(CheckedFile.objects.values_list("name", "state"))
    assert states == {
        "tot.pdf": "valid",
        "sua.pdf": "invalid",
        "chua-ky.pdf": "unsigned",
        "anh.txt": "refused",
        "phu-luc.bin": "refused",
        "phu-luc.bin.p7s": "valid",
    }
    assert not any(bytes(one.content) for one in CheckedFile.objects.all())
    assert {number["box"]: number["count"] for number in page.context["numbers"]} == {
        "invalid": 1,
        "unknown": 0,
        "unsigned": 1,
        "refused": 2,
        "valid": 2,
    }
    assert "Tải bảng Excel" in page.content.decode() and "Tải bảng Excel" not in before
    assert "hx-trigger" not in page.content.decode().partition('id="tien-do"')[2].partition(">")[0]


def test_a_number_leads_to_exactly_its_files(papers, binh, client_of):
    made = ask(binh, papers)
    finish()
    page = client_of(binh).get(reverse("signing:check", args=[made.id]), {"hop": "refused"})

    assert [row["one"].name for row in page.context["rows"]] == ["anh.txt", "phu-luc.bin"]


def test_the_report_goes_out_as_a_sheet_without_formulas_and_as_json(papers, binh, client_of):
    from openpyxl import load_workbook

    made = ask(binh, {'=HYPERLINK("http:x").pdf': papers["tot.pdf"], "anh.txt": b"x"})
    finish()
    desk = client_of(binh)
    book = load_workbook(io.BytesIO(desk.get(reverse("signing:check_sheet", args=[made.id])).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    told = json.loads(desk.get(reverse("signing:check_json", args=[made.id])).content)

    assert cells[1][1].startswith("=HYPERLINK") and book.active["B2"].data_type == "s"
    assert [row[2] for row in cells[1:]] == ["Hợp lệ", "Không kiểm tra được"] and cells[1][4] == "Phạm Văn Thử"
    assert told["total"] == 2 and told["files"][0]["signatures"][0]["signer"]["name"] == "Phạm Văn Thử"
    assert told["files"][1]["state"] == "refused"


def test_nobody_else_sees_takes_or_deletes_a_check(papers, binh, chi, client_of):
    made = ask(binh, {"tot.pdf": papers["tot.pdf"]})
    finish()
    other = client_of(chi)

    for name in ("check", "check_sheet", "check_json"):
        assert other.get(reverse(f"signing:{name}", args=[made.id])).status_code == 404
    assert other.post(reverse("signing:check_drop", args=[made.id])).status_code == 404
    assert "tot.pdf" not in other.get(reverse("signing:checks")).content.decode()
    client_of(binh).post(reverse("signing:check_drop", args=[made.id]))
    assert not SignatureCheck.objects.exists() and not CheckedFile.objects.exists()


def test_too_many_too_large_or_nothing_is_refused_and_leaves_nothing(binh, monkeypatch, settings):
    from tinhso.foundation.signing import errors

    with pytest.raises(errors.NothingToCheck):
        ask(binh, {})
    settings.FILE_MAX_BYTES = 1000
    with pytest.raises(errors.TooMuchToCheck):
        ask(binh, {"bom.zip": zipped({"a.pdf": bytes(100_000)})})
    monkeypatch.setattr(taking, "MAX_FILES", 2)
    with pytest.raises(errors.TooMuchToCheck):
        ask(binh, {"nhieu.zip": zipped({f"{n}.pdf": b"x" for n in range(3)})})
    monkeypatch.setattr(taking, "MAX_TOTAL", 100)
    with pytest.raises(errors.TooMuchToCheck):
        ask(binh, {"a.pdf": bytes(60), "b.pdf": bytes(60)})
    assert not SignatureCheck.objects.exists() and not CheckedFile.objects.exists()


@pytest.mark.parametrize("spoil", [lambda data: data[:40], lambda data: data[:4] + bytes(300), "locked"])
def test_a_zip_that_cannot_be_read_is_refused_with_what_to_do(binh, client_of, spoil):
    data = zipped({"a.pdf": make_paper()})
    if spoil == "locked":
        at = data.index(b"PK\x01\x02") + 8
        data = data[:at] + b"\x01" + data[at + 1 :]
    else:
        data = spoil(data)
    answer = client_of(binh).post(reverse("signing:checks"), {"tep": sent({"goi.zip": data})})

    assert answer.status_code == 422 and "Nén lại không đặt mật khẩu" in answer.content.decode()


def test_three_checks_are_open_at_a_time(binh):
    from tinhso.foundation.signing import errors

    for _turn in range(3):
        ask(binh, {"a.txt": b"x"})
    with pytest.raises(errors.TooMuchToCheck, match="ba đợt"):
        ask(binh, {"a.txt": b"x"})
    finish()
    assert ask(binh, {"a.txt": b"x"})


def test_a_worker_that_died_leaves_its_files_to_the_next(papers, binh):
    ask(binh, {"tot.pdf": papers["tot.pdf"]})
    dead = working.claim(clock.now())
    unread = list(CheckedFile.objects.filter(check_of=dead))
    assert not working.work()
    SignatureCheck.objects.update(next_at=clock.now() - timedelta(seconds=1))
    finish()

    assert not working.finish(dead, working._read(dead, unread, clock.now()), now=clock.now())
    assert SignatureCheck.objects.get().state == "done"


def test_reports_are_forgotten_after_their_term_and_lots_nobody_reads_are_emptied(papers, binh):
    old = ask(binh, {"a.txt": b"x"})
    finish()
    stuck = ask(binh, {"tot.pdf": papers["tot.pdf"]})
    now = clock.now()
    SignatureCheck.objects.filter(id=old.id).update(forgotten_at=now)
    SignatureCheck.objects.filter(id=stuck.id).update(asked_at=now - timedelta(hours=25))

    taking.forget_old(now=now)

    assert list(SignatureCheck.objects.values_list("id", "state")) == [(stuck.id, "stopped")]
    assert not bytes(CheckedFile.objects.get().content)
    assert not working.work()
