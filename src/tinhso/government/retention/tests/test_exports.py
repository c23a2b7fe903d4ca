"""Everything about a person: asked for, made, downloaded by them alone, ended."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.foundation.access import public as access
from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.identity.models import Account
from tinhso.government.dossiers.models import DossierPaper
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.retention import public as retention
from tinhso.government.retention.actions.carry import remove_contents
from tinhso.government.retention.actions.exports import end_exports
from tinhso.government.retention.making import make_next
from tinhso.government.retention.models import PersonExport
from tinhso.kernel import clock
from tinhso.testing.cast import citizen_actor

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=1)


def proven(actor):
    Account.objects.filter(pk=actor.account_id).update(assurance=2)
    return replace(actor, assurance=2)


def unpacked(actor, export_id, now=NOW):
    file_id = retention.take_export(actor, export_id=export_id, now=now)
    return zipfile.ZipFile(io.BytesIO(files.read_bytes(file_id)))


def test_the_file_holds_what_every_room_knows_and_the_papers_themselves(closed, an):
    own = proven(an)
    asked = retention.ask_own(own, now=NOW)
    assert make_next(now=NOW)
    archive = unpacked(own, asked.id)
    names = set(archive.namelist())

    assert {"index.html", "doc-truoc.txt", "du-lieu/dossiers.json", "du-lieu/identity.json"} <= names
    dossiers = json.loads(archive.read("du-lieu/dossiers.json"))
    assert dossiers["schema"] == "tinhso.du-lieu-ca-nhan/1"
    row = next(one for one in dossiers["rows"] if one["table"] == "dossiers.Dossier")
    assert row["values"]["code"] == closed.code
    assert row["values"]["data"]
    account = json.loads(archive.read("du-lieu/identity.json"))["rows"][0]["values"]
    assert account["name"] == an.name
    assert "password" not in account
    paper = files.get_info(DossierPaper.objects.get(dossier_id=closed.id).file_id)
    (told,) = [name for name in names if name.startswith(f"tep/{str(paper.id)[-12:]}")]
    assert archive.read(told) == files.read_bytes(paper.id)
    page = archive.read("index.html").decode()
    assert closed.code in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page
    assert "<dt>Chủ hồ sơ</dt>" in page
    assert str(an.account_id) not in page


def test_nothing_of_another_person_is_in_it(closed, an):
    khoa = proven(citizen_actor(number="086190000456", name="Đặng Văn Khoa"))
    asked = retention.ask_own(khoa, now=NOW)
    make_next(now=NOW)
    archive = unpacked(khoa, asked.id)

    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="ignore")
    assert an.name not in everything
    assert closed.code not in everything


def test_a_person_not_proven_far_enough_gets_none(an):
    with pytest.raises(access.AssuranceTooLow):
        retention.ask_own(an, now=NOW)


def test_only_who_asked_downloads_and_each_time_is_in_the_tracker(closed, an, lan, chi):
    own = proven(an)
    asked = retention.ask_own(own, now=NOW)
    make_next(now=NOW)
    other = proven(citizen_actor(number="086190000456", name="Đặng Văn Khoa"))
    for stranger in (other, lan, chi):
        with pytest.raises(retention.ExportNotFound):
            retention.take_export(stranger, export_id=asked.id, now=NOW)
    retention.take_export(own, export_id=asked.id, now=NOW)

    purposes = [one.purpose for one in audit.list_reads_of(an.account_id).items]
    assert purposes[:2] == ["Tôi tải về toàn bộ dữ liệu của mình", "Tôi yêu cầu xuất toàn bộ dữ liệu của mình"]


def test_at_the_desk_a_written_request_and_the_right_name_are_wanted(an, lan):
    with pytest.raises(retention.BadExport) as refused:
        retention.ask_at_desk(
            lan, number="086190000123", name="Trần Thị Khác", purpose="ngắn", request_file_id=None, now=NOW
        )
    assert set(refused.value.fields) == {"ho_ten", "muc_dich", "don"}


def test_the_desk_hands_it_over_and_the_person_sees_that_it_did(closed, an, lan, chi):
    paper = files.save_bytes(make_pdf(), name="don.pdf", actor=lan, now=NOW)
    asked = retention.ask_at_desk(
        lan,
        number="086190000123",
        name="Nguyễn Thị An",
        purpose="Đơn ngày 17/11/2026 xin bản dữ liệu của mình",
        request_file_id=paper.id,
        now=NOW,
    )
    make_next(now=NOW)
    assert closed.code in unpacked(lan, asked.id).read("index.html").decode()
    first = audit.list_reads_of(an.account_id).items[0]
    assert (first.actor_name, "Đơn ngày 17/11/2026" in first.purpose) == (lan.name, True)
    with pytest.raises(retention.ExportNotFound):
        retention.take_export(chi, export_id=asked.id, now=NOW)


def test_an_officer_without_the_ability_cannot_ask(an, binh):
    with pytest.raises(retention.ExportNotFound):
        retention.ask_at_desk(
            binh, number="086190000123", name="Nguyễn Thị An", purpose="Đơn xin dữ liệu", request_file_id=None, now=NOW
        )


def test_after_its_days_the_copy_is_gone_and_the_person_is_told_so(an):
    own = proven(an)
    asked = retention.ask_own(own, now=NOW)
    make_next(now=NOW)
    file_id = PersonExport.objects.get().file_id
    later = NOW + timedelta(days=7, minutes=1)
    with pytest.raises(retention.ExportNotFound):
        retention.take_export(own, export_id=asked.id, now=later)
    assert end_exports(now=later) == 1
    remove_contents(now=later + timedelta(minutes=11))

    with pytest.raises(files.FileDisposed):
        files.read_bytes(file_id)
    assert retention.list_exports(own)[0].state_title == "Đã hết hạn, tệp đã xóa"


def test_a_worker_that_dies_leaves_the_export_to_the_next(an, monkeypatch):
    from tinhso.government.retention import making

    own = proven(an)
    retention.ask_own(own, now=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(making, "pack", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            make_next(now=NOW)
    assert make_next(now=NOW) is False  # the lease still stands
    assert make_next(now=NOW + timedelta(minutes=16))
    assert PersonExport.objects.get().state == "ready"


def test_one_at_a_time_and_three_a_day(an):
    own = proven(an)
    retention.ask_own(own, now=NOW)
    with pytest.raises(retention.ExportWaits):
        retention.ask_own(own, now=NOW)
    make_next(now=NOW)


def test_the_page_offers_the_file_when_it_is_ready(an, client_of):
    own = proven(an)
    client = client_of(own)
    assert client.post(reverse("retention:mine")).status_code == 302
    make_next(now=clock.now())
    words = client.get(reverse("retention:mine")).content.decode()
    answer = client.get(reverse("retention:own_file", args=[PersonExport.objects.get().id]))

    assert "Tải tệp ZIP" in words
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment")
