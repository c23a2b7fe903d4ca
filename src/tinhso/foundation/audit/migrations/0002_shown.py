from django.db import migrations

# Which names were shown to whom in this hour, so that one line is written and not a hundred. Unlogged: after a crash
# it is empty and a line is written twice, which does no harm; the lines themselves stand in audit_entry.
SHOWN = """
CREATE UNLOGGED TABLE audit_shown (
    hour timestamptz NOT NULL,
    account_id uuid NOT NULL,
    appointment_id uuid NOT NULL,
    place text NOT NULL,
    key uuid NOT NULL,
    PRIMARY KEY (hour, account_id, appointment_id, place, key)
);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit")]
    operations = [migrations.RunSQL(SHOWN, "DROP TABLE audit_shown")]
