"""The bucket keeps the same promises as the folder (run against the S3 service TEST_S3_ENDPOINT names)."""

import os
from contextlib import closing

import pytest

from tinhso.foundation.files import errors
from tinhso.foundation.files.adapters.s3 import S3Store
from tinhso.foundation.files.public import merge_to_pdf, read_bytes
from tinhso.foundation.files.testing import MONDAY, make_file, make_jpeg, make_pdf, make_person
from tinhso.kernel.modules import Health

ENDPOINT = os.environ.get("TEST_S3_ENDPOINT", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ENDPOINT, reason="TEST_S3_ENDPOINT names no S3 service"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture
def bucket(settings, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    store = S3Store("tinhso-test", ENDPOINT)
    store._client.create_bucket(Bucket="tinhso-test")
    settings.FILES_S3_BUCKET, settings.FILES_S3_ENDPOINT = "tinhso-test", ENDPOINT
    return store


def test_files_go_to_the_bucket_and_come_back(bucket):
    data = make_pdf(3)
    info = make_file(data)
    assert read_bytes(info.id) == data
    assert make_file(data).sha256 == info.sha256
    with closing(bucket.open(info.sha256, start=5, length=7)) as part:
        assert part.read() == data[5:12]
    assert merge_to_pdf([info.id, make_file(make_jpeg()).id], name="x", actor=make_person(), now=MONDAY).pages == 4
    assert bucket.check().health is Health.OK


def test_a_missing_object_and_a_missing_bucket_are_told_apart(bucket):
    with pytest.raises(errors.FileMissing):
        bucket.open("ab" * 32)
    with pytest.raises(errors.FileMissing), bucket.local("ab" * 32):
        pass
    assert S3Store("no-such-bucket", ENDPOINT).check().health is Health.FAILED


def test_a_service_that_does_not_answer_is_a_sentence(bucket):
    silent = S3Store("tinhso-test", "http://127.0.0.1:9")
    with pytest.raises(errors.StoreDown):
        silent.open("ab" * 32)
    assert silent.check().health is Health.FAILED
