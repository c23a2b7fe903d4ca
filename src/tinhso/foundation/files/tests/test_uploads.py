"""An upload survives a broken connection, belongs to one person, and never mixes two (tus 1.0.0)."""

import base64
import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory

from tinhso.foundation.files import errors, jobs, quotas, stores, uploads
from tinhso.foundation.files.adapters.folder import FolderStore
from tinhso.foundation.files.models import FileObject, Upload, UploadChunk
from tinhso.foundation.files.public import claim_upload, owner_token, read_bytes
from tinhso.foundation.files.testing import MONDAY, make_jpeg, make_pdf, make_person
from tinhso.foundation.files.web import views
from tinhso.kernel.actors import ANONYMOUS
from tinhso.kernel.clock import frozen
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
PHOTO = make_jpeg(300, 400, quality=95)
TOKEN = "t" * 40


@pytest.fixture(autouse=True)
def monday():
    with frozen(MONDAY):
        yield


class Browser:
    """Speaks tus as a browser does, for one actor with one session."""

    def __init__(self, actor=ANONYMOUS):
        self.actor, self.session = actor, SessionStore()

    def send(self, method, path="/tep/tai-len/", data=b"", *, version="1.0.0", **headers):
        named = {key.replace("_", "-"): str(value) for key, value in headers.items()}
        if version:
            named["Tus-Resumable"] = version
        kind = "application/offset+octet-stream" if data else "application/octet-stream"
        request = RequestFactory().generic(method, path, data, content_type=kind, headers=named)
        vars(request)["actor"], request.session = self.actor, self.session
        if path == "/tep/tai-len/":
            return views.uploads(request)
        return views.upload(request, upload_id=path.rpartition("/")[2])

    def begin(self, size, name="Ảnh chụp.jpg"):
        metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype aW1hZ2UvanBlZw=="
        return self.send("POST", Upload_Length=size, Upload_Metadata=metadata)

    def patch(self, path, offset, data):
        return self.send("PATCH", path, data, Upload_Offset=offset)


def at(address):
    """Return somebody not signed in, at an address."""
    return replace(ANONYMOUS, address=address)


def upload_id_of(response):
    return response["Location"].rpartition("/")[2]


def test_a_photo_comes_in_parts_and_is_claimed():
    browser = Browser(make_person())
    begun = browser.begin(len(PHOTO))
    assert begun.status_code == 201
    path = begun["Location"]
    assert browser.patch(path, 0, PHOTO[:3000])["Upload-Offset"] == "3000"
    head = browser.send("HEAD", path)
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (200, "3000", str(len(PHOTO)))
    assert head["Cache-Control"] == "no-store" and head["Tus-Resumable"] == "1.0.0"
    done = browser.patch(path, 3000, PHOTO[3000:])
    assert done.status_code == 204 and done["X-File-Id"]
    info = claim_upload(browser.actor, upload_id=upload_id_of(begun))
    assert read_bytes(info.id) == PHOTO and info.name == "Ảnh chụp.jpg"
    assert claim_upload(browser.actor, upload_id=upload_id_of(begun)) == info
    assert UploadChunk.objects.count() == 0


def test_nobody_elses_upload_can_be_seen_changed_or_claimed():
    mine, theirs, stranger = Browser(make_person()), Browser(make_person()), Browser()
    begun = mine.begin(len(PHOTO))
    path = begun["Location"]
    mine.patch(path, 0, PHOTO)
    for other in (theirs, stranger):
        assert other.send("HEAD", path).status_code == 404
        assert other.patch(path, 0, b"x").status_code == 404
        assert other.send("DELETE", path).status_code == 404
    with pytest.raises(errors.UploadMissing):
        claim_upload(theirs.actor, upload_id=upload_id_of(begun))
    with pytest.raises(errors.UploadMissing):
        claim_upload(ANONYMOUS, upload_id=upload_id_of(begun), owner_token=TOKEN)
    with pytest.raises(errors.UploadMissing):
        claim_upload(ANONYMOUS, upload_id=upload_id_of(begun))


def test_somebody_not_signed_in_keeps_an_upload_by_the_session():
    browser, other = Browser(), Browser()
    begun = browser.begin(len(PHOTO))
    assert browser.patch(begun["Location"], 0, PHOTO).status_code == 204
    assert other.send("HEAD", begun["Location"]).status_code == 404
    request = RequestFactory().get("/")
    request.session = browser.session
    token = owner_token(request)
    assert claim_upload(ANONYMOUS, upload_id=upload_id_of(begun), owner_token=token).size == len(PHOTO)


def test_a_part_that_does_not_follow_is_refused_with_409():
    browser = Browser(make_person())
    path = browser.begin(len(PHOTO))["Location"]
    browser.patch(path, 0, PHOTO[:100])
    for offset in (0, 99, 101):
        assert browser.patch(path, offset, PHOTO[100:200]).status_code == 409
    assert browser.send("HEAD", path)["Upload-Offset"] == "100"


def test_a_part_that_is_too_large_or_runs_past_the_end_is_refused(settings):
    browser = Browser(make_person())
    path = browser.begin(3 * 1024 * 1024)["Location"]
    assert browser.patch(path, 0, b"\xff\xd8\xff" + b"x" * 1024 * 1024).status_code == 413
    small = browser.begin(10)["Location"]
    assert browser.patch(small, 0, PHOTO[:11]).status_code == 422
    settings.FILE_MAX_BYTES = 1000
    assert browser.begin(1001).status_code == 413
    assert browser.begin(0).status_code == 422


def test_a_wrong_file_is_refused_at_its_first_part_and_a_damaged_one_at_its_last():
    browser = Browser(make_person())
    path = browser.begin(5000)["Location"]
    refused = browser.patch(path, 0, b"plain words " * 100)
    assert refused.status_code == 422 and "văn bản" in json.loads(refused.content)["title"]
    damaged = PHOTO[:3000]
    begun = browser.begin(3000)
    assert browser.patch(begun["Location"], 0, damaged).status_code == 422
    assert browser.send("HEAD", begun["Location"]).status_code == 404
    assert UploadChunk.objects.count() == 0 and FileObject.objects.count() == 0


def test_when_the_store_is_full_nothing_is_lost(monkeypatch):
    browser = Browser(make_person())
    begun = browser.begin(len(PHOTO))

    class Full(FolderStore):
        def put(self, staged, sha256):  # noqa: ARG002
            raise errors.StoreFull

    from tinhso.foundation.files import actions

    with monkeypatch.context() as patch:
        patch.setattr(actions, "get_store", lambda: Full(stores.incoming_folder()))
        assert browser.patch(begun["Location"], 0, PHOTO).status_code == 503
    assert browser.send("HEAD", begun["Location"])["Upload-Offset"] == str(len(PHOTO))
    assert claim_upload(browser.actor, upload_id=upload_id_of(begun)).size == len(PHOTO)


def test_an_unfinished_upload_cannot_be_claimed():
    browser = Browser(make_person())
    begun = browser.begin(len(PHOTO))
    browser.patch(begun["Location"], 0, PHOTO[:1024])
    with pytest.raises(errors.UploadUnfinished):
        claim_upload(browser.actor, upload_id=upload_id_of(begun))


def test_an_upload_given_up_is_gone():
    browser = Browser(make_person())
    path = browser.begin(len(PHOTO))["Location"]
    browser.patch(path, 0, PHOTO[:2000])
    assert browser.send("DELETE", path).status_code == 204
    assert browser.send("HEAD", path).status_code == 404
    assert UploadChunk.objects.count() == 0


def test_uploads_expire_and_files_made_of_them_stay():
    browser = Browser(make_person())
    half, whole = browser.begin(len(PHOTO))["Location"], browser.begin(len(PHOTO))["Location"]
    browser.patch(half, 0, PHOTO[:2000])
    browser.patch(whole, 0, PHOTO)
    with frozen(MONDAY + timedelta(hours=25)):
        assert browser.send("HEAD", half).status_code == 404
        assert jobs.clean_up() == 2
        assert jobs.clean_up() == 0
    assert Upload.objects.count() == UploadChunk.objects.count() == 0
    assert FileObject.objects.count() == 1


def test_one_person_cannot_open_uploads_without_end():
    browser = Browser(make_person())
    for _ in range(quotas.MAX_OPEN):
        assert browser.begin(10).status_code == 201
    assert browser.begin(10).status_code == 429
    assert Browser(make_person()).begin(10).status_code == 201


def test_announcing_large_files_takes_no_room_from_anybody(monkeypatch):
    monkeypatch.setattr(quotas, "SHARE_OF_ANONYMOUS", 3000)
    monkeypatch.setattr(quotas, "SHARE_OF_ACCOUNTS", 3000)
    for _ in range(5):
        assert Browser(at("192.0.2.1")).begin(15 * 1024 * 1024).status_code == 201
    other = Browser(at("192.0.2.2"))
    assert other.patch(other.begin(2500)["Location"], 0, PHOTO[:2000]).status_code == 204


def test_people_not_signed_in_fill_their_own_share_and_nobody_elses(monkeypatch):
    monkeypatch.setattr(quotas, "SHARE_OF_ANONYMOUS", 3000)
    first, second, signed_in = Browser(at("192.0.2.1")), Browser(at("192.0.2.2")), Browser(make_person())
    path = first.begin(2500)["Location"]
    assert first.patch(path, 0, PHOTO[:2000]).status_code == 204
    full = second.patch(second.begin(2500)["Location"], 0, PHOTO[:2000])
    assert full.status_code == 503
    assert signed_in.patch(signed_in.begin(2500)["Location"], 0, PHOTO[:2000]).status_code == 204
    first.send("DELETE", path)
    assert second.patch(second.begin(2500)["Location"], 0, PHOTO[:2000]).status_code == 204


def test_one_owner_cannot_fill_the_share_of_all_like_them(settings):
    settings.FILE_MAX_BYTES = 3000
    for browser in (Browser(make_person()), Browser(at("192.0.2.1"))):
        answers = [browser.patch(browser.begin(3000)["Location"], 0, PHOTO[:2000]).status_code for _ in range(7)]
        assert answers == [204] * 6 + [429]


def test_a_new_session_from_the_same_address_is_the_same_owner(monkeypatch):
    monkeypatch.setattr(quotas, "MAX_OPEN_OF_ADDRESS", 3)
    monkeypatch.setattr(quotas, "MAX_OF_ADDRESS_AN_HOUR", 4)
    begun = [Browser(at("192.0.2.1")) for _ in range(3)]
    paths = [(one, one.begin(10)["Location"]) for one in begun]
    assert Browser(at("192.0.2.1")).begin(10).status_code == 429
    assert Browser(at("192.0.2.2")).begin(10).status_code == 201
    Upload.objects.filter(pk=upload_id_of({"Location": paths[0][1]})).update(expires_at=MONDAY)
    assert Browser(at("192.0.2.1")).begin(10).status_code == 201
    Upload.objects.update(expires_at=MONDAY)
    assert Browser(at("192.0.2.1")).begin(10).status_code == 429
    with frozen(MONDAY + timedelta(hours=2)):
        assert Browser(at("192.0.2.1")).begin(10).status_code == 201


def test_an_upload_does_not_live_for_ever_by_bytes_that_trickle_in():
    browser = Browser(make_person())
    path = browser.begin(len(PHOTO))["Location"]
    assert browser.patch(path, 0, PHOTO[:1500]).status_code == 204
    for hours, offset in ((20, 1500), (40, 1501), (60, 1502)):
        with frozen(MONDAY + timedelta(hours=hours)):
            assert browser.patch(path, offset, PHOTO[offset : offset + 1]).status_code == 204
    with frozen(MONDAY + timedelta(hours=73)):
        assert browser.patch(path, 1503, PHOTO[1503:1504]).status_code == 404


def test_the_protocol_is_told_and_asked_for():
    browser = Browser()
    told = browser.send("OPTIONS", version="")
    assert told.status_code == 204
    assert told["Tus-Version"] == "1.0.0" and told["Tus-Extension"] == "creation,termination,expiration"
    assert int(told["Tus-Max-Size"]) > 0
    assert browser.send("POST", version="0.2.2").status_code == 412
    assert browser.send("POST").status_code == 422
    assert browser.send("POST", Upload_Length="-5").status_code == 422
    assert browser.send("GET").status_code == 405
    path = browser.begin(10)["Location"]
    assert browser.send("PUT", path).status_code == 405
    assert browser.send("PATCH", path, Upload_Offset=0).status_code == 415
    assert browser.send("POST", path, PHOTO[:5], Upload_Offset=0, X_HTTP_Method_Override="PATCH").status_code == 204
    assert browser.send("HEAD", f"/tep/tai-len/{uuid7()}").status_code == 404


def test_of_parallel_parts_one_wins(transactional_db):
    actor = make_person()
    upload = uploads.create(actor, size=5000, name="a.jpg", now=MONDAY)
    answers: list[object] = []
    barrier = threading.Barrier(6)

    def send():
        barrier.wait()
        try:
            answers.append(uploads.append(actor, upload_id=upload.id, offset=0, data=PHOTO[:1500], now=MONDAY).offset)
        except errors.OffsetConflict:
            answers.append("409")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["1500"] + ["409"] * 5


def test_a_pdf_of_many_parts_arrives_byte_for_byte():
    data = make_pdf(100)
    browser = Browser(make_person())
    begun = browser.begin(len(data), "Quét.pdf")
    offset = 0
    while offset < len(data):
        offset = int(browser.patch(begun["Location"], offset, data[offset : offset + 1024])["Upload-Offset"])
    info = claim_upload(browser.actor, upload_id=upload_id_of(begun))
    assert (info.size, info.pages) == (len(data), 100)
    assert read_bytes(info.id) == data
