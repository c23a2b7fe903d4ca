from django.db import migrations

# Entries: order of sealing is (epoch, txid, seq), see tinhso.foundation.audit.sealing. `epoch` counts the clusters this
# table has lived in: a restored dump brings transaction numbers of another cluster, so its entries keep the old epoch
# and new entries get the next one (the column's default is moved on; no row is ever rewritten).
ENTRIES = """
CREATE TABLE audit_entry (
    epoch smallint NOT NULL DEFAULT 1,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    account_id uuid,
    actor_kind text NOT NULL,
    actor_name text NOT NULL,
    appointment_id uuid,
    acting_for uuid,
    request_id text NOT NULL,
    address text NOT NULL,
    verb text NOT NULL CHECK (verb <> '' AND length(verb) <= 80),
    subject_kind text NOT NULL,
    subject_id uuid,
    unit_id uuid,
    person_id uuid,
    purpose text NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX audit_entry_order ON audit_entry (epoch, txid, seq);
CREATE INDEX audit_entry_subject ON audit_entry (subject_id, at, seq) WHERE subject_id IS NOT NULL;
CREATE INDEX audit_entry_reads ON audit_entry (person_id, at, seq) WHERE verb = 'personal_data.read';
CREATE TABLE audit_entry_default PARTITION OF audit_entry DEFAULT;
SELECT tinhso_ensure_partitions('audit_entry');
"""

# Seals: `marks` holds the first 8 bytes of every leaf, so that a broken batch names its first broken row.
SEALS = """
CREATE TABLE audit_key (
    id text PRIMARY KEY,
    public_key bytea NOT NULL CHECK (length(public_key) = 32),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE audit_seal (
    id bigint PRIMARY KEY CHECK (id > 0),
    first_epoch smallint NOT NULL,
    first_txid xid8 NOT NULL,
    first_seq bigint NOT NULL,
    last_epoch smallint NOT NULL,
    last_txid xid8 NOT NULL,
    last_seq bigint NOT NULL,
    count integer NOT NULL CHECK (count > 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    marks bytea NOT NULL CHECK (length(marks) = 8 * count),
    previous_digest bytea NOT NULL CHECK (length(previous_digest) = 32),
    digest bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    signature bytea NOT NULL CHECK (length(signature) = 64),
    key_id text NOT NULL REFERENCES audit_key (id),
    sealed_at timestamptz NOT NULL
);
ALTER TABLE audit_seal ALTER COLUMN marks SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX audit_seal_order ON audit_seal (last_epoch, last_txid, last_seq);
"""

# First defence: refused to everyone, at rows (cloned to each partition, future ones too) and at TRUNCATE, which has to
# stand on each partition by itself. ENABLE ALWAYS: also under session_replication_role = replica.
GUARDS = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is written once: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_written_once BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_written_once BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_written_once BEFORE UPDATE OR DELETE ON audit_key FOR EACH ROW EXECUTE FUNCTION audit_refuse();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_written_once;
ALTER TABLE audit_seal ENABLE ALWAYS TRIGGER audit_written_once;
ALTER TABLE audit_key ENABLE ALWAYS TRIGGER audit_written_once;
CREATE FUNCTION audit_ensure_guards() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
BEGIN
    FOR part IN
        SELECT c.oid::regclass
          FROM pg_class c
         WHERE c.oid IN (
               SELECT relid FROM pg_partition_tree('audit_entry')
               UNION ALL SELECT 'audit_seal'::regclass
               UNION ALL SELECT 'audit_key'::regclass)
           AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_never_emptied')
    LOOP
        EXECUTE format(
            'CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()',
            part);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_never_emptied', part);
    END LOOP;
END $$;
SELECT audit_ensure_guards();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_outbox")]
    operations = [
        migrations.RunSQL(ENTRIES, "DROP TABLE audit_entry"),
        migrations.RunSQL(SEALS, "DROP TABLE audit_seal, audit_key"),
        migrations.RunSQL(GUARDS, "DROP FUNCTION audit_ensure_guards(); DROP FUNCTION audit_refuse() CASCADE"),
    ]
