import django.contrib.postgres.fields
import tinhso.kernel.ids
from django.db import migrations, models

LOOK_UPS = """
CREATE TABLE population_look_up (
    id uuid NOT NULL,
    at timestamptz NOT NULL,
    subject_kind varchar(40) NOT NULL CHECK (subject_kind <> ''),
    subject_id uuid NOT NULL,
    subject_code varchar(60) NOT NULL,
    actor_kind varchar(16) NOT NULL,
    account_id uuid,
    actor_name varchar(200) NOT NULL,
    appointment_id uuid,
    unit_id uuid,
    unit_name varchar(300) NOT NULL,
    purpose varchar(200) NOT NULL CHECK (purpose <> ''),
    operation varchar(16) NOT NULL,
    parts varchar(20)[] NOT NULL,
    pseudonym varchar(64) NOT NULL CHECK (length(pseudonym) = 64),
    attempt smallint NOT NULL CHECK (attempt >= 0),
    outcome varchar(16) NOT NULL,
    error_code varchar(80) NOT NULL,
    http_status smallint,
    latency_ms integer,
    request_bytes integer,
    response_bytes integer,
    request_hash varchar(64) NOT NULL,
    response_hash varchar(64) NOT NULL,
    request_id varchar(80) NOT NULL,
    address varchar(80) NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE INDEX population_look_up_at ON population_look_up (at);
CREATE INDEX population_look_up_asked ON population_look_up (account_id, at) WHERE attempt = 0;
CREATE INDEX population_look_up_own ON population_look_up (account_id, id DESC);
CREATE INDEX population_look_up_subject ON population_look_up (subject_id);
CREATE INDEX population_look_up_person ON population_look_up (pseudonym, at);
CREATE TABLE population_look_up_default PARTITION OF population_look_up DEFAULT;
SELECT tinhso_ensure_partitions('population_look_up');
CREATE FUNCTION population_look_up_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.outcome <> 'asking' OR NEW.id <> OLD.id OR NEW.pseudonym <> OLD.pseudonym
        OR NEW.purpose <> OLD.purpose OR NEW.subject_id <> OLD.subject_id
        OR NEW.account_id IS DISTINCT FROM OLD.account_id OR NEW.at <> OLD.at THEN
        RAISE EXCEPTION 'a line of the record of look-ups stays as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER population_look_up_stays BEFORE UPDATE OR DELETE ON population_look_up
    FOR EACH ROW EXECUTE FUNCTION population_look_up_stays();
"""
NO_LOOK_UPS = "DROP TABLE population_look_up; DROP FUNCTION population_look_up_stays();"



class Migration(migrations.Migration):

    initial = True

    dependencies = [("kernel", "0001_outbox")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(LOOK_UPS, NO_LOOK_UPS)],
            state_operations=[
        migrations.CreateModel(
            name='LookUp',
            fields=[
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('subject_code', models.CharField(blank=True, max_length=60, verbose_name='mã hồ sơ')),
                ('id', models.UUIDField(default=tinhso.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=16)),
                ('account_id', models.UUIDField(null=True)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('appointment_id', models.UUIDField(null=True)),
                ('unit_id', models.UUIDField(null=True)),
                ('unit_name', models.CharField(blank=True, max_length=300)),
                ('purpose', models.CharField(max_length=200, verbose_name='mục đích')),
                ('operation', models.CharField(max_length=16)),
                ('parts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('pseudonym', models.CharField(max_length=64)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(default='asking', max_length=16)),
                ('error_code', models.CharField(blank=True, max_length=80)),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('latency_ms', models.PositiveIntegerField(null=True)),
                ('request_bytes', models.PositiveIntegerField(null=True)),
                ('response_bytes', models.PositiveIntegerField(null=True)),
                ('request_hash', models.CharField(blank=True, max_length=64)),
                ('response_hash', models.CharField(blank=True, max_length=64)),
                ('request_id', models.CharField(blank=True, max_length=80)),
                ('address', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'verbose_name': 'lần tra cứu dân cư',
                'verbose_name_plural': 'lần tra cứu dân cư',
                'db_table': 'population_look_up',
            },
        ),
            ],
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('subject_code', models.CharField(blank=True, max_length=60, verbose_name='mã hồ sơ')),
                ('id', models.UUIDField(default=tinhso.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField(null=True)),
                ('pseudonym', models.CharField(max_length=64)),
                ('number', models.CharField(blank=True, max_length=12)),
                ('name', models.CharField(blank=True, max_length=100)),
                ('birth', models.CharField(blank=True, max_length=10)),
                ('purpose', models.CharField(max_length=200, verbose_name='mục đích')),
                ('actor', models.JSONField()),
                ('state', models.CharField(default='waiting', max_length=16)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=80)),
                ('outcome', models.CharField(blank=True, max_length=16)),
                ('differing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'việc chờ xác minh dân cư',
                'verbose_name_plural': 'việc chờ xác minh dân cư',
                'db_table': 'population_check',
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'asking'])), fields=['next_at'], name='check_waiting'), models.Index(condition=models.Q(('state', 'given_up')), fields=['-id'], name='check_given_up'), models.Index(fields=['subject_id'], name='check_by_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'done'), _negated=True), fields=('subject_kind', 'subject_id', 'pseudonym'), name='check_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'asking', 'done', 'given_up'])), name='check_state_known'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('outcome', ''), _negated=True), ('birth', ''), ('done_at__isnull', False), ('name', ''), ('number', ''), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at', None), ('outcome', '')), _connector='OR'), name='check_done_has_outcome')],
            },
        ),
        migrations.CreateModel(
            name='DeskVisit',
            fields=[
                ('id', models.UUIDField(default=tinhso.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('unit_id', models.UUIDField()),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='nội dung tiếp công dân')),
                ('dossier_code', models.CharField(blank=True, max_length=60, verbose_name='mã hồ sơ')),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'lượt tiếp công dân',
                'verbose_name_plural': 'lượt tiếp công dân',
                'db_table': 'population_desk_visit',
                'constraints': [models.CheckConstraint(condition=models.Q(('dossier_code', ''), ('note', ''), _negated=True), name='desk_visit_is_about_something')],
            },
        ),
        migrations.CreateModel(
            name='HeldPerson',
            fields=[
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.UUIDField()),
                ('subject_code', models.CharField(blank=True, max_length=60, verbose_name='mã hồ sơ')),
                ('id', models.UUIDField(default=tinhso.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField(null=True)),
                ('pseudonym', models.CharField(max_length=64)),
                ('outcome', models.CharField(choices=[('asking', 'asking'), ('matched', 'matched'), ('mismatch', 'mismatch'), ('not_found', 'not_found'), ('refused', 'refused'), ('unavailable', 'unavailable'), ('unreadable', 'unreadable')], max_length=16)),
                ('differing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                ('person', models.JSONField(default=dict)),
                ('checked_at', models.DateTimeField()),
                ('look_up_id', models.UUIDField()),
            ],
            options={
                'verbose_name': 'dữ liệu dân cư của hồ sơ',
                'verbose_name_plural': 'dữ liệu dân cư của hồ sơ',
                'db_table': 'population_held_person',
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'pseudonym'), name='held_person_once'), models.CheckConstraint(condition=models.Q(('outcome', 'matched'), ('person', {}), _connector='OR'), name='held_person_only_when_matched')],
            },
        ),
        migrations.CreateModel(
            name='LookUpExcess',
            fields=[
                ('id', models.UUIDField(default=tinhso.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('account_id', models.UUIDField()),
                ('unit_id', models.UUIDField(null=True)),
                ('hour', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'cảnh báo tra cứu vượt mức',
                'verbose_name_plural': 'cảnh báo tra cứu vượt mức',
                'db_table': 'population_limit_alert',
                'constraints': [models.UniqueConstraint(fields=('account_id', 'hour'), name='limit_alert_once')],
            },
        ),
        migrations.CreateModel(
            name='SourceLine',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('open_until', models.DateTimeField(null=True)),
                ('paused', models.BooleanField(default=False)),
                ('last_ok_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'verbose_name': 'đường nối CSDL dân cư',
                'verbose_name_plural': 'đường nối CSDL dân cư',
                'db_table': 'population_source_line',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='source_line_is_one')],
            },
        ),
    ]
