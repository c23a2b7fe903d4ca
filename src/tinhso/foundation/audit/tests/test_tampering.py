"""Nobody rewrites the record: the program cannot, and whoever has more power is found out, to the row."""

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.foundation.audit import anchors, health, keys, sealing
from tinhso.foundation.audit.public import (
    ChainBroken,
    ensure_guards,
    grant_least_privileges,
    last_seal,
    proof,
    record,
    seal_pending,
    verify,
)
from tinhso.foundation.audit.rules.statement import key_id_of
from tinhso.foundation.audit.testing import empty_record, unguarded
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.ids import uuid7
from tinhso.kernel.modules import Health
from tinhso.kernel.outbox import ensure_partitions
from tinhso.testing.horizon import wait_for_horizon

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = "SELECT relid::regclass::text FROM pg_partition_tree('audit_entry')"


@pytest.fixture(autouse=True)
def _no_history(transactional_db):
    empty_record()
    yield
    empty_record()


@pytest.fixture
def sealed():
    """Three seals over four lines each."""
    ids = []
    for _ in range(3):
        for n in range(4):
            with transaction.atomic():
                ids.append(record(SYSTEM, verb="tests.happened", detail={"n": n}))
        wait_for_horizon()
        seal_pending()
    report = verify()
    assert (report.ok, report.seals) == (True, 3)
    return ids


def first_broken():
    report = verify()
    assert not report.ok
    assert report.first_broken is not None
    assert report.sentence == report.first_broken.sentence
    return report.first_broken


def tamper(statement, values=()):
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        assert cursor.rowcount > 0


def run(statement, values=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def seq_of(entry_id):
    return run("SELECT seq FROM audit_entry WHERE id = %s", [entry_id])[0][0]


def test_a_line_altered_is_named(sealed):
    tamper("UPDATE audit_entry SET detail = '{\"n\": 99}' WHERE id = %s", [sealed[6]])
    broken = first_broken()
    assert (broken.entry_id, broken.seq, broken.seal_id) == (sealed[6], seq_of(sealed[6]), 2)
    assert broken.sentence == f"Dòng số {broken.seq} đã bị sửa sau khi niêm phong (con dấu số 2)."


@pytest.mark.parametrize(
    "change",
    ["at = at + interval '1 second'", "actor_name = 'x'", "account_id = id", "purpose = 'x'", "verb = 'x'", "txid='5'"],
)
def test_no_column_can_be_altered_unseen(sealed, change):
    tamper(f"UPDATE audit_entry SET {change} WHERE id = %s", [sealed[6]])
    assert not verify().ok


def test_a_line_removed_is_told_by_the_line_before_it(sealed):
    before = seq_of(sealed[5])
    tamper("DELETE FROM audit_entry WHERE id = %s", [sealed[6]])
    broken = first_broken()
    assert broken.sentence == f"Một dòng đã bị xóa ngay sau dòng số {before} (con dấu số 2)."


def test_the_first_and_the_last_line_of_a_seal_cannot_be_removed_unseen(sealed):
    tamper("DELETE FROM audit_entry WHERE id = %s", [sealed[11]])
    assert first_broken().seal_id == 3
    tamper("DELETE FROM audit_entry WHERE id = %s", [sealed[0]])
    assert first_broken().sentence == "Một dòng đã bị xóa ở đầu con dấu số 1."


def test_a_line_put_in_afterwards_is_named(sealed):
    strange = uuid7()
    tamper(
        "INSERT INTO audit_entry (txid, seq, id, actor_kind, actor_name, request_id, address, verb, subject_kind,"
        " purpose, detail) OVERRIDING SYSTEM VALUE SELECT txid, -1, %s, 'system', '', '', '', 'tests.forged', '', '',"
        " '{}' FROM audit_entry WHERE id = %s",
        [strange, sealed[6]],
    )
    broken = first_broken()
    assert (broken.entry_id, broken.seal_id) == (strange, 2)
    assert "chèn vào sau" in broken.sentence
    with pytest.raises(ChainBroken):
        proof(sealed[6])


def test_a_seal_altered_is_found(sealed):
    tamper("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE id = 2")
    assert first_broken().sentence == "Nội dung con dấu số 2 đã bị sửa sau khi niêm phong."


def test_seals_changed_about_are_found(sealed):
    tamper("UPDATE audit_seal SET id = CASE id WHEN 2 THEN 30 ELSE 20 END WHERE id > 1")
    tamper("UPDATE audit_seal SET id = id / 10 WHERE id > 1")
    assert first_broken().sentence == "Con dấu số 2 không nối tiếp con dấu đứng trước nó."


def test_a_seal_taken_out_of_the_middle_is_found(sealed):
    tamper("DELETE FROM audit_seal WHERE id = 2")
    assert first_broken().sentence.startswith("Thiếu con dấu số 2")


def test_the_last_seal_dropped_is_found_and_nothing_is_sealed_over_it(sealed):
    tamper("DELETE FROM audit_seal WHERE id = 3")
    broken = first_broken()
    assert broken.seal_id == 3
    assert broken.sentence.startswith("Mất con dấu số 3")
    with pytest.raises(ChainBroken):
        seal_pending()


def test_a_chain_laid_anew_with_another_key_is_found(sealed, monkeypatch):
    tamper("UPDATE audit_entry SET verb = 'tests.rewritten' WHERE id = %s", [sealed[0]])
    tamper("DELETE FROM audit_seal")
    forged = keys.SealingKey(*_fresh_key())
    monkeypatch.setattr(sealing, "sealing_key", lambda: forged)
    monkeypatch.setattr(anchors, "last", lambda: None)
    monkeypatch.setattr(anchors, "append", lambda *_: None)
    assert seal_pending() == 12
    assert "chưa tin cậy khóa" in first_broken().sentence


def test_a_chain_laid_anew_with_the_stolen_key_disagrees_with_the_log(sealed, monkeypatch):
    tamper("UPDATE audit_entry SET verb = 'tests.rewritten' WHERE id = %s", [sealed[0]])
    tamper("DELETE FROM audit_seal")
    monkeypatch.setattr(anchors, "last", lambda: None)
    monkeypatch.setattr(anchors, "append", lambda *_: None)
    assert seal_pending() == 12
    assert first_broken().sentence == "Con dấu số 1 khác với sổ niêm phong lưu ngoài cơ sở dữ liệu."


def _fresh_key():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return key_id_of(public), private.private_bytes_raw(), public


def refused(statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        run(statement)


def test_not_even_the_owner_changes_or_empties_a_table_or_a_partition(sealed):
    ensure_partitions()
    ensure_guards()
    parts = [name for (name,) in run(PARTS)]
    assert len(parts) >= 5
    for table in [*parts, "audit_seal", "audit_key"]:
        refused(f"TRUNCATE {table} CASCADE")
    for table in ("audit_entry", "audit_seal"):
        refused(f"DELETE FROM {table}")
    refused("UPDATE audit_entry SET verb = 'x'")
    refused("UPDATE audit_seal SET count = 1")
    refused("SET LOCAL session_replication_role = replica; DELETE FROM audit_entry")
    for (part,) in run("SELECT DISTINCT tableoid::regclass::text FROM audit_entry"):
        refused(f"UPDATE {part} SET verb = 'x'")
    assert verify().ok


@pytest.fixture
def app_role():
    run("CREATE ROLE tinhso_audit_test NOLOGIN")
    run("GRANT USAGE ON SCHEMA public TO tinhso_audit_test")
    run("GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO tinhso_audit_test")
    grant_least_privileges("tinhso_audit_test")
    run("SET ROLE tinhso_audit_test")
    yield
    run("RESET ROLE")
    run("DROP OWNED BY tinhso_audit_test")
    run("DROP ROLE tinhso_audit_test")


def test_the_programs_own_role_may_only_add_and_read(sealed, app_role):
    with transaction.atomic():
        record(SYSTEM, verb="tests.happened")
    wait_for_horizon()
    assert seal_pending() == 1
    assert verify().ok
    for table in [name for (name,) in run(PARTS)] + ["audit_seal", "audit_key"]:
        for statement in ("DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER ALL", "DROP TABLE {}"):
            refused(statement.format(table))
    refused("UPDATE audit_entry SET verb = 'x'")
    refused("UPDATE audit_seal SET count = 1")
    refused("DROP FUNCTION audit_refuse() CASCADE")
    refused("SET session_replication_role = replica")
    assert health.defended().health is Health.OK


def test_the_operator_is_told_when_the_program_runs_with_too_much_power():
    ensure_guards()
    assert health.defended().health is Health.SLOW
    with unguarded():
        assert health.defended().health is Health.FAILED


def test_a_few_seals_are_walked_by_themselves(sealed):
    report = verify(first_seal=2, last_seal=3)
    assert (report.ok, report.seals, report.entries, report.anchored, report.unsealed) == (True, 2, 8, 2, 0)
    assert "từ số 2 đến số 3 nguyên vẹn" in report.sentence
    tamper("UPDATE audit_entry SET actor_name = 'X' WHERE id = %s", [sealed[5]])
    assert verify(first_seal=1, last_seal=1).ok
    assert verify(first_seal=3).ok
    broken = verify(first_seal=2, last_seal=2).first_broken
    assert (broken.seal_id, broken.entry_id) == (2, sealed[5])


def test_seals_that_are_not_there_are_never_called_whole(sealed):
    for first, last in ((4, 4), (2, 4), (9, 12), (5, None)):
        report = verify(first_seal=first, last_seal=last)
        assert not report.ok
        assert "chuỗi kết thúc ở số 3" in report.sentence
    for first, last in ((0, 1), (3, 2)):
        with pytest.raises(ValueError):
            verify(first_seal=first, last_seal=last)


def test_the_seal_before_the_first_asked_for_must_be_what_it_says(sealed):
    tamper("UPDATE audit_seal SET last_seq = last_seq + 1 WHERE id = 1")
    assert verify(first_seal=2, last_seal=3).first_broken.seal_id == 1


def test_the_newest_seal_and_its_tail_are_told(sealed):
    with transaction.atomic():
        record(SYSTEM, verb="tests.happened")
    newest = last_seal()
    assert (newest.number, newest.entries, newest.tail) == (3, 4, 1)
    assert newest.fingerprint == anchors.last()[1].hex()
