from django.db import migrations, models

PARTITIONS = """
CREATE OR REPLACE FUNCTION tinhso_ensure_partitions(parent regclass, months_ahead int DEFAULT 3) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    part text;
BEGIN
    FOR i IN 0..months_ahead LOOP
        part := parent::text || '_' || to_char(month, 'YYYYMM');
        IF to_regclass(part) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF %s FOR VALUES FROM (%L) TO (%L)',
                part, parent, month::text || ' 00:00:00+00', (month + interval '1 month')::date::text || ' 00:00:00+00');
        END IF;
        month := (month + interval '1 month')::date;
    END LOOP;
END $$;
"""

OUTBOX = """
CREATE TABLE kernel_outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    id uuid NOT NULL,
    type text NOT NULL,
    data jsonb NOT NULL,
    account_id uuid,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (recorded_at, seq)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX kernel_outbox_horizon ON kernel_outbox (txid, seq);
CREATE INDEX kernel_outbox_id ON kernel_outbox (id);
CREATE TABLE kernel_outbox_default PARTITION OF kernel_outbox DEFAULT;
SELECT tinhso_ensure_partitions('kernel_outbox');
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(PARTITIONS, "DROP FUNCTION tinhso_ensure_partitions(regclass, int)"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(OUTBOX, "DROP TABLE kernel_outbox")],
            state_operations=[
                migrations.CreateModel(
                    name="OutboxEntry",
                    fields=[
                        ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ("seq", models.BigIntegerField(editable=False)),
                        ("type", models.TextField()),
                        ("data", models.JSONField()),
                        ("account_id", models.UUIDField(null=True)),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "outbox entry",
                        "verbose_name_plural": "outbox entries",
                        "db_table": "kernel_outbox",
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubscriberPosition",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("txid", models.BigIntegerField(default=0)),
                ("seq", models.BigIntegerField(default=0)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True)),
                ("advanced_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "kernel_subscriber"},
        ),
        migrations.CreateModel(
            name="DeadLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subscriber", models.TextField()),
                ("event_id", models.UUIDField()),
                ("type", models.TextField()),
                ("data", models.JSONField()),
                ("account_id", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("error", models.TextField()),
                ("failed_at", models.DateTimeField()),
                ("replayed_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "kernel_dead_letter"},
        ),
        migrations.AddConstraint(
            model_name="deadletter",
            constraint=models.UniqueConstraint(fields=("subscriber", "event_id"), name="dead_letter_once"),
        ),
    ]
