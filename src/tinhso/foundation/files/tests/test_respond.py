"""A file reaches the browser whole or in parts, and can do nothing there."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.files import errors
from tinhso.foundation.files.public import respond
from tinhso.foundation.files.responses import disposition
from tinhso.foundation.files.rules.ranges import wanted
from tinhso.foundation.files.testing import HEIC, make_file, make_jpeg, make_pdf
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response.streaming_content)


def shown(data):
    response = respond(make_file(data).id, inline=True)
    assert body(response) == data
    return response


def ask(file, **headers):
    return respond(file.id, inline=True, request=RequestFactory().get("/", headers=headers))


def test_a_download_carries_a_vietnamese_name_and_safe_headers():
    file = make_file(make_pdf(), name="Giấy khai sinh của Đỗ.pdf")
    response = respond(file.id)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="giay khai sinh cua do.pdf";'
        " filename*=UTF-8''Gi%E1%BA%A5y%20khai%20sinh%20c%E1%BB%A7a%20%C4%90%E1%BB%97.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Length"] == str(file.size)
    assert len(body(response)) == file.size


def test_images_and_pdf_can_be_shown_and_heic_is_downloaded():
    assert shown(make_jpeg())["Content-Disposition"].startswith("inline")
    pdf = shown(make_pdf())
    assert pdf["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in pdf["Content-Security-Policy"]
    assert shown(HEIC)["Content-Disposition"].startswith("attachment")


def test_a_part_is_sent_when_asked():
    data = make_pdf(5)
    file = make_file(data)
    response = ask(file, Range="bytes=10-19")
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes 10-19/{len(data)}"
    assert body(response) == data[10:20]
    assert body(ask(file, Range="bytes=-7")) == data[-7:]
    assert body(ask(file, Range=f"bytes={len(data) - 3}-")) == data[-3:]
    assert body(ask(file, Range="bytes=0-999999999")) == data


def test_a_part_outside_the_file_is_416_and_nonsense_is_the_whole():
    file = make_file(make_pdf())
    assert ask(file, Range="bytes=99999999-").status_code == 416
    for nonsense in ("bytes=5-2", "lines=1-2", "bytes=1-2,4-5", "bytes=-"):
        response = ask(file, Range=nonsense)
        assert response.status_code == 200
        assert len(body(response)) == file.size


def test_what_the_browser_has_is_not_sent_again():
    file = make_file()
    etag = f'"{file.sha256}"'
    assert ask(file, **{"If-None-Match": f'W/"x", {etag}'}).status_code == 304
    stale = ask(file, **{"Range": "bytes=0-1", "If-Range": '"other"'})
    assert stale.status_code == 200
    assert len(body(stale)) == file.size


def test_a_missing_file_is_missing():
    with pytest.raises(errors.FileMissing):
        respond(uuid7())


@given(st.text(max_size=60))
def test_no_name_breaks_the_header(name):
    header = disposition(name, inline=False)
    assert header.isascii() and header.isprintable()
    assert header.count('"') == 2


@given(st.text("bytes=-0123456789,", max_size=20), st.integers(1, 1000))
def test_no_range_leaves_the_file(header, size):
    try:
        part = wanted(header, size)
    except ValueError:
        return
    if part is not None:
        start, length = part
        assert 0 <= start < size and 0 < length <= size - start
