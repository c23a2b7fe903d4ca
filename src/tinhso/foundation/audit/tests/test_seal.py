"""Every line is sealed once, in order, however many write at the same time; what is sealed can be proved."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from tinhso.foundation.audit import health, keys, sealing
from tinhso.foundation.audit.public import (
    NotSealedYet,
    check_proof,
    export_keys,
    mend_after_restore,
    proof,
    record,
    seal_pending,
    verify,
)
from tinhso.foundation.audit.tables import CANONICAL, read_seals
from tinhso.foundation.audit.testing import empty_record
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import NotFound
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health
from tinhso.testing.horizon import wait_for_horizon

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_history(transactional_db):
    empty_record()
    yield
    empty_record()


def write(count=1):
    ids = []
    for n in range(count):
        with transaction.atomic():
            ids.append(record(SYSTEM, verb="tests.happened", subject_id=uuid7(), detail={"n": n, "tên": "Đỗ Thị Ơn"}))
    return ids


def seal():
    """Seal all there is, once nobody's transaction stands in the way."""
    wait_for_horizon()
    return seal_pending()


def test_lines_are_sealed_once_and_found_whole():
    write(5)
    assert seal() == 5
    assert seal() == 0
    write(2)
    report = verify()
    assert (report.ok, report.entries, report.seals, report.unsealed, report.anchored) == (True, 5, 1, 2, 1)
    assert "Nhật ký nguyên vẹn: 5 dòng dưới 1 con dấu" in report.sentence
    assert seal() == 2
    assert verify().seals == 2


def test_an_empty_record_is_whole():
    assert seal() == 0
    report = verify()
    assert (report.ok, report.entries, report.seals, report.unsealed) == (True, 0, 0, 0)


def test_many_lines_take_several_seals(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    monkeypatch.setattr(sealing, "_RIPE", sealing._RIPE.replace("LIMIT 4096", "LIMIT 3"))
    write(8)
    assert seal() == 8
    assert [seal.count for seal in read_seals("ORDER BY id", [])] == [3, 3, 2]
    assert verify().entries == 8


def test_a_line_of_a_slow_verb_is_sealed_later_not_skipped():
    slow = connections["default"].copy()
    with slow.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "INSERT INTO audit_entry (id, actor_kind, actor_name, request_id, address, verb, subject_kind, purpose,"
            " detail) VALUES (%s, 'system', '', '', '', 'tests.slow', '', '', '{}')",
            [uuid7()],
        )
    write(3)
    assert seal_pending() == 0  # all three wait behind the slow one
    with slow.cursor() as cursor:
        cursor.execute("COMMIT")
    slow.close()
    assert seal() == 4
    assert verify().entries == 4


def test_writers_and_sealers_at_the_same_time_lose_nothing():
    done = Event()

    def writer(_):
        try:
            write(60)
        finally:
            connections.close_all()

    def sealer(_):
        total = 0
        try:
            while not done.is_set():
                total += seal_pending()
        finally:
            connections.close_all()
        return total

    with ThreadPoolExecutor(8) as threads:
        sealers = [threads.submit(sealer, n) for n in range(2)]
        list(threads.map(writer, range(5)))
        done.set()
        sealed = sum(one.result() for one in sealers)
    assert sealed + seal() == 300
    report = verify()
    assert (report.ok, report.entries, report.unsealed) == (True, 300, 0)


def test_a_proof_holds_offline_and_for_its_own_entry_only():
    ids = write(7)
    with pytest.raises(NotSealedYet):
        proof(ids[3])
    seal()
    handed_out = json.loads(json.dumps(proof(ids[3]).to_json()))
    (key,) = (bytes.fromhex(text) for text in export_keys().values())
    assert UUID(json.loads(handed_out["entry"])["id"]) == ids[3]
    assert check_proof(handed_out, key)
    for part, wrong in [
        ("entry", handed_out["entry"].replace("tests", "texts")),
        ("index", 4),
        ("index", "3"),
        ("path", handed_out["path"][:-1]),
        ("path", ["zz"]),
        ("seal", {**handed_out["seal"], "count": 8}),
        ("seal", {**handed_out["seal"], "sealed_at": 0}),
        ("signature", "00" * 64),
    ]:
        assert not check_proof({**handed_out, part: wrong}, key)
    assert not check_proof(handed_out, bytes(32))
    assert not check_proof({}, key)
    with pytest.raises(NotFound):
        proof(uuid7())


def test_every_place_in_a_batch_can_be_proved():
    ids = write(11)
    seal()
    (key,) = (bytes.fromhex(text) for text in export_keys().values())
    assert all(check_proof(proof(one).to_json(), key) for one in ids)


def test_the_key_is_made_once_and_read_by_its_owner_only():
    first = keys.sealing_key()
    kept = Path(settings.DATA_DIR) / "secrets" / "audit-seal.key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert keys.sealing_key() == first
    assert export_keys() == {first.id: first.public.hex()}


def test_a_restored_database_goes_on_being_sealed():
    write(2)
    with connection.cursor() as cursor:  # as a dump of a cluster far ahead of this one would bring it
        cursor.execute(
            "INSERT INTO audit_entry (txid, id, actor_kind, actor_name, request_id, address, verb, subject_kind,"
            " purpose, detail) VALUES ('900000000', %s, 'system', '', '', '', 'tests.restored', '', '', '{}')",
            [uuid7()],
        )
    assert seal() == 2
    assert mend_after_restore()
    assert not mend_after_restore()
    write(2)
    assert seal() == 3
    report = verify()
    assert (report.ok, report.entries, report.unsealed) == (True, 5, 0)


def test_the_canonical_text_of_a_line_never_changes_its_form():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (txid, seq, id, at, account_id, actor_kind, actor_name, request_id, address, verb,"
            " subject_kind, purpose, detail) OVERRIDING SYSTEM VALUE VALUES ('7', 42,"
            " '01890000-0000-7000-8000-000000000001', '2026-11-23 09:00:00.123456+07',"
            " '01890000-0000-7000-8000-000000000002', 'officer', 'Đỗ \"Ơn\"', 'r/1', '::1', 'a.b', '', E'x\\ty',"
            ' \'{"b": 1.50, "a": [true, null, "é"]}\')'
        )
        cursor.execute("SET LOCAL TimeZone = 'Asia/Tokyo'")
        cursor.execute(f"SELECT {CANONICAL} FROM audit_entry e")
        (text,) = cursor.fetchone()
    assert text == (
        '{"v":1,"epoch":1,"txid":"7","seq":42,"id":"01890000-0000-7000-8000-000000000001","at":1795399200123456,'
        '"account_id":"01890000-0000-7000-8000-000000000002","actor_kind":"officer","actor_name":"Đỗ \\"Ơn\\"",'
        '"appointment_id":null,"acting_for":null,"request_id":"r/1","address":"::1","verb":"a.b","subject_kind":"",'
        '"subject_id":null,"unit_id":null,"person_id":null,"purpose":"x\\ty",'
        '"detail":{"a": [true, null, "é"], "b": 1.50}}'
    )
    assert datetime.fromtimestamp(1795399200, UTC).isoformat() == "2026-11-23T02:00:00+00:00"


def test_the_operator_is_told_when_lines_wait_too_long_for_their_seal():
    write(1)
    assert health.sealed_in_time().health is Health.OK
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, at, txid, actor_kind, actor_name, request_id, address, verb, subject_kind,"
            " purpose, detail) VALUES (%s, now() - interval '11 minutes', '3', 'system', '', '', '', 'tests.old', '', '',"
            " '{}')",
            [uuid7()],
        )
    assert health.sealed_in_time().health is Health.FAILED
    seal()
    assert health.sealed_in_time().health is Health.OK
