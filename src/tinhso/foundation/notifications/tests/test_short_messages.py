"""Short messages: how long they are, what they may say, when they may go; and push."""

import base64
import threading
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as house
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.identity.events import HolderProven
from tinhso.foundation.notifications import content, handlers, push
from tinhso.foundation.notifications.data import Channel, DeliveryState, Language
from tinhso.foundation.notifications.errors import BadDevice, TooManyDevices
from tinhso.foundation.notifications.models import Delivery, PushDevice
from tinhso.foundation.notifications.rules import sms
from tinhso.foundation.notifications.rules.phones import BadPhone, clean_phone
from tinhso.foundation.notifications.rules.quiet import after_quiet
from tinhso.foundation.notifications.rules.templates import CONTEXT, TITLE_NAMES, Value, write
from tinhso.foundation.notifications.sending import deliver
from tinhso.foundation.notifications.testing import NOON, make_notice
from tinhso.kernel.clock import to_local
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7

NAMES = sorted(path.stem for path in (Path(house.CONTENT_DIR) / "notifications").glob("[!_]*.yaml"))
TYPICAL: dict[str, Value] = {**dict.fromkeys(CONTEXT, "Ủy ban nhân dân"), "code": "H61.12-261123-0001"}
TYPICAL |= {"promised_at": NOON, "due_at": NOON, "at": NOON}


@pytest.mark.parametrize("name", NAMES)
def test_what_goes_to_a_telephone_names_nobody_and_fits_two_parts(name):
    template = content.get_template(name)
    for language in Language:
        used = set(Template(template.texts[language]["title"]).get_identifiers())
        assert used <= TITLE_NAMES <= {"code", "promised_at", "due_at", "at"}
        title = write(template, language, TYPICAL).title
        link = "https://dichvucong.vinhlong.gov.vn" + template.link.replace("$token", "x" * 24)
        if "$subject_id" in link:
            link = "https://dichvucong.vinhlong.gov.vn"
        text = Template(content.short(language)).substitute(title=title, link=link)
        assert sms.measure(sms.plain(text)).parts <= 2
        assert sms.measure(sms.plain(text)).coding == "gsm"


def test_parts_are_counted_as_the_standard_counts_them():
    assert [sms.measure("a" * n).parts for n in (160, 161, 306, 307)] == [1, 2, 2, 3]
    assert [sms.measure("ờ" * n).parts for n in (70, 71, 134, 135)] == [1, 2, 2, 3]
    assert sms.measure("€" * 80).units == 160
    assert sms.measure("😀" * 35).units == 70


@given(st.text(max_size=300))
def test_plain_letters_always_fit_the_gsm_alphabet(text):
    assert sms.measure(sms.plain(text)).coding == "gsm"


def test_vietnamese_loses_its_marks_and_nothing_else():
    assert sms.plain("Đường Nguyễn Huệ – «Quận» 1…") == 'Duong Nguyen Hue - "Quan" 1...'


@given(
    st.datetimes(
        timezones=st.just(UTC),
        min_value=NOON.replace(tzinfo=None),
        max_value=NOON.replace(tzinfo=None) + timedelta(days=400),
    )
)
def test_nothing_rings_between_nine_and_seven(moment):
    goes = after_quiet(moment, "21:00-07:00")
    assert 7 <= to_local(goes).hour < 21
    assert timedelta(0) <= goes - moment <= timedelta(hours=10)
    assert after_quiet(moment, "") == moment


def test_quiet_hours_within_a_day_and_nonsense():
    assert after_quiet(NOON, "11:30-13:00") == NOON + timedelta(hours=1)
    with pytest.raises(ValueError):
        after_quiet(NOON, "at night")


@pytest.mark.parametrize("said", ["0912 345 678", "+84912345678", "84912345678", "0084.912.345.678"])
def test_a_number_is_taken_as_people_type_it(said):
    assert clean_phone(said) == "0912345678"


@pytest.mark.parametrize("said", ["", "091234567", "abc", "٠٩١٢٣٤٥٦٧٨", "0112345678"])
def test_what_is_no_number_is_refused(said):
    with pytest.raises(BadPhone):
        clean_phone(said)


class PushService:
    """A push service on loopback that answers as it is told and keeps what came."""

    def __init__(self):
        self.status, self.got = 201, []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/send/1"


@pytest.fixture
def service(settings, tmp_path):
    settings.DATA_DIR, settings.PUSH_HOSTS = tmp_path, ["127.0.0.1"]
    settings.DEFAULT_FROM_EMAIL = "khong-tra-loi@vinhlong.example"
    one = PushService()
    yield one
    one.server.shutdown()
    one.server.server_close()


def keys():
    point = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"p256dh": base64.urlsafe_b64encode(point).decode().rstrip("="), "auth": "AAAAAAAAAAAAAAAAAAAAAA"}


def test_a_browser_gets_an_encrypted_message_under_our_key(an, service):
    push.add_device(an, endpoint=service.url, **keys(), now=NOON)
    push.add_device(an, endpoint=service.url, **keys(), now=NOON)
    assert PushDevice.objects.filter(ended_at=None).count() == 1
    row = Delivery.objects.get(notice=make_notice(an.account_id), channel=Channel.PUSH)
    deliver(row.id, now=NOON)
    ((headers, body),) = service.got
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["authorization"].startswith("vapid t=")
    assert push.public_key() in headers["authorization"]
    assert b"H61.12" not in body
    assert Delivery.objects.get(pk=row.pk).state == DeliveryState.SENT


def test_a_browser_that_is_gone_is_ended_and_the_message_given_up(an, service):
    push.add_device(an, endpoint=service.url, **keys(), now=NOON)
    row = Delivery.objects.get(notice=make_notice(an.account_id), channel=Channel.PUSH)
    service.status = 410
    deliver(row.id, now=NOON)
    assert Delivery.objects.get(pk=row.pk).state == DeliveryState.FAILED
    assert not PushDevice.objects.filter(ended_at=None).exists()


def test_a_browser_that_joined_before_the_holder_was_proven_hears_nothing_more(an, service):
    push.add_device(an, endpoint=service.url, **keys(), now=NOON)

    handlers.holder_proven(Envelope(uuid7(), HolderProven(account_id=an.account_id), NOON + timedelta(hours=1)))
    push.add_device(an, endpoint=service.url, **keys(), now=NOON + timedelta(hours=2))
    handlers.holder_proven(Envelope(uuid7(), HolderProven(account_id=an.account_id), NOON + timedelta(hours=1)))

    assert [row.ended_at is None for row in PushDevice.objects.order_by("id")] == [False, True]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254/latest",
        "https://fcm.googleapis.com.evil.example/x",
        "https://user@fcm.googleapis.com/x",
        "http://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "https://[",
    ],
)
def test_the_house_posts_to_known_push_services_alone(an, settings, endpoint):
    settings.PUSH_HOSTS = ["fcm.googleapis.com"]
    with pytest.raises(BadDevice):
        push.add_device(an, endpoint=endpoint, **keys(), now=NOON)


def test_an_account_has_ten_browsers_at_most(an, service):
    for number in range(push.MOST):
        push.add_device(an, endpoint=f"{service.url}{number}", **keys(), now=NOON)
    with pytest.raises(TooManyDevices):
        push.add_device(an, endpoint=f"{service.url}x", **keys(), now=NOON)
    assert push.remove_devices(an, now=NOON) == push.MOST


def test_the_key_is_made_once_and_is_its_owners_alone(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    first = push.public_key()
    assert first == push.public_key()
    assert len(base64.urlsafe_b64decode(first + "=")) == 65
    assert push.vapid_file().stat().st_mode & 0o777 == 0o600


def test_the_service_worker_is_a_script_that_caches_nothing(client, db):
    answer = client.get("/thong-bao/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"fetch" not in answer.content.replace(b"No fetch handler", b"")
