"""A browser uploads through the whole program: session, CSRF, actor."""

import base64

import pytest
from django.test import Client

from tinhso.foundation.files.models import FileObject
from tinhso.foundation.files.public import claim_upload, owner_token
from tinhso.foundation.files.testing import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
PHOTO = make_jpeg(300, 400)
TUS = {"Tus-Resumable": "1.0.0"}


def begin(client, **headers):
    name = base64.b64encode("Ảnh.jpg".encode()).decode()
    metadata = {"Upload-Length": str(len(PHOTO)), "Upload-Metadata": f"filename {name}"}
    return client.post("/tep/tai-len/", headers={**TUS, **metadata, **headers})


def patch(client, path, offset, data):
    kind = "application/offset+octet-stream"
    return client.patch(path, data, content_type=kind, headers={**TUS, "Upload-Offset": str(offset)})


def test_a_signed_in_citizen_uploads_in_parts(an, client_of):
    client = client_of(an)
    path = begin(client)["Location"]
    assert patch(client, path, 0, PHOTO[:500]).status_code == 204
    assert client.head(path, headers=TUS)["Upload-Offset"] == "500"
    done = patch(client, path, 500, PHOTO[500:])
    assert done["Upload-Offset"] == str(len(PHOTO))
    assert claim_upload(an, upload_id=path.rpartition("/")[2]).size == len(PHOTO)
    assert FileObject.objects.get().created_by == an.account_id
    assert Client().head(path, headers=TUS).status_code == 404


def test_somebody_not_signed_in_uploads_within_their_session(client, rf):
    path = begin(client)["Location"]
    assert patch(client, path, 0, PHOTO).status_code == 204
    request = rf.get("/")
    request.session = client.session
    assert owner_token(request)
    assert Client().head(path, headers=TUS).status_code == 404


def test_another_site_cannot_upload_for_one():
    client = Client(enforce_csrf_checks=True)
    assert begin(client).status_code == 403
